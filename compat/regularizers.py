"""The regularizers of Keras 2 (Keras 2.2.4 `keras.regularizers`): called with a weight, they return its penalty."""
from compat import backend as K
from compat import process
from compat.utils.generic_utils import serialize_keras_object
from compat.base_layer.named_objects import deserialize as _deserialize
from compat.base_layer.named_objects import get as _get
from compat.base_layer.named_objects import named as _named
from compat.base_layer.named_objects import builtin as _builtin
from compat.base_layer.pickling import HostNamedType

_host = process.opened().keras.regularizers


class Regularizer(metaclass=HostNamedType):
    """The base of all regularizers; its own penalty is 0. A subclass defines ``__call__(x)`` and ``get_config()``.

    Source: Keras 2.2.4 `keras.regularizers.Regularizer`.
    """

    def __call__(self, x):
        return 0.

    @classmethod
    def from_config(cls, config):
        """Returns a regularizer of a config."""
        return cls(**config)


@_builtin('regularizers')
class L1L2(Regularizer):
    """The penalty ``l1 * sum(abs(x)) + l2 * sum(square(x))``.

    Args:
        l1: float, the factor of the absolute values.
        l2: float, the factor of the squares.

    Source: Keras 2.2.4 `keras.regularizers.L1L2`.
    """

    def __init__(self, l1=0., l2=0.):
        self.l1 = K.cast_to_floatx(l1)
        self.l2 = K.cast_to_floatx(l2)

    def __call__(self, x):
        regularization = 0.
        if self.l1:
            regularization += K.sum(float(self.l1) * K.abs(x))
        if self.l2:
            regularization += K.sum(float(self.l2) * K.square(x))
        return regularization

    def get_config(self):
        return {'l1': float(self.l1), 'l2': float(self.l2)}


def l1(l=0.01):  # noqa: E741 - Keras 2's own name of the argument
    """Returns the regularizer ``l * sum(abs(x))``.

    Args:
        l: float, the factor.

    Source: Keras 2.2.4 `keras.regularizers.l1`.
    """
    return L1L2(l1=l)


def l2(l=0.01):  # noqa: E741
    """Returns the regularizer ``l * sum(square(x))``.

    Args:
        l: float, the factor.

    Source: Keras 2.2.4 `keras.regularizers.l2`.
    """
    return L1L2(l2=l)


def l1_l2(l1=0.01, l2=0.01):
    """Returns the regularizer ``l1 * sum(abs(x)) + l2 * sum(square(x))``.

    Args:
        l1: float, the factor of the absolute values.
        l2: float, the factor of the squares.

    Source: Keras 2.2.4 `keras.regularizers.l1_l2`.
    """
    return L1L2(l1=l1, l2=l2)


_NAMED = _named('regularizers', globals())


def serialize(regularizer):
    """Returns ``{'class_name', 'config'}`` of a regularizer, the name of a function, None for None."""
    return serialize_keras_object(regularizer)


def deserialize(config, custom_objects=None):
    """Returns the regularizer of a config. Raises ValueError for an unknown name."""
    return _deserialize(config, _NAMED, 'regularizer', _host.get, custom_objects)


def get(identifier):
    """Returns the regularizer of a name, a config or a callable; None for None. Raises ValueError for anything else."""
    return None if identifier is None else _get(identifier, _NAMED, 'regularizer', _host.get)
