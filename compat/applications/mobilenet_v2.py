"""Keras 2's `keras.applications.mobilenet_v2`."""
import warnings

from compat import backend as K
from compat.applications import imagenet_utils
from compat.applications.imagenet_utils import decode_predictions
from compat.layers import Add, BatchNormalization, Conv2D, DepthwiseConv2D, ReLU, ZeroPadding2D
from compat.networks.functions import network, of_dialect
from compat.networks.image_network import ImageNetwork, WeightsFile, chain, channel_axis, padding_before_stride

BASE_WEIGHT_PATH = 'https://github.com/JonathanCMitchell/mobilenet_v2_keras/releases/download/v1.1/'
# Of these widths and sizes there are weights of ImageNet.
_ALPHAS = (.35, .5, .75, 1., 1.3, 1.4)
_SIZES = (96, 128, 160, 192, 224)
# Blocks 0 to 16: filters, and the stride of the depthwise convolution.
_BLOCKS = ((16, 1), (24, 2), (24, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (64, 1), (96, 1), (96, 1),
           (96, 1), (160, 2), (160, 1), (160, 1), (320, 1))


@network
def MobileNetV2(input_shape=None, alpha=1.0, include_top=True, weights='imagenet', input_tensor=None, pooling=None,
                classes=1000, **kwargs):
    """Returns the network of Sandler and others, https://arxiv.org/abs/1801.04381."""
    mobilenet = ImageNetwork(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs,
                             default_size=_default_size(input_shape, input_tensor), min_size=32)
    rows = _rows_of_weights(mobilenet, alpha)
    x = ZeroPadding2D(padding=padding_before_stride(mobilenet.images, 3), name='Conv1_pad')(mobilenet.images)
    x = Conv2D(_make_divisible(32 * alpha, 8), 3, strides=(2, 2), use_bias=False, name='Conv1')(x)
    x = chain(x, _normalization('bn_Conv1'), ReLU(6., name='Conv1_relu'))
    for number, (filters, stride) in enumerate(_BLOCKS):
        x = _inverted_res_block(x, expansion=6 if number else 1, stride=stride, alpha=alpha, filters=filters,
                                block_id=number)
    last = _make_divisible(1280 * alpha, 8) if alpha > 1. else 1280
    x = chain(x, Conv2D(last, 1, use_bias=False, name='Conv_1'), _normalization('Conv_1_bn'), ReLU(6., name='out_relu'))
    x = mobilenet.end(x, 'Logits', average=None)
    origin = f'{BASE_WEIGHT_PATH}mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{alpha}_{rows}'
    files = WeightsFile(origin + '.h5'), WeightsFile(origin + '_no_top.h5')
    return mobilenet.model(x, f'mobilenetv2_{alpha:.2f}_{rows}', files)


def _default_size(input_shape, input_tensor):
    """The rows and columns of the images where they are not given.

    Raises ValueError where the tensor does not fit input_shape, or is none.
    """
    if input_tensor is not None and not K.is_keras_tensor(input_tensor):
        if input_shape is not None:
            raise ValueError(f'input_tensor is a tensor of Keras where input_shape is given, too, not {input_tensor}: '
                             'pass keras.layers.Input(tensor=input_tensor).')
        return 224
    sizes = input_shape
    if input_tensor is not None:
        sizes = K.int_shape(input_tensor)[1:]
        if input_shape is not None and sizes[1] != input_shape[1]:
            raise ValueError(f'input_shape {input_shape} is not that of input_tensor, {sizes}.')
        sizes = sizes if input_shape is None else input_shape
    if sizes is None:
        return 224
    first = 1 if K.image_data_format() == 'channels_first' else 0
    rows, columns = sizes[first], sizes[first + 1]
    return rows if rows == columns and rows in _SIZES else 224


def _rows_of_weights(mobilenet, alpha):
    """The rows of the images, or those of the weights of ImageNet for them.

    Raises ValueError where there are no weights of ImageNet for alpha.
    """
    rows, columns = mobilenet.sizes
    if mobilenet.weights != 'imagenet':
        return rows
    if alpha not in _ALPHAS:
        raise ValueError(f'The weights of ImageNet are for an alpha of {_ALPHAS}; it is {alpha}.')
    if rows == columns and rows in _SIZES:
        return rows
    warnings.warn(f'The weights of ImageNet are for images of {_SIZES} rows and as many columns: those of 224 are '
                  f'loaded for input_shape {mobilenet.input_shape}.', stacklevel=3)
    return 224


def _make_divisible(v, divisor, min_value=None):
    """Returns the multiple of divisor that is nearest to v, min_value at least, and not much less than v.

    Source: keras-applications 1.0.8 `mobilenet_v2._make_divisible`.
    """
    nearest = max(divisor if min_value is None else min_value, int(v + divisor / 2) // divisor * divisor)
    return nearest + divisor if nearest < .9 * v else nearest


def _inverted_res_block(inputs, expansion, stride, alpha, filters, block_id):
    """Returns a block that widens its features, convolves each, and narrows them; where it can it adds its input.

    Source: keras-applications 1.0.8 `mobilenet_v2._inverted_res_block`.
    """
    channels = K.int_shape(inputs)[channel_axis(-1)]
    narrow = _make_divisible(int(filters * alpha), 8)
    x, prefix = inputs, f'block_{block_id}_' if block_id else 'expanded_conv_'
    if block_id:
        x = chain(x, Conv2D(expansion * channels, 1, padding='same', use_bias=False, name=prefix + 'expand'),
                  _normalization(prefix + 'expand_BN'), ReLU(6., name=prefix + 'expand_relu'))
    if stride == 2:
        x = ZeroPadding2D(padding=padding_before_stride(x, 3), name=prefix + 'pad')(x)
    x = chain(x, DepthwiseConv2D(3, strides=stride, use_bias=False, padding='same' if stride == 1 else 'valid',
                                 name=prefix + 'depthwise'),
              _normalization(prefix + 'depthwise_BN'), ReLU(6., name=prefix + 'depthwise_relu'),
              Conv2D(narrow, 1, padding='same', use_bias=False, name=prefix + 'project'),
              _normalization(prefix + 'project_BN'))
    return Add(name=prefix + 'add')([inputs, x]) if channels == narrow and stride == 1 else x


def _normalization(name):
    return BatchNormalization(axis=channel_axis(-1), epsilon=1e-3, momentum=.999, name=name)


@of_dialect
def preprocess_input(x, **kwargs):
    """Returns images between -1 and 1.

    Source: keras-applications 1.0.8 `mobilenet_v2.preprocess_input`.
    """
    return imagenet_utils.preprocess_input(x, mode='tf', **kwargs)
