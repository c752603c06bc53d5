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
