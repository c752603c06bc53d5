"""K on Keras 3 with tensorflow, where it needs something else than the other frameworks."""
import sys

import tensorflow as tf

from compat.adapters.keras3 import loops as keras3_loops, ops as keras3
from compat.adapters.tensorflow import loops as tensorflow_loops, transposed_convolution as tensorflow_transposed
from compat.adapters.keras3.ops import ops
from compat.adapters.tensorflow.transposed_convolution import listed  # noqa: F401


def tensor_of(x):
    """A tensor and not a variable of TensorFlow, which Keras 3's functions take as little as its own."""
    return tf.convert_to_tensor(x.value) if keras3.is_variable(x) else x


def is_sparse(x):
    return isinstance(x, tf.SparseTensor) or keras3.is_sparse(x)


def dynamic_shape(x):
    """A tensor: tensorflow, unlike jax and torch, traces with unknown sizes."""
    return keras3.dynamic_shape(x) if keras3.is_symbol(x) else tf.shape(x)


def slice(x, begin, extent):
    """By tensorflow where it can be: it takes tensors of sizes."""
    return keras3.slice(x, begin, extent) if keras3.is_symbol(x) else tf.slice(x, begin, extent)


def arange(start, stop, step, dtype):
    return tf.range(start, stop, step)


def print_tensor(x, message, summarize):
    return keras3.node(lambda tensor: _print_when_computed(tensor, message, summarize), [x])


def _print_when_computed(x, message, summarize):
    with tf.control_dependencies([tf.print(message, x, output_stream=sys.stdout, summarize=summarize)]):
        return tf.identity(x)


def convolution(x, kernel, strides, padding, data_format, dilation):
    """With the channels last: tensorflow convolves in no other way on the CPU."""
    if data_format == 'channels_last':
        return keras3.convolution(x, kernel, strides, padding, data_format, dilation)
    outputs = keras3.convolution(ops.moveaxis(x, 1, -1), kernel, strides, padding, 'channels_last', dilation)
    return ops.moveaxis(outputs, -1, 1)


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation):
    """With the channels last, too."""
    if data_format == 'channels_last':
        return keras3.depthwise_convolution(x, kernel, strides, padding, data_format, dilation)
    outputs = keras3.depthwise_convolution(ops.moveaxis(x, 1, -1), kernel, strides, padding, 'channels_last', dilation)
    return ops.moveaxis(outputs, -1, 1)


def transposed_convolution(x, kernel, places, strides, padding, data_format):
    """By tensorflow where it can be: it takes tensors of sizes."""
    host = keras3 if keras3.is_symbol(x) else tensorflow_transposed
    return host.transposed_convolution(x, kernel, places, strides, padding, data_format)


def pool(x, size, strides, padding, data_format, mode):
    """With the channels last: tensorflow pools in no other way on the CPU."""
    if data_format == 'channels_last':
        return keras3.pool(x, size, strides, padding, data_format, mode)
    outputs = keras3.pool(ops.moveaxis(x, 1, -1), size, strides, padding, 'channels_last', mode)
    return ops.moveaxis(outputs, -1, 1)


def scan(step, sequences, states):
    if tf.executing_eagerly():
        return tensorflow_loops.scan_eagerly(step, sequences, states)
    firsts, variables = keras3_loops.tried(tensorflow_loops.first_outputs, step, sequences, states)
    states, outputs = tensorflow_loops.loop(keras3_loops.carrying(step, variables), firsts, sequences,
                                            list(states) + [tensor_of(variable) for variable in variables])
    return keras3_loops.assigned(variables, states), outputs
