"""Write tests/golden/backend.json: what the calls of K in backend_cases.txt give on the oracles.

Run it with the python of each oracle in turn, with the checkout on PYTHONPATH; each run replaces its own table. What
tf.keras has beyond Keras 2, in tf_keras_cases.txt, is for plain tf.keras to tell:

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_backend.py
    PYTHON_OF_KERAS_2_3_1 tools/golden/make_backend.py
    PYTHON_OF_TENSORFLOW_2_15 tools/golden/make_backend.py tf.keras

A row holds the dtype and the static shape of the result, and its values unless it is a symbol; or the standard
exception that the call raised.
"""
import builtins
import os
import re
import sys

import numpy as np

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
CASES = os.path.join(GOLDEN, 'backend_cases.txt')
TF_KERAS_CASES = os.path.join(GOLDEN, 'tf_keras_cases.txt')
TABLE = os.path.join(GOLDEN, 'backend.json')
# Step functions of K.rnn, by the names that calls have for them.
STEPS = {'SUM': lambda x, states: (x + states[0], [x + states[0]]),
         'PRODUCT': lambda x, states: (x * states[1], [x + states[0]])}


def cases(path=CASES):
    with open(path) as stream:
        return [line.strip() for line in stream if line.strip() and not line.startswith('#')]


def operands(case, K):
    """The names that the call uses, with the operands that they stand for."""
    found = dict(STEPS, K=K, np=np)
    for name, kind, sizes in re.findall(r'\b(([a-z])(\d+))\b', case):
        found[name] = operand(K, kind, tuple(int(size) for size in sizes))
    return found


def operand(K, kind, shape):
    """The operand of that kind and shape, always with the same numbers."""
    draw = np.random.RandomState(int(np.dot(shape, 7 ** np.arange(len(shape)))) + ord(kind))
    numbers = draw.uniform(-1., 1., shape)
    if kind == 's':
        from compat.layers import Input
        return Input(shape)
    makers = {
        'v': lambda: K.variable(numbers),
        'c': lambda: K.constant(numbers),
        'n': lambda: numbers.astype('float32'),
        'd': lambda: numbers,
        'i': lambda: K.constant(draw.randint(0, 3 if len(shape) == 1 else 6, shape), dtype='int32'),
        'b': lambda: K.constant(numbers > 0, dtype='bool'),
        'p': lambda: K.constant(np.eye(shape[-1])[draw.randint(0, shape[-1], shape[:-1])]),
        'q': lambda: K.constant(draw.uniform(0.05, 0.95, shape)),
    }
    return makers[kind]()


def standard(error):
    """The name of the standard exception that an error is."""
    return next(kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind)


def row(case, K):
    """What the call gives."""
    names = operands(case, K)
    try:
        result = eval(case, names)
        symbol = re.search(r'\bs\d', case)
        values = None if symbol else np.asarray(K.eval(result))
    except Exception as error:  # noqa: BLE001, whatever Keras 2 raised is what is stored
        return {'raises': standard(error)}
    given = {'dtype': K.dtype(result)}
    if symbol:
        given['shape'] = K.int_shape(result)
    else:
        given['shape'] = values.shape
        given['values'] = [float(value) for value in values.ravel()]
    return given


def main():
    if sys.argv[1:] == ['tf.keras']:
        import keras
        from keras import backend as K
        path = TF_KERAS_CASES
    else:
        import compat as keras
        from compat import backend as K
        path = CASES
    versioned.write(TABLE, keras.__version__, {case: row(case, K) for case in cases(path)})


if __name__ == '__main__':
    main()
