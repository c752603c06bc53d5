"""Write tests/golden/spatial.json: what the oracle says and computes for the cases of tests/spatial_cases.py.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_spatial.py
    PYTHONPATH=. PYTHON_OF_KERAS_2_3_1 tools/golden/make_spatial.py

The table of 2.2.4 is whole; that of 2.3.1 has the cases that differ from it.
"""
import json
import os
import sys

import numpy as np
import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
FILE = os.path.join(GOLDEN, 'spatial.json')
sys.path.insert(0, os.path.join(GOLDEN, '..'))
FIRST = '2.2.4'


def same(one, other):
    """Whether two entries are equal but for the last digits of the sums."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one == other
    sums, others = one.get('sums', []), other.get('sums', [])
    rest = [{key: value for key, value in entry.items() if key != 'sums'} for entry in (one, other)]
    return rest[0] == rest[1] and len(sums) == len(others) and np.allclose(sums, others, rtol=1e-5, atol=1e-4)


def main():
    import compat
    import spatial_cases
    table = {'refused': spatial_cases.refused()}
    for name in spatial_cases.CASES:
        table.update(spatial_cases.table_of(name))
    if compat.__version__ != FIRST:
        with open(FILE) as stream:
            first = json.load(stream)[FIRST]
        table = {key: value for key, value in table.items() if not same(first[key], value)}
    versioned.write(FILE, compat.__version__, table)


if __name__ == '__main__':
    main()
