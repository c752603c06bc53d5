"""What the metric objects of Keras 2.3 share on every host (Keras 2.3.1 `keras.metrics.Metric`).

The adapter makes the base of all of them (``metric.Metric``); the classes are in compat.metrics.
"""
import abc
import functools
import inspect

from compat import adapters, process
from compat import backend as K
from compat.backend.updates import Update
from compat.base_layer.layer_mixin import numbered_name
from compat.base_layer.named_objects import builtin
from compat.engine.base_layer import Layer
from compat.symbolic import graph, phase
from compat.utils import losses_utils

_host = process.opened().keras.metrics
_ops = adapters.area('ops')
# tf.keras 2.4 does not publish it.
_WRAPPER = next(base for base in _host.MeanSquaredError.__mro__ if base.__name__ == 'MeanMetricWrapper')
# What hosts write beside Keras 2's arguments, and the values with which their metrics are Keras 2's.
HOST_ONLY = {'axis': -1, 'class_id': None, 'from_logits': False, 'ignore_class': None, 'label_weights': None,
             'multi_label': False, 'num_labels': None, 'sparse_y_pred': True, 'sparse_y_true': True}


def are_updates(result):
    """Returns whether it is an update of K, or a list of them and of nothing else."""
    updates = result if isinstance(result, list) else [result]
    return bool(updates) and all(isinstance(update, Update) for update in updates)


def _executed(method):
    """The method of a metric, in which K computes; the updates that it returns, those of K.update too, are applied.

    Of symbols K records: then the updates are returned, for a function to perform.
    """
    @functools.wraps(method)
    def run(*args, **kwargs):
        with phase.execution_scope:
            result = method(*args, **kwargs)
            if not are_updates(result):
                return result
            for update in result if isinstance(result, list) else [result]:
                update.apply()
            return None

    run.__signature__ = inspect.signature(method)
    executed = Layer._finish_method('call', run)

    @functools.wraps(executed)
    def run_or_record(*args, **kwargs):
        if graph.in_graph_mode() and any(map(_ops.is_symbol, args[1:] + tuple(kwargs.values()))):
            return method(*args, **kwargs)
        return executed(*args, **kwargs)

    return run_or_record


class ExecutedMethodsMixin:
    """What the metrics of a program lean on: K in ``update_state`` and ``result``, and the order of add_weight."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for name in ('update_state', 'result'):
            if name in vars(cls) and not getattr(vars(cls)[name], '__isabstractmethod__', False):
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


class Keras2MetricMixin(ExecutedMethodsMixin, metaclass=abc.ABCMeta):
    """Keras 2.3's `keras.metrics.Metric`: its constructor, its weights, which are variables, and their resets.

    A subclass makes its weights in the constructor, by ``add_weight(name, shape)``, and defines ``update_state`` and
    ``result``. It cannot be instantiated without them.
    """

    def __init__(self, name=None, dtype=None, **kwargs):
        super().__init__(name=name or numbered_name(type(self)), dtype=dtype or K.floatx(), **kwargs)

    @abc.abstractmethod
    def update_state(self, *args, **kwargs):
        """Counts a batch: performs the updates of the weights; of symbols returns them, for K.function to perform."""

    @abc.abstractmethod
    def result(self):
        """Returns the number, or numbers, of what was counted."""

    def reset_states(self):
        """Forgets what was counted."""
        with phase.execution_scope:
            for weight in self.weights:
                _ops.assign(weight, K.zeros_like(weight))

    def reset_state(self):
        """Forgets what was counted: newer hosts call it by this name."""
        self.reset_states()


def masked_weights(y_pred, sample_weight, dtype):
    """Returns the weights of predictions, nothing where a host that trains has masked them; None where all count.

    Source: Keras 2.3.1 `keras.engine.training_utils.call_metric_function`.
    """
    weights = None if sample_weight is None else K.cast(sample_weight, dtype)
    mask = getattr(y_pred, '_keras_mask', None)
    if mask is None or _ops.is_symbol(y_pred):
        return weights
    mask = K.cast(mask, dtype)
    if weights is None:
        return mask
    mask, _, weights = losses_utils.squeeze_or_expand_dimensions(mask, sample_weight=weights)
    return weights * mask


def host_class(name):
    """Returns the host's class of metrics of that name, None where it has none."""
    return _WRAPPER if name == _WRAPPER.__name__ else getattr(_host, name, None)


def builtin_metric(cls):
    """A decorator for the classes of compat.metrics: files name the host's class, and its configs are read.

    In the dialect tf.keras it returns the host's class of that name, with K in its methods.

    Raises ValueError, when a config is read, for an argument of the host that no metric of Keras 2 has.
    """
    name = cls.__name__
    if not process.dialect().keras2_objective_classes:
        of_host = host_class(name)
        mixins = (ExecutedMethodsMixin,) if hasattr(_host.Metric, 'reset_states') else (
            ExecutedMethodsMixin, ResetStatesMixin)
        cls = type(_host.Metric)(name, mixins + (of_host,), {
            '__doc__': of_host.__doc__, '__module__': cls.__module__})
    else:
        _reads_host_configs(cls)
    return builtin('metrics')(cls) if hasattr(_host, name) else cls


def _reads_host_configs(cls):
    from_own_config = cls.from_config.__func__
    own = inspect.signature(cls.__init__).parameters

    @functools.wraps(from_own_config)
    def from_config(subclass, config, *args, **kwargs):
        if subclass is cls and not any(parameter.kind is parameter.VAR_KEYWORD for parameter in own.values()):
            for key in set(config) - set(own):
                if key in HOST_ONLY and config[key] != HOST_ONLY[key]:
                    raise ValueError(f'The config of the metric {config.get("name")} ({cls.__name__}) has '
                                     f'{key}={config[key]!r}, which no metric of Keras 2 can compute. Its arguments '
                                     f'are {", ".join(list(own)[1:])}.')
            config = {key: value for key, value in config.items() if key in own or key not in HOST_ONLY}
        return from_own_config(subclass, config, *args, **kwargs)

    cls.from_config = classmethod(from_config)
