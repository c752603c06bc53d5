"""Keras 2's `keras.applications.nasnet`."""
import contextlib
import warnings

from compat import backend as K
from compat.applications import imagenet_utils
from compat.applications.imagenet_utils import decode_predictions
from compat.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Cropping2D,
    MaxPooling2D,
    SeparableConv2D,
    ZeroPadding2D,
    add,
    concatenate,
)
from compat.networks.functions import documented, network, of_dialect
from compat.networks.image_network import ImageNetwork, WeightsFile, chain, channel_axis, padding_before_stride

BASE_WEIGHTS_PATH = 'https://github.com/titu1994/Keras-NASNet/releases/download/v1.2/'
NASNET_MOBILE_WEIGHT_PATH = BASE_WEIGHTS_PATH + 'NASNet-mobile.h5'
NASNET_MOBILE_WEIGHT_PATH_NO_TOP = BASE_WEIGHTS_PATH + 'NASNet-mobile-no-top.h5'
NASNET_LARGE_WEIGHT_PATH = BASE_WEIGHTS_PATH + 'NASNet-large.h5'
NASNET_LARGE_WEIGHT_PATH_NO_TOP = BASE_WEIGHTS_PATH + 'NASNet-large-no-top.h5'
# Size of the images of a network: its files of weights.
_FILES = {
    224: (WeightsFile(NASNET_MOBILE_WEIGHT_PATH, '020fb642bf7360b370c678b08e0adf61', 'nasnet_mobile.h5'),
          WeightsFile(NASNET_MOBILE_WEIGHT_PATH_NO_TOP, '1ed92395b5b598bdda52abe5c0dbfd63', 'nasnet_mobile_no_top.h5')),
    331: (WeightsFile(NASNET_LARGE_WEIGHT_PATH, '11577c9a518f0070763c2b964a382f17', 'nasnet_large.h5'),
          WeightsFile(NASNET_LARGE_WEIGHT_PATH_NO_TOP, 'd81d89dc07e6e56530c4e77faddd61b5', 'nasnet_large_no_top.h5')),
}


@documented
def NASNet(input_shape=None, penultimate_filters=4032, num_blocks=6, stem_block_filters=96, skip_reduction=True,
           filter_multiplier=2, include_top=True, weights=None, input_tensor=None, pooling=None, classes=1000,
           default_size=None, **kwargs):
    """Returns the network of Zoph and others, https://arxiv.org/abs/1707.07012, whose cells were found by search.

    It takes its images with the channels last, whatever the configuration is.
    """
    default_size = 331 if default_size is None else default_size
    if weights == 'imagenet' and isinstance(input_shape, tuple) and None in input_shape:
        raise ValueError(f'A NASNet with weights of ImageNet needs an input_shape without None; it is {input_shape}.')
    if weights == 'imagenet' and default_size not in _FILES:
        raise ValueError(f'There are no weights of ImageNet for default_size={default_size}: pass weights=None, or '
                         'make NASNetLarge or NASNetMobile.')
    nasnet = ImageNetwork(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs, default_size,
                          min_size=32, needs_sizes=True)
    if penultimate_filters % (24 * filter_multiplier ** 2) != 0:
        raise ValueError(f'penultimate_filters is a multiple of 24 * filter_multiplier ** 2, '
                         f'{24 * filter_multiplier ** 2}; it is {penultimate_filters}.')
    with _channels_last():
        x = _cells(nasnet.images, penultimate_filters // 24, num_blocks, stem_block_filters, skip_reduction,
                   filter_multiplier)
        x = nasnet.end(x, 'predictions', average=None)
        return nasnet.model(x, 'NASNet', _FILES.get(default_size))


@contextlib.contextmanager
def _channels_last():
    """Configures Keras so meanwhile, and warns where it was not."""
    if K.image_data_format() == 'channels_last':
        yield
        return
    warnings.warn('A NASNet takes images with their channels last, and K.image_data_format() is channels_first.',
                  stacklevel=4)
    K.set_image_data_format('channels_last')
    try:
        yield
    finally:
        K.set_image_data_format('channels_first')


