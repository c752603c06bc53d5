"""Keras 2's `keras.applications.xception`."""
from compat.applications import imagenet_utils
from compat.applications.imagenet_utils import decode_predictions
from compat.layers import Activation, BatchNormalization, Conv2D, MaxPooling2D, SeparableConv2D, add
from compat.networks.functions import network, of_dialect
from compat.networks.image_network import RELEASES, ImageNetwork, WeightsFile, chain, channel_axis

TF_WEIGHTS_PATH = RELEASES + 'v0.4/xception_weights_tf_dim_ordering_tf_kernels.h5'
TF_WEIGHTS_PATH_NO_TOP = RELEASES + 'v0.4/xception_weights_tf_dim_ordering_tf_kernels_notop.h5'
_FILES = (WeightsFile(TF_WEIGHTS_PATH, '0a58e3b7378bc2990ea3b43d5981f1f6'),
          WeightsFile(TF_WEIGHTS_PATH_NO_TOP, 'b0042744bf5b25fce3cb969f33bebb97'))


@network
def Xception(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
             **kwargs):
    """Returns the network of Chollet, https://arxiv.org/abs/1610.02357."""
    xception = ImageNetwork(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs,
                            default_size=299, min_size=71)
    x = xception.images
    for name, filters, strides in (('block1_conv1', 32, (2, 2)), ('block1_conv2', 64, (1, 1))):
        x = chain(x, Conv2D(filters, (3, 3), strides=strides, use_bias=False, name=name), _normalization(name + '_bn'),
                  Activation('relu', name=name + '_act'))
    x = _reduction(x, (128, 128), 'block2', activates_input=False)
    x = _reduction(x, (256, 256), 'block3')
    x = _reduction(x, (728, 728), 'block4')
    for block in range(5, 13):
        x = add([_separable_convolutions(x, (728, 728, 728), f'block{block}'), x])
    x = _reduction(x, (728, 1024), 'block13')
    for name, filters in (('block14_sepconv1', 1536), ('block14_sepconv2', 2048)):
        x = Activation('relu', name=name + '_act')(_separable_convolution(x, filters, name))
    x = xception.end(x, 'predictions')
    return xception.model(x, 'xception', _FILES)


def _reduction(x, filters, block, activates_input=True):
    """A block that halves rows and columns; its input is added after a convolution of one by one."""
    residual = chain(x, Conv2D(filters[-1], (1, 1), strides=(2, 2), padding='same', use_bias=False),
                     _normalization(None))
    x = _separable_convolutions(x, filters, block, activates_input)
    x = MaxPooling2D((3, 3), strides=(2, 2), padding='same', name=block + '_pool')(x)
    return add([x, residual])


def _separable_convolutions(x, filters, block, activates_input=True):
    for number, count in enumerate(filters, 1):
        name = f'{block}_sepconv{number}'
        if number > 1 or activates_input:
            x = Activation('relu', name=name + '_act')(x)
        x = _separable_convolution(x, count, name)
    return x


def _separable_convolution(x, filters, name):
    return chain(x, SeparableConv2D(filters, (3, 3), padding='same', use_bias=False, name=name),
                 _normalization(name + '_bn'))


def _normalization(name):
    return BatchNormalization(axis=channel_axis(-1), name=name)


@of_dialect
def preprocess_input(x, **kwargs):
    """Returns images between -1 and 1.

    Source: keras-applications 1.0.8 `xception.preprocess_input`.
    """
    return imagenet_utils.preprocess_input(x, mode='tf', **kwargs)
