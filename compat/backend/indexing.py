"""Indices: blocks of tensors, ranges, and the rank of an element."""
from __future__ import annotations

import operator
from typing import Optional

import numpy as np

from compat.symbolic import dynamic_shape as sizes, ops
from compat.backend.tensors import PLAIN, as_dtype, as_tensor, dtype as dtype_of, int_shape, ndim
from compat.backend.tensors import constant_tensor, as_integer_tensor
from compat.backend.shapes import stack
from compat.symbolic.conversion import plain_array
from compat.symbolic.kinds import is_size
from compat.symbolic.types import DType, Integer, Integers, Number, Tensor

__all__ = ['slice', 'arange', 'in_top_k']


def slice(x: Tensor, start: Integers, size: Integers) -> Tensor:
    """Returns a block of a tensor.

    Args:
        x: A tensor of any shape.
        start: The index of the first element along each axis: integers, or a tensor of them.
        size: The number of elements along each axis, -1 for all that follow: integers, or a tensor of them.

    Returns:
        A tensor of the dtype of ``x``.

    Raises:
        ValueError: There are not as many numbers as axes, or the block reaches beyond ``x``.
        TypeError: A number is no integer.

    Source: Keras 2.2.4 ``keras.backend.slice``.
    """
    x = as_tensor(x)
    begin, extent = _integers(start), _integers(size)
    rank = ndim(x)
    counts = [len(each) if isinstance(each, list) else int_shape(each)[0] for each in (begin, extent)]
    if rank is not None and any(count not in (None, rank) for count in counts):
        raise ValueError('K.slice takes as many numbers as the tensor has axes: its shape is %s, start has %s numbers '
                         'and size %s.' % ((int_shape(x),) + tuple(counts)))
    if isinstance(begin, list) and isinstance(extent, list):
        _refuse_outside(int_shape(x), begin, extent)
        if None in int_shape(x) and all(isinstance(count, int) and count >= 0 for count in extent):
            return ops.reshape(ops.slice(x, begin, extent), tuple(extent))  # no host says this size of itself
    return ops.slice(x, begin, extent)


def _integers(values):
    """Returns a list of integers and sizes, or a tensor of them."""
    if sizes.are_sizes(values):
        return list(sizes.in_shape(values))
    if isinstance(values, (list, tuple)) and any(not isinstance(value, PLAIN) for value in values):
        return stack(values)
    if isinstance(values, PLAIN):
        return [operator.index(value) for value in values]
    return as_integer_tensor(values, 'slice')


def _refuse_outside(static, begin, extent):
    for axis, (length, first, count) in enumerate(zip(static, begin, extent)):
        if not all(isinstance(number, int) for number in (length, first, count)):
            continue
        if not 0 <= first <= length or not -1 <= count <= length - first:
            raise ValueError('K.slice: axis %d of shape %s has no %d elements from %d on. Negative starts do not '
                             'count from the end; a size of -1 is all that follow.' % (axis, static, count, first))


def arange(start: Number, stop: Optional[Number] = None, step: Number = 1, dtype: DType = 'int32') -> Tensor:
    """Returns the numbers from ``start`` up to but not ``stop``.

    Args:
        start: The first number; where ``stop`` is None the bound, and the first number is 0.
        stop: The bound, or None.
        step: The distance between the numbers.
        dtype: The dtype. With 'int32' floats stay floats, as in Keras 2.

    Returns:
        A tensor (numbers,). A negative ``start`` alone returns no elements.

    Raises:
        ValueError: ``step`` is 0 or leads away from ``stop``, or a number has axes.

    Source: Keras 2.2.4 ``keras.backend.arange``.
    """
    numbers = (0, start, step) if stop is None else (start, stop, step)
    if all(isinstance(number, PLAIN) and not sizes.is_unknown(number) for number in numbers):
        result = _plain_range(*numbers, alone=stop is None)
    else:
        result = _computed_range(numbers, alone=stop is None)
    return result if dtype == 'int32' else ops.cast(result, as_dtype(dtype))


