"""Write tests/golden/training.npz: what the oracles tell of the trainings of tests/training_runs.py.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_training.py
    PYTHONPATH=. PYTHON_OF_KERAS_2_3_1 tools/golden/make_training.py

Each run replaces the numbers of its version. Each training is done twice, and must tell the same.
"""
import os
import sys

import numpy as np

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
PATH = os.path.join(GOLDEN, 'training.npz')
sys.path.insert(0, os.path.join(GOLDEN, '..'))


def computed(name):
    """What a training tells, which must be the same each time."""
    import training_runs
    from compat import backend
    told = []
    for _ in range(2):
        backend.clear_session()
        told.append(training_runs.run(name))
    for (part, one), (_, other) in zip(*told):
        np.testing.assert_allclose(one, other, rtol=1e-5, err_msg='%s %s' % (name, part))
    return told[0]


def main():
    import compat
    import training_runs
    stored = {}
    if os.path.exists(PATH):
        with np.load(PATH) as before:
            stored = {key: before[key] for key in before.files if not key.startswith(compat.__version__ + ' ')}
    for name in training_runs.RUNS:
        for part, value in computed(name):
            stored['%s %s %s' % (compat.__version__, name, part)] = value
    np.savez_compressed(PATH, **stored)


if __name__ == '__main__':
    main()
