"""Keras 2's backend on Theano, which compat has not."""
from compat.imports import removed_backends as gone_engines

raise gone_engines.error('Theano')
