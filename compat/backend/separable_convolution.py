"""Convolutions of each channel by itself, alone and followed by one that mixes the channels."""
from __future__ import annotations

from typing import Optional

from compat.backend.configuration import normalize_data_format
from compat.backend.convolution import known_padding, per_axis, refuse_misfit, refuse_too_small
from compat.backend.tensors import as_tensor, as_tensors, int_shape, ndim
from compat.symbolic import ops
from compat.symbolic.types import Integers, Tensor
from compat.differences import reason
from compat.errors import UnsupportedError

__all__ = ['depthwise_conv2d', 'separable_conv1d', 'separable_conv2d']


def depthwise_conv2d(x: Tensor, depthwise_kernel: Tensor, strides: Integers = (1, 1), padding: str = 'valid',
                     data_format: Optional[str] = None, dilation_rate: Integers = (1, 1)) -> Tensor:
    """Computes the 2D convolution of each channel with kernels of its own.

    Args:
        x: A tensor (batch, rows, columns, channels), or (batch, channels, rows, columns) in channels_first.
        depthwise_kernel: A tensor (rows, columns, channels, multiplier) of the dtype of ``x``.
        strides: The same integer for rows and columns, once or twice.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        dilation_rate: An integer for each spatial axis, or one for both.

    Returns:
        A tensor with channels * multiplier channels, those of the first channel first.

    Raises:
        ValueError: The padding is unknown, the strides differ, or the kernel does not fit ``x``.
        UnsupportedError: Strides and dilation are both above 1.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.depthwise_conv2d``.
    """
    x, kernel = as_tensors(x, depthwise_kernel)
    strides, dilation = per_axis(strides, 2), per_axis(dilation_rate, 2)
    data_format = normalize_data_format(data_format)
    known_padding(padding)
    refuse_misfit(x, kernel, 2, data_format)
    if len(set(strides)) > 1:
        raise ValueError('A convolution of each channel by itself has the same stride for rows and columns, and was '
                         f'passed {strides}.')
    if max(strides) > 1 and max(dilation) > 1:
        raise UnsupportedError(reason('strides-of-dilated-channels'))
    spans = [(size - 1) * rate + 1 for size, rate in zip(int_shape(kernel), dilation) if size is not None]
    refuse_too_small(x, spans, padding, data_format)
    return ops.depthwise_convolution(x, kernel, strides, padding, data_format, dilation)


def separable_conv1d(x: Tensor, depthwise_kernel: Tensor, pointwise_kernel: Tensor, strides: Integers = 1,
                     padding: str = 'valid', data_format: Optional[str] = None, dilation_rate: Integers = 1) -> Tensor:
    """Computes the 1D convolution of each channel with kernels of its own, then mixes the channels of each step.

    Args:
        x: A tensor (batch, steps, channels), or (batch, channels, steps) in channels_first.
        depthwise_kernel: A tensor (steps, channels, multiplier).
        pointwise_kernel: A tensor (1, channels * multiplier, out channels).
        strides: An integer, or one in a list.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        dilation_rate: An integer, or one in a list.

    Returns:
        A tensor (batch, new steps, out channels), or (batch, out channels, new steps) in channels_first.

    Raises:
        ValueError: ``x`` or a kernel has not 3 axes; and as ``depthwise_conv2d`` does.
        UnsupportedError: Strides and dilation are both above 1.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.separable_conv1d``.
    """
    data_format = normalize_data_format(data_format)
    x, kernel, pointwise = as_tensor(x), as_tensor(depthwise_kernel), as_tensor(pointwise_kernel)
    if (ndim(x), ndim(kernel), ndim(pointwise)) != (3, 3, 3):
        raise ValueError('K.separable_conv1d takes a tensor and kernels with 3 axes each, and was passed shapes '
                         f'{int_shape(x)}, {int_shape(kernel)} and {int_shape(pointwise)}.')
    rows = 1 if data_format == 'channels_last' else 2
    outputs = separable_conv2d(ops.expand_dims(x, rows), ops.expand_dims(kernel, 0), ops.expand_dims(pointwise, 0),
                               per_axis(strides, 1) * 2, padding, data_format, (1,) + per_axis(dilation_rate, 1))
    return ops.squeeze(outputs, rows)


def separable_conv2d(x: Tensor, depthwise_kernel: Tensor, pointwise_kernel: Tensor, strides: Integers = (1, 1),
                     padding: str = 'valid', data_format: Optional[str] = None,
                     dilation_rate: Integers = (1, 1)) -> Tensor:
    """Computes the 2D convolution of each channel with kernels of its own, then mixes the channels of each position.

    Args:
        x: A tensor (batch, rows, columns, channels), or (batch, channels, rows, columns) in channels_first.
        depthwise_kernel: A tensor (rows, columns, channels, multiplier).
        pointwise_kernel: A tensor (1, 1, channels * multiplier, out channels).
        strides: The same integer for rows and columns, once or twice.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        dilation_rate: An integer for each spatial axis, or one for both.

    Returns:
        A tensor (batch, new rows, new columns, out channels), or with the channels first in channels_first.

    Raises:
        ValueError: ``pointwise_kernel`` is of another size than (1, 1); and as ``depthwise_conv2d`` does.
        UnsupportedError: Strides and dilation are both above 1.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.separable_conv2d``.
    """
    data_format = normalize_data_format(data_format)
    x, pointwise = as_tensors(x, pointwise_kernel)
    outputs = depthwise_conv2d(x, depthwise_kernel, strides, padding, data_format, dilation_rate)
    refuse_misfit(outputs, pointwise, 2, data_format)
    if int_shape(pointwise)[:2] != (1, 1):
        raise ValueError('The kernel that mixes the channels sees one spatial position, and was passed with shape '
                         f'{int_shape(pointwise)}.')
    return ops.convolution(outputs, pointwise, (1, 1), 'valid', data_format, (1, 1))
