"""``_uses_learning_phase`` of tensors and ``uses_learning_phase`` of models: not where ``training`` was passed."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat.layers import (GRU, LSTM, RNN, Activation, AlphaDropout, BatchNormalization, Bidirectional, ConvLSTM2D,
                           Dense, Dropout, GaussianDropout, GaussianNoise, Input, Lambda, Layer, LSTMCell, SimpleRNN,
                           SpatialDropout1D, TimeDistributed)
from compat.models import Model, Sequential
from compat.optimizers import SGD


# Of several cells Keras 2.2 asked the last one only.
OF_LAST_CELL = compat.__version__ == '2.2.4'


class WithAttribute(Layer):
    """Says by its attribute that it depends on the phase."""

    uses_learning_phase = True


class InTrainPhase(Layer):
    def call(self, x):
        return K.in_train_phase(x * 2, x)


class WithTraining(Layer):
    def call(self, x, training=None):
        return K.in_train_phase(x * 2, x, training=training)


VECTORS, SEQUENCES, VIDEOS = (2,), (4, 2), (3, 4, 4, 2)


def of_vectors(outputs):
    inputs = Input(VECTORS)
    return Model(inputs, outputs(inputs))


# (layer, shape of a sample, whether it depends on the phase, whether its call has ``training``)
LAYERS = {
    'Dropout': (lambda: Dropout(.5), VECTORS, True, True), 'Dropout(0)': (lambda: Dropout(0.), VECTORS, False, True),
    'Dropout(1)': (lambda: Dropout(1.), VECTORS, False, True),
    'SpatialDropout1D': (lambda: SpatialDropout1D(.5), SEQUENCES, True, True),
    'GaussianNoise': (lambda: GaussianNoise(.5), VECTORS, True, True),
    'GaussianNoise(0)': (lambda: GaussianNoise(0.), VECTORS, True, True),
    'GaussianDropout': (lambda: GaussianDropout(.5), VECTORS, True, True),
    'GaussianDropout(0)': (lambda: GaussianDropout(0.), VECTORS, False, True),
    'AlphaDropout': (lambda: AlphaDropout(.5), VECTORS, True, True),
    'AlphaDropout(0)': (lambda: AlphaDropout(0.), VECTORS, False, True),
    'BatchNormalization': (BatchNormalization, VECTORS, True, True),
    'a frozen BatchNormalization': (lambda: BatchNormalization(trainable=False), VECTORS, True, True),
    'LSTM': (lambda: LSTM(2), SEQUENCES, False, True),
    'LSTM(dropout)': (lambda: LSTM(2, dropout=.2), SEQUENCES, True, True),
    'LSTM(recurrent_dropout)': (lambda: LSTM(2, recurrent_dropout=.2), SEQUENCES, True, True),
    'GRU(dropout)': (lambda: GRU(2, dropout=.2), SEQUENCES, True, True),
    'SimpleRNN(dropout)': (lambda: SimpleRNN(2, dropout=.2), SEQUENCES, True, True),
    'ConvLSTM2D(dropout)': (lambda: ConvLSTM2D(2, 2, dropout=.2), VIDEOS, True, True),
    'RNN of a cell with dropout': (lambda: RNN(LSTMCell(2, dropout=.2)), SEQUENCES, True, True),
    'RNN of cells, dropout in the last': (lambda: RNN([LSTMCell(2), LSTMCell(2, dropout=.2)]), SEQUENCES, True, False),
    'RNN of cells, dropout in the first': (lambda: RNN([LSTMCell(2, dropout=.2), LSTMCell(2)]), SEQUENCES,
                                           not OF_LAST_CELL, False),
    'TimeDistributed(Dropout)': (lambda: TimeDistributed(Dropout(.5)), SEQUENCES, True, True),
    'TimeDistributed(Dense)': (lambda: TimeDistributed(Dense(3)), SEQUENCES, False, True),
    'TimeDistributed(BatchNormalization)': (lambda: TimeDistributed(BatchNormalization()), SEQUENCES, True, True),
    'Bidirectional(dropout)': (lambda: Bidirectional(LSTM(2, dropout=.2)), SEQUENCES, True, True),
    'Bidirectional': (lambda: Bidirectional(LSTM(2)), SEQUENCES, False, True),
    'a layer with in_train_phase': (InTrainPhase, VECTORS, True, False),
    'a layer that passes training on': (WithTraining, VECTORS, True, True),
    'Dense': (lambda: Dense(2), VECTORS, False, False),
    'Lambda of in_train_phase': (lambda: Lambda(lambda x: K.in_train_phase(x * 2, x)), VECTORS, True, False),
    'Lambda of in_test_phase': (lambda: Lambda(lambda x: K.in_test_phase(x * 2, x)), VECTORS, True, False),
    'Lambda of dropout': (lambda: Lambda(lambda x: K.dropout(x, .5)), VECTORS, False, False),
    'Lambda with its phase': (lambda: Lambda(lambda x: K.in_train_phase(x * 2, x, training=1)), VECTORS, False, False),
    'Sequential of Dropout': (lambda: Sequential([Dropout(.5, input_shape=VECTORS)]), VECTORS, True, False),
    'Sequential of Dense': (lambda: Sequential([Dense(2, input_shape=VECTORS)]), VECTORS, False, False),
    'Model of Dropout': (lambda: of_vectors(Dropout(.5)), VECTORS, True, False),
    'Model of Dropout with training': (lambda: of_vectors(lambda x: Dropout(.5)(x, training=True)), VECTORS, False,
                                       False)}
WITH_TRAINING = [name for name in sorted(LAYERS) if LAYERS[name][3]]


def flags(layer, shape, **arguments):
    """Whether the output of the layer, what is computed from it, and a model of both depend on the phase."""
    inputs = Input(shape)
    outputs = layer(inputs, **arguments)
    after = Activation('relu')(outputs)
    return {bool(outputs._uses_learning_phase), bool(after._uses_learning_phase),
            bool(Model(inputs, after).uses_learning_phase)}


@pytest.mark.parametrize('name', sorted(LAYERS))
def test_what_depends_on_the_phase_says_so(name):
    make, shape, depends, _ = LAYERS[name]
    assert flags(make(), shape) == {depends}


@pytest.mark.parametrize('training', [True, False, 0, 1])
@pytest.mark.parametrize('name', WITH_TRAINING)
def test_nothing_depends_on_it_that_was_called_with_training(name, training):
    make, shape, _, _ = LAYERS[name]
    assert flags(make(), shape, training=training) == {False}


def test_the_attribute_of_a_layer_counts():
    assert flags(WithAttribute(), VECTORS) == {True}


def test_selected_tensors_outside_of_layers_depend_on_the_phase():
    one, two = K.variable(1.), K.variable(2.)
    assert K.in_train_phase(one, two)._uses_learning_phase and K.in_test_phase(one, two)._uses_learning_phase
    assert not getattr(K.in_train_phase(one, two, training=1), '_uses_learning_phase', False)
    assert not K.placeholder((2,))._uses_learning_phase and not Input(VECTORS)._uses_learning_phase


def dropping(*last):
    return Sequential([Dense(4, input_shape=(2,)), BatchNormalization(), Dropout(.9)] + list(last))


def losses_of_a_step(make):
    """Whether a step of training has the loss of a test, whether the phase counts, and which averages are updated."""
    inputs, within = Input((4, 2)), make()
    model = Model(inputs, TimeDistributed(within)(inputs))
    model.compile(SGD(0.), 'mse')
    x, y = np.random.RandomState(0).rand(6, 4, 2), np.zeros((6, 4) + within.output_shape[1:])
    averages = [layer.moving_mean for layer in within.layers if isinstance(layer, BatchNormalization)]
    before, first = [K.get_value(average) for average in averages], model.test_on_batch(x, y)
    loss = model.train_on_batch(x, y)
    changed = [not np.allclose(K.get_value(average), one) for average, one in zip(averages, before)]
    same = np.isclose(loss, [first, model.test_on_batch(x, y)], rtol=1e-3).any()
    return same, bool(model.uses_learning_phase), changed


@pytest.mark.parametrize('last, depends', [
    (lambda: [Dense(2)], False), (lambda: [Dense(2), dropping(Dense(2))], False), (lambda: [], True)],
    ids=['dense last', 'a model last', 'dropout last'])
def test_a_model_in_time_distributed_depends_on_the_phase_where_its_last_layer_does(last, depends):
    """Else the phase is not fed: training computes what a test does, and updates the moving averages all the same."""
    same, phase_counts, changed = losses_of_a_step(
        lambda: Sequential([Dense(4, input_shape=(2,)), Dropout(.9)] + last()[:1]))
    assert (same, phase_counts) == (not depends, depends)
    _, phase_counts, changed = losses_of_a_step(lambda: dropping(*last()))
    assert (phase_counts, changed) == (depends, [True])


def test_what_follows_a_model_in_time_distributed_has_it_trained_in_the_phase_of_training():
    inputs = Input((4, 2))
    model = Model(inputs, Dropout(1e-7)(TimeDistributed(dropping(Dense(2)))(inputs)))
    assert model.uses_learning_phase
    model.compile('sgd', 'mse')
    x, y = np.random.RandomState(0).rand(2, 6, 4, 2)
    before = model.test_on_batch(x, y)
    assert not np.isclose(model.train_on_batch(x, y), before, rtol=1e-3)


def test_cells_before_the_last_drop_in_keras_2_2_where_something_else_depends_on_the_phase():
    inputs = Input(SEQUENCES)
    model = Model(inputs, RNN([LSTMCell(20, dropout=.9), LSTMCell(2)])(inputs))
    model.compile('sgd', 'mse')
    x, y = np.random.RandomState(0).rand(6, 4, 2), np.zeros((6, 2))
    before = model.test_on_batch(x, y)
    assert np.isclose(model.train_on_batch(x, y), before, rtol=1e-3) == OF_LAST_CELL
