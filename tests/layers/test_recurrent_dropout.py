"""What recurrent layers drop in training: the same at all steps, for each gate by itself, anew at each batch."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import GRU, LSTM, RNN, ConvLSTM2D, Input, LSTMCell, SimpleRNN, SimpleRNNCell
from compat.models import Model

UNITS = 100
LINEAR = {'activation': 'linear', 'use_bias': False}
GATED = dict(LINEAR, recurrent_activation='linear')


def passing(units, gates):
    """Weights with which each gate gets the inputs as they are, if it has a 1."""
    return np.concatenate([gate * np.eye(units) for gate in gates], axis=1)


# Layers and the gates for which the output at a step is a product of what the gates took, not of the states.
CASES = {
    'SimpleRNN': (lambda: SimpleRNN(UNITS, dropout=0.5, return_sequences=True, **LINEAR), [1], 1),
    'LSTM by gates': (lambda: LSTM(UNITS, dropout=0.5, implementation=1, return_sequences=True, **GATED),
                      [1, 0, 1, 1], 3),
    'LSTM at once': (lambda: LSTM(UNITS, dropout=0.5, implementation=2, return_sequences=True, **GATED),
                     [1, 0, 1, 1], 1),
    'GRU by gates': (lambda: GRU(UNITS, dropout=0.5, implementation=1, return_sequences=True, **GATED),
                     [0, 0, 1], 1),
    'RNN of a cell': (lambda: RNN(LSTMCell(UNITS, dropout=0.5, implementation=1, **GATED), return_sequences=True),
                      [1, 0, 1, 1], 3),
    'RNN of cells': (lambda: RNN([SimpleRNNCell(UNITS, dropout=0.5, **LINEAR)], return_sequences=True), [1], 1),
}


@pytest.mark.parametrize('name', sorted(CASES))
def test_a_share_of_the_inputs_is_dropped_the_same_at_all_steps(name):
    make, gates, drawn = CASES[name]
    sequence = Input((3, UNITS))
    model = Model(sequence, make()(sequence))
    kernel, recurrent = model.get_weights()
    model.set_weights([passing(UNITS, gates), np.zeros(recurrent.shape)])
    compute = K.function([model.input, K.learning_phase()], [model.output])
    ones = np.ones((1, 3, UNITS))
    scale = 2. ** sum(gates)
    np.testing.assert_allclose(compute([ones, 0])[0], ones, rtol=1e-5)
    first, second = compute([ones, 1])[0], compute([ones, 1])[0]
    np.testing.assert_allclose(np.unique(np.round(first, 2)), [0., scale])
    assert (first == first[:, :1]).all() and (first != second).any()
    # Those that are left are so many as the gates that draw on their own leave, within 5 standard deviations.
    left = 0.5 ** drawn
    assert abs((first[0, 0] > 0).mean() - left) < 5 * np.sqrt(left * (1 - left) / UNITS)


def test_a_share_of_the_states_is_dropped_the_same_at_all_steps():
    sequence = Input((4, UNITS))
    model = Model(sequence, SimpleRNN(UNITS, recurrent_dropout=0.5, return_sequences=True, **LINEAR)(sequence))
    model.set_weights([np.eye(UNITS), np.eye(UNITS)])
    steps = K.function([model.input, K.learning_phase()], [model.output])([np.ones((1, 4, UNITS)), 1])[0][0]
    not_dropped = steps[1] > 2
    assert 0.3 < not_dropped.mean() < 0.7
    np.testing.assert_allclose(steps[:, not_dropped].mean(1), [1, 3, 7, 15], rtol=1e-5)
    np.testing.assert_allclose(steps[:, ~not_dropped].mean(1), [1, 1, 1, 1], rtol=1e-5)


def test_a_share_of_images_is_dropped_the_same_at_all_steps():
    video = Input((3, 9, 9, 1))
    model = Model(video, ConvLSTM2D(1, 1, dropout=0.5, return_sequences=True, **GATED)(video))
    model.set_weights([np.array([1., 0., 1., 1.]).reshape((1, 1, 1, 4)), np.zeros((1, 1, 1, 4))])
    steps = K.function([model.input, K.learning_phase()], [model.output])([np.ones((1, 3, 9, 9, 1)), 1])[0]
    assert (steps == steps[:, :1]).all() and 0 < (steps > 0).mean() < 0.5
