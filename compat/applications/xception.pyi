# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.applications import Xception, keras_modules_injection

__all__ = ['Xception', 'decode_predictions', 'keras_modules_injection', 'preprocess_input', 'xception']

def decode_predictions(preds: Any, top: Any = 5, **kwargs: Any) -> Any: ...
def preprocess_input(x: Any, **kwargs: Any) -> Any: ...
xception: Any
