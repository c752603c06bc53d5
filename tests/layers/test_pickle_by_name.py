"""Layers, models, optimizers, losses and their parts can be pickled, with compat installed and without."""
import copy
import importlib
import inspect
import pickle
import warnings
import subprocess
import sys

import numpy as np
import paths
import pytest

import compat
from compat import activations, callbacks, constraints, initializers, layers, losses, metrics, models, optimizers
from compat import regularizers

CONFIGURED = {
    'Dense': lambda: layers.Dense(3, kernel_regularizer=regularizers.l2(0.5)),
    'Conv2D': lambda: layers.Conv2D(2, 3, padding='same'),
    'BatchNormalization': lambda: layers.BatchNormalization(momentum=0.5),
    'Embedding': lambda: layers.Embedding(5, 4),
    'LSTM': lambda: layers.LSTM(2, return_sequences=True),
    'RNN of a cell': lambda: layers.RNN(layers.LSTMCell(2)),
    'TimeDistributed': lambda: layers.TimeDistributed(layers.Dense(2)),
    'Bidirectional': lambda: layers.Bidirectional(layers.GRU(2)),
    'LocallyConnected1D': lambda: layers.LocallyConnected1D(2, 3),
    'ConvLSTM2DCell': lambda: layers.ConvLSTM2DCell(2, 3),
    'Add': lambda: layers.Add(),
    'Dropout': lambda: layers.Dropout(0.5, seed=3),
    'Dense with a function of the program': lambda: layers.Dense(3, activation=doubled),
    'glorot_uniform': lambda: initializers.glorot_uniform(seed=1),
    'Orthogonal': lambda: initializers.Orthogonal(gain=2.),
    'l2': lambda: regularizers.l2(0.1),
    'MaxNorm': lambda: constraints.MaxNorm(3.)}
SHARED = {
    'class Dense': layers.Dense, 'class Conv2D': layers.Conv2D, 'class LSTM': layers.LSTM, 'class Add': layers.Add,
    'class Layer': layers.Layer, 'class InputLayer': layers.InputLayer, 'class Model': models.Model,
    'class Sequential': models.Sequential, 'class Adam': optimizers.Adam, 'class SGD': optimizers.SGD,
    'class Zeros': initializers.Zeros, 'class Orthogonal': initializers.Orthogonal, 'class L1L2': regularizers.L1L2,
    'class MaxNorm': constraints.MaxNorm, 'add': layers.add, 'Input': layers.Input, 'relu': activations.relu,
    'mean_squared_error': losses.mean_squared_error, 'categorical_crossentropy': losses.categorical_crossentropy,
    'binary_accuracy': metrics.binary_accuracy, 'he_normal': initializers.he_normal, 'l1': regularizers.l1}
# The modules of Keras 2 whose classes and functions all come back as themselves.
MODULES = (
    'activations', 'backend', 'callbacks', 'constraints', 'engine',
    'engine.base_layer', 'engine.input_layer', 'engine.network', 'engine.sequential', 'engine.topology',
    'engine.training', 'initializers', 'layers', 'layers.advanced_activations', 'layers.convolutional', 'layers.core',
    'layers.merge', 'layers.recurrent', 'layers.wrappers', 'legacy.layers', 'losses', 'metrics', 'models', 'optimizers',
    'regularizers', 'utils', 'utils.conv_utils', 'utils.data_utils', 'utils.generic_utils',
    'wrappers.scikit_learn')
OBJECTS = {cls.__name__: cls for cls in (
    initializers.Zeros, initializers.Ones, initializers.RandomNormal, initializers.RandomUniform,
    initializers.TruncatedNormal, initializers.VarianceScaling, initializers.Orthogonal, initializers.Identity,
    constraints.MaxNorm, constraints.NonNeg, constraints.UnitNorm, constraints.MinMaxNorm, regularizers.L1L2)}
OBJECTS.update({
    'Constant of an array': lambda: initializers.Constant(np.ones((2,))), 'he_uniform': initializers.he_uniform,
    'l1_l2': regularizers.l1_l2})
CALLBACKS = {cls.__name__: cls for cls in (
    callbacks.Callback, callbacks.BaseLogger, callbacks.TerminateOnNaN, callbacks.ProgbarLogger, callbacks.History,
    callbacks.EarlyStopping, callbacks.RemoteMonitor, callbacks.TensorBoard)}
CALLBACKS.update({
    'LearningRateScheduler': lambda: callbacks.LearningRateScheduler(doubled),
    'ModelCheckpoint': lambda: callbacks.ModelCheckpoint('model.h5'),
    'CSVLogger': lambda: callbacks.CSVLogger('epochs.csv')})
