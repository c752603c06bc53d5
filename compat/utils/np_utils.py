"""Helpers on numpy arrays (Keras 2.2.4 `keras.utils.np_utils`)."""
import numpy as np


def to_categorical(y, num_classes=None, dtype='float32'):
    """Returns one-hot rows of class indices.

    Args:
        y: array of integers; a last axis of size 1 is removed.
        num_classes: the number of classes. None is the largest index plus 1.
        dtype: dtype of the result.

    Returns:
        An array of shape ``y.shape + (num_classes,)``.

    Raises:
        IndexError: an index is not below num_classes.

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
    """Returns ``x`` divided by its norm along an axis; zero vectors stay.

    Args:
        x: array.
        axis: integer, the axis.
        order: order of the norm.

    Source: Keras 2.2.4 `keras.utils.normalize`.
    """
    norms = np.atleast_1d(np.linalg.norm(x, order, axis))
    norms[norms == 0] = 1
    return x / np.expand_dims(norms, axis)
