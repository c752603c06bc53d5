"""Models whose inputs are variables, constants and what is computed from them: these inputs get no arrays."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Input, InputLayer, add
from compat.models import Model, Sequential, clone_model
from compat.optimizers import SGD

ONES, NO_TARGETS = np.ones((5, 4)), np.zeros((5, 2))
# What the input is, and its value.
TENSORS = {'a variable': (lambda: K.variable(ONES), 1.), 'a constant': (lambda: K.constant(ONES), 1.),
           'an expression': (lambda: K.variable(ONES) * 2, 2.)}


def dense():
    return Dense(2, kernel_initializer='ones')


def cloned_sequential(tensor):
    return clone_model(Sequential([Dense(2, kernel_initializer='ones', input_shape=(4,))]), tensor)


def cloned_functional(tensor):
    x = Input((4,), name='x')
    clone = clone_model(Model(x, dense()(x)), [tensor])
    assert clone.input_names == ['input_wrapper_for_x']
    return clone


def sequential(tensor):
    model = Sequential()
    model.add(InputLayer(input_tensor=tensor))
    model.add(dense())
    return model


def functional(tensor):
    x = Input(tensor=tensor)
    return Model(x, dense()(x))


@pytest.mark.parametrize('what', sorted(TENSORS))
@pytest.mark.parametrize('make', [sequential, functional, cloned_sequential, pytest.param(
    cloned_functional, marks=pytest.mark.difference('clones-on-inputs'))])
def test_a_model_of_a_tensor_is_run_by_steps(make, what):
    tensor, value = TENSORS[what]
    model = make(tensor())
    assert [K.int_shape(each) for each in model.inputs] == [(5, 4)]
    np.testing.assert_allclose(model.predict(None, steps=2), np.full((10, 2), 4 * value))
    np.testing.assert_allclose(model.predict_on_batch(None), np.full((5, 2), 4 * value))
    model.compile(SGD(0.), 'mse')
    loss = pytest.approx((4 * value) ** 2)
    assert model.fit(None, NO_TARGETS, steps_per_epoch=1, verbose=0).history == {'loss': [loss]}
    assert model.evaluate(None, NO_TARGETS, steps=1, verbose=0) == loss
    assert model.train_on_batch(None, NO_TARGETS) == loss
    assert model.test_on_batch(None, NO_TARGETS) == loss


def test_only_inputs_that_are_no_tensors_get_arrays():
    x, z = Input((4,), name='x'), Input(tensor=K.variable(ONES), name='z')
    model = Model([x, z], dense()(add([x, z])))
    model.compile(SGD(0.), 'mse')
    assert model._feed_input_names == ['x'] and model.input_names == ['x', 'z']
    np.testing.assert_allclose(model.predict(ONES), np.full((5, 2), 8.))
    np.testing.assert_allclose(model.predict({'x': ONES}), np.full((5, 2), 8.))
    assert model.fit(ONES, NO_TARGETS, verbose=0).history == {'loss': [pytest.approx(64.)]}
    assert model.train_on_batch([ONES], NO_TARGETS) == pytest.approx(64.)
    with pytest.raises(ValueError):
        model.predict([ONES, ONES])


def test_a_sequential_is_not_cloned_on_what_a_layer_computes():
    with pytest.raises(ValueError):
        cloned_sequential(dense()(Input((4,))))


def of_inputs(number):
    inputs = [Input((4,)) for _ in range(number)]
    return Model(inputs, dense()(add(inputs) if number > 1 else inputs[0]))


@pytest.mark.difference('clones-on-inputs')
def test_a_clone_has_the_tensors_beyond_the_inputs_of_the_model_as_inputs_too():
    one, two = Input((4,)), Input((4,))
    clone = clone_model(of_inputs(1), [one, two])
    assert clone.inputs == [one, two]
    np.testing.assert_array_equal(clone.predict([ONES, 2 * ONES]), np.full((5, 2), 4.))


@pytest.mark.parametrize('number, given, error', [
    (1, [], AssertionError), (2, [0], AssertionError), (2, [0, 0], ValueError), (1, [0, 0], ValueError)])
def test_a_model_is_not_cloned_on_too_few_tensors_or_on_one_twice(number, given, error):
    tensors = [Input((4,))]
    with pytest.raises(error):
        clone_model(of_inputs(number), [tensors[place] for place in given])
