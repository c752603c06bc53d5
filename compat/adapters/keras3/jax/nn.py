"""Activations of sparse arrays, CTC, custom gradients and convolutions by sample of jax on Keras 3."""
import functools

import jax

from compat.adapters.keras3 import nn as keras3
from compat.adapters.keras3.jax.ops import of_elements
from compat.adapters.keras3.tensors import node
from compat.differences import reason
from compat.errors import UnsupportedError

tanh = of_elements(keras3.tanh)


def checked(x, faults):
    """nan for a sample of a fault while a function is compiled."""
    conditions = [condition for condition, _ in faults]
    if not any(isinstance(condition, jax.core.Tracer) for condition in conditions):
        return keras3.checked(x, faults)
    is_bad = jax.numpy.stack(conditions).any(axis=0)
    return jax.numpy.where(is_bad.reshape((-1,) + (1,) * (x.ndim - 1)), jax.numpy.nan, x)


def ctc_decode(logarithms, steps, beams):
    if isinstance(logarithms, jax.core.Tracer):
        raise UnsupportedError(reason('decoding-while-compiled'))
    return keras3.ctc_decode(logarithms, steps, beams)


def with_gradients(forward, backward):
    run = jax.custom_vjp(forward)
    run.defvjp(lambda *tensors: (forward(*tensors), tensors),
               lambda tensors, upstream: tuple(backward(tensors, upstream)))
    return run


def pool(x, size, strides, padding, data_format, mode):
    if mode != 'max' or len(size) != 3:
        return keras3.pool(x, size, strides, padding, data_format, mode)
    return node(lambda x: _greatest_of_volumes(x, size, strides, padding, data_format), [x])


@functools.partial(jax.custom_vjp, nondiff_argnums=(1, 2, 3, 4))
def _greatest_of_volumes(x, size, strides, padding, data_format):
    return keras3.pool(x, size, strides, padding, data_format, 'max')


def _backward(size, strides, padding, data_format, x, upstream):
    return jax.vjp(lambda x: keras3.greatest_of_volumes(x, size, strides, padding, data_format), x)[1](upstream)


_greatest_of_volumes.defvjp(lambda x, *settings: (_greatest_of_volumes(x, *settings), x), _backward)


def each_sample(function, tensors):
    return jax.lax.map(lambda sample: function(*[part[None] for part in sample])[0], tuple(tensors))


def supports_sample_convolution(rank):
    return True


def convolve_samples(x, kernel, dilation):
    """One sample after another: each of them uses all cores."""
    return each_sample(
        lambda x, kernel: keras3.convolution(x, kernel[0], 1, 'valid', 'channels_last', dilation), (x, kernel))


# Recurrent passes

FRAMEWORK_ACTIVATIONS = {'tanh': jax.numpy.tanh, 'sigmoid': jax.nn.sigmoid,
                         'hard_sigmoid': lambda x: jax.numpy.clip(0.2 * x + 0.5, 0., 1.),
                         'relu': jax.nn.relu, 'linear': lambda x: x}


def split_evenly(x, count):
    return jax.numpy.split(x, count, axis=-1)


def recurrent_pass(step, x, mask, states):
    def body(states, slices):
        new = step(slices[0], list(states))
        if mask is not None:
            new = [jax.numpy.where(slices[1], *pair) for pair in zip(new, states)]
        return tuple(new), new[0]

    sequences = [jax.numpy.swapaxes(x, 0, 1)] + ([] if mask is None else [jax.numpy.swapaxes(mask, 0, 1)[..., None]])
    states, outputs = jax.lax.scan(body, tuple(states), tuple(sequences))
    return jax.numpy.swapaxes(outputs, 0, 1), list(states)
