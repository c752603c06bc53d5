"""Random numbers of jax on Keras 3."""
import jax
import numpy as np

from compat.adapters.keras3 import random as keras3
from compat.errors import UnsupportedError
from compat.symbolic import phase

try:
    from jax.export import is_symbolic_dim
except ImportError:  # jax before 0.4.30
    from jax.experimental.export import is_symbolic_dim


def seed_of_loop():
    """A seed for a loop that draws random numbers."""
    _refuse_the_same_draws()
    generator = phase.seeds()
    return jax.random.PRNGKey(np.random.randint(10e6)) if generator is None else generator.next()


def _refuse_the_same_draws():
    if phase.seeds() is None and isinstance(jax.numpy.ones(()), jax.core.Tracer):
        raise UnsupportedError(
            'Random numbers of K inside a function that jax compiles, outside of any layer, would be the same at '
            'every call. Draw them in the call of a layer, or use the tensorflow or torch framework (KERAS_BACKEND).')


def _refusing(draw):
    """The function that draws, refusing where it would draw the same numbers at every step."""
    def draw_anew(shape, low, high, dtype, seed):
        _refuse_the_same_draws()
        sizes = [size.item() if isinstance(size, np.ndarray) else size for size in shape]
        if any(is_symbolic_dim(size) for size in sizes):
            # Symbols are made: their sizes are not known yet, and what counts of the result is its shape.
            return jax.numpy.zeros(sizes, dtype)
        return draw(shape, low, high, dtype, seed)
    return draw_anew


random_normal = _refusing(keras3.random_normal)
random_truncated = _refusing(keras3.random_truncated)
random_uniform = _refusing(keras3.random_uniform)
random_integers = _refusing(keras3.random_integers)
