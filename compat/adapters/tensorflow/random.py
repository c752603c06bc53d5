"""Random numbers of TensorFlow 2, for every host that computes with it."""
import numpy as np
import tensorflow as tf

from compat.symbolic import phase

__all__ = ['random_integers', 'random_normal', 'random_truncated', 'random_uniform']


def _drawn(anew, once):
    """The function that draws: anew at each run of a traced function, and once where it computes at once.

    An operation of TensorFlow 1 with a seed began with the same numbers each time that it was made; so does what is
    computed at once from a seed.
    """
    def drawn(shape, first, second, dtype, seed):
        generator = phase.seeds()
        if isinstance(generator, tf.random.Generator):
            return getattr(generator, anew.__name__.replace('random_', ''))(shape, first, second, dtype)
        if seed is None:
            seed = int(np.random.randint(10e6))
        if tf.executing_eagerly():
            return once(shape, (seed, 0), first, second, dtype)
        return anew(shape, first, second, dtype, seed)
    return drawn


random_normal = _drawn(tf.random.normal, tf.random.stateless_normal)
random_truncated = _drawn(tf.random.truncated_normal, tf.random.stateless_truncated_normal)
random_uniform = random_integers = _drawn(tf.random.uniform, tf.random.stateless_uniform)
