"""fit_generator, evaluate_generator and predict_generator: what they give, how long they ask, and how they end."""
import itertools
import threading

import numpy as np
import pytest

import compat
from compat import process
from compat.callbacks import Callback
from compat.layers import Dense, Input, concatenate
from compat.models import Model, Sequential
from compat.optimizers import SGD
from compat.utils import Sequence

DRAW = np.random.RandomState(5)
# TensorFlow 1 computes some gradients from weights that the same step has changed already: hence small steps, too.
NEAR = 2e-5 if process.opened().family == 'keras2' else 1e-6
X, Y = DRAW.rand(20, 3).astype('float32'), DRAW.rand(20, 2).astype('float32')


def network(weights=None):
    model = Sequential([Dense(4, activation='tanh', input_shape=(3,)), Dense(2)])
    model.compile(SGD(lr=0.001), 'mse', metrics=['mae'])
    if weights is not None:
        model.set_weights(weights)
    return model


def forever(size=4, weighted=False):
    while True:
        for start in range(0, len(X), size):
            batch = X[start:start + size], Y[start:start + size]
            yield batch + (np.linspace(0.5, 1.5, len(batch[0])),) if weighted else batch


class Slices(Sequence):
    """The data in batches, which notes what it was asked for."""

    def __init__(self, size=4):
        self.size, self.asked, self.epochs = size, [], 0

    def __len__(self):
        return -(-len(X) // self.size)

    def __getitem__(self, index):
        self.asked.append(index)
        part = slice(index * self.size, (index + 1) * self.size)
        return X[part], Y[part]

    def on_epoch_end(self):
        self.epochs += 1


class Notes(Callback):
    """The numbers of batches and epochs that it is told of."""

    def on_train_begin(self, logs=None):
        self.batches, self.ended = [], []

    def on_batch_end(self, batch, logs=None):
        self.batches.append((batch, sorted(set(logs) - {'batch', 'size'})))

    def on_epoch_end(self, epoch, logs=None):
        self.ended.append((epoch, sorted(logs)))


@pytest.mark.parametrize('workers', [0, 1])
@pytest.mark.parametrize('weighted', [False, True])
def test_it_trains_as_the_same_batches_by_hand_do(workers, weighted):
    model = network()
    by_hand = network(model.get_weights())
    history = model.fit_generator(forever(weighted=weighted), steps_per_epoch=3, epochs=2, verbose=0, workers=workers)
    batches = forever(weighted=weighted)
    losses = [by_hand.train_on_batch(*next(batches))[0] for _ in range(6)]
    np.testing.assert_allclose(history.history['loss'], [np.mean(losses[:3]), np.mean(losses[3:])], rtol=1e-4)
    for got, expected in zip(model.get_weights(), by_hand.get_weights()):
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=NEAR)
    assert history.epoch == [0, 1]


def test_batches_count_by_their_size():
    model = network()
    whole = model.evaluate(X, Y, batch_size=20, verbose=0)
    if compat.__version__ == '2.3.1':  # its loss is that of the last batch
        whole[0] = model.evaluate(X[18:], Y[18:], verbose=0)[0]
    np.testing.assert_allclose(model.evaluate_generator(forever(6), steps=4), whole, rtol=1e-4)
    np.testing.assert_allclose(model.evaluate_generator(Slices(6)), whole, rtol=1e-4)
    np.testing.assert_allclose(model.predict_generator((x for x, _ in forever(5)), steps=4), model.predict(X),
                               rtol=1e-5)
    alone = Sequential([Dense(2, input_shape=(3,))])
    alone.compile('sgd', 'mse')
    assert np.ndim(alone.evaluate_generator(forever(), 2)) == 0


def test_a_sequence_knows_its_steps_and_is_shuffled_in_training_only():
    model, slices, seen = network(), Slices(), Slices()
    notes = Notes()
    history = model.fit_generator(slices, epochs=2, verbose=0, callbacks=[notes], validation_data=seen, workers=1)
    assert len(notes.batches) == 10 and [batch for batch, _ in notes.batches[:5]] == list(range(5))
    assert sorted(slices.asked[:5]) == list(range(5)) and slices.epochs >= 1
    assert seen.asked[:5] == list(range(5))
    names = model.metrics_names
    assert notes.batches[0][1] == sorted(names)
    assert notes.ended == [(epoch, sorted(names + ['val_' + name for name in names])) for epoch in range(2)]
    assert sorted(history.history) == notes.ended[0][1]


