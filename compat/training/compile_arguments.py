"""The arguments of ``compile`` as every host takes them, and the names that Keras 2 logs them by."""
import functools
import inspect

from compat import backend as K
from compat import metrics as metrics_of_keras
from compat import process
from compat.losses import for_host as loss_for_host
from compat.training import loss_objects, metric_objects
from compat.base_layer.pickling import host_function
from compat.usage import warn_of_keras_1

# Metrics that the host chooses by the loss or the shapes, and the names that Keras 2.2 logs them by.
BY_LOSS = {'accuracy': 'acc', 'acc': 'acc', 'crossentropy': 'crossentropy', 'ce': 'ce'}
# Where functions of losses and metrics come from that take targets of every dtype.
_BUILTIN = ('compat', 'keras', 'tensorflow', 'tf_keras')


def each(convert, given):
    """What ``convert`` makes of a loss or metric, or of each in a list or dict of them as ``compile`` takes them."""
    if isinstance(given, dict) and 'class_name' not in given:
        return {output: each(convert, value) for output, value in given.items()}
    if isinstance(given, (list, tuple)):
        return [each(convert, value) for value in given]
    return convert(given)


def leaves(given):
    """Every loss or metric in what ``compile`` was passed: alone, or in lists and dicts."""
    if isinstance(given, dict) and 'class_name' not in given:
        given = list(given.values())
    if isinstance(given, (list, tuple)):
        return [leaf for item in given for leaf in leaves(item)]
    return [given]


def loss(identifier):
    """The loss that the host trains with."""
    return loss_objects.for_host(_with_targets_cast(loss_for_host(identifier)))


def metric(identifier):
    """The metric for the host, which logs the name of Keras 2.2 in that dialect: ``acc``, and functions' long names."""
    if callable(getattr(identifier, 'name', None)):
        # tf.keras 2.4 loads a metric whose name is that of a custom object with the object for a name.
        identifier._name = identifier.name.__name__
    if process.dialect().short_metric_names:
        if isinstance(identifier, str):
            identifier = BY_LOSS[identifier] if identifier in BY_LOSS else metrics_of_keras.get(
                identifier)
    return loss_objects.for_host(_with_targets_cast(identifier))


def metrics_of_file(given):
    """The metrics that a host has read from a file: Keras 2's objects for its own that have no other arguments."""
    return each(_own_metric, given) if process.dialect().keras2_objective_classes else given


def _own_metric(given):
    name = type(given).__name__
    if type(given) is not metric_objects.host_class(name) or not hasattr(metrics_of_keras, name):
        return given
    try:
        return getattr(metrics_of_keras, name).from_config(given.get_config())
    except (TypeError, ValueError):  # it counts what no metric of Keras 2 does
        return given


def is_builtin(defined):
    """Whether a function or class is none of the program's own."""
    return is_builtin_module(defined.__module__ or '')


def is_builtin_module(name):
    """Whether a module is none of the program's own."""
    return name.split('.')[0] in _BUILTIN


def _with_targets_cast(function):
    """The program's own loss or metric, given the targets in the dtype of the outputs as Keras 2 gives them."""
    if not inspect.isfunction(function) or is_builtin(function):
        return host_function(function)
    if function.__name__ == '<lambda>' and process.opened().family == 'keras3':
        return function  # Keras 3 writes the code of a lambda to files, and casts the targets of losses itself.

    @functools.wraps(function)
    def with_cast(y_true, y_pred, *args, **kwargs):
        given, wanted = K.dtype(y_true), K.dtype(y_pred)
        if given != wanted and given != 'string':
            y_true = K.cast(y_true, wanted)
        return function(y_true, y_pred, *args, **kwargs)

    return with_cast


def by_output(metrics, outputs):
    """A list of metrics for each of several outputs: of one list for all of them, a dict by output, or such lists.

    What is no list and no dict is given back as it is, for the host to refuse.
    """
    if not metrics:
        return [[] for _ in outputs]
    if isinstance(metrics, dict):
        return [_listed(metrics.get(output)) for output in outputs]
    if not isinstance(metrics, (list, tuple)):
        return metrics
    if any(isinstance(one, (list, tuple)) for one in metrics):
        return [_listed(one) for one in metrics]
    return [list(metrics)] + [[_again(one) for one in metrics] for _ in outputs[1:]]


def _listed(metrics):
    if metrics is None:
        return []
    return list(metrics) if isinstance(metrics, (list, tuple)) else [metrics]


def _again(one):
    """The metric for another output: an object that counts has a count for each."""
    copied = metrics_of_keras.clone_metric(one)
    return type(one).from_config(one.get_config()) if copied is one and hasattr(one, 'get_config') else copied


def names(outputs, losses, metrics, weighted):
    """The names of what a step gives, in Keras 2's order, or None where the metrics are none that Keras 2 takes.

    ``losses``, ``metrics`` and ``weighted`` are as ``compile`` gets them, the last two by output where there are
    several.
    """
    if any(isinstance(given, str) for given in (metrics, weighted)):
        return None
    several = len(outputs) > 1
    found = ['loss']
    if several:
        found += [output + '_loss' for index, output in enumerate(outputs) if _has_loss(losses, index, output)]
    for index, output in enumerate(outputs):
        prefix = output + '_' if several else ''
        for kind, given in (('', metrics), ('weighted_', weighted)):
            kind = kind if process.dialect().short_metric_names else ''
            for one in _of_output(given, index, output, several):
                name = base = prefix + kind + _name(one)
                count = 0
                while name in found:
                    count += 1
                    name = '%s_%d' % (base, count)
                found.append(name)
    return tuple(found)


def _of_output(given, index, output, several):
    if several:
        return given[index] if index < len(given) else []
    given = given.get(output) if isinstance(given, dict) else given
    given = _listed(given)
    return given[0] if len(given) == 1 and isinstance(given[0], (list, tuple)) else given


def _has_loss(losses, index, output):
    if isinstance(losses, dict):
        return losses.get(output) is not None
    if isinstance(losses, (list, tuple)):
        return index < len(losses) and losses[index] is not None
    return losses is not None


def _name(identifier):
    """What Keras 2 logs a metric by: 2.2 by the name of its function, 2.3 as it was said."""
    if isinstance(identifier, str) and not process.dialect().short_metric_names:
        return identifier
    converted = metric(identifier)
    if isinstance(converted, str):
        return converted
    return getattr(converted, 'name', None) or getattr(converted, '__name__', type(converted).__name__)


def epochs_of(epochs, arguments):
    """The number of epochs, which Keras 1 called ``nb_epoch``; takes that out of the other arguments."""
    if 'nb_epoch' not in arguments:
        return epochs
    warn_of_keras_1('The `nb_epoch` argument in `fit` has been renamed `epochs`.', stacklevel=3)
    return arguments.pop('nb_epoch')