CALLED = {
    'Dense': (lambda: layers.Dense(2), (3,)), 'BatchNormalization': (layers.BatchNormalization, (3,)),
    'Masking': (layers.Masking, (4, 3)), 'LSTM': (lambda: layers.LSTM(2), (4, 3)),
    'stacked cells': (lambda: layers.RNN([layers.LSTMCell(2), layers.GRUCell(3)]), (4, 3)),
    'Bidirectional': (lambda: layers.Bidirectional(layers.LSTM(2)), (4, 3)),
    'TimeDistributed': (lambda: layers.TimeDistributed(layers.Dense(2)), (4, 3)),
    'Lambda': (lambda: layers.Lambda(doubled), (3,))}
WAYS = {'pickle': lambda value: pickle.loads(pickle.dumps(value)), 'deepcopy': copy.deepcopy}
LAYERS = (layers.Dense, layers.Conv2D, layers.LSTM, layers.Add)
# Run where compat is installed: loads the first file by `import keras`, and writes what it has loaded to the second.
INSTALLED = """
import pickle
import sys
import compat
compat.install()
import keras
with open(sys.argv[1], 'rb') as stream:
    values = {name: pickle.loads(content) for name, content in pickle.load(stream).items()}
assert values['class Dense'] is keras.layers.Dense
assert values['mean_squared_error'] is keras.losses.mean_squared_error
assert type(values['Dense']) is keras.layers.Dense
with open(sys.argv[2], 'wb') as stream:
    pickle.dump({name: pickle.dumps(value) for name, value in values.items()}, stream)
"""


def doubled(x):
    return 2. * x


@pytest.fixture(params=['not installed', 'installed'])
def either_way(request):
    if request.param == 'installed':
        compat.install()
    yield
    compat.uninstall()


def again(value):
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize('name', sorted(CONFIGURED))
def test_an_object_comes_back_with_its_class_and_its_config(name, either_way):
    value = CONFIGURED[name]()
    loaded = again(value)
    assert type(loaded) is type(value)
    assert loaded.get_config() == value.get_config()


@pytest.mark.parametrize('name', sorted(SHARED))
def test_a_class_or_function_comes_back_as_itself(name, either_way):
    assert again(SHARED[name]) is SHARED[name]


@pytest.mark.difference('pickled-optimizers')
@pytest.mark.parametrize('optimizer', [optimizers.Adam, optimizers.SGD, optimizers.RMSprop],
                         ids=lambda cls: cls.__name__)
def test_an_optimizer_comes_back_with_its_settings(optimizer, either_way):
    value = optimizer(lr=0.25, clipnorm=2.)
    loaded = again(value)
    assert type(loaded) is optimizer
    assert loaded.get_config() == value.get_config()


def test_a_layer_that_was_loaded_computes(either_way):
    layer = again(layers.Dense(2, kernel_initializer='ones', activation=doubled))
    model = models.Sequential([layers.InputLayer((3,)), layer])
    np.testing.assert_allclose(model.predict(np.ones((1, 3))), [[6., 6.]])


def test_a_compiled_model_comes_back_with_its_weights_and_goes_on(either_way):
    model = models.Sequential([layers.Dense(2, input_shape=(3,)), layers.Dense(1)])
    model.compile('sgd', 'mse')
    x, y = np.random.RandomState(0).normal(size=(4, 3)), np.ones((4, 1))
    loaded = again(model)
    assert type(loaded) is type(model)
    np.testing.assert_allclose(loaded.predict(x), model.predict(x), rtol=1e-5)
    np.testing.assert_allclose(loaded.train_on_batch(x, y), model.train_on_batch(x, y), rtol=1e-4)


def found_in(module, name):
    """The value of a name in a list, without those that leaked from a package which is not here."""
    try:
        return [getattr(module, name)]
    except (AttributeError, ImportError):
        return []


@pytest.mark.parametrize('path', MODULES)
def test_every_class_and_function_of_a_module_comes_back_as_itself(path, either_way):
    module = importlib.import_module('compat.' + path)
    values = {name: found for name in dir(module) if not name.startswith('__')
              for found in found_in(module, name)}
    # Keras 2 made some functions inside of others: those are no pickles there.
    values = {name: value for name, value in values.items() if inspect.isclass(value)
              or inspect.isroutine(value) and '<locals>' not in getattr(value, '__qualname__', '')}
    assert len(values) > 3
    for how in WAYS.values():
        assert [name for name, value in values.items() if how(value) is not value] == []


@pytest.mark.parametrize('name', sorted(OBJECTS))
def test_a_part_of_a_layer_comes_back_with_its_config(name, either_way):
    value = OBJECTS[name]()
    for how in WAYS.values():
        assert type(how(value)) is type(value)
        np.testing.assert_equal(how(value).get_config(), value.get_config())


