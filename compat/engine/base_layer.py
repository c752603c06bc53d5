"""Keras 2's `keras.engine.base_layer`: Layer, InputSpec, Node."""
from compat import adapters
from compat.base_layer import shapes
from compat.base_layer.layer_mixin import to_snake_case as _to_snake_case  # noqa: F401, Keras 2's name
from compat.base_layer.nodes import masks
from compat.base_layer.nest import unpack_singleton
from compat.base_layer.tracking import disable_tracking  # noqa: F401

_layer_adapter = adapters.area('layer')

Layer = _layer_adapter.Layer
InputSpec = _layer_adapter.InputSpec
Node = _layer_adapter.Node


def _collect_input_shape(input_tensors):
    """Returns the static shape of a tensor, or the list of those of several."""
    return shapes.of(input_tensors)


def _collect_previous_mask(input_tensors):
    """Returns the mask of a tensor, or the list of those of several."""
    return unpack_singleton(masks(input_tensors if isinstance(input_tensors, (list, tuple)) else [input_tensors]))
