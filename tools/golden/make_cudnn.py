"""Write tests/golden/cudnn.npz: what the oracle's LSTM and GRU compute from weights that it converts from cuDNN's.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_cudnn.py

The layers of cuDNN themselves run on GPUs only there. Keras 2.3.1 gives the same numbers.
"""
import os
import sys

import numpy as np

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
sys.path.insert(0, os.path.join(GOLDEN, '..'))


def main():
    import cudnn_cases
    from keras.engine.saving import preprocess_weights_for_loading
    converted = {}

    def values(layer, name):
        converted[name] = preprocess_weights_for_loading(layer, cudnn_cases.weights(name))
        return converted[name]

    stored = cudnn_cases.predicted(cudnn_cases.plain, values)
    for name, arrays in converted.items():
        stored.update(('%s weights: %d' % (cudnn_cases.PLAIN[name][0], place), value)
                      for place, value in enumerate(arrays))
    np.savez_compressed(os.path.join(GOLDEN, 'cudnn.npz'), **stored)


if __name__ == '__main__':
    main()
