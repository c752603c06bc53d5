"""Images and volumes with more places."""
import operator

from compat import process
from compat.backend.configuration import normalize_data_format
from compat.backend.shapes import repeat_elements, reshape
from compat.backend.tensors import as_tensor, int_shape, ndim, shape as shape_of
from compat.symbolic import ops

__all__ = ['resize_images', 'resize_volumes']


def resize_images(x, height_factor, width_factor, data_format, interpolation='nearest'):
    """Images (4 axes) with ``height_factor`` times the rows and ``width_factor`` times the columns.

    ``interpolation`` is 'nearest', which repeats them, or 'bilinear', in float32, where each old place is the first
    of the new ones and the last row and column are repeated; in the dialect tf.keras it is the middle of them, and the
    first ones are repeated too. Raises ValueError for another one, for factors that are
    no whole number from 1 on, and for other numbers of axes. Keras 2.2.4 ``keras.backend.resize_images``.
    """
    x = as_tensor(x)
    first = 2 if normalize_data_format(data_format) == 'channels_first' else 1
    if interpolation not in ('nearest', 'bilinear'):
        raise ValueError(f'interpolation should be one of "nearest" or "bilinear", and is {interpolation!r}.')
    if ndim(x) != 4:
        raise ValueError(f'K.resize_images takes images, with 4 axes, and was given a tensor of shape {int_shape(x)}.')
    if interpolation == 'bilinear':
        x = ops.cast(x, 'float32')
    for axis, factor in ((first, height_factor), (first + 1, width_factor)):
        if factor < 1 or factor != int(factor):
            raise ValueError(f'K.resize_images takes whole numbers from 1 on, and was given {height_factor} and '
                             f'{width_factor}.')
        x = _RESIZED[interpolation](x, int(factor), axis)
    return x


def _bilinear(x, factor, axis):
    """``factor`` steps along the axis from each element to the next one, or around it in the dialect tf.keras."""
    if factor == 1:
        return x
    index = (slice(None),) * axis
    first = 0.5 / factor - 0.5 if process.dialect().bilinear_half_pixel else 0.
    ways = [first + step / float(factor) for step in range(factor)]
    following = ops.concatenate([x[index + (slice(1, None),)], x[index + (slice(-1, None),)]], axis)
    preceding = ops.concatenate([x[index + (slice(0, 1),)], x[index + (slice(0, -1),)]], axis) if first else None
    steps = [x * (1. - abs(way)) + (preceding if way < 0. else following) * abs(way) for way in ways]
    lengths = list(int_shape(x))
    for unknown in [each for each in range(1, 4) if lengths[each] is None]:
        lengths[unknown] = shape_of(x)[unknown]
    lengths[axis] = lengths[axis] * factor
    return reshape(ops.stack(steps, axis + 1), [-1] + lengths[1:])


_RESIZED = {'nearest': repeat_elements, 'bilinear': _bilinear}


def resize_volumes(x, depth_factor, height_factor, width_factor, data_format):
    """Volumes (5 axes) with each plane, row and column repeated so many times.

    Raises ValueError for an unknown ``data_format``. Keras 2.2.4 ``keras.backend.resize_volumes``.
    """
    if data_format not in ('channels_first', 'channels_last'):
        raise ValueError(f'Unknown data_format: {data_format}. Use channels_last or channels_first.')
    first = 2 if data_format == 'channels_first' else 1
    for axis, factor in enumerate((depth_factor, height_factor, width_factor)):
        x = repeat_elements(x, operator.index(factor), axis=first + axis)
    return x
