"""Convolutions with kernels of their own for channels or spatial positions, and transposed ones.

``conv1d``, ``conv2d`` and ``conv3d`` are in compat.backend.convolution.
"""
from __future__ import annotations

import itertools
from typing import Optional, Sequence

import numpy as np

from compat.symbolic import dynamic_shape as sizes, graph, ops
from compat.symbolic.kinds import RECORDED, SYMBOLS, kinds
from compat.symbolic.types import Integer, Integers, Shape, Tensor
from compat.backend.configuration import normalize_data_format
from compat.backend.convolution import known_padding, per_axis, refuse_misfit, refuse_too_small
from compat.backend.shapes import reshape
from compat.backend.tensors import as_tensor, as_tensors, host, int_shape, ndim
from compat.differences import reason
from compat.errors import UnsupportedError

__all__ = ['depthwise_conv2d', 'separable_conv1d', 'separable_conv2d', 'local_conv1d', 'local_conv2d',
           'conv2d_transpose', 'conv3d_transpose']


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


# Local convolutions

def local_conv1d(inputs: Tensor, kernel: Tensor, kernel_size: Sequence[Integer], strides: Sequence[Integer],
                 data_format: Optional[str] = None) -> Tensor:
    """Multiplies each window of sequences by a kernel of its own.

    Args:
        inputs: A tensor (batch, steps, channels), in every data format, as in Keras 2.
        kernel: A tensor (windows, kernel_size * channels, filters) of the dtype of ``inputs``.
        kernel_size: The length of a window, in a list of one integer.
        strides: The steps between windows, in a list of one integer.
        data_format: 'channels_last', 'channels_first' or None. It changes nothing.

    Returns:
        A tensor (batch, windows, filters).

    Raises:
        ValueError: Windows reach beyond the inputs; the kernel does not fit them; the data format is unknown.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.local_conv1d``.
    """
    normalize_data_format(data_format)
    inputs, kernel = as_tensors(inputs, kernel)
    windows = int_shape(kernel)[0]
    return _local(inputs, kernel, (int(kernel_size[0]),), (int(strides[0]),), (windows,), 'channels_last')


def local_conv2d(inputs: Tensor, kernel: Tensor, kernel_size: Sequence[Integer], strides: Sequence[Integer],
                 output_shape: Sequence[Integer], data_format: Optional[str] = None) -> Tensor:
    """Multiplies each window of images by a kernel of its own.

    Args:
        inputs: A tensor (batch, rows, columns, channels), or (batch, channels, rows, columns) in channels_first.
        kernel: A tensor (windows, elements of a window, filters) of the dtype of ``inputs``; the windows are counted
            row by row.
        kernel_size: The rows and columns of a window.
        strides: The steps between windows along rows and columns.
        output_shape: (rows, columns) of the windows.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.

    Returns:
        A tensor (batch, rows, columns, filters), or (batch, filters, rows, columns) in channels_first.

    Raises:
        ValueError: Windows reach beyond the inputs; the kernel does not fit them; the data format is unknown.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.local_conv2d``.
    """
    inputs, kernel = as_tensors(inputs, kernel)
    return _local(inputs, kernel, *(tuple(int(number) for number in numbers)
                                    for numbers in (kernel_size, strides, output_shape)),
                  data_format=normalize_data_format(data_format))


