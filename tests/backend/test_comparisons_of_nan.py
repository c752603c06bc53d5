"""What is greatest where numbers are NaN, equal, or zeros of both signs: as TensorFlow 1 compared."""
import functools

import numpy as np
import pytest

from compat import backend as K

NAN, INF = np.nan, np.inf
FIRST = np.array([
    [NAN, 1., -0., 0.], [2., NAN, INF, -INF], [-0., 0., -0., 0.], [1., 1., NAN, NAN], [.5, -.5, 1.5, 2.5]])
SECOND = np.array([
    [1., NAN, 0., -0.], [NAN, 2., NAN, 1.], [0., -0., 0., 0.], [1., NAN, -1., 0.], [-.5, NAN, 1., -1.]])


def computed(function, *arrays):
    inputs = [K.placeholder((None, 4)) for _ in arrays]
    outputs = function(*inputs)
    return K.function(inputs, outputs if isinstance(outputs, list) else [outputs])(list(arrays))[0]


def with_signs(values):
    """The numbers, and which of them are negative, zeros included; the sign of NaN is none."""
    values = np.asarray(values, 'float64')
    return np.where(np.isnan(values), 7e9, values), np.signbit(np.where(np.isnan(values), 1., values))


@pytest.mark.parametrize('function, chosen', [(K.maximum, np.greater), (K.minimum, np.less)],
                         ids=['maximum', 'minimum'])
@pytest.mark.parametrize('first, second', [(FIRST, SECOND), (SECOND, FIRST)])
def test_of_two(function, chosen, first, second):
    values, signs = with_signs(computed(function, first, second))
    expected, expected_signs = with_signs(np.where(chosen(second, first), second, first))
    np.testing.assert_array_equal(values, expected)
    np.testing.assert_array_equal(signs, expected_signs)


@pytest.mark.parametrize('axis', [0, 1])
@pytest.mark.parametrize('array', [FIRST, SECOND])
def test_of_an_axis(array, axis):
    low, high = (np.where(np.isnan(array), each, array) + 0. for each in (-INF, INF))
    for function, expected in ((K.max, low.max(axis)), (K.min, high.min(axis)), (K.argmax, low.argmax(axis)),
                               (K.argmin, high.argmin(axis))):
        np.testing.assert_array_equal(computed(functools.partial(function, axis=axis), array), expected)


def test_of_nothing_but_nan():
    array = np.full((2, 4), NAN)
    for function, expected in ((K.max, -INF), (K.min, INF), (K.argmax, 0), (K.argmin, 0)):
        np.testing.assert_array_equal(computed(functools.partial(function, axis=-1), array), [expected] * 2)


def test_integers():
    array = np.array([[3, 1, 3, 2]])
    assert K.eval(K.argmax(K.constant(array, dtype='int32')))[0] == 0
    assert K.eval(K.max(K.constant(array, dtype='int32'), axis=1))[0] == 3
