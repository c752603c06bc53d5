"""Convolutions, recurrent passes, custom gradients and CTC of TensorFlow 2, for every host that computes with it."""
import functools

import tensorflow as tf

# Turning so many numbers of a sample takes as long as a step of a loop: benchmarks/customlayers_dynamic.py.
_LARGEST_GROUP = 20 * 1024


def supports_sample_convolution(rank):
    """Not over three axes; on the CPU only later versions of TensorFlow convolve in groups."""
    return rank < 3 and _has_groups()


@functools.lru_cache(maxsize=None)
def _has_groups():
    with tf.init_scope():
        try:
            tf.nn.conv2d(tf.ones((1, 1, 1, 2)), tf.ones((1, 1, 1, 2)), 1, 'VALID')
        except tf.errors.UnimplementedError:
            return False
    return True


def convolve_samples(x, kernel, dilation):
    """All samples together, or one after another where samples have many numbers."""
    if len(dilation) == 1:
        wide = convolve_samples(tf.expand_dims(x, 1), tf.expand_dims(kernel, 1), (1,) + tuple(dilation))
        return tf.squeeze(wide, 1)
    sizes = x.shape[1:3]
    if None not in sizes and sizes[0] * sizes[1] * (x.shape[3] + kernel.shape[4]) > _LARGEST_GROUP:
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
    """One convolution with strides and dilation, of ``x``, interpolated linearly."""
    if max(zooms) > 1:
        sizes = [(length - 1) * zoom + 1 for length, zoom in zip(tf.unstack(tf.shape(x)[1:3]), zooms)]
        known = [None if length is None else (length - 1) * zoom + 1 for length, zoom in zip(x.shape[1:3], zooms)]
        channels = x.shape[3]
        x = tf.raw_ops.ResizeBilinear(images=x, size=tf.stack(sizes), align_corners=True)
        x.set_shape([None] + known + [channels])
    # A first cell that is one position away: the grid is padded by one, and the outputs there are cut off.
    pads = [number for start in starts for number in (start, 0)]
    outputs = tf.raw_ops.Conv2D(input=x, filter=kernel, strides=(1,) + zooms + (1,), dilations=(1,) + steps + (1,),
                                padding='EXPLICIT', explicit_paddings=[0, 0] + pads + [0, 0])
    return outputs[:, starts[0]:, starts[1]:]


def listed(shape):
    """The elements of a tensor with one axis, as numbers where they are known."""
    elements = [(tf.get_static_value(element), element) for element in tf.unstack(shape)]
    return [element if known is None else int(known) for known, element in elements]


def transposed_convolution(x, kernel, output_sizes, strides, padding, data_format):
    """With the channels last: tensorflow convolves in no other way on the CPU."""
    axes = len(output_sizes)
    if data_format == 'channels_first':
        x = tf.transpose(x, (0,) + tuple(range(2, axes + 2)) + (1,))
    batch = tf.shape(x)[0] if x.shape[0] is None else x.shape[0]
    outputs = tf.nn.conv_transpose(x, kernel, tf.stack([batch] + list(output_sizes) + [kernel.shape[-2]]), strides,
                                   padding.upper())
    if data_format == 'channels_first':
        outputs = tf.transpose(outputs, (0, axes + 1) + tuple(range(1, axes + 1)))
    return outputs


def with_gradients(forward, backward):
    @tf.custom_gradient
    def run(*tensors):
        return forward(*tensors), lambda upstream: tuple(backward(tensors, upstream))
    return run


# Recurrent passes

FRAMEWORK_ACTIVATIONS = {'tanh': tf.tanh, 'sigmoid': tf.sigmoid,
                         'hard_sigmoid': lambda x: tf.clip_by_value(0.2 * x + 0.5, 0., 1.),
                         'relu': tf.nn.relu, 'linear': lambda x: x}


def split_evenly(x, count):
    return tf.split(x, count, axis=-1)


def recurrent_pass(step, x, mask, states):
    x = tf.transpose(x, (1, 0, 2))
    mask = None if mask is None else tf.transpose(mask)[..., None]
    known = x.shape[0]
    length = tf.shape(x)[0] if known is None else known
    sequences = [tf.TensorArray(each.dtype, length, element_shape=each.shape[1:]).unstack(each)
                 for each in [x] + ([] if mask is None else [mask])]
    outputs = tf.TensorArray(x.dtype, length, element_shape=states[0].shape)

    def body(number, states, outputs):
        new = step(sequences[0].read(number), list(states))
        if mask is not None:
            keep = sequences[1].read(number)
            new = [tf.where(keep, *pair) for pair in zip(new, states)]
        for one, old in zip(new, states):
            one.set_shape(old.shape)
        return number + 1, new, outputs.write(number, new[0])

    _, states, outputs = tf.while_loop(lambda number, *_: number < length, body,
                                       (tf.constant(0), list(states), outputs), maximum_iterations=known)
    return tf.transpose(outputs.stack(), (1, 0, 2)), states


# CTC

def sparse_rows(labels, lengths):
    indices = tf.where(tf.sequence_mask(lengths, tf.shape(labels)[1]))
    return tf.SparseTensor(indices, tf.gather_nd(labels, indices), tf.shape(labels, tf.int64))


def ctc_cost(labels, logarithms, steps, lengths):
    return tf.nn.ctc_loss(labels, tf.transpose(logarithms, (1, 0, 2)), lengths, steps,
                          blank_index=logarithms.shape[-1] - 1)


def checked(x, faults):
    asserted = [tf.debugging.Assert(~tf.reduce_any(condition), ['K.ctc_batch_cost: ' + text])
                for condition, text in faults]
    with tf.control_dependencies([each for each in asserted if each is not None]):
        return tf.where(_any_fault(x, faults), tf.constant(float('nan'), x.dtype), x)


def _any_fault(x, faults):
    """Of the shape (samples, 1, ...)."""
    conditions = tf.reduce_any(tf.stack([condition for condition, _ in faults]), 0)
    return tf.reshape(conditions, (-1,) + (1,) * (len(x.shape) - 1))


def ctc_decode(logarithms, steps, beams):
    logarithms = tf.transpose(logarithms, (1, 0, 2))
    if beams is None:
        paths, scores = tf.nn.ctc_greedy_decoder(logarithms, steps, merge_repeated=True)
    else:
        width, top, merged = beams
        paths, scores = tf.compat.v1.nn.ctc_beam_search_decoder(logarithms, steps, width, top, merge_repeated=merged)
    return [tf.sparse.to_dense(path, default_value=-1) for path in paths], scores
