# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import activations, backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.utils.generic_utils import to_list

__all__ = ['ELU', 'InputSpec', 'K', 'Layer', 'LeakyReLU', 'PReLU', 'ReLU', 'Softmax', 'ThresholdedReLU', 'activations',
           'constraints', 'initializers', 'interfaces', 'regularizers', 'to_list']

class ELU(Layer):
    alpha: Any
    def __init__(self, alpha: Any = 1.0, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class LeakyReLU(Layer):
    alpha: Any
    def __init__(self, alpha: Any = 0.3, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class PReLU(Layer):
    alpha: Any
    alpha_constraint: Any
    alpha_initializer: Any
    alpha_regularizer: Any
    param_broadcast: Any
    shared_axes: Any
    def __init__(self, alpha_initializer: Any = 'zeros', alpha_regularizer: Any = None, alpha_constraint: Any = None,
            shared_axes: Any = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class ReLU(Layer):
    max_value: Any
    negative_slope: Any
    threshold: Any
    def __init__(self, max_value: Any = None, negative_slope: Any = 0.0, threshold: Any = 0.0, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class Softmax(Layer):
    axis: Any
    def __init__(self, axis: Any = -1, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class ThresholdedReLU(Layer):
    theta: Any
    def __init__(self, theta: Any = 1.0, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...

