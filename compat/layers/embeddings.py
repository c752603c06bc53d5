"""Keras 2's `keras.layers.embeddings`: Embedding."""
from compat import hosts
from compat.layers.stock import stock

Embedding = stock('Embedding', *hosts.part('layers').EMBEDDINGS)
