"""What is trained is what was trainable when the model was compiled: adversarial training of Keras 2 rests on it."""
import numpy as np
import pytest

from compat.callbacks import Callback
from compat.layers import LSTM, RNN, BatchNormalization, Dense, Input, LSTMCell
from compat.models import Model, Sequential

X = np.random.RandomState(0).uniform(-1, 1, (6, 3))
TARGET = np.ones((6, 1))


def whole(model, value):
    model.trainable = value


def by_layers(model, value):
    for layer in model.layers:
        layer.trainable = value


def compiled():
    model = Sequential([Dense(4, activation='tanh', input_shape=(3,)), Dense(1)])
    model.compile('sgd', 'mse')
    return model


def by_batch(model, x, target):
    model.train_on_batch(x, target)


def by_fit(model, x, target):
    model.fit(x, target, epochs=1, verbose=0)


def changed(model, train, x=X):
    """Which of the weights a step of training changes."""
    before = model.get_weights()
    train(model, x, TARGET)
    return [not np.array_equal(old, new) for old, new in zip(before, model.get_weights())]


@pytest.mark.parametrize('train', [by_batch, by_fit])
@pytest.mark.parametrize('set_trainable', [whole, by_layers])
def test_freezing_counts_from_the_next_compile_on(set_trainable, train):
    model = compiled()
    set_trainable(model, False)
    assert model.trainable_weights == [] and any(changed(model, train))
    assert model.trainable_weights == []
    model.compile('sgd', 'mse')
    assert not any(changed(model, train))
    set_trainable(model, True)
    assert len(model.trainable_weights) == 4 and not any(changed(model, train))
    model.compile('sgd', 'mse')
    assert any(changed(model, train))


def test_a_model_that_was_trained_before_trains_on_when_it_is_frozen():
    model = compiled()
    by_batch(model, X, TARGET)
    model.layers[0].trainable = False
    assert all(changed(model, by_batch))
    model.compile('sgd', 'mse')
    assert changed(model, by_batch) == [False, False, True, True]


def test_adversarial_training_trains_each_part_by_its_own_model():
    generator = Sequential([Dense(3, input_shape=(2,))])
    discriminator = Sequential([Dense(4, activation='tanh', input_shape=(3,)), Dense(1, activation='sigmoid')])
    discriminator.compile('sgd', 'binary_crossentropy')
    discriminator.trainable = False
    noise = Input((2,))
    combined = Model(noise, discriminator(generator(noise)))
    combined.compile('sgd', 'binary_crossentropy')
    for _ in range(2):
        before = generator.get_weights()
        assert all(changed(discriminator, by_batch))
        np.testing.assert_array_equal(generator.get_weights()[0], before[0])
        before = discriminator.get_weights()
        assert any(changed(combined, by_batch, X[:, :2]))
        for old, new in zip(before, discriminator.get_weights()):
            np.testing.assert_array_equal(old, new)


def test_an_error_while_training_leaves_the_flags_as_they_were():
    class Fails(Callback):
        def on_epoch_begin(self, epoch, logs=None):
            raise KeyError('of the callback')

    model = compiled()
    model.trainable = False
    with pytest.raises(KeyError, match='of the callback'):
        model.fit(X, TARGET, verbose=0, callbacks=[Fails()])
    assert model.trainable_weights == [] and not model.trainable


def test_a_layer_that_was_frozen_before_it_was_compiled_stays_as_it_is():
    model = Sequential([Dense(4, input_shape=(3,)), BatchNormalization(), Dense(1)])
    model.layers[0].trainable = False
    model.compile('sgd', 'mse')
    model.layers[0].trainable = True
    assert changed(model, by_batch)[:2] == [False, False]
    assert model.layers[0].trainable


@pytest.mark.parametrize('make', [
    lambda **kwargs: LSTM(2, **kwargs), lambda **kwargs: RNN(LSTMCell(2), **kwargs),
    lambda **kwargs: RNN([LSTMCell(2)], **kwargs)], ids=['LSTM', 'RNN', 'RNN of cells'])
def test_a_recurrent_layer_is_frozen_by_a_flag_of_its_own_and_trains_what_its_cell_does(make):
    later, begun = make(), make(trainable=False)
    for layer in (later, begun):
        layer(Input((4, 3)))
    later.trainable = False
    for layer in (later, begun):
        assert (len(layer.trainable_weights), len(layer.non_trainable_weights)) == (0, 3)
        assert layer.cell.trainable and len(layer.cell.trainable_weights) == 3
    later.trainable, later.cell.trainable = True, False
    assert later.trainable and (len(later.trainable_weights), len(later.non_trainable_weights)) == (0, 3)
