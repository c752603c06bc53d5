"""Random numbers of TensorFlow 2, for every host that computes with it."""
import numpy as np
import tensorflow as tf

from compat.symbolic import phase


def _drawing(each_run, once):
    """The function that draws: at each run of a traced function, once where it computes eagerly.

    An operation of TensorFlow 1 with a seed began with the same numbers each time that it was made; so does what is
    computed eagerly from a seed.
    """
    def draw(shape, first, second, dtype, seed):
        generator = phase.seeds()
        if isinstance(generator, tf.random.Generator):
            return getattr(generator, each_run.__name__.replace('random_', ''))(shape, first, second, dtype)
        if seed is None:
            seed = int(np.random.randint(10e6))
        if tf.executing_eagerly():
            return once(shape, (seed, 0), first, second, dtype)
        return each_run(shape, first, second, dtype, seed)
    return draw


random_normal = _drawing(tf.random.normal, tf.random.stateless_normal)
random_truncated = _drawing(tf.random.truncated_normal, tf.random.stateless_truncated_normal)
random_uniform = random_integers = _drawing(tf.random.uniform, tf.random.stateless_uniform)
