"""Tensors and variables of tf.keras 2 and tf_keras: settings, kinds, conversion."""
import numpy as np
import tensorflow as tf

from compat import process

keras = process.opened().keras

# Settings

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
    """The value of a tensor; while TensorFlow traces, that of a constant, for K.eval in a loss."""
    value = None if tf.executing_eagerly() else tf.get_static_value(x)
    return np.asarray(x.numpy() if value is None else value)


class Node(keras.layers.Layer):
    """A function of tensors that returns a list of them, as one layer of the graph of symbols."""

    def __init__(self, function, **kwargs):
        super().__init__(**kwargs)
        self._function = function

    def call(self, tensors):
        return self._function(*tensors)


def node(function, tensors):
    """As a layer, for functions of symbols that TensorFlow does not dispatch."""
    return Node(function)(list(tensors))


# Variables

def variable(value, dtype, name, constraint):
    return tf.Variable(value, dtype=dtype, name=name, constraint=constraint)


def state_variable(initial, shape, dtype):
    """A variable of 'zeros' or 'ones' that can be made while a layer runs: outside of what is traced."""
    with tf.init_scope():
        return tf.Variable(getattr(tf, initial)(shape, dtype), trainable=False)


def assign(variable, value):
    variable.assign(value)
