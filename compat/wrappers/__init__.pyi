# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from compat.wrappers import scikit_learn

__all__ = ['scikit_learn']

