"""Keras 2's `keras.applications.resnet50`."""
import warnings

from compat.applications.imagenet_utils import decode_predictions, preprocess_input
from compat.layers import Activation, BatchNormalization, Conv2D, MaxPooling2D, ZeroPadding2D, add
from compat.networks.functions import network
from compat.networks.image_network import RELEASES, ImageNetwork, WeightsFile, chain, channel_axis

WEIGHTS_PATH = RELEASES + 'v0.2/resnet50_weights_tf_dim_ordering_tf_kernels.h5'
WEIGHTS_PATH_NO_TOP = RELEASES + 'v0.2/resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5'
_FILES = (WeightsFile(WEIGHTS_PATH, 'a7b3fe01876f51b976af0dea6bc144eb'),
          WeightsFile(WEIGHTS_PATH_NO_TOP, 'a268eb855778b3df3c7506639542a6af'))
# Stages 2 to 5: filters of the three convolutions of a block, the blocks, and the strides of the first.
_STAGES = (
    ([64, 64, 256], 'abc', (1, 1)),
    ([128, 128, 512], 'abcd', (2, 2)),
    ([256, 256, 1024], 'abcdef', (2, 2)),
    ([512, 512, 2048], 'abc', (2, 2)),
)


@network
def ResNet50(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
             **kwargs):
    """Returns the residual network of 50 layers of He and others, https://arxiv.org/abs/1512.03385."""
    resnet = ImageNetwork(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs, default_size=224,
                          min_size=32)
    x = ZeroPadding2D(padding=(3, 3), name='conv1_pad')(resnet.images)
    x = Conv2D(64, (7, 7), strides=(2, 2), kernel_initializer='he_normal', name='conv1')(x)
    x = chain(x, BatchNormalization(axis=channel_axis(), name='bn_conv1'), Activation('relu'),
              ZeroPadding2D(padding=(1, 1), name='pool1_pad'), MaxPooling2D((3, 3), strides=(2, 2)))
    for stage, (filters, blocks, strides) in enumerate(_STAGES, 2):
        x = conv_block(x, 3, filters, stage, blocks[0], strides)
        for block in blocks[1:]:
            x = identity_block(x, 3, filters, stage, block)
    if not include_top and pooling not in ('avg', 'max'):
        warnings.warn('ResNet50(include_top=False) ends with the features of its last block since Keras 2.2; before, '
                      'they were pooled.', stacklevel=2)
    x = resnet.end(x, 'fc1000')
    return resnet.model(x, 'resnet50', _FILES)


def identity_block(input_tensor, kernel_size, filters, stage, block):
    """Returns a block whose input is added to its output.

    Args:
        input_tensor: tensor of as many channels as the last of ``filters``.
        kernel_size: that of the convolution in the middle.
        filters: three integers, the filters of its convolutions.
        stage, block: integer and letter that the names of its layers have.

    Source: keras-applications 1.0.8 `resnet50.identity_block`.
    """
    x = _bottleneck(input_tensor, kernel_size, filters, f'{stage}{block}_branch', (1, 1))
    return Activation('relu')(add([x, input_tensor]))


def conv_block(input_tensor, kernel_size, filters, stage, block, strides=(2, 2)):
    """Returns a block whose input goes through a convolution of its own before it is added to the output.

    Args:
        input_tensor: tensor of images or features.
        kernel_size, filters, stage, block: as those of identity_block.
        strides: those of the first convolution, and of that of the input.

    Source: keras-applications 1.0.8 `resnet50.conv_block`.
    """
    name = f'{stage}{block}_branch'
    x = _bottleneck(input_tensor, kernel_size, filters, name, strides)
    shortcut = _convolution(input_tensor, filters[2], (1, 1), name + '1', strides=strides)
    return Activation('relu')(add([x, shortcut]))


def _bottleneck(x, kernel_size, filters, name, strides):
    first, middle, last = filters
    x = Activation('relu')(_convolution(x, first, (1, 1), name + '2a', strides=strides))
    x = Activation('relu')(_convolution(x, middle, kernel_size, name + '2b', padding='same'))
    return _convolution(x, last, (1, 1), name + '2c')


def _convolution(x, filters, kernel_size, name, **options):
    x = Conv2D(filters, kernel_size, kernel_initializer='he_normal', name='res' + name, **options)(x)
    return BatchNormalization(axis=channel_axis(), name='bn' + name)(x)
