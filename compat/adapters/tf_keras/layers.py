"""What tf.keras's layers call differently than Keras 2's, or lack."""
from compat.adapters.keras3.layers import Change


class _MayLackBias:
    """A layer of a kernel: some hosts ask for the bias where a subclass that has none made none."""

    bias = None


KERNEL = (_MayLackBias,)
NO_CHANGE = Change()
CHANGES = {}
CONFIG_NAMES = {}
CONFIG_KEYS = ('name', 'trainable', 'dtype', 'batch_input_shape')
# What constructors of the host take among their other arguments.
CONFIG_MORE = dict.fromkeys(('GRU', 'GRUCell', 'LSTM', 'LSTMCell'), ('implementation',))
ADAPTED = {}
RECURRENT = ()
BOTH_DIRECTIONS = ()
CLOSED = ()
EMBEDDINGS = ()
PENALTY_OF_ACTIVITY = '_activity_regularizer'
