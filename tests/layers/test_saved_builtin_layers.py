"""Stock models saved through compat load with the plain host, where compat cannot be imported, and through compat."""
import copy
import json
import os
import pickle
import subprocess
import sys
import warnings

import numpy as np
import pytest

import compat
from compat import adapters, backend as K, differences, layers, process
from compat.errors import DifferenceWarning
from compat.layers import (GRU, LSTM, Activation, BatchNormalization, Bidirectional, Conv2D, Dense, Dropout, Embedding,
                           Flatten, Input, LeakyReLU, MaxPooling2D, TimeDistributed, add, concatenate, multiply)
from compat.models import Model, Sequential, load_model, model_from_json

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(compat.__file__)))
# In this order: Keras 3 forgets the optimizer of a model that it wrote as .h5. Real Keras 2 knows one format alone.
FORMATS = ('h5',) if process.choose().host.family == 'keras2' else ('keras', 'h5')

# argv: the folder of the files, the import of Keras, the name that must not be in sys.modules, the files.
LOADER = """
import json, os, sys
import numpy as np
folder, statement, banned, files = sys.argv[1:]
if banned:
    sys.modules[banned] = None
exec(statement)
from_files = {}
with open(os.path.join(folder, 'inputs.json')) as stream:
    inputs = {name: [np.array(values, dtype='float32') for values in arrays]
              for name, arrays in json.load(stream).items()}
for file in files.split(','):
    name = file.partition('.')[0]
    backend.clear_session()  # the graph of Keras 2 would grow with each of them
    try:
        model = load_model(os.path.join(folder, file))
        if banned:
            model.run_eagerly = True  # nothing is run twice
        rows = np.asarray(model.predict(inputs[name]), dtype='float64').tolist()
        weights = [np.asarray(array, dtype='float64').ravel().tolist() for array in model.get_weights()]
        modules = sorted({base.__module__.split('.')[0] for layer in model.layers for base in type(layer).__mro__})
        trains = getattr(model, 'optimizer', None) is not None
        from_files[file] = {'predicted': rows, 'weights': weights, 'modules': modules, 'trains': trains,
                            'classes': [type(layer).__name__ for layer in model.layers]}
    except Exception as error:
        from_files[file] = {'error': '%s: %s' % (type(error).__name__, error)}
print('\\n' + json.dumps(from_files))
"""


def mlp():
    inputs = Input((4,))
    x = Dense(8, activation='relu', kernel_initializer='he_normal', kernel_regularizer='l2')(inputs)
    x = Dropout(0.5)(LeakyReLU(alpha=0.1)(x))
    return Model(inputs, Dense(3, activation='softmax', bias_initializer='ones', kernel_constraint='max_norm')(x))


def cnn():
    inputs = Input((8, 8, 2))
    x = BatchNormalization()(Conv2D(3, (3, 3), padding='same', use_bias=False)(inputs))
    x = MaxPooling2D((2, 2))(Activation('relu')(x))
    return Model(inputs, Dense(2, activation='tanh')(Flatten()(x)))


def embedding_lstm():
    inputs = Input((5,))
    x = Embedding(7, 4, input_length=5)(inputs)
    return Model(inputs, Dense(2)(LSTM(3, recurrent_activation='sigmoid')(x)))


def masked_embedding():
    inputs = Input((5,))
    x = add([Embedding(7, 4, mask_zero=True)(inputs), Embedding(7, 4, mask_zero=True)(inputs)])
    return Model(inputs, LSTM(3, recurrent_activation='sigmoid')(x))


def lstm_of_defaults():
    inputs = Input((5, 3))
    return Model(inputs, LSTM(4)(inputs))


def time_distributed():
    inputs = Input((4, 3))
    x = LSTM(2, return_sequences=True, recurrent_activation='sigmoid')(inputs)
    return Model(inputs, TimeDistributed(Dense(2, activation='sigmoid'))(x))


def both_directions():
    inputs = Input((4, 3))
    x = Bidirectional(LSTM(2, return_sequences=True, recurrent_activation='sigmoid'))(inputs)
    inner = GRU(3, recurrent_activation='sigmoid', go_backwards=True)
    return Model(inputs, Dense(2)(Bidirectional(inner, merge_mode='mul')(x)))


def merges():
    left, right = Input((4,)), Input((4,))
    shared = Dense(3, activation='elu')
    a, b = shared(left), shared(right)
    return Model([left, right], Dense(2)(concatenate([add([a, b]), multiply([a, b])])))


def sequential():
    return Sequential([Dense(5, input_shape=(4,), activation='softsign'), BatchNormalization(), Dense(2)])


def nested():
    inputs = Input((4,))
    inner = Sequential([Dense(3, activation='selu', input_shape=(4,)), Dense(4)])
    part = Input((4,))
    branch = Model(part, Dense(4, activation='softplus')(part))
    return Model(inputs, Dense(2)(add([inner(inputs), branch(inputs)])))


MODELS = {build.__name__: build for build in (mlp, cnn, embedding_lstm, masked_embedding, lstm_of_defaults,
                                              time_distributed, both_directions, merges, sequential, nested)}
