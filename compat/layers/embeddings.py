"""Keras 2's `keras.layers.embeddings`: Embedding."""
from compat.layers.stock import stock

Embedding = stock('Embedding')
