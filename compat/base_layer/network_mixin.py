"""What Keras 2's models have and hosts have no more."""
import contextlib
import os
import tempfile
import warnings

import h5py

from compat import dialects
from compat.utils.io_utils import ask_to_proceed_with_overwrite

# What hosts know by its name; Keras 2 writes HDF5 under every name.
ENDINGS = ('.h5', '.hdf5', '.keras', '.tf')


def _names_no_format(filepath, settings=()):
    """Whether it is the path of a file that only Keras 2 knows how to write."""
    return (isinstance(filepath, (str, os.PathLike)) and not os.fspath(filepath).endswith(ENDINGS)
            and 'save_format' not in settings and not dialects.current().offers_host_names)


def _write_as_hdf5(write, filepath, overwrite):
    """Let the host write a file that ends in .h5, and give it the name that is asked for."""
    path = os.fspath(filepath)
    if not overwrite and os.path.exists(path) and not ask_to_proceed_with_overwrite(path):
        return
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f'.writing-{name}-.h5')
    try:
        write(beside)
        os.replace(beside, path)
    finally:
        if os.path.exists(beside):
            os.remove(beside)


@contextlib.contextmanager
def named_as_hdf5(filepath):
    """The path, or while this lasts one that ends in .h5, where it is a file of HDF5 under another name."""
    if not _names_no_format(filepath) or not os.path.isfile(filepath) or not h5py.is_hdf5(os.fspath(filepath)):
        yield filepath
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'file.h5')
        os.symlink(os.path.abspath(os.fspath(filepath)), path)
        yield path


class Keras2NetworkMixin:
    """Members of Keras 2.2.4's `keras.engine.network.Network`."""

    def to_yaml(self, **kwargs):
        """The model without its weights as YAML, in the form that JSON is too; ``kwargs`` are those of json.dumps."""
        return self.to_json(**kwargs)

    def save(self, filepath, overwrite=True, *args, **kwargs):
        """Write the model to a file: HDF5 where its name does not end in .keras, as in Keras 2."""
        write = super().save
        if not _names_no_format(filepath, kwargs):
            return write(filepath, overwrite, *args, **kwargs)
        return _write_as_hdf5(lambda path: write(path, True, *args, **kwargs), filepath, overwrite)

    def save_weights(self, filepath, overwrite=True, *args, **kwargs):
        """Write the weights to a file of HDF5, whatever its name is, as in Keras 2."""
        write = super().save_weights
        if args or not _names_no_format(filepath, kwargs):
            return write(filepath, overwrite, *args, **kwargs)
        return _write_as_hdf5(lambda path: self.save_weights(path, True, **kwargs), filepath, overwrite)

    def load_weights(self, filepath, *args, **kwargs):
        """Set the weights to those of a file of HDF5, whatever its name is, or of another that the host writes."""
        with named_as_hdf5(filepath) as path:
            if path is not filepath:
                return self.load_weights(path, *args, **kwargs)
            return super().load_weights(filepath, *args, **kwargs)

    def _weights_in_order(self):
        if dialects.current().eager:
            return self.weights
        seen = {}
        for layer in self.layers:
            seen.update((id(weight), weight) for weight in layer.weights)
        return list(seen.values())

    @property
    def uses_learning_phase(self):
        """Whether a layer of the model, or of one within it, does something else in training than in prediction."""
        return any(_uses_phase(layer) for layer in self.layers)

    @property
    def state_updates(self):
        """The updates of the layers that keep states over batches."""
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')  # tf.keras says that its own layers have none
            return [update for layer in self.layers if getattr(layer, 'stateful', False) for update in layer.updates]


def trained_first(model, weights):
    """The weights of a frozen model in the order of Keras 2: those that it would train come first."""
    would_be = set()
    for layer in model._flatten_layers():
        own = vars(layer)
        would_be.update(id(weight) for weight in own.get('_trainable_variables', own.get('_trainable_weights')) or ())
    return sorted(weights, key=lambda weight: id(weight) not in would_be)


# Layers that look at the phase. BatchNormalization that is frozen looks too.
_OF_PHASE = ('Dropout', 'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D', 'GaussianNoise', 'GaussianDropout',
             'AlphaDropout', 'BatchNormalization')


def _uses_phase(layer):
    if hasattr(layer, 'layers'):
        return any(_uses_phase(inner) for inner in layer.layers)
    if type(layer).__name__ in _OF_PHASE or getattr(layer, 'uses_learning_phase', False) is True:
        return True
    if getattr(layer, 'dropout', 0) or getattr(layer, 'recurrent_dropout', 0):
        return True
    inner = getattr(layer, 'layer', None)
    return inner is not None and _uses_phase(inner)
