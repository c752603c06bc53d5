# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional

from compat.applications import ResNet101, ResNet152, keras_modules_injection
from compat.engine.training import Model

__all__ = ['ResNet101', 'ResNet152', 'ResNet50', 'decode_predictions', 'keras_modules_injection', 'preprocess_input',
           'resnet']

def ResNet50(include_top: Any = True, weights: Any = 'imagenet', input_tensor: Any = None, input_shape: Any = None,
        pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Model: ...
def decode_predictions(preds: Any, top: Any = 5, **kwargs: Any) -> Any: ...
def preprocess_input(x: Any, data_format: Optional[str] = None, mode: Any = 'caffe', **kwargs: Any) -> Any: ...
resnet: Any
