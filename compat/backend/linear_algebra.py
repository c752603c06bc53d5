"""Products of tensors, with the axis rules of Keras 2."""
from __future__ import annotations

from typing import Optional

from compat import process
from compat.backend.tensors import as_tensors, axis_within, int_shape, is_sparse_tensor, ndim
from compat.symbolic import ops
from compat.symbolic.types import Integers, Tensor

__all__ = ['dot', 'batch_dot']


def dot(x: Tensor, y: Tensor) -> Tensor:
    """Computes the product of ``x`` along its last axis with ``y`` along its last but one.

    Args:
        x: A tensor (..., n) of two axes or more, dense or sparse.
        y: A tensor (..., n, m) of two axes or more, of the dtype of ``x``.

    Returns:
        A tensor with the other axes of ``x`` and then those of ``y``: (2, 3) by (4, 3, 5) is (2, 4, 5).

    Raises:
        ValueError: A tensor has less than two axes, or the sizes do not fit.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.dot``.
    """
    x, y = as_tensors(x, y)
    if is_sparse_tensor(x):
        return ops.sparse_dot(x, y)
    x_shape, y_shape = int_shape(x), int_shape(y)
    if x_shape is None or y_shape is None:
        return ops.matmul(x, y)
    if len(x_shape) < 2 or len(y_shape) < 2:
        raise ValueError(f'K.dot takes tensors with two axes or more, and was passed shapes {x_shape} and {y_shape}. '
                         'K.expand_dims adds an axis.')
    if None not in (x_shape[-1], y_shape[-2]) and x_shape[-1] != y_shape[-2]:
        raise ValueError('K.dot: the last axis of x has size %d and the last but one of y %d; shapes %s and %s.'
                         % (x_shape[-1], y_shape[-2], x_shape, y_shape))
    return ops.matmul(x, y) if len(x_shape) == len(y_shape) == 2 else ops.dot(x, y)


def batch_dot(x: Tensor, y: Tensor, axes: Optional[Integers] = None) -> Tensor:
    """Computes the product of each sample of ``x`` with that of ``y``.

    Args:
        x: A tensor (batch, ...).
        y: A tensor (batch, ...) of the dtype of ``x``.
        axes: The axis of each tensor that is summed over: a pair, an integer for both, or None for the last of ``x``
            and the last but one of ``y`` (since 2.3 its last one where it has two axes).

    Returns:
        A tensor (batch, ...) of the other axes of ``x`` and then those of ``y``; (batch, 1) where there are none.

    Raises:
        ValueError: There are several axes of one tensor, the sizes do not fit, or both tensors have one axis only.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 and 2.3.1 ``keras.backend.batch_dot``, which differ for what is not (batch, rows, columns). 2.2
    multiplies matrices, for which the tensor with fewer axes gets new last ones; 2.3 and tf.keras contract the two
    axes, and raise ValueError for less than two axes, axis 0, and batches that differ.
    """
    x, y = as_tensors(x, y)
    if not (ndim(x) and ndim(y)) or ndim(x) == ndim(y) == 1:
        raise ValueError('K.batch_dot takes tensors with the axis of the samples and one more, and was passed shapes '
                         f'{int_shape(x)} and {int_shape(y)}.')
    if isinstance(axes, int):
        axes = (axes, axes)
    if axes is not None and any(isinstance(axis, (list, tuple)) for axis in axes):
        raise ValueError('Multiple target dimensions are not supported. Expected: None, int, (int, int), Provided: '
                         f'{axes}')
    return (_batch_dot_as_matmul if process.dialect().batch_dot_is_matmul else _batch_dot_as_contraction)(x, y, axes)


