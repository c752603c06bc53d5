"""Write tests/golden/convolutional_recurrent.npz: what the oracle's ConvRNN2D computes over its ConvLSTM2DCell.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_convolutional_recurrent.py

Keras 2.3.1 gives the same numbers.
"""
import os
import sys

import numpy as np

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
sys.path.insert(0, os.path.join(GOLDEN, '..'))


def main():
    import convolutional_cases
    np.savez_compressed(os.path.join(GOLDEN, 'convolutional_recurrent.npz'),
                        **convolutional_cases.predicted(convolutional_cases.over_a_cell))


if __name__ == '__main__':
    main()