def _local(inputs, kernel, kernel_size, strides, positions, data_format):
    last = data_format == 'channels_last'
    axes = len(positions)
    static = int_shape(inputs)
    spatial, channels = (static[1:-1], static[-1]) if last else (static[2:], static[1])
    window = int(np.prod(kernel_size))
    if channels is None:  # the kernel has them
        channels = int_shape(kernel)[1] // window
    count, numbers = int(np.prod(positions)), channels * window
    if not count:
        raise ValueError(f'A kernel of shape {int_shape(kernel)} is for no window at all: inputs of shape {static} '
                         'have less positions than a window.')
    reach = [(position - 1) * stride + size for position, stride, size in zip(positions, strides, kernel_size)]
    if len(static) != axes + 2 or int_shape(kernel)[:2] != (count, numbers) or any(
            length is not None and length < far for length, far in zip(spatial, reach)):
        raise ValueError('Windows of %s, %s of them with strides %s, over inputs of shape %s (%s) reach %s positions '
                         'and take a kernel of shape (%d, %d, filters), not %s.'
                         % (kernel_size, positions, strides, static, data_format, reach, count, numbers,
                            int_shape(kernel)))
    cells = [inputs[_seen(cell, strides, positions, last)]
             for cell in itertools.product(*[range(size) for size in kernel_size])]
    filters = int_shape(kernel)[-1]
    if last:
        seen = reshape(ops.concatenate(cells, axes + 1), (-1, count, numbers))
        return reshape(ops.einsum('bpn,pnf->bpf', seen, kernel), (-1,) + positions + (filters,))
    seen = reshape(ops.stack(cells, 2), (-1, numbers, count))
    return reshape(ops.einsum('bnp,pnf->bfp', seen, kernel), (-1, filters) + positions)


def _seen(cell, strides, positions, last):
    """Returns the index of what that cell of every window sees."""
    positions = tuple(slice(first, first + (position - 1) * stride + 1, stride)
                      for first, stride, position in zip(cell, strides, positions))
    return (slice(None),) + (positions if last else (slice(None),) + positions)


# Transposed convolutions

def conv2d_transpose(x: Tensor, kernel: Tensor, output_shape: Shape, strides: Integers = (1, 1),
                     padding: str = 'valid', data_format: Optional[str] = None,
                     dilation_rate: Integers = (1, 1)) -> Tensor:
    """Computes the transposed 2D convolution: the gradient of ``conv2d`` with respect to its images.

    Args:
        x: A tensor (batch, rows, columns, in channels), or (batch, in channels, rows, columns) in channels_first.
        kernel: A tensor (rows, columns, out channels, in channels) of the dtype of ``x``.
        output_shape: The shape of the result: integers, sizes from ``K.shape``, and perhaps None for the batch, or a
            tensor of integers.
        strides: An integer for each spatial axis, or one for both; ignored with a dilation, as in Keras 2.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        dilation_rate: The same integer for both spatial axes, once or twice.

    Returns:
        A tensor of ``output_shape`` and the dtype of ``x``.

    Raises:
        ValueError: No such convolution of a tensor of ``output_shape`` has the shape of ``x``; the padding is unknown.
        AssertionError: The dilation rates differ.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.conv2d_transpose``; it takes None for the batch since 2.3.
    """
    return _transposed(x, kernel, output_shape, 2, strides, padding, data_format, per_axis(dilation_rate, 2))


def conv3d_transpose(x: Tensor, kernel: Tensor, output_shape: Shape, strides: Integers = (1, 1, 1),
                     padding: str = 'valid', data_format: Optional[str] = None) -> Tensor:
    """Computes the transposed 3D convolution: the gradient of ``conv3d`` with respect to its volumes.

    Args:
        x: A tensor (batch, depth, rows, columns, in channels), or with the channels first in channels_first.
        kernel: A tensor (depth, rows, columns, out channels, in channels) of the dtype of ``x``.
        output_shape: The shape of the result, as of ``conv2d_transpose``.
        strides: An integer for each spatial axis, or one for all.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.

    Returns:
        A tensor of ``output_shape`` and the dtype of ``x``.

    Raises:
        ValueError: No such convolution of a tensor of ``output_shape`` has the shape of ``x``; the padding is unknown.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.conv3d_transpose``.
    """
    return _transposed(x, kernel, output_shape, 3, strides, padding, data_format, (1, 1, 1))


