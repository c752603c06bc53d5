"""Normalisation: by given means and variances, and by those of the batch."""
import numpy as np

from compat import process
from compat.backend.shapes import reshape
from compat.backend.tensors import as_tensor, axis_within, host, int_shape, ndim
from compat.symbolic import ops

__all__ = ['batch_normalization', 'normalize_batch_in_training']

def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=1e-3):
    """(x - mean) / sqrt(var + epsilon) * gamma + beta; ``beta`` and ``gamma`` may be None.

    The others broadcast against ``x``. For images (4 axes) whose last axis is ``axis`` they have one number for each
    channel, in any shape, ``epsilon`` is 1.001e-5 at least, and mean and var get no gradient: so does TensorFlow's
    operation for images. In the dialect tf.keras ``epsilon`` may be any, and ``axis`` the first of images, too. Raises
    ValueError for sizes that do not fit, and TypeError for dtypes that differ. Keras 2.2.4
    ``keras.backend.batch_normalization``.
    """
    x = as_tensor(x)
    if ndim(x) == 4 and axis in process.dialect().image_channel_axes:
        epsilon = max(epsilon, process.dialect().least_epsilon_of_images)
        mean, var, beta, gamma = (_of_channels(each, x, axis % 4) for each in (mean, var, beta, gamma))
        mean, var = ops.stop_gradient(mean), ops.stop_gradient(var)
    return _normalized(x, mean, var, beta, gamma, epsilon)


def _of_channels(numbers, x, axis):
    """One number for each channel of the images ``x``, as a tensor that broadcasts along their axis."""
    if numbers is None:
        return None
    numbers = as_tensor(numbers, like=x)
    numbers = reshape(numbers, (-1,)) if ndim(numbers) != 1 else numbers
    sizes = int_shape(numbers)[0], int_shape(x)[axis]
    if None not in sizes and sizes[0] != sizes[1]:
        raise ValueError('Images of shape %s have %d channels, and are normalised with %d numbers.'
                         % (int_shape(x), sizes[1], sizes[0]))
    return numbers if axis == 3 else reshape(numbers, (-1, 1, 1))


def _normalized(x, mean, var, beta, gamma, epsilon):
    mean, var, beta, gamma = (None if each is None else _fitting(each, x) for each in (mean, var, beta, gamma))
    scale = 1. / ops.sqrt(var + epsilon)
    if gamma is not None:
        scale = scale * gamma
    shift = -mean * scale
    if beta is not None:
        shift = shift + beta
    return x * scale + shift


def _fitting(numbers, x):
    """``numbers`` as a tensor, refused unless they broadcast against ``x`` and have its dtype."""
    numbers = as_tensor(numbers, like=x)
    if host.dtype_name(numbers) != host.dtype_name(x):
        raise TypeError(f'A tensor of {host.dtype_name(x)} is normalised with numbers of the same dtype, not of '
                        f'{host.dtype_name(numbers)}. Cast them: K.cast(x, {host.dtype_name(x)!r}).')
    if host.dtype_name(x).startswith(('int', 'uint', 'bool')):
        raise TypeError(f'What is normalised are floats, not {host.dtype_name(x)}. Cast it first: K.cast(x, '
                        f'{host.floatx()!r}).')
    static, given = int_shape(x), int_shape(numbers)
    for sizes in zip(reversed(static), reversed(given)):
        if None not in sizes and sizes[0] != sizes[1] and 1 not in sizes:
            raise ValueError(f'A tensor of shape {static} is not normalised with numbers of shape {given}: they do not '
                             'fit its last axes.')
    return numbers


def normalize_batch_in_training(x, gamma, beta, reduction_axes, epsilon=1e-3):
    """(normalized, mean, variance): ``x`` normalised with its mean and variance along ``reduction_axes``.

    ``gamma`` and ``beta`` have the sizes of the other axes, or are None. For images (4 axes) and the axes [0, 1, 2],
    in that order, the variance that is given, though not the one used, is that of a sample, times n / (n - 1),
    ``epsilon`` is 1.001e-5 at least, and the mean and the variance that are given pass no gradient on: so does
    TensorFlow's operation for images. Raises ValueError for sizes
    that do not fit. Keras 2.2.4 ``keras.backend.normalize_batch_in_training``.
    """
    x = as_tensor(x)
    rank = ndim(x)
    axes = tuple(axis_within(axis, rank) for axis in reduction_axes)
    of_images = rank == 4 and list(reduction_axes) == [0, 1, 2]
    if of_images:
        epsilon = max(epsilon, process.dialect().least_epsilon_of_images)
    if host.dtype_name(x).startswith(('int', 'uint', 'bool')):
        raise TypeError(f'What is normalised are floats, not {host.dtype_name(x)}. Cast it first: K.cast(x, '
                        f'{host.floatx()!r}).')
    mean = ops.mean(x, axes, True)
    variance = ops.mean(ops.square(x - mean), axes, True)
    kept = [axis for axis in range(rank) if axis not in axes]
    normalized = _normalized(x, mean, variance, *(_spread(each, x, kept) for each in (beta, gamma)), epsilon=epsilon)
    mean, variance = (_without(each, axes) for each in (mean, variance))
    if of_images:
        count = _count(x, axes)
        mean, variance = ops.stop_gradient(mean), ops.stop_gradient(variance * (count / (count - 1.)))
    return normalized, mean, variance


def _spread(numbers, x, kept):
    """``numbers`` of the kept axes, with an axis of size 1 for each other one."""
    if numbers is None:
        return None
    numbers = as_tensor(numbers, like=x)
    static = int_shape(x)
    wanted = tuple(static[axis] for axis in kept)
    given = int_shape(numbers)
    if len(given) != len(wanted) or any(None not in sizes and sizes[0] != sizes[1] for sizes in zip(given, wanted)):
        raise ValueError(f'A batch of shape {static} that is normalised along all axes but {kept} has numbers of shape '
                         f'{wanted}, and was given {given}.')
    for axis in range(len(static)):
        if axis not in kept:
            numbers = ops.expand_dims(numbers, axis)
    return numbers


def _without(x, axes):
    for axis in sorted(axes, reverse=True):
        x = ops.squeeze(x, axis)
    return x


def _count(x, axes):
    """The number of elements along the axes, as a number or a float tensor."""
    static = int_shape(x)
    if all(static[axis] is not None for axis in axes):
        return float(np.prod([static[axis] for axis in axes]))
    return ops.sum(ops.ones_like(x, None), axes, False)
