"""Convolutions, pooling and activations on tf.keras 2 and tf_keras: TensorFlow's functions."""
import tensorflow as tf


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


# Not tf.nn.pool, which refuses strides that are larger than the window.
_POOLING = {('max', 2): tf.nn.max_pool2d, ('max', 3): tf.nn.max_pool3d,
            ('avg', 2): tf.nn.avg_pool2d, ('avg', 3): tf.nn.avg_pool3d}


def pool(x, size, strides, padding, data_format, mode):
    outputs = _POOLING[mode, len(size)](_channels_last(x, data_format), size, strides, padding.upper())
    return _as_before(outputs, data_format)


# Activations

relu = tf.nn.relu
elu = tf.nn.elu
softplus = tf.nn.softplus
softsign = tf.nn.softsign
sigmoid = tf.nn.sigmoid
tanh = tf.tanh
softmax = tf.nn.softmax
