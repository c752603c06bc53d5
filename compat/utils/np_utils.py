"""Helpers on numpy arrays (Keras 2.2.4 `keras.utils.np_utils`)."""
import numpy as np


def to_categorical(y, num_classes=None, dtype='float32'):
    """One-hot rows of the class numbers ``y``: shape ``y.shape + (num_classes,)``, a last axis of one dropped before.

    ``num_classes`` None means the largest number plus one. Raises IndexError for a number beyond it.
    Source: Keras 2.2.4 `keras.utils.to_categorical`.
    """
    y = np.array(y, dtype='int')
    shape = y.shape[:-1] if y.ndim > 1 and y.shape[-1] == 1 else y.shape
    y = y.ravel()
    if not num_classes:
        num_classes = np.max(y) + 1
    categorical = np.zeros((y.shape[0], num_classes), dtype=dtype)
    categorical[np.arange(y.shape[0]), y] = 1
    return np.reshape(categorical, shape + (num_classes,))


def normalize(x, axis=-1, order=2):
    """``x`` divided by its norm of that order along the axis; zero vectors stay (Keras 2.2.4 `normalize`)."""
    norms = np.atleast_1d(np.linalg.norm(x, order, axis))
    norms[norms == 0] = 1
    return x / np.expand_dims(norms, axis)
