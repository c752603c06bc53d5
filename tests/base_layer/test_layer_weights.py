"""The weights of a Keras 2 layer: asked for, given, kept by hand, set, counted."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat.engine.base_layer import Layer
from compat.layers import Dense, Input
from compat.models import Model
from small_layers import Scale, predicted

MESSAGES = pytest.mark.difference('messages')


def test_weights_passed_to_the_constructor_are_the_first_weights():
    x = np.random.rand(2, 3).astype('float32')
    layer = Scale(weights=[np.array([1., 2., 3.])])
    np.testing.assert_allclose(predicted(layer, x), x * [1, 2, 3], rtol=1e-6)
    kernel, bias = np.random.rand(3, 2), np.random.rand(2)
    np.testing.assert_allclose(predicted(Dense(2, weights=[kernel, bias]), x), x.dot(kernel) + bias, rtol=1e-5)


def test_trainable_false_makes_the_weights_non_trainable():
    layer = Scale(trainable=False)
    layer(Input((3,)))
    assert layer.trainable_weights == []
    assert len(layer.non_trainable_weights) == 1
    layer.trainable = True
    assert len(layer.trainable_weights) == 1
    assert layer.non_trainable_weights == []


def test_add_weight_accepts_the_name_first_and_in_keras_2_2_the_shape_first_too():
    class Both(Layer):
        def build(self, input_shape):
            self.a = self.add_weight('a', (2, 3), initializer='zeros')
            self.b = self.add_weight(name='b', shape=[4], initializer='ones', trainable=False)
            if compat.__version__ == '2.2.4':
                self.c = self.add_weight((5,), name='c', initializer='ones')
                self.d = self.add_weight((6,), 'd', initializer='ones')
            self.built = True

    layer = Both()
    layer(Input((3,)))
    sizes = [(2, 3), (5,), (6,), (4,)] if compat.__version__ == '2.2.4' else [(2, 3), (4,)]
    assert [K.int_shape(weight) for weight in layer.weights] == sizes
    assert K.get_value(layer.b).tolist() == [1] * 4


def test_add_weight_without_a_shape_is_refused_and_from_keras_2_3_on_makes_a_scalar():
    class Shapeless(Layer):
        def build(self, input_shape):
            self.add_weight(name='kernel', initializer='zeros')

    layer = Shapeless()
    if compat.__version__ == '2.2.4':
        with pytest.raises(TypeError, match='shape'):
            layer(Input((3,)))
    else:
        layer(Input((3,)))
        assert [K.int_shape(weight) for weight in layer.weights] == [()]


def test_an_initializer_may_be_a_function_of_the_shape():
    def counting(shape, dtype=None):
        return K.constant(np.arange(np.prod(shape)).reshape(shape))

    layer = Scale(start=counting)
    layer(Input((3,)))
    assert layer.get_weights()[0].tolist() == [0, 1, 2]


def test_weights_may_be_added_to_the_lists_and_the_lists_may_be_set():
    class ByHand(Layer):
        def build(self, input_shape):
            self.a = K.variable(np.ones(3), name='a')
            self.b = K.variable(np.zeros(2), name='b')
            self.trainable_weights = [self.a]
            self.non_trainable_weights = [self.b]
            self.built = True

        def call(self, x):
            return x * self.a

    layer = ByHand()
    layer(Input((3,)))
    assert [K.int_shape(weight) for weight in layer.weights] == [(3,), (2,)]
    layer._trainable_weights.append(K.variable(np.ones(4)))
    assert [K.int_shape(weight) for weight in layer.trainable_weights] == [(3,), (4,)]
    assert len(layer.weights) == 3


def test_a_variable_is_trained_when_it_is_in_the_list_of_weights():
    class ByHand(Layer):
        def build(self, input_shape):
            self.a = K.variable(np.ones(3), name='a')
            self.kept = K.variable(np.ones(3), name='kept')
            if not any(weight is self.a for weight in self._trainable_weights):
                # Keras 2.3 has taken the attribute for a weight; twice in the list it would be trained twice.
                self._trainable_weights.append(self.a)
            self.built = True

        def call(self, x):
            # Side by side, so that neither's gradient reads the other: Keras 2.3 trains both, and TensorFlow 1 may
            # change one of them before it computes the gradient of the other.
            return K.concatenate([x * self.a, x * self.kept])

        def compute_output_shape(self, input_shape):
            return input_shape[:-1] + (6,)

    inputs = Input((3,))
    layer = ByHand()
    model = Model(inputs, layer(inputs))
    model.compile('sgd', 'mse')
    model.train_on_batch(np.ones((4, 3)), np.zeros((4, 6)))
    # d/da mean([a, kept]^2) = 2 a / 6, and the rate is 0.01.
    trained = np.full(3, 1 - 0.01 * 2 / 6)
    np.testing.assert_allclose(K.get_value(layer.a), trained, rtol=1e-6)
    kept = np.ones(3) if compat.__version__ == '2.2.4' else trained
    np.testing.assert_allclose(K.get_value(layer.kept), kept, rtol=1e-6)


def test_a_layer_set_as_an_attribute_is_tracked_from_keras_2_3_on():
    class Holder(Layer):
        def build(self, input_shape):
            self.inner = Dense(2)
            self.inner.build(input_shape)
            self.built = True

        def call(self, x):
            return self.inner.call(x)

        def compute_output_shape(self, input_shape):
            return input_shape[:-1] + (2,)

    layer = Holder()
    layer(Input((3,)))
    assert len(layer.weights) == (0 if compat.__version__ == '2.2.4' else 2)
    if not layer.weights:
        layer.trainable_weights = layer.inner.trainable_weights
    assert [K.int_shape(weight) for weight in layer.weights] == [(3, 2), (2,)]


def test_set_weights_inside_build_works_with_integers_too():
    class Preset(Layer):
        def build(self, input_shape):
            self.w = self.add_weight(shape=(1, 3), name='w', initializer='uniform', trainable=False)
            self.set_weights([np.arange(3).reshape(1, 3)])
            super().build(input_shape)

    layer = Preset()
    layer(Input((3,)))
    assert layer.get_weights()[0].tolist() == [[0., 1., 2.]]
    assert layer.get_weights()[0].dtype == 'float32'


def test_set_weights_with_the_wrong_number_is_refused():
    layer = Scale()
    layer(Input((3,)))
    with pytest.raises(ValueError, match='(?s)2.*1 weight|length 2.*expecting 1'):
        layer.set_weights([np.ones(3), np.ones(3)])
    assert layer.get_weights()[0].tolist() == [1, 1, 1]


def test_set_weights_with_a_wrong_shape_names_both_shapes_and_changes_nothing():
    layer = Dense(2)
    layer(Input((3,)))
    before = layer.get_weights()
    with pytest.raises(ValueError, match=r'(?s)\(2,\).*\(5,\)'):
        layer.set_weights([np.ones((3, 2)), np.ones(5)])
    for now, then in zip(layer.get_weights(), before):
        np.testing.assert_array_equal(now, then)


@MESSAGES
def test_set_weights_with_a_wrong_shape_names_the_weight():
    layer = Dense(2)
    layer(Input((3,)))
    with pytest.raises(ValueError, match='bias'):
        layer.set_weights([np.ones((3, 2)), np.ones(5)])


def test_count_params_counts_and_refuses_a_layer_that_is_not_built():
    layer = Dense(2)
    with pytest.raises(RuntimeError, match="isn't built"):
        layer.count_params()
    layer(Input((3,)))
    assert layer.count_params() == 8
