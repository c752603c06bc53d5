"""The metric objects of Keras 2.3 (Keras 2.3.1 `keras.metrics.Metric` and others): the host's, with its numbers."""
import functools

import numpy as np

from compat import backend as K
from compat import losses, process
from compat.symbolic import phase
from compat.backend.updates import Update
from compat.utils import losses_utils, metrics_utils
from compat.base_layer.named_objects import counting, builtin

host = process.opened().keras.metrics


def _executed(method):
    """The method of a metric, in which K computes; the updates that it returns, those of K.update too, are applied."""
    @functools.wraps(method)
    def run(*args, **kwargs):
        with phase.execution_scope:
            result = method(*args, **kwargs)
            updates = result if isinstance(result, list) else [result]
            if not updates or not all(isinstance(update, Update) for update in updates):
                return result
            for update in updates:
                update.apply()
            return None
    return run


class Keras2MetricMixin:
    """What the metrics of a program lean on: K in ``update_state`` and ``result``, and the order of add_weight."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for name in ('update_state', 'result'):
            if name in vars(cls):
                setattr(cls, name, _executed(vars(cls)[name]))

    def add_weight(self, *args, **kwargs):
        """A variable of the metric: (name, shape=(), initializer=None, dtype=None), or as the host has it."""
        for argument, value in zip(('name', 'shape', 'initializer', 'dtype')
                                   if args and isinstance(args[0], str) else (), args):
            kwargs[argument] = value
            args = args[1:]
        return super().add_weight(*args, **kwargs)


class ResetStatesMixin:
    """``reset_states``, Keras 2's name of what newer hosts call ``reset_state``: either may be defined."""

    def reset_states(self):
        """Forget what was counted."""
        super().reset_state()

    def reset_state(self):
        """What the host calls."""
        self.reset_states()


_MIXINS = (Keras2MetricMixin,) if hasattr(host.Metric, 'reset_states') else (Keras2MetricMixin, ResetStatesMixin)


class NearestThresholdMixin:
    """Keras 2.3 uses the threshold whose rate is nearest to what is asked for; hosts use the best beyond it."""

    def result(self):
        """The other rate there."""
        sensitivity = self._rate(self.true_positives, self.false_negatives)
        specificity = self._rate(self.true_negatives, self.false_positives)
        asked, other = (specificity, sensitivity) if hasattr(self, 'specificity') else (sensitivity, specificity)
        wanted = self.specificity if hasattr(self, 'specificity') else self.sensitivity
        nearest = K.argmin(K.abs(asked - wanted), axis=0)
        return K.sum(other * K.one_hot(nearest, self.num_thresholds))

    @staticmethod
    def _rate(right, missed):
        total = right + missed
        return right / K.maximum(total, K.epsilon())

    result = _executed(result)


def _counts(metric, values, sample_weight, reduction):
    """The updates that count values, each by its weight."""
    dtype = K.dtype(metric.total)
    values = K.cast(values, dtype)
    weights = None
    if sample_weight is not None:
        values, _, weights = losses_utils.squeeze_or_expand_dimensions(
            values, sample_weight=K.cast(sample_weight, dtype))
        weights = losses_utils.broadcast_weights(values, weights)
        values = values * weights
    updates = [K.update_add(metric.total, K.sum(values))]
    if reduction == metrics_utils.Reduction.SUM:
        return updates
    counted = reduction == metrics_utils.Reduction.WEIGHTED_MEAN and weights is not None
    return updates + [K.update_add(metric.count, K.sum(weights if counted else K.ones_like(values)))]


class WeightedMeanMixin:
    """Hosts count samples, Keras 2.3 all values of them, or the weights: means over batches of both kinds differ."""

    def update_state(self, values, sample_weight=None):
        """Count the values, each by its weight."""
        return _counts(self, values, sample_weight, metrics_utils.Reduction.WEIGHTED_MEAN)

    update_state = _executed(update_state)


