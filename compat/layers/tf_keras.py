"""What tf.keras's layers call differently than Keras 2's, or lack."""
from compat import dialects
from compat.engine import shapes
from compat.layers.keras3 import Change


class _CellKnowsConstants(object):
    """A recurrent layer whose cell is built for the constants too, as in Keras 2: tf.keras tells it the steps only."""

    def build(self, input_shape):
        """Build the cell for the inputs of a step, and the constants beside them where there are some."""
        if self._num_constants and not getattr(self.cell, 'built', True):
            sequence = shapes.plain(input_shape)
            sequence = sequence[0] if isinstance(sequence, list) else sequence
            self.cell.build([sequence[:1] + sequence[2:]] + [shapes.plain(spec.shape) for spec in self.constants_spec])
            self.cell.built = True
        super(_CellKnowsConstants, self).build(input_shape)


class _MayLackBias(object):
    """A layer of a kernel: some hosts ask for the bias where a subclass that has none made none."""

    bias = None


KERNEL = (_MayLackBias,)
NO_CHANGE = Change()
CHANGES = {}
ADAPTED = {}
STATES_TRACKED = CONVOLUTIONAL_RECURRENT = ()
RECURRENT = (_CellKnowsConstants,) if dialects.current().first_uid else ()
BOTH_DIRECTIONS = ()
CLOSED = ()
EMBEDDINGS = ()
PENALTY_OF_ACTIVITY = '_activity_regularizer'
AVERAGES_KEPT = ()
