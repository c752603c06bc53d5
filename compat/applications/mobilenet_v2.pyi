# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.applications import MobileNetV2, keras_modules_injection

__all__ = ['MobileNetV2', 'decode_predictions', 'keras_modules_injection', 'mobilenet_v2', 'preprocess_input']

def decode_predictions(preds: Any, top: Any = 5, **kwargs: Any) -> Any: ...
def preprocess_input(x: Any, **kwargs: Any) -> Any: ...
mobilenet_v2: Any
