"""While compat is installed, the host of this process goes on as if it were not, and programs get compat."""
import importlib.util
import pickle
import subprocess
import sys

import numpy as np
import paths
import pytest

import compat
from compat import process

X = np.random.RandomState(0).normal(size=(8, 4)).astype('float32')
Y = np.random.RandomState(1).normal(size=(8, 2)).astype('float32')


@pytest.fixture
def installed():
    compat.install()
    yield
    compat.uninstall()


def program(source):
    """What a program that consists of those lines has defined in the end."""
    names = {'__name__': '__main__'}
    exec(compile(source, 'program.py', 'exec'), names)
    return names


def native_model():
    """A model of the host's own classes, which has been trained for one step."""
    keras = process.opened().keras
    inputs = keras.layers.Input((4,), name='inputs')
    outputs = keras.layers.Dense(2, name='outputs')(keras.layers.Dense(3, activation='tanh', name='hidden')(inputs))
    model = keras.models.Model(inputs, outputs)
    model.compile(loss='mean_squared_error', optimizer='sgd', metrics=['mean_absolute_error'])
    model.fit(X, Y, epochs=1, verbose=0)
    return model


def attributes_of(path):
    """What a file of a model says of itself, beside the weights."""
    import h5py
    with h5py.File(path, 'r') as file:
        return {name: file.attrs[name] for name in ('keras_version', 'backend')}


@pytest.mark.difference('without-training')
def test_a_native_model_trains_saves_and_loads(installed, tmp_path):
    model = native_model()
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = process.opened().keras.models.load_model(path)
    assert type(loaded) is type(model)
    np.testing.assert_allclose(loaded.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)
    loaded.compile(loss='mean_squared_error', optimizer='sgd')
    loaded.fit(X, Y, epochs=1, verbose=0)
    assert np.abs(loaded.predict(X, verbose=0) - model.predict(X, verbose=0)).max() > 0


@pytest.mark.difference('without-training')
def test_a_native_model_is_saved_as_it_is_without_compat(tmp_path):
    model = native_model()
    model.save(str(tmp_path / 'before.h5'))
    compat.install()
    try:
        model.save(str(tmp_path / 'installed.h5'))
    finally:
        compat.uninstall()
    assert attributes_of(str(tmp_path / 'installed.h5')) == attributes_of(str(tmp_path / 'before.h5'))


@pytest.mark.difference('without-training')
def test_a_native_model_is_made_again_from_its_json_and_cloned(installed):
    keras = process.opened().keras
    model = native_model()
    for again in (keras.models.model_from_json(model.to_json()), keras.models.clone_model(model)):
        assert [type(layer) for layer in again.layers] == [type(layer) for layer in model.layers]
        again.set_weights(model.get_weights())
        np.testing.assert_allclose(again.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)


@pytest.mark.difference('without-training')
def test_what_the_host_defines_pickles_by_name(installed):
    model = native_model()
    for value in (type(model), type(model.layers[1]), type(model.optimizer), model.layers[1].activation):
        assert pickle.loads(pickle.dumps(value)) is value


def test_a_program_gets_compat_beside_a_host_that_is_open(installed):
    process.opened()
    names = program('import keras\nimport keras.layers\nfrom keras import backend as K\n'
                    'from keras.engine.topology import Layer\nlayers = keras.layers')
    assert names['keras'].__version__ == compat.__version__
    assert names['layers'] is compat.layers
    assert names['K'] is compat.backend
    assert names['Layer'] is compat.engine.topology.Layer


def test_what_a_program_sets_on_a_module_of_keras_is_set_on_that_of_compat(installed):
    names = program('import keras.losses\ndef of_mine(y_true, y_pred):\n    return y_pred\n'
                    'keras.losses.of_mine = of_mine')
    try:
        assert compat.losses.of_mine is names['of_mine']
    finally:
        del compat.losses.of_mine
    assert not hasattr(compat.losses, 'of_mine')


def test_tf_keras_is_tensorflows_own_in_the_dialects_of_keras(installed):
    if importlib.util.find_spec('tensorflow') is None:
        with pytest.raises(ImportError, match='tensorflow'):
            program('import tensorflow')
    else:
        dense = program('import tensorflow as tf')['tf'].keras.layers.Dense
        assert not dense.__module__.startswith('compat')
        assert dense(2, name='own').name == 'own'


def test_an_old_program_trains_a_model_whose_layers_are_those_of_compat(installed):
    model = program('''
from keras.models import Model
from keras.layers import Dense, Input
inputs = Input(shape=(4,))
model = Model(inputs=inputs, outputs=Dense(2)(Dense(3, activation='tanh')(inputs)))
model.compile(loss='mean_squared_error', optimizer='sgd')
''')['model']
    before = model.predict(X)
    model.fit(X, Y, epochs=1, verbose=0)
    assert np.abs(model.predict(X) - before).max() > 0
    assert type(model.layers[-1]) is compat.layers.Dense


TF_PROGRAM = '''
import sys
import numpy as np
import tensorflow as tf
import tensorflow.keras.layers as L
from tensorflow.keras import backend as K
from tensorflow import keras
import compat
assert tf.keras is keras and L is compat.layers and K is compat.backend
assert keras.__version__ == compat.__version__
native = compat.process.opened().keras
inputs = native.layers.Input((3,))
model = native.models.Model(inputs, native.layers.Dense(2)(inputs))
model.compile(loss='mean_squared_error', optimizer='sgd')
x = np.ones((4, 3), 'float32')
model.fit(x, np.ones((4, 2), 'float32'), verbose=0)
model.save(sys.argv[1])
loaded = native.models.load_model(sys.argv[1])
np.testing.assert_allclose(loaded.predict(x, verbose=0), model.predict(x, verbose=0), rtol=1e-6)
if compat.process.opened().framework == 'tensorflow':
    print('six is %d' % sum(int(number) for number in tf.constant([1, 2, 3])))
else:
    try:
        tf.constant([1, 2, 3])
    except ImportError as error:
        print(error)
'''


@pytest.mark.once_a_family
@pytest.mark.difference('without-training')
def test_the_dialect_tf_keras_answers_tensorflow_keras(tmp_path):
    script = tmp_path / 'program.py'
    script.write_text(TF_PROGRAM)
    done = subprocess.run([sys.executable, '-m', 'compat', 'run', '--dialect', 'tf.keras', str(script),
                           str(tmp_path / 'model.h5')],
                          cwd=str(paths.ROOT), capture_output=True, text=True)
    if process.opened().family == 'keras2':
        assert done.returncode == 2
        assert 'Real Keras' in done.stderr and 'speaks the dialect' in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        expected = 'six is 6' if process.opened().framework == 'tensorflow' else 'TensorFlow is not installed'
        assert expected in done.stdout
