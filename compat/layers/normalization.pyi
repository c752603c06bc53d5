# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces

__all__ = ['BatchNormalization', 'InputSpec', 'K', 'Layer', 'constraints', 'initializers', 'interfaces', 'regularizers']

class BatchNormalization(Layer):
    axis: Any
    beta: Any
    beta_constraint: Any
    beta_initializer: Any
    beta_regularizer: Any
    center: Any
    epsilon: Any
    gamma: Any
    gamma_constraint: Any
    gamma_initializer: Any
    gamma_regularizer: Any
    momentum: Any
    moving_mean: Any
    moving_mean_initializer: Any
    moving_variance: Any
    moving_variance_initializer: Any
    scale: Any
    def __init__(self, axis: Any = -1, momentum: Any = 0.99, epsilon: Any = 0.001, center: bool = True,
            scale: bool = True, beta_initializer: Any = 'zeros', gamma_initializer: Any = 'ones',
            moving_mean_initializer: Any = 'zeros', moving_variance_initializer: Any = 'ones',
            beta_regularizer: Any = None, gamma_regularizer: Any = None, beta_constraint: Any = None,
            gamma_constraint: Any = None, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...

