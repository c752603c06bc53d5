"""Recurrent layers as programs wrote them before cells: subclasses of Recurrent and of ConvRecurrent2D with a step."""
import numpy as np
import pytest

from compat import backend as K
from compat import layers
from compat.engine.topology import InputSpec
from compat.layers import Input, Masking
from compat.layers.recurrent import Recurrent
from compat.legacy.layers import ConvRecurrent2D
from compat.models import Model, Sequential, load_model

UNITS = 3
SERIES = np.random.RandomState(2).uniform(0.1, 1., (2, 4, 5)).astype('float32')
VIDEO = np.random.RandomState(3).uniform(-1., 1., (2, 3, 4, 5, 1)).astype('float32')


class Simple(Recurrent):
    """tanh(inputs * kernel + state * recurrent kernel * scale) in the way of 2017, with a second state that counts."""

    def __init__(self, units, **kwargs):
        self.units = units
        super().__init__(**kwargs)
        self.state_spec = [InputSpec(shape=(None, units)), InputSpec(shape=(None, units))]

    def build(self, input_shape):
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        self.input_spec[0] = InputSpec(shape=(input_shape[0] if self.stateful else None, None, input_shape[2]))
        self.states = [None, None]
        if self.stateful:
            self.reset_states()
        self.kernel = self.add_weight(shape=(input_shape[2], self.units), name='kernel', initializer='glorot_uniform')
        self.recurrent_kernel = self.add_weight(shape=(self.units, self.units), name='recurrent_kernel',
                                                initializer='orthogonal')
        self.built = True

    def preprocess_input(self, inputs, training=None):
        return K.dot(inputs, self.kernel)

    def get_constants(self, inputs, training=None):
        return [K.mean(inputs, axis=(1, 2))]

    def step(self, inputs, states):
        before, count, scale = states
        output = K.tanh(inputs + K.dot(before, self.recurrent_kernel) * K.expand_dims(scale))
        return output, [output, count + 1.]

    def get_config(self):
        return dict(super().get_config(), units=self.units)


class Summing(ConvRecurrent2D):
    """The sum of the convolutions of all steps so far."""

    def build(self, input_shape):
        self.states = [None]
        self.kernel = self.add_weight(shape=self.kernel_size + (input_shape[-1], self.filters), name='kernel',
                                      initializer='ones')
        self.built = True

    def get_initial_state(self, inputs):
        return [K.conv2d(K.zeros_like(inputs[:, 0]), self.kernel, padding=self.padding)]

    def step(self, inputs, states):
        output = states[0] + K.conv2d(inputs, self.kernel, padding=self.padding)
        return output, [output]


def of(layer):
    """A model of the layer with weights that are the same each time."""
    model = Sequential([layer])
    draw = np.random.RandomState(4)
    model.set_weights([draw.uniform(-1., 1., weight.shape) for weight in model.get_weights()])
    return model


def simple(series, kernel, recurrent_kernel, state=0., scale=None):
    """The outputs of Simple at each step."""
    steps, state = [], state * np.ones((len(series), UNITS))
    scale = series.mean((1, 2)) if scale is None else scale
    for x in series.transpose((1, 0, 2)):
        state = np.tanh(x.dot(kernel) + state.dot(recurrent_kernel) * scale[:, None])
        steps.append(state)
    return np.stack(steps, 1)


def test_every_module_of_keras_2_that_has_them_offers_them():
    from compat.layers import convolutional_recurrent
    assert layers.Recurrent is Recurrent and convolutional_recurrent.Recurrent is Recurrent
    assert layers.ConvRecurrent2D is ConvRecurrent2D and convolutional_recurrent.ConvRecurrent2D is ConvRecurrent2D


@pytest.mark.parametrize('unroll', [False, True])
def test_a_step_is_computed_at_each_time_with_the_states_and_the_constants(unroll):
    inputs = Input(SERIES.shape[1:])
    first = Simple(UNITS, return_sequences=True, return_state=True, unroll=unroll)
    last, backwards = Simple(UNITS, unroll=unroll), Simple(UNITS, unroll=unroll, go_backwards=True)
    outputs = first(inputs) + [last(inputs), backwards(inputs)]
    model = Model(inputs, outputs)
    for layer in (last, backwards):
        layer.set_weights(first.get_weights())
    assert [K.int_shape(output) for output in outputs] == [(None, 4, UNITS)] + 4 * [(None, UNITS)]
    sequence, state, count, output, turned = model.predict(SERIES)
    expected = simple(SERIES, *first.get_weights())
    for computed, wanted in ((sequence, expected), (state, expected[:, -1]), (count, np.full((2, UNITS), 4.)),
                             (output, expected[:, -1]),
                             (turned, simple(SERIES[:, ::-1], *first.get_weights())[:, -1])):
        np.testing.assert_allclose(computed, wanted, rtol=1e-4, atol=1e-5)


