"""Write tests/golden/framework_losses.json: the batch losses of tests/framework_losses.py on real Keras 2.

Run it with the python of each oracle in turn, with the checkout on PYTHONPATH; each run replaces its own table:

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_framework_losses.py
    PYTHON_OF_KERAS_2_3_1 tools/golden/make_framework_losses.py

The losses are those that are written with TensorFlow; those that are written with K must agree.
"""
import os
import sys

import numpy as np

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')


def main():
    sys.path[:0] = [GOLDEN, os.path.dirname(GOLDEN)]
    import compat
    import framework_losses as cases
    import versioned
    table = {}
    for name, case in cases.RUNS:
        with_tensorflow, with_k = (cases.batch_losses(make()[name], case) for make in (
            cases.with_tensorflow, cases.with_k))
        np.testing.assert_allclose(with_tensorflow, with_k, rtol=1e-5)
        table[f'{name} {case}'] = [['%.7g' % value for value in row] for row in with_tensorflow]
    versioned.write(os.path.join(GOLDEN, 'framework_losses.json'), compat.__version__, table)


if __name__ == '__main__':
    main()