@pytest.mark.parametrize('name', sorted(CALLBACKS))
def test_a_callback_comes_back_with_what_it_has(name, either_way):
    value = CALLBACKS[name]()
    for how in WAYS.values():
        assert type(how(value)) is type(value)
        assert sorted(vars(how(value))) == sorted(vars(value))


@pytest.mark.difference('pickled-optimizers')
@pytest.mark.parametrize('name', sorted(CALLED))
def test_a_layer_that_was_called_comes_back_with_its_weights(name):
    make, shape = CALLED[name]
    layer = make()
    layer(layers.Input(shape))
    for how in WAYS.values():
        loaded = how(layer)
        assert type(loaded) is type(layer)
        assert sorted(loaded.get_config()) == sorted(layer.get_config())
        for value, own in zip(loaded.get_weights(), layer.get_weights()):
            np.testing.assert_array_equal(value, own)


@pytest.mark.parametrize('how', sorted(WAYS))
def test_a_model_that_is_compiled_and_not_built_comes_back_compiled(how):
    model = models.Sequential([layers.Dense(2, kernel_initializer='ones')])
    model.compile(optimizers.SGD(lr=0.25), 'mse')
    loaded = WAYS[how](model)
    assert loaded.optimizer is not model.optimizer
    assert loaded.optimizer.get_config() == model.optimizer.get_config()
    np.testing.assert_allclose(loaded.train_on_batch(np.ones((1, 3)), np.zeros((1, 2))), 9., rtol=1e-6)


@pytest.mark.parametrize('how', sorted(WAYS))
def test_the_history_of_a_run_comes_back_with_its_model(how):
    model = models.Sequential([layers.Dense(1, input_shape=(3,))])
    model.compile('sgd', 'mse')
    history = model.fit(np.ones((2, 3)), np.ones((2, 1)), epochs=2, verbose=0)
    loaded = WAYS[how](history)
    assert loaded.history == history.history
    assert loaded.epoch == history.epoch == [0, 1]
    np.testing.assert_allclose(loaded.model.get_weights()[0], model.get_weights()[0])


class OwnModel(models.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)

    def call(self, inputs):
        return self.dense(inputs)


@pytest.mark.parametrize('how', sorted(WAYS))
def test_a_model_with_a_call_of_its_own_is_refused(how):
    with pytest.raises(NotImplementedError):
        WAYS[how](OwnModel())


@pytest.mark.difference('pickled-optimizers')
@pytest.mark.parametrize('how', sorted(WAYS))
def test_an_optimizer_that_has_trained_comes_back_with_a_warning(how):
    model = models.Sequential([layers.Dense(1, input_shape=(3,))])
    model.compile(optimizers.Adam(lr=0.5), 'mse')
    model.train_on_batch(np.ones((2, 3)), np.ones((2, 1)))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        other = WAYS[how](model.optimizer)
    assert other.get_config() == model.optimizer.get_config()
    # tf_keras copies what the optimizer has; then there is nothing to warn of.
    if [np.array(each).tolist() for each in other.get_weights()] != [
            np.array(each).tolist() for each in model.optimizer.get_weights()]:
        assert any('optimizers-start-anew' in str(each.message) for each in caught)


def test_a_callback_with_a_function_of_numpy_comes_back(either_way):
    assert again(callbacks.EarlyStopping(monitor='loss', mode='min')).monitor_op is np.less


@pytest.mark.parametrize('cls', LAYERS, ids=lambda cls: cls.__name__)
def test_a_class_derived_from_a_layer_is_pickled_by_its_own_module(cls, either_way):
    assert again(Derived[cls]) is Derived[cls]


Derived = {}
for _cls in LAYERS:
    Derived[_cls] = type('Derived' + _cls.__name__, (_cls,), {'__module__': __name__})
    globals()['Derived' + _cls.__name__] = Derived[_cls]


@pytest.mark.once_a_family
def test_pickles_of_a_process_with_compat_installed_load_without_it_and_the_reverse(tmp_path):
    values = {name: make() for name, make in CONFIGURED.items() if 'program' not in name}
    values.update(SHARED)
    written, rewritten = tmp_path / 'written.pickle', tmp_path / 'rewritten.pickle'
    written.write_bytes(pickle.dumps({name: pickle.dumps(value) for name, value in values.items()}))
    subprocess.run([sys.executable, '-c', INSTALLED, str(written), str(rewritten)], check=True, cwd=str(paths.ROOT))
    loaded = {name: pickle.loads(content) for name, content in pickle.loads(rewritten.read_bytes()).items()}
    assert sorted(loaded) == sorted(values)
    for name, value in SHARED.items():
        assert loaded[name] is value
    for name in set(values).difference(SHARED):
        assert type(loaded[name]) is type(values[name])
        assert loaded[name].get_config() == values[name].get_config()
