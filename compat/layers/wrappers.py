"""Keras 2's `keras.layers.wrappers`: layers that wrap a layer."""
from compat.layers.stock import stock

Bidirectional = stock('Bidirectional')
TimeDistributed = stock('TimeDistributed')
Wrapper = stock('Wrapper')
