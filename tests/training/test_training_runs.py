"""Whole trainings tell what the oracle tells of them: the loss and metrics of each of 20 batches, and at the end."""

import numpy as np
import paths
import pytest

import compat
import training_runs

GOLDEN = np.load(str(paths.GOLDEN / 'training.npz'))


@pytest.mark.parametrize('name', training_runs.RUNS)
def test_a_training_logs_what_the_oracle_logs(name):
    told = training_runs.run(name)
    expected = [GOLDEN['%s %s %s' % (compat.__version__, name, part)] for part, _ in told]
    for (part, value), wanted in zip(told, expected):
        assert value.shape == wanted.shape, part
        np.testing.assert_allclose(value, wanted, rtol=1e-3, atol=1e-5, err_msg=part)
