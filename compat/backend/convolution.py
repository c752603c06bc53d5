"""Convolutions, pooling, and the bias that follows them."""
from __future__ import annotations

from typing import Optional, Sequence

from compat.backend.configuration import normalize_data_format
from compat.backend.shapes import reshape
from compat.backend.spatial import temporal_padding
from compat.backend.tensors import as_tensor, as_tensors, host, int_shape, ndim
from compat.symbolic import ops
from compat.symbolic.types import Integer, Integers, Tensor

__all__ = ['conv1d', 'conv2d', 'conv3d', 'pool2d', 'pool3d', 'bias_add']


def conv1d(x: Tensor, kernel: Tensor, strides: Integers = 1, padding: str = 'valid',
           data_format: Optional[str] = None, dilation_rate: Integers = 1) -> Tensor:
    """Computes the 1D convolution of a batch of sequences.

    Args:
        x: A tensor (batch, steps, channels), or (batch, channels, steps) in channels_first.
        kernel: A tensor (steps, in channels, out channels) of the dtype of ``x``.
        strides: An integer, or one in a list.
        padding: 'valid', 'same', or 'causal' in channels_last: output t depends on no step after t.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        dilation_rate: An integer, or one in a list.

    Returns:
        A tensor (batch, new steps, out channels), or (batch, out channels, new steps) in channels_first.

    Raises:
        ValueError: The padding is unknown; strides and dilation are both above 1; the kernel does not fit ``x``.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.conv1d``.
    """
    data_format = normalize_data_format(data_format)
    if padding == 'causal':
        if data_format != 'channels_last':
            raise ValueError('When using causal padding in `conv1d`, `data_format` must be "channels_last" (temporal '
                             'data).')
        x = temporal_padding(x, (per_axis(dilation_rate, 1)[0] * (int_shape(as_tensor(kernel))[0] - 1), 0))
        padding = 'valid'
    x, kernel = as_tensors(x, kernel)
    return ops.convolution(x, kernel, *convolution_attributes(x, kernel, 1, strides, padding, data_format,
                                                              dilation_rate))


def conv2d(x: Tensor, kernel: Tensor, strides: Integers = (1, 1), padding: str = 'valid',
           data_format: Optional[str] = None, dilation_rate: Integers = (1, 1)) -> Tensor:
    """Computes the 2D convolution of a batch of images.

    Args:
        x: A tensor (batch, rows, columns, channels), or (batch, channels, rows, columns) in channels_first.
        kernel: A tensor (rows, columns, in channels, out channels) of the dtype of ``x``.
        strides: An integer for each spatial axis, or one for both.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        dilation_rate: An integer for each spatial axis, or one for both.

    Returns:
        A tensor (batch, new rows, new columns, out channels), or with the channels first in channels_first.

    Raises:
        ValueError: The padding is unknown; strides and dilation are both above 1; the kernel does not fit ``x``.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.conv2d``.
    """
    x, kernel = as_tensors(x, kernel)
    return ops.convolution(x, kernel, *convolution_attributes(x, kernel, 2, strides, padding, data_format,
                                                              dilation_rate))


def conv3d(x: Tensor, kernel: Tensor, strides: Integers = (1, 1, 1), padding: str = 'valid',
           data_format: Optional[str] = None, dilation_rate: Integers = (1, 1, 1)) -> Tensor:
    """Computes the 3D convolution of a batch of volumes.

    Args:
        x: A tensor (batch, depth, rows, columns, channels), or with the channels first in channels_first.
        kernel: A tensor (depth, rows, columns, in channels, out channels) of the dtype of ``x``.
        strides: An integer for each spatial axis, or one for all.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        dilation_rate: An integer for each spatial axis, or one for all.

    Returns:
        A tensor (batch, new depth, new rows, new columns, out channels), or with the channels first in channels_first.

    Raises:
        ValueError: The padding is unknown; strides and dilation are both above 1; the kernel does not fit ``x``.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.conv3d``.
    """
    x, kernel = as_tensors(x, kernel)
    return ops.convolution(x, kernel, *convolution_attributes(x, kernel, 3, strides, padding, data_format,
                                                              dilation_rate))


def per_axis(number, axes):
    """Returns a tuple with an integer for each axis, from as many or from one for all of them."""
    if type(number) is tuple and len(number) == axes:
        return tuple(map(int, number))
    numbers = tuple(map(int, number)) if isinstance(number, (list, tuple)) else (int(number),)
    return numbers * axes if len(numbers) == 1 else numbers


