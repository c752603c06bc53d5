"""Helpers of the metric objects of Keras 2.3 (Keras 2.3.1 `keras.utils.metrics_utils`)."""
import sys
from enum import Enum

from compat import backend as K
from compat import process
from compat.utils import losses_utils

NEG_INF = -1e10


class Reduction:
    """The reductions of metrics: the weighted sum, that divided by the number of values, or by the sum of weights."""

    SUM = 'sum'
    SUM_OVER_BATCH_SIZE = 'sum_over_batch_size'
    WEIGHTED_MEAN = 'weighted_mean'


class ConfusionMatrix(Enum):
    """The entries of a confusion matrix, the keys of ``update_confusion_matrix_variables``."""

    TRUE_POSITIVES = 'tp'
    FALSE_POSITIVES = 'fp'
    TRUE_NEGATIVES = 'tn'
    FALSE_NEGATIVES = 'fn'


class _NamedMember(Enum):
    """Members that are found by their value, which may begin with a capital or be in lower case."""

    @classmethod
    def from_str(cls, key):
        """Returns the member of that value. Raises ValueError for another one."""
        for member in cls:
            if key in (member.value, member.value.lower(), member.value[0].upper() + member.value[1:]):
                return member
        raise ValueError(f'Invalid AUC {cls._what} value "{key}". Valid are {", ".join(one.value for one in cls)}.')


class AUCCurve(_NamedMember):
    """The curves of metrics.AUC: true over false positives, or precision over recall."""

    ROC = 'ROC'
    PR = 'PR'


class AUCSummationMethod(_NamedMember):
    """The heights between two points of a curve: the mean, the larger, or the smaller of both."""

    INTERPOLATION = 'interpolation'
    MAJORING = 'majoring'
    MINORING = 'minoring'


AUCCurve._what, AUCSummationMethod._what = 'curve', 'summation method'
if not process.dialect().keras2_objective_classes:
    # The host's own, which its AUC accepts; hosts do not publish them.
    _of_host = sys.modules[process.opened().keras.metrics.AUC.__module__].metrics_utils
    AUCCurve, AUCSummationMethod = _of_host.AUCCurve, _of_host.AUCSummationMethod


def update_state_wrapper(update_state_fn):
    """Returns a method of a metric that calls the function, adds its updates to the metric, and returns them.

    Source: Keras 2.3.1 `keras.utils.metrics_utils.update_state_wrapper`.
    """
    def decorated(metric_obj, *args, **kwargs):
        update_op = update_state_fn(*args, **kwargs)
        metric_obj.add_update(update_op)
        return update_op

    return decorated


def result_wrapper(result_fn):
    """Returns a method of a metric that returns the result of the function and stores it as ``metric._call_result``.

    Source: Keras 2.3.1 `keras.utils.metrics_utils.result_wrapper`.
    """
    def decorated(metric_obj, *args, **kwargs):
        metric_obj._call_result = result = K.identity(result_fn(*args, **kwargs))
        return result

    return decorated


def filter_top_k(x, k):
    """Returns the ``k`` largest values along the last axis (the first of equal ones), and NEG_INF for all others.

    Source: Keras 2.3.1 `keras.utils.metrics_utils.filter_top_k`.
    """
    size = K.int_shape(x)[-1]
    each, other = K.expand_dims(x, -1), K.expand_dims(x, -2)
    before = K.constant([[float(index < own) for index in range(size)] for own in range(size)])
    larger = K.cast(K.greater(other, each), K.floatx()) + K.cast(K.equal(other, each), K.floatx()) * before
    is_top = K.cast(K.less(K.sum(larger, axis=-1), k), K.dtype(x))
    return x * is_top + NEG_INF * (1 - is_top)


def to_list(x):
    """Returns a list as it is, anything else in a list of one."""
    return x if isinstance(x, list) else [x]


def assert_thresholds_range(thresholds):
    """Raises ValueError where a threshold of the list is None or not between 0 and 1."""
    invalid = [threshold for threshold in thresholds if threshold is None or not 0 <= threshold <= 1]
    if invalid:
        raise ValueError(f'Threshold values must be in [0, 1]. Invalid values: {invalid}')


