"""Bidirectional computes what its layer and the same one in the other direction compute, in every mode."""
import itertools

import numpy as np
import pytest

from compat import backend as K
from compat import process
from compat.engine.base_layer import Layer
from compat.layers import (GRU, LSTM, RNN, Bidirectional, ConvLSTM2D, Dense, GRUCell, Input, LSTMCell, Masking,
                           SimpleRNN, TimeDistributed)
from compat.layers.wrappers import Wrapper
from compat.models import Model, Sequential, clone_model, load_model
from compat.optimizers import SGD
from compat.regularizers import l1, l2
from compat.utils.generic_utils import CustomObjectScope

UNITS = 2
DRAW = np.random.RandomState(11)
SERIES = DRAW.uniform(-1., 1., (2, 4, 3)).astype('float32')
MASKED = SERIES * np.array([[1, 0, 0, 0], [0, 1, 1, 0]], 'float32')[:, :, None]
IMAGES = DRAW.uniform(-1., 1., (2, 3, 4, 4, 1)).astype('float32')
STATES = [DRAW.uniform(-1., 1., (2, UNITS)).astype('float32') for _ in range(4)]
MERGED = {'sum': lambda one, two: [one + two], 'mul': lambda one, two: [one * two],
          'ave': lambda one, two: [(one + two) / 2], 'concat': lambda one, two: [np.concatenate([one, two], -1)],
          None: lambda one, two: [one, two]}
# (merge mode, whether sequences are returned, whether states are)
CASES = [('sum', False, False), ('mul', True, False), ('ave', False, True), ('concat', True, True),
         ('concat', False, False), (None, False, False), (None, True, True)]


def as_list(value):
    return value if isinstance(value, list) else [value]


def near(computed, expected):
    assert len(computed) == len(expected)
    for one, two in zip(computed, expected):
        np.testing.assert_allclose(one, two, rtol=1e-4, atol=1e-5)


def fill(layer):
    draw = np.random.RandomState(3)
    layer.set_weights([draw.uniform(-.5, .5, weight.shape) for weight in layer.get_weights()])
    return layer


def halves(values):
    return values[:len(values) // 2], values[len(values) // 2:]


def composed(forward, backward, mode, sequences, states):
    """What Bidirectional computes, of the (sequence, states) of both layers."""
    outputs = (forward[0], backward[0][:, ::-1]) if sequences else (forward[0][:, -1], backward[0][:, -1])
    return MERGED[mode](*outputs) + (forward[1:] + backward[1:] if states else [])


def compared(make, cases, inputs, data, called_on=None, backwards=False):
    """Returns {case: (Bidirectional, outputs)} of layers that compute what two plain layers do."""
    called_on = inputs if called_on is None else called_on
    both = [make(return_sequences=True, return_state=True, go_backwards=way) for way in (backwards, not backwards)]
    plain, made = [layer(called_on) for layer in both], {}
    for mode, sequences, states in cases:
        layer = make(return_sequences=sequences, return_state=states, go_backwards=backwards)
        layer = Bidirectional(layer, merge_mode=mode)
        made[mode, sequences, states] = layer, layer(called_on)
        fill(layer)
    for one, values in zip(both, halves(layer.get_weights())):
        one.set_weights(values)
    outputs = plain + [as_list(outputs) for _, outputs in made.values()]
    arrays = iter(Model(inputs, sum(outputs, [])).predict(data))
    forward, backward, *computed = [[next(arrays) for _ in part] for part in outputs]
    for case, values in zip(made, computed):
        near(values, composed(forward, backward, *case))
    return made


def test_every_merge_mode_returns_sequences_and_states_of_any_number_of_steps():
    made = compared(lambda **flags: SimpleRNN(UNITS, **flags), CASES, Input((None, 3)), SERIES)
    for case, (layer, outputs) in made.items():
        shapes = shapes_of(*case)
        assert isinstance(outputs, list) is (len(shapes) > 1)
        assert [K.int_shape(output) for output in as_list(outputs)] == as_list(layer.output_shape) == shapes
        assert (layer.merge_mode, layer.return_sequences, layer.return_state) == case


def shapes_of(mode, sequences, states):
    """The shapes of the outputs for any number of samples and steps."""
    sizes = [2 * UNITS] if mode == 'concat' else [UNITS] * (2 if mode is None else 1)
    return [(None,) * (1 + sequences) + (size,) for size in sizes] + [(None, UNITS)] * (2 * states)


@pytest.mark.parametrize('sequences, states', itertools.product((False, True), (False, True)))
@pytest.mark.parametrize('mode', MERGED)
def test_shapes_are_computed_of_those_of_the_sequence_and_states(mode, sequences, states):
    layer = Bidirectional(GRU(UNITS, return_sequences=sequences, return_state=states), merge_mode=mode)
    for shape in ((None, None, 3), [(None, None, 3), (None, UNITS)]):
        assert as_list(layer.compute_output_shape(shape)) == shapes_of(mode, sequences, states)


def test_masks_go_on_with_sequences_and_states_have_none():
    inputs = Input((4, 3))
    masked = Masking()(inputs)
    made = compared(lambda **flags: SimpleRNN(UNITS, **flags), CASES[1:4] + CASES[-1:], inputs, MASKED, masked)
    for (mode, sequences, states), (layer, _) in made.items():
        own = ['mask' if sequences else None] * (2 if mode is None else 1) + [None] * (2 * states)
        for mask in ('mask', ['mask', None]):
            assert as_list(layer.compute_mask(masked, mask)) == own
        assert set(as_list(layer.compute_mask(masked, None))) == {None}
        assert [mask is None for mask in as_list(layer.output_mask)] == [mask is None for mask in own]


class Summing(Layer):
    """A cell that adds up the inputs and the constants."""

    def __init__(self, units, **kwargs):
        self.units = self.state_size = units
        super().__init__(**kwargs)

    def call(self, inputs, states, constants=None):
        output = states[0] + K.sum(inputs, axis=-1, keepdims=True)
        if constants:
            output = output + constants[0]
        return output, [output]

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units)

    def get_config(self):
        return dict(super().get_config(), units=self.units)


