# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.applications import ResNet101V2, ResNet152V2, ResNet50V2, keras_modules_injection

__all__ = ['ResNet101V2', 'ResNet152V2', 'ResNet50V2', 'decode_predictions', 'keras_modules_injection',
           'preprocess_input', 'resnet_v2']

def decode_predictions(preds: Any, top: Any = 5, **kwargs: Any) -> Any: ...
def preprocess_input(x: Any, **kwargs: Any) -> Any: ...
resnet_v2: Any
