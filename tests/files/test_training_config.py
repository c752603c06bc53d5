"""Files of models that real Keras 2 has trained: the training goes on as it does there."""
import glob
import json
import os

import numpy as np
import paths
import pytest

import compat
import make_trained
from compat import process

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
