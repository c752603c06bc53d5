"""Keras 2's `keras.layers.advanced_activations`: activations with weights or arguments."""
from compat import activations, process
from compat.builtin_layers.builtin import builtin


class _Keras2SoftmaxMixin:
    """A mixin for Softmax, which computes the function; hosts apply a mask and accept any axis of a matrix."""

    def call(self, inputs):
        """Returns the softmax of the inputs along the axis of the layer."""
        return activations.softmax(inputs, axis=self.axis)


ELU = builtin('ELU')
LeakyReLU = builtin('LeakyReLU')
PReLU = builtin('PReLU')
ReLU = builtin('ReLU')
Softmax = builtin('Softmax', *((_Keras2SoftmaxMixin,) if process.dialect().softmax_ignores_mask else ()))
ThresholdedReLU = builtin('ThresholdedReLU')
