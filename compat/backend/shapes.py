"""Functions that change the shape of a tensor or move its elements."""
import numpy as np

from compat import process
from compat.symbolic import dynamic_shape as sizes, ops
from compat.symbolic.kinds import is_size
from compat.backend.configuration import normalize_data_format
from compat.backend.tensors import PLAIN, as_sparse, as_tensor, axis_within, dtype as dtype_of, host, int_shape, ndim
from compat.backend.tensors import is_sparse_tensor, is_tensor, declared_sparse, whole, as_integer
from compat.backend.tensors import shape as shape_of

__all__ = ['reshape', 'transpose', 'permute_dimensions', 'expand_dims', 'squeeze', 'concatenate', 'stack', 'tile',
           'repeat', 'repeat_elements', 'flatten', 'batch_flatten', 'gather', 'one_hot', 'reverse',
           'temporal_padding', 'spatial_2d_padding', 'spatial_3d_padding']


def reshape(x, shape):
    """``x`` in ``shape``: numbers with at most one -1, sizes from ``K.shape``, or a tensor of them.

    Raises ValueError where the number of elements does not fit. Keras 2.2.4 ``keras.backend.reshape``.
    """
    x = as_tensor(x)
    wanted = sizes.in_shape(shape)
    if isinstance(wanted, str) or isinstance(wanted, tuple) and any(isinstance(size, (str, float)) for size in wanted):
        raise TypeError(f'A shape for K.reshape has whole numbers, and was {shape!r}.')
    if isinstance(wanted, tuple) and any(size is None for size in wanted):
        raise TypeError(f'A shape for K.reshape has sizes, at most one of them -1, and {wanted} has None. Write -1, or '
                        'K.shape(x)[axis].')
    if isinstance(wanted, tuple) and all(isinstance(size, int) for size in wanted):
        _refuse_misfit(x, wanted)
    return ops.reshape(x, wanted)


def _refuse_misfit(x, wanted):
    static = int_shape(x)
    if static is None or None in static or host.sizes_are_made_up(x):
        return
    have, want = np.prod(static, dtype='int64'), np.prod([size for size in wanted if size != -1], dtype='int64')
    free = wanted.count(-1)
    if free > 1 or (have != want if not free else want == 0 or have % want):
        raise ValueError('Cannot reshape a tensor with %d elements, of shape %s, to shape %s.' % (have, static, wanted))


def transpose(x):
    """``x`` with its axes in reverse order (Keras 2.2.4 ``keras.backend.transpose``)."""
    x = as_tensor(x)
    rank = ndim(x)
    return ops.transpose(x, None if rank is None else tuple(reversed(range(rank))))


def permute_dimensions(x, pattern):
    """``x`` with its axes in the order ``pattern``, as (0, 2, 1) (Keras 2.2.4 ``keras.backend.permute_dimensions``)."""
    x = as_tensor(x)
    pattern = tuple(int(axis) for axis in pattern)
    if ndim(x) is not None and sorted(pattern) != list(range(ndim(x))):
        raise ValueError(f'K.permute_dimensions: the pattern {pattern} is no order of the axes of a tensor of shape '
                         f'{int_shape(x)}.')
    return ops.transpose(x, pattern)


def expand_dims(x, axis=-1):
    """``x`` with an axis of size 1 at ``axis`` (Keras 2.2.4 ``keras.backend.expand_dims``)."""
    x = as_tensor(x)
    return ops.expand_dims(x, axis_within(axis, ndim(x) + 1))


def squeeze(x, axis):
    """``x`` without its axis ``axis`` of size 1; raises ValueError for another size.

    Keras 2.2.4 ``keras.backend.squeeze``.
    """
    x = as_tensor(x)
    static = int_shape(x)
    axis = axis_within(axis, None if static is None else len(static))
    if static is not None and static[axis] not in (1, None):
        raise ValueError('K.squeeze removes an axis of size 1, and axis %d of shape %s has size %d.'
                         % (axis, static, static[axis]))
    return ops.squeeze(x, axis)


def concatenate(tensors, axis=-1):
    """The ``tensors``, of equal shape but for ``axis``, joined along it (Keras 2.2.4 ``keras.backend.concatenate``)."""
    tensors = _alike(tensors)
    axis = axis_within(axis, ndim(tensors[0]))
    _refuse_unlike(tensors, axis, 'concatenate')
    if all(map(is_sparse_tensor, tensors)):
        return ops.sparse_concatenate(tensors, axis)
    joined = ops.concatenate(tensors, axis)
    return as_sparse(joined) if all(map(declared_sparse, tensors)) else joined


def stack(x, axis=0):
    """The tensors of the list ``x``, of equal shape, along a new axis (Keras 2.2.4 ``keras.backend.stack``)."""
    tensors = _alike(x)
    _refuse_unlike(tensors, None, 'stack')
    rank = 0 if isinstance(tensors[0], int) else ndim(tensors[0])
    return ops.stack(tensors, axis_within(axis, None if rank is None else rank + 1))


def _refuse_unlike(tensors, free_axis, name):
    """Refuse dtypes that differ, and shapes in another axis than the free one: frameworks raise their own errors."""
    dtypes = sorted({dtype_of(tensor) for tensor in tensors if not isinstance(tensor, int)})
    if len(dtypes) > 1:
        raise TypeError(f'K.{name}: tensors of {dtypes} do not mix. Cast them: K.cast(x, {dtypes[0]!r}).')
    shapes = [int_shape(tensor) for tensor in tensors if not isinstance(tensor, int)]
    first = shapes[0] if shapes else None
    for shape in shapes[1:]:
        if None not in (first, shape) and (len(shape) != len(first) or any(
                None not in sides and sides[0] != sides[1] and axis != free_axis
                for axis, sides in enumerate(zip(first, shape)))):
            raise ValueError('K.{}: the shapes {} do not fit together{}.'.format(
                name, ', '.join(map(str, shapes)), '' if free_axis is None else ' along axis %d' % free_axis))


