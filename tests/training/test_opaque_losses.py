"""A loss or metric of the program is one node of the graph: its function runs on the framework's tensors."""
import functools

import framework_losses
import numpy as np
import pages
import pytest

import compat
from compat import backend as K
from compat import process
from compat.layers import Dense, Input
from compat.models import Model, Sequential
from compat.optimizers import SGD
from training_runs import filled, numbers

GOLDEN = pages.golden('framework_losses.json')[compat.__version__]
X, Y = numbers(12, 4), numbers(12, 3)


@pytest.mark.parametrize('written_with', ['K', K.backend()])
@pytest.mark.parametrize('name, case', framework_losses.RUNS)
@pytest.mark.difference('without-training')
def test_a_loss_that_is_written_with_the_framework_trains_to_the_numbers_of_keras_2(name, case, written_with):
    loss = framework_losses.WRITTEN_WITH[written_with]()[name]
    found = framework_losses.batch_losses(loss, case)
    np.testing.assert_allclose(found, np.array(GOLDEN[f'{name} {case}'], 'float64'), rtol=1e-4)


@pytest.mark.difference('without-training')
def test_a_metric_that_is_written_with_the_framework_has_the_numbers_of_keras_2():
    metric = framework_losses.WRITTEN_WITH[K.backend()]()['per_sample']
    found = framework_losses.batch_losses(framework_losses.with_k()['per_sample'], 'dense weighted', metric)
    np.testing.assert_allclose(found, np.array(GOLDEN['per_sample dense weighted'], 'float64'), rtol=1e-4)


def network(loss, **arguments):
    model = filled(Sequential([Dense(3, input_shape=(4,))]))
    model.compile(SGD(0.1), loss, **arguments)
    return model


class ProgramError(Exception):
    """An error class that no library knows."""


@pytest.mark.parametrize('error', [ProgramError, KeyError, TypeError, AttributeError, ValueError, RuntimeError])
@pytest.mark.parametrize('place', ['loss', 'metric'])
def test_a_bug_in_a_loss_or_metric_surfaces_as_the_error_that_it_raises(error, place):
    calls = []

    def failing(y_true, y_pred):
        calls.append(1)
        raise error('the mistake of the program')

    with pytest.raises(error, match='the mistake of the program'):
        network(failing if place == 'loss' else 'mse', metrics=[failing] if place == 'metric' else None
                ).train_on_batch(X, Y)
    assert calls == [1]


# How often a loss runs in a training of three batches: real Keras 2 and TensorFlow build one graph, jax runs it once to
# find the variables and once to compile it, both times with the pass that it differentiates; torch computes each batch.
CALLS_OF_THREE_BATCHES = {'keras2': 1, 'tensorflow': 1, 'jax': 4, 'torch': 3}


def test_a_loss_is_called_once_for_each_trace_of_the_framework():
    calls = []

    def loss(y_true, y_pred):
        calls.append(1)
        return K.mean(K.square(y_true - y_pred), axis=-1)

    model = network(loss)
    for _ in range(3):
        model.train_on_batch(X, Y)
    family = process.opened().family
    assert len(calls) == CALLS_OF_THREE_BATCHES[family if family == 'keras2' else K.backend()]


def test_a_loss_may_be_a_partial_a_method_a_lambda_and_an_object():
    class Weighted:
        def __init__(self, factor):
            self.factor = factor

        def method(self, y_true, y_pred):
            return self.factor * K.mean(K.square(y_true - y_pred), axis=-1)

        __call__ = method
        __name__ = 'weighted'

    def scaled(y_true, y_pred, factor):
        return factor * K.mean(K.square(y_true - y_pred), axis=-1)

    partial = functools.partial(scaled, factor=3.)
    partial.__name__ = 'scaled'
    expected = 3. * network('mse').train_on_batch(X, Y)
    for loss in (partial, Weighted(3.).method, Weighted(3.), lambda y_true, y_pred: scaled(y_true, y_pred, 3.)):
        np.testing.assert_allclose(network(loss).train_on_batch(X, Y), expected, rtol=1e-5)


OFFSET = None  # an Input, once a test has made it


def loss_that_names_a_symbol(y_true, y_pred):
    return K.mean(K.square(y_true - y_pred - OFFSET), axis=-1)