def _plain_range(start, stop, step, alone):
    arrays = [plain_array(number) for number in (start, stop, step)]
    if any(array.ndim for array in arrays):
        raise ValueError(f'K.arange takes numbers, and was passed {start}, {stop} and {step}.')
    start, stop, step = (array.tolist() for array in arrays)
    if alone:
        stop = max(stop, 0)
    if step == 0 or (stop - start) * step < 0:
        raise ValueError(f'K.arange: steps of {step} do not lead from {start} to {stop}.')
    floats = [array.dtype for array in arrays if array.dtype.kind == 'f']
    dtypes = floats or [array.dtype for array in arrays]
    return constant_tensor(np.arange(start, stop, step, dtype=np.result_type(*dtypes)))


def _computed_range(numbers, alone):
    """Returns the range of numbers some of which are tensors, or sizes that are not known yet."""
    tensors = [as_tensor(number) for number in numbers]
    if any(ndim(tensor) for tensor in tensors):
        raise ValueError('K.arange takes numbers without axes, and was passed shapes {}.'.format(', '.join(
            str(int_shape(tensor)) for tensor in tensors)))
    own = next((dtype_of(tensor) for tensor in tensors if dtype_of(tensor) != 'int32'), 'int32')
    start, stop, step = (number if isinstance(number, int) and own == 'int32' else ops.cast(tensor, own)
                         for number, tensor in zip(numbers, tensors))
    if alone and not is_size(stop):
        stop = ops.maximum(stop, ops.cast(as_tensor(0), own))
    return ops.arange(start, stop, step, own)


def in_top_k(predictions: Tensor, targets: Tensor, k: Integer) -> Tensor:
    """Computes whether the class of each sample is among its ``k`` greatest predictions.

    Args:
        predictions: A float32 tensor (samples, classes).
        targets: Classes (samples,), integers.
        k: How many predictions count. Equal predictions share a rank.

    Returns:
        A tensor (samples,) of bool: False for a class that does not exist, and for a sample with predictions that are
        not finite.

    Raises:
        ValueError: A tensor has another shape.
        TypeError: A tensor has another dtype.

    Source: Keras 2.2.4 ``keras.backend.in_top_k``.
    """
    predictions, targets = as_tensor(predictions), as_integer_tensor(targets, 'in_top_k')
    if dtype_of(predictions) != 'float32':
        raise TypeError(f'K.in_top_k takes predictions of float32, and was passed {dtype_of(predictions)}. Cast them '
                        'first: K.cast(x, "float32").')
    shapes = int_shape(predictions), int_shape(targets)
    if len(shapes[0]) != 2 or len(shapes[1]) != 1 or (None not in (shapes[0][0], shapes[1][0])
                                                      and shapes[0][0] != shapes[1][0]):
        raise ValueError('K.in_top_k takes predictions (samples, classes) and targets (samples,), and was passed '
                         'shapes {} and {}.'.format(*shapes))
    if shapes[0][1] is None:
        ones = ops.ones_like(predictions, 'int32')
        selected = ops.equal(ops.cumsum(ones, 1) - ones, ops.expand_dims(ops.cast(targets, 'int32'), 1))
    else:
        selected = ops.cast(ops.one_hot(ops.cast(targets, 'int32'), shapes[0][1]), 'bool')
    score = ops.sum(ops.where(selected, predictions, ops.zeros_like(predictions, None)), 1, True)
    ahead = ops.sum(ops.cast(ops.greater(predictions, score), 'int32'), 1, False)
    finite = ops.less(ops.abs(predictions), as_tensor(np.inf, like=predictions))
    within = ops.less(ops.cast(ahead, 'int32'), ops.cast(as_tensor(k), 'int32'))
    return ops.all(ops.stack([within, ops.any(selected, 1, False), ops.all(finite, 1, False)], 0), 0, False)