class MeanOfPairsMixin:
    """The same of metrics that are means of a function of targets and predictions."""

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Count the values of a batch, each by its weight; the host counts those of masked predictions."""
        if getattr(y_pred, '_keras_mask', None) is not None:
            return super().update_state(y_true, y_pred, sample_weight=sample_weight)
        dtype = K.dtype(self.total)
        values = self._values(K.cast(y_true, dtype), K.cast(y_pred, dtype))
        return _counts(self, values, sample_weight, metrics_utils.Reduction.WEIGHTED_MEAN)

    update_state = _executed(update_state)

    def _values(self, y_true, y_pred):
        y_pred, y_true = losses_utils.squeeze_or_expand_dimensions(y_pred, y_true)
        return self._computed(y_true, y_pred)

    def _computed(self, y_true, y_pred):
        return self._fn(y_true, y_pred, **self._fn_kwargs)


class MeanOfSquaresMixin(MeanOfPairsMixin):
    """Keras 2.3 does not look at the ranks there."""

    def _values(self, y_true, y_pred):
        return K.square(y_pred - y_true)


class SmoothedClassesMixin(MeanOfPairsMixin):
    """Labels of steps are smoothed as in Keras 2.3."""

    def _computed(self, y_true, y_pred):
        own = {name: self._fn_kwargs[name] for name in ('from_logits', 'label_smoothing')}
        return losses.categorical_crossentropy(y_true, y_pred, **own)


class LastAxisMeanMixin(MeanOfPairsMixin):
    """A number for each sample or step, where some hosts return the last axis too."""

    def _computed(self, y_true, y_pred):
        values = super()._computed(y_true, y_pred)
        return K.mean(values, axis=-1) if K.ndim(values) == K.ndim(y_pred) else values


class EachValueMixin(MeanOfPairsMixin):
    """Each value counts, where Keras 3.0 has their mean."""

    def _computed(self, y_true, y_pred):
        return K.equal(y_true, y_pred)


_NUMBER_MIXINS = {
    'SensitivityAtSpecificity': (NearestThresholdMixin,), 'SpecificityAtSensitivity': (NearestThresholdMixin,),
    'Mean': (WeightedMeanMixin,), 'RootMeanSquaredError': (MeanOfSquaresMixin,), 'Accuracy': (EachValueMixin,),
    'CategoricalCrossentropy': (SmoothedClassesMixin,), 'BinaryAccuracy': (LastAxisMeanMixin,),
    'SparseCategoricalAccuracy': (LastAxisMeanMixin,)}


# tf.keras 2.4 does not publish it.
_WRAPPER = next(base for base in host.MeanSquaredError.__mro__ if base.__name__ == 'MeanMetricWrapper')


def _number_mixins(name, host_class):
    if not process.dialect().keras2_objective_classes:
        return ()
    return _NUMBER_MIXINS.get(name, (MeanOfPairsMixin,) if issubclass(host_class, _WRAPPER) else ())


Metric = counting(host.Metric)('Metric', _MIXINS + (host.Metric,), {
    '__doc__': host.Metric.__doc__, '__module__': __name__, 'stands_for': (host.Metric,)})


class Reduce(Metric):
    """Counts values and reduces them by ``reduction``, one of metrics_utils.Reduction.

    Raises NotImplementedError for another one, when it counts values. Source: Keras 2.3.1 `keras.metrics.Reduce`.
    """

    stands_for = (host.Mean, host.Sum)

    def __init__(self, reduction, name, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.reduction = reduction
        self.total = self.add_weight('total', initializer='zeros')
        if reduction in (metrics_utils.Reduction.SUM_OVER_BATCH_SIZE, metrics_utils.Reduction.WEIGHTED_MEAN):
            self.count = self.add_weight('count', initializer='zeros')

    def update_state(self, values, sample_weight=None):
        """Count the values, each by its weight."""
        if self.reduction != metrics_utils.Reduction.SUM:
            self._check()
        return _counts(self, values, sample_weight, self.reduction)

    def result(self):
        """The sum, or the mean."""
        if self.reduction == metrics_utils.Reduction.SUM:
            return self.total * 1.
        self._check()
        return self.total / self.count

    def _check(self):
        if not hasattr(self, 'count'):
            raise NotImplementedError(f'reduction [{self.reduction}] not implemented')


class SensitivitySpecificityBase(Metric):
    """Counts right and wrong predictions for thresholds between 0 and 1; subclasses define a ``result``.

    The numbers are in the weights ``true_positives``, ``true_negatives``, ``false_positives`` and ``false_negatives``
    (thresholds,), and ``value`` is what a subclass asks for. Raises ValueError for no thresholds.
    Source: Keras 2.3.1 `keras.metrics.SensitivitySpecificityBase`.
    """

    stands_for = (host.SensitivityAtSpecificity, host.SpecificityAtSensitivity)

    def __init__(self, value, num_thresholds=200, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        if num_thresholds <= 0:
            raise ValueError('`num_thresholds` must be > 0.')
        self.value = value
        self.true_positives, self.true_negatives, self.false_positives, self.false_negatives = (
            self.add_weight(name, shape=(num_thresholds,), initializer='zeros')
            for name in ('true_positives', 'true_negatives', 'false_positives', 'false_negatives'))
        self.thresholds = [place / (num_thresholds - 1.) for place in range(num_thresholds)] if (
            num_thresholds > 1) else [0.5]

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Count the predictions of a batch."""
        matrix = metrics_utils.ConfusionMatrix
        return metrics_utils.update_confusion_matrix_variables({
            matrix.TRUE_POSITIVES: self.true_positives, matrix.TRUE_NEGATIVES: self.true_negatives,
            matrix.FALSE_POSITIVES: self.false_positives, matrix.FALSE_NEGATIVES: self.false_negatives,
        }, y_true, y_pred, thresholds=self.thresholds, sample_weight=sample_weight)

    def reset_states(self):
        """Forget what was counted."""
        K.batch_set_value([(weight, np.zeros(len(self.thresholds))) for weight in (
            self.true_positives, self.true_negatives, self.false_positives, self.false_negatives)])


