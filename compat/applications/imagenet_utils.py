"""Keras 2's `keras.applications.imagenet_utils`."""
import json
import warnings

import numpy as np

from compat import backend as K
from compat import utils
from compat.networks.functions import check_modules, of_dialect

# The classes of ImageNet, {'0': ['n01440764', 'tench'], ...}, from the first call of decode_predictions on.
CLASS_INDEX = None
CLASS_INDEX_PATH = 'https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json'

# Mode of preprocess_input: means and deviations of the channels of ImageNet.
_OF_IMAGENET = {'torch': ([.485, .456, .406], [.229, .224, .225]), 'caffe': ([103.939, 116.779, 123.68], [1., 1., 1.])}


@of_dialect
def preprocess_input(x, data_format=None, mode='caffe', **kwargs):
    """Returns images as a network takes them; an array of floats itself is changed, as in Keras 2.

    Args:
        x: array or tensor of an image or of images, of colours from 0 to 255.
        data_format: ``'channels_first'`` or ``'channels_last'``; None for ``K.image_data_format()``.
        mode: ``'tf'``: between -1 and 1; ``'torch'``: between 0 and 1, and normalised by the channels of ImageNet;
            ``'caffe'``: BGR, minus the means of the channels.
        **kwargs: ``backend``, ``layers``, ``models`` and ``utils`` are taken, and not used.

    Raises:
        ValueError: data_format is another.

    Source: keras-applications 1.0.8 `imagenet_utils.preprocess_input`.
    """
    check_modules(kwargs)
    data_format = K.image_data_format() if data_format is None else data_format
    if data_format not in ('channels_first', 'channels_last'):
        raise ValueError(f"Unknown data_format {data_format}: it is 'channels_first' or 'channels_last'.")
    preprocess = _preprocess_numpy_input if isinstance(x, np.ndarray) else _preprocess_symbolic_input
    return preprocess(x, data_format, mode)


@of_dialect
def decode_predictions(preds, top=5, **kwargs):
    """Returns the classes of ImageNet that a network finds most likely, with their names, which are downloaded once.

    Args:
        preds: array of shape ``(samples, 1000)``.
        top: integer, how many classes of each sample.
        **kwargs: ``backend``, ``layers``, ``models`` and ``utils`` are taken, and not used.

    Returns:
        For each sample a list of ``(identifier, name, score)``, the likeliest first.

    Raises:
        ValueError: preds has another shape.

    Source: keras-applications 1.0.8 `imagenet_utils.decode_predictions`.
    """
    global CLASS_INDEX
    check_modules(kwargs)
    if len(preds.shape) != 2 or preds.shape[1] != 1000:
        raise ValueError('decode_predictions expects a batch of predictions of shape (samples, 1000), not '
                         f'{preds.shape}.')
    if CLASS_INDEX is None:
        path = utils.get_file('imagenet_class_index.json', CLASS_INDEX_PATH, cache_subdir='models',
                              file_hash='c2c37ea517e94d9795004a39431a14cb')
        with open(path) as stream:
            CLASS_INDEX = json.load(stream)
    return [_best(scores, top) for scores in preds]


def _best(scores, count):
    likeliest = scores.argsort()[-count:][::-1]
    return sorted((tuple(CLASS_INDEX[str(number)]) + (scores[number],) for number in likeliest),
                  key=lambda row: row[2], reverse=True)


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
        raise ValueError(f'A network with its classifier (include_top=True) needs a static input_shape, without None; '
                         f'it is {input_shape}.')
    return input_shape


def _check_input_shape(input_shape, channels, sizes, min_size, of_imagenet):
    if len(input_shape) != 3:
        raise ValueError(f'input_shape is three integers, rows, columns and channels, not {input_shape}.')
    if channels != 3 and of_imagenet:
        raise ValueError(f'The weights of ImageNet are for 3 channels, and input_shape {input_shape} has {channels}.')
    if any(size is not None and size < min_size for size in sizes):
        raise ValueError(f'The network takes images of at least {min_size}x{min_size}; input_shape is {input_shape}.')


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
    axis, means, deviations = _channels(x.ndim, x.dtype, data_format, mode)
    if mode == 'torch':
        x /= 255.
    else:
        x = np.flip(x, axis)
    x -= means
    x /= deviations
    return x


def _preprocess_symbolic_input(x, data_format, mode, **kwargs):
    """Returns a tensor of images as a network takes them.

    Args:
        x, data_format, mode: as those of _preprocess_numpy_input; x is a tensor.

    Source: keras-applications 1.0.8 `imagenet_utils._preprocess_symbolic_input`.
    """
    if mode == 'tf':
        return x / 127.5 - 1.
    axis, means, deviations = _channels(K.ndim(x), K.floatx(), data_format, mode)
    x = x / 255. if mode == 'torch' else K.reverse(x, axis)
    return (x - K.constant(means, K.dtype(x))) / K.constant(deviations, K.dtype(x))


def _channels(ndim, dtype, data_format, mode):
    """The axis of the channels, and arrays of their means and deviations that are broadcast along it."""
    axis = ndim - 3 if data_format == 'channels_first' else ndim - 1
    shape = [3 if place == axis else 1 for place in range(ndim)]
    rows = _OF_IMAGENET['torch' if mode == 'torch' else 'caffe']
    return [axis] + [np.array(row, dtype).reshape(shape) for row in rows]
