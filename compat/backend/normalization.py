"""Normalisation: by means and variances that are passed, and by those of the batch."""
from __future__ import annotations

from typing import Any, Optional, Sequence, Tuple

import numpy as np

from compat import process
from compat.backend.shapes import reshape
from compat.backend.tensors import as_tensor, axis_within, host, int_shape, ndim
from compat.symbolic import ops
from compat.symbolic.types import Integer, Tensor

__all__ = ['batch_normalization', 'normalize_batch_in_training']

def batch_normalization(x: Tensor, mean: Tensor, var: Tensor, beta: Optional[Tensor], gamma: Optional[Tensor],
                        axis: Any = -1, epsilon: float = 1e-3) -> Tensor:
    """Computes (x - mean) / sqrt(var + epsilon) * gamma + beta.

    Args:
        x: Floats of any shape.
        mean: The mean, of the dtype of ``x``, in a shape that broadcasts against ``x``. For images, which are tensors
            with 4 axes whose last one is ``axis``, it has an element for each channel, in any shape, and gets no
            gradient: so does TensorFlow's operation for images.
        var: The variance, as ``mean``.
        beta: The offset, as ``mean`` but with a gradient; or None.
        gamma: The scale, as ``beta``.
        axis: The axis of the channels.
        epsilon: What is added to the variance: for images 1.001e-5 at least.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        ValueError: The sizes do not fit.
        TypeError: The dtypes differ, or are integers.

    Source: Keras 2.2.4 ``keras.backend.batch_normalization``. In tf.keras 2.15 ``epsilon`` may be any, and tensors with
    4 axes count as images with ``axis`` 1, too.
    """
    x = as_tensor(x)
    if ndim(x) == 4 and axis in process.dialect().image_channel_axes:
        epsilon = max(epsilon, process.dialect().least_epsilon_of_images)
        mean, var, beta, gamma = (_of_channels(each, x, axis % 4) for each in (mean, var, beta, gamma))
        mean, var = ops.stop_gradient(mean), ops.stop_gradient(var)
    return _normalized(x, mean, var, beta, gamma, epsilon)


def _of_channels(numbers, x, axis):
    """Returns one number for each channel of the images ``x``, as a tensor that broadcasts along their axis."""
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
    """Returns ``numbers`` as a tensor. Raises an error unless they broadcast against ``x`` and have its dtype."""
    numbers = as_tensor(numbers, like=x)
    if host.dtype_name(numbers) != host.dtype_name(x):
        raise TypeError(f'A tensor of {host.dtype_name(x)} is normalised with numbers of the same dtype, not of '
                        f'{host.dtype_name(numbers)}. Cast them: K.cast(x, {host.dtype_name(x)!r}).')
    if host.dtype_name(x).startswith(('int', 'uint', 'bool')):
        raise TypeError(f'What is normalised are floats, not {host.dtype_name(x)}. Cast it first: K.cast(x, '
                        f'{host.floatx()!r}).')
    static, own = int_shape(x), int_shape(numbers)
    for sizes in zip(reversed(static), reversed(own)):
        if None not in sizes and sizes[0] != sizes[1] and 1 not in sizes:
            raise ValueError(f'A tensor of shape {static} is not normalised with numbers of shape {own}: they do not '
                             'fit its last axes.')
    return numbers


def normalize_batch_in_training(x: Tensor, gamma: Optional[Tensor], beta: Optional[Tensor],
                                reduction_axes: Sequence[Integer],
                                epsilon: float = 1e-3) -> Tuple[Tensor, Tensor, Tensor]:
    """Normalises a batch with its own mean and variance.

    Args:
        x: Floats of any shape.
        gamma: The scale, in the sizes of the axes that are not reduced, or None.
        beta: The offset, as ``gamma``.
        reduction_axes: The axes along which mean and variance are computed.
        epsilon: What is added to the variance.

    Returns:
        (normalized in the shape of ``x``, mean, variance), the last two without the reduced axes. For images (4 axes)
        with the axes [0, 1, 2], in that order, TensorFlow's operation for images counts: the variance that is returned,
        though not the one used, is that of a sample, times n / (n - 1), ``epsilon`` is 1.001e-5 at least, and gradients
        do not pass through the mean and the variance that are returned.

    Raises:
        ValueError: The sizes do not fit.
        TypeError: ``x`` has integers or bool, or the dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.normalize_batch_in_training``. In tf.keras 2.15 ``epsilon`` may be any.
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
    unreduced = [axis for axis in range(rank) if axis not in axes]
    beta, gamma = (_spread(each, x, unreduced) for each in (beta, gamma))
    normalized = _normalized(x, mean, variance, beta, gamma, epsilon)
    mean, variance = (_without(each, axes) for each in (mean, variance))
    if of_images:
        mean, variance = ops.stop_gradient(mean), ops.stop_gradient(variance * _correction(_count(x, axes)))
    return normalized, mean, variance


def _spread(numbers, x, unreduced):
    """Returns ``numbers`` of the axes that are not reduced, with an axis of size 1 for each other one."""
    if numbers is None:
        return None
    numbers = as_tensor(numbers, like=x)
    static = int_shape(x)
    expected = tuple(static[axis] for axis in unreduced)
    own = int_shape(numbers)
    if len(own) != len(expected) or any(None not in sizes and sizes[0] != sizes[1] for sizes in zip(own, expected)):
        raise ValueError(f'A batch of shape {static} that is normalised along all axes but {unreduced} has numbers of '
                         f'shape {expected}, and was passed {own}.')
    for axis in range(len(static)):
        if axis not in unreduced:
            numbers = ops.expand_dims(numbers, axis)
    return numbers


def _without(x, axes):
    for axis in sorted(axes, reverse=True):
        x = ops.squeeze(x, axis)
    return x


def _correction(count):
    """Returns n / (n - 1), which makes the variance of n elements that of a sample; 1 for one element."""
    if isinstance(count, float):
        return count / max(count - 1., 1.)
    return count / ops.maximum(count - 1., ops.ones_like(count, None))


def _count(x, axes):
    """Returns the number of elements along the axes, as a number or a float tensor."""
    static = int_shape(x)
    if all(static[axis] is not None for axis in axes):
        return float(np.prod([static[axis] for axis in axes]))
    return ops.sum(ops.ones_like(x, None), axes, False)
