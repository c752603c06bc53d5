"""Arrays on tf.keras 2 and tf_keras: TensorFlow's functions, from 2.4 on."""
import sys

import numpy as np
import tensorflow as tf

from compat import process
from compat.adapters.tf_keras.tensors import is_symbol, node, static_shape

# TensorFlow 1 compared numbers where TensorFlow 2 returns NaN, and chose the first of equal ones.
_PASSES_NAN_OVER = process.dialect().passes_nan_over

cast = tf.cast
identity = tf.identity
stop_gradient = tf.stop_gradient


def print_tensor(x, message, summarize):
    """Of its own: before 2.5 the host's takes no ``summarize``, and for symbols it prints nothing."""
    def print_when_computed(tensor):
        with tf.control_dependencies([tf.print(message, tensor, output_stream=sys.stdout, summarize=summarize)]):
            return [tf.identity(tensor)]
    return (node(print_when_computed, [x]) if is_symbol(x) else print_when_computed(x))[0]


zeros = tf.zeros
ones = tf.ones
zeros_like = tf.zeros_like
ones_like = tf.ones_like


def eye(rows, columns, dtype):
    return tf.eye(rows, columns, dtype=dtype)


# Shapes

reshape = tf.reshape
transpose = tf.transpose
expand_dims = tf.expand_dims
concatenate = tf.concat
stack = tf.stack
tile = tf.tile
pad = tf.pad
gather = tf.gather
one_hot = tf.one_hot
reverse = tf.reverse


def repeat_elements(x, repeats, axis):
    """By tile and reshape, which preserve the static shape of a symbol; tf.repeat of TensorFlow 2.4 loses it."""
    sizes = list(static_shape(x))
    if sizes.count(None) > 1 or sizes[axis] is None:
        return tf.repeat(x, repeats, axis=axis)
    pattern = [1] * (len(sizes) + 1)
    pattern[axis + 1] = repeats
    sizes[axis] *= repeats
    return tf.reshape(tf.tile(tf.expand_dims(x, axis + 1), pattern), [-1 if size is None else size for size in sizes])


def squeeze(x, axis):
    return tf.squeeze(x, axis)


def slice(x, begin, extent):
    return tf.slice(x, begin, extent)


def item(x, index):
    return x[index]


def arange(start, stop, step, dtype):
    return tf.range(start, stop, step)


# Elementwise

abs = tf.abs
square = tf.square
sqrt = tf.sqrt
exp = tf.exp
log = tf.math.log
round = tf.round
sign = tf.sign
sin = tf.sin
cos = tf.cos
power = tf.pow
clip = tf.clip_by_value
equal = tf.equal
not_equal = tf.not_equal
greater = tf.greater
greater_equal = tf.greater_equal
less = tf.less
less_equal = tf.less_equal


def maximum(x, y):
    return tf.where(tf.greater(y, x), y, x) if _PASSES_NAN_OVER else tf.maximum(x, y)


def minimum(x, y):
    return tf.where(tf.less(y, x), y, x) if _PASSES_NAN_OVER else tf.minimum(x, y)


where = tf.where


def cond(condition, x, y):
    """Of symbols, whose branches TensorFlow cannot trace, both are computed."""
    return tf.where(condition, x(), y()) if is_symbol(condition) else tf.cond(condition, x, y)


add = tf.add
multiply = tf.multiply


# Reductions

sum = tf.reduce_sum
prod = tf.reduce_prod
mean = tf.reduce_mean
any = tf.reduce_any
all = tf.reduce_all
logsumexp = tf.reduce_logsumexp
cumsum = tf.cumsum
cumprod = tf.math.cumprod


def _without_nan(x, instead):
    """The tensor with a number that is never chosen in the place of NaN, which no number is greater or less than."""
    if not _PASSES_NAN_OVER or not x.dtype.is_floating:
        return x
    return tf.where(tf.math.is_nan(x), tf.constant(instead, x.dtype), x)


def max(x, axis, keepdims):
    return tf.reduce_max(_without_nan(x, -np.inf), axis, keepdims)


def min(x, axis, keepdims):
    return tf.reduce_min(_without_nan(x, np.inf), axis, keepdims)


def argmax(x, axis):
    return tf.argmax(_without_nan(x, -np.inf), axis)


def argmin(x, axis):
    return tf.argmin(_without_nan(x, np.inf), axis)


# Linear algebra

matmul = tf.matmul
einsum = tf.einsum


def dot(x, y):
    return tf.tensordot(x, y, [[-1], [-2]])


def to_dense(x):
    if is_symbol(x):
        return node(lambda tensor: [tf.ensure_shape(tf.sparse.to_dense(tensor), x.shape)], [x])[0]
    dense = tf.sparse.to_dense(x)
    dense.set_shape(x.shape)
    return dense


def sparse_concatenate(tensors, axis):
    if not [tensor for tensor in tensors if is_symbol(tensor)]:
        return tf.sparse.concat(axis, tensors)
    return node(lambda *tensors: [tf.sparse.concat(axis, list(tensors))], tensors)[0]


def sparse_dot(x, y):
    """The product of a sparse matrix with a dense one."""
    if is_symbol(x) or is_symbol(y):
        return node(lambda *tensors: [tf.sparse.sparse_dense_matmul(*tensors)], [x, y])[0]
    return tf.sparse.sparse_dense_matmul(x, y)