class Own(Layer):
    """A recurrent layer without any base of Keras's."""

    def __init__(self, units, return_sequences=True, return_state=False, go_backwards=False, **kwargs):
        super().__init__(**kwargs)
        self.units, self.go_backwards = units, go_backwards
        self.return_sequences, self.return_state = return_sequences, return_state

    def build(self, input_shape):
        self.kernel = self.add_weight(name='kernel', shape=(input_shape[-1], self.units), initializer='ones')
        super().build(input_shape)

    def call(self, inputs):
        outputs = K.dot(inputs, self.kernel)
        return K.reverse(outputs, 1) if self.go_backwards else outputs

    def compute_output_shape(self, input_shape):
        return tuple(input_shape[:-1]) + (self.units,)

    def get_config(self):
        return dict(super().get_config(), units=self.units, go_backwards=self.go_backwards)


def cells(**flags):
    return RNN([LSTMCell(UNITS), GRUCell(3)], **flags)


@pytest.mark.parametrize('make, backwards, data', [
    (lambda **flags: GRU(UNITS, reset_after=True, **flags), True, SERIES), (cells, False, SERIES),
    (lambda **flags: ConvLSTM2D(1, 2, **flags), False, IMAGES)], ids=['GRU', 'cells', 'ConvLSTM2D'])
def test_any_recurrent_layer_is_wrapped_one_that_goes_backwards_too(make, backwards, data):
    cases = [('concat', True, True), ('mul', False, False)]
    made = compared(make, cases, Input(data.shape[1:]), data, backwards=backwards)
    for layer, _ in made.values():
        assert [one.go_backwards for one in (layer.forward_layer, layer.backward_layer)] == [backwards, not backwards]
        assert layer.input_spec[0].shape == (None, None) + data.shape[2:]