def test_a_stateful_layer_goes_on_where_the_batch_before_ended_and_trains():
    layer = Simple(UNITS, return_sequences=True, stateful=True, batch_input_shape=(2, 2, 5))
    model = of(layer)
    weights, scale = model.get_weights(), SERIES[:, :2].mean((1, 2))
    for _ in range(2):
        first = model.predict(SERIES[:, :2])
        np.testing.assert_allclose(first, simple(SERIES[:, :2], *weights), rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(model.predict(SERIES[:, :2]),
                                   simple(SERIES[:, :2], *weights, state=first[:, -1], scale=scale), rtol=1e-4,
                                   atol=1e-5)
        np.testing.assert_array_equal(K.get_value(layer.states[1]), np.full((2, UNITS), 4.))
        model.reset_states()
    layer.reset_states([np.full((2, UNITS), 0.5), np.ones((2, UNITS))])
    model.compile('sgd', 'mse')
    loss = model.train_on_batch(SERIES[:, :2], np.zeros((2, 2, UNITS)))
    np.testing.assert_allclose(loss, (simple(SERIES[:, :2], *weights, state=0.5) ** 2).mean(), rtol=1e-4)
    np.testing.assert_array_equal(K.get_value(layer.states[1]), np.full((2, UNITS), 3.))
    assert all(np.abs(new - old).max() > 0 for new, old in zip(model.get_weights(), weights))
    with pytest.raises(ValueError, match='expected shape'):
        layer.reset_states([np.zeros((2, 1)), np.zeros((2, 1))])
    with pytest.raises(ValueError, match='expects'):
        layer.reset_states([np.zeros((2, UNITS))])


def test_states_stay_where_a_step_is_masked():
    series = SERIES.copy()
    series[:, 2] = 0.
    model = Sequential([Masking(input_shape=SERIES.shape[1:]), Simple(UNITS)])
    computed = model.predict(series)
    expected = simple(series[:, [0, 1, 3]], *model.get_weights(), scale=series.mean((1, 2)))
    np.testing.assert_allclose(computed, expected[:, -1], rtol=1e-4, atol=1e-5)


def test_initial_states_come_first_and_the_model_is_saved(tmp_path):
    inputs, states = Input(SERIES.shape[1:]), [Input((UNITS,)), Input((UNITS,))]
    layer = Simple(UNITS)
    model = Model([inputs] + states, layer(inputs, initial_state=states))
    data = [SERIES, np.full((2, UNITS), 0.5), np.zeros((2, UNITS))]
    expected = simple(SERIES, *layer.get_weights(), state=0.5)[:, -1]
    np.testing.assert_allclose(model.predict(data), expected, rtol=1e-4, atol=1e-5)
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = load_model(path, custom_objects={'Simple': Simple})
    np.testing.assert_allclose(loaded.predict(data), expected, rtol=1e-4, atol=1e-5)
    with pytest.raises(ValueError, match='mix of Keras tensors'):
        Simple(UNITS)(inputs, initial_state=[states[0], K.variable(np.zeros((2, UNITS)))])
    with pytest.raises(ValueError, match='initial states|expects 3 inputs'):
        Simple(UNITS)([inputs, states[0], states[0], states[0]])


def test_what_is_missing_is_named():
    class Unfinished(Recurrent):
        units, states = 2, [None]

    class Stateless(Recurrent):
        units = 2

    with pytest.raises(NotImplementedError):
        Unfinished()(Input((3, 2)))
    with pytest.raises(AttributeError, match='states'):
        Stateless()(Input((3, 2)))
    with pytest.raises(AttributeError, match='must be stateful'):
        Simple(UNITS).reset_states()
    with pytest.raises(ValueError, match='batch size'):
        Simple(UNITS, stateful=True)(Input((3, 2)))
    with pytest.raises(ValueError, match='unroll'):
        Simple(UNITS, unroll=True)(Input((None, 2)))
    with pytest.raises(ValueError, match='ndim'):
        Simple(UNITS)(Input((2,)))


def test_the_configs_are_those_of_keras_2():
    flags = {'return_sequences': False, 'return_state': True, 'go_backwards': False, 'stateful': False, 'unroll': True,
             'implementation': 2}
    layer = Simple(UNITS, return_state=True, unroll=True, implementation=2)
    config = layer.get_config()
    assert {name: config[name] for name in flags} == flags and Simple.from_config(config).get_config() == config
    config = Summing(2, 3, padding='same', return_sequences=True).get_config()
    assert (config['filters'], config['kernel_size'], config['strides'], config['padding'], config['data_format'],
            config['dilation_rate'], config['return_sequences']) == (
                2, (3, 3), (1, 1), 'same', 'channels_last', (1, 1), True)
    assert Summing.from_config(config).get_config() == config


def test_a_convolutional_subclass_has_the_shapes_of_its_convolutions():
    model = of(Summing(2, (2, 3), return_sequences=True, input_shape=VIDEO.shape[1:]))
    kernel = model.get_weights()[0]
    assert model.output_shape == (None, 3, 3, 3, 2)
    expected = np.zeros((2, 3, 3, 3, 2))
    for row in range(2):
        for column in range(3):
            expected += VIDEO[:, :, row:row + 3, column:column + 3].dot(kernel[row, column])
    np.testing.assert_allclose(model.predict(VIDEO), expected.cumsum(1), rtol=1e-4, atol=1e-5)
    layer = ConvRecurrent2D(2, 2, strides=2, data_format='channels_first', padding='same', return_state=True)
    assert layer.compute_output_shape((None, 3, 1, 4, 5)) == 3 * [(None, 2, 2, 3)]
