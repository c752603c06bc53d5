"""Files of weights in the layout of Keras 2: groups of HDF5, and the files of hosts that do not write them any more."""
import functools
import os
import warnings

import h5py
import numpy as np

from compat.files import cudnn_weights
from compat.utils.io_utils import ask_to_proceed_with_overwrite, read_names, write_names

ENDINGS = ('.h5', '.hdf5')


class WritesWeights:
    """Gives a model of Keras 3 a ``save_weights`` and a ``load_weights`` that take files of Keras 2."""

    def load_weights(self, filepath, *args, **kwargs):
        """Set the weights to those of a file; LSTM and GRU take those of the layers of cuDNN, which take theirs.

        ``by_name=True`` gives them to the layers of the same names (Keras 2.2.4 `load_weights`).
        """
        path = os.fspath(filepath)
        if path.endswith('.weights.h5') or not path.endswith(ENDINGS):
            return super().load_weights(filepath, *args, **kwargs)
        with cudnn_weights.fitted(path, self.layers, kwargs.get('by_name')) as path:
            return super().load_weights(path, *args, **kwargs)

    def save_weights(self, filepath, overwrite=True, **kwargs):
        """Write the weights to a file, ``.h5`` or ``.hdf5`` in the layout of Keras 2 (Keras 2.2.4 `save_weights`).

        ``load_weights`` reads it, here and in Keras 2. A name that ends in ``.weights.h5`` means the layout of Keras 3,
        whose ``load_weights`` goes by it. With ``overwrite=False`` a file that is there is asked about.
        """
        path = os.fspath(filepath)
        if path.endswith('.weights.h5') or not path.endswith(ENDINGS):
            super().save_weights(filepath, overwrite=overwrite, **kwargs)
            return
        if not overwrite and os.path.exists(path):
            if not ask_to_proceed_with_overwrite(path):
                return
        with h5py.File(path, 'w') as stream:
            write(stream, self.layers)


def write(group, layers):
    """Write the weights of the layers into a group of an HDF5 file."""
    from compat import __version__, backend
    group.attrs['backend'] = backend.backend().encode('utf8')
    group.attrs['keras_version'] = __version__.encode('utf8')
    write_names(group, 'layer_names', [layer.name.encode('utf8') for layer in layers])
    for layer in layers:
        of_layer = group.require_group(layer.name)
        weights = weights_of(layer)
        names = names_of(weights)
        write_names(of_layer, 'weight_names', [name.encode('utf8') for name in names])
        for name, weight in zip(names, weights):
            of_layer.create_dataset(name, data=backend.get_value(weight))


def names_of(weights):
    """Names for the weights of a layer in a file: their own, with a number where several have one."""
    names = [weight.name for weight in weights]
    return [name + '_%d' % names[:place].count(name) if name in names[:place] else name
            for place, name in enumerate(names)]


def weights_of(layer):
    """The weights of a layer in the order that files have them: what is trained, then the rest."""
    return layer.trainable_weights + layer.non_trainable_weights


def _stored(group):
    """(place, name, number of weights, function from a layer and ``reshape`` to its arrays) of the file's layers."""
    from compat.files.weight_layouts import preprocess_weights_for_loading

    def text(attribute, default):
        value = group.attrs.get(attribute, default)
        return value.decode('utf8') if isinstance(value, bytes) else value

    def arrays_of(of_layer, names, layer, reshape):
        return preprocess_weights_for_loading(layer, [np.asarray(of_layer[name]) for name in names],
                                              text('keras_version', '1'), text('backend', None), reshape=reshape)

    for place, name in enumerate(read_names(group, 'layer_names')):
        names = read_names(group[name], 'weight_names')
        yield place, name, len(names), functools.partial(arrays_of, group[name], names)


def load(group, layers, reshape=False):
    """Give the layers that have weights those of the layers of the file that have some, in order.

    Raises ValueError for another number of layers, or of weights of a layer.
    """
    from compat import backend
    takers = [layer for layer in layers if layer.weights]
    stored = [(name, arrays_of) for _, name, count, arrays_of in _stored(group) if count]
    if len(stored) != len(takers):
        raise ValueError('You are trying to load a weight file containing %d layers into a model with %d layers.'
                         % (len(stored), len(takers)))
    pairs = []
    for place, (layer, (name, arrays_of)) in enumerate(zip(takers, stored)):
        arrays, weights = arrays_of(layer, reshape), weights_of(layer)
        if len(arrays) != len(weights):
            raise ValueError('Layer #%d (named "%s" in the current model) was found to correspond to layer %s in the '
                             'save file. However the new layer %s expects %d weights, but the saved weights have %d '
                             'elements.' % (place, layer.name, name, layer.name, len(weights), len(arrays)))
        pairs += zip(weights, arrays)
    backend.batch_set_value(pairs)


def load_by_name(group, layers, skip_mismatch=False, reshape=False):
    """Give layers the weights of those of the file that have the same name.

    Other numbers of weights and other shapes raise ValueError, or with ``skip_mismatch`` are told by a warning.
    """
    from compat import backend
    pairs = []

    def refuse(message):
        if not skip_mismatch:
            raise ValueError(message)
        warnings.warn('Skipping loading of weights: ' + message, stacklevel=4)

    for place, name, _, arrays_of in _stored(group):
        for layer in layers:
            if layer.name != name:
                continue
            arrays, weights = arrays_of(layer, reshape), weights_of(layer)
            if len(arrays) != len(weights):
                refuse('Layer #%d (named "%s") expects %d weight(s), but the saved weights have %d element(s).'
                       % (place, name, len(weights), len(arrays)))
                continue
            for weight, array in zip(weights, arrays):
                if backend.int_shape(weight) == array.shape:
                    pairs.append((weight, array))
                else:
                    refuse('Layer #%d (named "%s"), weight %s has shape %s, but the saved weight has shape %s.'
                           % (place, name, weight.name, backend.int_shape(weight), array.shape))
    backend.batch_set_value(pairs)
