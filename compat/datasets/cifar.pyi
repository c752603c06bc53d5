# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

__all__ = ['cPickle', 'load_batch', 'sys']

def load_batch(fpath: Any, label_key: Any = 'labels') -> Any: ...
cPickle: Any
sys: Any
