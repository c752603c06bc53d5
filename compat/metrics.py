"""The metrics of Keras 2 (Keras 2.2.4 `keras.metrics`): of targets and predictions, one number per sample.

The losses are metrics too. The objects that count over batches are those of Keras 2.3.
"""
from compat import adapters, losses, process
from compat import backend as K
from compat.base_layer.named_objects import deserialize as _deserialize
from compat.base_layer.named_objects import named as _named
from compat.base_layer.pickling import host_function as _host_function
from compat.losses import _measure, as_signs as _as_signs
from compat.symbolic.context import context as _context
from compat.training.metric_objects import builtin_metric as _builtin_metric
from compat.training.metric_objects import masked_weights as _masked_weights
from compat.utils import losses_utils, metrics_utils
from compat.utils.generic_utils import serialize_keras_object

_host = process.opened().keras.metrics
_metric_adapter = adapters.area('metric')
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
    return K.cast(K.less(larger, k), K.floatx())


def _share(found):
    return K.mean(found, axis=-1) if _TOP_K_OF_BATCH else found


@_metric
def top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Whether the target's class is among the ``k`` largest predictions (samples, classes)."""
    return _share(_among_top(y_pred, K.argmax(y_true, axis=-1), k))


@_metric
def sparse_top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Whether the class that the target numbers is among the ``k`` largest predictions (samples, classes)."""
    return _share(_among_top(y_pred, K.flatten(y_true), k))


@_metric
def _cosine(y_true, y_pred, axis=-1):
    """The cosine of the angle between target and prediction along the axis (Keras 2.3.1)."""
    return K.sum(K.l2_normalize(y_true, axis=axis) * K.l2_normalize(y_pred, axis=axis), axis=axis)


# Keras 2.2 has the loss, the negative of it, as the metric.
cosine = cosine_proximity = losses.cosine_proximity if process.dialect().cosine_metric_is_loss else _cosine
cosine_similarity = _cosine


# Objects that count (Keras 2.3)

Metric = _metric_adapter.Metric
_Reduction, _Entry = metrics_utils.Reduction, metrics_utils.ConfusionMatrix


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
        if reduction in (_Reduction.SUM_OVER_BATCH_SIZE, _Reduction.WEIGHTED_MEAN):
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
        if self.reduction == _Reduction.SUM:
            return updates
        self._check()
        counts_weights = self.reduction == _Reduction.WEIGHTED_MEAN and sample_weight is not None
        return updates + [K.update_add(self.count, K.sum(sample_weight if counts_weights else K.ones_like(values)))]

    def result(self):
        """Returns the sum, or the mean: nan where nothing was counted."""
        if self.reduction == _Reduction.SUM:
            return K.identity(self.total)
        self._check()
        return self.total / self.count

    def _check(self):
        if not hasattr(self, 'count'):
            raise NotImplementedError(f'reduction [{self.reduction}] not implemented')


@_builtin_metric
class Sum(Reduce):
    """The sum of values, each times its weight (Keras 2.3.1 `keras.metrics.Sum`)."""

    def __init__(self, name='sum', dtype=None):
        super().__init__(_Reduction.SUM, name, dtype=dtype)


@_builtin_metric
class Mean(Reduce):
    """The mean of values by their weights (Keras 2.3.1 `keras.metrics.Mean`)."""

    def __init__(self, name='mean', dtype=None):
        super().__init__(_Reduction.WEIGHTED_MEAN, name, dtype=dtype)


@_builtin_metric
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
        sample_weight = _masked_weights(y_pred, sample_weight, self.dtype)
        y_true, y_pred = K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype)
        y_pred, y_true = losses_utils.squeeze_or_expand_dimensions(y_pred, y_true)
        return super().update_state(self._fn(y_true, y_pred, **self._fn_kwargs), sample_weight=sample_weight)

    def get_config(self):
        """Returns name, dtype and the arguments of the function; files get a function of the program's, too."""
        config = {name: K.eval(value) if K.is_tensor(value) else value for name, value in self._fn_kwargs.items()}
        if type(self) is MeanMetricWrapper and _context.writes_file:
            config['fn'] = _metric_adapter.function_in_files(_host_function(self._fn))
        return dict(super().get_config(), **config)

    @classmethod
    def from_config(cls, config):
        """Returns the metric of a config; the function in that of a file may be a name, or what the host writes."""
        function = config.get('fn')
        if function is None or callable(function):
            return cls(**config)
        return cls(**dict(config, fn=get(function['config'] if isinstance(function, dict) else function)))


