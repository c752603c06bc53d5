"""K inside running layers: traced and compiled by the framework, in training and in test."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Input, Lambda, Layer
from compat.models import Model

BATCH = np.random.RandomState(0).uniform(-1., 1., (6, 3, 4)).astype('float32')


def predicted(function, x=BATCH, **kwargs):
    """What a model of a Lambda alone predicts."""
    inputs = Input(x.shape[1:])
    return Model(inputs, Lambda(function, **kwargs)(inputs)).predict(x, batch_size=3)


FUNCTIONS = [
    ('sizes in a reshape', lambda x: K.reshape(x, (K.shape(x)[0], 12)), lambda x: x.reshape(6, 12)),
    ('stacked sizes in a reshape',
     lambda x: K.reshape(x, K.stack([K.shape(x)[0], -1, 2])), lambda x: x.reshape(6, 6, 2)),
    ('concatenated sizes in a reshape',
     lambda x: K.reshape(x, K.concatenate([K.shape(x)[:1], [2, 6]], axis=0)), lambda x: x.reshape(6, 2, 6)),
    ('the product of sizes', lambda x: K.reshape(x, (-1, K.prod(K.shape(x)[1:]))), lambda x: x.reshape(6, 12)),
    ('zeros of the batch', lambda x: x + K.zeros((K.shape(x)[0], 1, 4)), lambda x: x),
    ('zeros of a known shape', lambda x: x + K.zeros((3, 4)) + K.ones((4,)), lambda x: x + 1),
    ('a mean by hand', lambda x: K.sum(x, axis=1) / K.cast(K.shape(x)[1], 'float32'), lambda x: x.mean(axis=1)),
    ('batch_flatten', lambda x: K.batch_flatten(x), lambda x: x.reshape(6, 12)),
    ('a list of axes', lambda x: K.mean(x, axis=[1, -1], keepdims=True), lambda x: x.mean(axis=(1, 2), keepdims=True)),
    ('a constant', lambda x: K.dot(x, K.constant(np.eye(4) * 2)), lambda x: x * 2),
    ('numpy of float64', lambda x: K.maximum(x, np.zeros((3, 4))), lambda x: x.clip(0)),
    ('a switch', lambda x: K.switch(K.greater(x, 0.), x, x * 0.1), lambda x: np.where(x > 0, x, x * np.float32(0.1))),
    ('batch_dot', lambda x: K.batch_dot(x, x, axes=2), lambda x: np.einsum('bij,bkj->bik', x, x)),
    ('expand, tile and repeat', lambda x: K.repeat_elements(K.tile(K.expand_dims(x[:, 0], 1), [1, 2, 1]), 2, axis=2),
     lambda x: np.repeat(np.tile(x[:, :1], (1, 2, 1)), 2, axis=2)),
    ('a mask', lambda x: x * K.cast(K.any(K.not_equal(x, 0.), axis=-1, keepdims=True), K.floatx()), lambda x: x),
    ('normalisation',
     lambda x: (x - K.mean(x, axis=-1, keepdims=True)) / (K.std(x, axis=-1, keepdims=True) + K.epsilon()),
     lambda x: (x - x.mean(-1, keepdims=True)) / (x.std(-1, keepdims=True) + 1e-7)),
]


@pytest.mark.parametrize('function, expected', [pytest.param(
    *case[1:], id=case[0], marks=[pytest.mark.difference('arrays-are-tensors')] * (case[0] == 'numpy of float64'))
    for case in FUNCTIONS])
def test_a_function_of_k_computes_inside_a_layer_what_numpy_does(function, expected):
    np.testing.assert_allclose(predicted(function), expected(BATCH), rtol=1e-5, atol=1e-5)


def test_a_layer_is_in_the_test_phase_when_it_predicts():
    np.testing.assert_array_equal(predicted(lambda x: K.in_train_phase(x * 2., x)), BATCH)
    np.testing.assert_array_equal(predicted(lambda x: K.in_test_phase(lambda: x * 3., lambda: x)), BATCH * 3)


class Scaled(Layer):
    """x times a weight; plus 1 in the training phase."""

    def build(self, input_shape):
        self.scale = self.add_weight(name='scale', shape=(1,), initializer='ones')
        super().build(input_shape)

    def call(self, x):
        return K.in_train_phase(x * self.scale + 1., x * self.scale)

    def compute_output_shape(self, input_shape):
        return input_shape


def test_a_layer_is_in_the_training_phase_when_it_is_fitted_and_tested_when_evaluated():
    inputs = Input((3, 4))
    model = Model(inputs, Scaled()(inputs))
    model.compile('sgd', 'mse')
    zeros = np.zeros_like(BATCH)
    assert model.train_on_batch(zeros, zeros) == pytest.approx(1., rel=1e-5)
    assert model.test_on_batch(zeros, zeros) == pytest.approx(0., abs=1e-6)


def test_random_numbers_are_drawn_anew_for_every_batch():
    for seed in (None, 5):
        noise = predicted(lambda x, seed=seed: x * 0. + K.random_normal((K.shape(x)[0], 3, 4), seed=seed))
        assert 0.3 < noise.std() < 2.
        assert not np.array_equal(noise[:3], noise[3:])


def test_dropout_drops_in_training_only():
    inputs = Input((3, 4))
    model = Model(inputs, Lambda(lambda x: K.in_train_phase(lambda: K.dropout(x, 0.5), x))(inputs))
    ones = np.ones_like(BATCH)
    np.testing.assert_array_equal(model.predict(ones), ones)


def test_gradients_go_through_the_functions_of_k():
    inputs = Input((3, 4))
    hidden = Lambda(lambda x: K.l2_normalize(K.relu(K.reshape(x, (-1, 12)), alpha=0.1), axis=-1))(Dense(4)(inputs))
    model = Model(inputs, Dense(1)(hidden))
    model.compile('sgd', lambda true, predicted: K.mean(K.square(predicted - true), axis=-1))
    before = [weight.copy() for weight in model.get_weights()]
    losses = [model.train_on_batch(BATCH, BATCH.mean(axis=(1, 2)).reshape(6, 1)) for _ in range(20)]
    assert losses[-1] < losses[0]
    assert not np.array_equal(before[0], model.get_weights()[0])


def test_a_loss_of_k_has_the_value_that_numpy_gives_it():
    inputs = Input((3,))
    model = Model(inputs, Lambda(lambda x: K.softmax(x))(inputs))
    model.compile('sgd', lambda true, predicted: K.categorical_crossentropy(true, predicted))
    x, classes = BATCH[:, :, 0], np.eye(3, dtype='float32')[[0, 1, 2, 0, 1, 2]]
    probabilities = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    expected = -np.log((probabilities * classes).sum(axis=1)).mean()
    assert model.test_on_batch(x, classes) == pytest.approx(expected, rel=1e-5)
