"""keras.activations: Keras 2's numbers, names and errors."""
import json

import numpy as np
import pytest

from compat import activations
from compat import backend as K
from compat.layers import LSTM, Activation, Dense, LeakyReLU, Masking, Softmax
from compat.models import Sequential

X = np.array([[-8., -3., -2.5, -1., -0.2], [0., 0.3, 1., 2.6, 9.]], dtype='float32')


def values(function, *args, **kwargs):
    return K.eval(function(K.constant(X), *args, **kwargs))


@pytest.mark.parametrize('name, expected', [
    ('elu', np.where(X > 0, X, np.expm1(X))),
    ('selu', 1.0507009873554805 * np.where(X > 0, X, 1.6732632423543772 * np.expm1(X))),
    ('softplus', np.log1p(np.exp(X))),
    ('softsign', X / (1 + np.abs(X))),
    ('relu', np.maximum(X, 0)),
    ('tanh', np.tanh(X)),
    ('sigmoid', 1 / (1 + np.exp(-X))),
    ('hard_sigmoid', np.clip(0.2 * X + 0.5, 0, 1)),
    ('exponential', np.exp(X)),
    ('linear', X),
    ('softmax', np.exp(X) / np.exp(X).sum(-1, keepdims=True)),
])
def test_an_activation_found_by_name_computes_keras_2_s_values(name, expected):
    function = activations.get(name)
    assert function is getattr(activations, name)
    assert activations.serialize(function) == name
    assert np.allclose(values(function), expected, rtol=1e-5, atol=1e-6)


def test_relu_has_a_slope_a_ceiling_and_a_threshold():
    expected = np.where(X > 1., np.minimum(X, 2.), 0.1 * (X - 1.))
    assert np.allclose(values(activations.relu, alpha=0.1, max_value=2., threshold=1.), expected, atol=1e-6)


def test_elu_has_the_argument_alpha():
    assert np.allclose(values(activations.elu, 0.5), np.where(X > 0, X, 0.5 * np.expm1(X)), atol=1e-6)


def test_softmax_normalizes_along_any_axis_of_more_than_two():
    x = np.random.RandomState(0).rand(2, 3, 4).astype('float32')
    for axis in (-1, 1, 2):
        expected = np.exp(x) / np.exp(x).sum(axis, keepdims=True)
        assert np.allclose(K.eval(activations.softmax(K.constant(x), axis=axis)), expected, atol=1e-6)


CUBE = np.random.RandomState(1).rand(2, 3, 4).astype('float32')


def softmax(x, axis):
    return np.exp(x) / np.exp(x).sum(axis, keepdims=True)


@pytest.mark.parametrize('axis, axes', [(0, 0), (-3, 0), ([1, 2], (1, 2)), ((0, -1), (0, 2)), (None, None)])
def test_softmax_normalizes_along_several_axes_too(axis, axes):
    assert np.allclose(K.eval(activations.softmax(K.constant(CUBE), axis=axis)), softmax(CUBE, axes), atol=1e-6)


def test_softmax_of_a_matrix_is_along_its_last_axis_whatever_is_said():
    for axis in (0, 1, 7):
        assert np.allclose(values(activations.softmax, axis=axis), softmax(X, -1), atol=1e-6)
        assert np.allclose(Sequential([Softmax(axis=axis, input_shape=(5,))]).predict(X), softmax(X, -1), atol=1e-6)


def test_softmax_of_great_numbers_is_finite():
    assert np.array_equal(K.eval(activations.softmax(K.constant(1000. * np.eye(3)))), np.eye(3))
    assert np.array_equal(K.eval(activations.softmax(K.constant(1000. * np.eye(3)[None]), axis=(0, 2)))[0], np.eye(3))


@pytest.mark.parametrize('x, axis', [(3., -1), ([1., 2.], -1)])
def test_softmax_refuses_less_than_two_axes(x, axis):
    with pytest.raises(ValueError, match='Cannot apply softmax'):
        activations.softmax(K.constant(x), axis=axis)


@pytest.mark.parametrize('axis', [3, -4, [1, 3]])
def test_softmax_refuses_an_axis_that_there_is_not(axis):
    with pytest.raises(ValueError):
        activations.softmax(K.constant(CUBE), axis=axis)


@pytest.mark.parametrize('axis', [-1, 1, [1, 2]])
def test_the_layer_softmax_computes_as_the_function_and_masks_pass_by_it(axis):
    x = CUBE.copy()
    x[0, 1] = 0.
    model = Sequential([Masking(input_shape=(3, 4)), Softmax(axis=axis), LSTM(2, return_sequences=True)])
    expected = softmax(x, tuple(axis) if isinstance(axis, list) else axis)
    assert np.allclose(Sequential(model.layers[:2]).predict(x), expected, atol=1e-6)
    steps = model.predict(x)
    assert np.array_equal(steps[0, 1], steps[0, 0]) and not np.array_equal(steps[0, 2], steps[0, 1])


@pytest.mark.parametrize('name', ['relu', 'elu', 'tanh', 'sigmoid', 'softplus', 'softsign', 'exponential'])
def test_numbers_and_lists_become_tensors(name):
    function = getattr(activations, name)
    expected = K.eval(function(K.constant([[1., -2.]])))
    for value in ([[1., -2.]], np.array([[1., -2.]], 'float32')):
        assert np.allclose(K.eval(function(value)), expected, atol=1e-6)


def test_none_is_linear_and_a_callable_stays():
    assert activations.get(None) is activations.linear
    assert activations.get(np.tanh) is np.tanh


def test_unknown_names_and_other_things_are_refused():
    with pytest.raises(ValueError, match='Unknown activation function:no_such'):
        activations.get('no_such')
    with pytest.raises(ValueError, match='Could not interpret activation function identifier'):
        activations.get(3)


@pytest.mark.parametrize('identifier', ['', 'Relu', [3], True])
def test_an_identifier_of_no_activation_is_refused(identifier):
    with pytest.raises(ValueError):
        activations.get(identifier)
    if not isinstance(identifier, str):
        with pytest.raises(ValueError):
            Dense(3, activation=identifier)


def test_only_what_has_a_name_is_serialized():
    assert activations.serialize(lambda x: x) == '<lambda>'
    for unnamed in (None, 3, 'relu', LeakyReLU()):
        with pytest.raises(AttributeError):
            activations.serialize(unnamed)


def test_a_name_alone_is_the_function():
    assert activations.deserialize('relu') is activations.relu


def test_the_activation_of_a_layer_is_the_function_of_this_module():
    assert Dense(3).activation is activations.linear
    assert Activation(None).activation is activations.linear
    assert Activation('relu').activation is activations.relu
    assert Dense(3, activation='softmax').activation is activations.softmax
    assert LSTM(3).activation is activations.tanh
    assert Dense(3).get_config()['activation'] == 'linear'


def test_a_custom_activation_is_found_by_its_name():
    def own(x):
        return 2 * x

    assert activations.deserialize('own', custom_objects={'own': own}) is own


def test_a_layer_as_an_activation_warns():
    with pytest.warns(UserWarning, match='Do not pass a layer instance'):
        activations.get(LeakyReLU(0.1))


def test_a_layer_stores_its_activation_as_a_name_in_its_config():
    layer = Dense(3, activation=activations.tanh)
    assert layer.activation is activations.tanh
    assert json.loads(json.dumps(layer.get_config()))['activation'] == 'tanh'
