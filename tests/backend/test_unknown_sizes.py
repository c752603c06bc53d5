"""Shapes of what is computed of placeholders that have a known number of axes alone."""
import numpy as np
import pytest

from compat import backend as K


@pytest.mark.parametrize('axes', [2, 3])
def test_convolutions_of_what_has_no_known_size_know_what_follows_from_the_others(axes):
    x = K.placeholder(ndim=axes + 2)
    kernel = K.constant(np.ones((2,) * axes + (3, 4)))
    shape = (2,) + (4,) * axes + (3,)
    forward, transposed = ([K.conv2d, K.conv2d_transpose], [K.conv3d, K.conv3d_transpose])[axes - 2]
    computed = transposed(x, kernel, shape, strides=(2,) * axes)
    assert K.int_shape(computed) == shape
    assert K.int_shape(forward(K.placeholder(ndim=axes + 2), kernel)) == (None,) * (axes + 1) + (4,)
    ones = np.ones((2,) + (2,) * axes + (4,))
    np.testing.assert_allclose(K.function([x], [computed])([ones])[0], np.full(shape, 4.))


@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
def test_local_convolutions_take_the_channels_from_their_kernels(data_format):
    x = K.placeholder(ndim=4)
    computed = K.local_conv2d(x, K.constant(np.ones((6, 8, 3))), (2, 2), (1, 1), (3, 2), data_format)
    images, shape = (((4, 3, 2), (3, 2, 3)) if data_format == 'channels_last' else ((2, 4, 3), (3, 3, 2)))
    assert K.int_shape(computed) == (None,) + shape
    np.testing.assert_allclose(K.function([x], [computed])([np.ones((2,) + images)])[0], np.full((2,) + shape, 8.))
    x = K.placeholder(ndim=3)
    computed = K.local_conv1d(x, K.constant(np.ones((4, 8, 2))), (2,), (1,))
    assert K.int_shape(computed) == (None, 4, 2)
    np.testing.assert_allclose(K.function([x], [computed])([np.ones((3, 5, 4))])[0], np.full((3, 4, 2), 8.))


@pytest.mark.parametrize('local', [
    lambda: K.local_conv1d(K.placeholder((2, 5, 3)), K.constant(np.ones((0, 6, 2))), (2,), (1,)),
    lambda: K.local_conv2d(K.placeholder((2, 5, 5, 3)), K.constant(np.ones((0, 12, 2))), (2, 2), (1, 1), (0, 4))])
def test_local_convolutions_without_a_window_are_refused(local):
    with pytest.raises(ValueError):
        local()


def test_the_zeros_of_second_gradients_are_arrays():
    x = K.variable(np.ones((2, 3, 3, 4)))
    outputs = K.conv2d_transpose(x, K.constant(np.ones((2, 2, 3, 4))), (2, 6, 6, 3), strides=(2, 2))
    first = K.gradients(K.sum(outputs), x)[0]
    second = K.gradients(K.sum(first * 0.5), [x])[0]
    if second is not None:  # Keras 2 knows that it does not depend on x
        np.testing.assert_allclose(K.function([], [second])([])[0], np.zeros((2, 3, 3, 4)))


@pytest.mark.parametrize('axes, kernel', [(2, (4, 3)), (3, (4, 3)), (3, (2, 4, 3))])
def test_products_know_what_follows_from_the_other_factor(axes, kernel):
    x = K.placeholder(ndim=axes)
    computed = K.dot(K.softmax(x), K.constant(np.ones(kernel)))
    assert K.int_shape(computed) == (None,) * (axes - 1) + kernel[:-2] + kernel[-1:]
    found = K.function([x], [computed])([np.zeros((2, 5)[:axes - 1] + (4,))])[0]
    np.testing.assert_allclose(found, np.ones((2, 5)[:axes - 1] + kernel[:-2] + kernel[-1:]))
