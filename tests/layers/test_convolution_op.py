"""Conv1D, Conv2D and Conv3D have ``convolution_op(inputs, kernel)`` on every host: override it, or call it."""
import numpy as np
import pytest

import compat as keras
from compat.layers import Conv1D, Conv2D, Conv3D, Dense, Flatten, Input
from compat.models import Sequential, model_from_json

CASES = [
    (Conv1D, (9, 2), dict(strides=2, padding='same')),
    (Conv1D, (9, 2), dict(dilation_rate=2, padding='causal')),
    (Conv2D, (7, 6, 2), dict(strides=(2, 1), padding='same')),
    (Conv2D, (7, 6, 2), dict(dilation_rate=2)),
    (Conv3D, (5, 4, 4, 2), dict(strides=(1, 2, 1))),
]


@pytest.mark.parametrize('base, shape, options', CASES)
def test_overridden_or_called_it_convolves_with_the_options_of_the_layer(base, shape, options):
    class Doubling(base):
        def convolution_op(self, inputs, kernel):
            return super().convolution_op(inputs, 2 * kernel)

    class Calling(base):
        def call(self, inputs):
            return self.activation(self.convolution_op(inputs, 2 * self.kernel) + self.bias)

    options = dict(options, activation='tanh', bias_initializer='ones')
    plain, doubling, calling = [Sequential([cls(3, 2, input_shape=shape, **options)])
                                for cls in (base, Doubling, Calling)]
    kernel, bias = doubling.get_weights()
    plain.set_weights([2 * kernel, bias])
    calling.set_weights([kernel, bias])
    inputs = np.random.RandomState(0).rand(2, *shape)
    expected = plain.predict(inputs)
    assert expected.shape[1:] == plain.output_shape[1:]
    np.testing.assert_allclose(doubling.predict(inputs), expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(calling.predict(inputs), expected, rtol=1e-4, atol=1e-5)


def test_without_bias_and_activation_it_is_the_output():
    class Keeping(Conv2D):
        def convolution_op(self, inputs, kernel):
            return inputs * 3
    inputs = np.random.RandomState(0).rand(2, 4, 4, 1).astype('float32')
    model = Sequential([Keeping(1, 1, use_bias=False, input_shape=(4, 4, 1))])
    np.testing.assert_allclose(model.predict(inputs), 3 * inputs, rtol=1e-6)


def test_a_loaded_model_has_layers_of_the_classes_that_programs_know():
    model = keras.Sequential([Input(shape=(8, 8, 1)), Conv2D(3, 2, name='conv'), Flatten(), Dense(1)])
    assert [layer.name for layer in model.layers][0] == 'conv' and len(model.layers) == 3
    again = model_from_json(model.to_json())
    again.set_weights(model.get_weights())
    assert isinstance(again, Sequential)
    assert [isinstance(layer, Conv2D) for layer in again.layers] == [True, False, False]
    inputs = np.random.RandomState(0).rand(2, 8, 8, 1)
    np.testing.assert_allclose(again.predict(inputs), model.predict(inputs), rtol=1e-5)


def test_an_own_class_differs_from_the_class_it_derives_from():
    class Mine(Conv2D):
        pass
    assert isinstance(Mine(2, 2), Conv2D) and issubclass(Mine, Conv2D)
    assert not isinstance(Conv2D(2, 2), Mine) and not issubclass(Conv2D, Mine)


def test_only_the_first_element_of_a_sequential_may_be_an_input():
    model = Sequential([Input(shape=(3,)), Dense(2)])
    with pytest.raises(TypeError, match='instance of class Layer'):
        model.add(Input(shape=(2,)))
