"""Converts the weights of LSTM and GRU in files from and to those of the layers of cuDNN.

Keras 2, tf.keras and tf_keras convert them as they load; Keras 3 does not.
"""
import contextlib

import h5py
import numpy as np

from compat.files.formats import temporary_copy
from compat.utils.io_utils import read_names

# Layer class: the number of gates, and whether its weights are in the layout of cuDNN.
LAYOUTS = {'LSTM': (4, False), 'CuDNNLSTM': (4, True), 'GRU': (3, False), 'CuDNNGRU': (3, True)}


def convert(layer, weights):
    """Returns the arrays of a file in the layout of the layer (Keras 2.2.4 `preprocess_weights_for_loading`).

    Raises ValueError for weights of a GRU with one bias for a CuDNNGRU or a GRU with two, and the reverse.
    """
    name = type(layer).__name__
    if name == 'Bidirectional' and len(weights) == 6:
        return convert(layer.forward_layer, weights[:3]) + convert(layer.backward_layer, weights[3:])
    if name not in LAYOUTS or len(weights) != 3:
        return weights
    gates, of_cudnn = LAYOUTS[name]
    width = gates * weights[1].shape[0]
    stored_as_cudnn = weights[2].shape == (2 * width,)
    if gates == 3:
        source = 'CuDNNGRU' if stored_as_cudnn else 'GRU(reset_after=%s)' % (weights[2].ndim == 2)
        target = name if of_cudnn else f'GRU(reset_after={layer.reset_after})'
        if source != target and 'GRU(reset_after=False)' in (source, target):
            raise ValueError(f'{source} is not compatible with {target}, whose reset gate comes elsewhere: layer '
                             f'{layer.name} cannot have these weights.')
    if stored_as_cudnn == of_cudnn:
        return weights
    order = 'F' if stored_as_cudnn else 'C'
    kernel = np.hstack([gate.T.reshape(gate.shape, order=order) for gate in np.hsplit(weights[0], gates)])
    recurrent_kernel = np.hstack([gate.T for gate in np.hsplit(weights[1], gates)])
    if gates == 3:
        bias = weights[2].reshape((2, -1) if stored_as_cudnn else (-1,))
    else:
        # cuDNN adds two biases; any two of that sum do.
        bias = weights[2].reshape((2, -1)).sum(0) if stored_as_cudnn else np.tile(0.5 * weights[2], 2)
    return [kernel, recurrent_kernel, bias]


@contextlib.contextmanager
def converted_file(path, layers, by_name=False):
    """The path of a file with weights in the layout of the layers: the file itself, or a temporary copy."""
    with h5py.File(path, 'r') as stream:
        changed = list(_changed(_weights_group(stream), layers, by_name))
    if not changed:
        yield path
        return
    with temporary_copy(path) as copy:
        with h5py.File(copy, 'r+') as stream:
            group = _weights_group(stream)
            for layer_name, weight_name, array in changed:
                of_layer = group[layer_name]
                del of_layer[weight_name]
                of_layer.create_dataset(weight_name, data=array)
        yield copy


def _weights_group(stream):
    return stream['model_weights'] if 'model_weights' in stream else stream


def _changed(group, layers, by_name):
    """Yields (name of the layer in the file, name of the weight, array) of each weight that is converted."""
    stored = [(name, read_names(group[name], 'weight_names')) for name in read_names(group, 'layer_names')]
    if by_name:
        pairs = [(layer, name, weights) for name, weights in stored for layer in layers if layer.name == name]
    else:
        pairs = [(layer, name, weights) for layer, (name, weights) in zip(
            [layer for layer in layers if layer.weights], [pair for pair in stored if pair[1]])]
    for layer, name, weights in pairs:
        if type(layer).__name__ in LAYOUTS or type(layer).__name__ == 'Bidirectional':
            arrays = [np.asarray(group[name][weight]) for weight in weights]
            for weight, old, new in zip(weights, arrays, convert(layer, arrays)):
                if new is not old:
                    yield name, weight, new
