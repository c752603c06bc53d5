"""The metrics of Keras 2 (Keras 2.2.4 `keras.metrics`): of targets and predictions, one number per sample.

The losses are metrics too; the classes that Keras 2.3 brought are in compat.training.metric_objects.
"""
from compat import backend as K
from compat import losses, process
from compat.losses import _measure
from compat.training.metric_objects import (  # noqa: F401
    AUC, Accuracy, BinaryAccuracy, BinaryCrossentropy, CategoricalAccuracy, CategoricalCrossentropy,
    CategoricalHinge, CosineSimilarity, FalseNegatives, FalsePositives, Hinge, KLDivergence, LogCoshError, Mean,
    MeanAbsoluteError, MeanAbsolutePercentageError, MeanIoU, MeanMetricWrapper, MeanSquaredError,
    MeanSquaredLogarithmicError, Metric, Poisson, Precision, Recall, Reduce, RootMeanSquaredError,
    SensitivityAtSpecificity, SensitivitySpecificityBase, SparseCategoricalAccuracy, SparseCategoricalCrossentropy,
    SparseTopKCategoricalAccuracy, SpecificityAtSensitivity, SquaredHinge, Sum, TopKCategoricalAccuracy,
    TrueNegatives, TruePositives)
from compat.utils.generic_utils import serialize_keras_object
from compat.base_layer.named_objects import deserialize as _deserialize
from compat.base_layer.named_objects import named as _named

_host = process.opened().keras.metrics
# Keras 2.2 gives the share of the batch, later ones a number per sample.
_TOP_K_OF_BATCH = process.dialect().top_k_is_share_of_batch


_metric = _measure('metrics')


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


def _among_top(y_pred, label, k):
    """1 where less than ``k`` predictions (samples, classes) are larger than that of the label (samples)."""
    picked = K.sum(K.one_hot(K.cast(label, 'int32'), K.int_shape(y_pred)[-1]) * y_pred, axis=-1, keepdims=True)
    larger = K.sum(K.cast(K.greater(y_pred, picked), K.floatx()), axis=-1)
    found = K.cast(K.less(larger, k), K.floatx())
    return K.mean(found, axis=-1) if _TOP_K_OF_BATCH else found


@_metric
def top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Whether the target's class is among the ``k`` largest predictions (samples, classes)."""
    return _among_top(y_pred, K.argmax(y_true, axis=-1), k)


@_metric
def sparse_top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Whether the class that the target numbers is among the ``k`` largest predictions (samples, classes)."""
    return _among_top(y_pred, K.flatten(y_true), k)


@_metric
def _cosine(y_true, y_pred, axis=-1):
    """The cosine of the angle between target and prediction along the axis (Keras 2.3.1)."""
    return K.sum(K.l2_normalize(y_true, axis=axis) * K.l2_normalize(y_pred, axis=axis), axis=axis)


# Keras 2.2 has the loss, the negative of it, as the metric.
cosine = cosine_proximity = losses.cosine_proximity if process.dialect().cosine_metric_is_loss else _cosine
cosine_similarity = _cosine


def clone_metric(metric):
    """A new metric object of the same config; anything else as it is (Keras 2.3.1)."""
    return type(metric).from_config(metric.get_config()) if isinstance(metric, Metric) else metric


def clone_metrics(metrics):
    """``clone_metric`` of each of a list or dict; None for None (Keras 2.3.1)."""
    if isinstance(metrics, dict):
        return {name: clone_metric(metric) for name, metric in metrics.items()}
    return None if metrics is None else [clone_metric(metric) for metric in metrics]


_NAMED = dict(_named('losses', vars(losses)), **_named('metrics', globals()))


def serialize(metric):
    """The name of a metric function; ``{'class_name', 'config'}`` of a metric with a config."""
    return serialize_keras_object(metric)


def deserialize(config, custom_objects=None):
    """The metric of a name or config. Raises ValueError for an unknown one."""
    return _deserialize(config, _NAMED, 'metric function', _host.get, custom_objects)


def get(identifier):
    """The metric of a name, a config or a callable. Raises ValueError for anything else."""
    if isinstance(identifier, (str, dict)):
        return deserialize(identifier)
    if callable(identifier):
        return identifier
    raise ValueError('Could not interpret metric function identifier:', identifier)
