"""Keras 2's `keras.layers.noise`: layers of noise."""
from compat.layers.seeds import SeededByNumpy
from compat.layers.stock import stock

AlphaDropout = stock('AlphaDropout', SeededByNumpy)
GaussianDropout = stock('GaussianDropout', SeededByNumpy)
GaussianNoise = stock('GaussianNoise', SeededByNumpy)
