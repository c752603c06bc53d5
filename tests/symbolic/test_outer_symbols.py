"""Functions of layers, losses, metrics and regularizers that close over tensors see their values of each run."""
import numpy as np
import pytest

from compat import backend as K
from compat import layers
from compat.models import Model, load_model

ROWS = [np.array([[1., 2.], [3., 4.]]), np.array([[10., 20.], [30., 50.]])]


class Own(layers.Layer):
    """A layer of the function that it is made of."""

    def __init__(self, function, **kwargs):
        super().__init__(**kwargs)
        self.function = function

    def call(self, x):
        """Returns the function of the input."""
        return self.function(x)


class Scale(layers.Layer):
    """A layer that has a tensor from outside as an attribute, and a weight."""

    def __init__(self, tensor, **kwargs):
        super().__init__(**kwargs)
        self.tensor = tensor

    def build(self, shape):
        """Makes the weight."""
        self.weight = self.add_weight(name='weight', shape=shape[1:], initializer='ones')
        super().build(shape)

    def call(self, x):
        """Returns the product of all three."""
        return x * self.weight * self.tensor


def nested(function):
    """Returns a layer that calls another one in its function."""
    return layers.Lambda(lambda x: layers.Lambda(function)(x))


def in_time(function):
    """Returns a function of symbols: that of a single step of two."""
    return lambda x: layers.Lambda(lambda y: y[:, 0])(
        layers.TimeDistributed(layers.Lambda(function))(layers.RepeatVector(2)(x)))


PLACES = {'Lambda': layers.Lambda, 'own layer': Own, 'nested Lambda': nested, 'TimeDistributed': in_time,
          'K.function': lambda function: function}


def closed_over(kind, outer, variable):
    """Returns a tensor of a kind that the function closes over, and its value for an input and a variable."""
    return {
        'Input': (outer, lambda o, v: o),
        'intermediate symbol': (layers.Dense(2, kernel_initializer='ones')(outer),
                                lambda o, v: np.repeat(o.sum(1, keepdims=True), 2, 1)),
        'symbol of K': (K.square(outer), lambda o, v: o ** 2),
        'shape of it': (K.cast(K.shape(outer)[0], 'float32'), lambda o, v: float(len(o))),
        'item of it': (outer[:, :1], lambda o, v: o[:, :1]),
        'variable': (variable, lambda o, v: v),
        'expression': (K.exp(variable) * 2, lambda o, v: np.exp(v) * 2),
        'shape of a variable': (K.cast(K.shape(variable)[0], 'float32'), lambda o, v: 2.),
    }[kind]


KINDS = ['Input', 'intermediate symbol', 'symbol of K', 'shape of it', 'item of it', 'variable', 'expression',
         'shape of a variable']


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('place', sorted(PLACES))
def test_a_function_sees_the_value_of_each_run(place, kind):
    outer, x = layers.Input((2,)), layers.Input((2,))
    variable = K.variable([.5, 1.5])
    tensor, expected = closed_over(kind, outer, variable)
    if place == 'TimeDistributed' and kind in ('Input', 'intermediate symbol', 'symbol of K', 'item of it'):
        tensor, per_row = K.sum(tensor), expected
        expected = lambda o, v: per_row(o, v).sum()  # noqa: E731, its batch is that of all steps
    y = PLACES[place](lambda z: z * 2. + tensor)(x)
    run = K.function([outer, x], [y]) if place == 'K.function' else Model([outer, x], y).predict_on_batch
    for first in ROWS:
        for value in ([.5, 1.5], [2., 1.]):
            K.set_value(variable, np.array(value))
            second = first[::-1] - 1
            got = np.asarray(run([first, second])).reshape(2, 2)
            np.testing.assert_allclose(got, second * 2 + expected(first, np.array(value)) + np.zeros((2, 2)), 1e-5)


