"""Keras 2's `keras.layers.noise`: layers of noise."""
from compat.layers.stock import stock

AlphaDropout = stock('AlphaDropout')
GaussianDropout = stock('GaussianDropout')
GaussianNoise = stock('GaussianNoise')
