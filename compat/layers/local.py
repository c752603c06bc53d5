"""Keras 2's `keras.layers.local`: convolutions whose kernels are not shared between places."""
from compat.builtin_layers.builtin import stock

LocallyConnected1D = stock('LocallyConnected1D')
LocallyConnected2D = stock('LocallyConnected2D')