@_builtin_metric
class Accuracy(MeanMetricWrapper):
    """The share of predictions that are the target (Keras 2.3.1 `keras.metrics.Accuracy`)."""

    def __init__(self, name='accuracy', dtype=None):
        super().__init__(accuracy, name, dtype=dtype)


@_builtin_metric
class BinaryAccuracy(MeanMetricWrapper):
    """The share of predictions on that side of ``threshold`` where the target is.

    Source: Keras 2.3.1 `keras.metrics.BinaryAccuracy`.
    """

    def __init__(self, name='binary_accuracy', dtype=None, threshold=0.5):
        super().__init__(binary_accuracy, name, dtype=dtype, threshold=threshold)


@_builtin_metric
class CategoricalAccuracy(MeanMetricWrapper):
    """The share of samples whose largest prediction is at the 1 of the target.

    Source: Keras 2.3.1 `keras.metrics.CategoricalAccuracy`.
    """

    def __init__(self, name='categorical_accuracy', dtype=None):
        super().__init__(categorical_accuracy, name, dtype=dtype)


@_builtin_metric
class SparseCategoricalAccuracy(MeanMetricWrapper):
    """The share of samples whose largest prediction is that of the class.

    Source: Keras 2.3.1 `keras.metrics.SparseCategoricalAccuracy`.
    """

    def __init__(self, name='sparse_categorical_accuracy', dtype=None):
        super().__init__(sparse_categorical_accuracy, name, dtype=dtype)


def _in_top_k(y_true, y_pred, k):
    return _among_top(y_pred, K.argmax(y_true, axis=-1), k)


def _numbered_in_top_k(y_true, y_pred, k):
    return _among_top(y_pred, K.flatten(y_true), k)


@_builtin_metric
class TopKCategoricalAccuracy(MeanMetricWrapper):
    """The share of samples whose class is among the ``k`` largest predictions.

    Source: Keras 2.3.1 `keras.metrics.TopKCategoricalAccuracy`.
    """

    def __init__(self, k=5, name='top_k_categorical_accuracy', dtype=None):
        super().__init__(_in_top_k, name, dtype=dtype, k=k)


@_builtin_metric
class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """The share of samples whose class is among the ``k`` largest predictions.

    Source: Keras 2.3.1 `keras.metrics.SparseTopKCategoricalAccuracy`.
    """

    def __init__(self, k=5, name='sparse_top_k_categorical_accuracy', dtype=None):
        super().__init__(_numbered_in_top_k, name, dtype=dtype, k=k)


@_builtin_metric
class MeanSquaredError(MeanMetricWrapper):
    """The mean square of the differences (Keras 2.3.1 `keras.metrics.MeanSquaredError`)."""

    def __init__(self, name='mean_squared_error', dtype=None):
        super().__init__(losses.mean_squared_error, name, dtype=dtype)


@_builtin_metric
class MeanAbsoluteError(MeanMetricWrapper):
    """The mean absolute difference (Keras 2.3.1 `keras.metrics.MeanAbsoluteError`)."""

    def __init__(self, name='mean_absolute_error', dtype=None):
        super().__init__(losses.mean_absolute_error, name, dtype=dtype)


@_builtin_metric
class MeanAbsolutePercentageError(MeanMetricWrapper):
    """The mean absolute difference in percent of the target.

    Source: Keras 2.3.1 `keras.metrics.MeanAbsolutePercentageError`.
    """

    def __init__(self, name='mean_absolute_percentage_error', dtype=None):
        super().__init__(losses.mean_absolute_percentage_error, name, dtype=dtype)