def test_validation_data_may_be_arrays():
    model = network()
    history = model.fit_generator(forever(), 2, epochs=1, verbose=0, validation_data=(X, Y))
    np.testing.assert_allclose(history.history['val_loss'][-1], model.evaluate(X, Y, verbose=0)[0], rtol=1e-4)


def two_to_two():
    """A model of two inputs and outputs, and its batches."""
    one, two = Input((3,)), Input((2,))
    merged = concatenate([one, two])
    model = Model([one, two], [Dense(1, name='a')(merged), Dense(2, name='b')(merged)])
    model.compile('sgd', 'mse')
    return model, itertools.repeat(([X, Y], [X[:, :1], Y]))


def test_several_inputs_and_outputs():
    model, batches = two_to_two()
    model.fit_generator(batches, steps_per_epoch=2, verbose=0)
    predicted = model.predict_generator(batches, steps=2)
    assert [part.shape for part in predicted] == [(40, 1), (40, 2)]


def test_several_outputs_are_evaluated_by_several_losses():
    model, batches = two_to_two()
    assert len(model.evaluate_generator(batches, steps=1)) == 3


def test_a_callback_may_end_the_training():
    class Stops(Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = epoch == 1

    history = network().fit_generator(forever(), 2, epochs=9, verbose=0, callbacks=[Stops()])
    assert history.epoch == [0, 1]


def test_training_goes_on_at_the_initial_epoch():
    assert network().fit_generator(forever(), 1, epochs=5, initial_epoch=3, verbose=0).epoch == [3, 4]


def test_class_weights_count():
    model = network()
    by_hand = network(model.get_weights())
    labels = np.eye(2)[np.arange(20) % 2]

    def batches():
        while True:
            yield X, labels

    model.fit_generator(batches(), 1, verbose=0, class_weight={0: 3., 1: 0.5})
    by_hand.train_on_batch(X, labels, class_weight={0: 3., 1: 0.5})
    for got, expected in zip(model.get_weights(), by_hand.get_weights()):
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=NEAR)


def test_what_is_missing_or_wrong_is_reported():
    model = network()
    with pytest.raises(ValueError, match='steps_per_epoch'):
        model.fit_generator(forever(), verbose=0)
    with pytest.raises(ValueError, match='validation_steps'):
        model.fit_generator(forever(), 1, verbose=0, validation_data=forever())
    for wrong in (3, (X,), (X, Y, None, None)):
        with pytest.raises(ValueError, match='Output of generator should be a tuple'):
            model.fit_generator(iter([wrong] * 3), 1, verbose=0)


@pytest.mark.parametrize('workers', [0, 1, 2])
def test_what_fails_leaves_the_model_and_no_thread(workers):
    def fails():
        yield X, Y
        raise KeyError('the third file')

    class Interrupts(Callback):
        def on_batch_end(self, batch, logs=None):
            raise KeyboardInterrupt

    model, before = network(), threading.active_count()
    with pytest.raises(KeyError, match='third'):
        model.fit_generator(fails(), 3, verbose=0, workers=min(workers, 1))
    for source in (forever(), Slices()):
        with pytest.raises(KeyboardInterrupt):
            model.fit_generator(source, 3, verbose=0, workers=workers, callbacks=[Interrupts()])
    if process.opened().family != 'keras2':  # its pools take their time
        assert threading.active_count() <= before + 1
    assert np.isfinite(model.fit_generator(forever(), 1, verbose=0).history['loss'][0])


def test_names_of_keras_1():
    with pytest.warns(UserWarning, match='fit_generator|semantics'):
        history = network().fit_generator(forever(), samples_per_epoch=2, nb_epoch=1, verbose=0)
    assert history.epoch == [0]
