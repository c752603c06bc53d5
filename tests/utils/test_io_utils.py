"""keras.utils.io_utils and what keras.engine.saving offers beside load_model: HDF5 files, groups and names."""
import io

import h5py
import numpy as np
import pytest

import compat
from compat.engine import saving
from compat.layers import Bidirectional, Conv1D, Conv2D, Dense, Flatten, LSTM, Input
from compat.models import Model, Sequential, load_model, model_from_yaml
from compat.utils import HDF5Matrix, test_utils
from compat.utils.io_utils import H5Dict, ask_to_proceed_with_overwrite
from training_runs import filled, numbers


@pytest.fixture
def stored(tmp_path):
    path = str(tmp_path / 'data.h5')
    with h5py.File(path, 'w') as stream:
        stream['x'] = np.arange(20, dtype='float32').reshape(10, 2)
    yield path
    HDF5Matrix.refs.pop(path).close()


def test_a_matrix_returns_rows_of_its_part_of_the_file(stored):
    matrix, whole = HDF5Matrix(stored, 'x', 2, 8, lambda rows: rows * 2), HDF5Matrix(stored, 'x')
    data = np.arange(20).reshape(10, 2)[2:8] * 2
    assert (len(matrix), matrix.shape, matrix.ndim, int(matrix.size), matrix.dtype) == (6, (6, 2), 2, 12, 'float32')
    assert len(whole) == 10 and HDF5Matrix.refs[stored] is not None
    for key in (0, 5, slice(1, 3), slice(None), [0, 2], np.array([1, 3])):
        np.testing.assert_array_equal(matrix[key], data[key])
    for key in (6, slice(0, 7), [0, 6], np.array([6])):
        with pytest.raises(IndexError):
            matrix[key]


def test_a_model_accepts_a_matrix_as_an_array(stored):
    model = filled(Sequential([Dense(3, input_shape=(2,))]))
    matrix = HDF5Matrix(stored, 'x', 0, 8)
    np.testing.assert_allclose(model.predict(matrix, batch_size=4), model.predict(matrix[:]), rtol=1e-6)
    model.compile('sgd', 'mse')
    assert np.isclose(model.evaluate(matrix, np.zeros((8, 3)), verbose=0),
                      model.evaluate(matrix[:], np.zeros((8, 3)), verbose=0))


@pytest.mark.parametrize('in_memory', [True, False])
def test_a_dict_of_h5_returns_the_values_that_were_set(tmp_path, in_memory):
    target = {} if in_memory else str(tmp_path / 'dict.h5')
    written = H5Dict(target, mode='w')
    written['array'], written['number'] = np.arange(3), np.float32(2)
    group = written['group']
    group['bytes'], group['names'] = b'text', [b'one', b'two']
    assert 'array' in written and 'none' not in written and written.get('none', 3) == 3
    assert {'array', 'group'} <= set(iter(written))
    written.close()
    read = H5Dict(target, mode='r')
    np.testing.assert_array_equal(read['array'], np.arange(3))
    assert read['number'] == 2 and read['group']['bytes'] == b'text' and read['group']['names'] == [b'one', b'two']
    for refused in (lambda: read['new'], lambda: read.__setitem__('new', 1)):
        with pytest.raises(ValueError, match='mode'):
            refused()
    read.close()
    with pytest.raises(TypeError, match='Required Group'):
        H5Dict(3)


def test_a_file_that_is_there_is_asked_about(answers, capsys):
    answers += ['perhaps', 'y', ' N ']
    assert ask_to_proceed_with_overwrite('a.h5') is True and ask_to_proceed_with_overwrite('a.h5') is False
    assert 'overwrite=True' in capsys.readouterr().out


def test_names_that_fill_more_than_one_attribute_come_back(tmp_path):
    names = ['%05d' % number + 'x' * 60 for number in range(3000)]
    with h5py.File(str(tmp_path / 'names.h5'), 'w') as stream:
        saving.save_attributes_to_hdf5_group(stream, 'names', [name.encode('utf8') for name in names])
        saving.save_attributes_to_hdf5_group(stream, 'few', [b'one'])
        assert 'names' not in stream.attrs and 'names1' in stream.attrs
        assert saving.load_attributes_from_hdf5_group(stream, 'names') == names
        assert saving.load_attributes_from_hdf5_group(stream, 'few') == ['one']
        with pytest.raises(RuntimeError):
            saving.save_attributes_to_hdf5_group(stream, 'large', ['x' * (saving.HDF5_OBJECT_HEADER_LIMIT + 1)])


def network(*last):
    return Sequential([Conv2D(2, 2, input_shape=(3, 3, 1), name='conv'), Flatten(name='flat'),
                       Dense(3, name='dense')] + list(last))


def test_weights_go_into_a_group_and_come_back_in_order_or_by_name(tmp_path):
    model, other, longer = filled(network()), network(), network(Dense(3, name='new'))
    wide = Sequential([Dense(5, input_shape=(8,), name='dense')])
    with h5py.File(str(tmp_path / 'weights.h5'), 'w') as stream:
        group = stream.create_group('inner')
        saving.save_weights_to_hdf5_group(group, model.layers)
        saving.load_weights_from_hdf5_group(group, other.layers)
        saving.load_weights_from_hdf5_group_by_name(group, longer.layers)
        with pytest.raises(ValueError, match='2 layers into a model with 3'):
            saving.load_weights_from_hdf5_group(group, longer.layers)
        with pytest.raises(ValueError, match='dense'):
            saving.load_weights_from_hdf5_group_by_name(group, wide.layers)
        before = wide.get_weights()
        with pytest.warns(UserWarning, match='Skipping'):
            saving.load_weights_from_hdf5_group_by_name(group, wide.layers, skip_mismatch=True)
    for loaded in (other, longer):
        for one, two in zip(model.get_weights(), loaded.get_weights()):
            np.testing.assert_array_equal(one, two)
    np.testing.assert_array_equal(before[0], wide.get_weights()[0])


