# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec
from compat.layers.recurrent import RNN

__all__ = ['CuDNNGRU', 'CuDNNLSTM', 'InputSpec', 'K', 'RNN', 'constraints', 'initializers', 'namedtuple',
           'regularizers']

class CuDNNGRU(RNN):
    activity_regularizer: Any
    bias: Any
    bias_constraint: Any
    bias_h: Any
    bias_h_i: Any
    bias_initializer: Any
    bias_r: Any
    bias_r_i: Any
    bias_regularizer: Any
    bias_z: Any
    bias_z_i: Any
    kernel: Any
    kernel_constraint: Any
    kernel_h: Any
    kernel_initializer: Any
    kernel_r: Any
    kernel_regularizer: Any
    kernel_z: Any
    recurrent_constraint: Any
    recurrent_initializer: Any
    recurrent_kernel: Any
    recurrent_kernel_h: Any
    recurrent_kernel_r: Any
    recurrent_kernel_z: Any
    recurrent_regularizer: Any
    units: Any
    def __init__(self, units: SupportsIndex, kernel_initializer: Any = 'glorot_uniform',
            recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None,
            recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
            kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None,
            return_sequences: bool = False, return_state: bool = False, stateful: bool = False, *,
            name: Optional[str] = None, trainable: bool = True, dtype: Any = None, input_shape: Any = None,
            batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class CuDNNLSTM(RNN):
    activity_regularizer: Any
    bias: Any
    bias_c: Any
    bias_c_i: Any
    bias_constraint: Any
    bias_f: Any
    bias_f_i: Any
    bias_i: Any
    bias_i_i: Any
    bias_initializer: Any
    bias_o: Any
    bias_o_i: Any
    bias_regularizer: Any
    kernel: Any
    kernel_c: Any
    kernel_constraint: Any
    kernel_f: Any
    kernel_i: Any
    kernel_initializer: Any
    kernel_o: Any
    kernel_regularizer: Any
    recurrent_constraint: Any
    recurrent_initializer: Any
    recurrent_kernel: Any
    recurrent_kernel_c: Any
    recurrent_kernel_f: Any
    recurrent_kernel_i: Any
    recurrent_kernel_o: Any
    recurrent_regularizer: Any
    unit_forget_bias: Any
    units: Any
    def __init__(self, units: SupportsIndex, kernel_initializer: Any = 'glorot_uniform',
            recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', unit_forget_bias: bool = True,
            kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None,
            activity_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None,
            bias_constraint: Any = None, return_sequences: bool = False, return_state: bool = False,
            stateful: bool = False, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...

namedtuple: Any