OF_NUMBERS = ('embedding_lstm', 'masked_embedding')
ENDS = {'time_distributed': TimeDistributed, 'masked_embedding': LSTM, 'lstm_of_defaults': LSTM}
OPTIMIZERS = ('adam', 'sgd', 'rmsprop')
LOSSES = {'mlp': 'kullback_leibler_divergence', 'cnn': 'logcosh', 'merges': 'mse', 'sequential': 'mae',
          'masked_embedding': 'cosine_proximity', 'embedding_lstm': 'MSE'}
FILES = ['%s.%s' % (name, extension) for name in sorted(MODELS) for extension in FORMATS]
# Through compat, one of the two files of each model is loaded in a fresh process, the other in this one.
FRESH = FILES[::4] + FILES[3::4]
READ_OTHERWISE = {'lstm_of_defaults.h5': 'hard-sigmoid-in-files', 'lstm_of_defaults.keras': 'hard-sigmoid-in-files',
                  'masked_embedding.h5': 'merged-masks-in-files', 'masked_embedding.keras': 'merged-masks-in-files'}


def marked(files, ids):
    """The files as parameters with the marks of what differs about them."""
    return [pytest.param(file, marks=[pytest.mark.difference(ids[file])] if file in ids else []) for file in files]


def arrays_of(name, model):
    """Arrays to call a model of that name on."""
    draw = np.random.RandomState(3)
    shapes = model.input_shape if isinstance(model.input_shape, list) else [model.input_shape]
    if name in OF_NUMBERS:
        return [draw.randint(0, 7, (4,) + shape[1:]).astype('float32') for shape in shapes]
    return [draw.rand(4, *shape[1:]).astype('float32') for shape in shapes]


def make_model(name):
    """(the model after one training step, arrays to call it on)."""
    model = MODELS[name]()
    arrays = arrays_of(name, model)
    number = sorted(MODELS).index(name)
    model.compile(OPTIMIZERS[number % len(OPTIMIZERS)], LOSSES.get(name, 'mean_squared_error'))
    model.train_on_batch(arrays, np.random.RandomState(4).rand(4, *model.output_shape[1:]))
    return model, arrays


@pytest.fixture(scope='module')
def saved(tmp_path_factory):
    """(the folder of the files, for each model what it predicts and its weights)."""
    folder = tmp_path_factory.mktemp('saved')
    inputs, ours = {}, {}
    for name in MODELS:
        K.clear_session()
        model, arrays = make_model(name)
        inputs[name] = [array.tolist() for array in arrays]
        ours[name] = model.predict(arrays), model.get_weights()
        for extension in FORMATS:
            file = folder / ('%s.%s' % (name, extension))
            model.save(str(file))
    (folder / 'inputs.json').write_text(json.dumps(inputs))
    return folder, ours


def loaded(folder, statement, banned, path, files):
    """What a fresh process that runs the statement gets from the files: {file: result}."""
    environment = dict(os.environ, PYTHONPATH=path, TF_CPP_MIN_LOG_LEVEL='3')
    if process.choose().host.package == 'keras':
        environment['KERAS_BACKEND'] = process.choose().framework
    done = subprocess.run([sys.executable, '-W', 'ignore', '-c', LOADER, str(folder), statement, banned,
                           ','.join(files)],
                          env=environment, cwd=str(folder), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope='module')
def plain(saved):
    """What the plain host loads, in a process that cannot import compat."""
    host = process.choose().host
    statement = 'import %s' % host.package if not host.attribute else (
        'import %s; keras = %s.%s' % (host.package, host.package, host.attribute))
    if host.package == 'tf_keras':
        statement += ' as keras'
    return loaded(saved[0], statement + '; backend = keras.backend; load_model = keras.models.load_model', 'compat', '',
                  FILES)


@pytest.fixture(scope='module')
def fresh(saved):
    """What compat loads in a fresh process."""
    return loaded(saved[0], 'from compat import backend; from compat.models import load_model', '', ROOT, FRESH)


def assert_same(actual, ours):
    predicted, weights = ours
    assert 'error' not in actual, actual['error']
    np.testing.assert_allclose(actual['predicted'], predicted, rtol=1e-5, atol=1e-6)
    assert len(actual['weights']) == len(weights)
    for one, other in zip(actual['weights'], weights):
        np.testing.assert_array_equal(one, other.astype('float64').ravel())


@pytest.mark.parametrize('file', marked(FILES, READ_OTHERWISE))
def test_a_saved_model_loads_with_the_plain_host_where_compat_cannot_be_imported(file, saved, plain):
    assert_same(plain[file], saved[1][file.partition('.')[0]])
    assert 'compat' not in plain[file]['modules']
    assert plain[file]['trains']


@pytest.mark.parametrize('file', FRESH)
def test_a_saved_model_loads_through_compat_in_a_fresh_process(file, saved, fresh):
    assert_same(fresh[file], saved[1][file.partition('.')[0]])
    assert fresh[file]['trains']


