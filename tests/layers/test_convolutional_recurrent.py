"""ConvRNN2D over ConvLSTM2DCell and over cells of a program's own, and the states of ConvLSTM2D."""

import convolutional_cases
import numpy as np
import paths
import pytest

from compat import backend as K
from compat import layers
from compat.engine.base_layer import Layer
from compat.layers import ConvLSTM2D, ConvLSTM2DCell
from compat.layers.convolutional_recurrent import ConvRNN2D
from compat.models import Model, Sequential, load_model

GOLDEN = np.load(str(paths.GOLDEN / 'convolutional_recurrent.npz'))
VIDEO, FILTERS, SIZE = convolutional_cases.VIDEO, convolutional_cases.FILTERS, convolutional_cases.SIZE


def lstm(**options):
    return ConvLSTM2D(FILTERS, SIZE, padding='same', **options)


def over_lstm_cell(**options):
    return ConvRNN2D(ConvLSTM2DCell(FILTERS, SIZE, padding='same'), **options)


def of(layer):
    """A model of the layer for VIDEO, with the weights of the cases."""
    model = Sequential([layer])
    model.set_weights(convolutional_cases.weights([weight.shape for weight in model.get_weights()]))
    return model


class Leaking(Layer):
    """A cell of a program's own: a share of the state stays, and the inputs and a constant are added."""

    def __init__(self, share=0.5, **kwargs):
        super().__init__(**kwargs)
        self.share = share
        self.filters = self.state_size = 2
        self.kernel_size = self.strides = self.dilation_rate = (1, 1)
        self.padding, self.data_format = 'valid', 'channels_last'

    def build(self, input_shape):
        self.shapes = input_shape
        step = input_shape[0] if isinstance(input_shape, list) else input_shape
        self.kernel_shape = (1, 1, step[-1], self.filters)
        self.kernel = self.add_weight(name='kernel', shape=(self.filters,), initializer='ones')
        self.built = True

    def input_conv(self, x, w, b=None, padding='valid'):
        return K.conv2d(x, w, padding=padding)

    def call(self, inputs, states, constants=None):
        state = self.share * states[0] + inputs * self.kernel
        if constants:
            state = state + K.reshape(constants[0], (-1, 1, 1, 2))
        return state, [state]

    def get_config(self):
        return dict(super().get_config(), share=self.share)


# Keras 2.3 does not offer ConvRNN2D where it looks for layers.
NEEDED = {'Leaking': Leaking, 'ConvRNN2D': ConvRNN2D}


def leaked(inputs, state=0., constant=0.):
    """The outputs of the cell at each step."""
    steps = []
    for step in range(inputs.shape[1]):
        state = 0.5 * state + inputs[:, step] + constant
        steps.append(state)
    return np.stack(steps, 1)


def test_the_layer_over_the_cell_computes_what_the_oracle_computed():
    computed = convolutional_cases.predicted(convolutional_cases.over_a_cell)
    assert sorted(computed) == sorted(GOLDEN.files)
    for name, output in computed.items():
        np.testing.assert_allclose(output, GOLDEN[name], rtol=1e-4, atol=1e-5, err_msg=name)


def test_it_computes_what_the_layer_with_a_name_does():
    inputs = layers.Input(VIDEO.shape[1:])
    one, two = lstm(return_sequences=True), over_lstm_cell(return_sequences=True)
    model = Model(inputs, [one(inputs), two(inputs)])
    two.set_weights(one.get_weights())
    first, second = model.predict(VIDEO)
    np.testing.assert_allclose(first, second, rtol=1e-4, atol=1e-6)
    assert K.int_shape(model.outputs[1]) == K.int_shape(model.outputs[0])


