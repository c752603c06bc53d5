"""Converts the weights of a file to the layout of the layer: from Keras 1, Theano and cuDNN.

Keras 2.2.4 `keras.engine.saving.preprocess_weights_for_loading`.
"""
import numpy as np

from compat import backend as K
from compat.files import cudnn_weights
from compat.utils.conv_utils import convert_kernel

# Layers whose kernels Theano has in reverse order along the spatial axes.
CONVOLUTIONS = ('Conv1D', 'Conv2D', 'Conv3D', 'Conv2DTranspose', 'ConvLSTM2D')
NETWORKS = ('Model', 'Functional', 'Sequential')
# How Keras 1 laid out kernels: (layer, data_format) to the order of axes that makes it Keras 2's.
AXES_OF_KERAS_1 = {
    ('Conv2D', 'channels_first'): (2, 3, 1, 0), ('Conv2DTranspose', 'channels_last'): (0, 1, 3, 2),
    ('Conv2DTranspose', 'channels_first'): (2, 3, 0, 1), ('Conv3D', 'channels_first'): (2, 3, 4, 1, 0)}
# Keras 1 stored kernel, recurrent kernel and bias of each gate separately; the gates in Keras 2's order.
GATES_OF_KERAS_1 = {'GRU': (0, 1, 2), 'LSTM': (0, 2, 1, 3), 'ConvLSTM2D': (0, 2, 1, 3)}


def preprocess_weights_for_loading(layer, weights, original_keras_version=None, original_backend=None, reshape=False):
    """Returns the arrays of a file in the layout of the layer.

    Args:
        layer: the layer that the weights are for.
        weights: a list of arrays, as the file has them.
        original_keras_version: '1' for a file of Keras 1.
        original_backend: 'theano' for a file whose kernels are reversed along the spatial axes.
        reshape: whether a kernel of another shape and the same size is reshaped.

    Returns:
        A list of arrays.

    Raises:
        ValueError: the sizes differ.
    """
    def convert(part, arrays, **more):
        return preprocess_weights_for_loading(part, arrays, original_keras_version, original_backend, **more)

    name, weights = type(layer).__name__, list(weights)
    if name == 'Bidirectional':
        half = len(weights) // 2
        weights = convert(layer.forward_layer, weights[:half]) + convert(layer.backward_layer, weights[half:])
    elif name == 'TimeDistributed':
        weights = convert(layer.layer, weights)
    elif name in NETWORKS:
        weights = _of_network(layer, weights, convert)
    if original_keras_version == '1':
        weights = _from_keras_1(layer, name, weights)
    if name in CONVOLUTIONS:
        weights = _convert_kernels(layer, name, weights, original_backend == 'theano', reshape)
    return weights if name == 'Bidirectional' else cudnn_weights.convert(layer, weights)


def _of_network(network, weights, convert):
    """A file has the trainable weights of all layers first, then the others of all."""
    converted = []
    for select in (lambda layer: layer.trainable_weights, lambda layer: layer.non_trainable_weights):
        for layer in network.layers:
            count = len(select(layer))
            if count:
                converted += convert(layer, weights[:count])
                weights = weights[count:]
    return converted


def _from_keras_1(layer, name, weights):
    if name == 'Conv1D':
        shape, length = weights[0].shape, tuple(layer.kernel_size)
        if shape[:2] != length + (1,) or shape[3] != layer.filters:
            weights[0] = np.transpose(weights[0], (2, 3, 1, 0))
        weights[0] = weights[0][:, 0, :, :]
    axes = AXES_OF_KERAS_1.get((name, getattr(layer, 'data_format', None)))
    if axes is not None:
        weights[0] = np.transpose(weights[0], axes)
    order = GATES_OF_KERAS_1.get(name)
    if order is not None and len(weights) == 3 * len(order):
        weights = [np.concatenate([weights[3 * gate + kind] for gate in order], axis=-1) for kind in range(3)]
        if name == 'ConvLSTM2D' and layer.data_format == 'channels_first':
            weights[:2] = [np.transpose(kernel, (2, 3, 1, 0)) for kernel in weights[:2]]
    return weights


def _convert_kernels(layer, name, weights, is_reversed, reshape):
    kernels = 2 if name == 'ConvLSTM2D' else 1
    shape = K.int_shape(layer.weights[0])
    if is_reversed:
        weights[:kernels] = [convert_kernel(kernel) for kernel in weights[:kernels]]
    if shape == weights[0].shape:
        return weights
    if not reshape:
        weights[:kernels] = [np.transpose(kernel, (3, 2, 0, 1)) for kernel in weights[:kernels]]
    elif weights[0].size == np.prod(shape):
        weights[0] = np.reshape(weights[0], shape)
    else:
        raise ValueError(f'Weights must be of equal size to apply a reshape operation. Layer {layer.name} has a kernel '
                         f'of shape {shape}, the weights for loading one of shape {weights[0].shape}.')
    return weights
