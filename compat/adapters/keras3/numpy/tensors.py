"""Tensors of numpy on Keras 3: arrays."""
import numpy as np
from keras.src.backend.common.symbolic_scope import in_symbolic_scope


def convert(array):
    """The array itself: Keras makes int32 of int64."""
    return np.asarray(array)


def sizes_are_made_up(x):
    """Keras finds shapes by running a call on arrays of any numbers, with a size for each None."""
    return isinstance(x, np.ndarray) and in_symbolic_scope()


def count_gpus():
    return 0
