"""Functions that change the shape of a tensor or move its elements."""
from __future__ import annotations

import operator
from typing import Iterable

import numpy as np

from compat import process
from compat.symbolic import dynamic_shape as sizes, ops
from compat.symbolic.kinds import is_size
from compat.symbolic.types import Integer, Integers, Shape, Tensor
from compat.backend.tensors import (PLAIN, as_integer, as_integer_tensor, as_sparse, as_tensor, axis_within,
                                    declared_sparse, dtype as dtype_of, host, int_shape, is_sparse_tensor, is_tensor,
                                    ndim, shape as shape_of)

__all__ = ['reshape', 'transpose', 'permute_dimensions', 'expand_dims', 'squeeze', 'concatenate', 'stack', 'tile',
           'repeat', 'repeat_elements', 'flatten', 'batch_flatten', 'gather', 'one_hot', 'reverse']


def reshape(x: Tensor, shape: Shape) -> Tensor:
    """Changes the shape of a tensor.

    Args:
        x: A tensor of any shape.
        shape: The shape: integers with at most one -1, sizes from ``K.shape``, or a tensor of integers.

    Returns:
        A tensor of the dtype of ``x``.

    Raises:
        ValueError: The number of elements does not fit.
        TypeError: The shape has None or other things than integers.

    Source: Keras 2.2.4 ``keras.backend.reshape``.
    """
    x = as_tensor(x)
    target = sizes.in_shape(shape)
    if isinstance(target, str) or isinstance(target, tuple) and any(isinstance(size, (str, float)) for size in target):
        raise TypeError(f'A shape for K.reshape has integers, and was {shape!r}.')
    if isinstance(target, tuple) and any(size is None for size in target):
        raise TypeError(f'A shape for K.reshape has sizes, at most one of them -1, and {target} has None. Write -1, or '
                        'K.shape(x)[axis].')
    if isinstance(target, tuple) and all(isinstance(size, int) for size in target):
        _refuse_misfit(x, target)
    return ops.reshape(x, target)


def _refuse_misfit(x, target):
    static = int_shape(x)
    if static is None or None in static or host.sizes_are_made_up(x):
        return
    count = np.prod(static, dtype='int64')
    target_count = np.prod([size for size in target if size != -1], dtype='int64')
    free = target.count(-1)
    if free > 1 or (count != target_count if not free else target_count == 0 or count % target_count):
        raise ValueError(f'Cannot reshape a tensor with {count} elements, of shape {static}, to shape {target}.')


def transpose(x: Tensor) -> Tensor:
    """Reverses the order of the axes.

    Args:
        x: A tensor of any shape.

    Returns:
        A tensor of the dtype of ``x``.

    Source: Keras 2.2.4 ``keras.backend.transpose``.
    """
    x = as_tensor(x)
    rank = ndim(x)
    return ops.transpose(x, None if rank is None else tuple(reversed(range(rank))))


def permute_dimensions(x: Tensor, pattern: Iterable[Integer]) -> Tensor:
    """Changes the order of the axes.

    Args:
        x: A tensor of any shape.
        pattern: The axes in their new order, as (0, 2, 1).

    Returns:
        A tensor of the dtype of ``x``.

    Raises:
        ValueError: ``pattern`` is no order of the axes of ``x``.
        TypeError: It has other things than integers.

    Source: Keras 2.2.4 ``keras.backend.permute_dimensions``.
    """
    x = as_tensor(x)
    pattern = tuple(operator.index(axis) for axis in pattern)
    if ndim(x) is not None and sorted(pattern) != list(range(ndim(x))):
        raise ValueError(f'K.permute_dimensions: the pattern {pattern} is no order of the axes of a tensor of shape '
                         f'{int_shape(x)}.')
    return ops.transpose(x, pattern)


def expand_dims(x: Tensor, axis: Integer = -1) -> Tensor:
    """Adds an axis of size 1.

    Args:
        x: A tensor of any shape.
        axis: Where the axis is in the result.

    Returns:
        A tensor of the dtype of ``x``.

    Raises:
        ValueError: The result has no such axis.

    Source: Keras 2.2.4 ``keras.backend.expand_dims``.
    """
    x = as_tensor(x)
    return ops.expand_dims(x, axis_within(axis, ndim(x) + 1))


