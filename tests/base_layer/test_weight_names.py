"""The names of weights, by which old programs pick some of them, and the order in which models list them."""
import warnings

import h5py
import numpy as np
import pytest

from compat import backend as K
from compat import process
from compat.errors import DifferenceWarning
from compat.engine.base_layer import Layer
from compat.layers import (LSTM, RNN, BatchNormalization, Bidirectional, Conv2D, Dense, GRUCell, Input, LSTMCell,
                           SeparableConv2D, TimeDistributed)
from compat.models import Model, Sequential, load_model


def names(layer):
    return [weight.name for weight in layer.weights]


def of_recurrence(*scopes):
    return ['%s/%s:0' % (scope, name) for scope in scopes for name in ('kernel', 'recurrent_kernel', 'bias')]


class Bent(Layer):
    """A layer with a variable of its own and one that it calls."""

    def build(self, input_shape):
        self.kernel = self.add_weight('kernel', (3, 2), initializer='ones')
        self.power = K.variable(1., name='power')
        self.trainable_weights.append(self.power)
        self.within = Dense(2, name='named_within')
        super().build(input_shape)

    def call(self, inputs):
        return self.within(K.dot(inputs, self.kernel)) * self.power

    def compute_output_shape(self, input_shape):
        return (input_shape[0], 2)


def test_a_weight_has_the_name_of_its_layer_before_its_own():
    Dense(2, name='named_dense')(Input((3,)))
    for layer, size, expected in ((Dense(2, name='named_dense_2'), (3,), ['kernel', 'bias']),
                                  (Conv2D(2, 2, name='named_conv', use_bias=False), (4, 4, 1), ['kernel']),
                                  (SeparableConv2D(2, 2, name='named_separable'), (4, 4, 1),
                                   ['depthwise_kernel', 'pointwise_kernel', 'bias']),
                                  (BatchNormalization(name='named_norm'), (3,),
                                   ['gamma', 'beta', 'moving_mean', 'moving_variance']),
                                  (Dense(2, name='named/dense'), (3,), ['kernel', 'bias']),
                                  (Dense(2, name='with_a_slash/'), (3,), ['kernel', 'bias'])):
        layer(Input(size))
        prefix = layer.name[:-1] if layer.name.endswith('/') else layer.name
        assert names(layer) == ['%s/%s:0' % (prefix, name) for name in expected]


def test_names_with_dots_are_names_as_others():
    model = Sequential([Dense(2, name='block.1/dense', input_shape=(3,)), BatchNormalization(name='block.1.norm'),
                        Dense(2, name='block_dot_1')])
    model.compile('adam', 'mse')
    model.train_on_batch(np.ones((4, 3)), np.ones((4, 2)))
    assert names(model)[:3] == ['block.1/dense/kernel:0', 'block.1/dense/bias:0', 'block.1.norm/gamma:0']


def test_a_variable_and_a_layer_within_a_layer_have_its_name_too():
    layer = Bent(name='named_bent')
    layer(Input((3,)))
    assert names(layer)[:2] == ['named_bent/kernel:0', 'named_bent/power:0']
    assert names(layer.within) == ['named_bent/named_within/kernel:0', 'named_bent/named_within/bias:0']
    assert K.variable(1., name='named_variable').name == 'named_variable:0'


def test_the_weights_of_a_wrapped_layer_have_the_name_of_the_wrapper():
    wrapper = TimeDistributed(Dense(2, name='named_inner'), name='named_wrapper')
    wrapper(Input((4, 3)))
    assert names(wrapper) == ['named_wrapper/kernel:0', 'named_wrapper/bias:0']
    model = Sequential([Dense(2, name='named_first', input_shape=(3,)), Dense(2, name='named_second')])
    assert names(model) == ['named_first/kernel:0', 'named_first/bias:0', 'named_second/kernel:0',
                            'named_second/bias:0']


