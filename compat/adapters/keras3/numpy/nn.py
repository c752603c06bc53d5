"""CTC of numpy on Keras 3."""
import numpy as np

from compat.adapters.keras3 import nn as keras3
from compat.adapters.keras3.numpy.tensors import sizes_are_made_up


def ctc_cost(labels, logarithms, steps, lengths):
    """Where sizes are made up, so are the labels."""
    if not sizes_are_made_up(logarithms):
        return keras3.ctc_cost(labels, logarithms, steps, lengths)
    return np.empty(logarithms.shape[:1], dtype=logarithms.dtype)