def squeeze(x: Tensor, axis: Integer) -> Tensor:
    """Removes an axis of size 1.

    Args:
        x: A tensor of any shape.
        axis: The axis.

    Returns:
        A tensor of the dtype of ``x``.

    Raises:
        ValueError: The axis has another size, or there is none.

    Source: Keras 2.2.4 ``keras.backend.squeeze``.
    """
    x = as_tensor(x)
    static = int_shape(x)
    axis = axis_within(axis, None if static is None else len(static))
    if static is not None and static[axis] not in (1, None):
        raise ValueError('K.squeeze removes an axis of size 1, and axis %d of shape %s has size %d.'
                         % (axis, static, static[axis]))
    if static is not None and static[axis] is None and host.is_symbol(x):
        # No symbol is squeezed by its host where the size is not known. A reshape fails when it is another one.
        sizes = shape_of(x)
        return ops.reshape(x, tuple(sizes[other] if size is None else size
                                    for other, size in enumerate(static) if other != axis))
    return ops.squeeze(x, axis)


def concatenate(tensors: Iterable[Tensor], axis: Integer = -1) -> Tensor:
    """Joins tensors along an axis.

    Args:
        tensors: Tensors of one dtype, of equal shapes but for ``axis``. Plain numbers take the dtype of the first
            tensor that has one of its own.
        axis: The axis.

    Returns:
        A tensor of the same dtype, sparse where all ``tensors`` are.

    Raises:
        ValueError: The shapes do not fit, or there is no such axis.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.concatenate``.
    """
    tensors = _alike(tensors)
    axis = axis_within(axis, ndim(tensors[0]))
    _refuse_unlike(tensors, axis, 'concatenate')
    if all(map(is_sparse_tensor, tensors)):
        return ops.sparse_concatenate(tensors, axis)
    joined = ops.concatenate(tensors, axis)
    return as_sparse(joined) if all(map(declared_sparse, tensors)) else joined


def stack(x: Iterable[Tensor], axis: Integer = 0) -> Tensor:
    """Joins tensors along a new axis.

    Args:
        x: Tensors of one dtype and shape. Plain numbers take the dtype of the first tensor that has one of its own.
        axis: Where the axis is in the result.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: The shapes differ, or the result has no such axis.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.stack``.
    """
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
    """Returns a list of tensors; plain numbers among them take the dtype of the first one that has its own."""
    tensors = list(tensors)
    if any(map(is_size, tensors)) and all(is_size(tensor) or isinstance(tensor, PLAIN) for tensor in tensors):
        return [tensor if is_size(tensor) or isinstance(tensor, int) else sizes.of(tensor) for tensor in tensors]
    like = next((tensor for tensor in tensors if not isinstance(tensor, PLAIN)), None)
    return [as_tensor(tensor, like=like) for tensor in tensors]


def tile(x: Tensor, n: Integers) -> Tensor:
    """Repeats a tensor along its axes.

    Args:
        x: A tensor of any shape.
        n: How often, an integer for each axis, or a tensor of them.

    Returns:
        A tensor of the dtype of ``x``.

    Raises:
        ValueError: There are not as many numbers as axes.
        TypeError: A number is no integer.

    Source: Keras 2.2.4 and 2.3.1 ``keras.backend.tile``. In 2.3 fewer numbers are those of the last axes.
    """
    x = as_tensor(x)
    repeats = sizes.in_shape(n)
    if isinstance(repeats, tuple) and any(isinstance(each, (str, float)) for each in repeats):
        raise TypeError(f'K.tile takes integers, and n was {n!r}.')
    rank = ndim(x)
    if isinstance(repeats, tuple) and rank is not None and process.dialect().tile_pads_repeats:
        repeats = (1,) * (rank - len(repeats)) + repeats
    if isinstance(repeats, tuple) and rank is not None and len(repeats) != rank:
        raise ValueError('K.tile takes one number for each axis: the tensor has %d of them, and n is %s.'
                         % (rank, repeats))
    return ops.tile(x, repeats)


