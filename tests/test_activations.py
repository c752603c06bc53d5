"""keras.activations: Keras 2's numbers, names and errors."""
import json

import numpy as np
import pytest

from compat import activations
from compat import backend as K
from compat.layers import Dense, LeakyReLU

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


def test_elu_takes_alpha():
    assert np.allclose(values(activations.elu, 0.5), np.where(X > 0, X, 0.5 * np.expm1(X)), atol=1e-6)


def test_softmax_normalizes_along_any_axis_of_more_than_two():
    x = np.random.RandomState(0).rand(2, 3, 4).astype('float32')
    for axis in (-1, 1, 2):
        expected = np.exp(x) / np.exp(x).sum(axis, keepdims=True)
        assert np.allclose(K.eval(activations.softmax(K.constant(x), axis=axis)), expected, atol=1e-6)


def test_softmax_refuses_a_number():
    with pytest.raises(ValueError, match='Cannot apply softmax'):
        activations.softmax(K.constant(3.))


def test_none_is_linear_and_a_callable_stays():
    assert activations.get(None) is activations.linear
    assert activations.get(np.tanh) is np.tanh


def test_unknown_names_and_other_things_are_refused():
    with pytest.raises(ValueError, match='Unknown activation function:no_such'):
        activations.get('no_such')
    with pytest.raises(ValueError, match='Could not interpret activation function identifier'):
        activations.get(3)


def test_a_custom_activation_is_found_by_its_name():
    def own(x):
        return 2 * x

    assert activations.deserialize('own', custom_objects={'own': own}) is own


def test_a_layer_as_an_activation_warns():
    with pytest.warns(UserWarning, match='Do not pass a layer instance'):
        activations.get(LeakyReLU(0.1))


def test_a_layer_keeps_its_activation_as_a_name_in_its_config():
    layer = Dense(3, activation=activations.tanh)
    assert layer.activation is activations.tanh
    assert json.loads(json.dumps(layer.get_config()))['activation'] == 'tanh'