def test_an_own_recurrent_layer_is_wrapped_and_a_wrapper_is_wrapped():
    inputs, series = Input((4, 3)), Input((2, 4, 3))
    layer, each = Bidirectional(Own(UNITS), merge_mode='sum'), TimeDistributed(Bidirectional(Own(UNITS), name='both'))
    model = Model([inputs, series], [layer(inputs), each(series)])
    summed, of_each = model.predict([SERIES, np.stack([SERIES, -SERIES], 1)])
    sums = np.repeat(SERIES.sum(-1, keepdims=True), UNITS, -1)
    near([summed, of_each], [2 * sums, np.concatenate([np.stack([sums, -sums], 1)] * 2, -1)])
    assert isinstance(layer, Wrapper) and len(each.weights) == 2
    each.trainable = False
    assert not (each.trainable_weights or each.layer.trainable or each.layer.backward_layer.trainable)


def test_states_and_constants_come_beside_the_sequence_or_after_it_in_a_list():
    sequence, states = Input((4, 3)), [Input((UNITS,)) for _ in range(4)]
    layer, both = Bidirectional(LSTM(UNITS)), [LSTM(UNITS), LSTM(UNITS, go_backwards=True)]
    outputs = [layer(sequence, initial_state=states), layer([sequence] + states)]
    outputs += [one(sequence, initial_state=part) for one, part in zip(both, halves(states))]
    for one, values in zip(both, halves(fill(layer).get_weights())):
        one.set_weights(values)
    assert [spec.shape for spec in layer.backward_layer.state_spec] == [(None, UNITS)] * 2
    beside, listed, forward, backward = Model([sequence] + states, outputs).predict([SERIES] + STATES)
    near([beside, listed], [np.concatenate([forward, backward], -1)] * 2)
    assert layer.get_input_shape_at(0) == [(None, 4, 3)] + [(None, UNITS)] * 4
    with CustomObjectScope({'Summing': Summing}):
        layer = Bidirectional(RNN(Summing(UNITS), return_state=True))
        outputs = layer(sequence, initial_state=states[:2], constants=states[2])
        assert layer.get_config()['num_constants'] == 1
        again = Bidirectional.from_config(dict(layer.get_config(), name='again'))
        listed = again([sequence] + states[:3])
    total = SERIES.sum((1, 2))[:, None] + 4 * STATES[2]
    expected = [STATES[0] + total, STATES[1] + total]
    near(Model([sequence] + states[:3], outputs + listed).predict([SERIES] + STATES[:3]),
         2 * ([np.concatenate(expected, -1)] + expected))


def test_a_stateful_layer_goes_on_while_it_trains_and_not_in_predictions():
    inputs = Input(batch_shape=(2, 4, 3))
    layer = Bidirectional(SimpleRNN(UNITS, stateful=True))
    model = Model(inputs, layer(inputs))
    fill(layer)
    plain = [SimpleRNN(UNITS, stateful=True), SimpleRNN(UNITS, stateful=True, go_backwards=True)]
    reference = Model(inputs, [one(inputs) for one in plain])
    for one, values in zip(plain, halves(layer.get_weights())):
        one.set_weights(values)
    batches = [np.concatenate(reference.predict(SERIES, batch_size=2), -1) for _ in range(3)]
    assert not layer.stateful and not model.stateful and layer.forward_layer.stateful
    near([model.predict(SERIES, batch_size=2) for _ in range(2)], batches[:1] * 2)
    model.compile(SGD(0.), 'mse')
    near([model.train_on_batch(SERIES, batches[0]) for _ in range(2)], [0., np.mean((batches[1] - batches[0]) ** 2)])
    near([model.predict(SERIES, batch_size=2)], batches[2:])
    layer.reset_states()
    near([model.predict(SERIES, batch_size=2)], batches[:1])
    assert [len(layer.updates), len(layer.get_updates_for(inputs)), len(layer.get_updates_for(None))] == [2, 2, 0]
    assert len(model.updates) == 2 and model.state_updates == []
    K.function([inputs], [model.output], updates=model.updates)([SERIES])
    near([model.predict(SERIES, batch_size=2)], batches[1:2])
    layer.trainable = False
    assert len(layer.updates) == len(layer.get_updates_for(inputs)) == 2


