"""Layers and models of numpy on Keras 3."""
from compat import process
from compat.symbolic.context import context
from compat.adapters.keras3 import layer as keras3

keras = process.opened().keras
ops = keras.ops
floatx = keras.backend.floatx


def holding_its_dtype(initializer):
    """An initializer whose values keep their dtype: Keras 3.15 makes float32 of arrays that it gets for a variable."""
    def values(shape, dtype=None, **kwargs):
        return keras.Variable(initializer(shape, dtype=dtype, **kwargs), dtype=dtype, trainable=False)
    return values


class Layer(keras3.Layer):
    """The base of all layers, whose weights hold numbers of the dtype that they name."""

    def _weight_arguments(self, args, kwargs):
        arguments = super()._weight_arguments(args, kwargs)
        if callable(arguments.get('initializer')):
            arguments['initializer'] = holding_its_dtype(arguments['initializer'])
        return arguments


class Keras2ModelMixin(keras3.Keras2ModelMixin):
    """What every model needs before the host's own class."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """The loss that an evaluation computes: Keras 3.15 on numpy cannot add up a list of several."""
        with context.scope(host_task='adding_up'):
            losses = [] if self._compile_loss is None else [self._compile_loss(y, y_pred, sample_weight)]
            return sum(losses + [ops.sum(ops.cast(loss, floatx())) for loss in self.losses])

    compute_loss.__signature__ = keras3.Keras2ModelMixin.compute_loss.__signature__
