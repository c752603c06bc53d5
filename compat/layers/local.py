"""Keras 2's `keras.layers.local`: convolutions with a kernel of its own for each position."""
from compat.builtin_layers.builtin import builtin

LocallyConnected1D = builtin('LocallyConnected1D')
LocallyConnected2D = builtin('LocallyConnected2D')
