"""Functions of tensors as single nodes of Keras 3's graphs, for what has no operation there."""
from compat import hosts

__all__ = ['node']

keras = hosts.opened().keras


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
