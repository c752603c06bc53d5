"""Functions that reduce axes of a tensor: one axis, a list of them, or all where ``axis`` is None."""
import numpy as np

from compat.backend.tensors import as_tensor, axis_within, floating, host, int_shape, ndim, numbers, shape as shape_of
from compat.symbolic import ops

__all__ = ['sum', 'prod', 'mean', 'max', 'min', 'var', 'std', 'any', 'all', 'argmax', 'argmin', 'cumsum', 'cumprod',
           'logsumexp']


def _axes(x, axis):
    """``axis`` as None, an int or a tuple of ints, none of them negative where the rank is known."""
    rank = ndim(x)
    if axis is None or rank is None:
        return axis
    if isinstance(axis, (list, tuple)) or isinstance(axis, np.ndarray) and axis.ndim:
        return tuple(sorted({axis_within(single, rank) for single in axis}))
    return axis_within(axis, rank)


def _is_whole(x):
    return host.dtype_name(x).startswith(('int', 'uint'))


def _reduce(reduction, x, axis, keepdims):
    """The reduction, in the dtype of ``x``: frameworks differ on the sums of small whole numbers."""
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


def sum(x, axis=None, keepdims=False):
    """The sum along ``axis``, in the dtype of ``x`` (Keras 2.2.4 ``keras.backend.sum``)."""
    return _reduce(ops.sum, numbers(x, 'sum'), axis, keepdims)


def prod(x, axis=None, keepdims=False):
    """The product along ``axis``, in the dtype of ``x`` (Keras 2.2.4 ``keras.backend.prod``)."""
    return _reduce(ops.prod, numbers(x, 'prod'), axis, keepdims)


def max(x, axis=None, keepdims=False):
    """The greatest element along ``axis`` (Keras 2.2.4 ``keras.backend.max``)."""
    return _reduce(ops.max, numbers(x, 'max'), axis, keepdims)


def min(x, axis=None, keepdims=False):
    """The smallest element along ``axis`` (Keras 2.2.4 ``keras.backend.min``)."""
    return _reduce(ops.min, numbers(x, 'min'), axis, keepdims)


def mean(x, axis=None, keepdims=False):
    """The mean along ``axis``; bool counts as floatx, and whole numbers give whole numbers, cut off towards zero.

    Keras 2.2.4 ``keras.backend.mean``.
    """
    x = _bool_as_floatx(x)
    return _reduce(_whole_mean if _is_whole(x) else ops.mean, x, axis, keepdims)


def _whole_mean(x, axes, keepdims):
    total = ops.cast(ops.sum(x, axes, keepdims), host.dtype_name(x))
    static = int_shape(x)
    reduced = range(len(static)) if axes is None else axes if isinstance(axes, tuple) else (axes,)
    count = 1
    for axis in reduced:
        count = count * (static[axis] if static[axis] is not None else shape_of(x)[axis])
    return ops.sign(total) * (ops.abs(total) // count)


def var(x, axis=None, keepdims=False):
    """The variance along ``axis``, the mean of the squared distances to the mean; bool counts as floatx.

    Keras 2.2.4 ``keras.backend.var``.
    """
    x = _bool_as_floatx(x)
    return mean(ops.square(x - mean(x, axis, True)), axis, keepdims)


def std(x, axis=None, keepdims=False):
    """The standard deviation along ``axis``; bool counts as floatx (Keras 2.2.4 ``keras.backend.std``)."""
    return ops.sqrt(var(floating(_bool_as_floatx(x), 'std'), axis, keepdims))


def any(x, axis=None, keepdims=False):
    """Whether any element along ``axis`` is not 0, as bool (Keras 2.2.4 ``keras.backend.any``)."""
    return _reduce(ops.any, ops.cast(as_tensor(x), 'bool'), axis, keepdims)


def all(x, axis=None, keepdims=False):
    """Whether no element along ``axis`` is 0, as bool (Keras 2.2.4 ``keras.backend.all``)."""
    return _reduce(ops.all, ops.cast(as_tensor(x), 'bool'), axis, keepdims)


def argmax(x, axis=-1):
    """The index of the first greatest element along ``axis``, int64 (Keras 2.2.4 ``keras.backend.argmax``)."""
    x = numbers(x, 'argmax')
    return ops.cast(ops.argmax(x, _axes(x, axis)), 'int64')


def argmin(x, axis=-1):
    """The index of the first smallest element along ``axis``, int64 (Keras 2.2.4 ``keras.backend.argmin``)."""
    x = numbers(x, 'argmin')
    return ops.cast(ops.argmin(x, _axes(x, axis)), 'int64')


def cumsum(x, axis=0):
    """The running sum along ``axis`` (Keras 2.2.4 ``keras.backend.cumsum``)."""
    x = numbers(x, 'cumsum')
    return _cumulate(ops.cumsum, x, axis)


def cumprod(x, axis=0):
    """The running product along ``axis`` (Keras 2.2.4 ``keras.backend.cumprod``)."""
    x = numbers(x, 'cumprod')
    return _cumulate(ops.cumprod, x, axis)


def _cumulate(cumulation, x, axis):
    return ops.cast(cumulation(x, _axes(x, axis)), host.dtype_name(x))


def logsumexp(x, axis=None, keepdims=False):
    """log(sum(exp(x))) along ``axis``, without overflow (Keras 2.2.4 ``keras.backend.logsumexp``)."""
    return _reduce(ops.logsumexp, floating(x, 'logsumexp'), axis, keepdims)
