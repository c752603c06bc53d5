"""Padding and resizing of sequences, images and volumes."""
from __future__ import annotations

import operator
from typing import Optional, Sequence

from compat import process
from compat.backend.configuration import normalize_data_format
from compat.backend.shapes import repeat_elements, reshape
from compat.backend.tensors import as_tensor, int_shape, ndim, shape as shape_of
from compat.symbolic import ops
from compat.symbolic.types import Integer, Tensor

__all__ = ['temporal_padding', 'spatial_2d_padding', 'spatial_3d_padding', 'resize_images', 'resize_volumes']


def temporal_padding(x: Tensor, padding: Sequence[Integer] = (1, 1)) -> Tensor:
    """Adds steps of zeros before and after sequences.

    Args:
        x: A tensor (batch, steps, channels).
        padding: The number of steps before and after.

    Returns:
        A tensor (batch, more steps, channels) of the dtype of ``x``.

    Raises:
        ValueError: ``x`` has not 3 axes.
        AssertionError: ``padding`` has not two numbers.

    Source: Keras 2.2.4 ``keras.backend.temporal_padding``.
    """
    assert len(padding) == 2
    return _padded(x, [[0, 0], list(padding), [0, 0]])


def spatial_2d_padding(x: Tensor, padding: Sequence[Sequence[Integer]] = ((1, 1), (1, 1)),
                       data_format: Optional[str] = None) -> Tensor:
    """Adds rows and columns of zeros around images.

    Args:
        x: A tensor (batch, rows, columns, channels), or (batch, channels, rows, columns) in channels_first.
        padding: The number of rows before and after, and that of columns.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.

    Returns:
        A tensor of the dtype of ``x``.

    Raises:
        ValueError: ``x`` has not 4 axes, or the data format is unknown.
        AssertionError: ``padding`` has not two pairs of numbers.

    Source: Keras 2.2.4 ``keras.backend.spatial_2d_padding``.
    """
    return _spatial_padding(x, padding, data_format, 2)


def spatial_3d_padding(x: Tensor, padding: Sequence[Sequence[Integer]] = ((1, 1), (1, 1), (1, 1)),
                       data_format: Optional[str] = None) -> Tensor:
    """Adds planes, rows and columns of zeros around volumes.

    Args:
        x: A tensor (batch, depth, rows, columns, channels), or with the channels first in channels_first.
        padding: The number of planes before and after, that of rows, and that of columns.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.

    Returns:
        A tensor of the dtype of ``x``.

    Raises:
        ValueError: ``x`` has not 5 axes, or the data format is unknown.
        AssertionError: ``padding`` has not three pairs of numbers.

    Source: Keras 2.2.4 ``keras.backend.spatial_3d_padding``.
    """
    return _spatial_padding(x, padding, data_format, 3)


def _spatial_padding(x, padding, data_format, axes):
    assert len(padding) == axes
    assert all(len(pair) == 2 for pair in padding)
    pairs = [list(pair) for pair in padding]
    if normalize_data_format(data_format) == 'channels_first':
        return _padded(x, [[0, 0], [0, 0]] + pairs)
    return _padded(x, [[0, 0]] + pairs + [[0, 0]])


def _padded(x, pattern):
    x = as_tensor(x)
    if ndim(x) not in (None, len(pattern)):
        raise ValueError('This padding takes a tensor with %d axes, and was passed one of shape %s.'
                         % (len(pattern), int_shape(x)))
    return ops.pad(x, pattern)


def resize_images(x: Tensor, height_factor: Integer, width_factor: Integer, data_format: Optional[str],
                  interpolation: str = 'nearest') -> Tensor:
    """Multiplies the rows and columns of images.

    Args:
        x: A tensor (batch, rows, columns, channels), or (batch, channels, rows, columns) in channels_first.
        height_factor: The factor of the rows.
        width_factor: The factor of the columns.
        data_format: 'channels_last', 'channels_first', or None for ``image_data_format()``.
        interpolation: 'nearest', which repeats rows and columns, or 'bilinear', which computes in float32. There each
            old position is the first of the new ones, and the last row and column are repeated.

    Returns:
        A tensor with the new rows and columns.

    Raises:
        ValueError: The interpolation is unknown, a factor is no integer from 1 on, or ``x`` has not 4 axes.

    Source: Keras 2.2.4 ``keras.backend.resize_images``. In tf.keras 2.15 each old position is the middle of the new
    ones with 'bilinear', and the first row and column are repeated, too.
    """
    x = as_tensor(x)
    first = 2 if normalize_data_format(data_format) == 'channels_first' else 1
    if interpolation not in ('nearest', 'bilinear'):
        raise ValueError(f'interpolation should be one of "nearest" or "bilinear", and is {interpolation!r}.')
    if ndim(x) != 4:
        raise ValueError(f'K.resize_images takes images, with 4 axes, and was passed a tensor of shape {int_shape(x)}.')
    if interpolation == 'bilinear':
        x = ops.cast(x, 'float32')
    for axis, factor in ((first, height_factor), (first + 1, width_factor)):
        if factor < 1 or factor != int(factor):
            raise ValueError(f'K.resize_images takes integers from 1 on, and was passed {height_factor} and '
                             f'{width_factor}.')
        x = _RESIZED[interpolation](x, int(factor), axis)
    return x


def _bilinear(x, factor, axis):
    """Computes ``factor`` steps from each element to the next one, or around it in the dialect tf.keras."""
    if factor == 1:
        return x
    index = (slice(None),) * axis
    first = 0.5 / factor - 0.5 if process.dialect().bilinear_half_pixel else 0.
    fractions = [first + step / float(factor) for step in range(factor)]
    following = ops.concatenate([x[index + (slice(1, None),)], x[index + (slice(-1, None),)]], axis)
    preceding = ops.concatenate([x[index + (slice(0, 1),)], x[index + (slice(0, -1),)]], axis) if first else None
    steps = [x * (1. - abs(each)) + (preceding if each < 0. else following) * abs(each) for each in fractions]
    lengths = list(int_shape(x))
    for unknown in [each for each in range(1, 4) if lengths[each] is None]:
        lengths[unknown] = shape_of(x)[unknown]
    lengths[axis] = lengths[axis] * factor
    return reshape(ops.stack(steps, axis + 1), [-1] + lengths[1:])


_RESIZED = {'nearest': repeat_elements, 'bilinear': _bilinear}


def resize_volumes(x: Tensor, depth_factor: Integer, height_factor: Integer, width_factor: Integer,
                   data_format: str) -> Tensor:
    """Repeats the planes, rows and columns of volumes.

    Args:
        x: A tensor (batch, depth, rows, columns, channels), or with the channels first in channels_first.
        depth_factor: How often each plane is repeated.
        height_factor: How often each row is repeated.
        width_factor: How often each column is repeated.
        data_format: 'channels_last' or 'channels_first'.

    Returns:
        A tensor of the dtype of ``x`` with the new sizes.

    Raises:
        ValueError: ``data_format`` is another one.

    Source: Keras 2.2.4 ``keras.backend.resize_volumes``.
    """
    if data_format not in ('channels_first', 'channels_last'):
        raise ValueError(f'Unknown data_format: {data_format}. Use channels_last or channels_first.')
    first = 2 if data_format == 'channels_first' else 1
    for axis, factor in enumerate((depth_factor, height_factor, width_factor)):
        x = repeat_elements(x, operator.index(factor), axis=first + axis)
    return x
