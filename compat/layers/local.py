"""Keras 2's `keras.layers.local`: convolutions whose kernels are not shared between places."""
from compat.builtin_layers.builtin import builtin

LocallyConnected1D = builtin('LocallyConnected1D')
LocallyConnected2D = builtin('LocallyConnected2D')
