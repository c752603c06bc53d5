# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict, Optional, SupportsIndex

from compat import backend as K
from compat.engine.base_layer import Layer
from compat.losses import (MAE, MAPE, MSE, MSLE, binary_crossentropy, categorical_crossentropy, categorical_hinge,
    cosine, cosine_proximity, hinge, kullback_leibler_divergence, logcosh, mae, mape, mean_absolute_error,
    mean_absolute_percentage_error, mean_squared_error, mean_squared_logarithmic_error, mse, msle, poisson,
    sparse_categorical_crossentropy, squared_hinge)
from compat.utils import losses_utils, metrics_utils
from compat.utils.generic_utils import deserialize_keras_object, serialize_keras_object

__all__ = ['AUC', 'Accuracy', 'BaseMeanIoU', 'BinaryAccuracy', 'BinaryCrossentropy', 'CategoricalAccuracy',
           'CategoricalCrossentropy', 'CategoricalHinge', 'CosineSimilarity', 'FalseNegatives', 'FalsePositives',
           'Hinge', 'K', 'KLDivergence', 'Layer', 'LogCoshError', 'MAE', 'MAPE', 'MSE', 'MSLE', 'Mean',
           'MeanAbsoluteError', 'MeanAbsolutePercentageError', 'MeanIoU', 'MeanMetricWrapper', 'MeanSquaredError',
           'MeanSquaredLogarithmicError', 'Metric', 'Poisson', 'Precision', 'Recall', 'Reduce', 'RootMeanSquaredError',
           'SensitivityAtSpecificity', 'SensitivitySpecificityBase', 'SparseCategoricalAccuracy',
           'SparseCategoricalCrossentropy', 'SparseTopKCategoricalAccuracy', 'SpecificityAtSensitivity', 'SquaredHinge',
           'Sum', 'TopKCategoricalAccuracy', 'TrueNegatives', 'TruePositives', 'abc', 'accuracy', 'binary_accuracy',
           'binary_crossentropy', 'categorical_accuracy', 'categorical_crossentropy', 'categorical_hinge',
           'clone_metric', 'clone_metrics', 'cosine', 'cosine_proximity', 'cosine_similarity', 'deserialize',
           'deserialize_keras_object', 'get', 'hinge', 'kullback_leibler_divergence', 'logcosh', 'losses_utils', 'mae',
           'mape', 'mean_absolute_error', 'mean_absolute_percentage_error', 'mean_squared_error',
           'mean_squared_logarithmic_error', 'metrics_utils', 'mse', 'msle', 'np', 'poisson', 'serialize',
           'serialize_keras_object', 'six', 'sparse_categorical_accuracy', 'sparse_categorical_crossentropy',
           'sparse_top_k_categorical_accuracy', 'squared_hinge', 'tf', 'top_k_categorical_accuracy', 'types']

class AUC(Metric):
    curve: Any
    false_negatives: Any
    false_positives: Any
    num_thresholds: Any
    summation_method: Any
    thresholds: Any
    true_negatives: Any
    true_positives: Any
    def __init__(self, num_thresholds: Any = 200, curve: Any = 'ROC', summation_method: Any = 'interpolation',
            name: Any = None, dtype: Any = None, thresholds: Any = None) -> None: ...
    def interpolate_pr_auc(self) -> Any: ...


class Accuracy(MeanMetricWrapper):
    def __init__(self, name: Any = 'accuracy', dtype: Any = None) -> None: ...


class BinaryAccuracy(MeanMetricWrapper):
    def __init__(self, name: Any = 'binary_accuracy', dtype: Any = None, threshold: Any = 0.5) -> None: ...


class BinaryCrossentropy(MeanMetricWrapper):
    def __init__(self, name: Any = 'binary_crossentropy', dtype: Any = None, from_logits: bool = False,
            label_smoothing: Any = 0) -> None: ...


class CategoricalAccuracy(MeanMetricWrapper):
    def __init__(self, name: Any = 'categorical_accuracy', dtype: Any = None) -> None: ...


class CategoricalCrossentropy(MeanMetricWrapper):
    def __init__(self, name: Any = 'categorical_crossentropy', dtype: Any = None, from_logits: bool = False,
            label_smoothing: Any = 0) -> None: ...


class CategoricalHinge(MeanMetricWrapper):
    def __init__(self, name: Any = 'categorical_hinge', dtype: Any = None) -> None: ...


class CosineSimilarity(MeanMetricWrapper):
    def __init__(self, name: Any = 'cosine_similarity', dtype: Any = None, axis: Any = -1) -> None: ...


class FalseNegatives(Metric):
    accumulator: Any
    init_thresholds: Any
    thresholds: Any
    def __init__(self, thresholds: Any = None, name: Any = None, dtype: Any = None) -> None: ...


class FalsePositives(Metric):
    accumulator: Any
    init_thresholds: Any
    thresholds: Any
    def __init__(self, thresholds: Any = None, name: Any = None, dtype: Any = None) -> None: ...


class Hinge(MeanMetricWrapper):
    def __init__(self, name: Any = 'hinge', dtype: Any = None) -> None: ...


class KLDivergence(MeanMetricWrapper):
    def __init__(self, name: Any = 'kullback_leibler_divergence', dtype: Any = None) -> None: ...


class LogCoshError(MeanMetricWrapper):
    def __init__(self, name: Any = 'logcosh', dtype: Any = None) -> None: ...


