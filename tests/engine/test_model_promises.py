"""What the documentation of Keras 2.2.4 promises of models, beside training."""
import json

import h5py
import numpy as np
import pytest

import compat
from compat import backend as K
from compat.callbacks import Callback
from compat.layers import Dense, Input, InputLayer, Lambda
from compat.models import Model, Sequential, clone_model, load_model, model_from_json, save_model

X = np.linspace(-1, 1, 12).reshape(4, 3).astype('float32')


def _compiled():
    model = Sequential([Dense(4, input_shape=(3,), name='first'), Dense(2, name='second')])
    model.compile('adam', 'mse')
    model.train_on_batch(X, np.ones((4, 2)))
    return model


def _open_file(path):
    return h5py.File(str(path / 'open.h5'), 'w')


@pytest.mark.parametrize('target', [_open_file, lambda path: _open_file(path).create_group('models/one'),
                                    lambda path: {}], ids=['open file', 'group', 'dict'])
def test_a_model_is_saved_to_and_loaded_from_what_is_open(target, tmp_path):
    model, place = _compiled(), target(tmp_path)
    save_model(model, place)
    loaded = load_model(place)
    np.testing.assert_allclose(loaded.predict(X), model.predict(X), rtol=1e-6)
    np.testing.assert_allclose(loaded.train_on_batch(X, np.ones((4, 2))), model.train_on_batch(X, np.ones((4, 2))),
                               rtol=1e-5)
    assert 'model_weights' in place


def test_the_weights_of_a_subclassed_model_are_saved_to_h5(tmp_path):
    class Subclassed(Model):
        def __init__(self):
            super().__init__()
            self.dense = Dense(2, name='dense_of_subclassed')

        def call(self, inputs):
            return self.dense(inputs)

    models = Subclassed(), Subclassed()
    for model in models:
        model.compile('sgd', 'mse')
        model.train_on_batch(X, np.ones((4, 2)))
    models[0].save_weights(str(tmp_path / 'weights.h5'))
    models[1].load_weights(str(tmp_path / 'weights.h5'))
    for ours, loaded in zip(*[model.get_weights() for model in models]):
        np.testing.assert_array_equal(ours, loaded)


def test_a_sequential_that_does_not_know_its_input_is_cloned():
    model = Sequential([Dense(4, name='first')])
    assert model.inputs is None and model.outputs is None
    clone = clone_model(model)
    assert not clone.built and [layer.name for layer in clone.layers] == ['first']


def test_the_last_layer_is_popped_until_there_is_none():
    model = Sequential([Dense(4, input_shape=(3,))])
    model.pop()
    with pytest.raises(TypeError):
        model.pop()


def test_a_layer_with_two_outputs_is_not_added_to_a_sequential():
    model = Sequential([Dense(4, input_shape=(3,))])
    with pytest.raises((TypeError, ValueError)):  # the latter of tf_keras
        model.add(Lambda(lambda x: [x, x]))
    with pytest.raises(ValueError):  # of the first layer, which brings the input
        Sequential([Lambda(lambda x: [x, x], input_shape=(3,))])


def test_the_index_of_a_layer_counts_before_its_name():
    assert _compiled().get_layer('first', 1).name == 'second'


def test_a_summary_counts_what_was_trainable_when_the_model_was_compiled():
    model, lines = _compiled(), []
    model.layers[0].trainable = False
    with pytest.warns(UserWarning, match='Discrepancy'):
        model.summary(print_fn=lines.append)
    assert [line for line in lines if 'arams:' in line] == [
        'Total params: 42', 'Trainable params: 26', 'Non-trainable params: 16']


def _nested(inner, calls, is_last):
    inputs = tensor = Input((2,), name='inputs')
    for _ in range(calls):
        tensor = inner(tensor)
    return Model(inputs, tensor if is_last else Dense(2, name='last')(tensor), name='outer')


def _functional():
    inputs = Input((2,), name='inner_inputs')
    return Model(inputs, Dense(2, name='dense')(inputs), name='inner')


@pytest.mark.difference('configs-of-models', run=False)
@pytest.mark.parametrize('is_last', [False, True], ids=['followed', 'last'])
@pytest.mark.parametrize('calls', [1, 2])
@pytest.mark.parametrize('inner', [lambda: Sequential([Dense(2, input_shape=(2,), name='dense')], name='inner'),
                                   _functional], ids=['sequential', 'functional'])
def test_a_model_is_made_from_the_config_of_keras_2_with_models_within(inner, calls, is_last):
    model = _nested(inner(), calls, is_last)
    config = model.get_config()
    assert list(config) == ['name', 'layers', 'input_layers', 'output_layers']
    calls_of = {layer['name']: layer['inbound_nodes'] for layer in config['layers']}
    assert calls_of['inner'] == [[['inputs', 0, 0, {}]], [['inner', 1, 0, {}]]][:calls]
    assert config['output_layers'] == [['inner', calls, 0] if is_last else ['last', 0, 0]]
    again = Model.from_config(json.loads(json.dumps(config)))
    again.set_weights(model.get_weights())
    np.testing.assert_allclose(again.predict(X[:, :2]), model.predict(X[:, :2]), rtol=1e-6)
    assert again.get_config() == config


@pytest.mark.difference('configs-of-models', run=False)
def test_a_changed_input_shape_counts_in_a_config():
    inputs = Input((3,), name='inputs')
    for model in (Sequential([Dense(2, input_shape=(3,), name='dense')]), Model(inputs, Dense(2, name='d')(inputs))):
        config = model.get_config()
        config['layers'][0]['config']['batch_input_shape'] = (None, 10)
        assert type(model).from_config(config).input_shape == (None, 10)


@pytest.mark.difference('configs-of-models', run=False)
def test_the_first_layer_is_the_first_in_the_config_of_a_sequential():
    config = Sequential([Dense(2, input_shape=(3,), name='dense')], name='chain').get_config()
    assert [layer['class_name'] for layer in config['layers']] == ['Dense'] and config['name'] == 'chain'
    config['layers'][0]['config']['activation'] = 'relu'
    assert Sequential.from_config(config).layers[0].activation.__name__ == 'relu'


def test_callbacks_of_fit_generator_know_the_metrics_of_validation_without_one():
    callback = Callback()
    _compiled().fit_generator(iter([(X, np.ones((4, 2)))] * 3), 1, verbose=0, callbacks=[callback])
    assert callback.params['metrics'] == ['loss', 'val_loss']


@pytest.mark.parametrize('method', ['fit_generator', 'evaluate_generator'])
def test_a_model_that_is_not_compiled_asks_no_generator(method):
    model = Sequential([Dense(4, input_shape=(3,))])
    with pytest.raises(RuntimeError):
        getattr(model, method)(iter([]), 1)


def test_the_json_of_a_model_names_version_and_backend():
    inputs = Input((3,))
    text = Model(inputs, Dense(2)(inputs)).to_json()
    config = json.loads(text)
    assert (config['backend'], config['keras_version']) == (K.backend(), compat.__version__)
    assert model_from_json(text).output_shape == (None, 2)


def test_a_sequential_of_an_input_alone_has_its_shapes():
    model = Sequential()
    model.add(InputLayer(input_shape=(5, 3)))
    assert model.output_shape == model.input_shape == (None, 5, 3)
    model.add(Dense(2, kernel_initializer='ones'))
    assert model.output_shape == (None, 5, 2)
    np.testing.assert_allclose(model.predict(np.ones((2, 5, 3))), np.full((2, 5, 2), 3.))