@pytest.mark.parametrize('file', sorted(set(FILES).difference(FRESH)))
def test_a_loaded_model_has_the_layers_of_compat(file, saved):
    model = load_model(str(saved[0] / file))
    name = file.partition('.')[0]
    assert isinstance(model, Sequential if name == 'sequential' else Model)
    assert all(isinstance(layer, layers.Layer) for layer in model.layers)
    assert isinstance(model.layers[-1], ENDS.get(name, Dense))
    for one, other in zip(model.get_weights(), saved[1][name][1]):
        np.testing.assert_array_equal(one, other)
    assert model.optimizer is not None


@pytest.mark.parametrize('name', sorted(MODELS))
def test_a_model_from_json_computes_the_same_with_the_same_weights(name, saved):
    model = MODELS[name]()
    again = model_from_json(model.to_json())
    assert [layer.name for layer in again.layers] == [layer.name for layer in model.layers]
    assert all(isinstance(layer, layers.Layer) for layer in again.layers)
    predicted, weights = saved[1][name]
    again.set_weights(weights)
    np.testing.assert_allclose(again.predict(arrays_of(name, again)), predicted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize('name', ['mlp', 'sequential'])
def test_a_model_can_be_pickled(name):
    model, arrays = make_model(name)
    again = pickle.loads(pickle.dumps(model))
    assert isinstance(again.layers[-1], Dense)
    np.testing.assert_allclose(again.predict(arrays), model.predict(arrays), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize('name', ['mlp', 'sequential'])
def test_a_model_can_be_copied_deeply(name):
    model, arrays = make_model(name)
    again = copy.deepcopy(model)
    before = model.predict(arrays)
    model.set_weights([array + 1. for array in model.get_weights()])
    np.testing.assert_allclose(again.predict(arrays), before, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize('layer, otherwise', [
    (lambda: Dense(2, activation='hard_sigmoid'), True), (lambda: Activation('hard_sigmoid'), True),
    (lambda: LSTM(2, recurrent_activation='hard_sigmoid'), True),
    (lambda: TimeDistributed(Dense(2, activation='hard_sigmoid')), True),
    (lambda: Bidirectional(LSTM(2, recurrent_activation='hard_sigmoid')), True),
    (lambda: LSTM(2, recurrent_activation='sigmoid'), False)])
def test_saving_says_so_where_plain_keras_3_computes_another_hard_sigmoid(layer, otherwise):
    model = Sequential([Activation('relu', input_shape=(3, 2)), layer()])
    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter('always')
        model.to_json()
    said = [warning for warning in issued if 'hard_sigmoid' in str(warning.message)]
    differs = otherwise and differences.applies(differences.by_id('hard-sigmoid-in-files'))
    assert bool(said) == differs and all(warning.filename == __file__ for warning in said)


@pytest.mark.parametrize('seed', [None, 7])
@pytest.mark.parametrize('layer', [
    lambda: LSTM(2, dropout=0.5), lambda: layers.GRUCell(2), lambda: layers.GaussianNoise(1.)])
def test_the_seed_of_a_host_s_layer_is_left_out_with_a_warning(layer, seed):
    made = layer()
    config = dict(made.get_config(), seed=seed)
    if adapters.current().family == 'keras2':
        with pytest.raises(TypeError, match='seed'):
            type(made).from_config(config)
        return
    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter('always')
        again = type(made).from_config(config)
    assert again.get_config() == made.get_config()
    assert [str(warning.message)[:9] for warning in issued if warning.category is DifferenceWarning] == (
        ['Layer ' + made.name[:3]] if seed else [])


def test_a_copy_is_made_without_a_word_of_plain_keras():
    model = Sequential([Dense(2, activation='hard_sigmoid', input_shape=(3,))])
    with warnings.catch_warnings():
        warnings.simplefilter('error', DifferenceWarning)
        again = copy.deepcopy(model)
    np.testing.assert_array_equal(again.predict(np.ones((2, 3))), model.predict(np.ones((2, 3))))


def test_a_bidirectional_model_comes_back_from_its_description():
    inputs = Input((4, 3))
    model = Model(inputs, Bidirectional(LSTM(2, recurrent_activation='sigmoid'))(inputs))
    again = model_from_json(model.to_json())
    again.set_weights(model.get_weights())
    x = np.random.RandomState(0).rand(2, 4, 3)
    np.testing.assert_allclose(again.predict(x), model.predict(x), rtol=1e-5)


def test_sizes_that_are_integers_of_numpy_are_numbers_in_json():
    two = np.int64(2)
    model = Sequential([
        Conv2D(two, (two, two), input_shape=(4, 4, 1)), layers.DepthwiseConv2D((1, 1), depth_multiplier=two),
        layers.SeparableConv2D(two, (1, 1), depth_multiplier=two), layers.LocallyConnected2D(two, (two, two)),
        Flatten(), layers.MaxoutDense(two, nb_feature=two)])
    again = model_from_json(model.to_json())
    assert [layer.output_shape for layer in again.layers] == [layer.output_shape for layer in model.layers]
    assert [weight.shape for weight in again.get_weights()] == [weight.shape for weight in model.get_weights()]
