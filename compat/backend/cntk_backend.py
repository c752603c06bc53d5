"""Keras 2's backend on CNTK, which compat has not."""
from compat.imports import removed_backends as removed_backends

raise removed_backends.error('CNTK')
