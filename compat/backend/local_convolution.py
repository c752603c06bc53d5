"""Convolutions whose kernels are not shared between spatial positions."""
from __future__ import annotations

import itertools
from typing import Optional, Sequence

from compat.backend.configuration import normalize_data_format
from compat.backend.shapes import reshape
from compat.backend.tensors import as_tensors, int_shape
from compat.symbolic import ops
from compat.symbolic.types import Integer, Tensor

__all__ = ['local_conv1d', 'local_conv2d']


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
    count, numbers = 1, channels
    for position, size in zip(positions, kernel_size):
        count, numbers = count * position, numbers * size
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
