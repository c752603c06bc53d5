"""Arrays on Keras 3: what keras.ops has under every framework. The frameworks' own modules change what they need to."""
import builtins
import functools

import numpy as np

from compat import process
from compat.symbolic import dynamic_shape as sizes
from compat.adapters.keras3.tensors import is_sparse, is_symbol, node, to_numpy, convert

keras = process.opened().keras
ops = keras.ops

# TensorFlow 1 compared numbers where TensorFlow 2 returns NaN, and chose the first of equal ones.
_PASSES_NAN_OVER = process.dialect().passes_nan_over


def over_sizes(numpy_function):
    """Compute with numpy where the function is given Sizes, which must stay out of the framework."""
    def decorate(function):
        @functools.wraps(function)
        def of_tensors_or_sizes(x, *arguments):
            if sizes.are_sizes(x):
                return sizes.of(numpy_function(x, *arguments))
            return function(x, *arguments)
        return of_tensors_or_sizes
    return decorate


def cast(x, dtype):
    if isinstance(x, sizes.Sizes):
        return x if dtype.startswith(('int', 'uint')) else ops.cast(ops.convert_to_tensor(x.tolist()), dtype)
    if is_sparse(x) and is_symbol(x):
        # Keras 3 (3.15 at least) takes what it casts for dense.
        return node(lambda tensor: ops.cast(tensor, dtype), [x])
    return ops.cast(x, dtype)


identity = ops.copy
stop_gradient = ops.stop_gradient


def print_tensor(x, message, summarize):
    return node(lambda tensor: print_now(tensor, message, summarize), [x])


def print_now(x, message, summarize):
    print(message, summarized(to_numpy(x), summarize))
    return identity(x)


def summarized(array, summarize):
    """The text of the array with so many elements at each end of an axis; all of them for -1, as TensorFlow has it."""
    array = np.asarray(array)
    return np.array2string(array, threshold=array.size if summarize == -1 else 0, edgeitems=summarize)


def zeros(shape, dtype):
    return ops.zeros(shape, dtype=dtype)


def ones(shape, dtype):
    return ops.ones(shape, dtype=dtype)


zeros_like = ops.zeros_like
ones_like = ops.ones_like


def eye(rows, columns, dtype):
    return ops.eye(rows, columns, dtype=dtype)


# Shapes

def reshape(x, shape):
    """To a shape of numbers; sizes of a recorded shape arrive as an array."""
    return ops.reshape(x, sizes.in_shape(shape))


def transpose(x, pattern):
    return ops.transpose(x, pattern)


@over_sizes(np.expand_dims)
def expand_dims(x, axis):
    return ops.expand_dims(x, axis)


def squeeze(x, axis):
    return ops.squeeze(x, axis)


@over_sizes(np.concatenate)
def concatenate(tensors, axis):
    return ops.concatenate(tensors, axis)


@over_sizes(np.stack)
def stack(tensors, axis):
    return ops.stack(tensors, axis)


sparse_concatenate = concatenate


def tile(x, repeats):
    return ops.tile(x, repeats.tolist() if isinstance(repeats, sizes.Sizes) else repeats)


def repeat_elements(x, repeats, axis):
    return ops.repeat(x, repeats, axis=axis)


def pad(x, pattern):
    return ops.pad(x, pattern)


@over_sizes(lambda reference, indices: np.take(reference, indices, axis=0))
def gather(reference, indices):
    return ops.take(reference, indices, axis=0)


def one_hot(indices, number):
    """Zeros for an index that is out of range, where torch would refuse it."""
    return ops.cast(ops.equal(ops.expand_dims(indices, -1), convert(np.arange(number, dtype='int32'))), 'float32')


def slice(x, begin, extent):
    begin, extent = (each if isinstance(each, list) else to_numpy(each).tolist() for each in (begin, extent))
    return x[tuple(builtins.slice(first, None if count == -1 else first + count)
                   for first, count in zip(begin, extent))]


def item(x, index):
    return x[index]


def arange(start, stop, step, dtype):
    start, stop, step = (each.tolist() if isinstance(each, sizes.Sizes) else each for each in (start, stop, step))
    return ops.arange(start, stop, step, dtype)


def reverse(x, axes):
    for axis in axes:  # one by one: ops.flip takes no list on TensorFlow
        x = ops.flip(x, axis)
    return x


# Elementwise

