"""Write tests/golden/layers.npz: what the oracle's stock layers compute for the cases of tests/layer_cases.py.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_layers.py
    PYTHONPATH=. PYTHON_OF_KERAS_2_3_1 tools/golden/make_layers.py

Each run stores the numbers of its own version, the second only those that are not the first's.
"""
import json
import os
import sys

import numpy as np

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
FILE = os.path.join(GOLDEN, 'layers.npz')
sys.path.insert(0, os.path.join(GOLDEN, '..'))


def equal(one, other):
    """Whether two arrays have the same text, or the same numbers but for their last digit."""
    if one.dtype.kind == 'U':
        return str(one) == str(other)
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-6, atol=1e-6)


def main():
    import compat
    import layer_cases
    stored = dict(np.load(FILE)) if os.path.exists(FILE) else {}
    stored = {name: value for name, value in stored.items() if not name.startswith(compat.__version__)}
    for index in range(len(layer_cases.CASES)):
        computed, known = layer_cases.run(index)
        computed['known'] = np.array(json.dumps(known))
        for part, value in computed.items():
            name = '%s %s' % (layer_cases.identity(index), part)
            first = stored.get('2.2.4 ' + name)
            if first is None or not equal(first, value):
                stored['%s %s' % (compat.__version__, name)] = value
    np.savez_compressed(FILE, **stored)


if __name__ == '__main__':
    main()
