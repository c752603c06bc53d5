"""Random numbers of torch on Keras 3."""
import math

import numpy as np
import torch

from compat import process
from compat.adapters.keras3 import ops, random as keras3

keras = process.opened().keras


def _of_list(draw):
    """The function that draws, for sizes that are an array as well: torch takes lists and tuples of them."""
    def draw_of_list(shape, low, high, dtype, seed):
        return draw(shape.tolist() if isinstance(shape, np.ndarray) else shape, low, high, dtype, seed)
    return draw_of_list


random_normal = _of_list(keras3.random_normal)
random_uniform = _of_list(keras3.random_uniform)
random_integers = _of_list(keras3.random_integers)


def random_truncated(shape, mean, stddev, dtype, seed):
    """By the inverse of the distribution: keras.random.truncated_normal lets some numbers through on torch."""
    return _truncated(random_uniform(shape, -_BOUND, _BOUND, 'float32', seed), mean, stddev, dtype)


def initial_truncated(shape, mean, stddev, dtype, seed):
    """The same for the first values of weights, which do not come from the generator of a running layer."""
    return _truncated(keras.random.uniform(shape, -_BOUND, _BOUND, 'float32', seed), mean, stddev, dtype)


_BOUND = math.erf(math.sqrt(2.))


def _truncated(uniform, mean, stddev, dtype):
    normal = torch.clamp(torch.erfinv(uniform) * math.sqrt(2.), -2., 2.)
    return ops.cast(normal * stddev + mean, dtype)
