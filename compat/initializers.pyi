# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict
from typing_extensions import Self

from compat import backend as K
from compat.utils.generic_utils import deserialize_keras_object, serialize_keras_object

__all__ = ['Constant', 'Identity', 'Initializer', 'K', 'Ones', 'Orthogonal', 'RandomNormal', 'RandomUniform',
           'TruncatedNormal', 'VarianceScaling', 'Zeros', 'constant', 'deserialize', 'deserialize_keras_object', 'get',
           'glorot_normal', 'glorot_uniform', 'he_normal', 'he_uniform', 'identity', 'lecun_normal', 'lecun_uniform',
           'normal', 'np', 'one', 'ones', 'orthogonal', 'random_normal', 'random_uniform', 'serialize',
           'serialize_keras_object', 'six', 'truncated_normal', 'uniform', 'zero', 'zeros']

class Constant(Initializer):
    value: Any
    def __init__(self, value: Any = 0) -> None: ...


class Identity(Initializer):
    gain: Any
    def __init__(self, gain: Any = 1.0) -> None: ...


class Initializer:
    @classmethod
    def from_config(cls, config: Dict[str, Any]) -> Self: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def get_config(self) -> Dict[str, Any]: ...


class Ones(Initializer): ...

class Orthogonal(Initializer):
    gain: Any
    seed: Any
    def __init__(self, gain: Any = 1.0, seed: Any = None) -> None: ...


class RandomNormal(Initializer):
    mean: Any
    seed: Any
    stddev: Any
    def __init__(self, mean: Any = 0.0, stddev: Any = 0.05, seed: Any = None) -> None: ...


class RandomUniform(Initializer):
    maxval: Any
    minval: Any
    seed: Any
    def __init__(self, minval: Any = -0.05, maxval: Any = 0.05, seed: Any = None) -> None: ...


class TruncatedNormal(Initializer):
    mean: Any
    seed: Any
    stddev: Any
    def __init__(self, mean: Any = 0.0, stddev: Any = 0.05, seed: Any = None) -> None: ...


class VarianceScaling(Initializer):
    distribution: Any
    mode: Any
    scale: Any
    seed: Any
    def __init__(self, scale: Any = 1.0, mode: Any = 'fan_in', distribution: Any = 'normal',
            seed: Any = None) -> None: ...


class Zeros(Initializer): ...
def deserialize(config: Dict[str, Any], custom_objects: Any = None) -> Any: ...
def get(identifier: Any) -> Any: ...
def glorot_normal(seed: Any = None) -> Any: ...
def glorot_uniform(seed: Any = None) -> Any: ...
def he_normal(seed: Any = None) -> Any: ...
def he_uniform(seed: Any = None) -> Any: ...
def lecun_normal(seed: Any = None) -> Any: ...
def lecun_uniform(seed: Any = None) -> Any: ...
def serialize(initializer: Any) -> Any: ...
constant = Constant
identity = Identity
normal = RandomNormal
one = Ones
ones = Ones
orthogonal = Orthogonal
random_normal = RandomNormal
random_uniform = RandomUniform
truncated_normal = TruncatedNormal
uniform = RandomUniform
zero = Zeros
zeros = Zeros
np: Any
six: Any
