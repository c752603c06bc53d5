"""Private names of Keras 2.0 to 2.3, and public ones that it lost: each is there and works, or says what to use."""
import importlib
import json
import pathlib

import numpy as np
import pytest

from compat import backend as K
from compat import layers, models
from compat.imports import earlier_names

# Module path: {the first version that had them: names}, without those of names.json.
NAMES = json.loads((pathlib.Path(__file__).parent / 'names_of_versions.json').read_text())


def value_of(path, name):
    return getattr(importlib.import_module('compat.' + path if path else 'compat'), name)


@pytest.mark.difference('names-before-2-2')
def test_each_name_is_there_or_says_what_to_use():
    refused = {}
    for path, name in [(path, name) for path, names in NAMES.items()
                       for name in ' '.join(names.values()).split()]:
        try:
            assert value_of(path, name) is not None
        except AttributeError as error:
            refused[path, name] = str(error)
    assert set(refused) == set(earlier_names.INSTEAD)
    for key, message in refused.items():
        versions, use = earlier_names.INSTEAD[key]
        assert versions in message and message.endswith(use)


def functional():
    x = layers.Input((3,), name='x')
    hidden = layers.Dense(4, activation='relu', name='hidden')(x)
    return models.Model(x, layers.add([hidden, layers.Dense(4, name='side')(x)], name='sum'), name='summing')


def test_clones_of_each_kind_of_model():
    clones = {name: value_of('models', name) for name in ('_clone_functional_model', '_clone_sequential_model')}
    model, sequential = functional(), models.Sequential([layers.Dense(2, input_shape=(3,))])
    for name, original in zip(sorted(clones), (model, sequential)):
        clone = clones[name](original)
        clone.set_weights(original.get_weights())
        x = np.ones((2, 3))
        np.testing.assert_allclose(clone.predict(x), original.predict(x), rtol=1e-5)
        assert clone.layers[-1] is not original.layers[-1]
    for name, other in zip(sorted(clones), (sequential, model)):
        with pytest.raises(ValueError):
            clones[name](other)


def test_the_graph_between_tensors_is_mapped():
    model = functional()
    keys, nodes, of_graph, by_depth = value_of('engine.network', '_map_graph_network')(model.inputs, model.outputs)
    key = value_of('engine.network', '_make_node_key')
    assert keys == {key(name, 0) for name in ('x', 'hidden', 'side', 'sum')} and key('x', 0) == 'x_ib-0'
    assert sorted(layer.name for layer in of_graph) == ['hidden', 'side', 'sum', 'x']
    assert {depth: sorted(layer.name for layer in at) for depth, at in by_depth.items()} == {
        0: ['sum'], 1: ['hidden', 'side'], 2: ['x']}
    assert {depth: len(at) for depth, at in nodes.items()} == {0: 1, 1: 2, 2: 1}


@pytest.mark.parametrize('name, expected', [('/job:worker/device:GPU:1', '/gpu:1'), ('/cpu:0', '/cpu:0')])
def test_names_of_devices_have_one_form(name, expected):
    assert value_of('utils.multi_gpu_utils', '_normalize_device_name')(name) == expected


def test_kernels_of_theano_are_reversed():
    needs = value_of('engine.saving', '_need_convert_kernel')
    assert [needs(backend) for backend in (None, 'tensorflow', 'theano', 'cntk', 'unknown')] == [
        False, False, True, False, False]


def test_weights_of_recurrent_layers_take_the_layout_of_the_layer():
    convert = value_of('engine.saving', '_convert_rnn_weights')
    lstm, numbers = layers.LSTM(2), np.random.RandomState(0)
    of_cudnn = [numbers.rand(3, 8), numbers.rand(2, 8), numbers.rand(16)]
    kernel, recurrent, bias = convert(lstm, of_cudnn)
    np.testing.assert_allclose(bias, of_cudnn[2][:8] + of_cudnn[2][8:])
    np.testing.assert_allclose(recurrent[:, :2], of_cudnn[1][:, :2].T)
    np.testing.assert_allclose(kernel[:, :2], of_cudnn[0][:, :2].T.reshape((3, 2), order='F'))
    assert convert(lstm, [kernel, recurrent, bias])[2] is bias
    for layer, arrays in ((lstm, [kernel, recurrent, np.zeros(3)]),
                          (layers.GRU(2), [np.zeros((3, 6)), np.zeros((2, 6)), np.zeros(12)])):
        with pytest.raises(ValueError):
            convert(layer, arrays)


def test_masks_of_dropout_and_arguments_of_recurrent_calls():
    masks = value_of('layers.convolutional_recurrent', '_generate_dropout_mask')(
        K.ones((2, 3)), 0.5, training=True, count=2)
    assert [K.int_shape(mask) for mask in masks] == [(2, 3)] * 2
    assert value_of('layers.convolutional_recurrent', '_standardize_args')(['x', 'h', 'c'], None, None, None) == (
        'x', ['h', 'c'], None)


@pytest.mark.difference('names-before-2-2')
def test_files_of_pictures_are_listed_and_counted(tmp_path):
    from compat.preprocessing import image
    for name in ('cats/b.PNG', 'cats/a.jpg', 'cats/notes.txt', 'cats/more/c.jpg', 'cats/d.jpg'):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(b'')
    folder, formats = str(tmp_path / 'cats'), {'jpg', 'png'}
    found = [name for _, name in image._iter_valid_files(folder, formats, False)]
    assert found == ['a.jpg', 'b.PNG', 'd.jpg', 'c.jpg']
    assert image._count_valid_files_in_directory(folder, formats, None, False) == 4
    assert image._count_valid_files_in_directory(folder, formats, (0.5, 1.), False) == 2
    classes, names = image._list_valid_filenames_in_directory(folder, formats, (0, 0.75), {'cats': 3}, False)
    assert classes == [3, 3, 3] and names == ['cats/a.jpg', 'cats/b.PNG', 'cats/d.jpg']


@pytest.mark.difference('names-before-2-2')
def test_the_session_is_cleared_after_a_test():
    from compat.utils.test_utils import keras_test

    @keras_test
    def names(first):
        """A test."""
        return first, layers.Dense(1).name

    assert names.__doc__ == 'A test.' and names(1) == (1, 'dense_1') and names(2) == (2, 'dense_1')
