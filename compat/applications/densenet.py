"""Keras 2's `keras.applications.densenet`."""
from compat import backend as K
from compat.applications import imagenet_utils
from compat.applications.imagenet_utils import decode_predictions
from compat.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    MaxPooling2D,
    ZeroPadding2D,
)
from compat.networks.functions import documented, network, of_dialect
from compat.networks.image_network import ImageNetwork, WeightsFile, chain, channel_axis

BASE_WEIGTHS_PATH = 'https://github.com/keras-team/keras-applications/releases/download/densenet/'
DENSENET121_WEIGHT_PATH = BASE_WEIGTHS_PATH + 'densenet121_weights_tf_dim_ordering_tf_kernels.h5'
DENSENET121_WEIGHT_PATH_NO_TOP = BASE_WEIGTHS_PATH + 'densenet121_weights_tf_dim_ordering_tf_kernels_notop.h5'
DENSENET169_WEIGHT_PATH = BASE_WEIGTHS_PATH + 'densenet169_weights_tf_dim_ordering_tf_kernels.h5'
DENSENET169_WEIGHT_PATH_NO_TOP = BASE_WEIGTHS_PATH + 'densenet169_weights_tf_dim_ordering_tf_kernels_notop.h5'
DENSENET201_WEIGHT_PATH = BASE_WEIGTHS_PATH + 'densenet201_weights_tf_dim_ordering_tf_kernels.h5'
DENSENET201_WEIGHT_PATH_NO_TOP = BASE_WEIGTHS_PATH + 'densenet201_weights_tf_dim_ordering_tf_kernels_notop.h5'
# Blocks of the four stages: the name of the network, and its files of weights.
_PUBLISHED = {
    (6, 12, 24, 16): ('densenet121', (
        WeightsFile(DENSENET121_WEIGHT_PATH, '9d60b8095a5708f2dcce2bca79d332c7'),
        WeightsFile(DENSENET121_WEIGHT_PATH_NO_TOP, '30ee3e1110167f948a6b9946edeeb738'))),
    (6, 12, 32, 32): ('densenet169', (
        WeightsFile(DENSENET169_WEIGHT_PATH, 'd699b8f76981ab1b30698df4c175e90b'),
        WeightsFile(DENSENET169_WEIGHT_PATH_NO_TOP, 'b8c4d4c20dd625c148057b9ff1c1176b'))),
    (6, 12, 48, 32): ('densenet201', (
        WeightsFile(DENSENET201_WEIGHT_PATH, '1ceb130c1ea1b78c3bf6114dbdfd8807'),
        WeightsFile(DENSENET201_WEIGHT_PATH_NO_TOP, 'c13680b51ded0fb44dff2d8f86ac8bb1'))),
}
_GROWTH = 32


@documented
def DenseNet(blocks, include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None,
             classes=1000, **kwargs):
    """Returns the network of Huang and others, https://arxiv.org/abs/1608.06993, with four stages of dense blocks."""
    name, files = _PUBLISHED.get(tuple(blocks), ('densenet', None))
    if weights == 'imagenet' and files is None:
        raise ValueError(f'There are no weights of ImageNet for a DenseNet of blocks {blocks}: pass weights=None, or '
                         'make DenseNet121, DenseNet169 or DenseNet201.')
    densenet = ImageNetwork(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs,
                            default_size=224, min_size=32)
    x = ZeroPadding2D(padding=((3, 3), (3, 3)))(densenet.images)
    x = Conv2D(64, 7, strides=2, use_bias=False, name='conv1/conv')(x)
    x = chain(x, _normalization('conv1/bn'), Activation('relu', name='conv1/relu'),
              ZeroPadding2D(padding=((1, 1), (1, 1))), MaxPooling2D(3, strides=2, name='pool1'))
    for stage, count in enumerate(blocks[:4], 2):
        x = dense_block(x, count, name=f'conv{stage}')
        if stage < 5:
            x = transition_block(x, .5, name=f'pool{stage}')
    x = chain(x, _normalization('bn'), Activation('relu', name='relu'))
    x = densenet.end(x, 'fc1000', names=('avg_pool', 'max_pool'))
    return densenet.model(x, name, files)


@network
def DenseNet121(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                **kwargs):
    """Returns the DenseNet of 121 layers of Huang and others, https://arxiv.org/abs/1608.06993."""
    return DenseNet([6, 12, 24, 16], include_top, weights, input_tensor, input_shape, pooling, classes, **kwargs)


@network
def DenseNet169(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                **kwargs):
    """Returns the DenseNet of 169 layers of Huang and others, https://arxiv.org/abs/1608.06993."""
    return DenseNet([6, 12, 32, 32], include_top, weights, input_tensor, input_shape, pooling, classes, **kwargs)


@network
def DenseNet201(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                **kwargs):
    """Returns the DenseNet of 201 layers of Huang and others, https://arxiv.org/abs/1608.06993."""
    return DenseNet([6, 12, 48, 32], include_top, weights, input_tensor, input_shape, pooling, classes, **kwargs)


def dense_block(x, blocks, name):
    """Returns so many blocks of conv_block, one after the other; name is the beginning of their layers' names.

    Source: keras-applications 1.0.8 `densenet.dense_block`.
    """
    for number in range(1, blocks + 1):
        x = conv_block(x, _GROWTH, name=f'{name}_block{number}')
    return x


def transition_block(x, reduction, name):
    """Returns features of half as many rows and columns, and of channels that are multiplied by ``reduction``.

    Source: keras-applications 1.0.8 `densenet.transition_block`.
    """
    filters = int(K.int_shape(x)[channel_axis()] * reduction)
    return chain(x, _normalization(name + '_bn'), Activation('relu', name=name + '_relu'),
                 Conv2D(filters, 1, use_bias=False, name=name + '_conv'),
                 AveragePooling2D(2, strides=2, name=name + '_pool'))


def conv_block(x, growth_rate, name):
    """Returns x with as many channels more as ``growth_rate`` says, which two convolutions compute of it.

    Source: keras-applications 1.0.8 `densenet.conv_block`.
    """
    added = chain(
        x, _normalization(name + '_0_bn'), Activation('relu', name=name + '_0_relu'),
        Conv2D(4 * growth_rate, 1, use_bias=False, name=name + '_1_conv'),
        _normalization(name + '_1_bn'), Activation('relu', name=name + '_1_relu'),
        Conv2D(growth_rate, 3, padding='same', use_bias=False, name=name + '_2_conv'))
    return Concatenate(axis=channel_axis(), name=name + '_concat')([x, added])


def _normalization(name):
    return BatchNormalization(axis=channel_axis(), epsilon=1.001e-5, name=name)


@of_dialect
def preprocess_input(x, data_format=None, **kwargs):
    """Returns images between 0 and 1, normalised by the channels of ImageNet.

    Source: keras-applications 1.0.8 `densenet.preprocess_input`.
    """
    return imagenet_utils.preprocess_input(x, data_format, mode='torch', **kwargs)
