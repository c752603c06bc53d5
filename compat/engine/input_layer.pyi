# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K
from compat.engine.base_layer import Layer, Node
from compat.legacy import interfaces
from compat.utils.generic_utils import unpack_singleton

__all__ = ['Input', 'InputLayer', 'K', 'Layer', 'Node', 'interfaces', 'unpack_singleton']

def Input(shape: Any = None, batch_shape: Any = None, name: Any = None, dtype: Any = None, sparse: Any = False,
        tensor: Any = None) -> Any: ...

class InputLayer(Layer):
    is_placeholder: Any
    sparse: Any
    def __init__(self, input_shape: Any = None, batch_size: Any = None, batch_input_shape: Any = None,
            dtype: Any = None, input_tensor: Any = None, sparse: Any = False, name: Any = None) -> None: ...