@pytest.mark.parametrize('function', [
    lambda x, o: x + o, lambda x, o: o + x, lambda x, o: x * o, lambda x, o: o - x, lambda x, o: x / o,
    lambda x, o: o / x, lambda x, o: -o * x, lambda x, o: K.cast(x > o, 'float32'),
    lambda x, o: K.cast(o > x, 'float32'), lambda x, o: o ** 2. + x, lambda x, o: x * o[:, 1:],
    lambda x, o: x * o[0], lambda x, o: x + K.abs(o - 4.), lambda x, o: K.concatenate([x, o])[:, 1:3],
    lambda x, o: K.maximum(x, o), lambda x, o: K.switch(K.greater(x, o), x, o), lambda x, o: K.dot(x, K.transpose(o)),
    lambda x, o: K.reshape(x, K.shape(o)), lambda x, o: K.stack([x, o])[1], lambda x, o: x * K.sum(o, 1, keepdims=True),
    lambda x, o: x + np.array([1., 2.], 'float32') * o, lambda x, o: K.in_train_phase(x, o),
    lambda x, o: x * K.ndim(o) * K.int_shape(o)[1]])
def test_functions_and_operators_take_symbols_from_outside(function):
    outer, x = layers.Input((2,)), layers.Input((2,))
    got = Model([outer, x], layers.Lambda(lambda z: function(z, outer))(x)).predict_on_batch([ROWS[0], ROWS[1]])
    want = K.function([outer, x], [function(x, outer)])([ROWS[0], ROWS[1]])[0]
    np.testing.assert_allclose(got, want, 1e-5)


def test_a_symbol_may_be_an_attribute_of_a_layer_with_weights_which_are_trained():
    outer, x = layers.Input((2,)), layers.Input((2,))
    model = Model([outer, x], Scale(outer)(x))
    model.compile('sgd', 'mse')
    model.train_on_batch(ROWS, np.zeros((2, 2)))
    gradient = (ROWS[0] * ROWS[1] * 2 * ROWS[0] * ROWS[1] / 2).mean(0)
    np.testing.assert_allclose(model.get_weights()[0], 1 - .01 * gradient, 1e-5)


def test_gradients_reach_layers_through_what_a_function_closes_over():
    x = layers.Input((2,))
    hidden = layers.Dense(2, kernel_initializer='ones', use_bias=False)
    h = hidden(x)
    y = layers.Lambda(lambda z: z * h)(layers.Dense(2, kernel_initializer='ones', use_bias=False)(h))
    model = Model(x, y)
    assert len(model.trainable_weights) == 2
    gradient = K.gradients(K.sum(y), [hidden.kernel, x])
    got = K.function([x], gradient)([ROWS[0]])
    total = ROWS[0].sum(1)
    np.testing.assert_allclose(got[0], np.tile(((4 * total + 4 * total) @ ROWS[0])[:, None] / 2., (1, 2)), 1e-5)
    np.testing.assert_allclose(got[1], np.tile((16 * total)[:, None] / 2 * 1., (1, 2)) * 1., 1e-5)


def test_layers_that_only_a_function_uses_are_none_of_the_model():
    outer, x = layers.Input((2,), name='outer'), layers.Input((2,), name='x')
    h = layers.Dense(2, name='hidden')(outer)
    layer = layers.Lambda(lambda z: z + h, name='sum')
    y = layer(x)
    model = Model([outer, x], y)
    assert [each.name for each in model.layers] == ['x', 'sum']
    assert model.trainable_weights == []
    assert [each.name for each in layer._inbound_nodes[0].inbound_layers] == ['x']
    assert layer.input is x
    assert K.int_shape(layer.get_input_at(0)) == (None, 2)


def test_a_model_within_another_passes_values_on():
    outer, x = layers.Input((2,)), layers.Input((2,))
    inner = Model([outer, x], layers.Lambda(lambda z: z * K.sum(outer))(x))
    z = layers.Input((2,))
    model = Model([outer, z], inner([outer, z]))
    for first in ROWS:
        np.testing.assert_allclose(model.predict_on_batch([first, ROWS[1]]), ROWS[1] * first.sum(), 1e-5)


def test_a_placeholder_that_a_function_closes_over_is_fed():
    placeholder, x = K.placeholder((None, 2)), layers.Input((2,))
    run = K.function([placeholder, x], [layers.Lambda(lambda z: z * K.sum(placeholder))(x)])
    np.testing.assert_allclose(run(ROWS)[0], ROWS[1] * ROWS[0].sum(), 1e-5)


