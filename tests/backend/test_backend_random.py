"""K's random numbers have the distributions of Keras 2, judged by their moments."""
import numpy as np
import pytest

from compat import backend as K

MANY = (100, 200)


def test_random_normal_has_its_mean_and_deviation():
    numbers = K.eval(K.random_normal(MANY, mean=2., stddev=3.))
    assert numbers.shape == MANY and numbers.dtype == np.float32
    assert abs(numbers.mean() - 2.) < 0.1
    assert abs(numbers.std() - 3.) < 0.1


def test_random_uniform_fills_its_range_evenly():
    numbers = K.eval(K.random_uniform(MANY, minval=-1., maxval=3.))
    assert -1. <= numbers.min() < -0.99 and 2.99 < numbers.max() < 3.
    assert abs(numbers.mean() - 1.) < 0.05


def test_random_uniform_draws_whole_numbers_too():
    numbers = K.eval(K.random_uniform(MANY, minval=0, maxval=3, dtype='int32'))
    assert numbers.dtype == np.int32
    assert sorted(set(numbers.ravel().tolist())) == [0, 1, 2]


def test_random_binomial_is_1_as_often_as_p_says():
    numbers = K.eval(K.random_binomial(MANY, p=0.3))
    assert set(numbers.ravel().tolist()) == {0., 1.}
    assert abs(numbers.mean() - 0.3) < 0.02


def test_truncated_normal_stays_within_two_deviations():
    numbers = K.eval(K.truncated_normal(MANY, mean=1., stddev=2.))
    assert -3. <= numbers.min() < -2.5 and 4.5 < numbers.max() <= 5.
    assert abs(numbers.std() - 2. * 0.8796) < 0.05


def test_a_seed_gives_the_same_numbers_each_time_that_the_call_is_made():
    draws = [K.eval(K.random_normal((3,), seed=7)) for _ in range(2)]
    np.testing.assert_array_equal(*draws)
    assert not np.array_equal(draws[0], K.eval(K.random_normal((3,), seed=8)))


def test_without_a_seed_the_numbers_follow_the_seed_of_numpy():
    draws = []
    for _ in range(2):
        np.random.seed(3)
        draws.append([K.eval(K.random_uniform((3,))) for _ in range(2)])
    np.testing.assert_array_equal(*draws)
    assert not np.array_equal(*draws[0])


def test_random_variables_begin_with_random_numbers():
    variable = K.random_uniform_variable((3, 4), 1., 2., seed=1)
    value = K.get_value(variable)
    assert value.shape == (3, 4) and value.min() >= 1. and value.max() < 2.
    K.set_value(variable, np.zeros((3, 4)))
    assert K.get_value(variable).sum() == 0.
    assert K.get_value(K.random_normal_variable((3, 4), 5., 0.1)).mean() > 4.


def test_dropout_drops_a_share_and_scales_the_rest():
    kept = K.eval(K.dropout(K.ones(MANY), 0.25))
    np.testing.assert_allclose(sorted(set(kept.ravel().tolist())), [0., 1. / 0.75], rtol=1e-6)
    assert abs((kept == 0).mean() - 0.25) < 0.02


def test_dropout_drops_along_the_ones_of_the_noise_shape_together():
    kept = K.eval(K.dropout(K.ones((50, 4, 30)), 0.5, noise_shape=(50, 1, 30)))
    assert (kept == kept[:, :1]).all()
    assert 0.4 < (kept[:, 0] == 0).mean() < 0.6


@pytest.mark.parametrize('level', [1., 1.5, -0.5])
def test_dropout_refuses_a_level_that_is_no_share(level):
    with pytest.raises(ValueError):
        K.dropout(K.ones((2, 2)), level)
