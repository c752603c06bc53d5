"""A stateful layer that a function runs twice reads both times the states of the last batch, as Keras 2 assigned last.

Which of the two calls assigned last was left to TensorFlow, so batches after the first are compared where both calls
end in the same states.
"""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import (GRU, LSTM, RNN, Add, Bidirectional, ConvLSTM2D, Input, LSTMCell, SimpleRNN, SimpleRNNCell,
                           StackedRNNCells)
from compat.models import Model

SEQUENCE, IMAGES = (2, 3, 2), (2, 3, 4, 4, 2)
LAYERS = {
    'SimpleRNN': (SEQUENCE, lambda stateful: SimpleRNN(2, return_sequences=True, stateful=stateful)),
    'unrolled': (SEQUENCE, lambda stateful: SimpleRNN(2, return_sequences=True, stateful=stateful, unroll=True)),
    'GRU': (SEQUENCE, lambda stateful: GRU(2, return_sequences=True, stateful=stateful)),
    'LSTM': (SEQUENCE, lambda stateful: LSTM(2, return_sequences=True, stateful=stateful, implementation=2)),
    'RNN': (SEQUENCE, lambda stateful: RNN(StackedRNNCells([SimpleRNNCell(2), LSTMCell(2)]), return_sequences=True,
                                           stateful=stateful)),
    'Bidirectional': (SEQUENCE, lambda stateful: Bidirectional(LSTM(2, return_sequences=True, stateful=stateful),
                                                               merge_mode='sum')),
    'ConvLSTM2D': (IMAGES, lambda stateful: ConvLSTM2D(2, 3, padding='same', return_sequences=True,
                                                       stateful=stateful)),
}


def on_two_inputs(layer, first, second):
    return [layer(first), layer(second)]


def on_its_own_outputs(layer, first, second):
    return [layer(layer(first)), layer(second)]


def drawn(seed, shape):
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype('float32')


def computed(name, use, stateful, by_function=False):
    shape, make = LAYERS[name]
    layer, first, second = make(stateful), Input(batch_shape=shape), Input(batch_shape=shape)
    model = Model([first, second], use(layer, first, second))
    layer.set_weights([drawn(number, np.shape(each)) for number, each in enumerate(layer.get_weights())])
    arrays = [drawn(10, shape), drawn(11, shape)]
    if by_function:
        return K.function(model.inputs, model.outputs, layer.updates)(arrays)
    return model.predict(arrays, batch_size=shape[0])


@pytest.mark.parametrize('name, use', [(name, on_two_inputs) for name in sorted(LAYERS)] + [
    (name, on_its_own_outputs) for name in ('LSTM', 'SimpleRNN')])
def test_both_calls_begin_with_the_states_from_before(name, use):
    for stateful, other in zip(computed(name, use, True), computed(name, use, False)):
        np.testing.assert_allclose(stateful, other, atol=1e-5)


@pytest.mark.parametrize('name', ['LSTM', 'SimpleRNN'])
def test_both_calls_in_a_function_begin_with_the_states_from_before(name):
    for stateful, other in zip(computed(name, on_two_inputs, True, by_function=True),
                               computed(name, on_two_inputs, False)):
        np.testing.assert_allclose(stateful, other, atol=1e-5)


@pytest.mark.parametrize('name', sorted(LAYERS))
def test_the_next_batch_begins_with_the_states_of_the_last(name):
    shape, make = LAYERS[name]
    layer, once = make(True), make(True)
    first, other = Input(batch_shape=shape), Input(batch_shape=shape)
    twice, model = Model(first, Add()([layer(first), layer(first)])), Model(other, once(other))
    weights = [drawn(number, np.shape(each)) for number, each in enumerate(layer.get_weights())]
    layer.set_weights(weights)
    once.set_weights(weights)
    for seed in (10, 11, 12):
        batch = drawn(seed, shape)
        np.testing.assert_allclose(twice.predict(batch, batch_size=shape[0]),
                                   2 * model.predict(batch, batch_size=shape[0]), atol=1e-5)
