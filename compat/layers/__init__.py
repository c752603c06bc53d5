"""Keras 2's `keras.layers`: its names live in the modules of this package, this file has the two functions."""
from compat.files.known_objects import class_name, layer_classes
from compat.utils.generic_utils import deserialize_keras_object


def serialize(layer):
    """Returns the layer as a dict: its class name and its config (Keras 2.2.4 `keras.layers.serialize`).

    Args:
        layer: a layer or a model.

    Returns:
        A dict with ``class_name`` and ``config``.
    """
    return {'class_name': class_name(layer), 'config': layer.get_config()}


def deserialize(config, custom_objects=None):
    """Returns a new layer of a config (Keras 2.2.4 `keras.layers.deserialize`).

    Args:
        config: a dict with ``class_name``, a layer or model of Keras 2 or one of ``custom_objects``, and ``config``.
        custom_objects: the program's own classes and functions by name.

    Returns:
        The layer or model, with new weights.

    Raises:
        ValueError: the name stands for no layer.
    """
    return deserialize_keras_object(config, module_objects=layer_classes(config), custom_objects=custom_objects,
                                    printable_module_name='layer')