def convolution_attributes(x, kernel, axes, strides, padding, data_format, dilation_rate):
    """(strides, padding, data_format, dilation) of a convolution. Raises ValueError for what Keras 2 refused."""
    strides, dilation = per_axis(strides, axes), per_axis(dilation_rate, axes)
    if min(strides) < 1:
        raise ValueError(f'The strides of a convolution are integers from 1 on, and were {strides}.')
    data_format = normalize_data_format(data_format)
    if padding not in PADDINGS:
        refuse_padding(padding)
    if max(strides) > 1 and max(dilation) > 1:
        raise ValueError(f'strides > 1 not supported in conjunction with dilation_rate > 1: strides are {strides} and '
                         f'dilation_rate {dilation}.')
    x_shape, kernel_shape = host.static_shape(x), host.static_shape(kernel)
    check_shapes(x_shape, kernel_shape, axes, data_format)
    if padding == 'valid' and kernel_shape is not None:
        check_window(x_shape, kernel_shape[:axes], data_format, dilation)
    return strides, padding, data_format, dilation


PADDINGS = ('valid', 'same')


def refuse_padding(padding):
    """Raises ValueError: it is no padding."""
    raise ValueError(f'Invalid padding: {padding}. Use valid or same.')


def known_padding(padding):
    """Raises ValueError unless the padding is 'valid' or 'same'."""
    if padding not in PADDINGS:
        refuse_padding(padding)


def refuse_misfit(x, kernel, spatial, data_format):
    """Raises ValueError where the axes or channels of a tensor and a kernel do not fit each other."""
    check_shapes(int_shape(x), int_shape(kernel), spatial, data_format)


def check_shapes(x_shape, kernel_shape, spatial, data_format):
    """Raises ValueError where a kernel of that shape does not fit a tensor of that shape."""
    if x_shape is None or kernel_shape is None:
        return
    if len(x_shape) != spatial + 2 or len(kernel_shape) != spatial + 2:
        raise ValueError('A %dD convolution takes a tensor and a kernel with %d axes each, and was passed shapes %s '
                         'and %s.' % (spatial, spatial + 2, x_shape, kernel_shape))
    channels = x_shape[-1 if data_format == 'channels_last' else 1]
    if None not in (channels, kernel_shape[-2]) and channels != kernel_shape[-2]:
        raise ValueError('The tensor has %d channels (shape %s, %s), and the kernel takes %d (shape %s).'
                         % (channels, x_shape, data_format, kernel_shape[-2], kernel_shape))


def refuse_too_small(x, spans, padding, data_format):
    """Raises ValueError for a window that is larger than what it slides over."""
    if padding == 'valid':
        check_window(int_shape(x), spans, data_format)


def check_window(x_shape, window, data_format, dilation=(1, 1, 1)):
    """Raises ValueError where a window of these sizes is larger than a tensor of that shape."""
    if x_shape is None:
        return
    lengths = x_shape[1:-1] if data_format == 'channels_last' else x_shape[2:]
    for length, size, rate in zip(lengths, window, dilation):
        if length is not None and size is not None and length < (size - 1) * rate + 1:
            spans = tuple((size - 1) * rate + 1 for size, rate in zip(window, dilation) if size is not None)
            raise ValueError(f'A window of {spans} is larger than what it slides over, {lengths} (shape {x_shape}, '
                             f'{data_format}). Use padding="same" or a smaller one.')


def pool2d(x: Tensor, pool_size: Sequence[Integer], strides: Sequence[Integer] = (1, 1), padding: str = 'valid',
           data_format: Optional[str] = None, pool_mode: str = 'max') -> Tensor:
    """Computes the greatest element or the mean of windows of images.

    Args:
        x: A tensor (batch, rows, columns, channels), or (batch, channels, rows, columns) in channels_first.
        pool_size: The rows and columns of a window.
        strides: The steps between windows along rows and columns.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        pool_mode: 'max' for the greatest element, 'avg' for the mean.

    Returns:
        A tensor with an element for each window and channel, in the axes and dtype of ``x``.

    Raises:
        ValueError: The padding or the mode is unknown; the window is larger than ``x`` with the padding 'valid'.

    Source: Keras 2.2.4 ``keras.backend.pool2d``.
    """
    return _pool(x, pool_size, strides, padding, data_format, pool_mode)


