"""Files of models that real Keras 2 has trained: the training goes on as it does there."""
import glob
import json
import os

import numpy as np
import paths
import pytest

import compat
import make_trained
from compat import backend as K, process
from compat.layers import Dense
from compat.models import Sequential, load_model
from compat.optimizers import SGD, Adadelta, Adam, Adamax, Nadam, RMSprop

# Real Keras reads what it wrote itself.
FILES = sorted(glob.glob(os.path.join(str(paths.GOLDEN), 'trained-%s.h5' % (
    compat.__version__ if process.opened().family == 'keras2' else '*'))))


@pytest.mark.parametrize('path', FILES, ids=os.path.basename)
def test_a_loaded_model_trains_as_on_the_keras_that_wrote_it(path):
    with open(path.replace('.h5', '.json')) as stream:
        expected = json.load(stream)
    actual = make_trained.goes_on(path)
    np.testing.assert_allclose(actual['batches'], expected['batches'], rtol=1e-4)
    assert actual['iterations'] == expected['iterations'] == 7


def test_weights_of_an_optimizer_that_do_not_fit_are_left_out_with_a_warning(tmp_path):
    import h5py
    import shutil
    path = str(tmp_path / 'model.h5')
    shutil.copyfile(FILES[0], path)
    with h5py.File(path, 'r+') as stream:
        group = stream['optimizer_weights']
        group.attrs['weight_names'] = group.attrs['weight_names'][:3]
    with pytest.warns(UserWarning, match='Error in loading the saved optimizer state'):
        assert make_trained.goes_on(path)['iterations'] == 4


def test_a_loss_that_nobody_knows_is_refused(tmp_path):
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile('sgd', lambda y_true, y_pred: K.mean(K.abs(y_true - y_pred), axis=-1))
    model.train_on_batch(np.ones((2, 3)), np.ones((2, 2)))
    path = str(tmp_path / 'model.h5')
    model.save(path)
    with pytest.raises(ValueError, match='<lambda>'):
        load_model(path)
    np.testing.assert_allclose(load_model(path, compile=False).predict(np.ones((2, 3))), model.predict(np.ones((2, 3))),
                               rtol=1e-6)


OPTIMIZERS = [lambda: SGD(0.125, momentum=0.9, nesterov=True),
              pytest.param(lambda: SGD(0.125, decay=0.5, clipvalue=0.5), marks=pytest.mark.difference(
                  'weights-of-optimizers')),
              lambda: RMSprop(0.125, decay=0.5), lambda: Adadelta(0.125), lambda: Adam(0.125, amsgrad=True),
              lambda: Adamax(0.125), lambda: Nadam(0.125)]


@pytest.mark.parametrize('make', OPTIMIZERS)
def test_programs_read_and_set_the_rate_of_the_optimizer_of_a_loaded_model(make, tmp_path):
    x, y, path = np.ones((2, 3)), np.ones((2, 2)), str(tmp_path / 'model.h5')
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile(make(), 'mse')
    model.train_on_batch(x, y)
    model.save(path)
    loaded = load_model(path)
    assert K.get_value(loaded.optimizer.lr) == 0.125
    assert len(loaded.optimizer.get_weights()) == len(model.optimizer.get_weights())
    K.set_value(loaded.optimizer.lr, 0.25)
    assert K.get_value(loaded.optimizer.lr) == 0.25
    np.testing.assert_allclose(loaded.train_on_batch(x, y), model.train_on_batch(x, y), rtol=1e-5)
