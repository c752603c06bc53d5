"""Layers of noise without a seed are seeded by numpy's global generator, as in Keras 2.

So ``numpy.random.seed`` makes a training repeatable. Hosts seed such layers otherwise.
"""
import numpy as np


def seed_for(layer):
    """Returns the seed of the noise of a layer: its own, or one that numpy draws when the layer is first called.

    Keras 2 drew it when it built the graph. A layer draws one, however often it is called and traced.
    """
    drawn = layer.__dict__
    if '_noise_seed' not in drawn:
        seed = getattr(layer, 'seed', None)
        drawn['_noise_seed'] = int(np.random.randint(10e6)) if seed is None else seed
    return drawn['_noise_seed']
