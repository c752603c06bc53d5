"""CuDNNGRU and CuDNNLSTM: the numbers and the weights of cuDNN, on every framework and without a GPU."""
import inspect

import cudnn_cases
import h5py
import numpy as np
import paths
import pytest

from compat import backend as K
from compat import layers
from compat.layers.cudnn_recurrent import CuDNNGRU, CuDNNLSTM
from compat.models import Model, Sequential, load_model, model_from_json

GOLDEN = np.load(str(paths.GOLDEN / 'cudnn.npz'))
SERIES, UNITS, WIDTH = cudnn_cases.SERIES, cudnn_cases.UNITS, cudnn_cases.WIDTH
both = pytest.mark.parametrize('name', ['CuDNNGRU', 'CuDNNLSTM'])
on_gpu_in_keras2 = pytest.mark.difference('cudnn-on-gpu', run=False)


def make_layer(kind, **options):
    return getattr(layers, kind)(UNITS, **options)


def network(kind, **options):
    """A model of one layer, for two samples at a time, with the weights of the cases."""
    model = Sequential([make_layer(kind, batch_input_shape=SERIES.shape, **options)])
    model.set_weights(cudnn_cases.weights(kind))
    return model


def stored(kind, options):
    """The first output that the oracle gave for a case."""
    return next(GOLDEN[name] for name in GOLDEN.files if name.endswith('%s %s: 0' % (kind, options)))


@on_gpu_in_keras2
def test_they_compute_the_same_as_the_plain_layer_with_the_weights_that_keras_2_converts():
    computed = cudnn_cases.predicted(make_layer, lambda layer, name: cudnn_cases.weights(name))
    for name, output in computed.items():
        np.testing.assert_allclose(output, GOLDEN[name], rtol=1e-4, atol=1e-5, err_msg=name)


def test_the_module_and_the_package_offer_the_same_classes():
    assert layers.CuDNNGRU is CuDNNGRU and layers.CuDNNLSTM is CuDNNLSTM


@both
def test_the_weights_are_a_kernel_a_recurrent_kernel_and_two_biases_in_one(name):
    layer, gates = make_layer(name), cudnn_cases.GATES[name]
    layer.build((None, 4, WIDTH))
    assert [tuple(K.int_shape(weight)) for weight in layer.weights] == [
        (WIDTH, gates * UNITS), (UNITS, gates * UNITS), (2 * gates * UNITS,)]
    assert [weight.name.split('/')[-1].split(':')[0] for weight in layer.trainable_weights] == [
        'kernel', 'recurrent_kernel', 'bias']
    assert layer.count_params() == gates * UNITS * (WIDTH + UNITS + 2)


def test_the_second_bias_of_the_forget_gate_begins_with_ones():
    first = {}
    for unit_forget in (True, False):
        layer = make_layer('CuDNNLSTM', unit_forget_bias=unit_forget, bias_initializer='zeros')
        layer.build((None, 4, WIDTH))
        first[unit_forget] = K.get_value(layer.bias)
    expected = np.zeros(8 * UNITS)
    assert (first[False] == expected).all()
    expected[5 * UNITS:6 * UNITS] = 1
    assert (first[True] == expected).all()


def test_arguments_and_config_are_those_of_keras_2():
    shared = ['kernel_initializer', 'recurrent_initializer', 'bias_initializer', 'kernel_regularizer',
              'recurrent_regularizer', 'bias_regularizer', 'activity_regularizer', 'kernel_constraint',
              'recurrent_constraint', 'bias_constraint']
    flags = ['return_sequences', 'return_state', 'go_backwards', 'stateful']
    for cls, own in ((CuDNNGRU, []), (CuDNNLSTM, ['unit_forget_bias'])):
        names = shared[:3] + own + shared[3:]
        assert list(inspect.signature(cls.__init__).parameters) == (
            ['self', 'units'] + names + ['return_sequences', 'return_state', 'stateful', 'kwargs'])
        layer = cls(UNITS, stateful=True, go_backwards=True, kernel_regularizer='l2', bias_constraint='nonneg',
                    name='first')
        config = layer.get_config()
        assert [key for key in config if key not in ('name', 'trainable', 'dtype')] == flags + ['units'] + names
        assert (config['units'], config['stateful'], config['go_backwards']) == (UNITS, True, True)
        again = cls.from_config(config)
        assert again.get_config() == config


