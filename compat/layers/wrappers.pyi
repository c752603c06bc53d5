# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict, Optional, SupportsIndex
from typing_extensions import Self

from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer, disable_tracking
from compat.layers import recurrent
from compat.utils.generic_utils import has_arg, object_list_uid

__all__ = ['Bidirectional', 'InputSpec', 'K', 'Layer', 'TimeDistributed', 'Wrapper', 'copy', 'disable_tracking',
           'has_arg', 'object_list_uid', 'recurrent']

class Bidirectional(Wrapper):
    backward_layer: Any
    forward_layer: Any
    merge_mode: Any
    return_sequences: Any
    return_state: Any
    def __call__(self, inputs: Any, initial_state: Any = None, constants: Any = None, **kwargs: Any) -> Any: ...
    def __init__(self, layer: Any, merge_mode: Optional[str] = 'concat', weights: Any = None, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            dynamic: bool = False) -> None: ...
    def reset_states(self) -> None: ...


class TimeDistributed(Wrapper): ...

class Wrapper(Layer):
    layer: Any
    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> Self: ...
    def __init__(self, layer: Any, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...
    def get_losses_for(self, inputs: Any = None) -> Any: ...
    def get_updates_for(self, inputs: Any = None) -> Any: ...

copy: Any
