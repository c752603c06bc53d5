"""Keras 2's `keras.applications.inception_resnet_v2`."""
from compat import backend as K
from compat.applications import imagenet_utils
from compat.applications.imagenet_utils import decode_predictions
from compat.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Lambda,
    MaxPooling2D,
)
from compat.networks.functions import network, of_dialect
from compat.networks.image_network import RELEASES, ImageNetwork, WeightsFile, channel_axis

BASE_WEIGHT_URL = RELEASES + 'v0.7/'
_FILES = (
    WeightsFile(BASE_WEIGHT_URL + 'inception_resnet_v2_weights_tf_dim_ordering_tf_kernels.h5',
                'e693bd0210a403b3192acc6073ad2e96'),
    WeightsFile(BASE_WEIGHT_URL + 'inception_resnet_v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
                'd19885ff4a710c122648d3b5c3b684e4'))

# What a branch does, step by step: a convolution of (filters, kernel_size), of stride 2 where a third says so; or a
# pooling.
_HALVED = {'strides': 2, 'padding': 'valid'}
_AVERAGE, _MAXIMUM = 'average', 'maximum'
_MIXED_5B = [[(96, 1)], [(48, 1), (64, 5)], [(64, 1), (96, 3), (96, 3)], [_AVERAGE, (64, 1)]]
_MIXED_6A = [[(384, 3, _HALVED)], [(256, 1), (256, 3), (384, 3, _HALVED)], [_MAXIMUM]]
_MIXED_7A = [[(256, 1), (384, 3, _HALVED)], [(256, 1), (288, 3, _HALVED)],
             [(256, 1), (288, 3), (320, 3, _HALVED)], [_MAXIMUM]]
# The branches of a block, by its type.
_RESIDUAL = {
    'block35': [[(32, 1)], [(32, 1), (32, 3)], [(32, 1), (48, 3), (64, 3)]],
    'block17': [[(192, 1)], [(128, 1), (160, [1, 7]), (192, [7, 1])]],
    'block8': [[(192, 1)], [(192, 1), (224, [1, 3]), (256, [3, 1])]],
}


@network
def InceptionResNetV2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None,
                      classes=1000, **kwargs):
    """Returns the second Inception-ResNet of Szegedy and others, https://arxiv.org/abs/1602.07261."""
    inception = ImageNetwork(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs,
                             default_size=299, min_size=75)
    x = conv2d_bn(inception.images, 32, 3, strides=2, padding='valid')
    x = conv2d_bn(x, 32, 3, padding='valid')
    x = MaxPooling2D(3, strides=2)(conv2d_bn(x, 64, 3))
    x = conv2d_bn(x, 80, 1, padding='valid')
    x = MaxPooling2D(3, strides=2)(conv2d_bn(x, 192, 3, padding='valid'))
    x = _mixed(x, _MIXED_5B, 'mixed_5b')
    for number in range(1, 11):
        x = inception_resnet_block(x, .17, 'block35', number)
    x = _mixed(x, _MIXED_6A, 'mixed_6a')
    for number in range(1, 21):
        x = inception_resnet_block(x, .1, 'block17', number)
    x = _mixed(x, _MIXED_7A, 'mixed_7a')
    for number in range(1, 10):
        x = inception_resnet_block(x, .2, 'block8', number)
    x = inception_resnet_block(x, 1., 'block8', 10, activation=None)
    x = conv2d_bn(x, 1536, 1, name='conv_7b')
    x = inception.end(x, 'predictions')
    return inception.model(x, 'inception_resnet_v2', _FILES)


def inception_resnet_block(x, scale, block_type, block_idx, activation='relu'):
    """Returns x and, scaled, what the branches of a block compute of it.

    Args:
        x: tensor of features.
        scale: float, by which the branches are multiplied.
        block_type: ``'block35'``, ``'block17'`` or ``'block8'``, named by the rows of their features.
        block_idx: integer, which the names of the layers have.
        activation: that of the sum; None for none.

    Raises:
        ValueError: block_type is another.

    Source: keras-applications 1.0.8 `inception_resnet_v2.inception_resnet_block`.
    """
    if block_type not in _RESIDUAL:
        raise ValueError(f'A block_type of an Inception-ResNet is one of {sorted(_RESIDUAL)}, not {block_type!r}.')
    name = f'{block_type}_{block_idx}'
    shape = K.int_shape(x)
    mixed = _mixed(x, _RESIDUAL[block_type], name + '_mixed')
    residual = conv2d_bn(mixed, shape[channel_axis()], 1, activation=None, use_bias=True, name=name + '_conv')
    # A lambda: models that are saved with it load without custom_objects.
    x = Lambda(lambda inputs, scale: inputs[0] + inputs[1] * scale, output_shape=shape[1:], arguments={'scale': scale},
               name=name)([x, residual])
    return x if activation is None else Activation(activation, name=name + '_ac')(x)


def _mixed(x, branches, name):
    ends = []
    for steps in branches:
        end = x
        for step in steps:
            end = _step(end, step)
        ends.append(end)
    return Concatenate(axis=channel_axis(), name=name)(ends)


def _step(x, step):
    if step == _AVERAGE:
        return AveragePooling2D(3, strides=1, padding='same')(x)
    if step == _MAXIMUM:
        return MaxPooling2D(3, strides=2)(x)
    return conv2d_bn(x, *step[:2], **(step[2] if len(step) > 2 else {}))


def conv2d_bn(x, filters, kernel_size, strides=1, padding='same', activation='relu', use_bias=False, name=None):
    """Returns a convolution, normalised where it has no bias, and activated.

    Args:
        x: tensor of images or features.
        filters, kernel_size, strides, padding, use_bias: those of the Conv2D.
        activation: that of the activation; None for none.
        name: name of the Conv2D, with which those of the other layers begin; None for names that are counted.

    Source: keras-applications 1.0.8 `inception_resnet_v2.conv2d_bn`.
    """
    x = Conv2D(filters, kernel_size, strides=strides, padding=padding, use_bias=use_bias, name=name)(x)
    if not use_bias:
        x = BatchNormalization(axis=channel_axis(), scale=False, name=name and name + '_bn')(x)
    return x if activation is None else Activation(activation, name=name and name + '_ac')(x)


@of_dialect
def preprocess_input(x, **kwargs):
    """Returns images between -1 and 1.

    Source: keras-applications 1.0.8 `inception_resnet_v2.preprocess_input`.
    """
    return imagenet_utils.preprocess_input(x, mode='tf', **kwargs)
