"""What training does on Keras 2 and not yet on every host: each test holds there, and fails where its row says so."""
import numpy as np
import pytest

import compat
from compat.callbacks import Callback, LearningRateScheduler
from compat.initializers import Constant
from compat.engine.base_layer import Layer
from compat.layers import BatchNormalization, Dense, Dropout, Input, Masking, TimeDistributed
from compat.models import Model, Sequential, load_model
from compat.optimizers import SGD

DRAW = np.random.RandomState(0)
X = DRAW.uniform(-1, 1, (8, 3))
Y = DRAW.uniform(-1, 1, (8, 1))


def linear(**options):
    model = Sequential([Dense(1, use_bias=False, weights=[np.full((3, 1), 0.5)], input_shape=(3,))])
    model.compile(SGD(**options), 'mse')
    return model


class Linear(Model):
    """The same with a call of its own."""

    def __init__(self):
        super().__init__()
        self.dense = Dense(1, use_bias=False, kernel_initializer=Constant(0.5))

    def call(self, inputs):
        return self.dense(inputs)


def test_samples_of_weight_zero_count_neither_in_the_sum_nor_in_the_number_of_samples():
    weights = np.array([0, 0, 1, 2, 0, 1, 1, 0.5])
    errors = weights * ((X.dot(np.full((3, 1), 0.5)) - Y) ** 2).ravel()
    # From 2.3 on they count in the number.
    count = np.count_nonzero(weights) if compat.__version__ == '2.2.4' else len(weights)
    loss = linear().evaluate(X, Y, sample_weight=weights, verbose=0)
    np.testing.assert_allclose(loss, errors.sum() / count, rtol=1e-4)


def test_masked_steps_count_neither_in_the_loss_nor_in_the_number_of_steps():
    x = DRAW.uniform(0.1, 1, (4, 5, 3))
    x[1, 3:] = 0
    x[2, 1:] = 0
    y = DRAW.uniform(-1, 1, (4, 5, 1))
    model = Sequential([Masking(0., input_shape=(5, 3)), TimeDistributed(Dense(1, use_bias=False))])
    model.set_weights([np.full((3, 1), 0.5)])
    model.compile('sgd', 'mse')
    there = x.any(-1)
    errors = ((x.dot(np.full((3, 1), 0.5)) - y) ** 2)[..., 0] * there
    # From 2.3 on they count in the number.
    count = there.sum() if compat.__version__ == '2.2.4' else there.size
    np.testing.assert_allclose(model.evaluate(x, y, verbose=0), errors.sum() / count, rtol=1e-4)


def check_shuffling(model):
    np.random.seed(7)
    model.fit(X, Y, batch_size=1, epochs=2, verbose=0)
    np.random.seed(7)
    weight, order = np.full((3, 1), 0.5), np.arange(8)
    for _ in range(2):
        np.random.shuffle(order)
        for index in order:
            sample = X[index:index + 1]
            weight = weight - 0.3 * 2 * sample.T.dot(sample.dot(weight) - Y[index])
    np.testing.assert_allclose(model.get_weights()[0], weight, rtol=1e-4)


def test_batches_are_shuffled_by_numpy_s_generator():
    check_shuffling(linear(lr=0.3))


def test_batches_of_a_model_that_learns_its_input_shape_are_shuffled_by_numpy_s_generator():
    model = Sequential([Dense(1, use_bias=False, kernel_initializer=Constant(0.5))])
    model.compile(SGD(lr=0.3), 'mse')
    check_shuffling(model)


@pytest.mark.difference('trained-by-hosts')
def test_batches_of_a_model_with_a_call_of_its_own_are_shuffled_by_numpy_s_generator():
    model = Linear()
    model.compile(SGD(lr=0.3), 'mse')
    check_shuffling(model)


class Logged(Callback):
    """The losses that the callbacks of batches are told."""

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_batch_end(self, batch, logs=None):
        self.losses.append(logs['loss'])


def test_callbacks_are_passed_the_loss_of_each_batch():
    logged = Logged()
    linear(lr=0.).fit(X, Y, batch_size=2, epochs=1, verbose=0, shuffle=False, callbacks=[logged])
    errors = ((X.dot(np.full((3, 1), 0.5)) - Y) ** 2).reshape(4, 2).mean(1)
    np.testing.assert_allclose(logged.losses, errors, rtol=1e-4)


