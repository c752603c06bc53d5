"""What recurrent layers are called on, and subclasses of them and cells as programs of Keras 2 wrote them."""
import numpy as np
import pytest

from compat import backend as K
from compat import process
from compat.engine.base_layer import Layer
from compat.layers import (
    GRU, LSTM, RNN, Bidirectional, ConvLSTM2D, CuDNNGRU, CuDNNLSTM, Dense, Input, LSTMCell, Masking, SimpleRNN)
from compat.models import Model, Sequential, load_model
from compat.utils.generic_utils import CustomObjectScope

UNITS = 2
SERIES = np.random.RandomState(5).uniform(0.1, 1., (2, 4, 3)).astype('float32')
ONES = np.ones((2, UNITS), 'float32')


class Summing(Layer):
    """A cell that adds up the inputs times its kernel, of ones, and the constants, at each step."""

    def __init__(self, units, **kwargs):
        self.units = units
        self.state_size = units
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.seen = input_shape
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer='ones', name='kernel')
        self.built = True

    def call(self, inputs, states, constants=None):
        output = K.dot(inputs, self.kernel) + states[0]
        if constants is not None and len(constants):
            output = output + constants[0]
        return output, [output]

    def get_config(self):
        return dict(super().get_config(), units=self.units)


def sums(series, start=0., each=0.):
    """The outputs of Summing at each step."""
    steps = np.cumsum(series.sum(-1) + each, axis=1) + start
    return np.repeat(steps[..., None], UNITS, -1)


def near(computed, expected):
    np.testing.assert_allclose(computed, expected, rtol=1e-4, atol=1e-5)


def test_states_and_constants_come_beside_the_sequence_or_after_it_in_a_list(tmp_path):
    sequence, state, constant = Input((4, 3)), Input((UNITS,)), Input((UNITS,))
    beside, within = RNN(Summing(UNITS)), RNN(Summing(UNITS), return_sequences=True)
    both = RNN(Summing(UNITS))
    outputs = [beside(sequence, initial_state=state), within([sequence, state]),
               both(sequence, initial_state=[state], constants=constant)]
    model = Model([sequence, state, constant], outputs)
    assert [K.int_shape(output) for output in outputs] == [(None, UNITS), (None, 4, UNITS), (None, UNITS)]
    assert [tuple(shape) for shape in both.cell.seen] == [(None, 3), (None, UNITS)]
    data = [SERIES, 3 * ONES, ONES]
    expected = [sums(SERIES, 3)[:, -1], sums(SERIES, 3), sums(SERIES, 3, 1)[:, -1]]
    for computed, wanted in zip(model.predict(data), expected):
        near(computed, wanted)
    config = both.get_config()
    assert config['num_constants'] == 1
    again = RNN.from_config(config, custom_objects={'Summing': Summing})
    listed = Model([sequence, state, constant], again([sequence, state, constant]))
    near(listed.predict(data), expected[2])
    model.save(str(tmp_path / 'model.h5'))
    loaded = load_model(str(tmp_path / 'model.h5'), custom_objects={'Summing': Summing})
    for computed, wanted in zip(loaded.predict(data), expected):
        near(computed, wanted)


@pytest.mark.parametrize('layer', [GRU, LSTM])
def test_a_decoder_that_begins_with_the_states_of_an_encoder_is_one_that_goes_on(layer):
    series = SERIES.copy()
    series[0, 1] = series[1, 3] = 0.
    sequence, first, second = Input((4, 3)), Input((2, 3)), Input((2, 3))
    whole, encoder, decoder = layer(UNITS), layer(UNITS, return_state=True), layer(UNITS)
    encoded = encoder(Masking()(first))
    assert isinstance(encoded, list) and len(encoded) == (3 if layer is LSTM else 2)
    outputs = [whole(Masking()(sequence)), decoder(Masking()(second), initial_state=encoded[1:])]
    model = Model([sequence, first, second], outputs)
    for other in (encoder, decoder):
        other.set_weights(whole.get_weights())
    eagerly, in_two = model.predict([series, series[:, :2], series[:, 2:]])
    near(in_two, eagerly)


def test_both_directions_accept_states_after_the_sequence():
    sequence, state = Input((4, 3)), Input((UNITS,))
    layer = Bidirectional(SimpleRNN(UNITS))
    model = Model([sequence, state], [layer([sequence, state, state]), layer(sequence, initial_state=[state, state]),
                                      layer(sequence)])
    listed, beside, without = model.predict([SERIES, ONES])
    near(listed, beside)
    assert np.abs(listed - without).max() > 1e-3
    assert layer.layer.units == UNITS


