# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional

from compat.applications import VGG16, keras_modules_injection

__all__ = ['VGG16', 'decode_predictions', 'keras_modules_injection', 'preprocess_input', 'vgg16']

def decode_predictions(preds: Any, top: Any = 5, **kwargs: Any) -> Any: ...
def preprocess_input(x: Any, data_format: Optional[str] = None, mode: Any = 'caffe', **kwargs: Any) -> Any: ...
vgg16: Any
