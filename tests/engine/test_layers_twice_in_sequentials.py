"""One layer twice in a Sequential: it is called twice, with one set of weights."""
import numpy as np
import pytest

from compat.layers import Activation, Dense, InputLayer
from compat.models import Sequential

X = np.random.RandomState(0).uniform(-1., 1., (4, 3)).astype('float32')


def added(*layers):
    model = Sequential()
    for layer in layers:
        model.add(layer)
    return model


def built(*layers):
    model = Sequential(layers)
    model.build((None, 3))
    return model


def shared(**options):
    return Dense(3, bias_initializer='ones', **options)


def with_another_between(make, **options):
    layer = shared(**options)
    return make([layer, Activation('relu'), layer])


# (the model, whether a relu stands between the calls)
MODELS = {
    'a list': (lambda: Sequential([shared()] * 2), False),
    'a list that says its input': (lambda: Sequential([shared(input_shape=(3,))] * 2), False),
    'a list with an input layer': (lambda: Sequential([InputLayer((3,))] + [shared()] * 2), False),
    'added': (lambda: added(*[shared()] * 2), False),
    'added, with an input': (lambda: added(*[shared(input_shape=(3,))] * 2), False),
    'built': (lambda: built(*[shared()] * 2), False),
    'around another': (lambda: with_another_between(Sequential), True),
    'around another, with an input': (lambda: with_another_between(Sequential, input_shape=(3,)), True),
}


@pytest.mark.parametrize('name', MODELS)
def test_a_layer_that_is_twice_in_a_sequential_is_called_twice(name):
    make, has_relu = MODELS[name]
    model = make()
    model.compile('sgd', 'mse')
    model.predict(X[:2])
    for rows in X, X[:3]:
        kernel, bias = model.get_weights()
        hidden = rows.dot(kernel) + bias
        expected = (np.maximum(hidden, 0.) if has_relu else hidden).dot(kernel) + bias
        np.testing.assert_allclose(model.predict(rows), expected, rtol=1e-4, atol=1e-5)
        assert model.train_on_batch(rows, 0. * rows) == pytest.approx(np.mean(expected ** 2), rel=1e-4)
    assert model.count_params() == 12 and len(model.weights) == 2
    model.add(Dense(2))
    model.compile('sgd', 'mse')
    assert model.output_shape == (None, 2) and model.predict(X).shape == (4, 2)


@pytest.mark.difference('layers-listed-once')
@pytest.mark.parametrize('name', [name for name in MODELS if 'input' in name])
def test_it_is_listed_once(name):
    make, has_relu = MODELS[name]
    assert len(make().layers) == 1 + has_relu


@pytest.mark.difference('layers-listed-once')
@pytest.mark.difference('layers-listed-once-when-built')
@pytest.mark.parametrize('name', [name for name in MODELS if 'input' not in name])
def test_it_is_listed_once_when_the_model_has_been_built(name):
    make, has_relu = MODELS[name]
    model = make()
    model.build((None, 3))
    assert len(model.layers) == 1 + has_relu
