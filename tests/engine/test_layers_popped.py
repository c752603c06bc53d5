"""``model.layers`` is the list of a functional model itself: programs take the last layers off it."""
import numpy as np
import pytest

from compat.layers import Dense, Input
from compat.models import Model, Sequential


def body_and_top():
    inputs = Input((3,))
    return Model(inputs, Dense(2, name='top')(Dense(4, kernel_initializer='ones', name='body')(inputs)))


POPS = {'pop': lambda layers: layers.pop(), 'del': lambda layers: layers.__delitem__(-1),
        'a slice': lambda layers: layers.__setitem__(slice(-1, None), []),
        'remove': lambda layers: layers.remove(layers[-1])}


@pytest.mark.parametrize('way', sorted(POPS))
def test_a_popped_layer_is_no_layer_of_the_model(way):
    model = body_and_top()
    POPS[way](model.layers)
    assert model.layers[-1].name == 'body' and [layer.name for layer in model.layers[1:]] == ['body']
    assert [value.shape for value in model.get_weights()] == [(3, 4), (4,)] and len(model.trainable_weights) == 2


def test_the_output_before_it_begins_another_model():
    model = body_and_top()
    model.layers.pop()
    tuned = Model(model.input, Dense(1, kernel_initializer='ones', name='new')(model.layers[-1].output))
    assert tuned.predict(np.ones((2, 3))).tolist() == [[12.], [12.]]
    assert tuned.get_layer('new').get_weights()[0].shape == (4, 1)


def test_the_model_itself_computes_on():
    model = body_and_top()
    before = model.predict(np.ones((2, 3)))
    model.layers.pop()
    assert np.allclose(model.predict(np.ones((2, 3))), before) and model.output_shape == (None, 2)


def test_the_last_layer_of_a_sequential_is_popped_by_its_own_method():
    model = Sequential([Dense(4, input_dim=3), Dense(2)])
    model.pop()
    assert model.output_shape == (None, 4)
    model.add(Dense(1))
    assert model.predict(np.ones((2, 3))).shape == (2, 1) and len(model.layers) == 2
