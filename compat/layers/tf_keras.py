"""What tf.keras's layers call differently than Keras 2's, or lack."""
from compat.layers.keras3 import Change

NO_CHANGE = Change()
CHANGES = {}
ADAPTED = {}
STATES_TRACKED = RECURRENT = CONVOLUTIONAL_RECURRENT = ()
BOTH_DIRECTIONS = ()
CLOSED = ()
AVERAGES_KEPT = ()
