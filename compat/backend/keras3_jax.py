"""K on Keras 3 with jax, where it needs something else than the other engines."""
import jax

from compat.backend import keras3
from compat.backend.keras3 import *  # noqa: F403


def _offered(dtype):
    """The dtype, or the one of 32 bits that jax has instead unless jax_enable_x64 is set."""
    return jax.dtypes.canonicalize_dtype(dtype).name


def cast(x, dtype):
    return keras3.cast(x, _offered(dtype))
