# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.applications import ResNet50, keras_modules_injection

__all__ = ['ResNet50', 'decode_predictions', 'keras_modules_injection', 'preprocess_input', 'resnet50']

def decode_predictions(*args: Any, **kwargs: Any) -> Any: ...
def preprocess_input(*args: Any, **kwargs: Any) -> Any: ...
resnet50: Any
