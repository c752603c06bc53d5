"""Convolutions and pooling of TensorFlow on Keras 3: on the CPU with the channels last only."""
from compat import process
from compat.adapters.keras3 import nn as keras3, tensors
from compat.adapters.tensorflow import nn as tensorflow
from compat.adapters.tensorflow.nn import listed  # noqa: F401, before that of Keras 3

ops = process.opened().keras.ops


def convolution(x, kernel, strides, padding, data_format, dilation):
    if data_format == 'channels_last':
        return keras3.convolution(x, kernel, strides, padding, data_format, dilation)
    outputs = keras3.convolution(ops.moveaxis(x, 1, -1), kernel, strides, padding, 'channels_last', dilation)
    return ops.moveaxis(outputs, -1, 1)


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation):
    if data_format == 'channels_last':
        return keras3.depthwise_convolution(x, kernel, strides, padding, data_format, dilation)
    outputs = keras3.depthwise_convolution(ops.moveaxis(x, 1, -1), kernel, strides, padding, 'channels_last', dilation)
    return ops.moveaxis(outputs, -1, 1)


def transposed_convolution(x, kernel, output_sizes, strides, padding, data_format):
    """By TensorFlow where it can be: it takes tensors of sizes."""
    module = keras3 if tensors.is_symbol(x) else tensorflow
    return module.transposed_convolution(x, kernel, output_sizes, strides, padding, data_format)


def pool(x, size, strides, padding, data_format, mode):
    if data_format == 'channels_last':
        return keras3.pool(x, size, strides, padding, data_format, mode)
    outputs = keras3.pool(ops.moveaxis(x, 1, -1), size, strides, padding, 'channels_last', mode)
    return ops.moveaxis(outputs, -1, 1)