def test_a_loss_may_refer_to_symbols_of_the_model_by_closure_default_partial_attribute_and_global():
    global OFFSET
    x, OFFSET = Input((4,)), Input((3,))

    def model_of(loss, offset):
        model = filled(Model([x, offset], Dense(3)(x)))
        model.compile(SGD(0.1), loss)
        return model

    own = Input((3,))

    def closes(y_true, y_pred):
        return K.mean(K.square(y_true - y_pred - own), axis=-1)

    def has_default(y_true, y_pred, offset=own):
        return K.mean(K.square(y_true - y_pred - offset), axis=-1)

    def calls_another(y_true, y_pred):
        return closes(y_true, y_pred)

    class Holder:
        offset = own

        def __init__(self):
            self.offsets = [own]

        def loss(self, y_true, y_pred):
            return K.mean(K.square(y_true - y_pred - self.offsets[0]), axis=-1)

    bound = functools.partial(has_default, offset=own)
    bound.__name__ = 'bound'
    offsets = numbers(12, 3, seed=4)
    expected = filled(Model(x, Dense(3)(x)))
    expected = np.mean((Y - expected.predict(X) - offsets) ** 2)
    for loss, offset in ((closes, own), (has_default, own), (calls_another, own), (Holder().loss, own), (bound, own),
                         (loss_that_names_a_symbol, OFFSET)):
        np.testing.assert_allclose(model_of(loss, offset).train_on_batch([X, offsets], Y), expected, rtol=1e-4)


def test_a_loss_that_reads_a_weight_of_the_model_trains_it():
    model = filled(Sequential([Dense(3, input_shape=(4,))]))
    kernel = model.layers[0].kernel

    def loss(y_true, y_pred):
        return K.mean(K.square(y_true - y_pred), axis=-1) + K.sum(K.square(kernel))

    model.compile(SGD(0.1), loss)
    before, bias = model.get_weights()
    slope = 2. / 36 * X.T.dot(X.dot(before) + bias - Y) + 2. * before
    model.train_on_batch(X, Y)
    np.testing.assert_allclose(model.get_weights()[0], before - 0.1 * slope, rtol=1e-4, atol=1e-6)


def test_a_loss_may_call_another_model():
    features = Sequential([Dense(2, use_bias=False, kernel_initializer='ones', input_shape=(3,))])

    def perceptual(y_true, y_pred):
        return K.mean(K.square(K.sum(y_true, axis=-1, keepdims=True) - features(y_pred)), axis=-1)

    model = network(perceptual)
    difference = (Y - model.predict(X)).dot(np.ones((3, 2)))
    np.testing.assert_allclose(model.test_on_batch(X, Y), np.mean(difference ** 2), rtol=1e-4)
    before = model.test_on_batch(X, Y)
    model.train_on_batch(X, Y)
    assert model.test_on_batch(X, Y) < before
    np.testing.assert_array_equal(features.get_weights()[0], np.ones((3, 2)))


def test_the_tensor_of_the_loss_is_for_functions_of_k():
    def loss(y_true, y_pred):
        return K.mean(K.square(y_true - y_pred), axis=-1)

    model = network(loss)
    gradients = K.gradients(model.total_loss, model.trainable_weights)
    total, kernel, _ = K.function([model.input] + model.targets + model.sample_weights,
                                  [model.total_loss] + gradients)([X, Y, np.ones(12)])
    error = model.predict(X) - Y
    np.testing.assert_allclose(total, np.mean(error ** 2), rtol=1e-5)
    np.testing.assert_allclose(kernel, 2. / 36 * X.T.dot(error), rtol=1e-4, atol=1e-6)


class Keeping:
    """A loss whose object keeps in its attributes what its first call makes of them, as old ones do."""

    def __init__(self):
        self.ratio = 3.

    def loss(self, y_true, y_pred):
        self.ratio = K.constant(self.ratio) if isinstance(self.ratio, float) else K.constant(self.ratio + 'once')
        self.last = K.mean(y_pred)
        return self.ratio * K.mean(K.square(y_true - y_pred), axis=-1)

    def __call__(self, y_true, y_pred):
        return self.loss(y_true, y_pred)


def closing_over(kept):
    return lambda y_true, y_pred: kept.loss(y_true, y_pred)


@pytest.mark.difference('without-training')
@pytest.mark.parametrize('make', [lambda: Keeping().loss, Keeping, lambda: closing_over(Keeping()),
                                  lambda: functools.partial(Keeping.loss, Keeping())],
                         ids=['method', 'object', 'closure', 'partial'])
def test_a_loss_that_replaces_its_own_settings_by_tensors_finds_them_at_each_call_of_the_framework(make):
    losses = []
    for loss in ['mse', make()]:
        model = network(loss)
        losses.append([model.train_on_batch(X, Y), model.evaluate(X, Y, verbose=0), model.test_on_batch(X[:5], Y[:5])])
    np.testing.assert_allclose(losses[1][0], 3 * losses[0][0], rtol=1e-5)
    assert losses[1][1] < losses[1][0]
