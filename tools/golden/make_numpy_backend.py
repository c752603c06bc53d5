"""Write tests/golden/numpy_backend.json: what the calls in numpy_backend_cases.txt give in Keras 2.3.1.

Run it with the python of that oracle, with the checkout on PYTHONPATH. The table has the signature of each function in
the words of Python, and for each call a row for each of the results: the dtype, the shape and the values; or the
standard exception that the call raised.
"""
import inspect
import os

import numpy as np

import make_backend
import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
CASES = os.path.join(GOLDEN, 'numpy_backend_cases.txt')
TABLE = os.path.join(GOLDEN, 'numpy_backend.json')


def cases():
    return make_backend.cases(CASES)


def signatures(module):
    """{name: signature} of the functions that are there under their own names or under others."""
    return {name: str(inspect.signature(value)) for name, value in sorted(vars(module).items())
            if inspect.isfunction(value) and not name.startswith('_')}


def flat(results):
    """The results of a call in a row: those in tuples and lists too."""
    if not isinstance(results, (tuple, list)):
        return [results]
    return [each for result in results for each in flat(result)]


def given(case, module):
    """What the call gives, as arrays; random numbers are always drawn from the same seed."""
    from compat import backend as K
    names = make_backend.operands(case, K)
    np.random.seed(0)
    return [np.asarray(result) for result in flat(eval(case, dict(names, N=module)))]


def rows(case, module):
    """What the call gives, as it is stored."""
    try:
        results = given(case, module)
    except Exception as error:  # noqa: BLE001, whatever Keras 2 raised is what is stored
        return {'raises': make_backend.standard(error)}
    return [{'dtype': result.dtype.name, 'shape': result.shape,
             'values': [value if isinstance(value, str) else float(value) for value in result.ravel().tolist()]}
            for result in results]


def main():
    import compat
    from compat.backend import numpy_backend
    table = {case: rows(case, numpy_backend) for case in cases()}
    # Without compat: a module of real Keras gives more of itself.
    from keras.backend import numpy_backend
    versioned.write(TABLE, compat.__version__, {'cases': table, 'signatures': signatures(numpy_backend)})


if __name__ == '__main__':
    main()
