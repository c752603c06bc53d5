"""What a program appends to a list of weights of a layer is a weight of it, of the kind that the list says."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import (Activation, BatchNormalization, Bidirectional, Conv1D, Dense, Input, Lambda, Layer, LSTM,
                           TimeDistributed)
from compat.models import Model


class OwnDense(Dense):
    """A subclass of a built-in layer."""


class Plain(Layer):
    """A layer of the program's own."""


VECTORS, SEQUENCES = (2,), (4, 2)
LAYERS = {
    'Dense': (lambda: Dense(3), VECTORS), 'a subclass of Dense': (lambda: OwnDense(3), VECTORS),
    'a layer of its own': (Plain, VECTORS), 'BatchNormalization': (BatchNormalization, VECTORS),
    'Activation': (lambda: Activation('relu'), VECTORS), 'Lambda': (lambda: Lambda(lambda x: x), VECTORS),
    'Conv1D': (lambda: Conv1D(2, 2), SEQUENCES), 'LSTM': (lambda: LSTM(2), SEQUENCES),
    'TimeDistributed': (lambda: TimeDistributed(Dense(3)), SEQUENCES)}
# Those that report the weights of others had lists of their own in Keras 2, which nobody read.
WITHOUT_OWN = ('LSTM', 'TimeDistributed')
LISTS = {'trainable_weights': (1, 0), 'non_trainable_weights': (0, 1), '_trainable_weights': (1, 0),
         '_non_trainable_weights': (0, 1)}
CASES = [(name, attribute) for name in sorted(LAYERS) for attribute in sorted(LISTS)
         if not (name in WITHOUT_OWN and attribute.startswith('_'))]


def counts(model):
    return np.array([len(model.trainable_weights), len(model.non_trainable_weights)])


@pytest.mark.parametrize('name,attribute', CASES)
def test_an_appended_variable_is_a_weight_of_that_kind(name, attribute):
    make, shape = LAYERS[name]
    layer, inputs = make(), Input(shape)
    outputs = layer(inputs)
    before, number = counts(Model(inputs, outputs)), len(layer.weights)
    own = K.variable(np.eye(2), name='own')
    getattr(layer, attribute).append(own)
    assert len(layer.weights) == number + 1 and any(weight is own for weight in layer.weights)
    assert tuple(counts(Model(inputs, outputs)) - before) == LISTS[attribute]


def test_appended_lists_of_wrappers_of_two_are_new_ones():
    layer, inputs = Bidirectional(LSTM(2)), Input(SEQUENCES)
    layer(inputs)
    layer.trainable_weights.append(K.variable(1.))
    assert len(layer.weights) == 6


class Bank(Layer):
    """Makes a variable by itself, and says whether it is trained."""

    def __init__(self, kind, **kwargs):
        super().__init__(**kwargs)
        self.kind = kind

    def build(self, input_shape):
        self.filters = K.variable(np.eye(2), name='filters')
        getattr(self, self.kind).append(self.filters)
        super().build(input_shape)

    def call(self, x):
        return K.dot(x, self.filters)


@pytest.mark.parametrize('kind', sorted(LISTS))
def test_training_changes_what_was_appended_to_the_trainable_ones_only(kind):
    inputs = Input(VECTORS)
    bank = Bank(kind)
    model = Model(inputs, Dense(1, kernel_initializer='ones')(bank(inputs)))
    model.compile('sgd', 'mse')
    model.train_on_batch(np.ones((2, 2)), np.zeros((2, 1)))
    assert np.allclose(K.get_value(bank.filters), np.eye(2)) == (not LISTS[kind][0])
    assert [value.shape for value in model.get_weights()] == [(2, 2), (2, 1), (1,)]


class Transposed(Layer):
    """Computes with the kernel of another layer, which it has among its weights."""

    def __init__(self, other, **kwargs):
        super().__init__(**kwargs)
        self.other = other

    def build(self, input_shape):
        self._trainable_weights.append(self.other.kernel)
        super().build(input_shape)

    def call(self, x):
        return K.dot(x, K.transpose(self.other.kernel))

    def compute_output_shape(self, input_shape):
        return input_shape[0], 2


def test_the_weight_of_another_layer_can_be_appended():
    encoder, inputs = Dense(3, use_bias=False), Input(VECTORS)
    decoder = Transposed(encoder)
    Model(inputs, decoder(encoder(inputs)))
    assert decoder.weights == [encoder.kernel] and [value.shape for value in decoder.get_weights()] == [(2, 3)]


class Reads(Layer):
    """Has the weight of another layer among those that are not trained."""

    def __init__(self, other, **kwargs):
        super().__init__(**kwargs)
        self.other = other

    def build(self, input_shape):
        self.non_trainable_weights.append(self.other.kernel)
        super().build(input_shape)


def test_a_weight_that_another_layer_trains_is_trained():
    first, inputs = Dense(3, use_bias=False), Input(VECTORS)
    model = Model(inputs, Reads(first)(first(inputs)))
    model.compile('sgd', 'mse')
    before = first.get_weights()[0]
    model.train_on_batch(np.ones((2, 2)), np.full((2, 3), 5.))
    assert not np.allclose(first.get_weights()[0], before)
