"""Keras 2's `keras.layers.convolutional_recurrent`: convolutional recurrent layers."""
from compat.layers.stock import stock

ConvLSTM2D = stock('ConvLSTM2D')
ConvLSTM2DCell = stock('ConvLSTM2DCell')
ConvRNN2D = stock('ConvRNN2D')
