"""Keras 2's `keras.layers.advanced_activations`: activations with a state or arguments."""
from compat.layers.stock import stock

ELU = stock('ELU')
LeakyReLU = stock('LeakyReLU')
PReLU = stock('PReLU')
ReLU = stock('ReLU')
Softmax = stock('Softmax')
ThresholdedReLU = stock('ThresholdedReLU')
