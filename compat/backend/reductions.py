"""Functions that reduce axes of a tensor: one axis, a list of them, or all where ``axis`` is None."""
from __future__ import annotations

import numpy as np

from compat.backend.tensors import (as_float_tensor, as_numeric_tensor, as_tensor, axis_within, host, int_shape, ndim)
from compat.symbolic import ops
from compat.symbolic.types import Axis, Integer, Tensor

__all__ = ['sum', 'prod', 'mean', 'max', 'min', 'var', 'std', 'any', 'all', 'argmax', 'argmin', 'cumsum', 'cumprod',
           'logsumexp']


def _axes(x, axis):
    """Returns ``axis`` as None, an int or a tuple of ints, none of them negative where the rank is known."""
    rank = ndim(x)
    if axis is None or rank is None:
        return axis
    if isinstance(axis, (list, tuple)) or isinstance(axis, np.ndarray) and axis.ndim:
        return tuple(sorted({axis_within(single, rank) for single in axis}))
    return axis_within(axis, rank)


def _is_integer(x):
    return host.dtype_name(x).startswith(('int', 'uint'))


def _reduce(reduction, x, axis, keepdims):
    """Computes the reduction in the dtype of ``x``: frameworks differ on the sums of small integers."""
    axes = _axes(x, axis)
    if axes == ():
        return x
    if axes is None and keepdims and ndim(x) is not None:
        axes = tuple(range(ndim(x)))
    result = reduction(x, axes, keepdims)
    dtype_name = host.dtype_name(x)
    return result if host.dtype_name(result) == dtype_name else ops.cast(result, dtype_name)


def _bool_as_floatx(x):
    x = as_tensor(x)
    return ops.cast(x, host.floatx()) if host.dtype_name(x) == 'bool' else x


