# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import activations, backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.utils import conv_utils

__all__ = ['InputSpec', 'K', 'Layer', 'LocallyConnected1D', 'LocallyConnected2D', 'activations', 'constraints',
           'conv_utils', 'initializers', 'interfaces', 'regularizers']

class LocallyConnected1D(Layer):
    activation: Any
    activity_regularizer: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    data_format: Any
    filters: Any
    kernel: Any
    kernel_constraint: Any
    kernel_initializer: Any
    kernel_regularizer: Any
    kernel_shape: Any
    kernel_size: Any
    padding: Any
    strides: Any
    use_bias: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = 1, padding: str = 'valid',
            data_format: Optional[str] = None, activation: Any = None, use_bias: bool = True,
            kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None,
            bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None,
            bias_constraint: Any = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class LocallyConnected2D(Layer):
    activation: Any
    activity_regularizer: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    data_format: Any
    filters: Any
    kernel: Any
    kernel_constraint: Any
    kernel_initializer: Any
    kernel_regularizer: Any
    kernel_shape: Any
    kernel_size: Any
    output_col: Any
    output_row: Any
    padding: Any
    strides: Any
    use_bias: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = (1, 1), padding: str = 'valid',
            data_format: Optional[str] = None, activation: Any = None, use_bias: bool = True,
            kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None,
            bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None,
            bias_constraint: Any = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...

