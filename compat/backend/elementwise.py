"""Functions of one element each, and of two: powers, logarithms, rounding, comparison."""
import numpy as np

from compat.backend.tensors import as_tensor, as_tensors, floating, host

__all__ = ['abs', 'square', 'sqrt', 'exp', 'log', 'pow', 'clip', 'round', 'sign', 'sin', 'cos', 'maximum', 'minimum',
           'equal', 'not_equal', 'greater', 'greater_equal', 'less', 'less_equal']


def abs(x):
    """The absolute value (Keras 2.2.4 ``keras.backend.abs``)."""
    return host.abs(as_tensor(x))


def square(x):
    """x * x (Keras 2.2.4 ``keras.backend.square``)."""
    return host.square(as_tensor(x))


def sqrt(x):
    """The square root; negative elements count as 0 (Keras 2.2.4 ``keras.backend.sqrt``)."""
    return host.sqrt(host.clip(floating(x, 'sqrt'), 0., np.inf))


def exp(x):
    """e to the power of x (Keras 2.2.4 ``keras.backend.exp``)."""
    return host.exp(floating(x, 'exp'))


def log(x):
    """The natural logarithm (Keras 2.2.4 ``keras.backend.log``)."""
    return host.log(floating(x, 'log'))


def round(x):
    """The nearest whole number, half to even (Keras 2.2.4 ``keras.backend.round``)."""
    return host.round(as_tensor(x))


def sign(x):
    """-1, 0 or 1 (Keras 2.2.4 ``keras.backend.sign``)."""
    return host.sign(as_tensor(x))


def sin(x):
    """The sine (Keras 2.2.4 ``keras.backend.sin``)."""
    return host.sin(floating(x, 'sin'))


def cos(x):
    """The cosine (Keras 2.2.4 ``keras.backend.cos``)."""
    return host.cos(floating(x, 'cos'))


def pow(x, a):
    """x to the power of ``a``, a number or a tensor (Keras 2.2.4 ``keras.backend.pow``)."""
    return host.power(*as_tensors(x, a))


def clip(x, min_value, max_value):
    """``x`` between the two numbers; a ``max_value`` below ``min_value`` counts as it, None as infinity.

    Keras 2.2.4 ``keras.backend.clip``.
    """
    x = as_tensor(x)
    if max_value is None:
        max_value = np.inf
    elif max_value < min_value:
        max_value = min_value
    return host.clip(x, as_tensor(min_value, like=x), as_tensor(max_value, like=x))


def equal(x, y):
    """x == y, as bool (Keras 2.2.4 ``keras.backend.equal``)."""
    return host.equal(*as_tensors(x, y))


def not_equal(x, y):
    """x != y, as bool (Keras 2.2.4 ``keras.backend.not_equal``)."""
    return host.not_equal(*as_tensors(x, y))


def greater(x, y):
    """x > y, as bool (Keras 2.2.4 ``keras.backend.greater``)."""
    return host.greater(*as_tensors(x, y))


def greater_equal(x, y):
    """x >= y, as bool (Keras 2.2.4 ``keras.backend.greater_equal``)."""
    return host.greater_equal(*as_tensors(x, y))


def less(x, y):
    """x < y, as bool (Keras 2.2.4 ``keras.backend.less``)."""
    return host.less(*as_tensors(x, y))


def less_equal(x, y):
    """x <= y, as bool (Keras 2.2.4 ``keras.backend.less_equal``)."""
    return host.less_equal(*as_tensors(x, y))


def maximum(x, y):
    """The greater of the two (Keras 2.2.4 ``keras.backend.maximum``)."""
    return host.maximum(*as_tensors(x, y))


def minimum(x, y):
    """The smaller of the two (Keras 2.2.4 ``keras.backend.minimum``)."""
    return host.minimum(*as_tensors(x, y))