def test_the_config_and_the_weights_of_the_cell_are_those_of_keras_2():
    cell = ConvLSTM2DCell(FILTERS, 3, dropout=2., recurrent_dropout=-1., kernel_regularizer='l2')
    cell.build((None, 5, 6, 2))
    assert [tuple(weight.shape) for weight in cell.get_weights()] == [(3, 3, 2, 12), (3, 3, 3, 12), (12,)]
    np.testing.assert_array_equal(K.get_value(cell.bias), [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    config = cell.get_config()
    assert [name for name in config if name not in ('name', 'trainable', 'dtype')] == [
        'filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate', 'activation',
        'recurrent_activation', 'use_bias', 'kernel_initializer', 'recurrent_initializer', 'bias_initializer',
        'unit_forget_bias', 'kernel_regularizer', 'recurrent_regularizer', 'bias_regularizer', 'kernel_constraint',
        'recurrent_constraint', 'bias_constraint', 'dropout', 'recurrent_dropout']
    assert (config['kernel_size'], config['activation'], config['recurrent_activation'], config['dropout'],
            config['recurrent_dropout']) == ((3, 3), 'tanh', 'hard_sigmoid', 1., 0.)
    assert ConvLSTM2DCell.from_config(config).get_config() == config
    assert cell.state_size == (FILTERS, FILTERS)


def test_what_cannot_be_is_refused():
    cell, inputs = ConvLSTM2DCell(FILTERS, 3), layers.Input((3, 5, 6, 2))
    with pytest.raises(TypeError, match='Unrolling'):
        ConvRNN2D(cell, unroll=True)
    with pytest.raises(TypeError, match='Unrolling'):
        lstm(unroll=True)
    with pytest.raises(TypeError, match='stack'):
        ConvRNN2D([cell, cell])
    with pytest.raises(ValueError, match='`call` method'):
        ConvRNN2D(3)
    with pytest.raises(AttributeError, match='must be stateful'):
        ConvRNN2D(cell).reset_states()
    with pytest.raises(ValueError, match='channel dimension'):
        cell.build((None, 5, 6, None))
    with pytest.raises(ValueError, match='batch size'):
        ConvRNN2D(cell, stateful=True)(inputs)
    with pytest.raises(ValueError, match='ndim=5'):
        ConvRNN2D(cell)(layers.Input((5, 6, 2)))


@pytest.mark.parametrize('make', [lstm, over_lstm_cell])
def test_a_stateful_layer_goes_on_where_the_batch_before_ended(make):
    whole = of(make(return_sequences=True, input_shape=VIDEO.shape[1:])).predict(VIDEO)
    model = of(make(return_sequences=True, stateful=True, batch_input_shape=(2, 1) + VIDEO.shape[2:]))
    for _ in range(2):
        for step in range(VIDEO.shape[1]):
            np.testing.assert_allclose(model.predict(VIDEO[:, step:step + 1])[:, 0], whole[:, step], rtol=1e-4,
                                       atol=1e-5)
        np.testing.assert_allclose(K.get_value(model.layers[-1].states[0]), whole[:, -1], rtol=1e-4, atol=1e-5)
        model.reset_states()
    model.predict(VIDEO[:, :1])
    model.compile('sgd', 'mse')
    before = model.get_weights()
    model.train_on_batch(VIDEO[:, 1:2], whole[:, :1])
    assert len(before) == 3
    assert all(np.abs(new - old).max() > 0 for new, old in zip(model.get_weights(), before))
    np.testing.assert_allclose(K.get_value(model.layers[-1].states[0]), whole[:, 1], rtol=1e-4, atol=1e-5)


def test_states_are_set_from_arrays_that_fit():
    layer = over_lstm_cell(stateful=True, batch_input_shape=VIDEO.shape)
    of(layer)
    layer.reset_states([np.full((2, 5, 6, FILTERS), value) for value in (1., 2.)])
    assert [K.get_value(state).mean() for state in layer.states] == [1., 2.]
    with pytest.raises(ValueError, match='expected shape'):
        layer.reset_states([np.zeros((2, 5, 6, 1))] * 2)
    with pytest.raises(ValueError, match='expects'):
        layer.reset_states([np.zeros((2, 5, 6, FILTERS))])


def test_a_frozen_layer_has_the_weights_of_its_cell_and_counts_its_penalty():
    layer = ConvRNN2D(ConvLSTM2DCell(FILTERS, SIZE, kernel_regularizer='l2'), input_shape=VIDEO.shape[1:])
    model = of(layer)
    layer.trainable = False
    model.compile('sgd', 'mse')
    assert (len(model.trainable_weights), len(model.non_trainable_weights)) == (0, 3)
    before, target = model.get_weights(), model.predict(VIDEO) + 1.
    np.testing.assert_allclose(model.train_on_batch(VIDEO, target), 1. + 0.01 * (before[0] ** 2).sum(), rtol=1e-4)
    for new, old in zip(model.get_weights(), before):
        np.testing.assert_array_equal(new, old)


def test_a_cell_of_ones_own_goes_through_time(tmp_path):
    model = Sequential([ConvRNN2D(Leaking(), return_sequences=True, input_shape=VIDEO.shape[1:])])
    assert model.output_shape == (None,) + VIDEO.shape[1:] and len(model.get_weights()) == 1
    np.testing.assert_allclose(model.predict(VIDEO), leaked(VIDEO), rtol=1e-4, atol=1e-6)
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = load_model(path, custom_objects=NEEDED)
    np.testing.assert_allclose(loaded.predict(VIDEO), leaked(VIDEO), rtol=1e-4, atol=1e-6)
    backwards = ConvRNN2D.from_config(dict(model.layers[-1].get_config(), cell={
        'class_name': 'Leaking', 'config': {'share': 0.5}}, go_backwards=True), custom_objects=NEEDED)
    np.testing.assert_allclose(Sequential([backwards]).predict(VIDEO), leaked(VIDEO[:, ::-1]), rtol=1e-4, atol=1e-6)


def test_variables_may_be_the_first_states():
    inputs, state = layers.Input(batch_shape=VIDEO.shape), np.random.RandomState(1).rand(2, 5, 6, 2)
    outputs = ConvRNN2D(Leaking(), return_sequences=True)(inputs, initial_state=[K.variable(state)])
    np.testing.assert_allclose(K.function([inputs], [outputs])([VIDEO])[0], leaked(VIDEO, state), rtol=1e-4, atol=1e-6)


@pytest.mark.difference('given-to-convrnn2d')
def test_symbols_may_be_the_first_states_and_the_constants(tmp_path):
    inputs, first, constant = layers.Input(VIDEO.shape[1:]), layers.Input((5, 6, 2)), layers.Input((2,))
    with pytest.raises(ValueError, match='does not support constants'):
        over_lstm_cell()(inputs, constants=constant)
    layer = ConvRNN2D(Leaking(), return_sequences=True)
    model = Model([inputs, first, constant], layer(inputs, initial_state=first, constants=constant))
    state, extra = np.random.RandomState(1).rand(2, 5, 6, 2), np.array([[1., 2.], [3., 4.]])
    assert [len(shape) for shape in layer.cell.shapes] == [4, 2]
    expected = leaked(VIDEO, state, extra[:, None, None])
    np.testing.assert_allclose(model.predict([VIDEO, state, extra]), expected, rtol=1e-4, atol=1e-5)
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = load_model(path, custom_objects=NEEDED)
    np.testing.assert_allclose(loaded.predict([VIDEO, state, extra]), expected, rtol=1e-4, atol=1e-5)


class FirstIsMasked(Layer):
    """Masks the steps of which the first number is 0."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, inputs):
        return inputs

    def compute_mask(self, inputs, mask=None):
        return K.not_equal(inputs[:, :, 0, 0, 0], 0.)


@pytest.mark.difference('masks-of-convrnn2d')
def test_masked_steps_are_as_if_they_were_not_there():
    video, masking = VIDEO.copy(), FirstIsMasked(input_shape=VIDEO.shape[1:])
    video[:, 1, 0, 0, 0] = 0.
    layer = lstm(return_sequences=True)
    model = Sequential([masking, layer])
    model.set_weights(convolutional_cases.weights([weight.shape for weight in model.get_weights()]))
    shown = of(lstm(return_sequences=True, input_shape=(2,) + VIDEO.shape[2:])).predict(video[:, [0, 2]])
    np.testing.assert_allclose(model.predict(video), shown[:, [0, 0, 1]], rtol=1e-4, atol=1e-5)


@pytest.mark.difference('masks-of-convrnn2d')
def test_where_a_step_is_masked_the_state_stays():
    video = VIDEO.copy()
    video[:, 1, 0, 0, 0] = 0.
    model = Sequential([FirstIsMasked(input_shape=VIDEO.shape[1:]), ConvRNN2D(Leaking())])
    np.testing.assert_allclose(model.predict(video), leaked(video[:, [0, 2]])[:, -1], rtol=1e-4, atol=1e-6)


def test_training_drops_the_same_at_each_step():
    cell = ConvLSTM2DCell(1, 1, activation='linear', recurrent_activation='linear', use_bias=False, dropout=0.5)
    model = Sequential([ConvRNN2D(cell, return_sequences=True, input_shape=(3, 20, 20, 1))])
    # The input and output gates are the inputs that are left, the carry is their sum of squares.
    model.set_weights([np.array([1., 0., 1., 1.]).reshape((1, 1, 1, 4)), np.zeros((1, 1, 1, 4))])
    compute = K.function([model.input, K.learning_phase()], [model.output])
    ones = np.ones((1, 3, 20, 20, 1))
    np.testing.assert_allclose(compute([ones, 0])[0], ones, rtol=1e-5)
    dropped = compute([ones, 1])[0][0, ..., 0]
    assert set(np.round(np.unique(dropped)).tolist()) == {0., 8.}
    assert 10 < (dropped[0] > 0).sum() < 120 and (dropped == dropped[:1]).all()
    assert (compute([ones, 1])[0][0, ..., 0] != dropped).any()
