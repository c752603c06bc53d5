"""The metric objects of Keras 2.3 (Keras 2.3.1 `keras.metrics.Metric` and its kinds): the host's, with its manners."""
import functools

import numpy as np

from compat import backend as K
from compat import losses, process
from compat.imports import lazy_modules as namespace
from compat.symbolic import phase
from compat.backend.updates import Update
from compat.utils import losses_utils, metrics_utils
from compat.base_layer.named_objects import counting, builtin

host = process.opened().keras.metrics


def _at_once(method):
    """The method of a metric, in which K computes; the updates that it gives, those of K.update too, are applied."""
    @functools.wraps(method)
    def run(*args, **kwargs):
        with phase.execution_scope:
            found = method(*args, **kwargs)
            given = found if isinstance(found, list) else [found]
            if not given or not all(isinstance(update, Update) for update in given):
                return found
            for update in given:
                update.apply()
            return None
    return run


class Keras2LayerMixin:
    """What the metrics of a program lean on: K in ``update_state`` and ``result``, and the order of add_weight."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for name in ('update_state', 'result'):
            if name in vars(cls):
                setattr(cls, name, _at_once(vars(cls)[name]))

    def add_weight(self, *args, **kwargs):
        """A variable of the metric: (name, shape=(), initializer=None, dtype=None), or as the host has it."""
        for argument, value in zip(('name', 'shape', 'initializer', 'dtype')
                                   if args and isinstance(args[0], str) else (), args):
            kwargs[argument] = value
            args = args[1:]
        return super().add_weight(*args, **kwargs)


class Resets:
    """``reset_states``, Keras 2's name of what newer hosts call ``reset_state``: either may be defined."""

    def reset_states(self):
        """Forget what was counted."""
        super().reset_state()

    def reset_state(self):
        """What the host calls."""
        self.reset_states()


_MANNERS = (Keras2LayerMixin,) if hasattr(host.Metric, 'reset_states') else (Keras2LayerMixin, Resets)


class _AtPlace:
    """Keras 2.3 takes the threshold whose rate is nearest to what is asked for; hosts take the best beyond it."""

    def result(self):
        """The other rate there."""
        sensitivity = self._rate(self.true_positives, self.false_negatives)
        specificity = self._rate(self.true_negatives, self.false_positives)
        asked, told = (specificity, sensitivity) if hasattr(self, 'specificity') else (sensitivity, specificity)
        wanted = self.specificity if hasattr(self, 'specificity') else self.sensitivity
        nearest = K.argmin(K.abs(asked - wanted), axis=0)
        return K.sum(told * K.one_hot(nearest, self.num_thresholds))

    @staticmethod
    def _rate(found, missed):
        total = found + missed
        return found / K.maximum(total, K.epsilon())

    result = _at_once(result)


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


class _OfValues:
    """Hosts count samples, Keras 2.3 all values of them, or the weights: means over batches of both kinds differ."""

    def update_state(self, values, sample_weight=None):
        """Count the values, each by its weight."""
        return _counts(self, values, sample_weight, metrics_utils.Reduction.WEIGHTED_MEAN)

    update_state = _at_once(update_state)


class _OfPairs:
    """The same of metrics that are means of a function of targets and predictions."""

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Count the values of a batch, each by its weight; the host counts those of masked predictions."""
        if getattr(y_pred, '_keras_mask', None) is not None:
            return super().update_state(y_true, y_pred, sample_weight=sample_weight)
        dtype = K.dtype(self.total)
        values = self._values(K.cast(y_true, dtype), K.cast(y_pred, dtype))
        return _counts(self, values, sample_weight, metrics_utils.Reduction.WEIGHTED_MEAN)

    update_state = _at_once(update_state)

    def _values(self, y_true, y_pred):
        y_pred, y_true = losses_utils.squeeze_or_expand_dimensions(y_pred, y_true)
        return self._computed(y_true, y_pred)

    def _computed(self, y_true, y_pred):
        return self._fn(y_true, y_pred, **self._fn_kwargs)


class _OfSquares(_OfPairs):
    """Keras 2.3 does not look at the ranks there."""

    def _values(self, y_true, y_pred):
        return K.square(y_pred - y_true)


class _OfClasses(_OfPairs):
    """Labels of steps are smooth in the manner of Keras 2.3."""

    def _computed(self, y_true, y_pred):
        own = {name: self._fn_kwargs[name] for name in ('from_logits', 'label_smoothing')}
        return losses.categorical_crossentropy(y_true, y_pred, **own)


class _OfShares(_OfPairs):
    """A number for each sample or step, where some hosts keep the last axis."""

    def _computed(self, y_true, y_pred):
        found = super()._computed(y_true, y_pred)
        return K.mean(found, axis=-1) if K.ndim(found) == K.ndim(y_pred) else found


class _OfEquals(_OfPairs):
    """Each value counts, where Keras 3.0 has their mean."""

    def _computed(self, y_true, y_pred):
        return K.equal(y_true, y_pred)


_OWN_MANNERS = {
    'SensitivityAtSpecificity': (_AtPlace,), 'SpecificityAtSensitivity': (_AtPlace,), 'Mean': (_OfValues,),
    'RootMeanSquaredError': (_OfSquares,), 'Accuracy': (_OfEquals,), 'CategoricalCrossentropy': (_OfClasses,),
    'BinaryAccuracy': (_OfShares,), 'SparseCategoricalAccuracy': (_OfShares,)}


# tf.keras 2.4 does not publish it.
_WRAPPER = next(base for base in host.MeanSquaredError.__mro__ if base.__name__ == 'MeanMetricWrapper')


def _own_manners(name, of_host):
    if not process.dialect().keras2_objective_classes:
        return ()
    return _OWN_MANNERS.get(name, (_OfPairs,) if issubclass(of_host, _WRAPPER) else ())


def _names():
    """The classes of Keras 2.3 that the host has too."""
    for name, home in sorted(namespace.NAMES['2.3.1']['metrics'].items()):
        if home == '.' and isinstance(_host_class(name), type):
            yield name


def _host_class(name):
    return _WRAPPER if name == _WRAPPER.__name__ else getattr(host, name, None)


Metric = counting(host.Metric)('Metric', _MANNERS + (host.Metric,), {
    '__doc__': host.Metric.__doc__, '__module__': __name__, 'stands_for': (host.Metric,)})


class Reduce(Metric):
    """Counts values and tells what the ``reduction``, one of metrics_utils.Reduction, makes of them all.

    Raises NotImplementedError for another one, where it is told values. Source: Keras 2.3.1 `keras.metrics.Reduce`.
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
    """Counts right and wrong predictions for thresholds between 0 and 1; kinds of it give a ``result``.

    The numbers are in the weights ``true_positives``, ``true_negatives``, ``false_positives`` and ``false_negatives``
    (thresholds,), and ``value`` is what a kind asks for. Raises ValueError for no thresholds.
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


CLASSES = {'Metric': Metric, 'Reduce': Reduce, 'SensitivitySpecificityBase': SensitivitySpecificityBase}
for _name in _names():
    if _name not in CLASSES:
        _of_host = _host_class(_name)
        _marked = builtin('metrics') if hasattr(host, _name) else lambda kind: kind
        CLASSES[_name] = _marked(type(host.Metric)(
            _name, _own_manners(_name, _of_host) + _MANNERS + (_of_host,),
            {'__doc__': _of_host.__doc__, '__module__': __name__}))
globals().update(CLASSES)
