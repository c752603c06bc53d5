"""Metric objects that take a mean, or a sum, over batches (Keras 2.3); programs find them in compat.metrics."""
from compat import adapters, losses, process
from compat import backend as K
from compat.base_layer.named_objects import deserialize
from compat.base_layer.pickling import host_function
from compat.builtin_metrics import functions
from compat.losses import as_signs
from compat.symbolic.context import context
from compat.training.metric_objects import builtin_metric, masked_weights
from compat.utils import losses_utils
from compat.utils.metrics_utils import Reduction

_host = process.opened().keras.metrics
_metric_adapter = adapters.area('metric')
Metric = _metric_adapter.Metric


class Reduce(Metric):
    """Counts values and reduces them.

    Args:
        reduction: one of metrics_utils.Reduction: the sum, or the mean over values or over weights.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        NotImplementedError: it is another reduction, when values are counted.

    Source: Keras 2.3.1 `keras.metrics.Reduce`.
    """

    stands_for = (_host.Mean, _host.Sum)

    def __init__(self, reduction, name, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.reduction = reduction
        self.total = self.add_weight('total', initializer='zeros')
        if reduction in (Reduction.SUM_OVER_BATCH_SIZE, Reduction.WEIGHTED_MEAN):
            self.count = self.add_weight('count', initializer='zeros')

    def update_state(self, values, sample_weight=None):
        """Counts the values, each by its weight."""
        values = K.cast(values, self.dtype)
        if sample_weight is not None:
            values, _, sample_weight = losses_utils.squeeze_or_expand_dimensions(
                values, sample_weight=K.cast(sample_weight, self.dtype))
            sample_weight = losses_utils.broadcast_weights(values, sample_weight)
            values = values * sample_weight
        updates = [K.update_add(self.total, K.sum(values))]
        if self.reduction == Reduction.SUM:
            return updates
        self._check()
        counts_weights = self.reduction == Reduction.WEIGHTED_MEAN and sample_weight is not None
        return updates + [K.update_add(self.count, K.sum(sample_weight if counts_weights else K.ones_like(values)))]

    def result(self):
        """Returns the sum, or the mean: nan where nothing was counted."""
        if self.reduction == Reduction.SUM:
            return K.identity(self.total)
        self._check()
        return self.total / self.count

    def _check(self):
        if not hasattr(self, 'count'):
            raise NotImplementedError(f'reduction [{self.reduction}] not implemented')


@builtin_metric
class Sum(Reduce):
    """The sum of values, each times its weight (Keras 2.3.1 `keras.metrics.Sum`)."""

    def __init__(self, name='sum', dtype=None):
        super().__init__(Reduction.SUM, name, dtype=dtype)


@builtin_metric
class Mean(Reduce):
    """The mean of values by their weights (Keras 2.3.1 `keras.metrics.Mean`)."""

    def __init__(self, name='mean', dtype=None):
        super().__init__(Reduction.WEIGHTED_MEAN, name, dtype=dtype)


@builtin_metric
class MeanMetricWrapper(Mean):
    """The mean of what a function computes of targets and predictions.

    Args:
        fn: ``fn(y_true, y_pred, **kwargs)``, which returns a number for each sample.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().
        **kwargs: arguments of the function.

    Source: Keras 2.3.1 `keras.metrics.MeanMetricWrapper`.
    """

    def __init__(self, fn, name=None, dtype=None, **kwargs):
        super().__init__(name=name, dtype=dtype)
        self._fn = fn
        self._fn_kwargs = kwargs

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Counts the numbers of the samples of a batch, each by its weight."""
        sample_weight = masked_weights(y_pred, sample_weight, self.dtype)
        y_true, y_pred = K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype)
        y_pred, y_true = losses_utils.squeeze_or_expand_dimensions(y_pred, y_true)
        return super().update_state(self._fn(y_true, y_pred, **self._fn_kwargs), sample_weight=sample_weight)

    def get_config(self):
        """Returns name, dtype and the arguments of the function; files get a function of the program's, too."""
        config = {name: K.eval(value) if K.is_tensor(value) else value for name, value in self._fn_kwargs.items()}
        if type(self) is MeanMetricWrapper and context.writes_file:
            config['fn'] = _metric_adapter.function_in_files(host_function(self._fn))
        return dict(super().get_config(), **config)

    @classmethod
    def from_config(cls, config):
        """Returns the metric of a config; the function in that of a file may be a name, or what the host writes."""
        function = config.get('fn')
        if function is None or callable(function):
            return cls(**config)
        return cls(**dict(config, fn=deserialize(
            function['config'] if isinstance(function, dict) else function, functions.FUNCTIONS, 'metric function',
            _host.get)))


@builtin_metric
class Accuracy(MeanMetricWrapper):
    """The share of predictions that are the target (Keras 2.3.1 `keras.metrics.Accuracy`)."""

    def __init__(self, name='accuracy', dtype=None):
        super().__init__(functions.accuracy, name, dtype=dtype)


@builtin_metric
class BinaryAccuracy(MeanMetricWrapper):
    """The share of predictions on that side of ``threshold`` where the target is.

    Source: Keras 2.3.1 `keras.metrics.BinaryAccuracy`.
    """

    def __init__(self, name='binary_accuracy', dtype=None, threshold=0.5):
        super().__init__(functions.binary_accuracy, name, dtype=dtype, threshold=threshold)


@builtin_metric
class CategoricalAccuracy(MeanMetricWrapper):
    """The share of samples whose largest prediction is at the 1 of the target.

    Source: Keras 2.3.1 `keras.metrics.CategoricalAccuracy`.
    """

    def __init__(self, name='categorical_accuracy', dtype=None):
        super().__init__(functions.categorical_accuracy, name, dtype=dtype)


@builtin_metric
class SparseCategoricalAccuracy(MeanMetricWrapper):
    """The share of samples whose largest prediction is that of the class.

    Source: Keras 2.3.1 `keras.metrics.SparseCategoricalAccuracy`.
    """

    def __init__(self, name='sparse_categorical_accuracy', dtype=None):
        super().__init__(functions.sparse_categorical_accuracy, name, dtype=dtype)


def _in_top_k(y_true, y_pred, k):
    return functions.among_top(y_pred, K.argmax(y_true, axis=-1), k)


def _numbered_in_top_k(y_true, y_pred, k):
    return functions.among_top(y_pred, K.flatten(y_true), k)


@builtin_metric
class TopKCategoricalAccuracy(MeanMetricWrapper):
    """The share of samples whose class is among the ``k`` largest predictions.

    Source: Keras 2.3.1 `keras.metrics.TopKCategoricalAccuracy`.
    """

    def __init__(self, k=5, name='top_k_categorical_accuracy', dtype=None):
        super().__init__(_in_top_k, name, dtype=dtype, k=k)


@builtin_metric
class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """The share of samples whose class is among the ``k`` largest predictions.

    Source: Keras 2.3.1 `keras.metrics.SparseTopKCategoricalAccuracy`.
    """

    def __init__(self, k=5, name='sparse_top_k_categorical_accuracy', dtype=None):
        super().__init__(_numbered_in_top_k, name, dtype=dtype, k=k)


@builtin_metric
class MeanSquaredError(MeanMetricWrapper):
    """The mean square of the differences (Keras 2.3.1 `keras.metrics.MeanSquaredError`)."""

    def __init__(self, name='mean_squared_error', dtype=None):
        super().__init__(losses.mean_squared_error, name, dtype=dtype)


@builtin_metric
class MeanAbsoluteError(MeanMetricWrapper):
    """The mean absolute difference (Keras 2.3.1 `keras.metrics.MeanAbsoluteError`)."""

    def __init__(self, name='mean_absolute_error', dtype=None):
        super().__init__(losses.mean_absolute_error, name, dtype=dtype)


@builtin_metric
class MeanAbsolutePercentageError(MeanMetricWrapper):
    """The mean absolute difference in percent of the target.

    Source: Keras 2.3.1 `keras.metrics.MeanAbsolutePercentageError`.
    """

    def __init__(self, name='mean_absolute_percentage_error', dtype=None):
        super().__init__(losses.mean_absolute_percentage_error, name, dtype=dtype)


@builtin_metric
class MeanSquaredLogarithmicError(MeanMetricWrapper):
    """The mean square of the differences of logarithms (Keras 2.3.1 `keras.metrics.MeanSquaredLogarithmicError`)."""

    def __init__(self, name='mean_squared_logarithmic_error', dtype=None):
        super().__init__(losses.mean_squared_logarithmic_error, name, dtype=dtype)


@builtin_metric
class RootMeanSquaredError(Mean):
    """The root of the mean square of all differences (Keras 2.3.1 `keras.metrics.RootMeanSquaredError`)."""

    def __init__(self, name='root_mean_squared_error', dtype=None):
        super().__init__(name, dtype=dtype)

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Counts the squares of a batch, each by its weight."""
        sample_weight = masked_weights(y_pred, sample_weight, self.dtype)
        squares = K.square(K.cast(y_pred, self.dtype) - K.cast(y_true, self.dtype))
        return super().update_state(squares, sample_weight=sample_weight)

    def result(self):
        """Returns the root of the mean."""
        return K.sqrt(self.total / self.count)


def _hinge(y_true, y_pred):
    return losses.hinge(as_signs(y_true), y_pred)


def _squared_hinge(y_true, y_pred):
    return losses.squared_hinge(as_signs(y_true), y_pred)


@builtin_metric
class Hinge(MeanMetricWrapper):
    """The mean hinge loss; labels of 0 and 1 count as -1 and 1 (Keras 2.3.1 `keras.metrics.Hinge`)."""

    def __init__(self, name='hinge', dtype=None):
        super().__init__(_hinge, name, dtype=dtype)


@builtin_metric
class SquaredHinge(MeanMetricWrapper):
    """The mean squared hinge loss; labels of 0 and 1 count as -1 and 1 (Keras 2.3.1 `keras.metrics.SquaredHinge`)."""

    def __init__(self, name='squared_hinge', dtype=None):
        super().__init__(_squared_hinge, name, dtype=dtype)


@builtin_metric
class CategoricalHinge(MeanMetricWrapper):
    """The mean hinge loss of one-hot targets (Keras 2.3.1 `keras.metrics.CategoricalHinge`)."""

    def __init__(self, name='categorical_hinge', dtype=None):
        super().__init__(losses.categorical_hinge, name, dtype=dtype)


@builtin_metric
class LogCoshError(MeanMetricWrapper):
    """The mean logarithm of the hyperbolic cosine of the differences (Keras 2.3.1 `keras.metrics.LogCoshError`)."""

    def __init__(self, name='logcosh', dtype=None):
        super().__init__(losses.logcosh, name, dtype=dtype)


@builtin_metric
class Poisson(MeanMetricWrapper):
    """The mean Poisson loss (Keras 2.3.1 `keras.metrics.Poisson`)."""

    def __init__(self, name='poisson', dtype=None):
        super().__init__(losses.poisson, name, dtype=dtype)


@builtin_metric
class KLDivergence(MeanMetricWrapper):
    """The mean Kullback-Leibler divergence (Keras 2.3.1 `keras.metrics.KLDivergence`)."""

    def __init__(self, name='kullback_leibler_divergence', dtype=None):
        super().__init__(losses.kullback_leibler_divergence, name, dtype=dtype)


@builtin_metric
class CosineSimilarity(MeanMetricWrapper):
    """The mean cosine of the angle between target and prediction along the axis.

    Source: Keras 2.3.1 `keras.metrics.CosineSimilarity`.
    """

    def __init__(self, name='cosine_similarity', dtype=None, axis=-1):
        super().__init__(functions.cosine_similarity, name, dtype=dtype, axis=axis)


@builtin_metric
class BinaryCrossentropy(MeanMetricWrapper):
    """The mean cross-entropy of 0 or 1 and probabilities (Keras 2.3.1 `keras.metrics.BinaryCrossentropy`)."""

    def __init__(self, name='binary_crossentropy', dtype=None, from_logits=False, label_smoothing=0):
        super().__init__(losses.binary_crossentropy, name, dtype=dtype, from_logits=from_logits,
                         label_smoothing=label_smoothing)


@builtin_metric
class CategoricalCrossentropy(MeanMetricWrapper):
    """The mean cross-entropy of one-hot targets and probabilities.

    Source: Keras 2.3.1 `keras.metrics.CategoricalCrossentropy`.
    """

    def __init__(self, name='categorical_crossentropy', dtype=None, from_logits=False, label_smoothing=0):
        super().__init__(losses.categorical_crossentropy, name, dtype=dtype, from_logits=from_logits,
                         label_smoothing=label_smoothing)


@builtin_metric
class SparseCategoricalCrossentropy(MeanMetricWrapper):
    """The mean cross-entropy of class numbers and probabilities.

    Source: Keras 2.3.1 `keras.metrics.SparseCategoricalCrossentropy`.
    """

    def __init__(self, name='sparse_categorical_crossentropy', dtype=None, from_logits=False, axis=-1):
        super().__init__(losses.sparse_categorical_crossentropy, name, dtype=dtype, from_logits=from_logits, axis=axis)
