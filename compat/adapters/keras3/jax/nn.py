"""Activations of sparse arrays, CTC, custom gradients and convolutions by sample of jax on Keras 3."""
import jax

from compat.adapters.keras3 import nn as keras3
from compat.adapters.keras3.jax.ops import of_elements
from compat.differences import reason
from compat.errors import UnsupportedError

tanh = of_elements(keras3.tanh)

def ctc_decode(logarithms, steps, beams):
    if isinstance(logarithms, jax.core.Tracer):
        raise UnsupportedError(reason('decoding-while-compiled'))
    return keras3.ctc_decode(logarithms, steps, beams)


def with_gradients(forward, backward):
    run = jax.custom_vjp(forward)
    run.defvjp(lambda *tensors: (forward(*tensors), tensors),
               lambda tensors, upstream: tuple(backward(tensors, upstream)))
    return run


def each_sample(function, tensors):
    return jax.lax.map(lambda sample: function(*[part[None] for part in sample])[0], tuple(tensors))


def supports_sample_convolution(rank):
    return True


def convolve_samples(x, kernel, dilation):
    """One sample after another: each of them uses all cores."""
    return each_sample(
        lambda x, kernel: keras3.convolution(x, kernel[0], 1, 'valid', 'channels_last', dilation), (x, kernel))