def test_weights_are_those_of_the_layer_that_goes_forward_then_of_the_other():
    inputs = Input((4, 3))
    inner = LSTM(UNITS, name='within', trainable=False)
    layer = Bidirectional(inner, name='of_both')
    assert layer.weights == [] and (layer.layer, layer.forward_layer.name) == (inner, 'forward_within')
    outputs = layer(inputs)
    names = [f'of_both/{way}_within/{name}:0' for way in ('forward', 'backward')
             for name in ('kernel', 'recurrent_kernel', 'bias')]
    assert [weight.name for weight in layer.weights] == [weight.name for weight in layer.trainable_weights] == names
    assert layer.trainable and layer.forward_layer.trainable and layer.backward_layer.trainable
    assert not inner.trainable and not inner.built and inner.name == 'within'
    assert inner.cell is layer.forward_layer.cell and inner.cell is not layer.backward_layer.cell
    near(fill(layer).get_weights(), layer.forward_layer.get_weights() + layer.backward_layer.get_weights())
    layer.forward_layer.trainable = False
    assert [weight.name for weight in layer.weights] == names[3:] + names[:3]
    near(layer.get_weights(), layer.forward_layer.get_weights() + layer.backward_layer.get_weights())
    again = layer(inputs)
    model = Model(inputs, [outputs, again])
    near(*[[array] for array in model.predict(SERIES)])
    layer.trainable = False
    assert (len(layer.trainable_weights), len(layer.non_trainable_weights)) == (0, 6)
    layer.trainable = True
    assert layer.count_params() == len(layer.trainable_weights) * 16 == 96
    frozen = Bidirectional(GRU(UNITS), trainable=False)
    frozen(inputs)
    assert (len(frozen.trainable_weights), len(frozen.weights), frozen.layer.trainable) == (0, 6, True)


def test_losses_and_updates_are_those_of_both_layers():
    inputs = Input((4, 3))
    inner = SimpleRNN(UNITS, kernel_regularizer='l2', bias_regularizer=l1(.1), activity_regularizer=l2(.3), dropout=.5)
    layer = Bidirectional(inner, merge_mode=None)
    model = Model(inputs, layer(inputs))
    weights = fill(layer).get_weights()
    penalties = [penalty for kernel, _, bias in halves(weights)
                 for penalty in (.01 * np.sum(kernel ** 2), .1 * np.sum(np.abs(bias)))]
    near([K.eval(loss) for loss in layer.get_losses_for(None)], penalties)
    assert [len(layer.losses), layer.updates] == [4, []]
    assert model.uses_learning_phase
    model.compile('sgd', 'mse')
    outputs = model.predict(SERIES)
    total = sum(penalties) + sum(.3 * np.sum(output ** 2) + np.mean(output ** 2) for output in outputs)
    zeros = [np.zeros_like(output) for output in outputs]
    near([model.evaluate(SERIES, zeros, verbose=0)[0]], [total])


def test_a_config_has_the_layer_as_it_was_passed():
    layer = Bidirectional(LSTM(UNITS, name='lstm_of_config'), 'sum', input_shape=(4, 3))
    config = layer.get_config()
    assert list(config) == ['name', 'trainable', 'batch_input_shape', 'dtype', 'layer', 'merge_mode']
    assert config['layer']['config']['name'] == 'lstm_of_config' and not config['layer']['config']['go_backwards']
    again = Bidirectional.from_config(layer.get_config())
    assert again.get_config() == config and again.backward_layer.name == 'backward_lstm_of_config'
    model = Sequential([layer, Dense(1)])
    other = clone_model(model)
    other.set_weights(model.get_weights())
    near([other.predict(np.ones((2, 4, 3)))], [model.predict(np.ones((2, 4, 3)))])
    with CustomObjectScope({'Summing': Summing}):
        config = Bidirectional(RNN(Summing(UNITS))).get_config()
    with pytest.raises(ValueError, match='Unknown layer: Summing'):
        Bidirectional.from_config(config)


class Scaled(Bidirectional):
    def __init__(self, layer, factor=2., **kwargs):
        super().__init__(layer, **kwargs)
        self.factor = factor

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        return self.factor * super().call(inputs, mask=mask, training=training, initial_state=initial_state)

    def get_config(self):
        return dict(super().get_config(), factor=self.factor)


