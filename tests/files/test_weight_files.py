"""save_weights and load_weights under the file names and in the layout of Keras 2."""
import h5py
import numpy as np
import pytest

from compat.layers import GRU, Activation, BatchNormalization, Bidirectional, Conv2D, Dense, Flatten, Input
from compat.models import Model, Sequential


def network():
    return Sequential([Conv2D(3, 2, input_shape=(4, 4, 1), name='conv'), BatchNormalization(name='norm'), Flatten(),
                       Dense(2, name='dense')])


def names(attribute):
    return list(np.asarray(attribute).astype(str))


@pytest.mark.parametrize('name', ['weights.h5', 'weights.hdf5', 'a.weights.h5'])
def test_what_save_weights_wrote_load_weights_reads(tmp_path, name):
    model, other = network(), network()
    model.save_weights(str(tmp_path / name))
    other.load_weights(str(tmp_path / name))
    for one, two in zip(model.get_weights(), other.get_weights()):
        np.testing.assert_array_equal(one, two)


def test_the_file_has_a_group_for_each_layer_with_its_weights_in_order(tmp_path):
    model = network()
    path = str(tmp_path / 'weights.h5')
    model.save_weights(path)
    with h5py.File(path, 'r') as stream:
        assert names(stream.attrs['layer_names']) == [layer.name for layer in model.layers]
        for layer in model.layers:
            group = stream[layer.name]
            stored = [np.array(group[name]) for name in names(group.attrs['weight_names'])]
            assert len(stored) == len(layer.get_weights())
            for one, two in zip(stored, layer.get_weights()):
                np.testing.assert_array_equal(one, two)


def test_weights_go_to_the_layers_of_the_same_name_when_asked(tmp_path):
    model = network()
    path = str(tmp_path / 'weights.h5')
    model.save_weights(path)
    part = Sequential([Flatten(input_shape=(3, 3, 3)), Dense(2, name='dense'), Dense(5, name='new')])
    new = part.layers[-1].get_weights()
    part.load_weights(path, by_name=True)
    np.testing.assert_array_equal(part.layers[1].get_weights()[0], model.layers[-1].get_weights()[0])
    np.testing.assert_array_equal(part.layers[2].get_weights()[0], new[0])


def test_names_that_fill_more_than_one_attribute_come_back(tmp_path):
    def deep():
        inputs = Input((2,))
        tensor = Dense(2)(inputs)
        for number in range(40):
            tensor = Activation('linear', name='%04d' % number + 'x' * 2000)(tensor)
        return Model(inputs, tensor)
    model, other = deep(), deep()
    path = str(tmp_path / 'weights.h5')
    model.save_weights(path)
    other.load_weights(path)
    np.testing.assert_array_equal(model.get_weights()[0], other.get_weights()[0])


def test_weights_of_layers_within_a_layer_that_share_names_come_back(tmp_path):
    def both_ways():
        return Sequential([Bidirectional(GRU(2), input_shape=(4, 3))])

    model, other, path = both_ways(), both_ways(), str(tmp_path / 'weights.h5')
    model.save_weights(path)
    other.load_weights(path)
    assert len(model.get_weights()) == 6
    for one, two in zip(model.get_weights(), other.get_weights()):
        np.testing.assert_array_equal(one, two)


def convolution(size, units=2):
    return Sequential([Conv2D(3, size, input_shape=(4, 4, 2), name='conv'), Flatten(), Dense(units, name='dense')])


def given(*arguments):
    """The arguments of load_weights in Keras 2's order: by position, and by name."""
    return [(arguments, {}), ((), dict(zip(('by_name', 'skip_mismatch', 'reshape'), arguments)))]


@pytest.mark.parametrize('by_name', [False, True])
def test_kernels_of_convolutions_are_reshaped_where_the_program_says_so(by_name, tmp_path):
    path, stored = str(tmp_path / 'weights.h5'), Sequential([Conv2D(3, (1, 4), input_shape=(4, 4, 2), name='conv')])
    stored.save_weights(path)
    kernel, bias = stored.get_weights()
    for arguments, named in given(by_name, False, True):
        model = Sequential([Conv2D(3, (2, 2), input_shape=(4, 4, 2), name='conv')])
        model.load_weights(path, *arguments, **named)
        np.testing.assert_array_equal(model.get_weights()[0], kernel.reshape(2, 2, 2, 3))
        with pytest.raises(ValueError):
            model.load_weights(path, True, False, False)
        with pytest.raises(ValueError):  # of another size
            Sequential([Conv2D(3, (3, 2), input_shape=(4, 4, 2), name='conv')]).load_weights(path, *arguments, **named)


def test_weights_by_name_of_another_shape_are_left_out_where_the_program_says_so(tmp_path):
    path, stored = str(tmp_path / 'weights.h5'), convolution(2)
    stored.save_weights(path)
    for arguments, named in given(True, True, False) + given(True, True, True):
        model = convolution(2, units=5)
        before = model.get_weights()
        with pytest.warns(UserWarning, match='Skipping'):
            model.load_weights(path, *arguments, **named)
        for found, wanted in zip(model.get_weights(), stored.get_weights()[:2] + before[2:]):
            np.testing.assert_array_equal(found, wanted)
    for arguments, named in given(True, False) + given(True, False, True):
        with pytest.raises(ValueError):
            convolution(2, units=5).load_weights(path, *arguments, **named)


def test_a_subclass_of_model_writes_and_reads_its_weights(tmp_path):
    class Net(Model):
        def __init__(self):
            super().__init__(name='net')
            self.first, self.second = Dense(4, name='first'), Dense(2, name='second')

        def call(self, inputs):
            return self.second(self.first(inputs))

    def network_of_a_class():
        model = Net()
        model.compile('sgd', 'mse')
        model.train_on_batch(np.ones((2, 3)), np.ones((2, 2)))
        return model

    path, model, other = str(tmp_path / 'weights.h5'), network_of_a_class(), network_of_a_class()
    model.save_weights(path)
    with h5py.File(path, 'r') as stream:
        assert names(stream.attrs['layer_names']) == ['first', 'second']
    for by_name in (False, True):
        other.set_weights([2 * weight for weight in model.get_weights()])
        other.load_weights(path, by_name)
        for one, two in zip(model.get_weights(), other.get_weights()):
            np.testing.assert_array_equal(one, two)
