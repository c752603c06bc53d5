"""The constraints of Keras 2 (Keras 2.2.4 `keras.constraints`): called with a weight, they return its new value."""
import numpy as np

from compat import backend as K
from compat import process
from compat.utils.generic_utils import serialize_keras_object
from compat.base_layer.named_objects import deserialize as _deserialize
from compat.base_layer.named_objects import get as _get
from compat.base_layer.named_objects import named as _named
from compat.base_layer.named_objects import builtin as _builtin
from compat.base_layer.pickling import HostNamedType

_host = process.opened().keras.constraints


def _tensor(w):
    """Returns the weight, an array or list as a tensor."""
    return K.constant(w, dtype=np.asarray(w).dtype.name) if isinstance(w, (np.ndarray, list)) else w


def _norms(w, axis):
    return K.sqrt(K.sum(K.square(w), axis=axis, keepdims=True))


class Constraint(metaclass=HostNamedType):
    """The base of all constraints; its own returns the weight as it is. A subclass defines ``__call__(w)``.

    Source: Keras 2.2.4 `keras.constraints.Constraint`.
    """

    def __call__(self, w):
        return w

    def get_config(self):
        return {}

    @classmethod
    def from_config(cls, config):
        """Returns a constraint of a config."""
        return cls(**config)


@_builtin('constraints')
class MaxNorm(Constraint):
    """Limits the norms of a weight along an axis (Srivastava et al., Dropout, JMLR 2014).

    Args:
        max_value: float, the largest norm.
        axis: integer or list of integers, the axes along which norms are computed: 0 for a Dense layer, [0, 1, 2] for
            a convolution of images.

    Source: Keras 2.2.4 `keras.constraints.MaxNorm`.
    """

    def __init__(self, max_value=2, axis=0):
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w):
        w = _tensor(w)
        norms = _norms(w, self.axis)
        return w * (K.clip(norms, 0, self.max_value) / (K.epsilon() + norms))

    def get_config(self):
        return {'max_value': self.max_value, 'axis': self.axis}


@_builtin('constraints')
class NonNeg(Constraint):
    """Sets negative weights to 0.

    Source: Keras 2.2.4 `keras.constraints.NonNeg`.
    """

    def __call__(self, w):
        w = _tensor(w)
        return w * K.cast(K.greater_equal(w, 0.), K.dtype(w))


@_builtin('constraints')
class UnitNorm(Constraint):
    """Scales the norms of a weight along an axis to 1.

    Args:
        axis: integer or list of integers, the axes along which norms are computed.

    Source: Keras 2.2.4 `keras.constraints.UnitNorm`.
    """

    def __init__(self, axis=0):
        self.axis = axis

    def __call__(self, w):
        w = _tensor(w)
        return w / (K.epsilon() + _norms(w, self.axis))

    def get_config(self):
        return {'axis': self.axis}


@_builtin('constraints')
class MinMaxNorm(Constraint):
    """Limits the norms of a weight along an axis on both sides.

    Args:
        min_value: float, the smallest norm.
        max_value: float, the largest norm.
        rate: float from 0 to 1: with 1 the limits hold after each update, with less the norms approach them.
        axis: integer or list of integers, the axes along which norms are computed.

    Source: Keras 2.2.4 `keras.constraints.MinMaxNorm`.
    """

    def __init__(self, min_value=0.0, max_value=1.0, rate=1.0, axis=0):
        self.min_value = min_value
        self.max_value = max_value
        self.rate = rate
        self.axis = axis

    def __call__(self, w):
        w = _tensor(w)
        norms = _norms(w, self.axis)
        desired = self.rate * K.clip(norms, self.min_value, self.max_value) + (1 - self.rate) * norms
        return w * (desired / (K.epsilon() + norms))

    def get_config(self):
        return {'min_value': self.min_value, 'max_value': self.max_value, 'rate': self.rate, 'axis': self.axis}


max_norm = maxnorm = MaxNorm
non_neg = nonneg = NonNeg
unit_norm = unitnorm = UnitNorm
min_max_norm = MinMaxNorm

_NAMED = _named('constraints', globals())


def serialize(constraint):
    """Returns ``{'class_name', 'config'}`` of a constraint, the name of a function, None for None."""
    return serialize_keras_object(constraint)


def deserialize(config, custom_objects=None):
    """Returns the constraint of a config. Raises ValueError for an unknown name."""
    return _deserialize(config, _NAMED, 'constraint', _host.get, custom_objects)


def get(identifier):
    """Returns the constraint of a name, a config or a callable; None for None. Raises ValueError for anything else."""
    return None if identifier is None else _get(identifier, _NAMED, 'constraint', _host.get)
