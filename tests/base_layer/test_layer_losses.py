"""The losses that a Keras 2 layer adds to what training minimises, and its updates."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat import regularizers
from compat.engine.base_layer import Layer
from compat.layers import Dense, Input
from compat.models import Model, Sequential


def test_regularizers_of_weights_are_losses_of_the_layer_and_the_model():
    class Penalised(Layer):
        def build(self, input_shape):
            self.w = self.add_weight(name='w', shape=(3,), initializer='ones', regularizer=regularizers.l2(0.1))
            self.built = True

        def call(self, x):
            return x + 0 * self.w

    inputs = Input((3,))
    layer = Penalised()
    model = Model(inputs, layer(inputs))
    assert len(layer.losses) == 1 and len(model.losses) == 1
    assert len(layer.get_losses_for(None)) == 1
    model.compile('sgd', 'mse')
    ones = np.ones((2, 3))
    assert model.evaluate(ones, ones, verbose=0) == pytest.approx(0.3, rel=1e-5)
    layer.trainable = False
    assert len(model.losses) == 1


def test_losses_added_in_call_are_minimised_and_belong_to_their_inputs():
    class Shrinking(Layer):
        def build(self, input_shape):
            self.w = self.add_weight(name='w', shape=(3,), initializer='ones')
            self.built = True

        def call(self, x):
            output = x * self.w
            self.add_loss(K.sum(K.square(self.w)))
            self.add_loss(K.mean(output), inputs=x)
            return output

    inputs = Input((3,))
    layer = Shrinking()
    model = Model(inputs, layer(inputs))
    assert len(layer.get_losses_for(None)) == 1
    assert len(layer.get_losses_for(inputs)) == 1
    assert layer.get_losses_for(Input((3,))) == []
    assert len(layer.losses) == 2 and len(model.losses) == 2
    model.compile('sgd', 'mse')
    x = np.full((2, 3), 2.)
    assert model.evaluate(x, x, verbose=0) == pytest.approx(3 + 2, rel=1e-5)
    model.train_on_batch(x, x)
    # d/dw (sum(w^2) + mean(x w) + mean((x w - x)^2)) = 2 + 2/3 + 0
    np.testing.assert_allclose(layer.get_weights()[0], np.full(3, 1 - 0.01 * (2 + 2 / 3.)), rtol=1e-5)
    assert len(layer.losses) == 2 and len(model.losses) == 2


def test_a_model_without_weights_has_the_losses_of_its_layers_and_counts_its_steps():
    class Penalising(Layer):
        def call(self, x):
            self.add_loss(0.01 * K.sum(K.abs(x)), inputs=x)
            return x

    inputs = Input((3,))
    model = Model(inputs, Penalising()(inputs))
    model.compile('sgd', 'mse')
    assert model.optimizer.get_weights() == []
    sixes = np.full((4, 3), 6.)
    losses = [model.train_on_batch(sixes, sixes), model.test_on_batch(sixes, sixes), model.train_on_batch(sixes, sixes)]
    np.testing.assert_allclose(losses, [0.72] * 3, rtol=1e-5)
    assert model.optimizer.get_weights() == [2]


def test_losses_count_once_for_each_call_on_symbols():
    class Adding(Layer):
        def build(self, input_shape):
            self.w = self.add_weight(name='w', shape=(3,), initializer='ones', regularizer=regularizers.l2(0.1))
            self.built = True

        def call(self, x):
            self.add_loss(K.sum(x * self.w), inputs=x)
            return x * self.w

    left, right = Input((3,)), Input((3,))
    layer = Adding()
    outputs = [layer(left)]
    assert len(layer.losses) == 2
    outputs.append(layer(right))
    model = Model([left, right], outputs)
    assert len(layer.losses) == 3 and len(model.losses) == 3
    model.compile('sgd', 'mse')
    x = np.ones((2, 3))
    model.train_on_batch([x, 2 * x], [x, 2 * x])
    # d/dw (0.1 sum(w^2) + sum(x w) + sum(2 x w)) = 0.2 + 2 + 4; both errors are 0.
    np.testing.assert_allclose(layer.get_weights()[0], np.full(3, 1 - 0.01 * 6.2), rtol=1e-5)


def test_an_activity_regularizer_counts_the_whole_batch():
    model = Sequential([Dense(2, input_shape=(3,), use_bias=False, weights=[np.ones((3, 2))],
                              activity_regularizer=regularizers.l1(0.5))])
    assert len(model.losses) == 1 and len(model.layers[-1].losses) == 1
    model.compile('sgd', 'mse')
    x = np.ones((4, 3))
    assert model.evaluate(x, np.full((4, 2), 3.), verbose=0) == pytest.approx(0.5 * 3 * 2 * 4, rel=1e-5)


def test_updates_are_performed_in_training_and_only_there():
    class Counting(Layer):
        def build(self, input_shape):
            self.count = self.add_weight(name='count', shape=(1,), initializer='zeros', trainable=False)
            self.largest = self.add_weight(name='largest', shape=(1,), initializer='zeros', trainable=False)
            self.w = self.add_weight(name='w', shape=(1,), initializer='ones')
            self.built = True

        def call(self, x):
            self.add_update(K.update_add(self.count, K.ones((1,))))
            self.add_update([(self.largest, K.reshape(K.max(x), (1,)))], inputs=x)
            return x * self.w

    inputs = Input((3,))
    layer = Counting()
    model = Model(inputs, layer(inputs))
    assert len(layer.updates) == 2
    assert len(layer.get_updates_for(None)) == 1 and len(layer.get_updates_for(inputs)) == 1
    model.compile('sgd', 'mse')
    x = np.arange(6.).reshape(2, 3)
    model.predict(x)
    model.evaluate(x, x, verbose=0)
    assert K.get_value(layer.count).tolist() == [0]
    for _ in range(3):
        model.train_on_batch(x, x)
    assert K.get_value(layer.count).tolist() == [3]
    assert K.get_value(layer.largest).tolist() == [5]
    layer.trainable = False
    assert layer.updates == []


def test_a_moving_average_update_stores_its_state_between_steps():
    class Average(Layer):
        def build(self, input_shape):
            self.average = self.add_weight(name='average', shape=(3,), initializer='zeros', trainable=False)
            self.w = self.add_weight(name='w', shape=(3,), initializer='ones')
            self.built = True

        def call(self, x):
            self.add_update(K.moving_average_update(self.average, K.mean(x, axis=0), 0.9), inputs=x)
            return x * self.w

    inputs = Input((3,))
    layer = Average()
    model = Model(inputs, layer(inputs))
    model.compile('sgd', 'mse')
    steps = [np.full((2, 3), value) for value in (1., 2., 4.)]
    plain = weight = 0.
    for x in steps:
        model.train_on_batch(x, x)
        plain = 0.9 * plain + 0.1 * x[0, 0]
        weight = 0.9 * weight + 0.1
    expected = plain / weight if compat.__version__ == '2.2.4' else plain
    np.testing.assert_allclose(K.get_value(layer.average), np.full(3, expected), rtol=1e-5)


# {name: (how losses are added to a model, or its layer, of which the input is x and the output y; how many count)}
ADDED = {
    'to the model': (lambda model, layer, x, y: model.add_loss(K.sum(y)), 1),
    'to the model, with its inputs': (lambda model, layer, x, y: model.add_loss(K.sum(y), inputs=[x]), 0),
    'to the model, with True': (lambda model, layer, x, y: model.add_loss(K.sum(y), inputs=True), 0),
    'to the model, with its outputs': (lambda model, layer, x, y: model.add_loss(K.sum(y), inputs=[y]), 0),
    'to the layer': (lambda model, layer, x, y: layer.add_loss(K.sum(y)), 1),
    'to the layer, with its inputs': (lambda model, layer, x, y: layer.add_loss(K.sum(y), inputs=[x]), 1),
    'to the layer, with its outputs': (lambda model, layer, x, y: layer.add_loss(K.sum(y), inputs=[y]), 0),
    'to the model, and dropped': (lambda model, layer, x, y: (
        model.add_loss(K.sum(y)), setattr(model, '_per_input_losses', {})), 0),
    'to the model, of which some were dropped': (lambda model, layer, x, y: (
        model.add_loss(K.sum(y)), setattr(model, '_per_input_losses', {}), model.add_loss(K.sum(y))), 1),
    'to the layer, and dropped of the model': (lambda model, layer, x, y: (
        layer.add_loss(K.sum(y)), setattr(model, '_per_input_losses', {})), 1),
}


@pytest.mark.difference('without-training')
@pytest.mark.parametrize('sequential', [False, True], ids=['Model', 'Sequential'])
@pytest.mark.parametrize('name', sorted(ADDED))
def test_losses_count_by_what_they_are_added_to_and_the_inputs_they_are_added_with(name, sequential):
    add, count = ADDED[name]
    layer = Dense(2, kernel_initializer='ones', input_shape=(3,))
    if sequential:
        model = Sequential([layer])
    else:
        x = Input((3,))
        model = Model(x, layer(x))
    add(model, layer, model.inputs[0], model.outputs[0])
    model.compile('sgd', 'mse')
    assert len(model.losses) == count
    ones = np.ones((1, 3))
    assert model.evaluate(ones, ones[:, :2], verbose=0) == 4 + 6 * count
    assert model.train_on_batch(ones, ones[:, :2]) == 4 + 6 * count
