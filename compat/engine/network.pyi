# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict, List, Optional, SupportsIndex
from typing_extensions import Self

from compat import backend as K
from compat.engine import saving
from compat.engine.base_layer import Layer, Node
from compat.engine.input_layer import InputLayer
from compat.legacy import interfaces
from compat.utils.generic_utils import has_arg, object_list_uid, to_list, unpack_singleton
from compat.utils.io_utils import ask_to_proceed_with_overwrite
from compat.utils.layer_utils import get_source_inputs, print_summary as print_layer_summary

__all__ = ['InputLayer', 'K', 'Layer', 'Network', 'Node', 'ask_to_proceed_with_overwrite', 'copy', 'get_source_inputs',
           'h5py', 'has_arg', 'interfaces', 'json', 'np', 'object_list_uid', 'os', 'print_layer_summary', 'saving',
           'to_list', 'unpack_singleton', 'warnings', 'yaml', 'zip']

class Network(Layer):
    input_names: Any
    inputs: Any
    @property
    def layers(self) -> List[Any]: ...
    optimizer: Any
    output_names: Any
    outputs: Any
    @property
    def state_updates(self) -> Any: ...
    @property
    def uses_learning_phase(self) -> Any: ...
    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> Self: ...
    def __init__(self, *args: Any, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...
    def get_layer(self, name: Any = None, index: Any = None) -> Any: ...
    def load_weights(self, filepath: Any, by_name: Any = False, skip_mismatch: Any = False,
            reshape: Any = False) -> None: ...
    def reset_states(self) -> None: ...
    def save(self, filepath: Any, overwrite: Any = True, include_optimizer: Any = True) -> None: ...
    def save_weights(self, filepath: Any, overwrite: Any = True) -> None: ...
    def summary(self, line_length: Any = None, positions: Any = None, print_fn: Any = None) -> None: ...
    def to_json(self, **kwargs: Any) -> str: ...
    def to_yaml(self, **kwargs: Any) -> str: ...

copy: Any
h5py: Any
json: Any
np: Any
os: Any
warnings: Any
yaml: Any
zip: Any
