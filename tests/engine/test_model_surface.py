"""What Keras 2's models offer beside training: files under any name, clones, and what they report."""
import os

import h5py
import numpy as np
import pytest

from compat import backend as K
from compat.layers import LSTM, BatchNormalization, Dense, Dropout, Input, TimeDistributed
from compat.models import Model, Sequential, clone_model, load_model
from training_runs import filled, numbers

X = numbers(4, 3)


def network():
    return filled(Sequential([Dense(2, activation='tanh', input_shape=(3,), name='one'), Dense(2, name='two')]))


@pytest.mark.parametrize('name', ['model', 'model.01', 'model.ckpt', 'a.weights'])
def test_files_are_hdf5_whatever_their_name_is(tmp_path, name):
    model, other, path = network(), network(), str(tmp_path / name)
    other.set_weights([0. * weight for weight in other.get_weights()])
    model.save(path)
    assert h5py.is_hdf5(path)
    np.testing.assert_allclose(load_model(path, compile=False).predict(X), model.predict(X), rtol=1e-6)
    model.save_weights(path)
    assert h5py.is_hdf5(path) and os.listdir(str(tmp_path)) == [name]
    other.load_weights(path)
    np.testing.assert_allclose(other.predict(X), model.predict(X), rtol=1e-6)


def test_an_existing_file_stays_where_the_answer_is_no(tmp_path, answers):
    path = tmp_path / 'model'
    path.write_bytes(b'old')
    answers += ['n', 'n']
    for write in (network().save, network().save_weights):
        write(str(path), overwrite=False)
    assert path.read_bytes() == b'old'


def cloned_and_compared(*positions):
    inputs = Input((3,))
    shared = Dense(3, name='shared')
    functional = Model(inputs, [Dense(2)(shared(shared(inputs))), shared(inputs)])
    for model in (network(), functional):
        for tensors in positions:
            cloned = clone_model(model, input_tensors=tensors)
            assert isinstance(cloned, Sequential) == isinstance(model, Sequential) and isinstance(cloned, Model)
            assert [layer.name for layer in cloned.layers[-2:]] == [layer.name for layer in model.layers[-2:]]
            assert not set(map(id, cloned.layers)) & set(map(id, model.layers))
            cloned.set_weights(model.get_weights())
        one, two = cloned.predict(X), model.predict(X)
        for actual, expected in zip(one if isinstance(one, list) else [one], two if isinstance(two, list) else [two]):
            np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-6)


def test_clones_are_models_of_the_same_kind_with_layers_of_their_own():
    cloned_and_compared(None)


@pytest.mark.difference('clones-on-inputs')
def test_clones_start_from_the_tensors_that_are_passed():
    cloned_and_compared(Input((3,)), [Input((3,))])


def test_a_model_reports_whether_it_depends_on_the_phase_and_is_stateful():
    inputs = Input((3,))
    stateful = Sequential([LSTM(2, stateful=True, batch_input_shape=(2, 4, 3))])
    for model, phase, states in (
            (network(), False, False), (Model(inputs, Dropout(0.5)(inputs)), True, False),
            (Sequential([BatchNormalization(input_shape=(3,))]), True, False),
            (Sequential([TimeDistributed(Dropout(0.5), input_shape=(4, 3))]), True, False),
            (Sequential([LSTM(2, dropout=0.5, input_shape=(4, 3))]), True, False),
            (Model(inputs, Sequential([Dropout(0.5, input_shape=(3,)), Dense(2)])(inputs)), True, False),
            (stateful, False, True)):
        assert bool(model.uses_learning_phase) is phase and bool(model.stateful) is states
        assert isinstance(model.state_updates, list)
    stateful.reset_states()
    assert K.int_shape(stateful.output) == (2, 2)


def test_a_model_accepts_the_names_of_keras_1():
    x = Input((3,))
    y = Dense(2)(x)
    with pytest.warns(UserWarning, match='Update your `Model` call to the Keras 2 API'):
        model = Model(input=x, output=y)
    assert (model.input_shape, model.output_shape, model.inputs[0] is x) == ((None, 3), (None, 2), True)


@pytest.mark.filterwarnings('ignore:Update your .Model. call')
@pytest.mark.parametrize('positions, names', [
    ('x', {'input': 'x', 'output': 'y'}), ('xy', {'input': 'x'}), ('xy', {'inputs': 'x'}), ('xy', {'output': 'y'}),
    ('xy', {'outputs': 'y'}), ('', {'input': 'x', 'inputs': 'x', 'outputs': 'y'}),
    ('', {'inputs': 'x', 'outputs': 'y', 'output': 'y'}), ('xy', {'layers': 'x'}), ('', {'inputs': 'x'}),
    ('', {'output': 'y'})])
def test_arguments_of_a_model_that_are_passed_twice_or_unknown_are_refused(positions, names):
    x = Input((3,))
    tensors = {'x': x, 'y': Dense(2)(x)}
    with pytest.raises((TypeError, ValueError)):
        Model(*[tensors[name] for name in positions], **{name: tensors[of] for name, of in names.items()})
