# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.applications import DenseNet121, DenseNet169, DenseNet201, keras_modules_injection

__all__ = ['DenseNet121', 'DenseNet169', 'DenseNet201', 'decode_predictions', 'densenet', 'keras_modules_injection',
           'preprocess_input']

def decode_predictions(*args: Any, **kwargs: Any) -> Any: ...
def preprocess_input(*args: Any, **kwargs: Any) -> Any: ...
densenet: Any