def test_the_history_has_the_learning_rate_that_a_callback_set():
    schedule = LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))
    history = linear().fit(X, Y, epochs=2, verbose=0, callbacks=[schedule])
    np.testing.assert_allclose(history.history['lr'], [0.1, 0.05], rtol=1e-5)


def test_an_optimizer_that_trains_two_models_has_a_momentum_for_each():
    optimizer, weight, velocity = SGD(lr=0.1, momentum=0.9), [0.5, 0.5], [0., 0.]
    models = [linear_of(optimizer, units) for units in (1, 2)]
    for _ in range(4):
        for number, (model, targets) in enumerate(zip(models, (Y, np.hstack([Y, -Y])))):
            model.train_on_batch(X, targets)
            prediction = X.dot(np.broadcast_to(weight[number], (3, targets.shape[1])))
            gradient = 2. / targets.size * X.T.dot(prediction - targets)
            velocity[number] = 0.9 * velocity[number] - 0.1 * gradient
            weight[number] = weight[number] + velocity[number]
    for model, expected in zip(models, weight):
        np.testing.assert_allclose(model.get_weights()[0], expected, rtol=1e-4)


def linear_of(optimizer, units):
    model = Sequential([Dense(units, use_bias=False, weights=[np.full((3, units), 0.5)], input_shape=(3,))])
    model.compile(optimizer, 'mse')
    return model


def test_a_loaded_model_goes_on_to_train_where_the_saved_one_was(tmp_path):
    straight, model = linear(lr=0.1, momentum=0.9), linear(lr=0.1, momentum=0.9)
    straight.fit(X, Y, batch_size=4, epochs=2, verbose=0, shuffle=False)
    model.fit(X, Y, batch_size=4, epochs=1, verbose=0, shuffle=False)
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = load_model(path)
    loaded.fit(X, Y, batch_size=4, epochs=1, verbose=0, shuffle=False)
    np.testing.assert_allclose(loaded.get_weights()[0], straight.get_weights()[0], rtol=1e-5)


class Told(Callback):
    """What a callback is told of the training, and of its batches."""

    def on_train_begin(self, logs=None):
        self.batches = []
        self.about = {name: self.params[name] for name in ('epochs', 'steps', 'do_validation', 'metrics')}

    def on_batch_end(self, batch, logs=None):
        self.validation = [np.asarray(each).shape for each in self.validation_data[:2]]
        self.batches.append((batch, logs['batch'], logs['size']))


def test_callbacks_are_passed_the_same_of_generators():
    def generator():
        while True:
            yield X[:3], Y[:3]
            yield X[3:], Y[3:]

    told = Told()
    linear().fit_generator(generator(), 2, verbose=0, validation_data=(X, Y), callbacks=[told])
    assert told.about == {'epochs': 1, 'steps': 2, 'do_validation': True, 'metrics': ['loss', 'val_loss']}
    assert told.batches == [(0, 0, 3), (1, 1, 5)]
    assert told.validation == [(8, 3), (8, 1)]


class Doubled(Dropout):
    """Dropout, and a product after it."""

    def call(self, inputs, training=None):
        return 2. * super().call(inputs)


@pytest.mark.difference('phase-of-products')
def test_a_product_of_what_dropout_gives_has_no_phase_of_its_own():
    model = Sequential([Doubled(0.5, input_shape=(200,))])
    model.compile('sgd', 'mse')
    np.testing.assert_allclose(model.train_on_batch(np.ones((4, 200)), np.full((4, 200), 2.)), 0., atol=1e-6)


class Normalized(Layer):
    """A layer that calls another."""

    def build(self, input_shape):
        self.norm = BatchNormalization()
        super().build(input_shape)

    def call(self, inputs):
        return self.norm(inputs)


@pytest.mark.difference('updates-within-layers')
def test_a_layer_that_is_called_in_the_call_of_another_has_its_updates():
    layer = Normalized()
    layer(Input((3,)))
    assert len(layer.norm.updates) == 2
