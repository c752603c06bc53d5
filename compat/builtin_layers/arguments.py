"""Arguments of constructors that many layers have: initializers, regularizers, constraints and activations."""
import numpy as np

from compat import activations, constraints, initializers, regularizers

# The module of an argument, by the end of its name.
MODULES = (('_initializer', initializers), ('_regularizer', regularizers), ('_constraint', constraints),
           ('activation', activations))


# The activations that compute any tensor of two axes or more, and give its shape.
_ANY_SHAPE = tuple(getattr(activations, name) for name in (
    'softmax', 'elu', 'selu', 'softplus', 'softsign', 'relu', 'tanh', 'sigmoid', 'hard_sigmoid', 'exponential',
    'linear'))


def is_builtin_activation(function):
    """Whether a function is one of the activations of Keras 2 itself, or None for none."""
    return function is None or any(function is each for each in _ANY_SHAPE)


def _module(name):
    return next(module for ending, module in MODULES if name.endswith(ending))


def set_objects(layer, **arguments):
    """Sets the objects that the arguments stand for as attributes of the layer, each under its name.

    Args:
        layer: the layer.
        **arguments: names, configs or callables, by the names of arguments that end as those in MODULES.

    Raises:
        ValueError: a name is unknown.
    """
    for name, value in arguments.items():
        setattr(layer, name, _module(name).get(value))


def objects_config(layer, *names):
    """Returns the configs of such attributes of the layer by name, in this order."""
    return {name: _module(name).serialize(getattr(layer, name)) for name in names}


def integer(value):
    """Returns an integer of Python for one of numpy, an array of one too; any other value as it is."""
    if isinstance(value, np.ndarray) and value.shape == () or isinstance(value, np.generic):
        value = value.item()
    return value


def integers(values):
    """Returns the tuple of some integers of Python or numpy."""
    return tuple(integer(value) for value in values)


def refuse_below_one(layer, *names):
    """Raises ValueError where one of these attributes of a layer, sizes of its axes, has a size below 1.

    Keras 2 refused them when the layer was first called.
    """
    for name in names:
        if any(size < 1 for size in getattr(layer, name)):
            raise ValueError(f'Layer {layer.name} has {name}={getattr(layer, name)}. Each is an integer from 1 on.')