def test_a_subclass_changes_what_it_computes_and_is_saved(tmp_path):
    inputs = Input((4, 3))
    layer, scaled = Bidirectional(SimpleRNN(UNITS)), Scaled(SimpleRNN(UNITS), factor=3.)
    model = Model(inputs, [layer(inputs), scaled(inputs)])
    scaled.set_weights(fill(layer).get_weights())
    plain, tripled = model.predict(SERIES)
    near([tripled], [3 * plain])
    model.save(str(tmp_path / 'model.h5'))
    near(load_model(str(tmp_path / 'model.h5'), {'Scaled': Scaled}).predict(SERIES), [plain, tripled])


@pytest.mark.filterwarnings('ignore')
@pytest.mark.difference('bidirectional-of-plain-keras')
def test_a_model_of_the_plain_host_is_loaded(tmp_path):
    layers = process.opened().keras.layers
    inputs = layers.Input((4, 3))
    inner = layers.LSTM(UNITS, return_sequences=True, recurrent_activation='sigmoid', name='of_host')
    model = process.opened().keras.models.Model(inputs, layers.Bidirectional(inner)(inputs))
    model.save(str(tmp_path / 'model.h5'))
    loaded = load_model(str(tmp_path / 'model.h5'))
    near([loaded.predict(SERIES)], [model.predict(SERIES)])
    assert loaded.layers[1].layer.name == 'of_host'


@pytest.mark.filterwarnings('ignore')
@pytest.mark.difference('bidirectional-masks-in-files')
def test_the_plain_host_computes_the_same_of_masked_steps(tmp_path):
    inputs = Input((4, 3))
    layer = Bidirectional(SimpleRNN(UNITS, return_sequences=True))
    model = Model(inputs, layer(Masking()(inputs)))
    fill(layer)
    model.save(str(tmp_path / 'model.h5'))
    plain = process.opened().keras.models.load_model(str(tmp_path / 'model.h5'))
    near([plain.predict(MASKED)], [model.predict(MASKED)])


def of_two_layers():
    config = Bidirectional(LSTM(UNITS)).get_config()
    other = LSTM(3, go_backwards=True)
    return Bidirectional.from_config(dict(config, backward_layer={'class_name': 'LSTM', 'config': other.get_config()}))


@pytest.mark.parametrize('error, words, make', [
    (ValueError, '(?i)invalid merge mode', lambda: Bidirectional(LSTM(UNITS), merge_mode='avg')),
    (KeyError, 'go_backwards', lambda: Bidirectional(Dense(UNITS))),
    (KeyError, 'go_backwards', lambda: Bidirectional(TimeDistributed(Dense(UNITS)))),
    (KeyError, 'go_backwards', lambda: Bidirectional(Bidirectional(LSTM(UNITS)))),
    (AttributeError, 'get_config', lambda: Bidirectional(3)),
    (TypeError, 'not understood.*foo', lambda: Bidirectional(LSTM(UNITS), foo=3)),
    (ValueError, 'Unknown layer: Summing', lambda: Bidirectional(RNN(Summing(UNITS)))),
    (ValueError, 'expected ndim=3, found ndim=2', lambda: Bidirectional(LSTM(UNITS))(Input((3,)))),
    (ValueError, 'initial_state.*Bidirectional',
     lambda: Bidirectional(LSTM(UNITS))([Input((4, 3))] + [Input((UNITS,)) for _ in range(3)])),
    (ValueError, 'cannot be specified with a mix',
     lambda: Bidirectional(GRU(UNITS))(Input((4, 3)), initial_state=[Input((UNITS,)), K.zeros((2, UNITS))])),
    (ValueError, r'(?s)state_spec`=.*3.*cell.state_size` is [^3]*2',
     lambda: Bidirectional(GRU(UNITS))([Input((4, 3)), Input((3,)), Input((3,))])),
    (ValueError, '(?s)stateful.*batch size', lambda: Bidirectional(LSTM(UNITS, stateful=True))(Input((4, 3)))),
    (AttributeError, 'must be stateful', lambda: Bidirectional(LSTM(UNITS)).reset_states()),
    ((ValueError, TypeError), 'backward_layer', of_two_layers)])
def test_what_is_wrong_gets_the_error_of_keras_2(error, words, make):
    with pytest.raises(error, match=words):
        make()
