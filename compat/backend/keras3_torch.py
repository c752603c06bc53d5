"""K on Keras 3 with torch, where it needs something else than the other engines."""
import math

import torch

from compat.backend import keras3
from compat.backend.keras3 import *  # noqa: F403


def sizes_are_made_up(x):
    """Whether only shapes are being found: Keras then runs a call on the meta device, with a number for each None."""
    return isinstance(x, torch.Tensor) and x.device.type == 'meta'


def reshape(x, shape):
    """Where sizes are made up, a tensor of the wanted shape even if they do not fit it, as those to come may."""
    if not sizes_are_made_up(x):
        return keras3.reshape(x, shape)
    known = math.prod(size for size in shape if size != -1)
    if (x.numel() % known if -1 in shape else x.numel() - known) == 0:
        return keras3.reshape(x, shape)
    free = max(1, x.numel() // known)
    return torch.empty([free if size == -1 else size for size in shape], dtype=x.dtype, device=x.device)


def random_truncated(shape, mean, stddev, dtype, seed):
    """By the inverse of the distribution: keras.random.truncated_normal lets some numbers through on torch."""
    bound = math.erf(math.sqrt(2.))
    uniform = keras3.random_uniform(shape, -bound, bound, 'float32', seed)
    normal = torch.clamp(torch.erfinv(uniform) * math.sqrt(2.), -2., 2.)
    return keras3.cast(normal * stddev + mean, dtype)
