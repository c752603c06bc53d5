"""Random numbers of torch on Keras 3."""
import math

import torch

from compat import process
from compat.adapters.keras3 import ops, random as keras3

keras = process.opened().keras


def random_truncated(shape, mean, stddev, dtype, seed):
    """By the inverse of the distribution: keras.random.truncated_normal lets some numbers through on torch."""
    return _truncated(keras3.random_uniform(shape, -_BOUND, _BOUND, 'float32', seed), mean, stddev, dtype)


def initial_truncated(shape, mean, stddev, dtype, seed):
    """The same for the first values of weights, which do not come from the generator of a running layer."""
    return _truncated(keras.random.uniform(shape, -_BOUND, _BOUND, 'float32', seed), mean, stddev, dtype)


_BOUND = math.erf(math.sqrt(2.))


def _truncated(uniform, mean, stddev, dtype):
    normal = torch.clamp(torch.erfinv(uniform) * math.sqrt(2.), -2., 2.)
    return ops.cast(normal * stddev + mean, dtype)
