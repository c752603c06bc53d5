# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional, SupportsIndex

from compat import backend as K, constraints, initializers, regularizers
from compat.engine.base_layer import Layer
from compat.legacy import interfaces
from compat.utils.generic_utils import to_list

__all__ = ['Embedding', 'K', 'Layer', 'constraints', 'initializers', 'interfaces', 'regularizers', 'to_list']

class Embedding(Layer):
    activity_regularizer: Any
    embeddings: Any
    embeddings_constraint: Any
    embeddings_initializer: Any
    embeddings_regularizer: Any
    input_dim: Any
    input_length: Any
    mask_zero: Any
    output_dim: Any
    def __init__(self, input_dim: Any, output_dim: SupportsIndex, embeddings_initializer: Any = 'uniform',
            embeddings_regularizer: Any = None, activity_regularizer: Any = None, embeddings_constraint: Any = None,
            mask_zero: bool = False, input_length: Any = None, *, name: Optional[str] = None, trainable: bool = True,
            dtype: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
            batch_size: Optional[SupportsIndex] = None, input_dtype: Any = None, weights: Any = None,
            dynamic: bool = False) -> None: ...

