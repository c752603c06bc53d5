"""Tensors of TensorFlow on Keras 3."""
import numpy as np
import tensorflow as tf

from compat.adapters.keras3 import tensors as keras3


def tensor_of(x):
    """A tensor and not a variable of TensorFlow, which Keras 3's functions take as little as its own."""
    return tf.convert_to_tensor(x.value) if keras3.is_variable(x) else x


def to_numpy(x):
    """The value of a tensor; while TensorFlow traces, that of a constant, for K.eval in a loss."""
    value = None if tf.executing_eagerly() else tf.get_static_value(tensor_of(x))
    return keras3.to_numpy(x) if value is None else np.asarray(value)


def is_sparse(x):
    return isinstance(x, tf.SparseTensor) or keras3.is_sparse(x)


def dynamic_shape(x):
    """A tensor: TensorFlow, unlike jax and torch, traces with unknown sizes."""
    return keras3.dynamic_shape(x) if keras3.is_symbol(x) else tf.shape(x)
