"""Random numbers of Keras 3."""
import numpy as np

from compat import process
from compat.symbolic import phase

keras = process.opened().keras
ops = keras.ops


class _Seeded(keras.random.SeedGenerator):
    """Draws with a seed of its own at the pace of another generator, so that each call draws other numbers."""

    def __init__(self, seed, pace):
        self._own_seed, self._pace = seed, pace

    def next(self, ordered=True):
        drawn = self._pace.next(ordered)
        return ops.stack([ops.cast(self._own_seed, drawn.dtype), drawn[1]])


def seed_for(seed):
    """What keras.random takes as seed: the running layer's generator, the seed, or one that numpy draws."""
    generator = phase.seeds()
    if generator is not None:
        return generator if seed is None else _Seeded(seed, generator)
    return int(np.random.randint(10e6)) if seed is None else seed


def random_normal(shape, mean, stddev, dtype, seed):
    return keras.random.normal(shape, mean, stddev, dtype, seed_for(seed))


def random_truncated(shape, mean, stddev, dtype, seed):
    return keras.random.truncated_normal(shape, mean, stddev, dtype, seed_for(seed))


def random_uniform(shape, low, high, dtype, seed):
    return keras.random.uniform(shape, low, high, dtype, seed_for(seed))


def random_integers(shape, low, high, dtype, seed):
    return keras.random.randint(shape, low, high, dtype, seed_for(seed))


def initial_truncated(shape, mean, stddev, dtype, seed):
    return keras.initializers.TruncatedNormal(mean, stddev, seed=seed)(shape, dtype=dtype)
