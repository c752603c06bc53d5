"""K on Keras 3 with tensorflow, where it needs something else than the other engines."""
import tensorflow as tf

from compat.backend import keras3
from compat.backend.keras3 import *  # noqa: F403
from compat.backend.keras3 import ops
from compat.backend.tensorflow_convolution import *  # noqa: F403
from compat.backend.tensorflow_gradients import *  # noqa: F403
from compat.backend.tensorflow_random import *  # noqa: F403


def tensor_of(x):
    """A tensor and not a variable of TensorFlow, which Keras 3's functions take as little as its own."""
    return tf.convert_to_tensor(x.value) if keras3.is_variable(x) else x


def dynamic_shape(x):
    """A tensor: tensorflow, unlike jax and torch, traces with unknown sizes."""
    return keras3.dynamic_shape(x) if keras3.is_symbol(x) else tf.shape(x)


def convolution(x, kernel, strides, padding, data_format, dilation):
    """With the channels last: tensorflow convolves in no other way on the CPU."""
    if data_format == 'channels_last':
        return keras3.convolution(x, kernel, strides, padding, data_format, dilation)
    outputs = keras3.convolution(ops.moveaxis(x, 1, -1), kernel, strides, padding, 'channels_last', dilation)
    return ops.moveaxis(outputs, -1, 1)


def pool(x, size, strides, padding, data_format, mode):
    """With the channels last: tensorflow pools in no other way on the CPU."""
    if data_format == 'channels_last':
        return keras3.pool(x, size, strides, padding, data_format, mode)
    outputs = keras3.pool(ops.moveaxis(x, 1, -1), size, strides, padding, 'channels_last', mode)
    return ops.moveaxis(outputs, -1, 1)
