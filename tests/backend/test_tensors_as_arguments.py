"""Sizes and scalar arguments that are tensors, where Keras 2 took them: outside of layers, and in a Lambda."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Input, Lambda

X = np.array([[-1., .5, 3., 7.], [2., -3., 0., 1.]])
LABELS = np.array([0, 3])
# Functions of a tensor and of a scalar of floats, which is 0.5.
SCALARS = {
    'relu, max_value': lambda x, s: K.relu(x, 0., s), 'relu, threshold': lambda x, s: K.relu(x, 0., None, s),
    'relu, negative max_value': lambda x, s: K.relu(x, 0., -s), 'relu, all': lambda x, s: K.relu(x, s, s * 4., s),
    'relu, alpha and max_value': lambda x, s: K.relu(x, s, 6.), 'elu': lambda x, s: K.elu(x, s),
    'pow': lambda x, s: K.pow(K.abs(x), s),
    'batch_normalization': lambda x, s: K.batch_normalization(x, K.constant(1.), K.constant(2.), K.constant(3.),
                                                              K.constant(4.), epsilon=s),
    'variable in a product': lambda x, s: (1. - s) * x / s,
}
# Functions of a tensor (None, 4) and of a scalar of integers, which is its number of columns, 4.
SIZES = {
    'one_hot': lambda x, n: K.one_hot(K.constant([0, 3], 'int32'), n),
    'tile': lambda x, n: K.tile(x, [1, n]), 'tile by a tensor': lambda x, n: K.tile(x, K.stack([1, n])),
    'repeat': lambda x, n: K.repeat(x, n), 'reshape': lambda x, n: K.reshape(x, (n, -1)),
    'reshape by a list': lambda x, n: K.reshape(x, [-1, n]),
    'reshape by a tensor': lambda x, n: K.reshape(x, K.stack([n, 2])),
    'zeros': lambda x, n: x + K.zeros((n,)), 'ones': lambda x, n: K.dot(x, K.ones((n, 3))),
    'zeros by a tensor': lambda x, n: K.dot(x, K.zeros(K.stack([n, 2])) + 1.),
    'arange': lambda x, n: x * K.cast(K.arange(n), 'float32'),
    'arange from 0': lambda x, n: x * K.cast(K.arange(0, n), 'float32'),
    'random_uniform': lambda x, n: x + 0. * K.random_uniform((n,)),
    'random_normal': lambda x, n: x + 0. * K.random_normal((1, n)),
    'slice': lambda x, n: K.slice(x, [0, n - 2], [2, 1]), 'index': lambda x, n: x[:, n - 1],
    'slice of the end': lambda x, n: x[:, n - 2:], 'gather': lambda x, n: K.gather(K.transpose(x), n - 1),
    'of an axis': lambda x, n: x / K.cast(n, 'float32'),
}

# The same of a number, where a function makes a tensor of it.
OF_NUMBERS = {'tile by a tensor': SIZES['tile'], 'reshape by a tensor': SIZES['reshape'],
              'zeros by a tensor': lambda x, n: K.dot(x, K.ones((n, 2)))}


def outside(function, make):
    """What a function of K computes of X and of a tensor that is made of the symbol of X."""
    x = K.placeholder((None, 4))
    return K.function([x], [function(x, make(x))])([X])[0]


def inside(function, make):
    """The same in a Lambda, whose output has a shape that is not said."""
    x = Input((4,))
    shape = np.shape(outside(function, make))
    y = Lambda(lambda t: function(t, make(t)), output_shape=shape[1:])(x)
    return K.function([x], [y])([X])[0]


def check(function, makes, plain=None):
    """Checks that each tensor counts as the number, the last of ``makes``, does in the function ``plain``."""
    *tensors, number = makes
    expected = outside(plain or function, lambda x: number)
    for make in tensors:
        np.testing.assert_allclose(outside(function, make), expected, rtol=1e-5)
        np.testing.assert_allclose(inside(function, make), expected, rtol=1e-5)


@pytest.mark.parametrize('name', sorted(SCALARS))
def test_scalar_arguments_may_be_tensors(name):
    variable = K.variable(0.5)
    check(SCALARS[name], [lambda x: K.constant(0.5), lambda x: variable,
                          lambda x: 0.5 + 0. * K.sum(x), 0.5])


@pytest.mark.parametrize('name', sorted(SIZES))
def test_sizes_may_be_tensors(name):
    check(SIZES[name], [lambda x: K.shape(x)[1], lambda x: K.shape(x)[1] + 0, 4], OF_NUMBERS.get(name))


@pytest.mark.parametrize('name', ['relu, max_value', 'relu, threshold', 'relu, all', 'elu'])
def test_scalar_arguments_may_be_tensors_of_the_shape_of_the_samples(name):
    values = np.array([.5, 1., 2., 3.], 'float32')
    variable = K.variable(values)
    expected = np.stack([outside(SCALARS[name], lambda x, value=float(value): value)[:, column]
                         for column, value in enumerate(values)], axis=1)
    np.testing.assert_allclose(outside(SCALARS[name], lambda x: variable), expected, rtol=1e-5)
    np.testing.assert_allclose(inside(SCALARS[name], lambda x: variable), expected, rtol=1e-5)


def test_dropout_takes_tensors_for_its_share_and_the_shape_of_its_noise():
    x = Input((None, 2))
    dropped = Lambda(lambda t: K.dropout(t, K.constant(0.5), (K.shape(t)[0], 1, 2)))(x)
    got = K.function([x], [dropped])([np.ones((16, 8, 2))])[0]
    assert set(np.unique(got)) == {0., 2.} and np.ptp(got, axis=1).max() == 0. and np.ptp(got, axis=0).max() == 2.


INTEGERS = np.array([[1, 2, 4], [-1, -2, -4], [0, 0, -1]])


@pytest.mark.parametrize('axis, keepdims, expected', [
    (None, False, 0), (0, False, [0, 0, 0]), (1, False, [2, -2, 0]), (-1, True, [[2], [-2], [0]]), ([0, 1], False, 0)])
def test_means_of_integers_are_cut_off_towards_zero(axis, keepdims, expected):
    x = K.placeholder((None, None), dtype='int32')
    got = K.function([x], [K.mean(x, axis, keepdims)])([INTEGERS])[0]
    assert got.dtype == 'int32' and np.array(got).tolist() == expected


def test_means_of_integers_in_a_layer():
    symbol = Input((3,), dtype='int32')
    inner = Lambda(lambda t: K.mean(t, -1, True), output_shape=(1,))(symbol)
    assert np.array(K.function([symbol], [inner])([INTEGERS])[0]).tolist() == [[2], [-2], [0]]


def test_the_mean_of_indices_is_an_index():
    x = K.placeholder((None, 4))
    assert K.function([x], [K.mean(K.argmax(x, axis=-1))])([np.eye(4)])[0] == 1
    columns = K.function([x], [K.var(K.cast(x, 'int32'), axis=0)])([X * 4])[0]
    assert columns.tolist() == [36, 49, 36, 144]
