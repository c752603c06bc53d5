"""Layers of noise draw by numpy's global generator where they have no seed, as in Keras 2.

So ``numpy.random.seed`` makes a training repeatable. Hosts seed such layers by something else.
"""
import inspect

import numpy as np

from compat import process


class SeededByNumpy:
    """Gives the host's layer a seed of numpy's where it has none of its own; the config goes on to say None."""

    _seed_is_numpys = False

    def __init__(self, *args, **kwargs):
        # A rate of 0 drops nothing, and Keras 2 draws nothing for it.
        if (process.dialect().first_uid and kwargs.get('seed') is None and kwargs.get('rate') != 0
                and _takes_seed(type(self))):
            kwargs['seed'] = int(np.random.randint(10e6))
            self._seed_is_numpys = True
        super().__init__(*args, **kwargs)

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        if self._seed_is_numpys and 'seed' in config:
            config['seed'] = None
        return config


def _takes_seed(cls):
    """Whether the host's layer has a seed; where it has none it draws by a function that asks numpy for one."""
    after = cls.__mro__[cls.__mro__.index(SeededByNumpy) + 1:]
    return any('seed' in inspect.signature(vars(base)['__init__']).parameters for base in after
               if '__init__' in vars(base))
