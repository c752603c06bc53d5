"""Transposed convolutions of TensorFlow 2, for every host that computes with it."""
import tensorflow as tf

__all__ = ['listed', 'transposed_convolution']


def listed(shape):
    """The elements of a tensor with one axis, as numbers where they are known."""
    elements = [(tf.get_static_value(element), element) for element in tf.unstack(shape)]
    return [element if known is None else int(known) for known, element in elements]


def transposed_convolution(x, kernel, places, strides, padding, data_format):
    """With the channels last: tensorflow convolves in no other way on the CPU."""
    axes = len(places)
    if data_format == 'channels_first':
        x = tf.transpose(x, (0,) + tuple(range(2, axes + 2)) + (1,))
    batch = tf.shape(x)[0] if x.shape[0] is None else x.shape[0]
    outputs = tf.nn.conv_transpose(x, kernel, tf.stack([batch] + list(places) + [kernel.shape[-2]]), strides,
                                   padding.upper())
    if data_format == 'channels_first':
        outputs = tf.transpose(outputs, (0, axes + 1) + tuple(range(1, axes + 1)))
    return outputs