def pool3d(x: Tensor, pool_size: Sequence[Integer], strides: Sequence[Integer] = (1, 1, 1), padding: str = 'valid',
           data_format: Optional[str] = None, pool_mode: str = 'max') -> Tensor:
    """Computes the greatest element or the mean of windows of volumes.

    Args:
        x: A tensor (batch, depth, rows, columns, channels), or with the channels first in channels_first.
        pool_size: The depth, rows and columns of a window.
        strides: The steps between windows along depth, rows and columns.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        pool_mode: 'max' for the greatest element, 'avg' for the mean.

    Returns:
        A tensor with an element for each window and channel, in the axes and dtype of ``x``.

    Raises:
        ValueError: The padding or the mode is unknown; the window is larger than ``x`` with the padding 'valid'.

    Source: Keras 2.2.4 ``keras.backend.pool3d``.
    """
    return _pool(x, pool_size, strides, padding, data_format, pool_mode)


def _pool(x, pool_size, strides, padding, data_format, pool_mode):
    data_format = normalize_data_format(data_format)
    known_padding(padding)
    if pool_mode not in ('max', 'avg'):
        raise ValueError(f'Invalid pool_mode: {pool_mode}. Use max or avg.')
    x = as_tensor(x)
    for name, sizes in (('pool_size', pool_size), ('strides', strides)):
        if any(size < 1 for size in sizes):
            raise ValueError(f'K.pool{len(pool_size)}d takes sizes from 1 on, and was passed {name}={tuple(sizes)}.')
    refuse_too_small(x, pool_size, padding, data_format)
    if host.dtype_name(x) == 'float64' and pool_mode == 'avg' and len(pool_size) == 3 and None not in int_shape(x)[1:]:
        return _means_of_volumes(x, tuple(pool_size), tuple(strides), padding, data_format)
    return ops.pool(x, tuple(pool_size), tuple(strides), padding, data_format, pool_mode)


def _means_of_volumes(x, pool_size, strides, padding, data_format):
    """Computes means of rows and columns, and of these along the depth: TensorFlow 2 has no other in float64."""
    if data_format == 'channels_first':
        x = ops.transpose(x, (0, 2, 3, 4, 1))
    depth, rows, columns, channels = int_shape(x)[1:]
    means = ops.pool(reshape(x, (-1, rows, columns, channels)), pool_size[1:], strides[1:], padding, 'channels_last',
                     'avg')
    rows, columns = int_shape(means)[1:3]
    means = ops.pool(reshape(means, (-1, depth, rows * columns, channels)), (pool_size[0], 1), (strides[0], 1), padding,
                     'channels_last', 'avg')
    means = reshape(means, (-1, int_shape(means)[1], rows, columns, channels))
    return means if data_format == 'channels_last' else ops.transpose(means, (0, 4, 1, 2, 3))


def bias_add(x: Tensor, bias: Tensor, data_format: Optional[str] = None) -> Tensor:
    """Adds a bias to each channel, or to each channel at each spatial position.

    Args:
        x: A tensor (batch, ..., channels), or (batch, channels, ...) in channels_first for 3 to 5 axes.
        bias: A tensor (channels,), or (spatial positions..., channels), of the dtype of ``x``.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        ValueError: The bias has another number of axes, or other sizes.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.bias_add``.
    """
    data_format = normalize_data_format(data_format)
    x, bias = as_tensors(x, bias)
    bias_shape, rank = int_shape(bias), ndim(x)
    if rank < 2 or len(bias_shape) not in (1, rank - 1):
        raise ValueError('Unexpected bias dimensions %d, expect to be 1 or %d dimensions' % (len(bias_shape), rank))
    spatial_axes = rank - 2
    if spatial_axes not in (1, 2, 3):
        data_format = 'channels_last'
    full = (1,) * spatial_axes + bias_shape if len(bias_shape) == 1 else bias_shape
    if data_format == 'channels_first':
        full = full[-1:] + full[:-1]
    for sizes in zip(int_shape(x)[1:], full):
        if None not in sizes and sizes[0] != sizes[1] and 1 not in sizes:
            raise ValueError(f'K.bias_add: a bias of shape {bias_shape} does not fit a tensor of shape {int_shape(x)} '
                             f'({data_format}).')
    return ops.add(x, reshape(bias, (1,) + full))