def _transposed(x, kernel, output_shape, axes, strides, padding, data_format, dilation):
    x, kernel = as_tensors(x, kernel)
    data_format, strides = normalize_data_format(data_format), per_axis(strides, axes)
    known_padding(padding)
    if max(dilation) > 1:
        assert len(set(dilation)) == 1, f'A transposed convolution has one dilation for all axes, not {dilation}.'
        strides = (1,) * axes
    shape = sizes.in_shape(output_shape)
    if not isinstance(shape, tuple):
        shape = _elements(as_tensor(shape))
    if len(shape) != axes + 2 or len(int_shape(x)) != axes + 2 or len(int_shape(kernel)) != axes + 2:
        raise ValueError('A transposed convolution over %d axes takes a tensor, a kernel and an output_shape of %d '
                         'axes, and was passed shapes %s, %s and %s.'
                         % (axes, axes + 2, int_shape(x), int_shape(kernel), shape))
    last = data_format == 'channels_last'
    positions = shape[1:-1] if last else shape[2:]
    made_up = host.sizes_are_made_up(x)
    x_shape = (None,) + int_shape(x)[1:] if made_up else int_shape(x)
    expected = _refuse_output_shape(x_shape, int_shape(kernel), shape, positions, strides, padding, last, dilation)
    if None in x_shape[1:] and all(isinstance(size, int) for size in expected[1:]):
        # Frameworks would try sizes that fit no kernel.
        x = reshape(x, [expected[0] if isinstance(expected[0], int) else -1] + expected[1:])
    outputs = (_dilated(x, kernel, padding, data_format, dilation) if max(dilation) > 1 else
               ops.transposed_convolution(x, kernel, positions, strides, padding, data_format))
    if isinstance(shape[0], int) and (made_up or int_shape(outputs)[0] is None):
        return reshape(outputs, shape)
    return outputs


def _elements(shape):
    """Returns the elements of a tensor of sizes: numbers where K computes and they are known."""
    if graph.in_graph_mode() and kinds(shape) & (RECORDED | SYMBOLS):
        return tuple(shape[number] for number in range(int_shape(shape)[0]))
    return tuple(host.listed(shape))


def _refuse_output_shape(x_shape, kernel, shape, positions, strides, padding, last, dilation):
    """Returns the shape of a convolution of a tensor of ``shape``. Raises ValueError unless ``x_shape`` may be that."""
    if None in shape[1:]:
        raise ValueError(f'The output_shape {shape} of a transposed convolution has None after its batch. Write a '
                         'number, or K.shape(x)[axis].')
    computed = [_length(position, (size - 1) * rate + 1, stride, padding)
                for position, size, stride, rate in zip(positions, kernel, strides, dilation)]
    channel = -1 if last else 1
    expected = [shape[0]] + (computed + [kernel[-1]] if last else [kernel[-1]] + computed)
    pairs = list(zip(expected, x_shape)) + [(kernel[-2], shape[channel])]
    if any(isinstance(one, int) and isinstance(other, int) and one != other for one, other in pairs):
        raise ValueError(f'A convolution of output_shape {shape} by a kernel of shape {kernel} with strides '
                         f'{strides}, dilations {dilation} and padding {padding!r} returns {tuple(expected)}, so its '
                         f'transpose does not take a tensor of shape {x_shape}.')
    return expected


def _length(positions, span, stride, padding):
    """Returns how many windows that far apart there are in so many positions, or None."""
    if not isinstance(positions, int):
        return None
    return -(-positions // stride) if padding == 'same' else -(-(positions - span + 1) // stride)


def _dilated(x, kernel, padding, data_format, dilation):
    """Computes it without strides: the convolution of ``x``, with zeros around it, by the flipped kernel."""
    axes = len(dilation)
    margins = [(size - 1) * rate for size, rate in zip(int_shape(kernel), dilation)]
    pads = [[each, each] if padding == 'valid' else [each - each // 2, each // 2] for each in margins]
    pattern = [[0, 0]] + pads + [[0, 0]] if data_format == 'channels_last' else [[0, 0], [0, 0]] + pads
    flipped = ops.transpose(ops.reverse(kernel, list(range(axes))), tuple(range(axes)) + (axes + 1, axes))
    return ops.convolution(ops.pad(x, pattern), flipped, (1,) * axes, 'valid', data_format, dilation)
