# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional

from compat.applications import keras_modules_injection

__all__ = ['decode_predictions', 'imagenet_utils', 'keras_modules_injection', 'preprocess_input']

def decode_predictions(preds: Any, top: Any = 5, **kwargs: Any) -> Any: ...
def preprocess_input(x: Any, data_format: Optional[str] = None, mode: Any = 'caffe', **kwargs: Any) -> Any: ...
imagenet_utils: Any
