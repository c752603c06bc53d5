# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from compat.engine.base_layer import InputSpec, Layer, Node
from compat.engine.input_layer import Input, InputLayer
from compat.engine.network import Network
from compat.utils.layer_utils import get_source_inputs

__all__ = ['Input', 'InputLayer', 'InputSpec', 'Layer', 'Network', 'Node', 'get_source_inputs']

