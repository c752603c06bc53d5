"""Which metric ``compile`` means for each output, and how a metric object counts (Keras 2.3.1 `training_utils`)."""
from collections import OrderedDict

from compat import backend as K
from compat import losses
from compat import metrics as metrics_of_keras
from compat.base_layer.nest import as_list
from compat.utils import losses_utils
from compat.utils.generic_utils import check_for_unexpected_keys


def check_length(what, given, output_names):
    if len(given) != len(output_names):
        raise ValueError('When passing a list as %s, it should have one entry per model output. The model has %d '
                         'outputs, but you passed %s=%s' % (what, len(output_names), what, given))


def get_metric_name(metric, weighted=False):
    """The name that Keras 2.3 logs a metric by: that which was said, or that of the object or function."""
    if isinstance(metric, str):
        return metric
    metric = metrics_of_keras.get(metric)
    return metric.name if hasattr(metric, 'name') else metric.__name__


# What stands for a metric that the loss and the shape of the output choose.
KINDS = {'accuracy': 'accuracy', 'acc': 'accuracy', 'crossentropy': 'crossentropy', 'ce': 'crossentropy'}


def is_of(loss_fn, name):
    """Whether the loss, a function or an object of Keras 2.3, computes the function of losses of that name."""
    function = getattr(losses, name)
    return loss_fn is function or getattr(loss_fn, 'fn', None) is function


def get_metric_function(metric, output_shape=None, loss_fn=None):
    """The metric of a name, config or callable; accuracy and crossentropy by the loss and the shape of the output."""
    kind = KINDS.get(metric) if isinstance(metric, str) else None
    if kind is None:
        return metrics_of_keras.get(metric)
    if output_shape[-1] == 1 or is_of(loss_fn, 'binary_crossentropy'):
        family = 'binary_'
    else:
        family = 'sparse_categorical_' if is_of(loss_fn, 'sparse_categorical_crossentropy') else 'categorical_'
    return metrics_of_keras.get(family + kind)


def collect_per_output_metric_info(metrics, output_names, output_shapes, loss_fns, is_weighted=False):
    """An ordered dict of metric objects by name for each output, from metrics as ``compile`` takes them.

    Functions become means of their values. Raises TypeError for metrics that are no list and no dict, ValueError for
    names of no output and lists of another length.
    """
    if not metrics:
        return [{} for _ in output_names]
    if isinstance(metrics, dict):
        check_for_unexpected_keys('metrics', metrics, output_names)
        metrics = [as_list(metrics.get(name, [])) for name in output_names]
    elif not isinstance(metrics, list):
        raise TypeError(f'Type of `metrics` argument not understood. Expected a list or dictionary, found: {metrics}')
    elif any(isinstance(one, list) for one in metrics):
        check_length('metrics', metrics, output_names)
        metrics = [as_list(one) for one in metrics]
    elif len(output_names) > 1:
        metrics = [metrics_of_keras.clone_metrics(metrics) for _ in output_names]
    else:
        metrics = [metrics]
    found = []
    for of_output, shape, loss_fn in zip(metrics, output_shapes, loss_fns):
        found.append(OrderedDict())
        for one in of_output:
            name, metric = get_metric_name(one, is_weighted), get_metric_function(one, shape, loss_fn)
            if not isinstance(metric, metrics_of_keras.Metric):
                metric = metrics_of_keras.MeanMetricWrapper(metric, name=name)
            found[-1][name] = metric
    return found


def call_metric_function(metric_fn, y_true, y_pred=None, weights=None, mask=None):
    """Lets a metric object count targets and predictions, or values alone, by their weights and where the mask is.

    Returns its result then.
    """
    if mask is not None:
        mask = K.cast(mask, K.dtype(y_pred))
        if weights is not None:
            mask, _, weights = losses_utils.squeeze_or_expand_dimensions(mask, sample_weight=weights)
        weights = mask if weights is None else weights * mask
    metric_fn.update_state(*([y_true] if y_pred is None else [y_true, y_pred]), sample_weight=weights)
    return metric_fn.result()
