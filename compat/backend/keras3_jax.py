"""K on Keras 3 with jax, where it needs something else than the other engines."""
import jax

from compat.backend import keras3, phase
from compat.backend.keras3 import *  # noqa: F403
from compat.errors import UnsupportedError


def _offered(dtype):
    """The dtype, or the one of 32 bits that jax has instead unless jax_enable_x64 is set."""
    return jax.dtypes.canonicalize_dtype(dtype).name


def static_shape(x):
    """None for a size that jax does not know while it traces for any batch."""
    return tuple(size if isinstance(size, int) else None for size in x.shape)


def cast(x, dtype):
    return keras3.cast(x, _offered(dtype))


def variable(value, dtype, name, constraint):
    return keras3.variable(value, _offered(dtype), name, constraint)


def zeros(shape, dtype):
    return keras3.zeros(shape, _offered(dtype))


def ones(shape, dtype):
    return keras3.ones(shape, _offered(dtype))


def eye(rows, columns, dtype):
    return keras3.eye(rows, columns, _offered(dtype))


def _seeded(draw):
    """The function that draws, refusing where jax would draw the same numbers at every step."""
    def drawn(shape, *arguments):
        if phase.seeds() is None and isinstance(jax.numpy.ones(()), jax.core.Tracer):
            raise UnsupportedError(
                'Random numbers of K inside a function that jax compiles, outside of any layer, would be the same at '
                'every call. Draw them in the call of a layer, or use the tensorflow or torch engine (KERAS_BACKEND).')
        return draw(shape, *arguments)
    return drawn


random_normal = _seeded(keras3.random_normal)
random_truncated = _seeded(keras3.random_truncated)
random_uniform = _seeded(keras3.random_uniform)
random_integers = _seeded(keras3.random_integers)


def with_gradients(forward, backward):
    run = jax.custom_vjp(forward)
    run.defvjp(lambda *tensors: (forward(*tensors), tensors),
               lambda tensors, upstream: tuple(backward(tensors, upstream)))
    return run


def pullback(function, tensor, upstream):
    return jax.vjp(function, tensor)[1](upstream)[0]


def convolves_samples(rank):
    return True


def convolve_samples(x, kernel, dilation):
    """Each sample with its own kernel, one after another: each keeps all cores busy."""
    def convolved(sample):
        return keras3.convolution(sample[0][None], sample[1], 1, 'valid', 'channels_last', dilation)[0]
    return jax.lax.map(convolved, (x, kernel))
