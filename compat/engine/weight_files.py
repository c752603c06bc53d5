"""Files of weights in the layout of Keras 2, for hosts that read it and no longer write it."""
import math
import os

import h5py
import numpy as np

from compat.engine import cudnn_weights

ENDINGS = ('.h5', '.hdf5')
# HDF5 does not take larger attributes; Keras 2 cut its lists of names into numbered ones.
ATTRIBUTE_LIMIT = 64512


class WritesWeights(object):
    """Gives a model of Keras 3 a ``save_weights`` and a ``load_weights`` that take files of Keras 2."""

    def load_weights(self, filepath, *args, **kwargs):
        """Set the weights to those of a file; LSTM and GRU take those of the layers of cuDNN, which take theirs.

        ``by_name=True`` gives them to the layers of the same names (Keras 2.2.4 `load_weights`).
        """
        path = os.fspath(filepath)
        if path.endswith('.weights.h5') or not path.endswith(ENDINGS):
            return super(WritesWeights, self).load_weights(filepath, *args, **kwargs)
        with cudnn_weights.fitted(path, self.layers, kwargs.get('by_name')) as path:
            return super(WritesWeights, self).load_weights(path, *args, **kwargs)

    def save_weights(self, filepath, overwrite=True, **kwargs):
        """Write the weights to a file, ``.h5`` or ``.hdf5`` in the layout of Keras 2 (Keras 2.2.4 `save_weights`).

        ``load_weights`` reads it, here and in Keras 2. A name that ends in ``.weights.h5`` means the layout of Keras 3,
        whose ``load_weights`` goes by it. With ``overwrite=False`` a file that is there is asked about.
        """
        path = os.fspath(filepath)
        if path.endswith('.weights.h5') or not path.endswith(ENDINGS):
            super(WritesWeights, self).save_weights(filepath, overwrite=overwrite, **kwargs)
            return
        if not overwrite and os.path.exists(path):
            from compat.utils.io_utils import ask_to_proceed_with_overwrite
            if not ask_to_proceed_with_overwrite(path):
                return
        with h5py.File(path, 'w') as stream:
            write(stream, self.layers)


def write(group, layers):
    """Write the weights of the layers into a group of an HDF5 file."""
    from compat import __version__, backend
    group.attrs['backend'] = backend.backend().encode('utf8')
    group.attrs['keras_version'] = __version__.encode('utf8')
    _write_names(group, 'layer_names', [layer.name for layer in layers])
    for layer in layers:
        of_layer = group.require_group(layer.name)
        weights = layer.trainable_weights + layer.non_trainable_weights
        _write_names(of_layer, 'weight_names', [weight.name for weight in weights])
        for weight in weights:
            of_layer.create_dataset(weight.name, data=backend.get_value(weight))


def _write_names(group, attribute, names):
    encoded = np.array([name.encode('utf8') for name in names], dtype='S')
    parts = int(math.ceil(encoded.nbytes / float(ATTRIBUTE_LIMIT)))
    if parts <= 1:
        group.attrs[attribute] = encoded
        return
    for number, part in enumerate(np.array_split(encoded, parts)):
        group.attrs['%s%d' % (attribute, number)] = part
