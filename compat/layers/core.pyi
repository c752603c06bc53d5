# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict, Optional, SupportsIndex
from typing_extensions import Self

from compat import activations, backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.utils import conv_utils
from compat.utils.generic_utils import deserialize_keras_object, func_dump, func_load, has_arg

__all__ = ['Activation', 'ActivityRegularization', 'Dense', 'Dropout', 'Flatten', 'InputSpec', 'K', 'Lambda', 'Layer',
           'Masking', 'Permute', 'RepeatVector', 'Reshape', 'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D',
           'activations', 'constraints', 'conv_utils', 'copy', 'deserialize_keras_object', 'func_dump', 'func_load',
           'has_arg', 'initializers', 'interfaces', 'np', 'python_types', 'regularizers', 'warnings']

class Activation(Layer):
    activation: Any
    def __init__(self, activation: Any, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class ActivityRegularization(Layer):
    activity_regularizer: Any
    l1: Any
    l2: Any
    def __init__(self, l1: Any = 0.0, l2: Any = 0.0, *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class Dense(Layer):
    activation: Any
    activity_regularizer: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    kernel: Any
    kernel_constraint: Any
    kernel_initializer: Any
    kernel_regularizer: Any
    units: Any
    use_bias: Any
    def __init__(self, units: SupportsIndex, activation: Any = None, use_bias: bool = True,
            kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None,
            bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None,
            bias_constraint: Any = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class Dropout(Layer):
    noise_shape: Any
    rate: Any
    seed: Any
    def __init__(self, rate: Any, noise_shape: Any = None, seed: Any = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class Flatten(Layer):
    data_format: Any
    def __init__(self, data_format: Optional[str] = None, *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class Lambda(Layer):
    arguments: Any
    function: Any
    mask: Any
    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> Self: ...
    def __init__(self, function: Any, output_shape: Any = None, mask: Any = None, arguments: Any = None, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class Masking(Layer):
    mask_value: Any
    def __init__(self, mask_value: Any = 0.0, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class Permute(Layer):
    dims: Any
    def __init__(self, dims: Any, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class RepeatVector(Layer):
    n: Any
    def __init__(self, n: Any, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class Reshape(Layer):
    target_shape: Any
    def __init__(self, target_shape: Any, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class SpatialDropout1D(Dropout):
    def __init__(self, rate: Any, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class SpatialDropout2D(Dropout):
    data_format: Any
    def __init__(self, rate: Any, data_format: Optional[str] = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class SpatialDropout3D(Dropout):
    data_format: Any
    def __init__(self, rate: Any, data_format: Optional[str] = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...

copy: Any
np: Any
python_types: Any
warnings: Any
