"""Keras 2's backend on CNTK, which compat has not."""
from compat.imports import removed_backends as gone_engines

raise gone_engines.error('CNTK')
