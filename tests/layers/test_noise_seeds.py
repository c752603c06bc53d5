"""Layers of noise without a seed follow numpy's global generator: numpy.random.seed makes a training repeatable."""
import numpy as np
import pytest

from compat.layers import (AlphaDropout, Dense, Dropout, Flatten, GaussianDropout, GaussianNoise, Input,
                           SpatialDropout1D, SpatialDropout2D, SpatialDropout3D)
from compat.models import Model, Sequential
from compat.optimizers import SGD

LAYERS = [(Dropout, (2, 30)), (AlphaDropout, (2, 30)), (GaussianDropout, (2, 30)), (GaussianNoise, (2, 30)),
          (SpatialDropout1D, (2, 30)), (SpatialDropout2D, (2, 2, 30)), (SpatialDropout3D, (2, 2, 2, 30))]


def trained(make, shape, seed):
    """The weights after two batches with noise, which numpy's seed must repeat."""
    np.random.seed(seed)
    inputs = Input(shape)
    model = Model(inputs, Dense(1, kernel_initializer='ones', use_bias=False)(Flatten()(make()(inputs))))
    model.compile(SGD(lr=0.01), 'mse')
    for _ in range(2):
        model.train_on_batch(np.ones((4,) + shape), np.zeros((4, 1)))
    return model.get_weights()[0]


@pytest.mark.parametrize('layer, shape', LAYERS)
def test_numpys_seed_repeats_the_noise(layer, shape):
    first, again, other = [trained(lambda: layer(0.5), shape, seed) for seed in (3, 3, 4)]
    np.testing.assert_allclose(again, first, rtol=1e-5)
    assert np.abs(other - first).max() > 1e-3


@pytest.mark.parametrize('layer, shape', [LAYERS[0]] + LAYERS[4:])
def test_a_seed_of_ones_own_goes_before_numpys(layer, shape):
    first, again = [trained(lambda: layer(0.5, seed=1), shape, seed) for seed in (3, 4)]
    np.testing.assert_allclose(again, first, rtol=1e-5)


def test_the_config_has_the_seed_that_was_passed_and_no_other():
    assert Dropout(0.5).get_config()['seed'] is None and Dropout(0.5, seed=7).get_config()['seed'] == 7


@pytest.mark.parametrize('rate, draws', [(0.5, 1), (0., 0)])
def test_a_layer_draws_one_seed_from_numpy_and_none_without_dropout(rate, draws):
    np.random.seed(3)
    Sequential([Dropout(rate, input_shape=(3,))])
    after = np.random.rand()
    np.random.seed(3)
    for _ in range(draws):
        np.random.randint(10e6)
    assert np.random.rand() == after
