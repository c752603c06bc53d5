# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from compat.legacy import interfaces, layers

__all__ = ['interfaces', 'layers']

