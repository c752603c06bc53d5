# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.applications import VGG19, keras_modules_injection

__all__ = ['VGG19', 'decode_predictions', 'keras_modules_injection', 'preprocess_input', 'vgg19']

def decode_predictions(*args: Any, **kwargs: Any) -> Any: ...
def preprocess_input(*args: Any, **kwargs: Any) -> Any: ...
vgg19: Any
