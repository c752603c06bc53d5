"""Models of numpy on Keras 3."""
from compat import process
from compat.symbolic.context import context
from compat.adapters.keras3 import layer as keras3

ops = process.opened().keras.ops
floatx = process.opened().keras.backend.floatx


class Keras2ModelMixin(keras3.Keras2ModelMixin):
    """What every model needs before the host's own class."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """The loss that an evaluation computes: Keras 3.15 on numpy cannot add up a list of several."""
        with context.scope(host_task='adding_up'):
            losses = [] if self._compile_loss is None else [self._compile_loss(y, y_pred, sample_weight)]
            return sum(losses + [ops.sum(ops.cast(loss, floatx())) for loss in self.losses])

    compute_loss.__signature__ = keras3.Keras2ModelMixin.compute_loss.__signature__