def _batch_dot_as_matmul(x, y, axes):
    """Computes Keras 2.2's: a matrix product, for which the tensor with fewer axes gets new last ones."""
    x_rank, y_rank = ndim(x), ndim(y)
    x_axis, y_axis = (x_rank - 1, y_rank - 2) if axes is None else axes
    rank = max(x_rank, y_rank)
    for _ in range(rank - x_rank):
        x = ops.expand_dims(x, -1)
    for _ in range(rank - y_rank):
        y = ops.expand_dims(y, -1)
    if rank == 2:
        left = x if x_axis == y_axis else ops.transpose(x, (1, 0))
        _refuse_misfit(x, y, axes, _broadcast(int_shape(left), int_shape(y)))
        return ops.expand_dims(ops.sum(left * y, axis_within(y_axis, 2), False), 1)
    last_two_swapped = tuple(range(rank - 2)) + (rank - 1, rank - 2)
    if x_axis != rank - 1:
        x = ops.transpose(x, last_two_swapped)
    if y_axis == rank - 1:
        y = ops.transpose(y, last_two_swapped)
    left, right = int_shape(x), int_shape(y)
    _refuse_misfit(x, y, axes, _same(left[-1], right[-2]) and _broadcast(left[:-2], right[:-2]))
    product = ops.matmul(x, y)
    added = abs(x_rank - y_rank)
    first = x_rank + y_rank - 3 if x_rank > y_rank else x_rank - 1
    if first + added > rank:
        raise ValueError(f'Can not do batch_dot on inputs with shapes {int_shape(x)} and {int_shape(y)} (after new '
                         'last axes): Keras 2.2 takes a first tensor with one axis more than the second only where it '
                         'has three.')
    for _ in range(added):
        product = ops.squeeze(product, first)
    return ops.expand_dims(product, 1) if rank - added == 1 else product


def _same(size, other):
    return None in (size, other) or size == other


def _broadcast(shape, other):
    return all(_same(*sizes) or 1 in sizes for sizes in zip(shape, other))


def _refuse_misfit(x, y, axes, fits):
    if not fits:
        raise ValueError(f'Can not do batch_dot on inputs with shapes {int_shape(x)} and {int_shape(y)} (after new '
                         f'last axes) with axes={axes}: the sizes do not fit.')


def _batch_dot_as_contraction(x, y, axes):
    """Computes Keras 2.3's: the two axes are summed over, and the others of x come before those of y."""
    x_shape, y_shape = int_shape(x), int_shape(y)
    x_rank, y_rank = len(x_shape), len(y_shape)
    if x_rank < 2 or y_rank < 2:
        raise ValueError(f'Can not do batch_dot on inputs with rank < 2. Received inputs with shapes {x_shape} and '
                         f'{y_shape}.')
    if None not in (x_shape[0], y_shape[0]) and x_shape[0] != y_shape[0]:
        raise ValueError('Can not do batch_dot on inputs with different batch sizes. Received inputs with shapes '
                         f'{x_shape} and {y_shape}.')
    x_axis, y_axis = (x_rank - 1, y_rank - 1 if y_rank == 2 else y_rank - 2) if axes is None else axes
    x_axis, y_axis = x_axis + x_rank * (x_axis < 0), y_axis + y_rank * (y_axis < 0)
    if 0 in (x_axis, y_axis):
        raise ValueError('Can not perform batch_dot over axis 0. Inputs that are not batched get a batch axis by '
                         'K.expand_dims(x, 0).')
    if None not in (x_shape[x_axis], y_shape[y_axis]) and x_shape[x_axis] != y_shape[y_axis]:
        raise ValueError('Can not do batch_dot on inputs with shapes %s and %s with axes=%s: the sizes are %d and %d.'
                         % (x_shape, y_shape, (x_axis, y_axis), x_shape[x_axis], y_shape[y_axis]))
    x_letters = ['a'] + [chr(ord('b') + axis) for axis in range(1, x_rank)]
    y_letters = ['a'] + [chr(ord('k') + axis) for axis in range(1, y_rank)]
    x_letters[x_axis] = y_letters[y_axis] = 'z'
    remaining = [letter for letter in x_letters + y_letters[1:] if letter != 'z']
    product = ops.einsum('{},{}->{}'.format(''.join(x_letters), ''.join(y_letters), ''.join(remaining)), x, y)
    return ops.expand_dims(product, 1) if len(remaining) == 1 else product