class Mean(Reduce):
    def __init__(self, name: Any = 'mean', dtype: Any = None) -> None: ...


class MeanAbsoluteError(MeanMetricWrapper):
    def __init__(self, name: Any = 'mean_absolute_error', dtype: Any = None) -> None: ...


class MeanAbsolutePercentageError(MeanMetricWrapper):
    def __init__(self, name: Any = 'mean_absolute_percentage_error', dtype: Any = None) -> None: ...


class MeanIoU:
    def __init__(self, num_classes: Any, name: Any = None, dtype: Any = None) -> None: ...


class MeanMetricWrapper(Mean):
    def __init__(self, fn: Any, name: Any = None, dtype: Any = None, *, trainable: bool = True, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class MeanSquaredError(MeanMetricWrapper):
    def __init__(self, name: Any = 'mean_squared_error', dtype: Any = None) -> None: ...


class MeanSquaredLogarithmicError(MeanMetricWrapper):
    def __init__(self, name: Any = 'mean_squared_logarithmic_error', dtype: Any = None) -> None: ...


class Metric(Layer):
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def __init__(self, name: Any = None, dtype: Any = None, *, trainable: bool = True, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...
    def reset_states(self) -> None: ...
    def result(self, *args: Any, **kwargs: Any) -> Any: ...
    def update_state(self, *args: Any, **kwargs: Any) -> Any: ...


class Poisson(MeanMetricWrapper):
    def __init__(self, name: Any = 'poisson', dtype: Any = None) -> None: ...


class Precision(Metric):
    class_id: Any
    false_positives: Any
    init_thresholds: Any
    thresholds: Any
    top_k: Any
    true_positives: Any
    def __init__(self, thresholds: Any = None, top_k: Any = None, class_id: Any = None, name: Any = None,
            dtype: Any = None) -> None: ...


class Recall(Metric):
    class_id: Any
    false_negatives: Any
    init_thresholds: Any
    thresholds: Any
    top_k: Any
    true_positives: Any
    def __init__(self, thresholds: Any = None, top_k: Any = None, class_id: Any = None, name: Any = None,
            dtype: Any = None) -> None: ...


class Reduce(Metric):
    count: Any
    reduction: Any
    total: Any
    def __init__(self, reduction: Any, name: Any, dtype: Any = None) -> None: ...


class RootMeanSquaredError(Mean):
    def __init__(self, name: Any = 'root_mean_squared_error', dtype: Any = None) -> None: ...


class SensitivityAtSpecificity(SensitivitySpecificityBase):
    num_thresholds: Any
    specificity: Any
    def __init__(self, specificity: Any, num_thresholds: Any = 200, name: Any = None, dtype: Any = None) -> None: ...


class SensitivitySpecificityBase(Metric):
    false_negatives: Any
    false_positives: Any
    thresholds: Any
    true_negatives: Any
    true_positives: Any
    value: Any
    def __init__(self, value: Any, num_thresholds: Any = 200, name: Any = None, dtype: Any = None) -> None: ...


class SparseCategoricalAccuracy(MeanMetricWrapper):
    def __init__(self, name: Any = 'sparse_categorical_accuracy', dtype: Any = None) -> None: ...


class SparseCategoricalCrossentropy(MeanMetricWrapper):
    def __init__(self, name: Any = 'sparse_categorical_crossentropy', dtype: Any = None, from_logits: bool = False,
            axis: Any = -1) -> None: ...


class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    def __init__(self, k: Any = 5, name: Any = 'sparse_top_k_categorical_accuracy', dtype: Any = None) -> None: ...


class SpecificityAtSensitivity(SensitivitySpecificityBase):
    num_thresholds: Any
    sensitivity: Any
    def __init__(self, sensitivity: Any, num_thresholds: Any = 200, name: Any = None, dtype: Any = None) -> None: ...


class SquaredHinge(MeanMetricWrapper):
    def __init__(self, name: Any = 'squared_hinge', dtype: Any = None) -> None: ...


class Sum(Reduce):
    def __init__(self, name: Any = 'sum', dtype: Any = None) -> None: ...


class TopKCategoricalAccuracy(MeanMetricWrapper):
    def __init__(self, k: Any = 5, name: Any = 'top_k_categorical_accuracy', dtype: Any = None) -> None: ...


class TrueNegatives(Metric):
    accumulator: Any
    init_thresholds: Any
    thresholds: Any
    def __init__(self, thresholds: Any = None, name: Any = None, dtype: Any = None) -> None: ...


class TruePositives(Metric):
    accumulator: Any
    init_thresholds: Any
    thresholds: Any
    def __init__(self, thresholds: Any = None, name: Any = None, dtype: Any = None) -> None: ...

def accuracy(y_true: Any, y_pred: Any) -> Any: ...
def binary_accuracy(y_true: Any, y_pred: Any, threshold: Any = 0.5) -> Any: ...
def categorical_accuracy(y_true: Any, y_pred: Any) -> Any: ...
def clone_metric(metric: Any) -> Any: ...
def clone_metrics(metrics: Any) -> Any: ...
def deserialize(config: Dict[str, Any], custom_objects: Any = None) -> Any: ...
def get(identifier: Any) -> Any: ...
def serialize(metric: Any) -> Any: ...
def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Any: ...
def sparse_top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: Any = 5) -> Any: ...
def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: Any = 5) -> Any: ...
cosine_similarity = cosine_proximity
BaseMeanIoU: Any
abc: Any
np: Any
six: Any
tf: Any
types: Any
