"""Convolutions of TensorFlow 2 that Keras does not offer, for every host that computes with it."""
import functools

import tensorflow as tf

__all__ = ['convolve_interpolated', 'convolve_samples', 'convolves_samples']

# Turning so many numbers of a sample takes as long as a step of a loop: benchmarks/customlayers_dynamic.py.
_AT_ONCE = 20 * 1024


def convolves_samples(rank):
    """Whether this TensorFlow convolves in groups: not over three axes, and on the CPU only later versions."""
    return rank < 3 and _groups_offered()


@functools.lru_cache(maxsize=None)
def _groups_offered():
    with tf.init_scope():
        try:
            tf.nn.conv2d(tf.ones((1, 1, 1, 2)), tf.ones((1, 1, 1, 2)), 1, 'VALID')
        except tf.errors.UnimplementedError:
            return False
    return True


def convolve_samples(x, kernel, dilation):
    """Each sample with its own kernel: all at once, or one after another where samples have many numbers."""
    if len(dilation) == 1:
        wide = convolve_samples(tf.expand_dims(x, 1), tf.expand_dims(kernel, 1), (1,) + tuple(dilation))
        return tf.squeeze(wide, 1)
    places = x.shape[1:3]
    if None not in places and places[0] * places[1] * (x.shape[3] + kernel.shape[4]) > _AT_ONCE:
        return tf.map_fn(lambda sample: tf.nn.conv2d(sample[0][None], sample[1], 1, 'VALID', dilations=dilation)[0],
                         (x, kernel), fn_output_signature=x.dtype)
    return _convolve_in_groups(x, kernel, dilation)


def _convolve_in_groups(x, kernel, dilation):
    """One image with the channels of all samples, in a group for each."""
    sizes, filters = kernel.shape[1:4], kernel.shape[4]
    batch, height, width = tf.unstack(tf.shape(x)[:3])
    together = tf.reshape(tf.transpose(x, (1, 2, 0, 3)), (1, height, width, batch * x.shape[3]))
    kernels = tf.reshape(tf.transpose(kernel, (1, 2, 3, 0, 4)), tuple(sizes) + (batch * filters,))
    outputs = tf.nn.conv2d(together, kernels, 1, 'VALID', dilations=dilation)
    height, width = tf.unstack(tf.shape(outputs)[1:3])
    outputs = tf.transpose(tf.reshape(outputs, (height, width, batch, filters)), (2, 0, 1, 3))
    # What is known of the sizes, which went through tensors.
    outputs.set_shape([x.shape[0]] + [_less(length, size, rate)
                                      for length, size, rate in zip(x.shape[1:3], sizes, dilation)] + [filters])
    return outputs


def _less(length, size, rate):
    return None if length is None else length - (size - 1) * rate


def convolve_interpolated(x, kernel, zooms, starts, steps):
    """One convolution with strides and dilation, of what interpolating linearly makes of ``x``."""
    if max(zooms) > 1:
        sizes = [(length - 1) * zoom + 1 for length, zoom in zip(tf.unstack(tf.shape(x)[1:3]), zooms)]
        known = [None if length is None else (length - 1) * zoom + 1 for length, zoom in zip(x.shape[1:3], zooms)]
        channels = x.shape[3]
        x = tf.raw_ops.ResizeBilinear(images=x, size=tf.stack(sizes), align_corners=True)
        x.set_shape([None] + known + [channels])
    # A first cell that is one place away: the grid is padded by one, and the outputs at that place are dropped.
    pads = [number for start in starts for number in (start, 0)]
    outputs = tf.raw_ops.Conv2D(input=x, filter=kernel, strides=(1,) + zooms + (1,), dilations=(1,) + steps + (1,),
                                padding='EXPLICIT', explicit_paddings=[0, 0] + pads + [0, 0])
    return outputs[:, starts[0]:, starts[1]:]