abs = ops.abs
square = ops.square
sqrt = ops.sqrt
exp = ops.exp
log = ops.log
round = ops.round
sign = ops.sign
sin = ops.sin
cos = ops.cos
power = ops.power
clip = ops.clip
equal = ops.equal
not_equal = ops.not_equal
greater = ops.greater
greater_equal = ops.greater_equal
less = ops.less
less_equal = ops.less_equal


def maximum(x, y):
    return ops.where(ops.greater(y, x), y, x) if _PASSES_NAN_OVER else ops.maximum(x, y)


def minimum(x, y):
    return ops.where(ops.less(y, x), y, x) if _PASSES_NAN_OVER else ops.minimum(x, y)


where = ops.where
cond = ops.cond
add = ops.add
multiply = ops.multiply


# Reductions

def _is_float(x):
    return 'float' in keras.backend.standardize_dtype(x.dtype)


def _without_nan(x, instead):
    """The tensor with a number that is never chosen in the place of NaN, which no number is greater or less than."""
    if not _PASSES_NAN_OVER or not _is_float(x):
        return x
    return ops.where(ops.isnan(x), instead, x)


def _with_one_zero(x):
    """The tensor with 0.0 in the place of -0.0, which it equals."""
    return ops.where(ops.equal(x, 0), ops.zeros_like(x), x) if _PASSES_NAN_OVER and _is_float(x) else x


def _reducing(numpy_function):
    return lambda x, axis, keepdims: numpy_function(x, axis=axis, keepdims=keepdims)


@over_sizes(_reducing(np.sum))
def sum(x, axis, keepdims):
    return ops.sum(x, axis, keepdims)


@over_sizes(_reducing(np.prod))
def prod(x, axis, keepdims):
    return ops.prod(x, axis, keepdims)


def _of_nothing(x, axis, keepdims, sign):
    """What TensorFlow 1 has as the extreme of no elements, infinite or the last integer; frameworks refuse it."""
    dtype = keras.backend.standardize_dtype(x.dtype)
    last = sign * np.inf if 'float' in dtype else np.iinfo(dtype).max if sign > 0 else np.iinfo(dtype).min
    shape = np.any(np.zeros(tuple(x.shape)), axis if axis is None or np.ndim(axis) == 0 else tuple(axis),
                   keepdims=keepdims).shape
    return ops.full(shape, last, dtype)


@over_sizes(_reducing(np.max))
def max(x, axis, keepdims):
    if 0 in tuple(x.shape) and not isinstance(x, keras.KerasTensor):
        return _of_nothing(x, axis, keepdims, -1)
    return ops.max(_without_nan(x, -np.inf), axis, keepdims)


@over_sizes(_reducing(np.min))
def min(x, axis, keepdims):
    if 0 in tuple(x.shape) and not isinstance(x, keras.KerasTensor):
        return _of_nothing(x, axis, keepdims, 1)
    return ops.min(_without_nan(x, np.inf), axis, keepdims)


def mean(x, axis, keepdims):
    return ops.mean(x, axis, keepdims)


def any(x, axis, keepdims):
    return ops.any(x, axis, keepdims)


def all(x, axis, keepdims):
    return ops.all(x, axis, keepdims)


def argmax(x, axis):
    return ops.argmax(_with_one_zero(_without_nan(x, -np.inf)), axis)


def argmin(x, axis):
    return ops.argmin(_with_one_zero(_without_nan(x, np.inf)), axis)


def logsumexp(x, axis, keepdims):
    # A node: of symbols of any dtype Keras says that it is float32, and before 3.11 takes a tuple only.
    axes = (axis,) if isinstance(axis, int) else axis
    return node(lambda tensor: ops.logsumexp(tensor, axes, keepdims), [x])


def cumsum(x, axis):
    return ops.cumsum(x, axis)


def cumprod(x, axis):
    return ops.cumprod(x, axis)


# Linear algebra and convolution

def matmul(x, y):
    """Of matrices only, as TensorFlow's: ops.matmul takes vectors too."""
    if builtins.min(len(x.shape), len(y.shape)) < 2:
        raise ValueError(f'A product of matrices takes tensors with two axes or more, not of {x.shape} and {y.shape}.')
    return ops.matmul(x, y)


einsum = ops.einsum


def to_dense(x):
    """Of a symbol by a node, which every Keras 3 has for it."""
    return node(lambda tensor: ops.convert_to_tensor(tensor, sparse=False), [x])


def sparse_dot(x, y):
    return ops.matmul(x, y)


def dot(x, y):
    """By tensordot: the result of ops.dot for several axes has another order on torch."""
    return ops.tensordot(x, y, [[len(x.shape) - 1], [len(y.shape) - 2]])
