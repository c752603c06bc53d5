"""Layers of Keras 3.0 to 3.3."""
from compat.adapters.keras3 import layers as keras3

# GRU hands ``implementation`` to its cell from 3.4 on.
CONFIG_MORE = {name: keys for name, keys in keras3.CONFIG_MORE.items() if name != 'GRU'}
