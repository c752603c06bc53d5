# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional

from compat.applications import DenseNet121, DenseNet169, DenseNet201, keras_modules_injection

__all__ = ['DenseNet121', 'DenseNet169', 'DenseNet201', 'decode_predictions', 'densenet', 'keras_modules_injection',
           'preprocess_input']

def decode_predictions(preds: Any, top: Any = 5, **kwargs: Any) -> Any: ...
def preprocess_input(x: Any, data_format: Optional[str] = None, **kwargs: Any) -> Any: ...
densenet: Any
