"""Keras 2's `keras.layers.advanced_activations`: activations with a state or arguments."""
from compat import activations, process
from compat.builtin_layers.builtin import builtin


class _LikeTheFunction:
    """Softmax as the function computes it, where hosts read a mask and take any axis of a matrix."""

    def call(self, inputs):
        """The softmax of the inputs along the axis of the layer."""
        return activations.softmax(inputs, axis=self.axis)


ELU = builtin('ELU')
LeakyReLU = builtin('LeakyReLU')
PReLU = builtin('PReLU')
ReLU = builtin('ReLU')
Softmax = builtin('Softmax', *((_LikeTheFunction,) if process.dialect().first_uid else ()))
ThresholdedReLU = builtin('ThresholdedReLU')
