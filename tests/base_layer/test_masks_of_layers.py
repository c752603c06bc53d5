"""Masks go on, end and begin where the layer says so: a table of layers, and where a mask comes from and goes to."""
import warnings

import numpy as np
import pytest

from compat import backend as K
from compat.engine.base_layer import Layer
from compat.layers import (LSTM, Activation, Bidirectional, Dense, Dropout, Embedding, Input, Lambda, Masking, Permute,
                           SimpleRNN, TimeDistributed, concatenate)
from compat.models import Model, Sequential, load_model


class Supporting(Layer):
    """Hands the mask on."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True


class Ending(Layer):
    """Lets no mask through."""

    def compute_mask(self, inputs, mask=None):
        return None


class EndingInCall(Ending):
    def call(self, inputs):
        return inputs


class Beginning(Layer):
    """Makes a mask, though it does not say that it supports them."""

    def compute_mask(self, inputs, mask=None):
        return K.any(K.not_equal(inputs, 0.), axis=-1)

    def call(self, inputs):
        return inputs


X = np.array([[[1.], [0.], [0.]]])


def outputs_of(*chains):
    """What a recurrent layer, to which masked steps do not count, computes after each of these chains of layers."""
    x, outputs = Input((3, 1)), []
    for chain in chains:
        y = x
        for layer in chain + [SimpleRNN(1, kernel_initializer='ones', recurrent_initializer='ones')]:
            y = layer(y)
        outputs.append(y)
    return [float(output[0, 0]) for output in Model(x, outputs).predict(X)]


@pytest.mark.parametrize('make, is_masked', [
    (lambda: [Masking()], True), (lambda: [Masking(), Supporting()], True), (lambda: [Masking(), Ending()], False),
    (lambda: [Masking(), EndingInCall()], False), (lambda: [Masking(), Lambda(lambda x: x)], False),
    (lambda: [Masking(), Lambda(lambda x: x, mask=lambda x, mask: mask)], True), (lambda: [Beginning()], True),
    (lambda: [Beginning(), Dropout(0.5), Activation('linear')], True), (lambda: [Ending()], False),
    (lambda: [Masking(), TimeDistributed(Supporting())], True),
    (lambda: [Masking(), Lambda(lambda x: x), Masking()], True)])
def test_a_mask_is_what_the_last_layer_says(make, is_masked):
    plain, masked, computed = outputs_of([], [Masking()], make())
    assert abs(plain - masked) > 1e-3
    assert computed == pytest.approx(masked if is_masked else plain, abs=1e-6)


def test_nothing_is_said_of_a_mask_that_a_layer_hands_on_by_a_method_of_its_own():
    x = Input((3, 1))
    with warnings.catch_warnings():
        warnings.simplefilter('error', UserWarning)
        y = Bidirectional(SimpleRNN(1, return_sequences=True))(Masking()(x))
        Model(x, Beginning()(y)).predict(X)


def test_a_layer_that_ends_a_mask_leaves_its_input_masked_for_others():
    x = Input((3, 1))
    masked = Masking()(x)
    ended = EndingInCall()(masked)
    layer = SimpleRNN(1, kernel_initializer='ones', recurrent_initializer='ones')
    results = Model(x, [layer(ended), layer(masked)]).predict(X)
    assert [float(result[0, 0]) for result in results] == pytest.approx(outputs_of([], [Masking()]), abs=1e-6)


@pytest.mark.parametrize('make', [lambda: Permute((2, 1)), lambda: Layer(), lambda: TimeDistributed(Layer())])
def test_a_layer_that_does_not_support_masks_refuses_one(make):
    with pytest.raises(TypeError, match='does not support masking'):
        make()(Masking()(Input((3, 1))))


def test_masks_that_layers_compute_do_not_collide_with_the_names_of_layers(tmp_path):
    numbers, values = Input((3,), dtype='int32'), Input((3, 1))
    both = concatenate([Embedding(4, 2, mask_zero=True)(numbers), values])
    model = Model([numbers, values], SimpleRNN(1)(concatenate([both, Dense(1)(both)])))
    x = [np.array([[2, 0, 1]]), np.array([[[1.], [2.], [3.]]])]
    path = str(tmp_path / 'model.h5')
    model.save(path)
    np.testing.assert_allclose(load_model(path).predict(x), model.predict(x), rtol=1e-5)


OF_MODELS = np.array([[[1., 1.], [0., 0.], [2., 0.]]])
FOUND, GIVEN = [[1., 0., 1.]], [[0., 1., 1.]]


def with_mask(make_last=lambda: LSTM(2, return_sequences=True)):
    x = Input((3, 2))
    return Model(x, make_last()(Masking()(x)))


def nested():
    x = Input((3, 2))
    return Model(x, Activation('relu')(with_mask()(x)))


def of_two():
    one, two = Input((3, 2)), Input((3, 2))
    return Model([one, two], [Masking()(one), Dense(2)(two)])


# A model, and its masks for these inputs without a mask, and with the given one.
MASKS_OF_MODELS = {
    'functional': (with_mask, FOUND, FOUND),
    'nested': (nested, FOUND, FOUND),
    'sequential': (lambda: Sequential([Masking(input_shape=(3, 2)), Dense(2)]), FOUND, FOUND),
    'that ends it': (lambda: with_mask(lambda: LSTM(2)), None, None),
    'that hands it on': (lambda: Sequential([Dense(2, input_shape=(3, 2))]), None, GIVEN),
    'of two inputs': (of_two, [FOUND, None], [FOUND, GIVEN]),
}


def value_of(mask, feeds):
    if isinstance(mask, list):
        return [value_of(each, feeds) for each in mask]
    if mask is None:
        return None
    symbols, values = zip(*feeds)
    return K.function(list(symbols), [K.cast(mask, 'float32') + 0.])(list(values))[0].tolist()


@pytest.mark.parametrize('kind', sorted(MASKS_OF_MODELS))
def test_a_model_computes_masks_when_the_program_asks_for_them(kind):
    make, found, with_given = MASKS_OF_MODELS[kind]
    model = make()
    inputs, masks = [Input((3, 2)) for _ in model.inputs], [K.placeholder((None, 3)) for _ in model.inputs]
    called = len(model._inbound_nodes)
    feeds = [(x, OF_MODELS) for x in inputs] + [(mask, np.array(GIVEN)) for mask in masks]
    one = len(inputs) == 1
    assert value_of(model.compute_mask(inputs[0] if one else inputs, None), feeds) == found
    assert value_of(model.compute_mask(*(inputs + masks if one else [inputs, masks])), feeds) == with_given
    assert len(model._inbound_nodes) == called


def test_a_layer_asks_the_model_within_it_for_the_mask():
    class Within(Layer):
        def __init__(self, model, **kwargs):
            super().__init__(**kwargs)
            self.model = model

        def call(self, inputs, mask=None):
            return self.model.call(inputs, mask)

        def compute_mask(self, inputs, mask=None):
            return self.model.compute_mask(inputs, mask)

        def compute_output_shape(self, input_shape):
            return self.model.compute_output_shape(input_shape)

    x = Input((3, 2))
    layer = Within(with_mask(lambda: Activation('relu')))
    model = Model(x, Lambda(lambda x, mask: K.cast(mask, 'float32'), output_shape=(3,), mask=None)(layer(x)))
    np.testing.assert_array_equal(model.predict(OF_MODELS), [[1., 0., 1.]])