def same(actual, expected):
    assert len(actual) == len(expected)
    for one, two in zip(actual, expected):
        np.testing.assert_array_equal(one, two)


def test_weights_of_theano_keras_1_and_other_shapes_are_converted():
    inputs = Input((4, 2))
    recurrent = LSTM(3, name='lstm')
    both = Bidirectional(LSTM(3), name='both')
    length = Conv1D(3, 2, name='length')
    for layer in (recurrent, both, length):
        layer(inputs)
    conv = network().layers[0]
    kernel, bias = numbers(2, 2, 1, 2), numbers(2)
    change = saving.preprocess_weights_for_loading
    same(change(conv, [kernel, bias], '2', 'tensorflow'), [kernel, bias])
    same(change(conv, [kernel, bias], '2', 'theano'), [kernel[::-1, ::-1], bias])
    same(change(conv, [kernel.reshape(8, 1, 1, 1), bias], reshape=True), [kernel, bias])
    with pytest.raises(ValueError, match='equal size'):
        change(conv, [numbers(3, 3, 1, 2), bias], reshape=True)
    old = numbers(3, 2, 2, 1)  # filters, channels, length, 1
    same(change(length, [old, numbers(3)], '1'), [old.transpose(2, 3, 1, 0)[:, 0], numbers(3)])
    gates = [[numbers(2, 3, seed=gate), numbers(3, 3, seed=gate), numbers(3, seed=gate)] for gate in range(4)]
    joined = [np.concatenate([gates[gate][kind] for gate in (0, 2, 1, 3)], -1) for kind in range(3)]  # i c f o
    same(change(recurrent, [array for gate in gates for array in gate], '1'), joined)
    same(change(both, [array for gate in gates for array in gate] * 2, '1'), joined * 2)
    cudnn = [numbers(2, 12), numbers(3, 12), numbers(24)]
    converted = change(recurrent, cudnn)
    np.testing.assert_allclose(converted[2], cudnn[2][:12] + cudnn[2][12:], rtol=1e-6)
    np.testing.assert_array_equal(converted[1][:, :3], cudnn[1][:, :3].T)
    inner = Sequential([Dense(2, input_shape=(3,)), Dense(2)])
    arrays = [numbers(3, 2), numbers(2), numbers(2, 2), numbers(2)]
    same(change(Model(inner.inputs, inner(inner.inputs[0])).layers[-1], arrays), arrays)


def test_models_become_dicts_and_yaml_and_come_back():
    model = filled(network())
    x = numbers(4, 3, 3, 1)
    again = saving.unpickle_model(saving.pickle_model(model))
    np.testing.assert_allclose(again.predict(x), model.predict(x), rtol=1e-6)
    assert model.to_yaml().strip()


@pytest.mark.difference('yaml')
def test_a_model_is_made_from_its_yaml():
    model = filled(network())
    rebuilt = model_from_yaml(model.to_yaml())
    assert [layer.name for layer in rebuilt.layers] == [layer.name for layer in model.layers]
    rebuilt.set_weights(model.get_weights())
    x = numbers(4, 3, 3, 1)
    np.testing.assert_allclose(rebuilt.predict(x), model.predict(x), rtol=1e-6)


# The beginning and end of what Keras 2.3.1 wrote, with the tags of its tuples.
YAML = """
backend: tensorflow
class_name: Sequential
config:
  layers:
  - class_name: Conv2D
    config:
      batch_input_shape: !!python/tuple
      - null
      - 5
      - 5
      - 1
      dilation_rate: &id001 !!python/tuple
      - 1
      - 1
      filters: 2
      kernel_size: !!python/tuple
      - 3
      - 3
      name: conv2d_1
      strides: *id001
  name: sequential_1
keras_version: 2.3.1
"""


@pytest.mark.difference('yaml')
def test_a_model_is_made_from_yaml_with_tuples():
    assert model_from_yaml(YAML).output_shape == (None, 3, 3, 2)


def test_files_are_written_and_read_in_memory():
    if compat.__version__ == '2.2.4' and not hasattr(saving, 'save_to_binary_h5py'):
        return
    from compat.utils.io_utils import load_from_binary_h5py, save_to_binary_h5py
    stream = io.BytesIO()
    save_to_binary_h5py(lambda file: file.create_dataset('x', data=np.arange(3)) and None, stream)
    stream.seek(0)
    assert load_from_binary_h5py(lambda file: list(file['x']), stream) == [0, 1, 2]
    seen = []
    assert saving.allow_read_from_gcs(lambda filepath: filepath)('a.h5') == 'a.h5'
    saving.allow_write_to_gcs(lambda model, filepath, overwrite=True: seen.append((filepath, overwrite)))(0, 'a.h5', 0)
    assert seen == [('a.h5', False)]


@pytest.mark.difference('google-cloud-storage')
def test_models_are_saved_in_buckets_where_a_proxy_stands_for_them():
    proxy = getattr(test_utils, 'tf_file_io_proxy', None)
    if proxy is None:
        return  # Keras 2.2.4 has none
    with proxy('keras.engine.saving.tf_file_io') as bucket:
        path = bucket.get_filepath('model.h5')
        Sequential([Dense(2, input_shape=(3,))]).save(path)
        bucket.assert_exists(path)
        assert load_model(path).input_shape == (None, 3)
