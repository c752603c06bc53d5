# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.utils import conv_utils

__all__ = ['AveragePooling1D', 'AveragePooling2D', 'AveragePooling3D', 'AvgPool1D', 'AvgPool2D', 'AvgPool3D',
           'GlobalAveragePooling1D', 'GlobalAveragePooling2D', 'GlobalAveragePooling3D', 'GlobalAvgPool1D',
           'GlobalAvgPool2D', 'GlobalAvgPool3D', 'GlobalMaxPool1D', 'GlobalMaxPool2D', 'GlobalMaxPool3D',
           'GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'GlobalMaxPooling3D', 'InputSpec', 'K', 'Layer', 'MaxPool1D',
           'MaxPool2D', 'MaxPool3D', 'MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D', 'conv_utils', 'interfaces']

class AveragePooling1D(Layer):
    data_format: Any
    padding: Any
    pool_size: Any
    strides: Any
    def __init__(self, pool_size: Any = 2, strides: Any = None, padding: str = 'valid',
            data_format: Optional[str] = 'channels_last', *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class AveragePooling2D(Layer):
    data_format: Any
    padding: Any
    pool_size: Any
    strides: Any
    def __init__(self, pool_size: Any = (2, 2), strides: Any = None, padding: str = 'valid',
            data_format: Optional[str] = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class AveragePooling3D(Layer):
    data_format: Any
    padding: Any
    pool_size: Any
    strides: Any
    def __init__(self, pool_size: Any = (2, 2, 2), strides: Any = None, padding: str = 'valid',
            data_format: Optional[str] = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class GlobalAveragePooling1D(Layer):
    data_format: Any
    def __init__(self, data_format: Optional[str] = 'channels_last', *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class GlobalAveragePooling2D(Layer):
    data_format: Any
    def __init__(self, data_format: Optional[str] = None, *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class GlobalAveragePooling3D(Layer):
    data_format: Any
    def __init__(self, data_format: Optional[str] = None, *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class GlobalMaxPooling1D(Layer):
    data_format: Any
    def __init__(self, data_format: Optional[str] = 'channels_last', *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class GlobalMaxPooling2D(Layer):
    data_format: Any
    def __init__(self, data_format: Optional[str] = None, *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class GlobalMaxPooling3D(Layer):
    data_format: Any
    def __init__(self, data_format: Optional[str] = None, *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class MaxPooling1D(Layer):
    data_format: Any
    padding: Any
    pool_size: Any
    strides: Any
    def __init__(self, pool_size: Any = 2, strides: Any = None, padding: str = 'valid',
            data_format: Optional[str] = 'channels_last', *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class MaxPooling2D(Layer):
    data_format: Any
    padding: Any
    pool_size: Any
    strides: Any
    def __init__(self, pool_size: Any = (2, 2), strides: Any = None, padding: str = 'valid',
            data_format: Optional[str] = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class MaxPooling3D(Layer):
    data_format: Any
    padding: Any
    pool_size: Any
    strides: Any
    def __init__(self, pool_size: Any = (2, 2, 2), strides: Any = None, padding: str = 'valid',
            data_format: Optional[str] = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...

AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
AvgPool3D = AveragePooling3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D
