"""Keras 2's `keras.layers.normalization`: BatchNormalization."""
from compat.layers.stock import stock

BatchNormalization = stock('BatchNormalization')
