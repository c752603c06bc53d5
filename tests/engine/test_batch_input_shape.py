"""A Sequential takes another input size: batch_input_shape is set on its first layer or in its config."""
import json

import numpy as np
import pytest

from compat.layers import Conv2D, Dense, Flatten, GlobalMaxPooling2D, InputLayer
from compat.models import Sequential, model_from_json


def convolutional():
    return Sequential([Conv2D(2, 2, input_shape=(4, 4, 1), kernel_initializer='ones'), GlobalMaxPooling2D()])


def from_config(model):
    return Sequential.from_config(model.get_config())


def from_json(model):
    return model_from_json(model.to_json())


@pytest.mark.parametrize('again', [from_config, from_json])
def test_the_shape_that_was_set_on_the_first_layer_counts(again):
    model = convolutional()
    model.layers[0].batch_input_shape = (None, 6, 5, 1)
    wider = again(model)
    wider.set_weights(model.get_weights())
    assert wider.input_shape == (None, 6, 5, 1) and wider.predict(np.ones((1, 6, 5, 1))).tolist() == [[4., 4.]]
    assert model.input_shape == (None, 4, 4, 1)


@pytest.mark.parametrize('again', [from_config, from_json])
def test_later_layers_are_built_for_it(again):
    model = Sequential([Flatten(input_shape=(2, 3)), Dense(1)])
    model.layers[0].batch_input_shape = (None, 4, 3)
    assert again(model).get_weights()[0].shape == (12, 1)


def test_a_shape_in_the_config_counts():
    config = json.loads(convolutional().to_json())
    config['config']['layers'][0]['config']['batch_input_shape'] = [None, None, None, 1]
    free = model_from_json(json.dumps(config))
    assert free.input_shape == (None, None, None, 1) and free.predict(np.ones((1, 9, 3, 1))).shape == (1, 2)


def test_the_layers_follow_another_input_layer():
    behind = Sequential([InputLayer(input_shape=(7, 7, 1))])
    for layer in convolutional().layers:
        behind.add(layer)
    assert behind.input_shape == (None, 7, 7, 1) and behind.output_shape == (None, 2)
