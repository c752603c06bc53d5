"""Write tests/golden/applications.json: the networks of tests/application_cases.py as the oracle makes them.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_applications.py
    PYTHONPATH=. PYTHON_OF_KERAS_2_3_1 tools/golden/make_applications.py

The table of 2.2.4 is whole; that of 2.3.1 has what came with it, and what differs. It takes ten minutes.
"""
import json
import os
import sys

import numpy as np
import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
FILE = os.path.join(GOLDEN, 'applications.json')
sys.path.insert(0, os.path.join(GOLDEN, '..'))
FIRST = '2.2.4'


def same(one, other):
    """Whether two entries are equal, but for the last digits of numbers."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    try:
        return np.allclose(one, other, rtol=1e-4, atol=1e-6)
    except (TypeError, ValueError):  # not numbers
        return one == other


def main():
    import application_cases as cases
    import compat
    table = {}
    for name in filter(cases.is_there, cases.CASES):
        model, file = cases.network_and_file(name)
        table[name] = cases.described(model, name in cases.SMALL)
        if name not in cases.SMALL:
            table[name]['file'] = file
        else:
            table[name]['outputs'] = cases.predicted(name, model)
    for name, (module, _) in cases.COUNTED.items():
        if cases.is_there(module):
            table['blocks of ' + name] = cases.blocks_of(name)
    model = cases.blocks()
    table['blocks'] = dict(cases.described_blocks(model), outputs=cases.outputs_of_blocks(model))
    for module in filter(cases.is_there, cases.MODULES):
        table['preprocess_input of ' + module] = cases.preprocessed(module)
    table['preprocess_input'] = cases.preprocessed_otherwise()
    table['losses of frozen'] = cases.losses_of_frozen()
    if compat.__version__ != FIRST:
        with open(FILE) as stream:
            first = json.load(stream)[FIRST]
        table = {key: value for key, value in table.items() if key not in first or not same(first[key], value)}
    versioned.write(FILE, compat.__version__, table)


if __name__ == '__main__':
    main()
