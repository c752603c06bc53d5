"""The updates of layers and models outside of training: K.function(inputs, outputs, updates=model.updates)."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat.engine.base_layer import Layer
from compat.layers import LSTM, BatchNormalization, Dense, Dropout, Input, TimeDistributed
from compat.models import Model, Sequential
from compat.optimizers import SGD

ROWS = np.arange(12.).reshape(4, 3).astype('float32')
VARIANCE = ROWS.var(axis=0) * 4 / (4 - 1.001)


def network(**arguments):
    x = Input((3,))
    layer = BatchNormalization(momentum=0.9, **arguments)
    return Model(x, Dense(2, kernel_initializer='ones')(layer(x))), layer


def check_moved(layer, times=1):
    """The moving statistics after so many updates by ROWS: Keras 2.2 counts none of what they began with."""
    remaining = 0.9 ** times if compat.__version__ == '2.3.1' else 0.
    mean, variance = layer.get_weights()[-2:]
    np.testing.assert_allclose(mean, (1 - remaining) * ROWS.mean(axis=0), rtol=1e-4)
    np.testing.assert_allclose(variance, remaining + (1 - remaining) * VARIANCE, rtol=1e-4)


def test_moving_statistics_move_with_the_updates_of_the_model_and_stay_without():
    model, layer = network()
    assert len(model.updates) == len(layer.updates) == 2 and model.state_updates == []
    assert len(layer.get_updates_for(layer.input)) == 2 and layer.get_updates_for(None) == []
    K.function([model.input, K.learning_phase()], [model.output])([ROWS, 1])
    np.testing.assert_allclose(layer.get_weights()[-2], np.zeros(3))
    f = K.function([model.input, K.learning_phase()], [model.output], updates=model.updates)
    f([ROWS, 1])
    check_moved(layer)
    f([ROWS, 0])  # updates are performed in each phase
    check_moved(layer, 2)
    layer.trainable = False
    assert layer.updates == [] and model.updates == []


def test_a_train_function_of_the_program_moves_them_too():
    model, layer = network(scale=False)
    targets = K.placeholder((None, 2))
    loss = K.mean(K.square(model.output - targets))
    updates = SGD(lr=0.1).get_updates(loss, model.trainable_weights)
    train = K.function([model.input, targets, K.learning_phase()], [loss], updates=updates + model.updates)
    losses = [train([ROWS, np.ones((4, 2)), 1])[0] for _ in range(3)]
    assert losses[2] < losses[0]
    check_moved(layer, 3)


def test_a_layer_called_with_training_false_has_no_updates():
    x = Input((3,))
    layer = BatchNormalization()
    Model(x, layer(x, training=False))
    assert layer.updates == []


def test_the_updates_of_a_model_within_a_model():
    inner, layer = network()
    x = Input((3,))
    outer = Model(x, inner(x))
    assert len(inner.updates) == 2 and len(inner.get_updates_for(x)) >= 2 and len(outer.updates) >= 2
    K.function([x, K.learning_phase()], [outer.output], updates=inner.get_updates_for(x)[-2:])([ROWS, 1])
    check_moved(layer)


def test_a_stateful_layer_stores_its_states_by_its_updates():
    model = Sequential([LSTM(2, stateful=True, batch_input_shape=(4, 3, 1))])
    data = ROWS[:, :, None] / 10
    assert len(model.updates) == len(model.state_updates) == 2
    alone = K.function([model.input], [model.output])
    np.testing.assert_allclose(alone([data])[0], alone([data])[0])
    remaining = K.function([model.input], [model.output], updates=model.state_updates)
    first, second = remaining([data])[0], remaining([data])[0]
    assert np.abs(first - second).max() > 1e-3
    np.testing.assert_allclose(K.get_value(model.layers[0].states[0]), second, rtol=1e-5)
    model.reset_states()
    np.testing.assert_allclose(model.predict(data, batch_size=4), first, rtol=1e-5, atol=1e-6)


def test_updates_that_a_layer_adds_in_its_call():
    class Counting(Layer):
        def build(self, input_shape):
            self.count = self.add_weight(name='count', shape=(1,), initializer='zeros', trainable=False)
            self.built = True

        def call(self, x):
            self.add_update([K.update_add(self.count, K.sum(x, axis=(0, 1), keepdims=True)[0])], x)
            self.add_update([K.update_add(self.count, K.ones_like(self.count))])
            return x * 1.

    layer, x = Counting(), Input((3,))
    model = Model(x, layer(x))
    assert len(layer.updates) == len(model.updates) == 2
    K.function([x], [model.output], updates=model.updates)([ROWS])
    np.testing.assert_allclose(K.get_value(layer.count), [ROWS.sum() + 1])
    K.function([x], [model.output], updates=layer.get_updates_for(None))([ROWS])
    np.testing.assert_allclose(K.get_value(layer.count), [ROWS.sum() + 2])
    K.function([x], [model.output], updates=layer.get_updates_for(x))([ROWS])
    np.testing.assert_allclose(K.get_value(layer.count), [2 * ROWS.sum() + 2])


def test_a_layer_that_is_distributed_over_steps_computes_the_statistics_of_all_steps():
    x, layer, steps = Input((2, 3)), BatchNormalization(momentum=0.9), ROWS.reshape((2, 2, 3))
    distributed = TimeDistributed(layer)
    model = Model(x, distributed(x))
    assert len(distributed.updates) == len(distributed.get_updates_for(x)) == len(model.updates) == 2
    actual = K.function([x, K.learning_phase()], [model.output], updates=model.updates)([steps, 1])[0]
    expected = (ROWS - ROWS.mean(0)) / np.sqrt(ROWS.var(0) + 1e-3)
    np.testing.assert_allclose(actual.reshape(ROWS.shape), expected, rtol=1e-4)
    check_moved(layer)
    distributed.trainable = False
    assert distributed.updates == model.updates == []


def test_the_activity_of_a_layer_that_is_distributed_over_steps_is_regularized():
    x = Input((3, 4))
    layer = Dense(2, kernel_initializer='ones', activity_regularizer='l2', kernel_regularizer='l2')
    model = Model(x, TimeDistributed(layer)(x))
    model.compile('sgd', 'mse')
    ones = np.ones((2, 3, 4))
    # Eight weights of 1, and twelve activities of 4.
    expected = 0.01 * 8 + 0.01 * 12 * 4 ** 2
    np.testing.assert_allclose(model.test_on_batch(ones, np.full((2, 3, 2), 4.)), expected, rtol=1e-5)


def test_a_model_that_is_distributed_over_steps_is_trained_on_all_of_them():
    step, layer, steps = Input((3,)), BatchNormalization(momentum=0.9), ROWS.reshape((2, 2, 3))
    model = Sequential([TimeDistributed(Model(step, layer(step)), input_shape=(None, 3))])
    model.compile('sgd', 'mse')
    np.testing.assert_allclose(model.train_on_batch(steps, np.zeros((2, 2, 3))), 1., rtol=1e-3)
    check_moved(layer)


# (what is added to a layer outside of its calls, with which inputs, and what two steps of training add to a number)
ADDED_OUTSIDE = [
    (lambda layer, number: layer.add_update(K.update_add(number, 1.)), 2.),
    (lambda layer, number: layer.add_update((number, number + 1.)), 2.),
    (lambda layer, number: layer.add_update(K.update_add(number, K.sum(layer.get_input_at(0))), [
        layer.get_input_at(0)]), 16.),
    (lambda layer, number: layer.add_update(K.update_add(number, 1.), [Input((2,))]), 0.)]


@pytest.mark.parametrize('add, total', ADDED_OUTSIDE)
def test_training_performs_what_was_added_to_a_layer_outside_of_its_calls(add, total):
    model = Sequential([Dense(1, input_shape=(2,))])
    number = K.variable(0.)
    add(model.layers[0], number)
    model.compile('sgd', 'mse')
    for _ in range(2):
        model.train_on_batch(np.ones((4, 2)), np.ones((4, 1)))
    model.test_on_batch(np.ones((4, 2)), np.ones((4, 1)))
    assert K.get_value(number) == total


def test_a_layer_whose_updates_a_program_drops_is_not_updated():
    model = Sequential([BatchNormalization(momentum=0.5, input_shape=(2,)), Dense(1)])
    model.layers[0]._updates, model.layers[0]._per_input_updates = [], {}
    model.compile('sgd', 'mse')
    assert model.updates == []
    model.train_on_batch(np.ones((4, 2)), np.ones((4, 1)))
    assert np.all(model.layers[0].get_weights()[2] == 0.)


def normalized(x, mean, variance):
    return (x - mean) / np.sqrt(np.add(variance, 1e-3))


def test_the_phase_of_a_call_is_that_of_no_other_call_of_the_layer():
    layer = BatchNormalization()
    inputs, x = Input((2,)), np.array([[1., 2.], [3., 6.]])
    model = Model(inputs, [layer(inputs, training=True), layer(inputs), layer(inputs, training=False)])
    layer.set_weights(np.array([[1., 1.], [0., 0.], [1., 2.], [4., 9.]]))
    for one in (model, Model(inputs, model(inputs))):
        by_batch, by_averages, in_test_phase = one.predict(x)
        np.testing.assert_allclose(by_batch, normalized(x, [2., 4.], [1., 4.]), 1e-4)
        np.testing.assert_allclose(by_averages, normalized(x, [1., 2.], [4., 9.]), 1e-4)
        np.testing.assert_allclose(in_test_phase, by_averages, 1e-6)


def test_only_training_updates_averages_of_a_layer_that_is_called_in_the_training_phase():
    layer = BatchNormalization(momentum=0.5)
    inputs, x = Input((2,)), np.array([[1., 2.], [3., 6.]])
    model = Model(inputs, layer(inputs, training=True))
    model.compile('sgd', 'mse')
    before = layer.get_weights()[2:]
    model.predict(x)
    model.evaluate(x, x, verbose=0)
    model.test_on_batch(x, x)
    K.function([inputs], [model(inputs)])([x])
    np.testing.assert_array_equal(layer.get_weights()[2:], before)
    model.train_on_batch(x, x)
    assert (layer.get_weights()[2] != before[0]).all()


def test_the_phase_of_a_call_stays_that_of_the_call_where_its_model_is_called_on_another_shape():
    layer, x = BatchNormalization(), np.array([[[1., 2.], [3., 6.]]])
    sequences, pair = Input((None, 2)), Input((2, 2))
    model = Model(pair, Model(sequences, layer(sequences, training=True))(pair))
    layer.set_weights(np.array([[1., 1.], [0., 0.], [1., 2.], [4., 9.]]))
    assert model.output_shape == (None, 2, 2)
    np.testing.assert_allclose(model.predict(x), normalized(x, [2., 4.], [1., 4.]), 1e-4)


def test_a_layer_that_is_passed_the_learning_phase_does_not_say_that_it_depends_on_it():
    normalization = BatchNormalization(momentum=0.5)
    inputs, x = Input((2,)), np.array([[1., 2.], [3., 6.]])
    dropped = Dropout(0.5)(inputs, training=K.learning_phase())
    model = Model(inputs, [Dense(1, kernel_initializer='ones')(dropped),
                           normalization(inputs, training=K.learning_phase())])
    normalization.set_weights(np.array([[1., 1.], [0., 0.], [1., 2.], [4., 9.]]))
    assert not model.uses_learning_phase
    np.testing.assert_allclose(model.predict(x)[1], normalized(x, [1., 2.], [4., 9.]), 1e-4)
    model.compile(SGD(0.), 'mse')
    assert model.train_on_batch(x, [[[3.], [9.]], x])[1] == pytest.approx(0, abs=1e-6)
    assert (normalization.get_weights()[2] != [1., 2.]).all()
