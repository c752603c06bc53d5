"""Write tests/golden/layers.npz: what the oracle's stock layers compute for the cases of tests/layer_cases.py.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tests/golden/make_layers.py
    PYTHONPATH=. PYTHON_OF_KERAS_2_3_1 tests/golden/make_layers.py

Each run stores the numbers of its own version.
"""
import json
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, 'layers.npz')
sys.path.insert(0, os.path.join(HERE, '..'))


def main():
    import compat
    import layer_cases
    stored = dict(np.load(FILE)) if os.path.exists(FILE) else {}
    stored = {name: value for name, value in stored.items() if not name.startswith(compat.__version__)}
    for index in range(len(layer_cases.CASES)):
        predicted, shape, weights = layer_cases.run(index)
        name = '%s %s' % (compat.__version__, layer_cases.identity(index))
        stored[name] = predicted
        stored[name + ' shapes'] = np.array(json.dumps([shape, weights]))
    np.savez_compressed(FILE, **stored)


if __name__ == '__main__':
    main()
