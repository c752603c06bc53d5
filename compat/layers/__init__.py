"""Keras 2's `keras.layers`: its names live in the modules of this package, this file has the two functions."""
from compat.utils.generic_utils import deserialize_keras_object


def serialize(layer):
    """A layer as a dict: its class name and its config."""
    return {'class_name': type(layer).__name__, 'config': layer.get_config()}


def deserialize(config, custom_objects=None):
    """The layer that the dict says: a layer or model of Keras 2, or one of ``custom_objects``."""
    from compat import layers, models
    known = {name: getattr(module, name) for module in (layers, models) for name in dir(module)
             if name[:1].isupper()}
    return deserialize_keras_object(config, module_objects=known, custom_objects=custom_objects,
                                    printable_module_name='layer')
