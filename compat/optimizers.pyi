# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict, List
from typing_extensions import Self

from compat import backend as K
from compat.legacy import interfaces
from compat.utils.generic_utils import deserialize_keras_object, serialize_keras_object

__all__ = ['Adadelta', 'Adagrad', 'Adam', 'Adamax', 'K', 'Nadam', 'Optimizer', 'RMSprop', 'SGD', 'TFOptimizer',
           'adadelta', 'adagrad', 'adam', 'adamax', 'clip_norm', 'copy', 'deserialize', 'deserialize_keras_object',
           'get', 'interfaces', 'nadam', 'np', 'rmsprop', 'serialize', 'serialize_keras_object', 'sgd', 'six', 'tf',
           'zip']

class Adadelta(Optimizer):
    decay: Any
    epsilon: Any
    initial_decay: Any
    iterations: Any
    learning_rate: Any
    rho: Any
    def __init__(self, lr: Any = 1.0, rho: Any = 0.95, epsilon: Any = None, decay: Any = 0.0,
            **kwargs: Any) -> None: ...


class Adagrad(Optimizer):
    decay: Any
    epsilon: Any
    initial_decay: Any
    iterations: Any
    learning_rate: Any
    def __init__(self, lr: Any = 0.01, epsilon: Any = None, decay: Any = 0.0, **kwargs: Any) -> None: ...


class Adam(Optimizer):
    amsgrad: Any
    beta_1: Any
    beta_2: Any
    decay: Any
    epsilon: Any
    initial_decay: Any
    iterations: Any
    learning_rate: Any
    def __init__(self, lr: Any = 0.001, beta_1: Any = 0.9, beta_2: Any = 0.999, epsilon: Any = None, decay: Any = 0.0,
            amsgrad: bool = False, **kwargs: Any) -> None: ...


class Adamax(Optimizer):
    beta_1: Any
    beta_2: Any
    decay: Any
    epsilon: Any
    initial_decay: Any
    iterations: Any
    learning_rate: Any
    def __init__(self, lr: Any = 0.002, beta_1: Any = 0.9, beta_2: Any = 0.999, epsilon: Any = None, decay: Any = 0.0,
            **kwargs: Any) -> None: ...


class Nadam(Optimizer):
    beta_1: Any
    beta_2: Any
    epsilon: Any
    iterations: Any
    learning_rate: Any
    m_schedule: Any
    schedule_decay: Any
    def __init__(self, lr: Any = 0.002, beta_1: Any = 0.9, beta_2: Any = 0.999, epsilon: Any = None,
            schedule_decay: Any = 0.004, **kwargs: Any) -> None: ...


class Optimizer:
    @property
    def lr(self) -> Any: ...
    updates: List[Any]
    weights: List[Any]
    @classmethod
    def from_config(cls, config: Dict[str, Any]) -> Self: ...
    def __init__(self, **kwargs: Any) -> None: ...
    def get_config(self) -> Dict[str, Any]: ...
    def get_gradients(self, loss: Any, params: Any) -> Any: ...
    def get_updates(self, loss: Any, params: Any) -> Any: ...
    def get_weights(self) -> List[Any]: ...
    def set_weights(self, weights: Any) -> None: ...


class RMSprop(Optimizer):
    decay: Any
    epsilon: Any
    initial_decay: Any
    iterations: Any
    learning_rate: Any
    rho: Any
    def __init__(self, lr: Any = 0.001, rho: Any = 0.9, epsilon: Any = None, decay: Any = 0.0,
            **kwargs: Any) -> None: ...


class SGD(Optimizer):
    decay: Any
    initial_decay: Any
    iterations: Any
    learning_rate: Any
    momentum: Any
    nesterov: Any
    def __init__(self, lr: Any = 0.01, momentum: Any = 0.0, decay: Any = 0.0, nesterov: bool = False,
            **kwargs: Any) -> None: ...


class TFOptimizer(Optimizer):
    iterations: Any
    optimizer: Any
    def __init__(self, optimizer: Any) -> None: ...

def clip_norm(g: Any, c: Any, n: Any) -> Any: ...
def deserialize(config: Dict[str, Any], custom_objects: Any = None) -> Any: ...
def get(identifier: Any) -> Any: ...
def serialize(optimizer: Any) -> Any: ...
adadelta = Adadelta
adagrad = Adagrad
adam = Adam
adamax = Adamax
nadam = Nadam
rmsprop = RMSprop
sgd = SGD
copy: Any
np: Any
six: Any
tf: Any
zip: Any
