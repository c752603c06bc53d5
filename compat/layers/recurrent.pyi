# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict, Optional, SupportsIndex
from typing_extensions import Self

from compat import activations, backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer, disable_tracking
from compat.legacy import interfaces
from compat.legacy.layers import Recurrent
from compat.utils.generic_utils import has_arg, to_list

__all__ = ['GRU', 'GRUCell', 'InputSpec', 'K', 'LSTM', 'LSTMCell', 'Layer', 'RNN', 'Recurrent', 'SimpleRNN',
           'SimpleRNNCell', 'StackedRNNCells', 'activations', 'constraints', 'disable_tracking', 'has_arg',
           'initializers', 'interfaces', 'np', 'regularizers', 'to_list', 'warnings']

class GRU(RNN):
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
    def dropout(self) -> Any: ...
    @property
    def kernel_constraint(self) -> Any: ...
    @property
    def kernel_initializer(self) -> Any: ...
    @property
    def kernel_regularizer(self) -> Any: ...
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
    def reset_after(self) -> Any: ...
    @property
    def units(self) -> Any: ...
    @property
    def use_bias(self) -> Any: ...
    def __init__(self, units: SupportsIndex, activation: Any = 'tanh', recurrent_activation: Any = 'hard_sigmoid',
            use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform',
            recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None,
            recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
            kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None,
            dropout: Any = 0.0, recurrent_dropout: Any = 0.0, implementation: Any = 1, return_sequences: bool = False,
            return_state: bool = False, go_backwards: bool = False, stateful: bool = False, unroll: bool = False,
            reset_after: bool = False, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class GRUCell(Layer):
    activation: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    dropout: Any
    implementation: Any
    input_bias: Any
    input_bias_h: Any
    input_bias_r: Any
    input_bias_z: Any
    kernel: Any
    kernel_constraint: Any
    kernel_h: Any
    kernel_initializer: Any
    kernel_r: Any
    kernel_regularizer: Any
    kernel_z: Any
    output_size: Any
    recurrent_activation: Any
    recurrent_bias: Any
    recurrent_bias_h: Any
    recurrent_bias_r: Any
    recurrent_bias_z: Any
    recurrent_constraint: Any
    recurrent_dropout: Any
    recurrent_initializer: Any
    recurrent_kernel: Any
    recurrent_kernel_h: Any
    recurrent_kernel_r: Any
    recurrent_kernel_z: Any
    recurrent_regularizer: Any
    reset_after: Any
    state_size: Any
    units: Any
    use_bias: Any
    def __init__(self, units: SupportsIndex, activation: Any = 'tanh', recurrent_activation: Any = 'hard_sigmoid',
            use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform',
            recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None,
            recurrent_regularizer: Any = None, bias_regularizer: Any = None, kernel_constraint: Any = None,
            recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0,
            recurrent_dropout: Any = 0.0, implementation: Any = 1, reset_after: bool = False, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class LSTM(RNN):
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
    def dropout(self) -> Any: ...
    @property
    def kernel_constraint(self) -> Any: ...
    @property
    def kernel_initializer(self) -> Any: ...
    @property
    def kernel_regularizer(self) -> Any: ...
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
    def unit_forget_bias(self) -> Any: ...
    @property
    def units(self) -> Any: ...
    @property
    def use_bias(self) -> Any: ...
    def __init__(self, units: SupportsIndex, activation: Any = 'tanh', recurrent_activation: Any = 'hard_sigmoid',
            use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform',
            recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', unit_forget_bias: bool = True,
            kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None,
            activity_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None,
            bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, implementation: Any = 1,
            return_sequences: bool = False, return_state: bool = False, go_backwards: bool = False,
            stateful: bool = False, unroll: bool = False, *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class LSTMCell(Layer):
    activation: Any
    bias: Any
    bias_c: Any
    bias_constraint: Any
    bias_f: Any
    bias_i: Any
    bias_initializer: Any
    bias_o: Any
    bias_regularizer: Any
    dropout: Any
    implementation: Any
    kernel: Any
    kernel_c: Any
    kernel_constraint: Any
    kernel_f: Any
    kernel_i: Any
    kernel_initializer: Any
    kernel_o: Any
    kernel_regularizer: Any
    output_size: Any
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
    unit_forget_bias: Any
    units: Any
    use_bias: Any
    def __init__(self, units: SupportsIndex, activation: Any = 'tanh', recurrent_activation: Any = 'hard_sigmoid',
            use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform',
            recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', unit_forget_bias: bool = True,
            kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None,
            kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None,
            dropout: Any = 0.0, recurrent_dropout: Any = 0.0, implementation: Any = 1, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class RNN(Layer):
    cell: Any
    constants_spec: Any
    go_backwards: Any
    return_sequences: Any
    return_state: Any
    state_spec: Any
    states: Any
    unroll: Any
    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> Self: ...
    def __call__(self, inputs: Any, initial_state: Any = None, constants: Any = None, **kwargs: Any) -> Any: ...
    def __init__(self, cell: Any, return_sequences: bool = False, return_state: bool = False,
            go_backwards: bool = False, stateful: bool = False, unroll: bool = False, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...
    def get_initial_state(self, inputs: Any) -> Any: ...
    def get_losses_for(self, inputs: Any = None) -> Any: ...
    def reset_states(self, states: Any = None) -> None: ...


class SimpleRNN(RNN):
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
    def dropout(self) -> Any: ...
    @property
    def kernel_constraint(self) -> Any: ...
    @property
    def kernel_initializer(self) -> Any: ...
    @property
    def kernel_regularizer(self) -> Any: ...
    @property
    def recurrent_constraint(self) -> Any: ...
    @property
    def recurrent_dropout(self) -> Any: ...
    @property
    def recurrent_initializer(self) -> Any: ...
    @property
    def recurrent_regularizer(self) -> Any: ...
    @property
    def units(self) -> Any: ...
    @property
    def use_bias(self) -> Any: ...
    def __init__(self, units: SupportsIndex, activation: Any = 'tanh', use_bias: bool = True,
            kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal',
            bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, recurrent_regularizer: Any = None,
            bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None,
            recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0,
            recurrent_dropout: Any = 0.0, return_sequences: bool = False, return_state: bool = False,
            go_backwards: bool = False, stateful: bool = False, unroll: bool = False, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class SimpleRNNCell(Layer):
    activation: Any
    bias: Any
    bias_constraint: Any
    bias_initializer: Any
    bias_regularizer: Any
    dropout: Any
    kernel: Any
    kernel_constraint: Any
    kernel_initializer: Any
    kernel_regularizer: Any
    output_size: Any
    recurrent_constraint: Any
    recurrent_dropout: Any
    recurrent_initializer: Any
    recurrent_kernel: Any
    recurrent_regularizer: Any
    state_size: Any
    units: Any
    use_bias: Any
    def __init__(self, units: SupportsIndex, activation: Any = 'tanh', use_bias: bool = True,
            kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal',
            bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, recurrent_regularizer: Any = None,
            bias_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None,
            bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class StackedRNNCells(Layer):
    cells: Any
    @property
    def output_size(self) -> Any: ...
    reverse_state_order: Any
    @property
    def state_size(self) -> Any: ...
    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> Self: ...
    def __init__(self, cells: Any, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...
    def get_losses_for(self, inputs: Any = None) -> Any: ...

np: Any
warnings: Any
