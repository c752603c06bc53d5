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
