"""What recurrent layers and their cells have and report: configs, weights, losses, properties; cells of all kinds."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat.layers import GRU, LSTM, RNN, GRUCell, Input, LSTMCell, SimpleRNN, SimpleRNNCell, StackedRNNCells
from compat.models import Model

UNITS = 2
SERIES = np.random.RandomState(5).uniform(0.1, 1., (2, 4, 3)).astype('float32')
GATED = ('units', 'activation', 'recurrent_activation', 'use_bias', 'kernel_initializer', 'recurrent_initializer',
         'bias_initializer')
PENALTIES = ('kernel_regularizer', 'recurrent_regularizer', 'bias_regularizer')
LIMITS = ('kernel_constraint', 'recurrent_constraint', 'bias_constraint', 'dropout', 'recurrent_dropout')
FLAGS = ('return_sequences', 'return_state', 'go_backwards', 'stateful', 'unroll')
SIMPLE = tuple(name for name in GATED if name != 'recurrent_activation')
CELLS = {
    SimpleRNNCell: SIMPLE + PENALTIES + LIMITS,
    GRUCell: GATED + PENALTIES + LIMITS + ('implementation', 'reset_after'),
    LSTMCell: GATED + ('unit_forget_bias',) + PENALTIES + LIMITS + ('implementation',)}


def own_keys(layer):
    return tuple(key for key in layer.get_config() if key not in ('name', 'trainable', 'dtype'))


@pytest.mark.parametrize('cell, layer', [(SimpleRNNCell, SimpleRNN), (GRUCell, GRU), (LSTMCell, LSTM)])
def test_the_keys_of_configs_are_those_of_keras_2_in_its_order(cell, layer):
    keys = CELLS[cell]
    assert own_keys(cell(UNITS)) == keys
    position = keys.index('kernel_constraint')
    assert own_keys(layer(UNITS)) == FLAGS + keys[:position] + ('activity_regularizer',) + keys[position:]
    assert own_keys(RNN(cell(UNITS))) == FLAGS + ('cell',)
    again = layer.from_config(layer(UNITS, name='same', go_backwards=True, kernel_regularizer='l2').get_config())
    assert (again.name, again.go_backwards, again.units) == ('same', True, UNITS)
    assert again.cell.kernel_regularizer is again.kernel_regularizer


def test_integers_of_numpy_are_units():
    for layer in (LSTM(np.int64(UNITS)), RNN(LSTMCell(np.int32(UNITS)))):
        assert K.int_shape(layer(Input((4, 3)))) == (None, UNITS)


def test_arguments_of_keras_1_are_those_of_keras_2():
    with pytest.warns(UserWarning, match='Update your `LSTM` call'):
        layer = LSTM(output_dim=UNITS, inner_init='zeros', inner_activation='sigmoid', forget_bias_init='one',
                     dropout_W=0.25, dropout_U=0.5, consume_less='gpu', input_dim=3, input_length=4)
    assert (layer.units, layer.dropout, layer.recurrent_dropout, layer.implementation) == (UNITS, 0.25, 0.5, 2)
    assert layer.unit_forget_bias and layer.batch_input_shape == (None, 4, 3)
    assert layer.get_config()['recurrent_activation'] == 'sigmoid'


def test_the_weights_and_the_penalties_are_those_of_the_cell():
    sequence = Input((4, 3))
    layer = LSTM(UNITS, kernel_regularizer='l2', recurrent_regularizer='l2')
    layer(sequence)
    assert [weight is own for weight, own in zip(layer.trainable_weights, (
        layer.cell.kernel, layer.cell.recurrent_kernel, layer.cell.bias))] == [True] * 3
    assert len(layer.losses) == len(layer.get_losses_for(None)) == 2 and layer.updates == []
    layer.trainable = False
    assert (len(layer.trainable_weights), len(layer.non_trainable_weights), len(layer.get_weights())) == (0, 3, 3)
    layer.trainable = True
    assert (len(layer.trainable_weights), len(layer.non_trainable_weights)) == (3, 0)


def test_a_gate_has_its_part_of_the_weights_and_may_get_another():
    class Tied(LSTMCell):
        def build(self, input_shape):
            super().build(input_shape)
            self.kernel_f = self.kernel_i
            self.recurrent_kernel_f = self.recurrent_kernel_i

    cell = LSTMCell(UNITS)
    cell.build((None, 3))
    np.testing.assert_array_equal(K.eval(cell.kernel_f), K.get_value(cell.kernel)[:, UNITS:2 * UNITS])
    sequence = Input((4, 3))
    tied, plain = RNN(Tied(UNITS, implementation=1)), LSTM(UNITS)
    model = Model(sequence, [tied(sequence), plain(sequence)])
    kernel, recurrent, bias = tied.get_weights()
    for array in (kernel, recurrent):
        array[:, UNITS:2 * UNITS] = array[:, :UNITS]
    plain.set_weights([kernel, recurrent, bias])
    one, other = model.predict(SERIES)
    np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


class Counter:
    """A cell that is no layer."""

    state_size = UNITS

    def call(self, inputs, states):
        output = states[0] + K.sum(inputs, axis=-1, keepdims=True)
        return output, [output]


@pytest.mark.parametrize('cells', [Counter, lambda: [Counter(), Counter()]])
def test_a_cell_may_be_no_layer(cells):
    sequence = Input((4, 3))
    layer = RNN(cells(), return_sequences=True)
    computed = Model(sequence, layer(sequence)).predict(SERIES)
    expected = np.cumsum(SERIES.sum(-1, keepdims=True).repeat(UNITS, -1), axis=1)
    if isinstance(layer.cell, StackedRNNCells):
        expected = np.cumsum(UNITS * expected, axis=1)
    np.testing.assert_allclose(computed, expected, rtol=1e-5)
    assert layer.weights == []


def test_what_a_cell_stores_in_its_first_step_holds_for_all_steps_of_a_call():
    class Storing(SimpleRNNCell):
        stored = None

        def call(self, inputs, states, training=None):
            if self.stored is None:
                self.stored = K.ones_like(inputs) * inputs
            return super().call(self.stored, states, training=training)

    sequence = Input((4, 3))
    cell = Storing(UNITS, activation='linear', use_bias=False)
    cell.stored = None
    model = Model(sequence, RNN(cell, return_sequences=True)(sequence))
    model.set_weights([np.ones((3, UNITS)), np.eye(UNITS)])
    expected = SERIES[:, :1].sum(-1, keepdims=True).repeat(UNITS, -1) * np.arange(1, 5).reshape((1, 4, 1))
    for _ in range(2):
        np.testing.assert_allclose(model.predict(SERIES), expected, rtol=1e-5)


def test_one_step_is_not_unrolled_in_keras_2_2_only():
    sequence = Input((1, 3))
    if compat.__version__ == '2.2.4':
        with pytest.raises(ValueError, match='(?i)unroll'):
            SimpleRNN(UNITS, unroll=True)(sequence)
    else:
        assert K.int_shape(SimpleRNN(UNITS, unroll=True)(sequence)) == (None, UNITS)
