"""The metrics of Keras 2 (Keras 2.2.4 `keras.metrics`): of targets and predictions, one number per sample.

The losses are metrics too. The objects that count over batches are those of Keras 2.3.
"""
from compat import process
from compat.base_layer.named_objects import deserialize as _deserialize
from compat.base_layer.named_objects import named as _named
from compat.builtin_metrics.counts import (
    AUC, FalseNegatives, FalsePositives, MeanIoU, Precision, Recall, SensitivityAtSpecificity,
    SensitivitySpecificityBase, SpecificityAtSensitivity, TrueNegatives, TruePositives, _ConfusionMatrixConditionCount)
from compat.builtin_metrics.functions import FUNCTIONS as _FUNCTIONS
from compat.builtin_metrics.functions import (
    accuracy, binary_accuracy, categorical_accuracy, cosine, cosine_proximity, cosine_similarity,
    sparse_categorical_accuracy, sparse_top_k_categorical_accuracy, top_k_categorical_accuracy)
from compat.builtin_metrics.means import (
    Accuracy, BinaryAccuracy, BinaryCrossentropy, CategoricalAccuracy, CategoricalCrossentropy, CategoricalHinge,
    CosineSimilarity, Hinge, KLDivergence, LogCoshError, Mean, MeanAbsoluteError, MeanAbsolutePercentageError,
    MeanMetricWrapper, MeanSquaredError, MeanSquaredLogarithmicError, Metric, Poisson, Reduce, RootMeanSquaredError,
    SparseCategoricalAccuracy, SparseCategoricalCrossentropy, SparseTopKCategoricalAccuracy, SquaredHinge, Sum,
    TopKCategoricalAccuracy)
from compat.utils.generic_utils import serialize_keras_object

_host = process.opened().keras.metrics


def clone_metric(metric):
    """A new metric object of the same config; anything else as it is (Keras 2.3.1)."""
    if type(metric) is MeanMetricWrapper:
        return MeanMetricWrapper(metric._fn, name=metric.name, dtype=metric.dtype, **metric._fn_kwargs)
    return type(metric).from_config(metric.get_config()) if isinstance(metric, Metric) else metric


def clone_metrics(metrics):
    """``clone_metric`` of each of a list or dict; None for None (Keras 2.3.1)."""
    if isinstance(metrics, dict):
        return {name: clone_metric(metric) for name, metric in metrics.items()}
    return None if metrics is None else [clone_metric(metric) for metric in metrics]


_NAMED = dict(_FUNCTIONS, **_named('metrics', globals()))


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