def _cells(x, filters, num_blocks, stem_block_filters, skip_reduction, multiplier):
    """The stem, and three stages of normal cells; a reduction is between two of them."""
    x = Conv2D(stem_block_filters, (3, 3), strides=(2, 2), use_bias=False, name='stem_conv1',
               kernel_initializer='he_normal')(x)
    x, previous = _normalization('stem_bn1')(x), None
    x, previous = _reduction_a_cell(x, previous, filters // multiplier ** 2, 'stem_1')
    x, previous = _reduction_a_cell(x, previous, filters // multiplier, 'stem_2')
    for stage in range(3):
        if stage:
            x, last = _reduction_a_cell(x, previous, filters * multiplier ** stage, f'reduce_{stage * num_blocks}')
            previous = previous if skip_reduction else last
        first = stage * num_blocks + min(stage, 1)  # a reduction counts among the cells, but for the second one
        for number in range(first, first + num_blocks):
            x, previous = _normal_a_cell(x, previous, filters * multiplier ** stage, str(number))
    return Activation('relu')(x)


@network
def NASNetLarge(input_shape=None, include_top=True, weights='imagenet', input_tensor=None, pooling=None, classes=1000,
                **kwargs):
    """Returns the large network of Zoph and others, https://arxiv.org/abs/1707.07012, for images of 331 by 331."""
    return NASNet(input_shape, 4032, 6, 96, True, 2, include_top, weights, input_tensor, pooling, classes, 331,
                  **kwargs)


@network
def NASNetMobile(input_shape=None, include_top=True, weights='imagenet', input_tensor=None, pooling=None, classes=1000,
                 **kwargs):
    """Returns the small network of Zoph and others, https://arxiv.org/abs/1707.07012, for images of 224 by 224."""
    return NASNet(input_shape, 1056, 4, 32, False, 2, include_top, weights, input_tensor, pooling, classes, 224,
                  **kwargs)


def _separable_conv_block(ip, filters, kernel_size=(3, 3), strides=(1, 1), block_id=None):
    """Returns two separable convolutions, each after an activation and normalised; the first has the strides.

    Source: keras-applications 1.0.8 `nasnet._separable_conv_block`.
    """
    with K.name_scope(f'separable_conv_block_{block_id}'):
        x, padding = Activation('relu')(ip), 'same'
        if strides == (2, 2):
            x = ZeroPadding2D(padding=padding_before_stride(x, kernel_size), name=f'separable_conv_1_pad_{block_id}')(x)
            padding = 'valid'
        x = SeparableConv2D(filters, kernel_size, strides=strides, name=f'separable_conv_1_{block_id}', padding=padding,
                            use_bias=False, kernel_initializer='he_normal')(x)
        return chain(x, _normalization(f'separable_conv_1_bn_{block_id}'), Activation('relu'),
                     SeparableConv2D(filters, kernel_size, name=f'separable_conv_2_{block_id}', padding='same',
                                     use_bias=False, kernel_initializer='he_normal'),
                     _normalization(f'separable_conv_2_bn_{block_id}'))


def _adjust_block(p, ip, filters, block_id=None):
    """Returns p with the rows and columns of ip, and so many channels; ip where p is None.

    Source: keras-applications 1.0.8 `nasnet._adjust_block`.
    """
    if p is None:
        return ip
    columns = 2 if K.image_data_format() == 'channels_first' else -2
    with K.name_scope('adjust_block'):
        if K.int_shape(p)[columns] != K.int_shape(ip)[columns]:
            with K.name_scope(f'adjust_reduction_block_{block_id}'):
                return _adjusted_sizes(p, filters, block_id)
        if K.int_shape(p)[channel_axis(-1)] != filters:
            with K.name_scope(f'adjust_projection_block_{block_id}'):
                return chain(p, Activation('relu'), _pointwise(filters, f'adjust_conv_projection_{block_id}'),
                             _normalization(f'adjust_bn_{block_id}'))
    return p


def _adjusted_sizes(p, filters, block_id):
    """Half of the channels of every other position, half of those between, which are moved by one."""
    p = Activation('relu', name=f'adjust_relu_1_{block_id}')(p)
    at = _every_other(p, filters, 1, block_id)
    between = chain(p, ZeroPadding2D(padding=((0, 1), (0, 1))), Cropping2D(cropping=((1, 0), (1, 0))))
    between = _every_other(between, filters, 2, block_id)
    return _normalization(f'adjust_bn_{block_id}')(concatenate([at, between], axis=channel_axis(-1)))


def _every_other(p, filters, number, block_id):
    return chain(p, AveragePooling2D((1, 1), strides=(2, 2), name=f'adjust_avg_pool_{number}_{block_id}'),
                 _pointwise(filters // 2, f'adjust_conv_{number}_{block_id}'))


def _normal_a_cell(ip, p, filters, block_id=None):
    """Returns the features of a normal cell, and ip, which is the p of the next one.

    Args:
        ip, p: tensors of the last cell and of the one before it.
        filters: integer, the channels of each part of the features.
        block_id: text that the names of the layers have.

    Source: keras-applications 1.0.8 `nasnet._normal_a_cell`.
    """
    with K.name_scope(f'normal_A_block_{block_id}'):
        p = _adjust_block(p, ip, filters, block_id)
        h = chain(ip, Activation('relu'), _pointwise(filters, f'normal_conv_1_{block_id}'),
                  _normalization(f'normal_bn_1_{block_id}'))

        def separable(x, kernel_size, side):
            return _separable_conv_block(x, filters, (kernel_size, kernel_size), block_id=f'normal_{side}_{block_id}')

        def average(x, side):
            return AveragePooling2D((3, 3), strides=(1, 1), padding='same', name=f'normal_{side}_{block_id}')(x)

        # The two that each block adds.
        pairs = (lambda: [separable(h, 5, 'left1'), separable(p, 3, 'right1')],
                 lambda: [separable(p, 5, 'left2'), separable(p, 3, 'right2')],
                 lambda: [average(h, 'left3'), p],
                 lambda: [average(p, 'left4'), average(p, 'right4')],
                 lambda: [separable(h, 3, 'left5'), h])
        sums = []
        for number, pair in enumerate(pairs, 1):
            with K.name_scope(f'block_{number}'):
                sums.append(add(pair(), name=f'normal_add_{number}_{block_id}'))
        return concatenate([p] + sums, axis=channel_axis(-1), name=f'normal_concat_{block_id}'), ip


def _reduction_a_cell(ip, p, filters, block_id=None):
    """Returns features of half as many rows and columns, and ip; the arguments are those of _normal_a_cell.

    Source: keras-applications 1.0.8 `nasnet._reduction_a_cell`.
    """
    with K.name_scope(f'reduction_A_block_{block_id}'):
        p = _adjust_block(p, ip, filters, block_id)
        h = chain(ip, Activation('relu'), _pointwise(filters, f'reduction_conv_1_{block_id}'),
                  _normalization(f'reduction_bn_1_{block_id}'))
        padded = ZeroPadding2D(padding=padding_before_stride(h, 3), name=f'reduction_pad_1_{block_id}')(h)

        def separable(x, kernel_size, side, strides=(2, 2)):
            return _separable_conv_block(x, filters, (kernel_size, kernel_size), strides,
                                         f'reduction_{side}_{block_id}')

        def pooled(kind, side):
            return kind((3, 3), strides=(2, 2), name=f'reduction_{side}_{block_id}')(padded)

        with K.name_scope('block_1'):
            first = add([separable(h, 5, 'left1'), separable(p, 7, 'right1')], name=f'reduction_add_1_{block_id}')
        with K.name_scope('block_2'):
            second = add([pooled(MaxPooling2D, 'left2'), separable(p, 7, 'right2')], name=f'reduction_add_2_{block_id}')
        with K.name_scope('block_3'):
            third = add([pooled(AveragePooling2D, 'left3'), separable(p, 5, 'right3')],
                        name=f'reduction_add3_{block_id}')
        with K.name_scope('block_4'):
            average = AveragePooling2D((3, 3), strides=(1, 1), padding='same', name=f'reduction_left4_{block_id}')
            fourth = add([second, average(first)])
        with K.name_scope('block_5'):
            fifth = add([separable(first, 3, 'left4', strides=(1, 1)), pooled(MaxPooling2D, 'right5')],
                        name=f'reduction_add4_{block_id}')
        return concatenate([second, third, fourth, fifth], axis=channel_axis(-1),
                           name=f'reduction_concat_{block_id}'), ip


def _pointwise(filters, name):
    return Conv2D(filters, (1, 1), padding='same', use_bias=False, kernel_initializer='he_normal', name=name)


def _normalization(name):
    return BatchNormalization(axis=channel_axis(-1), momentum=.9997, epsilon=1e-3, name=name)


@of_dialect
def preprocess_input(x, **kwargs):
    """Returns images between -1 and 1.

    Source: keras-applications 1.0.8 `nasnet.preprocess_input`.
    """
    return imagenet_utils.preprocess_input(x, mode='tf', **kwargs)
