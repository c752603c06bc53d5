"""Arrays of numpy on Keras 3."""
import builtins
import math

import numpy as np

from compat.adapters.keras3 import ops as keras3
from compat.adapters.keras3.numpy.tensors import sizes_are_made_up
from compat.adapters.keras3.tensors import is_symbol


def reshape(x, shape):
    """Where sizes are made up, an array of the wanted shape even if they do not fit it, as those to come may."""
    if not sizes_are_made_up(x):
        return keras3.reshape(x, shape)
    known = math.prod(size for size in shape if size != -1)
    free = builtins.max(1, x.size // builtins.max(1, known))
    return np.empty([free if size == -1 else size for size in shape], dtype=x.dtype)


def gather(reference, indices):
    """Where sizes are made up, so are the indices. Raises IndexError for one that is below zero, too."""
    if not sizes_are_made_up(indices):
        if not (is_symbol(reference) or is_symbol(indices)) and np.min(indices, initial=0) < 0:
            raise IndexError(f'index {np.min(indices)} is out of bounds for axis 0 with size {reference.shape[0]}')
        return keras3.gather(reference, indices)
    return np.empty(indices.shape + reference.shape[1:], dtype=reference.dtype)


def scan(step, sequences, states):
    rows = []
    for number in range(sequences[0].shape[0]):
        outputs, states = step([each[number] for each in sequences], states)
        rows.append(outputs)
    if rows:
        return states, [np.stack(column) for column in zip(*rows)]
    outputs = step([np.zeros(each.shape[1:], each.dtype) for each in sequences], states)[0]
    return states, [np.zeros((0,) + output.shape, output.dtype) for output in outputs]
