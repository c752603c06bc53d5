"""Two layers, and a model of one, that the tests of layers share."""
from compat import backend as K
from compat.engine.base_layer import Layer
from compat.layers import Input
from compat.models import Model


class Scale(Layer):
    """x * kernel, in the way of the documentation of 2018."""

    def __init__(self, start='ones', **kwargs):
        self.start = start
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.seen = input_shape
        self.kernel = self.add_weight(name='kernel', shape=(input_shape[-1],), initializer=self.start, trainable=True)
        super().build(input_shape)

    def call(self, x):
        return x * self.kernel

    def compute_output_shape(self, input_shape):
        return input_shape


class Pair(Layer):
    """Two inputs, two outputs of other shapes."""

    def build(self, input_shape):
        assert isinstance(input_shape, list)
        self.seen = input_shape
        super().build(input_shape)

    def call(self, x):
        assert isinstance(x, list)
        a, b = x
        return [a + b, K.sum(b, axis=-1)]

    def compute_output_shape(self, input_shape):
        assert isinstance(input_shape, list)
        self.asked = input_shape
        a, b = input_shape
        return [a, b[:-1]]


def predicted(layer, x):
    inputs = Input(batch_shape=(None,) + x.shape[1:])
    return Model(inputs, layer(inputs)).predict(x)
