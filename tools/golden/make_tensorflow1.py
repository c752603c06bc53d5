"""Write tests/golden/tensorflow1.json: what calls of TensorFlow 1.15 compute.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_tensorflow1.py
"""
import json
import os
import sys

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
sys.path.insert(0, os.path.join(GOLDEN, '..', 'imports'))


def main():
    import numpy as np
    import tensorflow as tf
    from keras import backend as K
    from tensorflow1_calls import CALLS, VALUES
    names = dict({name: K.constant(value, dtype=value.dtype.name) for name, value in VALUES.items()}, tf=tf)
    results = {}
    for call in CALLS:
        value = np.asarray(K.get_session().run(eval('tf.' + call, names)))
        if value.dtype.kind == 'c':
            value = np.stack([value.real, value.imag])
        results[call] = {'dtype': value.dtype.name, 'values': np.asarray(value, 'float64').round(7).tolist()}
    with open(os.path.join(GOLDEN, 'tensorflow1.json'), 'w') as file:
        json.dump(results, file, indent=0, sort_keys=True)
        file.write('\n')


if __name__ == '__main__':
    main()
