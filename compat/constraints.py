"""The constraints of Keras 2 (Keras 2.2.4 `keras.constraints`): called with a weight, they give what it becomes."""
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
    """The weight, or the tensor of one that is given as numbers."""
    return K.constant(w, dtype=np.asarray(w).dtype.name) if isinstance(w, (np.ndarray, list)) else w


def _norms(w, axis):
    return K.sqrt(K.sum(K.square(w), axis=axis, keepdims=True))


class Constraint(_host.Constraint, metaclass=HostNamedType):
    """Base of all constraints; its own leaves the weight as it is."""

    def __call__(self, w):
        return w

    def get_config(self):
        return {}

    @classmethod
    def from_config(cls, config):
        """A constraint of that config."""
        return cls(**config)


@_builtin('constraints')
class MaxNorm(Constraint, _host.MaxNorm):
    """Norms along ``axis`` of ``max_value`` at most (Srivastava et al., Dropout, JMLR 2014)."""

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
class NonNeg(Constraint, _host.NonNeg):
    """Negative weights become 0."""

    def __call__(self, w):
        w = _tensor(w)
        return w * K.cast(K.greater_equal(w, 0.), K.dtype(w))


@_builtin('constraints')
class UnitNorm(Constraint, _host.UnitNorm):
    """Norms along ``axis`` of 1."""

    def __init__(self, axis=0):
        self.axis = axis

    def __call__(self, w):
        w = _tensor(w)
        return w / (K.epsilon() + _norms(w, self.axis))

    def get_config(self):
        return {'axis': self.axis}


@_builtin('constraints')
class MinMaxNorm(Constraint, _host.MinMaxNorm):
    """Norms along ``axis`` from ``min_value`` to ``max_value``; ``rate`` 1 is strict, less moves there step by step."""

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
    """``{'class_name', 'config'}`` of a constraint, the name of a function, None for None."""
    return serialize_keras_object(constraint)


def deserialize(config, custom_objects=None):
    """The constraint of a config. Raises ValueError for an unknown name."""
    return _deserialize(config, _NAMED, 'constraint', _host.get, custom_objects)


def get(identifier):
    """The constraint of a name, a config or a callable; None for None. Raises ValueError for anything else."""
    return None if identifier is None else _get(identifier, _NAMED, 'constraint', _host.get)
