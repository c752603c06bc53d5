"""Layers in pickles: a class, its config and, where the layer has weights, the shape of its input and their values."""
import pickle

from compat import backend as K
from compat.base_layer import shapes
from compat.base_layer.pickling import home_of
from compat.files.known_objects import known_objects_scope

# Packages whose functions and classes are known by their names.
KNOWN_PACKAGES = ('compat', 'keras', 'tf_keras', 'tensorflow')


def reduce_layer(layer):
    """Returns what pickle and copy make the layer of again.

    Raises PicklingError for a layer with weights that was never called, where the host does not know its input shape.
    """
    weights = layer.get_weights() if layer.built else []
    input_shape = _build_shape(layer) if weights else None
    return restore_layer, (type(layer), layer.get_config(), _custom_objects(layer), input_shape, weights)


def restore_layer(cls, config, custom_objects, input_shape, weights):
    """Returns the layer of that class and config, with the weights. Pickles call this."""
    with known_objects_scope(custom_objects):
        layer = cls.from_config(config)
    if weights:
        with K.name_scope(layer.name):
            layer.build(input_shape)
        layer.set_weights(weights)
    return layer


def _build_shape(layer):
    if layer._inbound_nodes:
        return layer.get_input_shape_at(0)
    shape = (getattr(layer, 'get_build_config', dict)() or {}).get('input_shape')
    if shape is None:
        raise pickle.PicklingError(f'Layer {layer.name} has weights and was never called on an Input, so the shape '
                                   'that it is to be built for is not known. Pickle its get_config() and '
                                   'get_weights(), or a model with it.')
    return shapes.plain(shape)


def _custom_objects(layer):
    """Returns the program's own functions and classes among the attributes of a layer, by the names in its config."""
    custom = {}
    for value in vars(layer).values():
        if callable(value) and hasattr(value, '__name__'):
            custom[value.__name__] = value
        elif hasattr(type(value), 'from_config') and home_of(type(value)) is None:
            custom[type(value).__name__] = type(value)
    return {name: value for name, value in custom.items()
            if (getattr(value, '__module__', None) or '').partition('.')[0] not in KNOWN_PACKAGES}
