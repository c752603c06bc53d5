# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import activations, backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer
from compat.utils import conv_utils
from compat.utils.generic_utils import to_list

__all__ = ['AtrousConvolution1D', 'AtrousConvolution2D', 'ConvRecurrent2D', 'Highway', 'InputSpec', 'K', 'Layer',
           'MaxoutDense', 'Recurrent', 'activations', 'constraints', 'conv_utils', 'initializers', 'np', 'regularizers',
           'to_list', 'warnings']

def AtrousConvolution1D(*args: Any, **kwargs: Any) -> Any: ...
def AtrousConvolution2D(*args: Any, **kwargs: Any) -> Any: ...

class ConvRecurrent2D(Recurrent):
    data_format: Any
    dilation_rate: Any
    filters: Any
    kernel_size: Any
    padding: Any
    strides: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = (1, 1), padding: str = 'valid',
            data_format: Optional[str] = None, dilation_rate: Any = (1, 1), return_sequences: bool = False,
            go_backwards: bool = False, stateful: bool = False, *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class Highway(Layer):
    W: Any
    W_carry: Any
    W_constraint: Any
    W_regularizer: Any
    activation: Any
    activity_regularizer: Any
    b: Any
    b_carry: Any
    b_constraint: Any
    b_regularizer: Any
    bias: Any
    init: Any
    initial_weights: Any
    input_dim: Any
    def __init__(self, init: Any = 'glorot_uniform', activation: Any = None, weights: Any = None,
            W_regularizer: Any = None, b_regularizer: Any = None, activity_regularizer: Any = None,
            W_constraint: Any = None, b_constraint: Any = None, bias: Any = True, input_dim: Any = None, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None, input_length: Any = None,
            input_dtype: Any = None, dynamic: bool = False) -> None: ...


class MaxoutDense(Layer):
    W: Any
    W_constraint: Any
    W_regularizer: Any
    activity_regularizer: Any
    b: Any
    b_constraint: Any
    b_regularizer: Any
    bias: Any
    init: Any
    initial_weights: Any
    input_dim: Any
    nb_feature: Any
    output_dim: Any
    def __init__(self, output_dim: SupportsIndex, nb_feature: Any = 4, init: Any = 'glorot_uniform',
            weights: Any = None, W_regularizer: Any = None, b_regularizer: Any = None, activity_regularizer: Any = None,
            W_constraint: Any = None, b_constraint: Any = None, bias: Any = True, input_dim: Any = None, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None, input_length: Any = None,
            input_dtype: Any = None, dynamic: bool = False) -> None: ...


class Recurrent(Layer):
    dropout: Any
    go_backwards: Any
    implementation: Any
    recurrent_dropout: Any
    return_sequences: Any
    return_state: Any
    state_spec: Any
    states: Any
    unroll: Any
    def __call__(self, inputs: Any, initial_state: Any = None, **kwargs: Any) -> Any: ...
    def __init__(self, return_sequences: bool = False, return_state: bool = False, go_backwards: bool = False,
            stateful: bool = False, unroll: bool = False, implementation: Any = 0, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...
    def get_constants(self, inputs: Any, training: Any = None) -> Any: ...
    def get_initial_state(self, inputs: Any) -> Any: ...
    def preprocess_input(self, inputs: Any, training: Any = None) -> Any: ...
    def reset_states(self, states: Any = None) -> None: ...
    def step(self, inputs: Any, states: Any) -> Any: ...

np: Any
warnings: Any
