# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.applications import ResNet101, ResNet152, keras_modules_injection
from compat.engine.training import Model

__all__ = ['ResNet101', 'ResNet152', 'ResNet50', 'decode_predictions', 'keras_modules_injection', 'preprocess_input',
           'resnet']

def ResNet50(*args: Any, **kwargs: Any) -> Model: ...
def decode_predictions(*args: Any, **kwargs: Any) -> Any: ...
def preprocess_input(*args: Any, **kwargs: Any) -> Any: ...
resnet: Any
