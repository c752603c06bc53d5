"""Keras 2's `keras.layers.advanced_activations`: activations with a state or arguments."""
from compat import activations, dialects
from compat.builtin_layers.builtin import stock


class _LikeTheFunction:
    """Softmax as the function computes it, where hosts read a mask and take any axis of a matrix."""

    def call(self, inputs):
        """The softmax of the inputs along the axis of the layer."""
        return activations.softmax(inputs, axis=self.axis)


ELU = stock('ELU')
LeakyReLU = stock('LeakyReLU')
PReLU = stock('PReLU')
ReLU = stock('ReLU')
Softmax = stock('Softmax', *((_LikeTheFunction,) if dialects.current().first_uid else ()))
ThresholdedReLU = stock('ThresholdedReLU')
