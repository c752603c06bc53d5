"""Callbacks: what they do with the logs that they are told, and the files that ModelCheckpoint writes, and when."""
import functools
import json
import os

import numpy as np
import pytest

import compat
import pages
from callback_scenarios import SCENARIOS
from compat.callbacks import Callback, EarlyStopping, LearningRateScheduler, ModelCheckpoint
from compat.layers import Dense, Dropout
from compat.models import Sequential, load_model
from training_runs import filled, numbers

X, Y = numbers(12, 3), numbers(12, 2)


GOLDEN = pages.golden('callbacks.json')[compat.__version__]


@pytest.mark.parametrize('name', sorted(SCENARIOS))
def test_a_callback_does_what_it_did_in_keras_2(name):
    assert json.loads(json.dumps(SCENARIOS[name]())) == GOLDEN[name]


def network():
    model = filled(Sequential([Dense(2, input_shape=(3,))]))
    model.compile('sgd', 'mse', metrics=['mae'])
    return model


def test_files_are_named_by_epoch_and_logs_and_hold_the_model_of_the_epoch(tmp_path):
    model = network()
    model.fit(X, Y, epochs=3, verbose=0, validation_data=(X, Y),
              callbacks=[ModelCheckpoint(str(tmp_path / 'of_{epoch:02d}_{val_loss:.1f}.hdf5'))])
    names = sorted(os.listdir(str(tmp_path)))
    assert [name[:6] for name in names] == ['of_01_', 'of_02_', 'of_03_'] and names[0].endswith('.hdf5')
    np.testing.assert_allclose(load_model(str(tmp_path / names[-1])).predict(X), model.predict(X), rtol=1e-6)


class Recording:
    """An object that notes how it is saved."""

    def __init__(self):
        self.saved = []

    def save(self, *args, **kwargs):
        self.saved.append(('save', args, kwargs))

    def save_weights(self, *args, **kwargs):
        self.saved.append(('save_weights', args, kwargs))


class RecordingSequential(Sequential):
    """A model that notes how it is saved, and saves itself."""

    saved = ()

    def save(self, *args, **kwargs):
        self.saved += (('save', args, kwargs),)
        super().save(*args, **kwargs)

    def save_weights(self, *args, **kwargs):
        self.saved += (('save_weights', args, kwargs),)
        super().save_weights(*args, **kwargs)


def of_a_class(monkeypatch):
    model = RecordingSequential([Dense(2, input_shape=(3,))])
    return model, lambda: list(model.saved)


def of_the_instance(monkeypatch):
    model, own = network(), Recording()
    model.save, model.save_weights = own.save, own.save_weights
    return model, lambda: own.saved


def set_on_the_class(monkeypatch):
    own = Recording()
    for name in 'save', 'save_weights':
        method = functools.wraps(getattr(Sequential, name))(lambda self, *args, _name=name, **kwargs:
                                                            getattr(own, _name)(*args, **kwargs))
        monkeypatch.setattr(Sequential, name, method, raising=False)
    return network(), lambda: own.saved


def of_another_object(monkeypatch):
    own = Recording()
    return own, lambda: own.saved


class Delegating:
    """An object that has the methods of another."""

    def __init__(self, other):
        self.other = other

    def __getattr__(self, name):
        return getattr(self.other, name)


def of_a_delegate(monkeypatch):
    own = Recording()
    return Delegating(own), lambda: own.saved


@pytest.mark.parametrize('save_weights_only', [False, True])
@pytest.mark.parametrize('make', [of_a_class, of_the_instance, set_on_the_class, of_another_object, of_a_delegate])
def test_a_programs_own_way_to_save_gets_the_path_that_the_program_knows(tmp_path, monkeypatch, make,
                                                                         save_weights_only):
    model, saved = make(monkeypatch)
    callback = ModelCheckpoint(str(tmp_path / '{epoch}.h5'), save_weights_only=save_weights_only)
    callback.set_model(model)
    for epoch in range(2):
        callback.on_epoch_end(epoch, {})
    method = 'save_weights' if save_weights_only else 'save'
    assert saved() == [(method, (str(tmp_path / name),), {'overwrite': True}) for name in ('1.h5', '2.h5')]
    assert sorted(os.listdir(str(tmp_path))) == (['1.h5', '2.h5'] if make is of_a_class else [])


def test_a_period_leaves_epochs_out(tmp_path):
    network().fit(X, Y, epochs=5, verbose=0, callbacks=[ModelCheckpoint(str(tmp_path / '{epoch}.h5'), period=2)])
    assert sorted(os.listdir(str(tmp_path))) == ['2.h5', '4.h5']


