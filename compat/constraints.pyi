# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict

from compat import backend as K
from compat.utils.generic_utils import deserialize_keras_object, serialize_keras_object

__all__ = ['Constraint', 'K', 'MaxNorm', 'MinMaxNorm', 'NonNeg', 'UnitNorm', 'deserialize', 'deserialize_keras_object',
           'get', 'max_norm', 'maxnorm', 'min_max_norm', 'non_neg', 'nonneg', 'serialize', 'serialize_keras_object',
           'six', 'unit_norm', 'unitnorm']

class Constraint:
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def get_config(self) -> Dict[str, Any]: ...


class MaxNorm(Constraint):
    axis: Any
    max_value: Any
    def __init__(self, max_value: Any = 2, axis: Any = 0) -> None: ...


class MinMaxNorm(Constraint):
    axis: Any
    max_value: Any
    min_value: Any
    rate: Any
    def __init__(self, min_value: Any = 0.0, max_value: Any = 1.0, rate: Any = 1.0, axis: Any = 0) -> None: ...


class NonNeg(Constraint): ...

class UnitNorm(Constraint):
    axis: Any
    def __init__(self, axis: Any = 0) -> None: ...

def deserialize(config: Dict[str, Any], custom_objects: Any = None) -> Any: ...
def get(identifier: Any) -> Any: ...
def serialize(constraint: Any) -> Any: ...
max_norm = MaxNorm
maxnorm = MaxNorm
min_max_norm = MinMaxNorm
non_neg = NonNeg
nonneg = NonNeg
unit_norm = UnitNorm
unitnorm = UnitNorm
six: Any