def _metric(name):
    """The class of Keras 2.3 of that name: the host's, with the mixins that give it the numbers of Keras 2.3."""
    host_class = _WRAPPER if name == _WRAPPER.__name__ else getattr(host, name)
    metric = type(host.Metric)(name, _number_mixins(name, host_class) + _MIXINS + (host_class,),
                               {'__doc__': host_class.__doc__, '__module__': __name__})
    return builtin('metrics')(metric) if hasattr(host, name) else metric


AUC = _metric('AUC')
Accuracy = _metric('Accuracy')
BinaryAccuracy = _metric('BinaryAccuracy')
BinaryCrossentropy = _metric('BinaryCrossentropy')
CategoricalAccuracy = _metric('CategoricalAccuracy')
CategoricalCrossentropy = _metric('CategoricalCrossentropy')
CategoricalHinge = _metric('CategoricalHinge')
CosineSimilarity = _metric('CosineSimilarity')
FalseNegatives = _metric('FalseNegatives')
FalsePositives = _metric('FalsePositives')
Hinge = _metric('Hinge')
KLDivergence = _metric('KLDivergence')
LogCoshError = _metric('LogCoshError')
Mean = _metric('Mean')
MeanAbsoluteError = _metric('MeanAbsoluteError')
MeanAbsolutePercentageError = _metric('MeanAbsolutePercentageError')
MeanIoU = _metric('MeanIoU')
MeanMetricWrapper = _metric('MeanMetricWrapper')
MeanSquaredError = _metric('MeanSquaredError')
MeanSquaredLogarithmicError = _metric('MeanSquaredLogarithmicError')
Poisson = _metric('Poisson')
Precision = _metric('Precision')
Recall = _metric('Recall')
RootMeanSquaredError = _metric('RootMeanSquaredError')
SensitivityAtSpecificity = _metric('SensitivityAtSpecificity')
SparseCategoricalAccuracy = _metric('SparseCategoricalAccuracy')
SparseCategoricalCrossentropy = _metric('SparseCategoricalCrossentropy')
SparseTopKCategoricalAccuracy = _metric('SparseTopKCategoricalAccuracy')
SpecificityAtSensitivity = _metric('SpecificityAtSensitivity')
SquaredHinge = _metric('SquaredHinge')
Sum = _metric('Sum')
TopKCategoricalAccuracy = _metric('TopKCategoricalAccuracy')
TrueNegatives = _metric('TrueNegatives')
TruePositives = _metric('TruePositives')