def _alike(tensors):
    """A list of tensors; plain numbers among them take the dtype of the first one that has its own."""
    tensors = list(tensors)
    if any(map(is_size, tensors)) and all(is_size(tensor) or isinstance(tensor, PLAIN) for tensor in tensors):
        return [tensor if is_size(tensor) or isinstance(tensor, int) else sizes.of(tensor) for tensor in tensors]
    like = next((tensor for tensor in tensors if not isinstance(tensor, PLAIN)), None)
    return [as_tensor(tensor, like=like) for tensor in tensors]


def tile(x, n):
    """``x`` repeated ``n`` times along each axis, one number per axis.

    In Keras 2.3 fewer numbers are those of the last axes; else, raises ValueError when there are not as many numbers
    as axes. Keras 2.2.4 and 2.3.1 ``keras.backend.tile``.
    """
    x = as_tensor(x)
    repeats = sizes.in_shape(n)
    if isinstance(repeats, tuple) and any(isinstance(each, (str, float)) for each in repeats):
        raise TypeError(f'K.tile takes whole numbers, and n was {n!r}.')
    rank = ndim(x)
    if isinstance(repeats, tuple) and rank is not None and process.dialect().tile_pads_repeats:
        repeats = (1,) * (rank - len(repeats)) + repeats
    if isinstance(repeats, tuple) and rank is not None and len(repeats) != rank:
        raise ValueError('K.tile takes one number for each axis: the tensor has %d of them, and n is %s.'
                         % (rank, repeats))
    return ops.tile(x, repeats)


def repeat(x, n):
    """``x`` of shape (samples, features) as (samples, n, features) (Keras 2.2.4 ``keras.backend.repeat``)."""
    x = as_tensor(x)
    assert ndim(x) == 2, f'K.repeat takes a tensor of 2 axes, and this one has shape {int_shape(x)}.'
    if isinstance(n, (str, float)):
        raise TypeError(f'K.repeat takes a whole number, and n was {n!r}.')
    return ops.tile(ops.expand_dims(x, 1), sizes.in_shape((1, n, 1)))


def repeat_elements(x, rep, axis):
    """Each slice of ``x`` along ``axis`` repeated ``rep`` times, in place: 1, 1, 2, 2.

    Keras 2.2.4 ``keras.backend.repeat_elements``.
    """
    x = as_tensor(x)
    return ops.repeat_elements(x, as_integer(rep, 'rep of K.repeat_elements'), axis=axis_within(axis, ndim(x)))


def flatten(x):
    """``x`` as one axis (Keras 2.2.4 ``keras.backend.flatten``)."""
    return ops.reshape(as_tensor(x), (-1,))


def batch_flatten(x):
    """``x`` as (samples, everything else) (Keras 2.2.4 ``keras.backend.batch_flatten``)."""
    x = as_tensor(x)
    rest = int_shape(x)[1:]
    if None in rest:
        return ops.reshape(x, (-1, ops.prod(shape_of(x)[1:], None, False)))
    return ops.reshape(x, (-1, int(np.prod(rest, dtype='int64'))))


def gather(reference, indices):
    """The slices of ``reference`` along its first axis at the whole numbers ``indices``.

    Keras 2.2.4 ``keras.backend.gather``.
    """
    return ops.gather(as_tensor(reference), whole(indices, 'gather'))


def one_hot(indices, num_classes):
    """The whole numbers ``indices`` as float32 vectors of ``num_classes``, on a new last axis.

    Raises ValueError for a negative number of classes, TypeError for one that is not whole. Keras 2.2.4
    ``keras.backend.one_hot``.
    """
    if not is_tensor(num_classes) and as_integer(num_classes, 'num_classes of K.one_hot') < 0:
        raise ValueError('num_classes of K.one_hot is the number of classes, and was %d.' % num_classes)
    return ops.cast(ops.one_hot(whole(indices, 'one_hot'), num_classes), 'float32')


def reverse(x, axes):
    """``x`` in reverse order along ``axes``, an int or several (Keras 2.2.4 ``keras.backend.reverse``)."""
    x = as_tensor(x)
    return ops.reverse(x, [axis_within(axis, ndim(x)) for axis in ([axes] if isinstance(axes, int) else axes)])


def temporal_padding(x, padding=(1, 1)):
    """``x`` (batch, steps, channels) with zero steps before and after (Keras 2.2.4 ``temporal_padding``)."""
    assert len(padding) == 2
    return _padded(x, [[0, 0], list(padding), [0, 0]])


def spatial_2d_padding(x, padding=((1, 1), (1, 1)), data_format=None):
    """Images with zero rows and columns around them (Keras 2.2.4 ``keras.backend.spatial_2d_padding``)."""
    return _spatial_padding(x, padding, data_format, 2)


def spatial_3d_padding(x, padding=((1, 1), (1, 1), (1, 1)), data_format=None):
    """Volumes with zero planes around them (Keras 2.2.4 ``keras.backend.spatial_3d_padding``)."""
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
        raise ValueError('This padding takes a tensor with %d axes, and was given one of shape %s.'
                         % (len(pattern), int_shape(x)))
    return ops.pad(x, pattern)