@pytest.mark.parametrize('monitor, mode, saved', [
    ('val_loss', 'auto', '1.h5 2.h5'), ('val_acc', 'auto', '1.h5 3.h5'), ('val_loss', 'max', '1.h5 3.h5'),
    ('val_acc', 'min', '1.h5 2.h5')])
def test_only_the_best_is_saved(tmp_path, monitor, mode, saved):
    callback = ModelCheckpoint(str(tmp_path / '{epoch}.h5'), monitor=monitor, save_best_only=True, mode=mode,
                               save_weights_only=True)
    callback.set_model(network())
    for epoch, value in enumerate([0.5, 0.3, 0.7, 0.6]):
        callback.on_epoch_end(epoch, {monitor: value})
    assert ' '.join(sorted(os.listdir(str(tmp_path)))) == saved


def test_what_is_not_logged_is_reported_and_nothing_is_saved(tmp_path):
    callback = ModelCheckpoint(str(tmp_path / 'a.h5'), save_best_only=True)
    callback.set_model(network())
    with pytest.warns(RuntimeWarning, match='val_loss'):
        callback.on_epoch_end(0, {'loss': 1.})
    with pytest.warns(RuntimeWarning, match='mode'):
        ModelCheckpoint('a.h5', mode='upwards')
    assert os.listdir(str(tmp_path)) == []


def test_it_reports_what_it_does(tmp_path, capsys):
    callback = ModelCheckpoint(str(tmp_path / 'a.h5'), save_best_only=True, verbose=1)
    callback.set_model(network())
    for epoch, value in enumerate([0.5, 0.6]):
        callback.on_epoch_end(epoch, {'val_loss': value})
    assert capsys.readouterr().out == (
        '\nEpoch 00001: val_loss improved from inf to 0.50000, saving model to %s\n'
        '\nEpoch 00002: val_loss did not improve from 0.50000\n' % (tmp_path / 'a.h5'))


def test_weights_alone_are_saved_under_names_of_keras_2(tmp_path):
    model, other = network(), network()
    model.fit(X, Y, epochs=1, verbose=0, callbacks=[
        ModelCheckpoint(str(tmp_path / 'weights.hdf5'), save_weights_only=True)])
    other.load_weights(str(tmp_path / 'weights.hdf5'))
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])
    assert os.listdir(str(tmp_path)) == ['weights.hdf5']


class Mine(Callback):
    """A callback of old programs: without super().__init__, with names of its own for what it is told."""

    def __init__(self, schedule):
        self.seen, self.model = [], None

    def set_model(self, model):
        self.model = model

    def on_batch_begin(self, batch, logs):
        self.seen.append(batch)

    def on_epoch_end(self, epoch, log=None):
        self.seen.append(sorted(log))
        self.seen.append(self.params['epochs'])
        self.model.stop_training = epoch == 1


def test_a_callback_of_ones_own_and_a_schedule_train_along():
    model, mine = network(), Mine(None)
    history = model.fit(X, Y, batch_size=6, epochs=4, verbose=0, shuffle=False, validation_data=(X, Y), callbacks=[
        LearningRateScheduler(lambda epoch: 0.5 / (epoch + 1)), mine, EarlyStopping(patience=3)])
    assert history.epoch == [0, 1] and np.allclose(history.history['lr'], [0.5, 0.25])
    assert mine.seen[:2] == [0, 1] and mine.seen[3] == 4 and len(mine.seen) == 8


class SeesValidationData(Callback):
    def __init__(self):
        super().__init__()
        self.shapes = []

    def on_epoch_end(self, epoch, logs=None):
        self.shapes = self.validation_data and [np.shape(array) for array in self.validation_data]


def a_generator():
    while True:
        yield X, Y


@pytest.mark.parametrize('layers', [[], [Dropout(0.5)]])
def test_callbacks_have_the_validation_data_with_the_phase_of_a_model_that_depends_on_it(layers):
    model = Sequential([Dense(2, input_shape=(3,))] + layers)
    model.compile('sgd', 'mse')
    seen, phase = SeesValidationData(), [()] * len(layers)
    model.fit(X, Y, verbose=0, callbacks=[seen])
    assert seen.shapes == []
    model.fit(X, Y, verbose=0, callbacks=[seen], validation_data=(X[:5], Y[:5]))
    assert seen.shapes == [(5, 3), (5, 2), (5,)] + phase
    model.fit(X, Y, verbose=0, callbacks=[seen], validation_split=0.25)
    assert seen.shapes == [(3, 3), (3, 2), (3,)] + phase
    model.fit_generator(a_generator(), 1, 1, verbose=0, callbacks=[seen], validation_data=(X[:4], Y[:4]))
    assert seen.shapes == [(4, 3), (4, 2), (4,)] + phase
