"""The base of the metric objects of Keras 2.3 where the host is tf.keras or tf_keras."""
from compat import process
from compat.base_layer.named_objects import counting
from compat.symbolic import operators
from compat.training.metric_objects import Keras2MetricMixin

_HostMetric = process.opened().keras.metrics.Metric


class Metric(Keras2MetricMixin, _HostMetric, metaclass=counting(_HostMetric)):
    """A metric of a program's own: an object that counts, batch by batch, and has a result.

    It derives from the host's Metric, which alone the host's models take for an object that counts, and has of it what
    a layer has, as in Keras 2.3. The host's metrics count as its instances.

    Source: Keras 2.3.1 `keras.metrics.Metric`.
    """

    stands_for = (_HostMetric,)

    def add_weight(self, *args, **kwargs):
        """A variable that the metric counts in: (name, shape=(), initializer=None, dtype=None)."""
        return operators.as_recording(super().add_weight(*args, **kwargs))


def function_in_files(function):
    """A function within the config of a metric, as files have it: the host finds its name."""
    return function
