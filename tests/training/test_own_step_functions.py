"""What a program sets as train_function, test_function or predict_function, or makes of them, is what a model calls."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Dropout, Input
from compat.models import Model, Sequential

X, Y = np.arange(12.).reshape(4, 3) / 10, np.ones((4, 1))
FUNCTIONS = ['train_function', 'test_function', 'predict_function']


def ones(*layers, cls=Sequential):
    model = cls([Dense(1, input_dim=3, kernel_initializer='ones'), *layers])
    model.compile('sgd', 'mse', metrics=['mae'])
    return model


def generator():
    while True:
        yield X, Y


def by_generator(model):
    logs = model.fit_generator(generator(), 1, verbose=0).history
    return [logs[name][0] for name in model.metrics_names]


# For each function: what a model does that calls it, and what that returns where the function returns 2 and 3.
CALLS = {
    'train_function': [(lambda model: model.train_on_batch(X, Y), [2., 3.]),
                       (lambda model: model.fit(X, Y, batch_size=4, verbose=0).history['loss'], [2.]),
                       (by_generator, [2., 3.])],
    'test_function': [(lambda model: model.test_on_batch(X, Y), [2., 3.]),
                      (lambda model: model.evaluate(X, Y, verbose=0), [2., 3.]),
                      (lambda model: model.evaluate_generator(generator(), 1), [2., 3.]),
                      (lambda model: model.fit(X, Y, batch_size=4, verbose=0, validation_data=(X, Y)).history[
                          'val_loss'], [2.])],
    'predict_function': [(lambda model: np.unique(model.predict_on_batch(X)), [2., 3.]),
                         (lambda model: np.unique(model.predict(X)), [2., 3.]),
                         (lambda model: np.unique(model.predict_generator(generator(), 1)), [2., 3.])]}


def test_a_function_that_a_program_has_set_is_called_with_the_arrays_of_the_step():
    model, passed = ones(), []

    def own(arrays):
        passed.append([np.shape(array) for array in arrays])
        return [np.float32(2.), np.float32(3.)] if len(arrays) > 1 else [np.full(4, 2.), np.full(4, 3.)]

    for name in FUNCTIONS:
        setattr(model, name, own)
    for name in FUNCTIONS:
        for call, expected in CALLS[name]:
            np.testing.assert_array_equal(np.ravel(call(model)), expected)
    of_training, of_prediction = [(4, 3), (4, 1), (4,)], [(4, 3)]
    assert passed == [of_training] * 8 + [of_prediction] * 3
    assert [getattr(model, name) for name in FUNCTIONS] == [own] * 3
    assert np.all(model.get_weights()[0] == 1.)
    model.compile('sgd', 'mse')
    assert [getattr(model, name) for name in FUNCTIONS] == [None] * 3


def test_it_gets_the_phase_where_a_layer_depends_on_it():
    model, passed = ones(Dropout(0.5)), []
    model.train_function = model.test_function = model.predict_function = lambda arrays: passed.append(arrays) or [2.]
    model.train_on_batch(X, Y)
    model.test_on_batch(X, Y)
    model.predict_on_batch(X)
    assert [len(arrays) for arrays in passed] == [4, 4, 2] and [arrays[-1] for arrays in passed] == [1., 0., 0.]


def test_a_function_that_wraps_the_models_own_trains():
    model, other, calls = ones(), ones(), []
    model._make_train_function()
    function = model.train_function

    def wrapped(arrays):
        calls.append(1)
        return function(arrays)

    model.train_function = wrapped
    np.testing.assert_allclose(model.train_on_batch(X, Y), other.train_on_batch(X, Y), rtol=1e-5)
    model.fit(X, Y, batch_size=2, epochs=2, verbose=0, shuffle=False)
    other.fit(X, Y, batch_size=2, epochs=2, verbose=0, shuffle=False)
    assert len(calls) == 5
    np.testing.assert_allclose(model.get_weights()[0], other.get_weights()[0], rtol=1e-5)


def test_the_functions_of_a_model_are_there_for_programs():
    model = ones()
    model._make_test_function()
    model._make_predict_function()
    loss, error = model.test_function([X, Y, np.ones(4)])
    np.testing.assert_allclose([np.mean(loss), np.mean(error)], model.test_on_batch(X, Y), rtol=1e-5)
    np.testing.assert_allclose(model.predict_function([X])[0], X.sum(axis=1, keepdims=True), rtol=1e-5)


def half_updates(model):
    """A function of a step that trains nothing, and halves a number."""
    number = model.__dict__['halved'] = K.variable(8.)
    inputs = model._feed_inputs + model._feed_targets + model._feed_sample_weights
    return K.function(inputs, [model.total_loss] + model.metrics_tensors, updates=[K.update(number, number / 2)])


class Halves(Model):
    def _make_train_function(self):
        if self.train_function is None:
            self.train_function = half_updates(self)


class HalvesChain(Sequential):
    def _make_train_function(self):
        super()._make_train_function()
        self.train_function = half_updates(self)


def functional():
    x = Input((3,))
    model = Halves(x, Dense(1, kernel_initializer='ones')(x))
    model.compile('sgd', 'mse', metrics=['mae'])
    return model


def of_instance():
    model = ones()

    def make():
        model.train_function = half_updates(model)

    model._make_train_function = make
    return model


# What is left of the number after three steps in two calls, of which each may make the function anew.
@pytest.mark.parametrize('make, left', [(functional, 1.), (lambda: ones(cls=HalvesChain), 2.), (of_instance, 2.)])
def test_what_a_program_makes_of_the_function_trains(make, left):
    model = make()
    loss, error = model.train_on_batch(X, Y)
    expected = X.sum(axis=1, keepdims=True) - Y
    np.testing.assert_allclose([loss, error], [np.mean(expected ** 2), np.mean(np.abs(expected))], rtol=1e-5)
    model.fit(X, Y, batch_size=2, verbose=0)
    assert np.all(model.layers[-1].get_weights()[0] == 1.) and K.get_value(model.__dict__['halved']) == left
