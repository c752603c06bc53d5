# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import activations, backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer
from compat.layers.recurrent import RNN
from compat.legacy import interfaces
from compat.legacy.layers import ConvRecurrent2D, Recurrent
from compat.utils import conv_utils
from compat.utils.generic_utils import has_arg, to_list, transpose_shape

__all__ = ['ConvLSTM2D', 'ConvLSTM2DCell', 'ConvRNN2D', 'ConvRecurrent2D', 'InputSpec', 'K', 'Layer', 'RNN',
           'Recurrent', 'activations', 'constraints', 'conv_utils', 'has_arg', 'initializers', 'interfaces', 'np',
           'regularizers', 'to_list', 'transpose_shape', 'warnings']

class ConvLSTM2D(ConvRNN2D):
    @property
    def activation(self) -> Any: ...
    activity_regularizer: Any
    @property
    def bias_constraint(self) -> Any: ...
    @property
    def bias_initializer(self) -> Any: ...
    @property
    def bias_regularizer(self) -> Any: ...
    @property
    def data_format(self) -> Any: ...
    @property
    def dilation_rate(self) -> Any: ...
    @property
    def dropout(self) -> Any: ...
    @property
    def filters(self) -> Any: ...
    @property
    def kernel_constraint(self) -> Any: ...
    @property
    def kernel_initializer(self) -> Any: ...
    @property
    def kernel_regularizer(self) -> Any: ...
    @property
    def kernel_size(self) -> Any: ...
    @property
    def padding(self) -> Any: ...
    @property
    def recurrent_activation(self) -> Any: ...
    @property
    def recurrent_constraint(self) -> Any: ...
    @property
    def recurrent_dropout(self) -> Any: ...
    @property
    def recurrent_initializer(self) -> Any: ...
    @property
    def recurrent_regularizer(self) -> Any: ...
    @property
    def strides(self) -> Any: ...
    @property
    def unit_forget_bias(self) -> Any: ...
    @property
    def use_bias(self) -> Any: ...
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = (1, 1), padding: str = 'valid',
            data_format: Optional[str] = None, dilation_rate: Any = (1, 1), activation: Any = 'tanh',
            recurrent_activation: Any = 'hard_sigmoid', use_bias: bool = True,
            kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal',
            bias_initializer: Any = 'zeros', unit_forget_bias: bool = True, kernel_regularizer: Any = None,
            recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
            kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None,
            return_sequences: bool = False, go_backwards: bool = False, stateful: bool = False, dropout: Any = 0.0,
            recurrent_dropout: Any = 0.0, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class ConvLSTM2DCell(Layer):
    activation: Any
    bias: Any
    bias_c: Any
    bias_constraint: Any
    bias_f: Any
    bias_i: Any
    bias_initializer: Any
    bias_o: Any
    bias_regularizer: Any
    data_format: Any
    dilation_rate: Any
    dropout: Any
    filters: Any
    kernel: Any
    kernel_c: Any
    kernel_constraint: Any
    kernel_f: Any
    kernel_i: Any
    kernel_initializer: Any
    kernel_o: Any
    kernel_regularizer: Any
    kernel_shape: Any
    kernel_size: Any
    padding: Any
    recurrent_activation: Any
    recurrent_constraint: Any
    recurrent_dropout: Any
    recurrent_initializer: Any
    recurrent_kernel: Any
    recurrent_kernel_c: Any
    recurrent_kernel_f: Any
    recurrent_kernel_i: Any
    recurrent_kernel_o: Any
    recurrent_regularizer: Any
    state_size: Any
    strides: Any
    unit_forget_bias: Any
    use_bias: Any
    def __init__(self, filters: SupportsIndex, kernel_size: Any, strides: Any = (1, 1), padding: str = 'valid',
            data_format: Optional[str] = None, dilation_rate: Any = (1, 1), activation: Any = 'tanh',
            recurrent_activation: Any = 'hard_sigmoid', use_bias: bool = True,
            kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal',
            bias_initializer: Any = 'zeros', unit_forget_bias: bool = True, kernel_regularizer: Any = None,
            recurrent_regularizer: Any = None, bias_regularizer: Any = None, kernel_constraint: Any = None,
            recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0,
            recurrent_dropout: Any = 0.0, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...
    def input_conv(self, x: Any, w: Any, b: Any = None, padding: str = 'valid') -> Any: ...
    def recurrent_conv(self, x: Any, w: Any) -> Any: ...


class ConvRNN2D(RNN): ...
np: Any
warnings: Any
