"""The metric functions of Keras 2, which compat.metrics has: of targets and predictions, a number per sample."""
import numpy as np

from compat import backend as K
from compat import losses, process
from compat.base_layer.named_objects import named
from compat.losses import measure

# Keras 2.2 gives the share of the batch, later ones a number per sample.
_TOP_K_OF_BATCH = process.dialect().top_k_is_share_of_batch

_metric = measure('metrics')


@_metric
def accuracy(y_true, y_pred):
    """1 where the prediction is the target, for each value (Keras 2.3.1)."""
    return K.cast(K.equal(y_true, y_pred), K.floatx())


@_metric
def binary_accuracy(y_true, y_pred, threshold=0.5):
    """The share of values that are the target once rounded, or compared with ``threshold``, along the last axis."""
    labels = K.round(y_pred) if threshold == 0.5 else K.cast(K.greater(y_pred, threshold), K.dtype(y_pred))
    return K.mean(K.cast(K.equal(y_true, labels), K.floatx()), axis=-1)


@_metric
def categorical_accuracy(y_true, y_pred):
    """1 where the largest prediction is at the place of the target's 1."""
    return K.cast(K.equal(K.argmax(y_true, axis=-1), K.argmax(y_pred, axis=-1)), K.floatx())


@_metric
def sparse_categorical_accuracy(y_true, y_pred):
    """1 where the largest prediction is at the place that the target numbers."""
    if K.ndim(y_true) == K.ndim(y_pred):
        # Where it is not known that there is one, no framework squeezes while it looks for shapes.
        y_true = K.max(y_true, axis=-1) if K.int_shape(y_true)[-1] is None else K.squeeze(y_true, -1)
    return K.cast(K.equal(y_true, K.cast(K.argmax(y_pred, axis=-1), K.dtype(y_true))), K.floatx())


def among_top(y_pred, label, k):
    """1 where less than ``k`` predictions (samples, classes) are larger than that of the label (samples).

    As with K.in_top_k, that is never so for a label for which there is no class, and next to predictions of nan.
    """
    label = K.cast(K.one_hot(K.cast(label, 'int32'), K.int_shape(y_pred)[-1]), K.dtype(y_pred))
    picked = K.sum(label * y_pred, axis=-1, keepdims=True)
    larger = K.sum(K.cast(K.greater(y_pred, picked), K.floatx()), axis=-1)
    counts = K.all(K.less(K.abs(y_pred), np.inf), axis=-1), K.any(K.greater(label, 0.), axis=-1), K.less(larger, k)
    return K.cast(K.all(K.stack(counts, axis=-1), axis=-1), K.floatx())


def _share(found):
    return K.mean(found, axis=-1) if _TOP_K_OF_BATCH else found


@_metric
def top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Whether the target's class is among the ``k`` largest predictions (samples, classes)."""
    return _share(among_top(y_pred, K.argmax(y_true, axis=-1), k))


@_metric
def sparse_top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Whether the class that the target numbers is among the ``k`` largest predictions (samples, classes)."""
    return _share(among_top(y_pred, K.flatten(y_true), k))


@_metric
def cosine_proximity(y_true, y_pred, axis=-1):
    """The cosine of the angle between target and prediction along the axis (Keras 2.3.1)."""
    return K.sum(K.l2_normalize(y_true, axis=axis) * K.l2_normalize(y_pred, axis=axis), axis=axis)


cosine = cosine_similarity = cosine_proximity
if process.dialect().cosine_metric_is_loss:  # Keras 2.2: the negative of it
    cosine = cosine_proximity = losses.cosine_proximity
    cosine_similarity.__qualname__ = 'cosine_similarity'  # by which pickle finds it
FUNCTIONS = dict(named('losses', vars(losses)), **named('metrics', globals()))
