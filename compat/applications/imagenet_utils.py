"""Keras 2's `keras.applications.imagenet_utils`."""
import warnings

import numpy as np

from compat import backend as K
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('imagenet_utils', 'decode_predictions', 'preprocess_input')

# Mode of _preprocess_numpy_input: means and deviations of the channels of ImageNet.
_OF_IMAGENET = {'torch': ([.485, .456, .406], [.229, .224, .225]), 'caffe': ([103.939, 116.779, 123.68], [1., 1., 1.])}


def _obtain_input_shape(input_shape, default_size, min_size, data_format, require_flatten, weights=None):
    """Returns the shape of the images that a network takes, or refuses the one that was asked for.

    Args:
        input_shape: tuple of three integers, or None for the network's own.
        default_size, min_size: the network's own size, and the least one.
        data_format: ``'channels_first'`` or ``'channels_last'``.
        require_flatten: whether the network has its classifier, so that the shape must be known.
        weights: ``'imagenet'``, which asks for three channels, another file, or None.

    Returns:
        A tuple, which may have None where a size is not known.

    Raises:
        ValueError: the shape does not fit the network or its weights.

    Source: keras-applications 1.0.8 `imagenet_utils._obtain_input_shape`.
    """
    first = data_format == 'channels_first'

    def image(channels, size):
        return (channels, size, size) if first else (size, size, channels)

    of_imagenet = weights == 'imagenet'
    channels = 3
    if not of_imagenet and input_shape and len(input_shape) == 3:
        channels = input_shape[0 if first else -1]
        if channels not in (1, 3):
            warnings.warn(f'The networks of keras.applications are for pictures of 1 or 3 channels; input_shape '
                          f'{input_shape} has {channels}.', stacklevel=2)
    default_shape = image(channels, default_size)
    if of_imagenet and require_flatten:
        if input_shape is not None and input_shape != default_shape:
            raise ValueError(f'The classifier of the weights of ImageNet takes input_shape {default_shape}, not '
                             f'{input_shape}: pass include_top=False for another.')
        return default_shape
    if not input_shape:
        input_shape = default_shape if require_flatten else image(3, None)
    else:
        _check_input_shape(input_shape, input_shape[0 if first else -1], input_shape[1:] if first else input_shape[:2],
                           min_size, of_imagenet)
    if require_flatten and None in input_shape:
        raise ValueError(f'A network with its classifier (include_top=True) needs all sizes of input_shape, which is '
                         f'{input_shape}.')
    return input_shape


def _check_input_shape(input_shape, channels, sizes, min_size, of_imagenet):
    if len(input_shape) != 3:
        raise ValueError(f'input_shape is three integers, rows, columns and channels, not {input_shape}.')
    if channels != 3 and of_imagenet:
        raise ValueError(f'The weights of ImageNet are for 3 channels, and input_shape {input_shape} has {channels}.')
    if any(size is not None and size < min_size for size in sizes):
        raise ValueError(f'The network needs {min_size} rows and columns at least; input_shape is {input_shape}.')


def _preprocess_numpy_input(x, data_format, mode, **kwargs):
    """Returns an array of images as a network takes them; an array of floats itself is changed, as in Keras 2.

    Args:
        x: array of an image or of images.
        data_format: ``'channels_first'`` or ``'channels_last'``.
        mode: ``'tf'``: between -1 and 1; ``'torch'``: between 0 and 1, and normalised by the channels of ImageNet;
            ``'caffe'``: BGR, minus the means of the channels.

    Source: keras-applications 1.0.8 `imagenet_utils._preprocess_numpy_input`.
    """
    if not issubclass(x.dtype.type, np.floating):
        x = x.astype(K.floatx(), copy=False)
    if mode == 'tf':
        x /= 127.5
        x -= 1.
        return x
    axis = x.ndim - 3 if data_format == 'channels_first' else x.ndim - 1
    if mode == 'torch':
        x /= 255.
    else:
        x = np.flip(x, axis)
    means, deviations = _OF_IMAGENET['torch' if mode == 'torch' else 'caffe']
    shape = [3 if place == axis else 1 for place in range(x.ndim)]
    x -= np.reshape(np.array(means, x.dtype), shape)
    x /= np.reshape(np.array(deviations, x.dtype), shape)
    return x
