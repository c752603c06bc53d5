"""Transposed convolutions: what a convolution does to gradients, from its outputs back to its inputs."""
from __future__ import annotations

from typing import Optional

from compat.symbolic import dynamic_shape as sizes, graph, ops
from compat.symbolic.kinds import RECORDED, SYMBOLS, kinds
from compat.symbolic.types import Integers, Shape, Tensor
from compat.backend.configuration import normalize_data_format
from compat.backend.convolution import known_padding, per_axis
from compat.backend.shapes import reshape
from compat.backend.tensors import as_tensor, as_tensors, host, int_shape

__all__ = ['conv2d_transpose', 'conv3d_transpose']


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
    _refuse_misfit(x_shape, int_shape(kernel), shape, positions, strides, padding, last, dilation)
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


def _refuse_misfit(x_shape, kernel, shape, positions, strides, padding, last, dilation):
    """Raises ValueError unless the convolution of a tensor of ``shape`` has ``x_shape``."""
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
