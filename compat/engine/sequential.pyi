# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K, layers as layer_module
from compat.engine import network
from compat.engine.base_layer import Layer
from compat.engine.input_layer import Input, InputLayer
from compat.engine.training import Model

__all__ = ['Input', 'InputLayer', 'K', 'Layer', 'Model', 'Sequential', 'copy', 'h5py', 'layer_module', 'network',
           'warnings']

class Sequential(Model):
    def __init__(self, layers: Any = None, name: Any = None) -> None: ...
    def add(self, layer: Any) -> None: ...
    def pop(self) -> None: ...
    def predict_classes(self, x: Any, batch_size: Any = 32, verbose: Any = 0) -> Any: ...
    def predict_proba(self, x: Any, batch_size: Any = 32, verbose: Any = 0) -> Any: ...

copy: Any
h5py: Any
warnings: Any
