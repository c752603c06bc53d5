"""Files of weights in the layout of Keras 2, for hosts that do not write them any more, and their groups of HDF5."""
import functools
import os
import warnings

import h5py
import numpy as np

from compat import backend as K
from compat import process
from compat.errors import user_stacklevel
from compat.files import cudnn_weights
from compat.files.formats import written_beside
from compat.files.weight_layouts import preprocess_weights_for_loading
from compat.utils.io_utils import ask_to_proceed_with_overwrite, read_names, write_names

ENDINGS = ('.h5', '.hdf5')


class WritesWeights:
    """A mixin for models of Keras 3 whose ``save_weights`` and ``load_weights`` have files of Keras 2."""

    def load_weights(self, filepath, *args, **kwargs):
        """Sets the weights to those of a file (Keras 2.2.4 `load_weights`).

        The weights of LSTM and GRU and those of the layers of cuDNN are converted into each other. With
        ``by_name=True`` a layer gets the weights of the layer of the same name, else those of the same position.
        """
        args, kwargs = named_arguments(filepath, args, kwargs)
        path = os.fspath(filepath)
        if not is_of_keras2(path):
            return super().load_weights(filepath, *args, **kwargs)
        with cudnn_weights.converted_file(path, self.layers, kwargs.get('by_name')) as path:
            return super().load_weights(path, *args, **kwargs)

    def save_weights(self, filepath, overwrite=True, **kwargs):
        """Writes the weights to a file, ``.h5`` or ``.hdf5`` in the layout of Keras 2 (Keras 2.2.4 `save_weights`).

        ``load_weights`` reads it, here and in Keras 2. A name that ends in ``.weights.h5`` means the layout of Keras 3.
        With ``overwrite=False`` the user is asked before a file is replaced.
        """
        path = os.fspath(filepath)
        if not is_of_keras2(path):
            super().save_weights(filepath, overwrite=overwrite, **kwargs)
            return
        if not overwrite and os.path.exists(path):
            if not ask_to_proceed_with_overwrite(path):
                return
        with written_beside(path) as beside:
            with h5py.File(beside, 'w') as stream:
                write(stream, self.layers)


def is_of_keras2(filepath):
    """Returns whether the name of a file says that its weights are in the layout of Keras 2."""
    path = os.fspath(filepath)
    return path.endswith(ENDINGS) and not path.endswith('.weights.h5')


def named_arguments(filepath, args, kwargs):
    """Returns the arguments of ``load_weights`` with the names that Keras 2 had for them in that order.

    tf.keras and Keras 3 have another order, and leave out weights of another shape without ``by_name``, too.
    """
    if process.dialect().eager:
        return args, kwargs
    named = dict(zip(('by_name', 'skip_mismatch', 'reshape'), args), **kwargs)
    if is_of_keras2(filepath) and not named.get('by_name'):
        named.pop('skip_mismatch', None)
    return (), named


def load_file(filepath, layers, by_name=False, skip_mismatch=False, reshape=False):
    """Sets the weights of layers to those of a file of HDF5. Raises ValueError for what does not fit."""
    with cudnn_weights.converted_file(os.fspath(filepath), layers, by_name) as path, h5py.File(path, 'r') as stream:
        group = stream['model_weights'] if 'model_weights' in stream else stream
        if by_name:
            load_by_name(group, layers, skip_mismatch, reshape)
        else:
            load(group, layers, reshape)


def write(group, layers):
    """Writes the weights of the layers into a group of an HDF5 file."""
    group.attrs['backend'] = K.backend().encode('utf8')
    group.attrs['keras_version'] = process.dialect().version.encode('utf8')
    write_names(group, 'layer_names', [layer.name.encode('utf8') for layer in layers])
    for layer in layers:
        of_layer = group.require_group(layer.name)
        weights = weights_of(layer)
        names = names_of(weights)
        write_names(of_layer, 'weight_names', [name.encode('utf8') for name in names])
        for name, weight in zip(names, weights):
            of_layer.create_dataset(name, data=K.get_value(weight))


def names_of(weights):
    """Returns the names of a layer's weights in a file: their own, with a number where several have the same."""
    names = [weight.name for weight in weights]
    return [name + '_%d' % names[:index].count(name) if name in names[:index] else name
            for index, name in enumerate(names)]


def weights_of(layer):
    """Returns the weights of a layer in the order of files: the trainable ones first."""
    return layer.trainable_weights + layer.non_trainable_weights


def _stored(group):
    """Yields (index, name, number of weights, function from a layer and ``reshape`` to its arrays) of each layer."""
    def text(attribute, default):
        value = group.attrs.get(attribute, default)
        return value.decode('utf8') if isinstance(value, bytes) else value

    def arrays_of(of_layer, names, layer, reshape):
        return preprocess_weights_for_loading(layer, [np.asarray(of_layer[name]) for name in names],
                                              text('keras_version', '1'), text('backend', None), reshape=reshape)

    for index, name in enumerate(read_names(group, 'layer_names')):
        names = read_names(group[name], 'weight_names')
        yield index, name, len(names), functools.partial(arrays_of, group[name], names)


def load(group, layers, reshape=False):
    """Sets the weights of the layers with weights to those of the layers with weights in a file, in order.

    Raises ValueError where the number of layers, or of the weights of a layer, differs.
    """
    with_weights = [layer for layer in layers if layer.weights]
    stored = [(name, arrays_of) for _, name, count, arrays_of in _stored(group) if count]
    if len(stored) != len(with_weights):
        raise ValueError('You are trying to load a weight file containing %d layers into a model with %d layers.'
                         % (len(stored), len(with_weights)))
    pairs = []
    for index, (layer, (name, arrays_of)) in enumerate(zip(with_weights, stored)):
        arrays, weights = arrays_of(layer, reshape), weights_of(layer)
        if len(arrays) != len(weights):
            raise ValueError('Layer #%d (named "%s" in the current model) was found to correspond to layer %s in the '
                             'save file. However the new layer %s expects %d weights, but the saved weights have %d '
                             'elements.' % (index, layer.name, name, layer.name, len(weights), len(arrays)))
        pairs += zip(weights, arrays)
    K.batch_set_value(pairs)


def load_by_name(group, layers, skip_mismatch=False, reshape=False):
    """Sets the weights of layers to those of the layers of the same name in a file.

    Raises ValueError where the number of weights or a shape differs; with ``skip_mismatch`` a warning says so.
    """
    pairs = []

    def refuse(message):
        if not skip_mismatch:
            raise ValueError(message)
        warnings.warn('Skipping loading of weights: ' + message, stacklevel=user_stacklevel())

    for index, name, _, arrays_of in _stored(group):
        for layer in layers:
            if layer.name != name:
                continue
            arrays, weights = arrays_of(layer, reshape), weights_of(layer)
            if len(arrays) != len(weights):
                refuse('Layer #%d (named "%s") expects %d weight(s), but the saved weights have %d element(s).'
                       % (index, name, len(weights), len(arrays)))
                continue
            for weight, array in zip(weights, arrays):
                if K.int_shape(weight) == array.shape:
                    pairs.append((weight, array))
                else:
                    refuse('Layer #%d (named "%s"), weight %s has shape %s, but the saved weight has shape %s.'
                           % (index, name, weight.name, K.int_shape(weight), array.shape))
    K.batch_set_value(pairs)
