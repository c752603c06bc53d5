"""Layers of noise without a seed are seeded by numpy's global generator, as in Keras 2.

So ``numpy.random.seed`` makes a training repeatable. Hosts seed such layers otherwise.
"""
import inspect

import numpy as np

from compat import process


def seed_for(layer):
    """Returns the seed of the noise of a layer: its own, or one that numpy draws when the layer is first called.

    Keras 2 drew it when it built the graph. A layer draws one, however often it is called and traced.
    """
    drawn = layer.__dict__
    if '_noise_seed' not in drawn:
        seed = getattr(layer, 'seed', None)
        drawn['_noise_seed'] = int(np.random.randint(10e6)) if seed is None else seed
    return drawn['_noise_seed']


class SeededByNumpy:
    """A mixin for layers of the host: a seed of numpy's where none is passed; the config has None further."""

    _seed_is_numpys = False

    def __init__(self, *args, **kwargs):
        # A rate of 0 drops nothing, and Keras 2 draws nothing for it.
        if (process.dialect().seeds_from_numpy and kwargs.get('seed') is None and kwargs.get('rate') != 0
                and _has_seed(type(self))):
            kwargs['seed'] = int(np.random.randint(10e6))
            self._seed_is_numpys = True
        super().__init__(*args, **kwargs)

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        if self._seed_is_numpys and 'seed' in config:
            config['seed'] = None
        return config


def _has_seed(cls):
    """Whether the constructor of the host's layer has a seed; one without draws by a function that has numpy's seed."""
    after = cls.__mro__[cls.__mro__.index(SeededByNumpy) + 1:]
    return any('seed' in inspect.signature(vars(base)['__init__']).parameters for base in after
               if '__init__' in vars(base))