@both
@pytest.mark.parametrize('argument', ['activation', 'recurrent_dropout', 'implementation', 'unroll', 'input_dim'])
def test_arguments_that_cudnn_has_not_are_refused(name, argument):
    with pytest.raises(TypeError, match='Keyword argument not understood'):
        make_layer(name, **{argument: 1})


@both
def test_masks_are_refused(name):
    with pytest.raises(ValueError, match='Masking is not supported for CuDNN RNNs'):
        Sequential([layers.Masking(input_shape=(4, WIDTH)), make_layer(name)])


@both
def test_states_that_do_not_fit_are_refused(name):
    inputs, state, wide = layers.Input((4, WIDTH)), layers.Input((UNITS,)), layers.Input((UNITS + 1,))
    count = len(make_layer(name).states)
    for initial in ([state] * (count + 1), [wide] * count):
        with pytest.raises(ValueError, match='initial_state'):
            make_layer(name)(inputs, initial_state=initial)
    with pytest.raises(ValueError, match='ndim'):
        make_layer(name)(state)
    with pytest.raises(ValueError, match='batch size'):
        make_layer(name, stateful=True)(inputs)
    with pytest.raises(AttributeError, match='must be stateful'):
        make_layer(name).reset_states()


@on_gpu_in_keras2
@both
def test_a_stateful_layer_goes_on_where_the_batch_before_ended(name):
    whole = stored(name, 'return_sequences return_state')
    model = Sequential([make_layer(name, stateful=True, return_sequences=True, batch_input_shape=(2, 2, WIDTH))])
    model.set_weights(cudnn_cases.weights(name))
    np.testing.assert_allclose(model.predict(SERIES[:, :2]), whole[:, :2], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(model.predict(SERIES[:, 2:]), whole[:, 2:], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(K.get_value(model.layers[0].states[0]), whole[:, 3], rtol=1e-4, atol=1e-5)
    model.reset_states()
    np.testing.assert_allclose(model.predict(SERIES[:, :2]), whole[:, :2], rtol=1e-4, atol=1e-5)
    initial = [K.get_value(state) + 1 for state in model.layers[0].states]
    model.layers[0].reset_states(initial)
    np.testing.assert_allclose(K.get_value(model.layers[0].states[-1]), initial[-1])
    with pytest.raises(ValueError, match='expected shape'):
        model.layers[0].reset_states([np.zeros((3, UNITS))] * len(initial))
    with pytest.raises(ValueError, match='expects'):
        model.layers[0].reset_states(initial + initial)


@on_gpu_in_keras2
@both
def test_training_moves_states_and_weights_but_no_state_is_a_weight(name):
    model = network(name, stateful=True, kernel_regularizer='l2', activity_regularizer='l2',
                    recurrent_constraint='nonneg')
    model.compile('sgd', 'mse')
    first = model.train_on_batch(SERIES, np.zeros((2, UNITS)))
    assert len(model.get_weights()) == 3 and model.get_weights()[1].min() >= 0
    assert all(np.abs(new - old).max() > 0 for new, old in zip(model.get_weights(), cudnn_cases.weights(name)))
    assert np.abs(K.get_value(model.layers[0].states[0])).max() > 0
    output, kernel = stored(name, ''), cudnn_cases.weights(name)[0]
    np.testing.assert_allclose(first, (output ** 2).mean() + 0.01 * (output ** 2).sum() + 0.01 * (kernel ** 2).sum(),
                               rtol=1e-4)


@on_gpu_in_keras2
@both
def test_a_model_with_initial_states_is_saved_and_loaded(name, tmp_path):
    inputs = layers.Input(SERIES.shape[1:])
    states = [layers.Input((UNITS,)) for _ in make_layer(name).states]
    outputs = make_layer(name, return_state=True, return_sequences=True)(inputs, initial_state=states)
    model = Model([inputs] + states, outputs)
    model.set_weights(cudnn_cases.weights(name))
    start = [np.zeros((2, UNITS))] * len(states)
    expected = model.predict([SERIES] + start)
    moved = model.predict([SERIES] + [state + 0.5 for state in start])
    assert np.abs(moved[0] - expected[0]).max() > 1e-3
    path = str(tmp_path / 'model.h5')
    model.save(path)
    for one, two in zip(load_model(path).predict([SERIES] + start), expected):
        np.testing.assert_allclose(one, two, rtol=1e-5, atol=1e-6)
    assert model_from_json(model.to_json()).output_shape == model.output_shape


@on_gpu_in_keras2
@both
def test_both_directions_of_them(name, tmp_path):
    model = Sequential([layers.Bidirectional(make_layer(name, return_sequences=True), input_shape=(4, WIDTH))])
    model.set_weights(cudnn_cases.weights(name) * 2)
    expected = np.concatenate([stored(name, 'return_sequences return_state'),
                               stored(name, 'go_backwards return_sequences')[:, ::-1]], -1)
    np.testing.assert_allclose(model.predict(SERIES), expected, rtol=1e-4, atol=1e-5)
    path = str(tmp_path / 'model.h5')
    model.save(path)
    np.testing.assert_allclose(load_model(path).predict(SERIES), expected, rtol=1e-4, atol=1e-5)
    inputs = layers.Input((4, WIDTH))
    outputs = layers.Bidirectional(make_layer(name, return_state=True))(inputs)
    assert [K.int_shape(output) for output in outputs] == (
        [(None, 2 * UNITS)] + [(None, UNITS)] * (2 * len(make_layer(name).states)))


def written(path, arrays):
    """A file with the weights of one layer, in the layout of Keras 2."""
    with h5py.File(path, 'w') as stream:
        stream.attrs['layer_names'] = [b'recurrent']
        stream.attrs['keras_version'], stream.attrs['backend'] = b'2.2.4', b'tensorflow'
        group = stream.create_group('recurrent')
        group.attrs['weight_names'] = [b'kernel:0', b'recurrent_kernel:0', b'bias:0']
        for name, array in zip(('kernel:0', 'recurrent_kernel:0', 'bias:0'), arrays):
            group.create_dataset(name, data=array)


def plain_weights(name):
    return [GOLDEN['%s weights: %d' % (cudnn_cases.PLAIN[name][0], index)] for index in range(3)]


@both
@pytest.mark.parametrize('by_name', [False, True])
def test_the_plain_layer_loads_their_weights(name, by_name, tmp_path):
    path = str(tmp_path / 'weights.h5')
    written(path, cudnn_cases.weights(name))
    model = Sequential([cudnn_cases.plain(name, name='recurrent', input_shape=(4, WIDTH))])
    model.load_weights(path, by_name=by_name)
    for loaded, wanted in zip(model.get_weights(), plain_weights(name)):
        np.testing.assert_allclose(loaded, wanted, rtol=1e-6)


@on_gpu_in_keras2
@both
def test_they_load_the_weights_of_the_plain_layer(name, tmp_path):
    path = str(tmp_path / 'weights.h5')
    written(path, plain_weights(name))
    model = Sequential([make_layer(name, name='recurrent', input_shape=(4, WIDTH))])
    model.load_weights(path)
    np.testing.assert_allclose(model.predict(SERIES), stored(name, ''), rtol=1e-4, atol=1e-5)


def test_a_gru_with_one_bias_does_not_load_theirs(tmp_path):
    path = str(tmp_path / 'weights.h5')
    written(path, cudnn_cases.weights('CuDNNGRU'))
    model = Sequential([layers.GRU(UNITS, reset_after=False, name='recurrent', input_shape=(4, WIDTH))])
    with pytest.raises(ValueError, match='not compatible'):
        model.load_weights(path)
