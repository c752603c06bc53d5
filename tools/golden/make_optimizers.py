"""Write tests/golden/optimizers.json: what each optimizer makes of weights on real Keras 2, and its config.

Run it with the python of each oracle, with the checkout on PYTHONPATH:

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_optimizers.py
    PYTHON_OF_KERAS_2_3_1 tools/golden/make_optimizers.py

Each training is done twice, and must tell the same.
"""
import os
import sys

import numpy as np

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')


def computed(case):
    from compat import backend
    from optimizer_runs import run
    told = []
    for _ in range(2):
        backend.clear_session()
        told.append(run(case))
    np.testing.assert_allclose(told[0][0], told[1][0], rtol=1e-5, atol=1e-6, err_msg=case)
    weights, config, losses = told[0]
    return {'weights': [[float('%.8g' % value) for value in row] for row in weights], 'config': config,
            'losses': [float('%.8g' % loss) for loss in losses]}


def main():
    sys.path[:0] = [GOLDEN, os.path.dirname(GOLDEN)]
    import compat
    import versioned
    from optimizer_runs import CASES
    versioned.write(os.path.join(GOLDEN, 'optimizers.json'), compat.__version__, {case: computed(
        case) for case in CASES})


if __name__ == '__main__':
    main()
