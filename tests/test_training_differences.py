"""What training does on Keras 2 and not yet on every host: each test holds there, and fails where its row says so."""
import numpy as np
import pytest

import compat
from compat.callbacks import Callback, LearningRateScheduler
from compat.layers import Dense, Masking, TimeDistributed
from compat.models import Sequential
from compat.optimizers import SGD

DRAW = np.random.RandomState(0)
X = DRAW.uniform(-1, 1, (8, 3))
Y = DRAW.uniform(-1, 1, (8, 1))


def linear(**options):
    model = Sequential([Dense(1, use_bias=False, weights=[np.full((3, 1), 0.5)], input_shape=(3,))])
    model.compile(SGD(**options), 'mse')
    return model


@pytest.mark.difference('weights-of-zero')
def test_samples_of_weight_zero_count_neither_in_the_sum_nor_in_the_number_of_samples():
    weights = np.array([0, 0, 1, 2, 0, 1, 1, 0.5])
    errors = weights * ((X.dot(np.full((3, 1), 0.5)) - Y) ** 2).ravel()
    # From 2.3 on they count in the number.
    count = np.count_nonzero(weights) if compat.__version__ == '2.2.4' else len(weights)
    loss = linear().evaluate(X, Y, sample_weight=weights, verbose=0)
    np.testing.assert_allclose(loss, errors.sum() / count, rtol=1e-4)


@pytest.mark.difference('masked-losses')
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


@pytest.mark.difference('shuffled-batches')
def test_batches_are_shuffled_by_numpy_s_generator():
    model = linear(lr=0.3)
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


class Logged(Callback):
    """The losses that the callbacks of batches are told."""

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_batch_end(self, batch, logs=None):
        self.losses.append(logs['loss'])


@pytest.mark.difference('logs-of-batches')
def test_callbacks_are_told_the_loss_of_each_batch():
    logged = Logged()
    linear(lr=0.).fit(X, Y, batch_size=2, epochs=1, verbose=0, shuffle=False, callbacks=[logged])
    errors = ((X.dot(np.full((3, 1), 0.5)) - Y) ** 2).reshape(4, 2).mean(1)
    np.testing.assert_allclose(logged.losses, errors, rtol=1e-4)


def test_the_history_has_the_learning_rate_that_a_callback_set():
    schedule = LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))
    history = linear().fit(X, Y, epochs=2, verbose=0, callbacks=[schedule])
    np.testing.assert_allclose(history.history['lr'], [0.1, 0.05], rtol=1e-5)
