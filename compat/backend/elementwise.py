"""Functions of one element each, and of two: powers, logarithms, rounding, comparison."""
import numpy as np

from compat.backend.tensors import as_tensor, as_tensors, floating, host, int_shape, numbers
from compat.symbolic import ops

__all__ = ['abs', 'square', 'sqrt', 'exp', 'log', 'pow', 'clip', 'round', 'sign', 'sin', 'cos', 'maximum', 'minimum',
           'equal', 'not_equal', 'greater', 'greater_equal', 'less', 'less_equal']


def _pair(x, y, name):
    """Two tensors whose shapes broadcast; raises ValueError where they do not."""
    x, y = as_tensors(x, y)
    refuse_misfit(x, y, name)
    return x, y


def refuse_misfit(x, y, name):
    """Raises ValueError, naming the function of K, where the shapes of two tensors do not broadcast."""
    if x.shape == y.shape:
        return
    shapes = int_shape(x), int_shape(y)
    if shapes[0] != shapes[1] and None not in shapes:
        for sizes in zip(reversed(shapes[0]), reversed(shapes[1])):
            if sizes[0] != sizes[1] and 1 not in sizes and None not in sizes:
                raise ValueError('K.%s: the shapes %s and %s do not fit together.' % ((name,) + shapes))


def _numbers(x, y, name):
    x, y = _pair(x, y, name)
    return numbers(x, name), y


def abs(x):
    """The absolute value (Keras 2.2.4 ``keras.backend.abs``)."""
    return ops.abs(numbers(x, 'abs'))


def square(x):
    """x * x (Keras 2.2.4 ``keras.backend.square``)."""
    return ops.square(numbers(x, 'square'))


def sqrt(x):
    """The square root; negative elements count as 0 (Keras 2.2.4 ``keras.backend.sqrt``)."""
    return ops.sqrt(ops.clip(floating(x, 'sqrt'), 0., np.inf))


def exp(x):
    """e to the power of x (Keras 2.2.4 ``keras.backend.exp``)."""
    return ops.exp(floating(x, 'exp'))


def log(x):
    """The natural logarithm (Keras 2.2.4 ``keras.backend.log``)."""
    return ops.log(floating(x, 'log'))


def round(x):
    """The nearest whole number, half to even (Keras 2.2.4 ``keras.backend.round``)."""
    return ops.round(numbers(x, 'round'))


def sign(x):
    """-1, 0 or 1 (Keras 2.2.4 ``keras.backend.sign``)."""
    return ops.sign(numbers(x, 'sign'))


def sin(x):
    """The sine (Keras 2.2.4 ``keras.backend.sin``)."""
    return ops.sin(floating(x, 'sin'))


def cos(x):
    """The cosine (Keras 2.2.4 ``keras.backend.cos``)."""
    return ops.cos(floating(x, 'cos'))


def pow(x, a):
    """x to the power of ``a``, a number or a tensor (Keras 2.2.4 ``keras.backend.pow``)."""
    base, exponent = _numbers(x, a, 'pow')
    if isinstance(a, (int, float)) and a in PRODUCTS:
        return PRODUCTS[a](base)
    return ops.power(base, exponent)


# Powers that are computed without one, so that all their derivatives are numbers at zero, as TensorFlow 1's were.
PRODUCTS = {0: lambda x: ops.ones_like(x, None), 1: ops.identity, 2: lambda x: x * x, 3: lambda x: x * x * x}


def clip(x, min_value, max_value):
    """``x`` between two numbers or tensors; a number ``max_value`` below ``min_value`` counts as it, None as infinity.

    Keras 2.2.4 ``keras.backend.clip``.
    """
    x = as_tensor(x)
    if max_value is None:
        max_value = np.inf
    elif isinstance(min_value, (int, float)) and isinstance(max_value, (int, float)):
        max_value = min_value if max_value < min_value else max_value
    if type(min_value) is type(max_value) is float and host.dtype_name(x) == 'float32':
        return ops.clip(x, min_value, max_value)
    return ops.clip(x, as_tensor(min_value, like=x), as_tensor(max_value, like=x))


def equal(x, y):
    """x == y, as bool (Keras 2.2.4 ``keras.backend.equal``)."""
    return ops.equal(*_pair(x, y, 'equal'))


def not_equal(x, y):
    """x != y, as bool (Keras 2.2.4 ``keras.backend.not_equal``)."""
    return ops.not_equal(*_pair(x, y, 'not_equal'))


def greater(x, y):
    """x > y, as bool (Keras 2.2.4 ``keras.backend.greater``)."""
    return ops.greater(*_numbers(x, y, 'greater'))


def greater_equal(x, y):
    """x >= y, as bool (Keras 2.2.4 ``keras.backend.greater_equal``)."""
    return ops.greater_equal(*_numbers(x, y, 'greater_equal'))


def less(x, y):
    """x < y, as bool (Keras 2.2.4 ``keras.backend.less``)."""
    return ops.less(*_numbers(x, y, 'less'))


def less_equal(x, y):
    """x <= y, as bool (Keras 2.2.4 ``keras.backend.less_equal``)."""
    return ops.less_equal(*_numbers(x, y, 'less_equal'))


def maximum(x, y):
    """The greater of the two (Keras 2.2.4 ``keras.backend.maximum``)."""
    return ops.maximum(*_numbers(x, y, 'maximum'))


def minimum(x, y):
    """The smaller of the two (Keras 2.2.4 ``keras.backend.minimum``)."""
    return ops.minimum(*_numbers(x, y, 'minimum'))
