"""Keras 2's backend on Theano, which compat has not."""
from compat.imports import removed_backends as removed_backends

raise removed_backends.error('Theano')
