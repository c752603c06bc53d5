"""Shallow copies of layers, as those of the module copy were of the layers of Keras 2."""


def shallow_copy(layer):
    """Returns a layer with the attributes of another one: both have the same weights, cell and lists.

    ``copy.copy`` of a layer is made of its config, and has weights of its own.
    """
    vars(layer).setdefault('_updates_of_keras2', [])  # the list of both from here on
    copied = type(layer).__new__(type(layer))
    own_methods = {name: value for name, value in vars(copied).items() if callable(value)}  # Keras 3 binds them there
    vars(copied).update(vars(layer), **own_methods)
    return copied


def renamed(layer, name):
    """Gives a layer a name, and returns it. tf.keras has no setter for it."""
    vars(layer)['_name' if '_name' in vars(layer) else 'name'] = name
    return layer
