"""Keras 2's backend on Theano, which compat has not."""
from compat.backend import gone_engines

raise gone_engines.error('Theano')