def test_cells_have_no_part_in_the_names_of_recurrent_layers():
    sequence = Input((4, 3))
    plain, both = LSTM(2, name='named_lstm'), Bidirectional(LSTM(2, name='lstm_within'), name='named_both')
    stacked = RNN([LSTMCell(2), GRUCell(3)], name='named_rnn')
    for layer in (plain, both, stacked):
        layer(sequence)
    assert names(plain) == of_recurrence('named_lstm')
    assert names(both) == of_recurrence('named_both/forward_lstm_within', 'named_both/backward_lstm_within')
    assert names(stacked) == of_recurrence('named_rnn') + [
        'named_rnn/kernel_1:0', 'named_rnn/recurrent_kernel_1:0', 'named_rnn/bias_1:0']


def test_weights_within_layers_and_models_are_separate_in_files(tmp_path):
    inner = Sequential([Dense(3, input_shape=(3,)), BatchNormalization(), Dense(3)])
    sequence = Input((4, 3))
    model = Model(sequence, Bidirectional(LSTM(2))(TimeDistributed(inner)(sequence)))
    path = str(tmp_path / 'weights.h5')
    model.save_weights(path)
    with h5py.File(path, 'r') as stream:
        stored = [len(stream[layer.name].attrs['weight_names']) for layer in model.layers]
    assert stored == [0, 8, 6]
    values = model.get_weights()
    model.set_weights([value + 1. for value in values])
    model.load_weights(path)
    for one, two in zip(model.get_weights(), values):
        np.testing.assert_array_equal(one, two)


def slashed(tmp_path):
    """A model whose layers have slashes in their names, and the path of the file that it is saved to."""
    inputs = Input((3,), name='in/put')
    model = Model(inputs, BatchNormalization(name='block/bn')(Dense(2, name='block/dense')(inputs)), name='a/model')
    path = str(tmp_path / 'model.h5')
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DifferenceWarning)
        model.save(path)
    return model, path


def test_names_of_layers_and_models_may_have_slashes(tmp_path):
    model, path = slashed(tmp_path)
    assert [layer.name for layer in model.layers] == ['in/put', 'block/dense', 'block/bn'] and model.name == 'a/model'
    assert '/' in model.layers[1].name and model.get_layer('block/bn').get_config()['name'] == 'block/bn'
    assert names(model.layers[1]) == ['block/dense/kernel:0', 'block/dense/bias:0']
    loaded = load_model(path)
    assert [layer.name for layer in loaded.layers] == ['in/put', 'block/dense', 'block/bn']
    for one, two in zip(loaded.get_weights(), model.get_weights()):
        np.testing.assert_array_equal(one, two)
    model.save_weights(str(tmp_path / 'weights.h5'))
    model.load_weights(str(tmp_path / 'weights.h5'), by_name=True)


@pytest.mark.difference('slashes-in-files')
def test_plain_keras_loads_a_model_whose_names_have_slashes(tmp_path):
    plain = process.opened().keras.models.load_model(slashed(tmp_path)[1])
    assert [layer.name for layer in plain.layers] == ['in/put', 'block/dense', 'block/bn']


def sizes(weights):
    return [weight.shape if isinstance(weight, np.ndarray) else tuple(K.int_shape(weight)) for weight in weights]


def test_a_model_lists_its_trainable_weights_first_and_returns_arrays_layer_by_layer():
    first, norm, last = [(3, 2), (2,)], [(2,), (2,)], [(2, 4), (4,)]
    moving, top = [(2,), (2,)], [(4, 7), (7,)]
    inner = Sequential([Dense(2, input_shape=(3,)), BatchNormalization(), Dense(4)])
    model = Sequential([inner, Dense(7)])
    assert sizes(inner.weights) == first + norm + last + moving
    assert sizes(inner.get_weights()) == first + norm + moving + last
    assert sizes(model.weights) == first + norm + last + top + moving
    assert sizes(model.get_weights()) == first + norm + last + moving + top
    inner.trainable = False
    assert sizes(model.weights) == top + first + norm + last + moving
    assert sizes(model.get_weights()) == first + norm + last + moving + top
    values = [np.full(shape, index, 'float32') for index, shape in enumerate(sizes(model.get_weights()))]
    model.set_weights(values)
    for one, two in zip(model.get_weights(), values):
        np.testing.assert_array_equal(one, two)
    np.testing.assert_array_equal(K.get_value(inner.layers[1].moving_mean), [6., 6.])
