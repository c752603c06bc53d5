"""Tensors and variables of jax on Keras 3."""
import jax
from jax.experimental.sparse import JAXSparse

from compat.adapters.keras3 import tensors as keras3


def supported(dtype):
    """The dtype, or the one of 32 bits that jax has instead unless jax_enable_x64 is set."""
    return jax.dtypes.canonicalize_dtype(dtype).name


def convert(array):
    """A constant, whose value is known while jax traces too: for K.eval in a loss."""
    with jax.ensure_compile_time_eval():
        return keras3.convert(array)


def count_gpus():
    return len([device for device in jax.devices() if device.platform == 'gpu'])


def static_shape(x):
    """None for a size that jax does not know while it traces for any batch."""
    return tuple([size if isinstance(size, int) else None for size in x.shape])


def is_sparse(x):
    return isinstance(x, JAXSparse) or keras3.is_sparse(x)


def variable(value, dtype, name, constraint):
    return keras3.variable(value, supported(dtype), name, constraint)
