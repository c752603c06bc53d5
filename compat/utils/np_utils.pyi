# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

__all__ = ['normalize', 'np', 'to_categorical']

def normalize(x: Any, axis: Any = -1, order: Any = 2) -> Any: ...
def to_categorical(y: Any, num_classes: Any = None, dtype: Any = 'float32') -> Any: ...
np: Any
