"""CTC and recurrent passes of numpy on Keras 3."""
import numpy as np

from compat.adapters.keras3 import nn as keras3
from compat.adapters.keras3.numpy.tensors import sizes_are_made_up


def checked(x, faults):
    return x if sizes_are_made_up(x) else keras3.checked(x, faults)


def ctc_cost(labels, logarithms, steps, lengths):
    """Where sizes are made up, so are the labels."""
    if not sizes_are_made_up(logarithms):
        return keras3.ctc_cost(labels, logarithms, steps, lengths)
    return np.empty(logarithms.shape[:1], dtype=logarithms.dtype)


# Recurrent passes

FRAMEWORK_ACTIVATIONS = {'tanh': np.tanh, 'sigmoid': keras3.sigmoid,
                         'hard_sigmoid': lambda x: np.clip(0.2 * x + 0.5, 0., 1.),
                         'relu': keras3.relu, 'linear': lambda x: x}


def split_evenly(x, count):
    return np.split(x, count, axis=-1)


def recurrent_pass(step, x, mask, states):
    outputs = []
    for number in range(x.shape[1]):
        new = step(x[:, number], states)
        states = new if mask is None else [np.where(mask[:, number, None], *pair) for pair in zip(new, states)]
        outputs.append(states[0])
    return np.stack(outputs, 1), states