@_builtin_metric
class MeanSquaredLogarithmicError(MeanMetricWrapper):
    """The mean square of the differences of logarithms (Keras 2.3.1 `keras.metrics.MeanSquaredLogarithmicError`)."""

    def __init__(self, name='mean_squared_logarithmic_error', dtype=None):
        super().__init__(losses.mean_squared_logarithmic_error, name, dtype=dtype)


@_builtin_metric
class RootMeanSquaredError(Mean):
    """The root of the mean square of all differences (Keras 2.3.1 `keras.metrics.RootMeanSquaredError`)."""

    def __init__(self, name='root_mean_squared_error', dtype=None):
        super().__init__(name, dtype=dtype)

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Counts the squares of a batch, each by its weight."""
        sample_weight = _masked_weights(y_pred, sample_weight, self.dtype)
        squares = K.square(K.cast(y_pred, self.dtype) - K.cast(y_true, self.dtype))
        return super().update_state(squares, sample_weight=sample_weight)

    def result(self):
        """Returns the root of the mean."""
        return K.sqrt(self.total / self.count)


def _hinge(y_true, y_pred):
    return losses.hinge(_as_signs(y_true), y_pred)


def _squared_hinge(y_true, y_pred):
    return losses.squared_hinge(_as_signs(y_true), y_pred)


@_builtin_metric
class Hinge(MeanMetricWrapper):
    """The mean hinge loss; labels of 0 and 1 count as -1 and 1 (Keras 2.3.1 `keras.metrics.Hinge`)."""

    def __init__(self, name='hinge', dtype=None):
        super().__init__(_hinge, name, dtype=dtype)


@_builtin_metric
class SquaredHinge(MeanMetricWrapper):
    """The mean squared hinge loss; labels of 0 and 1 count as -1 and 1 (Keras 2.3.1 `keras.metrics.SquaredHinge`)."""

    def __init__(self, name='squared_hinge', dtype=None):
        super().__init__(_squared_hinge, name, dtype=dtype)


@_builtin_metric
class CategoricalHinge(MeanMetricWrapper):
    """The mean hinge loss of one-hot targets (Keras 2.3.1 `keras.metrics.CategoricalHinge`)."""

    def __init__(self, name='categorical_hinge', dtype=None):
        super().__init__(losses.categorical_hinge, name, dtype=dtype)


@_builtin_metric
class LogCoshError(MeanMetricWrapper):
    """The mean logarithm of the hyperbolic cosine of the differences (Keras 2.3.1 `keras.metrics.LogCoshError`)."""

    def __init__(self, name='logcosh', dtype=None):
        super().__init__(losses.logcosh, name, dtype=dtype)


@_builtin_metric
class Poisson(MeanMetricWrapper):
    """The mean Poisson loss (Keras 2.3.1 `keras.metrics.Poisson`)."""

    def __init__(self, name='poisson', dtype=None):
        super().__init__(losses.poisson, name, dtype=dtype)


@_builtin_metric
class KLDivergence(MeanMetricWrapper):
    """The mean Kullback-Leibler divergence (Keras 2.3.1 `keras.metrics.KLDivergence`)."""

    def __init__(self, name='kullback_leibler_divergence', dtype=None):
        super().__init__(losses.kullback_leibler_divergence, name, dtype=dtype)


@_builtin_metric
class CosineSimilarity(MeanMetricWrapper):
    """The mean cosine of the angle between target and prediction along the axis.

    Source: Keras 2.3.1 `keras.metrics.CosineSimilarity`.
    """

    def __init__(self, name='cosine_similarity', dtype=None, axis=-1):
        super().__init__(cosine_similarity, name, dtype=dtype, axis=axis)


@_builtin_metric
class BinaryCrossentropy(MeanMetricWrapper):
    """The mean cross-entropy of 0 or 1 and probabilities (Keras 2.3.1 `keras.metrics.BinaryCrossentropy`)."""

    def __init__(self, name='binary_crossentropy', dtype=None, from_logits=False, label_smoothing=0):
        super().__init__(losses.binary_crossentropy, name, dtype=dtype, from_logits=from_logits,
                         label_smoothing=label_smoothing)


@_builtin_metric
class CategoricalCrossentropy(MeanMetricWrapper):
    """The mean cross-entropy of one-hot targets and probabilities.

    Source: Keras 2.3.1 `keras.metrics.CategoricalCrossentropy`.
    """

    def __init__(self, name='categorical_crossentropy', dtype=None, from_logits=False, label_smoothing=0):
        super().__init__(losses.categorical_crossentropy, name, dtype=dtype, from_logits=from_logits,
                         label_smoothing=label_smoothing)


@_builtin_metric
class SparseCategoricalCrossentropy(MeanMetricWrapper):
    """The mean cross-entropy of class numbers and probabilities.

    Source: Keras 2.3.1 `keras.metrics.SparseCategoricalCrossentropy`.
    """

    def __init__(self, name='sparse_categorical_crossentropy', dtype=None, from_logits=False, axis=-1):
        super().__init__(losses.sparse_categorical_crossentropy, name, dtype=dtype, from_logits=from_logits, axis=axis)


class _CountsForThresholds(Metric):
    """Counts entries of the confusion matrix for thresholds: a weight (thresholds,) for each entry of ``_entries``."""

    _entries = ()
    top_k = class_id = None

    def _add_counts(self):
        for entry in self._entries:
            name = self._weight_of(entry)
            setattr(self, name, self.add_weight(name, shape=(len(self.thresholds),), initializer='zeros'))

    @staticmethod
    def _weight_of(entry):
        return entry.name.lower()

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Counts the predictions of a batch, each by its weight."""
        sample_weight = _masked_weights(y_pred, sample_weight, K.floatx())
        variables = {entry: getattr(self, self._weight_of(entry)) for entry in self._entries}
        return metrics_utils.update_confusion_matrix_variables(
            variables, y_true, y_pred, thresholds=list(self.thresholds), top_k=self.top_k, class_id=self.class_id,
            sample_weight=sample_weight)


