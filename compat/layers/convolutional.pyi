# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import activations, backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer
from compat.layers.pooling import (AveragePooling1D, AveragePooling2D, AveragePooling3D, MaxPooling1D, MaxPooling2D,
    MaxPooling3D)
from compat.legacy import interfaces
from compat.legacy.layers import (AtrousConvolution1D, AtrousConvolution1D as AtrousConv1D, AtrousConvolution2D,
    AtrousConvolution2D as AtrousConv2D)
from compat.utils import conv_utils
from compat.utils.generic_utils import transpose_shape

__all__ = ['AtrousConv1D', 'AtrousConv2D', 'AtrousConvolution1D', 'AtrousConvolution2D', 'AveragePooling1D',
           'AveragePooling2D', 'AveragePooling3D', 'Conv1D', 'Conv2D', 'Conv2DTranspose', 'Conv3D', 'Conv3DTranspose',
           'Convolution1D', 'Convolution2D', 'Convolution2DTranspose', 'Convolution3D', 'Cropping1D', 'Cropping2D',
           'Cropping3D', 'Deconv2D', 'Deconv3D', 'Deconvolution2D', 'Deconvolution3D', 'DepthwiseConv2D', 'InputSpec',
           'K', 'Layer', 'MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D', 'SeparableConv1D', 'SeparableConv2D',
           'SeparableConvolution1D', 'SeparableConvolution2D', 'UpSampling1D', 'UpSampling2D', 'UpSampling3D',
           'ZeroPadding1D', 'ZeroPadding2D', 'ZeroPadding3D', 'activations', 'constraints', 'conv_utils',
           'initializers', 'interfaces', 'regularizers', 'transpose_shape']

