"""Keras 2's `keras.applications.mobilenet`."""
import warnings

from compat import backend as K
from compat.applications import imagenet_utils
from compat.applications.imagenet_utils import decode_predictions
from compat.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    DepthwiseConv2D,
    Dropout,
    GlobalAveragePooling2D,
    ReLU,
    Reshape,
    ZeroPadding2D,
)
from compat.networks.functions import network, of_dialect
from compat.networks.image_network import RELEASES, ImageNetwork, WeightsFile, chain, channel_axis

BASE_WEIGHT_PATH = RELEASES + 'v0.6/'
# Of these widths and sizes there are weights of ImageNet.
_ALPHAS = {1.: '1_0', .75: '7_5', .5: '5_0', .25: '2_5'}
_SIZES = (128, 160, 192, 224)
# Filters and strides of the depthwise blocks, 1 to 13.
_BLOCKS = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
           (1024, 2), (1024, 1))


@network
def MobileNet(input_shape=None, alpha=1.0, depth_multiplier=1, dropout=1e-3, include_top=True, weights='imagenet',
              input_tensor=None, pooling=None, classes=1000, **kwargs):
    """Returns the network of Howard and others, https://arxiv.org/abs/1704.04861."""
    mobilenet = ImageNetwork(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs,
                             default_size=_default_size(input_shape), min_size=32)
    rows = _rows_of_weights(mobilenet, alpha, depth_multiplier)
    x = _conv_block(mobilenet.images, 32, alpha, strides=(2, 2))
    for number, (filters, stride) in enumerate(_BLOCKS, 1):
        x = _depthwise_conv_block(x, filters, alpha, depth_multiplier, (stride, stride), number)
    if include_top:
        filters = int(1024 * alpha)
        shape = (filters, 1, 1) if K.image_data_format() == 'channels_first' else (1, 1, filters)
        x = chain(x, GlobalAveragePooling2D(), Reshape(shape, name='reshape_1'), Dropout(dropout, name='dropout'),
                  Conv2D(classes, (1, 1), padding='same', name='conv_preds'), Reshape((classes,), name='reshape_2'),
                  Activation('softmax', name='act_softmax'))
    else:
        x = mobilenet.pool(x)
    origin = f'{BASE_WEIGHT_PATH}mobilenet_{_ALPHAS.get(alpha)}_{rows}_tf'
    files = WeightsFile(origin + '.h5'), WeightsFile(origin + '_no_top.h5')
    return mobilenet.model(x, f'mobilenet_{alpha:.2f}_{rows}', files)


def _default_size(input_shape):
    if input_shape is None:
        return 224
    first = 1 if K.image_data_format() == 'channels_first' else 0
    rows, columns = input_shape[first], input_shape[first + 1]
    return rows if rows == columns and rows in _SIZES else 224


def _rows_of_weights(mobilenet, alpha, depth_multiplier):
    """The rows of the images, or those of the weights of ImageNet for them.

    Raises ValueError where there are no weights of ImageNet for alpha and depth_multiplier.
    """
    rows, columns = mobilenet.sizes
    if mobilenet.weights != 'imagenet':
        return rows
    if depth_multiplier != 1:
        raise ValueError(f'The weights of ImageNet are for depth_multiplier=1; it is {depth_multiplier}.')
    if alpha not in _ALPHAS:
        raise ValueError(f'The weights of ImageNet are for an alpha of {sorted(_ALPHAS)}; it is {alpha}.')
    if rows == columns and rows in _SIZES:
        return rows
    warnings.warn(f'The weights of ImageNet are for images of {_SIZES} rows and as many columns: those of 224 are '
                  f'loaded for input_shape {mobilenet.input_shape}.', stacklevel=3)
    return 224


def _conv_block(inputs, filters, alpha, kernel=(3, 3), strides=(1, 1)):
    """Returns the first convolution of a MobileNet, normalised and between 0 and 6.

    Source: keras-applications 1.0.8 `mobilenet._conv_block`.
    """
    return chain(inputs, ZeroPadding2D(padding=((0, 1), (0, 1)), name='conv1_pad'),
                 Conv2D(int(filters * alpha), kernel, use_bias=False, strides=strides, name='conv1'),
                 BatchNormalization(axis=channel_axis(-1), name='conv1_bn'), ReLU(6., name='conv1_relu'))


def _depthwise_conv_block(inputs, pointwise_conv_filters, alpha, depth_multiplier=1, strides=(1, 1), block_id=1):
    """Returns a depthwise convolution and one of one by one, each normalised and between 0 and 6.

    Source: keras-applications 1.0.8 `mobilenet._depthwise_conv_block`.
    """
    x, padding = inputs, 'same'
    if strides != (1, 1):
        x, padding = ZeroPadding2D(((0, 1), (0, 1)), name=f'conv_pad_{block_id}')(inputs), 'valid'
    depthwise, pointwise = f'conv_dw_{block_id}', f'conv_pw_{block_id}'
    return chain(
        x, DepthwiseConv2D((3, 3), padding=padding, depth_multiplier=depth_multiplier, strides=strides, use_bias=False,
                           name=depthwise),
        BatchNormalization(axis=channel_axis(-1), name=depthwise + '_bn'), ReLU(6., name=depthwise + '_relu'),
        Conv2D(int(pointwise_conv_filters * alpha), (1, 1), padding='same', use_bias=False, name=pointwise),
        BatchNormalization(axis=channel_axis(-1), name=pointwise + '_bn'), ReLU(6., name=pointwise + '_relu'))


def relu6(x):
    """Returns x with what is below 0 set to 0, and what is above 6 to 6.

    Models of MobileNet that older versions saved name it. Source: Keras 2.1.6 `keras.applications.mobilenet.relu6`.
    """
    return K.relu(x, max_value=6)


@of_dialect
def preprocess_input(x, **kwargs):
    """Returns images between -1 and 1.

    Source: keras-applications 1.0.8 `mobilenet.preprocess_input`.
    """
    return imagenet_utils.preprocess_input(x, mode='tf', **kwargs)