def test_a_model_without_the_symbol_among_its_inputs_is_refused():
    outer, x = layers.Input((2,)), layers.Input((2,))
    with pytest.raises(Exception):  # noqa: B017, each host has an error of its own
        Model(x, layers.Lambda(lambda z: z + outer)(x)).predict_on_batch(ROWS[0])


def test_a_shared_layer_sees_the_same_tensor_in_each_call():
    outer, x, z = [layers.Input((2,)) for _ in range(3)]
    layer = layers.Lambda(lambda each: each * outer)
    got = Model([outer, x, z], [layer(x), layer(z)]).predict_on_batch([ROWS[0], ROWS[1], ROWS[0]])
    np.testing.assert_allclose(got, [ROWS[0] * ROWS[1], ROWS[0] ** 2], 1e-5)


TENSORS = {'Input': (lambda outer, v: outer, lambda o, v: o),
           'symbol': (lambda outer, v: K.square(outer) * v, lambda o, v: o ** 2 * v),
           'variable': (lambda outer, v: v, lambda o, v: v),
           'expression': (lambda outer, v: v * 3., lambda o, v: v * 3)}


@pytest.mark.parametrize('kind', sorted(TENSORS))
@pytest.mark.parametrize('place', ['loss', 'metric', 'activity regularizer', 'added loss'])
def test_what_training_computes_sees_the_value_of_each_run(place, kind):
    outer, x = layers.Input((2,)), layers.Input((2,))
    variable = K.variable([1., 2.])
    make, expected = TENSORS[kind]
    tensor = make(outer, variable)
    y = layers.Dense(2, kernel_initializer='zeros', use_bias=False, activity_regularizer=(
        lambda z: K.sum(tensor)) if place == 'activity regularizer' else None)(x)
    model = Model([outer, x], y)

    def computed(y_true, y_pred):
        return K.mean(tensor + 0. * y_pred, -1)

    if place == 'added loss':
        model.add_loss(K.sum(tensor))
    model.compile('sgd', computed if place == 'loss' else 'mse', metrics=[computed] if place == 'metric' else [])
    for first in ROWS:
        for value in ([1., 2.], [5., 3.]):
            K.set_value(variable, np.array(value))
            got = np.ravel(model.test_on_batch([first, ROWS[1]], np.zeros((2, 2))))[-1]
            array = expected(first, np.array(value))
            np.testing.assert_allclose(got, array.mean() if place in ('loss', 'metric') else array.sum(), 1e-5)


def test_a_regularizer_of_weights_sees_a_variable():
    factor = K.variable(2.)
    x = layers.Input((2,))
    model = Model(x, layers.Dense(2, kernel_initializer='ones', use_bias=False,
                                  kernel_regularizer=lambda w: factor * K.sum(w))(x))
    model.compile('sgd', lambda y_true, y_pred: 0. * K.mean(y_pred, -1))
    for value in (2., 5.):
        K.set_value(factor, value)
        np.testing.assert_allclose(model.test_on_batch(ROWS[0], np.zeros((2, 2))), 4 * value, 1e-5)


def test_weights_of_a_model_with_such_functions_are_saved(tmp_path):
    outer, x = layers.Input((2,)), layers.Input((2,))
    model = Model([outer, x], layers.Lambda(lambda z: z + outer)(layers.Dense(2)(x)))
    path = str(tmp_path / 'weights.h5')
    model.save_weights(path)
    before = model.predict_on_batch(ROWS)
    model.set_weights([np.zeros_like(weight) for weight in model.get_weights()])
    model.load_weights(path)
    np.testing.assert_allclose(model.predict_on_batch(ROWS), before, 1e-5)


def test_a_model_with_such_functions_is_not_loaded_without_the_symbol(tmp_path):
    outer, x = layers.Input((2,)), layers.Input((2,))
    model = Model([outer, x], layers.Lambda(lambda z: z + outer)(x))
    with pytest.raises(Exception):  # noqa: B017, Keras 2 cannot write the symbol, others cannot find it
        path = str(tmp_path / 'model.h5')
        model.save(path)
        load_model(path).predict_on_batch(ROWS[0])