def sum(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes the sum along axes.

    Args:
        x: Numbers of any shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of the dtype of ``x`` without the axes.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.sum``.
    """
    return _reduce(ops.sum, as_numeric_tensor(x, 'sum'), axis, keepdims)


def prod(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes the product along axes.

    Args:
        x: Numbers of any shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of the dtype of ``x`` without the axes.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.prod``.
    """
    return _reduce(ops.prod, as_numeric_tensor(x, 'prod'), axis, keepdims)


def max(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes the greatest element along axes.

    Args:
        x: Numbers of any shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of the dtype of ``x`` without the axes.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.max``.
    """
    return _reduce(ops.max, as_numeric_tensor(x, 'max'), axis, keepdims)


def min(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes the smallest element along axes.

    Args:
        x: Numbers of any shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of the dtype of ``x`` without the axes.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.min``.
    """
    return _reduce(ops.min, as_numeric_tensor(x, 'min'), axis, keepdims)


def mean(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes the mean along axes.

    Args:
        x: Numbers, or bool (which counts as floatx), of any shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of the dtype of ``x`` without the axes. The means of integers are integers, cut off towards zero.

    Raises:
        ValueError: ``x`` has no such axis.

    Source: Keras 2.2.4 ``keras.backend.mean``.
    """
    x = _bool_as_floatx(x)
    return _reduce(_integer_mean if _is_integer(x) else ops.mean, x, axis, keepdims)


def _integer_mean(x, axes, keepdims):
    dtype = host.dtype_name(x)
    total = ops.cast(ops.sum(x, axes, keepdims), dtype)
    static = int_shape(x)
    reduced = range(len(static)) if axes is None else axes if isinstance(axes, tuple) else (axes,)
    count = 1
    for axis in reduced:
        count = None if None in (count, static[axis]) else count * static[axis]
    if count is None:  # sizes of jax are no tensors
        count = ops.cast(ops.sum(ops.ones_like(x, None), axes, keepdims), dtype)
    # Symbols of torch say int32 of quotients of int64.
    return ops.sign(total) * ops.cast(ops.abs(total) // count, dtype)


def var(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes the variance along axes: the mean of the squared distances to the mean.

    Args:
        x: Numbers, or bool (which counts as floatx), of any shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of the dtype of ``x`` without the axes.

    Raises:
        ValueError: ``x`` has no such axis.

    Source: Keras 2.2.4 ``keras.backend.var``.
    """
    x = _bool_as_floatx(x)
    return mean(ops.square(x - mean(x, axis, True)), axis, keepdims)


def std(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes the standard deviation along axes.

    Args:
        x: Floats, or bool (which counts as floatx), of any shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of the dtype of ``x`` without the axes.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has integers.

    Source: Keras 2.2.4 ``keras.backend.std``.
    """
    return ops.sqrt(var(as_float_tensor(_bool_as_floatx(x), 'std'), axis, keepdims))


def any(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes whether any element along axes is not 0.

    Args:
        x: A tensor of any dtype and shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of bool without the axes.

    Raises:
        ValueError: ``x`` has no such axis.

    Source: Keras 2.2.4 ``keras.backend.any``.
    """
    return _reduce(ops.any, ops.cast(as_tensor(x), 'bool'), axis, keepdims)


def all(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes whether no element along axes is 0.

    Args:
        x: A tensor of any dtype and shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of bool without the axes.

    Raises:
        ValueError: ``x`` has no such axis.

    Source: Keras 2.2.4 ``keras.backend.all``.
    """
    return _reduce(ops.all, ops.cast(as_tensor(x), 'bool'), axis, keepdims)


def argmax(x: Tensor, axis: Integer = -1) -> Tensor:
    """Computes the index of the greatest element along an axis, the first of equal ones.

    Args:
        x: Numbers of any shape.
        axis: The axis. None is the first one, as in TensorFlow, and not all of them.

    Returns:
        A tensor of int64 without the axis.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.argmax``.
    """
    x = as_numeric_tensor(x, 'argmax')
    return ops.cast(ops.argmax(x, _axes(x, 0 if axis is None else axis)), 'int64')


def argmin(x: Tensor, axis: Integer = -1) -> Tensor:
    """Computes the index of the smallest element along an axis, the first of equal ones.

    Args:
        x: Numbers of any shape.
        axis: The axis. None is the first one, as in TensorFlow, and not all of them.

    Returns:
        A tensor of int64 without the axis.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.argmin``.
    """
    x = as_numeric_tensor(x, 'argmin')
    return ops.cast(ops.argmin(x, _axes(x, 0 if axis is None else axis)), 'int64')


def cumsum(x: Tensor, axis: Integer = 0) -> Tensor:
    """Computes the running sum along an axis.

    Args:
        x: Numbers of any shape.
        axis: The axis.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.cumsum``.
    """
    x = as_numeric_tensor(x, 'cumsum')
    return _cumulate(ops.cumsum, x, axis)


def cumprod(x: Tensor, axis: Integer = 0) -> Tensor:
    """Computes the running product along an axis.

    Args:
        x: Numbers of any shape.
        axis: The axis.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.cumprod``.
    """
    x = as_numeric_tensor(x, 'cumprod')
    return _cumulate(ops.cumprod, x, axis)


def _cumulate(cumulation, x, axis):
    if axis is None:
        raise ValueError('K.cumsum and K.cumprod run along one axis, and were passed None. K.flatten(x) has one only.')
    return ops.cast(cumulation(x, _axes(x, axis)), host.dtype_name(x))


def logsumexp(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Computes log(sum(exp(x))) along axes, without overflow.

    Args:
        x: Floats of any shape.
        axis: An axis, several in a list, or None for all.
        keepdims: Whether the axes stay, with size 1.

    Returns:
        A tensor of the dtype of ``x`` without the axes.

    Raises:
        ValueError: ``x`` has no such axis.
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.logsumexp``.
    """
    return _reduce(ops.logsumexp, as_float_tensor(x, 'logsumexp'), axis, keepdims)