def repeat(x: Tensor, n: Integer) -> Tensor:
    """Repeats each row of a matrix along a new axis.

    Args:
        x: A tensor (samples, features).
        n: How often: an integer or a size from ``K.shape``.

    Returns:
        A tensor (samples, n, features) of the dtype of ``x``.

    Raises:
        AssertionError: ``x`` has not 2 axes.
        TypeError: ``n`` is no integer.

    Source: Keras 2.2.4 ``keras.backend.repeat``.
    """
    x = as_tensor(x)
    assert ndim(x) == 2, f'K.repeat takes a tensor of 2 axes, and this one has shape {int_shape(x)}.'
    if isinstance(n, (str, float)):
        raise TypeError(f'K.repeat takes an integer, and n was {n!r}.')
    return ops.tile(ops.expand_dims(x, 1), sizes.in_shape((1, n, 1)))


def repeat_elements(x: Tensor, rep: Integer, axis: Integer) -> Tensor:
    """Repeats each slice along an axis, next to itself: 1, 1, 2, 2.

    Args:
        x: A tensor of any shape.
        rep: How often.
        axis: The axis.

    Returns:
        A tensor of the dtype of ``x``.

    Raises:
        ValueError: There is no such axis; ``rep`` is less than 1.
        TypeError: ``rep`` is no integer.

    Source: Keras 2.2.4 ``keras.backend.repeat_elements``.
    """
    x = as_tensor(x)
    axis, rep = axis_within(axis, ndim(x)), as_integer(rep, 'rep of K.repeat_elements')
    if rep < 1:
        raise ValueError(f'K.repeat_elements repeats slices once or more often, and was passed rep={rep}.')
    repeated = ops.repeat_elements(x, rep, axis=axis)
    if host.is_symbol(x) and int_shape(x)[axis] is None:
        repeated._keras_shape = int_shape(x)
    return repeated


def flatten(x: Tensor) -> Tensor:
    """Reshapes a tensor to one axis.

    Args:
        x: A tensor of any shape.

    Returns:
        A tensor (elements,) of the dtype of ``x``.

    Source: Keras 2.2.4 ``keras.backend.flatten``.
    """
    return ops.reshape(as_tensor(x), (-1,))


def batch_flatten(x: Tensor) -> Tensor:
    """Reshapes a tensor to two axes, of which the first stays.

    Args:
        x: A tensor (samples, ...).

    Returns:
        A tensor (samples, elements of a sample) of the dtype of ``x``.

    Source: Keras 2.2.4 ``keras.backend.batch_flatten``.
    """
    x = as_tensor(x)
    rest = int_shape(x)[1:]
    if None in rest:
        return ops.reshape(x, (-1, ops.prod(shape_of(x)[1:], None, False)))
    return ops.reshape(x, (-1, int(np.prod(rest, dtype='int64'))))


def gather(reference: Tensor, indices: Tensor) -> Tensor:
    """Returns slices along the first axis.

    Args:
        reference: A tensor of one axis or more.
        indices: Integers of any shape.

    Returns:
        A tensor of the dtype of ``reference``, with the axes of ``indices`` in the place of its first one.

    Raises:
        TypeError: ``indices`` are no integers.

    Source: Keras 2.2.4 ``keras.backend.gather``.
    """
    return ops.gather(as_tensor(reference), as_integer_tensor(indices, 'gather'))


def one_hot(indices: Tensor, num_classes: Integer) -> Tensor:
    """Returns a vector with 1 at the index of each class, and 0 elsewhere.

    Args:
        indices: Integers of any shape.
        num_classes: The length of the vectors: an integer or a tensor.

    Returns:
        A float32 tensor of the shape of ``indices`` with a new last axis.

    Raises:
        ValueError: ``num_classes`` is negative.
        TypeError: ``indices`` or ``num_classes`` are no integers.

    Source: Keras 2.2.4 ``keras.backend.one_hot``.
    """
    if not is_tensor(num_classes) and as_integer(num_classes, 'num_classes of K.one_hot') < 0:
        raise ValueError('num_classes of K.one_hot is the number of classes, and was %d.' % num_classes)
    return ops.cast(ops.one_hot(as_integer_tensor(indices, 'one_hot'), num_classes), 'float32')


def reverse(x: Tensor, axes: Integers) -> Tensor:
    """Reverses the order of the elements along axes.

    Args:
        x: A tensor of any shape.
        axes: An axis, or several in a list.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        ValueError: There is no such axis.

    Source: Keras 2.2.4 ``keras.backend.reverse``.
    """
    x = as_tensor(x)
    return ops.reverse(x, [axis_within(axis, ndim(x)) for axis in ([axes] if isinstance(axes, int) else axes)])