class Conv1D(Layer):
    activation: Any
    activity_regularizer: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    data_format: Any
    dilation_rate: Any
    filters: Any
    kernel: Any
    kernel_constraint: Any
    kernel_initializer: Any
    kernel_regularizer: Any
    kernel_size: Any
    padding: Any
    rank: Any
    strides: Any
    use_bias: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = 1, padding: str = 'valid',
            data_format: Optional[str] = 'channels_last', dilation_rate: Any = 1, activation: Any = None,
            use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros',
            kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
            kernel_constraint: Any = None, bias_constraint: Any = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class Conv2D(Layer):
    activation: Any
    activity_regularizer: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    data_format: Any
    dilation_rate: Any
    filters: Any
    kernel: Any
    kernel_constraint: Any
    kernel_initializer: Any
    kernel_regularizer: Any
    kernel_size: Any
    padding: Any
    rank: Any
    strides: Any
    use_bias: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = (1, 1), padding: str = 'valid',
            data_format: Optional[str] = None, dilation_rate: Any = (1, 1), activation: Any = None,
            use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros',
            kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
            kernel_constraint: Any = None, bias_constraint: Any = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class Conv2DTranspose(Conv2D):
    output_padding: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = (1, 1), padding: str = 'valid',
            output_padding: Any = None, data_format: Optional[str] = None, dilation_rate: Any = (1, 1),
            activation: Any = None, use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform',
            bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, bias_regularizer: Any = None,
            activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class Conv3D(Layer):
    activation: Any
    activity_regularizer: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    data_format: Any
    dilation_rate: Any
    filters: Any
    kernel: Any
    kernel_constraint: Any
    kernel_initializer: Any
    kernel_regularizer: Any
    kernel_size: Any
    padding: Any
    rank: Any
    strides: Any
    use_bias: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = (1, 1, 1), padding: str = 'valid',
            data_format: Optional[str] = None, dilation_rate: Any = (1, 1, 1), activation: Any = None,
            use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros',
            kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
            kernel_constraint: Any = None, bias_constraint: Any = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class Conv3DTranspose(Conv3D):
    output_padding: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = (1, 1, 1), padding: str = 'valid',
            output_padding: Any = None, data_format: Optional[str] = None, activation: Any = None,
            use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros',
            kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
            kernel_constraint: Any = None, bias_constraint: Any = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class Cropping1D(Layer):
    cropping: Any
    data_format: Any
    rank: Any
    def __init__(self, cropping: Any = (1, 1), *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class Cropping2D(Layer):
    cropping: Any
    data_format: Any
    rank: Any
    def __init__(self, cropping: Any = ((0, 0), (0, 0)), data_format: Optional[str] = None, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class Cropping3D(Layer):
    cropping: Any
    data_format: Any
    rank: Any
    def __init__(self, cropping: Any = ((1, 1), (1, 1), (1, 1)), data_format: Optional[str] = None, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class DepthwiseConv2D(Conv2D):
    depth_multiplier: Any
    depthwise_constraint: Any
    depthwise_initializer: Any
    depthwise_kernel: Any
    depthwise_regularizer: Any
    def __init__(self, kernel_size: Any, strides: Any = (1, 1), padding: str = 'valid', depth_multiplier: Any = 1,
            data_format: Optional[str] = None, activation: Any = None, use_bias: bool = True,
            depthwise_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros',
            depthwise_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
            depthwise_constraint: Any = None, bias_constraint: Any = None, *, dilation_rate: Any = (1, 1),
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class SeparableConv1D(Layer):
    activation: Any
    activity_regularizer: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    data_format: Any
    depth_multiplier: Any
    depthwise_constraint: Any
    depthwise_initializer: Any
    depthwise_kernel: Any
    depthwise_regularizer: Any
    dilation_rate: Any
    filters: Any
    kernel: Any
    kernel_constraint: Any
    kernel_initializer: Any
    kernel_regularizer: Any
    kernel_size: Any
    padding: Any
    pointwise_constraint: Any
    pointwise_initializer: Any
    pointwise_kernel: Any
    pointwise_regularizer: Any
    rank: Any
    strides: Any
    use_bias: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = 1, padding: str = 'valid',
            data_format: Optional[str] = 'channels_last', dilation_rate: Any = 1, depth_multiplier: Any = 1,
            activation: Any = None, use_bias: bool = True, depthwise_initializer: Any = 'glorot_uniform',
            pointwise_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros',
            depthwise_regularizer: Any = None, pointwise_regularizer: Any = None, bias_regularizer: Any = None,
            activity_regularizer: Any = None, depthwise_constraint: Any = None, pointwise_constraint: Any = None,
            bias_constraint: Any = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class SeparableConv2D(Layer):
    activation: Any
    activity_regularizer: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    data_format: Any
    depth_multiplier: Any
    depthwise_constraint: Any
    depthwise_initializer: Any
    depthwise_kernel: Any
    depthwise_regularizer: Any
    dilation_rate: Any
    filters: Any
    kernel: Any
    kernel_constraint: Any
    kernel_initializer: Any
    kernel_regularizer: Any
    kernel_size: Any
    padding: Any
    pointwise_constraint: Any
    pointwise_initializer: Any
    pointwise_kernel: Any
    pointwise_regularizer: Any
    rank: Any
    strides: Any
    use_bias: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = (1, 1), padding: str = 'valid',
            data_format: Optional[str] = None, dilation_rate: Any = (1, 1), depth_multiplier: Any = 1,
            activation: Any = None, use_bias: bool = True, depthwise_initializer: Any = 'glorot_uniform',
            pointwise_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros',
            depthwise_regularizer: Any = None, pointwise_regularizer: Any = None, bias_regularizer: Any = None,
            activity_regularizer: Any = None, depthwise_constraint: Any = None, pointwise_constraint: Any = None,
            bias_constraint: Any = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class UpSampling1D(Layer):
    data_format: Any
    rank: Any
    size: Any
    def __init__(self, size: Any = 2, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class UpSampling2D(Layer):
    data_format: Any
    interpolation: Any
    rank: Any
    size: Any
    def __init__(self, size: Any = (2, 2), data_format: Optional[str] = None, interpolation: Any = 'nearest', *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class UpSampling3D(Layer):
    data_format: Any
    rank: Any
    size: Any
    def __init__(self, size: Any = (2, 2, 2), data_format: Optional[str] = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class ZeroPadding1D(Layer):
    data_format: Any
    padding: Any
    rank: Any
    def __init__(self, padding: Any = 1, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class ZeroPadding2D(Layer):
    data_format: Any
    padding: Any
    rank: Any
    def __init__(self, padding: Any = (1, 1), data_format: Optional[str] = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class ZeroPadding3D(Layer):
    data_format: Any
    padding: Any
    rank: Any
    def __init__(self, padding: Any = (1, 1, 1), data_format: Optional[str] = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...

Convolution1D = Conv1D
Convolution2D = Conv2D
Convolution2DTranspose = Conv2DTranspose
Convolution3D = Conv3D
Deconv2D = Conv2DTranspose
Deconv3D = Conv3DTranspose
Deconvolution2D = Conv2DTranspose
Deconvolution3D = Conv3DTranspose
SeparableConvolution1D = SeparableConv1D
SeparableConvolution2D = SeparableConv2D
