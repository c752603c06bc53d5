"""The training configuration in files of Keras 2, which today's hosts cannot read completely."""
import contextlib
import json
import os
import re
import warnings

import h5py

from compat import adapters, losses, optimizers, process
from compat.files.formats import temporary_copy
from compat.utils.io_utils import read_names

_host = process.opened()
_rules = adapters.area('optimizer')
# Versions of real Keras; those of tf.keras end in -tf, or go on with 2.4.
_OF_KERAS_2 = re.compile(r'(1\.|2\.[0-3]\.)[0-9.]+$')


def _text(value):
    return value.decode('utf8') if isinstance(value, bytes) else value


def _read(path):
    """Returns (version of Keras, training configuration) of an .h5 file; ('', None) of any other file."""
    if not isinstance(path, (str, os.PathLike)) or not os.path.isfile(path) or not h5py.is_hdf5(os.fspath(path)):
        return '', None
    with h5py.File(os.fspath(path), 'r') as stream:
        version, config = [_text(stream.attrs.get(name, '')) for name in ('keras_version', 'training_config')]
    return version, json.loads(config) if config else None


def training_config(path):
    """Returns the training configuration that real Keras 2 wrote into an .h5 file, a dict; None for any other file."""
    version, config = _read(path)
    return config if config and _OF_KERAS_2.match(version) else None


def check_loss(path):
    """Raises ValueError where an .h5 file of a host names a loss that nobody knows; Keras 3 fails on the name."""
    config = _read(path)[1]
    loss = config.get('loss') if config else None
    if isinstance(loss, str) and not any(_knows(module, loss) for module in (losses, _host.keras.losses)):
        raise ValueError(f'The model of this file was trained with the loss {loss!r}, which is no function of Keras. '
                         f'Pass it: load_model(path, custom_objects={{{loss!r}: ...}}), or load the model with '
                         'compile=False.')


def _knows(module, loss):
    try:
        return callable(module.get(loss))
    except ValueError:
        return False


@contextlib.contextmanager
def without_training(path):
    """The path of a temporary copy that has the model alone: Keras 3.0 compiles whether it is asked to or not.

    A file that has nothing but the model is not copied.
    """
    if _read(path)[1] is None:
        yield path
        return
    with temporary_copy(path) as copy:
        with h5py.File(copy, 'r+') as stream:
            del stream.attrs['training_config']
        yield copy


def resume(model, path, config):
    """Compiles the model by the training configuration, and sets the weights of its optimizer to those of the file.

    Warns where the optimizer does not accept the weights; it starts with new ones then.
    """
    model.compile(optimizers.deserialize(config['optimizer_config']),
                  **{name: config.get(name) for name in ('loss', 'metrics', 'loss_weights', 'sample_weight_mode')})
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
