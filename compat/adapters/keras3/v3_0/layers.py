"""Layers of Keras 3.0 to 3.3."""
from compat.adapters.keras3 import layers as keras3

# GRU hands ``implementation`` to its cell from 3.4 on.
CHANGES = dict(keras3.CHANGES, GRU=keras3.Change(dropped=('implementation',)))
ADAPTED = {name: adapt for name, adapt in keras3.ADAPTED.items() if name != 'GRU'}
