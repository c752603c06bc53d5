"""Keras 2's backend on CNTK, which compat has not."""
from compat.backend import gone_engines

raise gone_engines.error('CNTK')
