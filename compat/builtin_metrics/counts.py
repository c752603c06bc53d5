"""Metric objects that count pairs of classes, or above and below thresholds (Keras 2.3), which compat.metrics has."""
from compat import adapters, process
from compat import backend as K
from compat.training.metric_objects import builtin_metric, masked_weights
from compat.utils import metrics_utils

_host = process.opened().keras.metrics
Metric = adapters.area('metric').Metric
_Entry = metrics_utils.ConfusionMatrix


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
        sample_weight = masked_weights(y_pred, sample_weight, K.floatx())
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


@builtin_metric
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


@builtin_metric
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


@builtin_metric
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


@builtin_metric
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


@builtin_metric
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


@builtin_metric
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


@builtin_metric
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


@builtin_metric
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


@builtin_metric
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


@builtin_metric
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
        sample_weight = masked_weights(y_pred, sample_weight, self.dtype)
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
