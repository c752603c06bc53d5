"""The variables of Keras 3, and functions of tensors as single nodes of its graphs where it has no operation."""
from compat import hosts

__all__ = ['Variable', 'node']

keras = hosts.opened().keras

# The engine's class, of which keras.Variable is a subclass: Keras 3.0 makes the weights of layers of it.
Variable = keras.Variable.__mro__[1]


class Node(keras.Operation):
    """A function of tensors, which gives a tensor or a list of them."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def call(self, *tensors):
        return self.function(*tensors)


def node(function, tensors):
    """What the function gives for the tensors: one node where there are symbols among them."""
    if any(isinstance(tensor, keras.KerasTensor) for tensor in tensors):
        return Node(function)(*tensors)
    return function(*tensors)
