"""Layers of the three cells compute what their cells compute step by step: the framework's pass, where there is one."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import GRU, LSTM, RNN, GRUCell, Input, LSTMCell, Masking, SimpleRNN, SimpleRNNCell

UNITS, STEPS, FEATURES = 3, 5, 2
DRAW = np.random.RandomState(2)
SERIES = DRAW.uniform(-1, 1, (4, STEPS, FEATURES)).astype('float32')
SERIES[0, :2] = SERIES[1, 3:] = SERIES[2, 1] = 0.


class OwnSimpleRNNCell(SimpleRNNCell):
    """A cell of a program, which goes through the steps one by one."""


class OwnGRUCell(GRUCell):
    """A cell of a program, which goes through the steps one by one."""


class OwnLSTMCell(LSTMCell):
    """A cell of a program, which goes through the steps one by one."""


def softened(x):
    """An activation of more than elements."""
    return K.softmax(x) + 0.1 * x


CASES = {
    'SimpleRNN': (SimpleRNN, OwnSimpleRNNCell, {}),
    'SimpleRNN without bias': (SimpleRNN, OwnSimpleRNNCell, {'use_bias': False, 'activation': 'relu'}),
    'GRU': (GRU, OwnGRUCell, {}),
    'GRU with reset after': (GRU, OwnGRUCell, {'reset_after': True, 'recurrent_activation': 'sigmoid'}),
    'GRU with reset after without bias': (GRU, OwnGRUCell, {'reset_after': True, 'use_bias': False}),
    'LSTM': (LSTM, OwnLSTMCell, {}),
    'LSTM of sigmoids': (LSTM, OwnLSTMCell, {'recurrent_activation': 'sigmoid', 'activation': 'linear'}),
    'LSTM of functions': (LSTM, OwnLSTMCell, {'recurrent_activation': softened, 'activation': softened}),
}


def of_both(name, sequence, states=None, **options):
    """The outputs of a layer and of RNN with a cell of the same arguments, and both layers, with the same weights."""
    layer_class, cell_class, arguments = CASES[name]
    layer, stepwise = layer_class(UNITS, **dict(arguments, **options)), RNN(cell_class(UNITS, **arguments), **options)
    called = {} if states is None else {'initial_state': states}
    outputs = [each(sequence, **called) for each in (layer, stepwise)]
    outputs = [each if isinstance(each, list) else [each] for each in outputs]
    stepwise.set_weights([DRAW.uniform(-1, 1, weight.shape) for weight in stepwise.get_weights()])
    layer.set_weights(stepwise.get_weights())
    return outputs, (layer, stepwise)


def assert_same(inputs, outputs, layers, data):
    """Both outputs are the same, and so are their gradients with respect to inputs and weights."""
    tensors = []
    for own, layer in zip(outputs, layers):
        total = sum(K.sum(K.square(output)) for output in own)
        tensors += own + K.gradients(total, inputs + list(layer.trainable_weights))
    computed = K.function(inputs, tensors)(data)
    half = len(computed) // 2
    for one, other in zip(computed[:half], computed[half:]):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('name', sorted(CASES))
def test_a_pass_computes_what_the_steps_compute_and_has_their_gradients(name):
    sequence = Input((STEPS, FEATURES))
    assert_same([sequence], *of_both(name, sequence, return_sequences=True, return_state=True), data=[SERIES])


@pytest.mark.parametrize('name', ['SimpleRNN', 'GRU', 'LSTM'])
def test_a_pass_backwards_with_masks_and_first_states_does_so_too(name):
    sequence = Input((None, FEATURES))
    states = [Input((UNITS,)) for _ in range(2 if name == 'LSTM' else 1)]
    outputs, layers = of_both(name, Masking()(sequence), states, return_sequences=True, return_state=True,
                              go_backwards=True)
    data = [SERIES] + [DRAW.uniform(-1, 1, (4, UNITS)).astype('float32') for _ in states]
    assert_same([sequence] + states, outputs, layers, data)


@pytest.mark.parametrize('name', ['SimpleRNN', 'GRU with reset after', 'LSTM'])
def test_a_pass_over_masked_steps_from_zeros_is_that_of_the_steps(name):
    sequence = Input((STEPS, FEATURES))
    outputs, _ = of_both(name, Masking()(sequence), return_sequences=True)
    first, stepwise = K.function([sequence], [each for own in outputs for each in own])([SERIES])
    np.testing.assert_allclose(first, stepwise, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(first[1, 3], first[1, 2])
    np.testing.assert_array_equal(first[0, :2], np.zeros((2, UNITS)))
