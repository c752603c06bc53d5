# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import backend as K
from compat.engine.base_layer import Layer
from compat.legacy import interfaces

__all__ = ['AlphaDropout', 'GaussianDropout', 'GaussianNoise', 'K', 'Layer', 'interfaces', 'np']

class AlphaDropout(Layer):
    noise_shape: Any
    rate: Any
    seed: Any
    def __init__(self, rate: Any, noise_shape: Any = None, seed: Any = None, *, name: Optional[str] = None,
            trainable: bool = True, dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dim: Optional[SupportsIndex] = None,
            input_length: Any = None, input_dtype: Any = None, weights: Any = None, dynamic: bool = False) -> None: ...


class GaussianDropout(Layer):
    rate: Any
    def __init__(self, rate: Any, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...


class GaussianNoise(Layer):
    stddev: Any
    def __init__(self, stddev: Any, *, name: Optional[str] = None, trainable: bool = True, dtype: Any = None,
            input_shape: Any = None, batch_input_shape: Any = None, batch_size: Optional[SupportsIndex] = None,
            input_dim: Optional[SupportsIndex] = None, input_length: Any = None, input_dtype: Any = None,
            weights: Any = None, dynamic: bool = False) -> None: ...

np: Any