def parse_init_thresholds(thresholds, default_threshold=0.5):
    """Returns the thresholds as a list, the default one for None. Raises ValueError for those not between 0 and 1."""
    if thresholds is None:
        return to_list(default_threshold)
    assert_thresholds_range(to_list(thresholds))
    return to_list(thresholds)


def weighted_assign_add(label, pred, weights, var):
    """Returns the update that adds to the variable (thresholds,) the number, or weight, of values where both are true.

    ``label`` and ``pred`` are bools (thresholds, values); ``weights`` are None or such numbers. Source: Keras 2.3.1
    `keras.utils.metrics_utils.weighted_assign_add`.
    """
    both = K.cast(label, K.floatx()) * K.cast(pred, K.floatx())
    return K.update_add(var, K.sum(both if weights is None else both * weights, axis=1))


def _check_keys(variables):
    known = list(ConfusionMatrix)
    if not any(key in known for key in variables):
        raise ValueError('Please provide at least one valid confusion matrix variable to update. Valid variable key '
                         f'options are: "{known}". Received: "{list(variables)}"')
    invalid = [key for key in variables if key not in known]
    if invalid:
        raise ValueError(f'Invalid keys: {invalid}. Valid variable key options are: "{known}"')


def update_confusion_matrix_variables(variables_to_update, y_true, y_pred, thresholds=0.5, top_k=None, class_id=None,
                                      sample_weight=None):
    """Returns the updates of the entries of a confusion matrix for each threshold.

    Args:
        variables_to_update: a variable (thresholds,) for some ConfusionMatrix keys.
        y_true: targets; those that are not zero are positive.
        y_pred: predictions; those above the threshold are positive.
        thresholds: float, or a list.
        top_k: integer: only that many of the largest predictions along the last axis can be positive.
        class_id: integer: only this index of the last axis counts.
        sample_weight: scalar, or tensor of the rank of the targets.

    Returns:
        A list of updates; None without variables.

    Raises:
        ValueError: a key is unknown, or the shape of the weights does not fit.

    Source: Keras 2.3.1 `keras.utils.metrics_utils.update_confusion_matrix_variables`.
    """
    if variables_to_update is None:
        return None
    y_true, y_pred = K.cast(y_true, K.floatx()), K.cast(y_pred, K.floatx())
    _check_keys(variables_to_update)
    if sample_weight is None:
        y_pred, y_true = losses_utils.squeeze_or_expand_dimensions(y_pred, y_true=y_true)
    else:
        y_pred, y_true, sample_weight = losses_utils.squeeze_or_expand_dimensions(
            y_pred, y_true=y_true, sample_weight=K.cast(sample_weight, K.floatx()))
    if top_k is not None:
        y_pred = filter_top_k(y_pred, top_k)
    if class_id is not None:
        y_true, y_pred = y_true[..., class_id], y_pred[..., class_id]
    weights = None
    if sample_weight is not None:
        weights = K.reshape(losses_utils.broadcast_weights(y_pred, sample_weight), (1, -1))
    bounds = K.constant([[threshold] for threshold in to_list(thresholds)])
    values = K.reshape(y_pred, (1, -1))
    # A row for each threshold, of the targets too.
    right = K.cast(K.not_equal(K.reshape(y_true, (1, -1)), 0.), K.floatx()) * K.ones_like(bounds)
    labels = {True: K.greater(right, 0.5), False: K.less(right, 0.5)}
    predictions = {True: K.greater(values, bounds), False: K.less_equal(values, bounds)}
    return [weighted_assign_add(labels[label], predictions[prediction], weights, variables_to_update[key])
            for key, label, prediction in _ENTRIES if key in variables_to_update]


# Whether the target, and whether the prediction is positive.
_ENTRIES = ((ConfusionMatrix.TRUE_POSITIVES, True, True), (ConfusionMatrix.FALSE_NEGATIVES, True, False),
           (ConfusionMatrix.FALSE_POSITIVES, False, True), (ConfusionMatrix.TRUE_NEGATIVES, False, False))
