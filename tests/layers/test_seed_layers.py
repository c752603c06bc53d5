"""The layers of the old programs compute the oracle's outputs and gradients from the same weights and inputs."""

import numpy as np
import paths
import pytest

from seed_layers import CASES

# The convolutions of program 001 declare the shape of their input, as their author wrote them.
pytestmark = pytest.mark.filterwarnings('ignore:compute_output_shape of layer')

with np.load(str(paths.GOLDEN / 'seed_layers.npz')) as stream:
    ORACLE = {key: stream[key] for key in stream.files}


def expected(name, kind):
    count = sum(key.startswith('%s/%s/' % (name, kind)) for key in ORACLE)
    return [ORACLE['%s/%s/%d' % (name, kind, number)] for number in range(count)]


def assert_near(computed, wanted, tolerance):
    """Near in proportion to each number, and for those that cancel out to the largest of the array."""
    assert [array.shape for array in computed] == [array.shape for array in wanted]
    for one, other in zip(computed, wanted):
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance * np.abs(other).max())


@pytest.mark.parametrize('name', CASES)
def test_the_outputs_are_those_of_keras_2(name):
    case = CASES[name]
    wanted = expected(name, 'outputs')
    assert wanted and all(np.abs(array).max() > 0 for array in wanted)
    assert_near(case.outputs(), wanted, case.tolerance)


@pytest.mark.parametrize('name', CASES)
def test_the_gradients_of_the_trainable_weights_are_those_of_keras_2(name):
    case = CASES[name]
    wanted = expected(name, 'gradients')
    assert wanted and all(np.abs(array).max() > 0 for array in wanted)
    assert_near(case.trained_gradients(), wanted, case.tolerance)


def test_every_number_of_the_oracle_is_compared():
    assert {key.split('/')[0] for key in ORACLE} == set(CASES)
    assert {key.split('/')[1] for key in ORACLE} == {'outputs', 'gradients'}