def _ratio(part, whole):
    """Returns the part of the whole, 0 where there is none."""
    is_there = K.greater(whole, 0.)
    return K.switch(is_there, part / K.switch(is_there, whole, K.ones_like(whole)), K.zeros_like(part))


class _ConfusionMatrixConditionCount(_CountsForThresholds):
    def __init__(self, confusion_matrix_cond, thresholds=None, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self._confusion_matrix_cond, self._entries = confusion_matrix_cond, (confusion_matrix_cond,)
        self.init_thresholds = thresholds
        self.thresholds = metrics_utils.parse_init_thresholds(thresholds)
        self._add_counts()

    @staticmethod
    def _weight_of(entry):
        return 'accumulator'

    def result(self):
        """Returns the number, or one for each of several thresholds."""
        return self.accumulator[0] if len(self.thresholds) == 1 else K.identity(self.accumulator)

    def get_config(self):
        """Returns name, dtype and the thresholds as they were passed."""
        return dict(super().get_config(), thresholds=self.init_thresholds)


@_builtin_metric
class FalsePositives(_ConfusionMatrixConditionCount):
    """The number of negative targets whose prediction is above the threshold.

    Args:
        thresholds: a number between 0 and 1, 0.5 by default, or a list: then there is a count for each.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        ValueError: a threshold is not between 0 and 1.

    Source: Keras 2.3.1 `keras.metrics.FalsePositives`.
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__(_Entry.FALSE_POSITIVES, thresholds=thresholds, name=name, dtype=dtype)


@_builtin_metric
class TruePositives(_ConfusionMatrixConditionCount):
    """The number of positive targets whose prediction is above the threshold.

    Args:
        thresholds: a number between 0 and 1, 0.5 by default, or a list: then there is a count for each.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        ValueError: a threshold is not between 0 and 1.

    Source: Keras 2.3.1 `keras.metrics.TruePositives`.
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__(_Entry.TRUE_POSITIVES, thresholds=thresholds, name=name, dtype=dtype)


@_builtin_metric
class TrueNegatives(_ConfusionMatrixConditionCount):
    """The number of negative targets whose prediction is not above the threshold.

    Args:
        thresholds: a number between 0 and 1, 0.5 by default, or a list: then there is a count for each.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        ValueError: a threshold is not between 0 and 1.

    Source: Keras 2.3.1 `keras.metrics.TrueNegatives`.
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__(_Entry.TRUE_NEGATIVES, thresholds=thresholds, name=name, dtype=dtype)


@_builtin_metric
class FalseNegatives(_ConfusionMatrixConditionCount):
    """The number of positive targets whose prediction is not above the threshold.

    Args:
        thresholds: a number between 0 and 1, 0.5 by default, or a list: then there is a count for each.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        ValueError: a threshold is not between 0 and 1.

    Source: Keras 2.3.1 `keras.metrics.FalseNegatives`.
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__(_Entry.FALSE_NEGATIVES, thresholds=thresholds, name=name, dtype=dtype)


class _ShareOfPositives(_CountsForThresholds):
    """The share of the true positives in what is counted."""

    def __init__(self, thresholds=None, top_k=None, class_id=None, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds, self.top_k, self.class_id = thresholds, top_k, class_id
        self.thresholds = metrics_utils.parse_init_thresholds(
            thresholds, default_threshold=0.5 if top_k is None else metrics_utils.NEG_INF)
        self._add_counts()

    def result(self):
        """Returns the share, or one for each of several thresholds; 0 where nothing was counted."""
        whole = self.true_positives + getattr(self, self._weight_of(self._entries[1]))
        share = _ratio(self.true_positives, whole)
        return share[0] if len(self.thresholds) == 1 else share

    def get_config(self):
        """Returns name, dtype and the arguments as they were passed."""
        return dict(super().get_config(), thresholds=self.init_thresholds, top_k=self.top_k, class_id=self.class_id)


@_builtin_metric
class Precision(_ShareOfPositives):
    """The share of predictions above the threshold whose target is positive.

    Args:
        thresholds: a number between 0 and 1, 0.5 by default, or a list: then there is a share for each.
        top_k: integer: only so many of the largest predictions of a sample can be positive, whatever they are.
        class_id: integer: only this index of the last axis counts.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        ValueError: a threshold is not between 0 and 1.

    Source: Keras 2.3.1 `keras.metrics.Precision`.
    """

    _entries = _Entry.TRUE_POSITIVES, _Entry.FALSE_POSITIVES


@_builtin_metric
class Recall(_ShareOfPositives):
    """The share of positive targets whose prediction is above the threshold.

    Args:
        thresholds: a number between 0 and 1, 0.5 by default, or a list: then there is a share for each.
        top_k: integer: only so many of the largest predictions of a sample can be positive, whatever they are.
        class_id: integer: only this index of the last axis counts.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        ValueError: a threshold is not between 0 and 1.

    Source: Keras 2.3.1 `keras.metrics.Recall`.
    """

    _entries = _Entry.TRUE_POSITIVES, _Entry.FALSE_NEGATIVES


class SensitivitySpecificityBase(_CountsForThresholds):
    """Counts right and wrong predictions for thresholds between 0 and 1; subclasses define a ``result``.

    The numbers are in the weights ``true_positives``, ``true_negatives``, ``false_positives`` and ``false_negatives``
    (thresholds,).

    Args:
        value: what a subclass asks for.
        num_thresholds: how many thresholds there are.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        ValueError: there are no thresholds.

    Source: Keras 2.3.1 `keras.metrics.SensitivitySpecificityBase`.
    """

    stands_for = (_host.SensitivityAtSpecificity, _host.SpecificityAtSensitivity)
    _entries = _Entry.TRUE_POSITIVES, _Entry.TRUE_NEGATIVES, _Entry.FALSE_POSITIVES, _Entry.FALSE_NEGATIVES

    def __init__(self, value, num_thresholds=200, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        if num_thresholds <= 0:
            raise ValueError(f'`num_thresholds` must be > 0, and is {num_thresholds}.')
        self.value = value
        self.thresholds = [place / (num_thresholds - 1.) for place in range(num_thresholds)] if (
            num_thresholds > 1) else [0.5]
        self._add_counts()

    def _other_rate(self, counts, other_counts):
        """Returns the rate of the other counts at the threshold whose own rate is nearest to what is asked for."""
        rate, other = (_ratio(right, right + wrong) for right, wrong in (counts, other_counts))
        nearest = K.argmin(K.abs(rate - self.value), axis=0)
        return K.sum(other * K.cast(K.one_hot(nearest, len(self.thresholds)), self.dtype))


@_builtin_metric
class SensitivityAtSpecificity(SensitivitySpecificityBase):
    """The share of positives that are found at the threshold with the specificity nearest to that which is asked for.

    Args:
        specificity: the share, between 0 and 1, of negatives that are to be found.
        num_thresholds: how many thresholds there are.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        ValueError: the specificity is not between 0 and 1, or there are no thresholds.

    Source: Keras 2.3.1 `keras.metrics.SensitivityAtSpecificity`.
    """

    def __init__(self, specificity, num_thresholds=200, name=None, dtype=None):
        if specificity < 0 or specificity > 1:
            raise ValueError(f'`specificity` must be in the range [0, 1], and is {specificity}.')
        super().__init__(specificity, num_thresholds=num_thresholds, name=name, dtype=dtype)
        self.specificity, self.num_thresholds = specificity, num_thresholds

    def result(self):
        """Returns the sensitivity there."""
        return self._other_rate((self.true_negatives, self.false_positives),
                                (self.true_positives, self.false_negatives))

    def get_config(self):
        """Returns name, dtype and the arguments."""
        return dict(super().get_config(), num_thresholds=self.num_thresholds, specificity=self.specificity)


@_builtin_metric
class SpecificityAtSensitivity(SensitivitySpecificityBase):
    """The share of negatives that are found at the threshold with the sensitivity nearest to that which is asked for.

    Args:
        sensitivity: the share, between 0 and 1, of positives that are to be found.
        num_thresholds: how many thresholds there are.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Raises:
        ValueError: the sensitivity is not between 0 and 1, or there are no thresholds.

    Source: Keras 2.3.1 `keras.metrics.SpecificityAtSensitivity`.
    """

    def __init__(self, sensitivity, num_thresholds=200, name=None, dtype=None):
        if sensitivity < 0 or sensitivity > 1:
            raise ValueError(f'`sensitivity` must be in the range [0, 1], and is {sensitivity}.')
        super().__init__(sensitivity, num_thresholds=num_thresholds, name=name, dtype=dtype)
        self.sensitivity, self.num_thresholds = sensitivity, num_thresholds

    def result(self):
        """Returns the specificity there."""
        return self._other_rate((self.true_positives, self.false_negatives),
                                (self.true_negatives, self.false_positives))

    def get_config(self):
        """Returns name, dtype and the arguments."""
        return dict(super().get_config(), num_thresholds=self.num_thresholds, sensitivity=self.sensitivity)


@_builtin_metric
class AUC(_CountsForThresholds):
    """The area under the curve of true over false positives ('ROC'), or of precision over recall ('PR').

    Args:
        num_thresholds: how many points of the curve are computed, 2 or more.
        curve: 'ROC' or 'PR'.
        summation_method: the height of the area between two points: 'interpolation', 'minoring' or 'majoring'.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().
        thresholds: the thresholds of the points between the first and the last one, instead of equal steps.

    Raises:
        ValueError: there are fewer than 2 thresholds, or there is no such curve or method.

    Source: Keras 2.3.1 `keras.metrics.AUC`.
    """

    _entries = SensitivitySpecificityBase._entries

    def __init__(self, num_thresholds=200, curve='ROC', summation_method='interpolation', name=None, dtype=None,
                 thresholds=None):
        if thresholds is None and num_thresholds <= 1:
            raise ValueError(f'`num_thresholds` must be > 1, and is {num_thresholds}.')
        if thresholds is None:
            thresholds = [place * 1. / (num_thresholds - 1) for place in range(1, num_thresholds - 1)]
        super().__init__(name=name, dtype=dtype)
        self.num_thresholds = len(thresholds) + 2
        # Predictions of 0 and 1 are above the first one, and not above the last one.
        self.thresholds = [0. - K.epsilon()] + sorted(thresholds) + [1. + K.epsilon()]
        self.curve = metrics_utils.AUCCurve.from_str(getattr(curve, 'value', curve))
        self.summation_method = metrics_utils.AUCSummationMethod.from_str(
            getattr(summation_method, 'value', summation_method))
        self._add_counts()

    def interpolate_pr_auc(self):
        """Returns the area under the precision over the recall, between points that are interpolated by counts.

        Source: Davis and Goadrich 2006, section 4; Keras 2.3.1 `keras.metrics.AUC.interpolate_pr_auc`.
        """
        found, positive = self.true_positives, self.true_positives + self.false_positives
        found_between = found[:-1] - found[1:]
        positive_between = K.maximum(positive[:-1] - positive[1:], 0.)
        slope = _ratio(found_between, positive_between)
        intercept = found[1:] - slope * positive[1:]
        both = K.cast(K.greater(positive[:-1], 0.), self.dtype) * K.cast(K.greater(positive[1:], 0.), self.dtype)
        growth = both * _ratio(positive[:-1], positive[1:]) + (1. - both)
        return K.sum(_ratio(slope * (found_between + intercept * K.log(growth)),
                            K.maximum(found[1:] + self.false_negatives[1:], 0.)))

    def result(self):
        """Returns the area."""
        curve, method = metrics_utils.AUCCurve, metrics_utils.AUCSummationMethod
        if self.curve == curve.PR and self.summation_method == method.INTERPOLATION:
            return self.interpolate_pr_auc()
        recall = _ratio(self.true_positives, self.true_positives + self.false_negatives)
        if self.curve == curve.ROC:
            x, y = _ratio(self.false_positives, self.false_positives + self.true_negatives), recall
        else:
            x, y = recall, _ratio(self.true_positives, self.true_positives + self.false_positives)
        if self.summation_method == method.INTERPOLATION:
            heights = (y[:-1] + y[1:]) / 2.
        else:
            heights = (K.minimum if self.summation_method == method.MINORING else K.maximum)(y[:-1], y[1:])
        return K.sum((x[:-1] - x[1:]) * heights)

    def get_config(self):
        """Returns name, dtype and the arguments; the thresholds are those between the first and the last one."""
        return dict(super().get_config(), num_thresholds=self.num_thresholds, curve=self.curve.value,
                    summation_method=self.summation_method.value, thresholds=list(self.thresholds[1:-1]))


@_builtin_metric
class MeanIoU(Metric):
    """The mean over the classes of the intersection of targets and predictions over their union.

    Args:
        num_classes: how many classes there are; targets and predictions are their numbers.
        name: the name of the metric.
        dtype: the dtype that it counts in; None is K.floatx().

    Source: Keras 2.3.1 `keras.metrics.MeanIoU`, which is that of tf.keras 2.0.
    """

    def __init__(self, num_classes, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.num_classes = num_classes
        self.total_cm = self.add_weight('total_confusion_matrix', shape=(num_classes, num_classes),
                                        initializer='zeros')

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Counts the pairs of classes of a batch, each by its weight."""
        sample_weight = _masked_weights(y_pred, sample_weight, self.dtype)
        targets, predictions = (K.cast(K.one_hot(K.cast(K.flatten(K.cast(numbers, self.dtype)), 'int32'),
                                                 self.num_classes), self.dtype) for numbers in (y_true, y_pred))
        if sample_weight is not None:
            targets = targets * K.reshape(sample_weight, (-1, 1))
        return [K.update_add(self.total_cm, K.dot(K.transpose(targets), predictions))]

    def result(self):
        """Returns the mean over those classes that were counted; 0 where none was."""
        matrix = K.identity(self.total_cm)
        right = K.sum(matrix * K.eye(self.num_classes), axis=0)
        union = K.sum(matrix, axis=0) + K.sum(matrix, axis=1) - right
        return K.sum(_ratio(right, union)) / K.maximum(K.sum(K.cast(K.greater(union, 0.), self.dtype)), 1.)

    def get_config(self):
        """Returns name, dtype and the number of classes."""
        return dict(super().get_config(), num_classes=self.num_classes)


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
