"""What tensors and variables of TensorFlow 1 do themselves: they compare by identity, so that ``in`` and dicts find
them, and eval computes them in a session.
"""
from compat.tensorflow1.default_session import evaluate


def _is_same(self, other):
    return self is other


def _is_other(self, other):
    return self is not other


# The methods of a class whose objects compare by identity.
METHODS = {'__eq__': _is_same, '__ne__': _is_other, '__hash__': object.__hash__, 'eval': evaluate}


def compare_by_identity(cls):
    """Lets the objects of a class of compat's compare by identity; returns the class."""
    for name, method in METHODS.items():
        setattr(cls, name, method)
    return cls
