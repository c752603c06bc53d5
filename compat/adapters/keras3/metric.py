"""The base of the metric objects of Keras 2.3 where the host is Keras 3."""
from compat import process
from compat import backend as K
from compat.adapters.keras3.tensors import name_variable
from compat.base_layer.named_objects import counting
from compat.errors import UnsupportedError
from compat.symbolic import operators
from compat.training.metric_objects import Keras2MetricMixin, are_updates

_keras = process.opened().keras
_HostMetric = _keras.metrics.Metric


class Metric(Keras2MetricMixin, _HostMetric, metaclass=counting(_HostMetric)):
    """A metric of a program's own: an object that counts, batch by batch, and has a result.

    It derives from the host's Metric, which alone the host's models take for an object that counts, and has of it the
    tracking of its variables. The host's metrics count as its instances.

    Source: Keras 2.3.1 `keras.metrics.Metric`.
    """

    stands_for = (_HostMetric,)
    stateful = built = trainable = True

    def __call__(self, *args, **kwargs):
        """Counts a batch, and returns the result. Raises UnsupportedError for symbols."""
        if are_updates(self.update_state(*args, **kwargs)):
            raise UnsupportedError(
                f'The metric {self.name} was called on symbols, and a result of Keras 3 does not wait for what is '
                'counted. Pass the metric to compile, or its updates to K.function(inputs, outputs, '
                'updates=metric.update_state(...)), and read K.eval(metric.result()) after the call.')
        return self.result()

    def add_weight(self, *args, **kwargs):
        """A variable that the metric counts in: (name, shape=(), initializer=None, dtype=None)."""
        variable = super().add_weight(*args, **kwargs)
        if ':' not in variable.name:
            name_variable(variable)
        return operators.as_recording(variable)

    def add_variable(self, shape, initializer, dtype=None, **kwargs):
        """A variable, as Keras 3 makes it; without a dtype it has that of the metric."""
        return super().add_variable(shape, initializer, dtype=dtype or self.dtype, **kwargs)

    @property
    def weights(self):
        """The variables that it counts in."""
        return self.variables

    @property
    def trainable_weights(self):
        """None: no training changes them."""
        return []

    @property
    def non_trainable_weights(self):
        """The variables that it counts in."""
        return self.variables

    @property
    def updates(self):
        """None: ``update_state`` performs its updates, or returns them."""
        return []

    def get_weights(self):
        """The current values of the weights, as a list of arrays."""
        return K.batch_get_value(self.weights)

    def set_weights(self, weights):
        """Set the weights to arrays, in the order of ``get_weights()``."""
        K.batch_set_value(list(zip(self.weights, weights)))


def function_in_files(function):
    """A function within the config of a metric, as files have it."""
    return _keras.utils.serialize_keras_object(function)
