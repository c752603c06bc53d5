"""K on tf.keras 2 and tf_keras: TensorFlow's functions, from 2.4 on."""
import sys

import numpy as np
import tensorflow as tf

from compat import hosts

keras = hosts.opened().keras

# Configuration

epsilon = keras.backend.epsilon
set_epsilon = keras.backend.set_epsilon
floatx = keras.backend.floatx
set_floatx = keras.backend.set_floatx
image_data_format = keras.backend.image_data_format
set_image_data_format = keras.backend.set_image_data_format
clear_session = keras.backend.clear_session
name_scope = keras.backend.name_scope


def framework_name():
    return 'tensorflow'


# Tensors

KerasTensor = type(keras.Input((1,))).__mro__[-2]


def convert(array):
    return tf.convert_to_tensor(array)


def tensor_of(x):
    return x


def is_symbol(x):
    return isinstance(x, KerasTensor)


def is_variable(x):
    return isinstance(x, tf.Variable)


def is_tensor(x):
    return tf.is_tensor(x) or isinstance(x, KerasTensor)


def is_sparse(x):
    return isinstance(x, tf.SparseTensor) or getattr(x, 'type_spec', None).__class__ is tf.SparseTensorSpec


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


def static_shape(x):
    try:
        return tuple(x.shape.as_list())
    except ValueError:  # of unknown rank
        return None


dynamic_shape = tf.shape


def sizes_are_made_up(x):
    return False


def dtype_name(x):
    return x.dtype.name


def to_numpy(x):
    return np.asarray(x.numpy())


cast = tf.cast
identity = tf.identity
stop_gradient = tf.stop_gradient


def print_tensor(x, message, summarize):
    """Of its own: before 2.5 the host's takes no ``summarize``, and for symbols it prints nothing."""
    def print_when_computed(tensor):
        with tf.control_dependencies([tf.print(message, tensor, output_stream=sys.stdout, summarize=summarize)]):
            return [tf.identity(tensor)]
    return (node(print_when_computed, [x]) if is_symbol(x) else print_when_computed(x))[0]


class Node(keras.layers.Layer):
    """A function of tensors, which gives a list of them, as one layer of the graph of symbols."""

    def __init__(self, function, **kwargs):
        super().__init__(**kwargs)
        self._function = function

    def call(self, tensors):
        return self._function(*tensors)


def node(function, symbols):
    """What the function gives for the symbols, for functions that TensorFlow does not dispatch."""
    return Node(function)(list(symbols))


# Variables

def variable(value, dtype, name, constraint):
    return tf.Variable(value, dtype=dtype, name=name, constraint=constraint)


def state_variable(initial, shape, dtype):
    """A variable of 'zeros' or 'ones' that can be made while a layer runs: outside of what is traced."""
    with tf.init_scope():
        return tf.Variable(getattr(tf, initial)(shape, dtype), trainable=False)


def assign(variable, value):
    variable.assign(value)


zeros = tf.zeros
ones = tf.ones
zeros_like = tf.zeros_like
ones_like = tf.ones_like
eye = tf.eye


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
    """By tile and reshape, which keep the static shape of a symbol; tf.repeat of TensorFlow 2.4 loses it."""
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
maximum = tf.maximum
minimum = tf.minimum
where = tf.where
cond = tf.cond
add = tf.add
multiply = tf.multiply


# Reductions

sum = tf.reduce_sum
prod = tf.reduce_prod
mean = tf.reduce_mean
max = tf.reduce_max
min = tf.reduce_min
any = tf.reduce_any
all = tf.reduce_all
argmax = tf.argmax
argmin = tf.argmin
logsumexp = tf.reduce_logsumexp
cumsum = tf.cumsum
cumprod = tf.math.cumprod


# Linear algebra and convolution

matmul = tf.matmul
einsum = tf.einsum


def dot(x, y):
    return tf.tensordot(x, y, [[-1], [-2]])


def _channels_last(x, data_format):
    """``x`` with its channels last: convolution on the CPU knows no other way."""
    if data_format == 'channels_last':
        return x
    return tf.transpose(x, (0,) + tuple(range(2, len(x.shape))) + (1,))


def _as_before(x, data_format):
    if data_format == 'channels_last':
        return x
    rank = len(x.shape)
    return tf.transpose(x, (0, rank - 1) + tuple(range(1, rank - 1)))


def convolution(x, kernel, strides, padding, data_format, dilation):
    outputs = tf.nn.convolution(_channels_last(x, data_format), kernel, strides=strides, padding=padding.upper(),
                                dilations=dilation)
    return _as_before(outputs, data_format)


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation):
    outputs = tf.nn.depthwise_conv2d(_channels_last(x, data_format), kernel, (1,) + strides + (1,), padding.upper(),
                                     dilations=dilation)
    return _as_before(outputs, data_format)


def pool(x, size, strides, padding, data_format, mode):
    outputs = tf.nn.pool(_channels_last(x, data_format), size, mode.upper(), strides=strides, padding=padding.upper())
    return _as_before(outputs, data_format)


# Activations

relu = tf.nn.relu
elu = tf.nn.elu
softplus = tf.nn.softplus
softsign = tf.nn.softsign
sigmoid = tf.nn.sigmoid
tanh = tf.tanh
softmax = tf.nn.softmax
