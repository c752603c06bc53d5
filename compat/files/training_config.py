"""How a model in a file of Keras 2 was trained, so that it goes on from there: hosts of today cannot read all of it."""
import contextlib
import json
import os
import re
import shutil
import tempfile
import warnings

import h5py

from compat import adapters
from compat.utils.io_utils import read_names

_rules = adapters.area('optimizer')
# Versions of real Keras; those of tf.keras end in -tf, or go on with 2.4.
_OF_KERAS_2 = re.compile(r'(1\.|2\.[0-3]\.)[0-9.]+$')


def _text(value):
    return value.decode('utf8') if isinstance(value, bytes) else value


def training_config(path):
    """What real Keras 2 wrote of the training into the .h5 file, a dict; None for files of others, and without it."""
    if not isinstance(path, (str, os.PathLike)) or not os.path.isfile(path) or not h5py.is_hdf5(os.fspath(path)):
        return None
    with h5py.File(os.fspath(path), 'r') as stream:
        version, told = [_text(stream.attrs.get(name, '')) for name in ('keras_version', 'training_config')]
    return json.loads(told) if told and _OF_KERAS_2.match(version) else None


@contextlib.contextmanager
def without_training(path):
    """A file with the model alone, while this lasts: Keras 3.0 compiles whether it is asked or not."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, 'model.h5')
        shutil.copyfile(os.fspath(path), copy)
        with h5py.File(copy, 'r+') as stream:
            del stream.attrs['training_config']
        yield copy


def resume(model, path, told):
    """Compile the model as ``told``, and give its optimizer the weights of the file.

    Warns where the optimizer does not take them, and begins with new ones then.
    """
    from compat import optimizers
    model.compile(optimizers.deserialize(told['optimizer_config']),
                  **{name: told.get(name) for name in ('loss', 'metrics', 'loss_weights', 'sample_weight_mode')})
    with h5py.File(os.fspath(path), 'r') as stream:
        group = stream.get('optimizer_weights')
        values = [] if group is None else [group[name][()] for name in read_names(group, 'weight_names')]
    if not values:
        return
    try:
        _rules.set_weights_of_keras2(model.optimizer, model.trainable_weights, values)
    except ValueError as error:
        warnings.warn('Error in loading the saved optimizer state. As a result, your model is starting with a freshly '
                      f'initialized optimizer: {error}', stacklevel=3)