def test_the_states_of_a_stateful_layer_are_set_to_the_arrays_that_are_passed():
    layer = LSTM(UNITS, stateful=True, batch_input_shape=(2, 4, 3))
    model = Sequential([layer])
    from_zeros = model.predict(SERIES, batch_size=2)
    layer.reset_states([ONES, 2 * ONES])
    assert [K.get_value(state)[0, 0] for state in layer.states] == [1., 2.]
    from_states = model.predict(SERIES, batch_size=2)
    layer.reset_states()
    near(model.predict(SERIES, batch_size=2), from_zeros)
    sequence = Input((4, 3))
    layer_with_states = LSTM(UNITS)
    initial_state = [K.variable(ONES), K.variable(2 * ONES)]
    model_with_states = Model(sequence, layer_with_states(sequence, initial_state=initial_state))
    layer_with_states.set_weights(layer.get_weights())
    near(model_with_states.predict(SERIES, batch_size=2), from_states)
    with pytest.raises(ValueError, match='expects 2 states, but it received 1'):
        layer.reset_states([ONES])
    with pytest.raises(ValueError, match='State 0 is incompatible'):
        layer.reset_states([np.ones((2, 3)), ONES])
    with pytest.raises(AttributeError, match='must be stateful'):
        LSTM(UNITS).reset_states()
    assert LSTM(UNITS).states == [None, None] and SimpleRNN(UNITS).states == [None]
    images = ConvLSTM2D(1, 2, stateful=True, batch_input_shape=(2, 3, 3, 3, 1))
    Sequential([images])
    images.reset_states([np.ones((2, 2, 2, 1)), np.zeros((2, 2, 2, 1))])
    assert [K.get_value(state).mean() for state in images.states] == [1., 0.]


def test_a_built_layer_has_the_specification_of_its_input():
    layer = LSTM(UNITS, return_sequences=True)
    assert [spec.ndim for spec in layer.input_spec] == [3]
    sequence = Input((4, 3))
    layer(sequence)
    assert layer.input_spec[0].shape == (None, None, 3)
    assert [spec.shape[-1] for spec in layer.state_spec] == [UNITS, UNITS]
    assert tuple(layer.compute_output_shape((None, 4, 3))) == (None, 4, UNITS)
    assert tuple(layer.compute_output_shape([(None, 4, 3), (None, UNITS), (None, UNITS)])) == (None, 4, UNITS)
    assert [K.int_shape(state)[-1] for state in layer.get_initial_state(sequence)] == [UNITS, UNITS]


class Doubled(LSTM):
    """A layer that overrides the call, in the words of Keras 2.2."""

    def call(self, inputs, mask=None, training=None, initial_state=None):
        actual = super().call(inputs, mask=mask, training=training, initial_state=initial_state)
        return actual * 2


class Stretching(LSTM):
    """A layer with an argument more, which changes what it is called on."""

    def __init__(self, units, factor=1., **kwargs):
        self.factor = factor
        super().__init__(units, **kwargs)

    def call(self, inputs, mask=None, training=None, initial_state=None):
        return super().call(inputs * self.factor, mask=mask, training=training)

    def get_config(self):
        return dict(super().get_config(), factor=self.factor)


class Halved(LSTMCell):
    """A cell that changes the output of another."""

    def call(self, inputs, states, training=None):
        output, states = super().call(inputs, states, training=training)
        return output * 0.5, states


def test_subclasses_of_builtin_recurrent_layers_and_cells_compute_train_and_are_saved(tmp_path):
    sequence = Input((4, 3))
    plain, doubled, stretching, halved = LSTM(UNITS), Doubled(UNITS), Stretching(UNITS, factor=4.), RNN(Halved(UNITS))
    model = Model(sequence, [layer(sequence) for layer in (plain, doubled, stretching, halved)])
    for layer in (doubled, stretching, halved):
        layer.set_weights(plain.get_weights())
    computed = model.predict(SERIES)
    near(computed[1], 2 * computed[0])
    near(2 * computed[3], computed[0])
    near(computed[2], model.predict(4 * SERIES)[0])
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = load_model(path, custom_objects={'Doubled': Doubled, 'Stretching': Stretching, 'Halved': Halved})
    for one, other in zip(loaded.predict(SERIES), computed):
        near(one, other)
    assert [layer.factor for layer in loaded.layers if hasattr(layer, 'factor')] == [4.]
    before = halved.get_weights()
    trained = Model(sequence, model.outputs[3])
    trained.compile('sgd', 'mse')
    trained.train_on_batch(SERIES, ONES)
    assert all(np.abs(new - old).max() > 0 for new, old in zip(halved.get_weights(), before))


