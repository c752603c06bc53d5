"""Keras 2's `keras.applications.inception_v3`."""
from compat.applications import imagenet_utils
from compat.applications.imagenet_utils import decode_predictions
from compat.layers import Activation, AveragePooling2D, BatchNormalization, Conv2D, MaxPooling2D, concatenate
from compat.networks.functions import network, of_dialect
from compat.networks.image_network import RELEASES, ImageNetwork, WeightsFile, chain, channel_axis

WEIGHTS_PATH = RELEASES + 'v0.5/inception_v3_weights_tf_dim_ordering_tf_kernels.h5'
WEIGHTS_PATH_NO_TOP = RELEASES + 'v0.5/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5'
_FILES = (WeightsFile(WEIGHTS_PATH, '9a0d58056eeedaa3f26cb7ebd46da564'),
          WeightsFile(WEIGHTS_PATH_NO_TOP, 'bcbd6486424b2319ff4ef7d526e38f63'))

# What a branch does, step by step: a convolution of (filters, rows, columns), of stride 2 where a fourth says so; a
# pooling; or a list of branches of one convolution each, which are concatenated.
_HALVED = {'strides': (2, 2), 'padding': 'valid'}
_AVERAGE, _MAXIMUM = 'average', 'maximum'


def _of_35(pooled):
    """Branches on features of 35 by 35."""
    return [[(64, 1, 1)], [(48, 1, 1), (64, 5, 5)], [(64, 1, 1), (96, 3, 3), (96, 3, 3)], [_AVERAGE, (pooled, 1, 1)]]


def _of_17(filters):
    """Branches on features of 17 by 17."""
    return [[(192, 1, 1)],
            [(filters, 1, 1), (filters, 1, 7), (192, 7, 1)],
            [(filters, 1, 1), (filters, 7, 1), (filters, 1, 7), (filters, 7, 1), (192, 1, 7)],
            [_AVERAGE, (192, 1, 1)]]


_OF_8 = [[(320, 1, 1)],
         [(384, 1, 1), [(384, 1, 3), (384, 3, 1)]],
         [(448, 1, 1), (384, 3, 3), [(384, 1, 3), (384, 3, 1)]],
         [_AVERAGE, (192, 1, 1)]]
# mixed0 to mixed10.
_BLOCKS = (
    _of_35(32), _of_35(64), _of_35(64),
    [[(384, 3, 3, _HALVED)], [(64, 1, 1), (96, 3, 3), (96, 3, 3, _HALVED)], [_MAXIMUM]],
    _of_17(128), _of_17(160), _of_17(160), _of_17(192),
    [[(192, 1, 1), (320, 3, 3, _HALVED)], [(192, 1, 1), (192, 1, 7), (192, 7, 1), (192, 3, 3, _HALVED)], [_MAXIMUM]],
    _OF_8, _OF_8,
)


@network
def InceptionV3(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                **kwargs):
    """Returns the third Inception of Szegedy and others, https://arxiv.org/abs/1512.00567."""
    inception = ImageNetwork(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs,
                             default_size=299, min_size=75)
    x = conv2d_bn(inception.images, 32, 3, 3, padding='valid', strides=(2, 2))
    x = conv2d_bn(x, 32, 3, 3, padding='valid')
    x = MaxPooling2D((3, 3), strides=(2, 2))(conv2d_bn(x, 64, 3, 3))
    x = conv2d_bn(x, 80, 1, 1, padding='valid')
    x = MaxPooling2D((3, 3), strides=(2, 2))(conv2d_bn(x, 192, 3, 3, padding='valid'))
    for number, branches in enumerate(_BLOCKS):
        x = _mixed(x, branches, number)
    x = inception.end(x, 'predictions')
    return inception.model(x, 'inception_v3', _FILES)


def _mixed(x, branches, number):
    """The branches of x, concatenated. Of those that end with branches themselves only the first has a name for it."""
    split_names = iter([f'mixed9_{number - 9}', None])
    ends = []
    for steps in branches:
        end = x
        for step in steps:
            end = _step(end, step, split_names)
        ends.append(end)
    return concatenate(ends, axis=channel_axis(), name=f'mixed{number}')


def _step(x, step, split_names):
    if step == _AVERAGE:
        return AveragePooling2D((3, 3), strides=(1, 1), padding='same')(x)
    if step == _MAXIMUM:
        return MaxPooling2D((3, 3), strides=(2, 2))(x)
    if isinstance(step, list):
        return concatenate([conv2d_bn(x, *convolution) for convolution in step], axis=channel_axis(),
                           name=next(split_names))
    return conv2d_bn(x, *step[:3], **(step[3] if len(step) > 3 else {}))


def conv2d_bn(x, filters, num_row, num_col, padding='same', strides=(1, 1), name=None):
    """Returns a convolution of num_row by num_col, normalised and activated.

    Args:
        x: tensor of images or features.
        filters, padding, strides: those of the Conv2D.
        num_row, num_col: integers, the rows and columns of its kernel.
        name: name of the activation, with which those of the other layers begin; None for names that are counted.

    Source: keras-applications 1.0.8 `inception_v3.conv2d_bn`.
    """
    return chain(x, Conv2D(filters, (num_row, num_col), strides=strides, padding=padding, use_bias=False,
                           name=name and name + '_conv'),
                 BatchNormalization(axis=channel_axis(), scale=False, name=name and name + '_bn'),
                 Activation('relu', name=name))


@of_dialect
def preprocess_input(x, **kwargs):
    """Returns images between -1 and 1.

    Source: keras-applications 1.0.8 `inception_v3.preprocess_input`.
    """
    return imagenet_utils.preprocess_input(x, mode='tf', **kwargs)
