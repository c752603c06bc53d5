"""Callbacks: the files that ModelCheckpoint writes, and when."""
import os

import numpy as np
import pytest

from compat.callbacks import ModelCheckpoint
from compat.layers import Dense
from compat.models import Sequential, load_model
from training_runs import filled, numbers

X, Y = numbers(12, 3), numbers(12, 2)


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


def test_what_is_not_logged_is_told_and_nothing_is_saved(tmp_path):
    callback = ModelCheckpoint(str(tmp_path / 'a.h5'), save_best_only=True)
    callback.set_model(network())
    with pytest.warns(RuntimeWarning, match='val_loss'):
        callback.on_epoch_end(0, {'loss': 1.})
    with pytest.warns(RuntimeWarning, match='mode'):
        ModelCheckpoint('a.h5', mode='upwards')
    assert os.listdir(str(tmp_path)) == []


def test_it_tells_what_it_does(tmp_path, capsys):
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