class Dropped(Summing):
    """A cell that computes otherwise in training."""

    def call(self, inputs, states, training=None):
        output = K.dot(inputs, self.kernel) + states[0]
        in_phase = K.in_train_phase(output * 0, output, training=training)
        if training is None:
            in_phase._uses_learning_phase = True
        return in_phase, [output]


def test_cells_know_the_training_phase():
    sequence = Input((4, 3))
    model = Model(sequence, RNN(Dropped(UNITS))(sequence))
    near(model.predict(SERIES), sums(SERIES)[:, -1])
    model.compile('sgd', 'mse')
    assert model.train_on_batch(SERIES, 0 * ONES) == 0


def test_a_layer_of_both_directions_wraps_one_of_an_own_cell():
    with CustomObjectScope({'Summing': Summing}):
        layer = Bidirectional(RNN(Summing(UNITS), return_sequences=True), merge_mode='sum')
    sequence = Input((4, 3))
    model = Model(sequence, layer(sequence))
    near(model.predict(SERIES), sums(SERIES) + sums(SERIES[:, ::-1])[:, ::-1])


def test_an_own_layer_runs_a_cell_and_a_layer_by_hand():
    class ByHand(Layer):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.cell = LSTMCell(units)
            self.top = Dense(units, activation='tanh')

        def build(self, input_shape):
            self.cell.build((input_shape[0], input_shape[2]))
            self.top.build((input_shape[0], self.units))
            self.trainable_weights = self.cell.trainable_weights + self.top.trainable_weights
            super().build(input_shape)

        def call(self, inputs):
            zeros = K.zeros_like(K.dot(inputs[:, 0], K.ones((3, self.units))))
            last, _, _ = K.rnn(lambda x, states: self.cell.call(x, states), inputs, [zeros, zeros])
            return self.top.call(last)

        def compute_output_shape(self, input_shape):
            return (input_shape[0], self.units)

    sequence = Input((4, 3))
    own, builtin, top = ByHand(UNITS), LSTM(UNITS), Dense(UNITS, activation='tanh')
    model = Model(sequence, [own(sequence), top(builtin(sequence))])
    assert len({id(weight) for weight in own.weights}) == 5  # Keras 2.3.1 lists those of the layers, too
    builtin.set_weights(own.get_weights()[:3])
    top.set_weights(own.get_weights()[3:5])
    one, other = model.predict(SERIES)
    near(one, other)


@pytest.mark.parametrize('layer, sizes', [(LSTM, 2), (SimpleRNN, 1)])
def test_an_error_names_states_that_do_not_fit_and_the_sizes_of_the_cell(layer, sizes):
    sequence, states = Input((4, 3)), [Input((UNITS + 3,)) for _ in range(sizes)]
    with pytest.raises(ValueError, match=r'state_spec`=.*5.*cell.state_size` is [^5]*2'):
        layer(UNITS)(sequence, initial_state=states)


@pytest.fixture
def channels_first():
    K.set_image_data_format('channels_first')
    yield
    K.set_image_data_format('channels_last')


ON_SEQUENCES = [lambda: SimpleRNN(UNITS), lambda: GRU(UNITS), lambda: GRU(UNITS, reset_after=True), lambda: LSTM(UNITS),
                lambda: CuDNNGRU(UNITS), lambda: CuDNNLSTM(UNITS)]


def test_sequences_have_their_features_last_where_images_have_their_channels_first(channels_first):
    predicted = []
    for data_format in ('channels_last', 'channels_first'):
        K.set_image_data_format(data_format)
        x = Input((4, 3))
        model = Model(x, [make()(x) for make in (ON_SEQUENCES[:-2] if process.matches('keras2') else ON_SEQUENCES)])
        draw = np.random.RandomState(1)
        model.set_weights([draw.uniform(-1., 1., weight.shape) for weight in model.get_weights()])
        predicted.append(model.predict(SERIES))
    for pair in zip(*predicted):
        near(*pair)
