"""Functions of one element each, and of two: powers, logarithms, rounding, comparison."""
from __future__ import annotations

import numpy as np

from compat.backend.tensors import as_tensor, as_tensors, as_float_tensor, host, int_shape, as_numeric_tensor
from compat.symbolic import composites, ops
from compat.symbolic.types import Number, Tensor

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


def _numeric_pair(x, y, name):
    x, y = _pair(x, y, name)
    return as_numeric_tensor(x, name), y


def abs(x: Tensor) -> Tensor:
    """Computes the absolute value.

    Args:
        x: Numbers of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.abs``.
    """
    return ops.abs(as_numeric_tensor(x, 'abs'))


def square(x: Tensor) -> Tensor:
    """Computes x * x.

    Args:
        x: Numbers of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.square``.
    """
    return ops.square(as_numeric_tensor(x, 'square'))


def sqrt(x: Tensor) -> Tensor:
    """Computes the square root.

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``. Negative elements count as 0.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.sqrt``.
    """
    return ops.sqrt(ops.clip(as_float_tensor(x, 'sqrt'), 0., np.inf))


def exp(x: Tensor) -> Tensor:
    """Computes e to the power of ``x``.

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.exp``.
    """
    return ops.exp(as_float_tensor(x, 'exp'))


def log(x: Tensor) -> Tensor:
    """Computes the natural logarithm.

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.log``.
    """
    return ops.log(as_float_tensor(x, 'log'))


def round(x: Tensor) -> Tensor:
    """Rounds to the nearest integer, half to even.

    Args:
        x: Numbers of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.round``.
    """
    return ops.round(as_numeric_tensor(x, 'round'))


def sign(x: Tensor) -> Tensor:
    """Computes the sign: -1, 0 or 1.

    Args:
        x: Numbers of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has bool.

    Source: Keras 2.2.4 ``keras.backend.sign``.
    """
    return ops.sign(as_numeric_tensor(x, 'sign'))


def sin(x: Tensor) -> Tensor:
    """Computes the sine.

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.sin``.
    """
    return ops.sin(as_float_tensor(x, 'sin'))


def cos(x: Tensor) -> Tensor:
    """Computes the cosine.

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.cos``.
    """
    return ops.cos(as_float_tensor(x, 'cos'))


def pow(x: Tensor, a: Number) -> Tensor:
    """Computes ``x`` to the power of ``a``, element by element.

    Args:
        x: Numbers of any shape.
        a: The exponent, a number or a tensor of the dtype of ``x`` whose shape broadcasts with that of ``x``.

    Returns:
        A tensor of the dtype of ``x`` in the shape that both broadcast to.

    Raises:
        ValueError: The shapes do not broadcast.
        TypeError: The dtypes differ, or are bool.

    Source: Keras 2.2.4 ``keras.backend.pow``.
    """
    base, exponent = _numeric_pair(x, a, 'pow')
    if isinstance(a, (int, float)) and a in PRODUCTS:
        return PRODUCTS[a](base)
    return ops.power(base, exponent)


# Powers that are computed without one, so that all their derivatives are numbers at zero, as TensorFlow 1's were.
PRODUCTS = {0: composites.zeroth_power, 1: ops.identity, 2: lambda x: x * x, 3: lambda x: x * x * x}


def clip(x: Tensor, min_value: Number, max_value: Number) -> Tensor:
    """Computes ``x`` between two bounds.

    Args:
        x: Numbers of any shape.
        min_value: The lower bound, a number or a tensor.
        max_value: The upper bound, a number or a tensor; None counts as infinity, and a number below a number
            ``min_value`` counts as that.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Source: Keras 2.2.4 ``keras.backend.clip``.
    """
    x = as_tensor(x)
    if max_value is None:
        max_value = np.inf
    elif isinstance(min_value, (int, float)) and isinstance(max_value, (int, float)):
        max_value = min_value if max_value < min_value else max_value
    if type(min_value) is type(max_value) is float and host.dtype_name(x) == 'float32':
        return ops.clip(x, min_value, max_value)
    return ops.clip(x, as_tensor(min_value, like=x), as_tensor(max_value, like=x))


def equal(x: Tensor, y: Tensor) -> Tensor:
    """Computes x == y.

    Args:
        x: A tensor of any dtype.
        y: A tensor of the dtype of ``x`` whose shape broadcasts with that of ``x``; plain numbers take its dtype.

    Returns:
        A tensor of bool in the shape that both broadcast to.

    Raises:
        ValueError: The shapes do not broadcast.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.equal``.
    """
    return ops.equal(*_pair(x, y, 'equal'))


def not_equal(x: Tensor, y: Tensor) -> Tensor:
    """Computes x != y.

    Args:
        x: A tensor of any dtype.
        y: A tensor of the dtype of ``x`` whose shape broadcasts with that of ``x``; plain numbers take its dtype.

    Returns:
        A tensor of bool in the shape that both broadcast to.

    Raises:
        ValueError: The shapes do not broadcast.
        TypeError: The dtypes differ.

    Source: Keras 2.2.4 ``keras.backend.not_equal``.
    """
    return ops.not_equal(*_pair(x, y, 'not_equal'))


def greater(x: Tensor, y: Tensor) -> Tensor:
    """Computes x > y.

    Args:
        x: Numbers.
        y: A tensor of the dtype of ``x`` whose shape broadcasts with that of ``x``; plain numbers take its dtype.

    Returns:
        A tensor of bool in the shape that both broadcast to.

    Raises:
        ValueError: The shapes do not broadcast.
        TypeError: The dtypes differ, or are bool.

    Source: Keras 2.2.4 ``keras.backend.greater``.
    """
    return ops.greater(*_numeric_pair(x, y, 'greater'))


def greater_equal(x: Tensor, y: Tensor) -> Tensor:
    """Computes x >= y.

    Args:
        x: Numbers.
        y: A tensor of the dtype of ``x`` whose shape broadcasts with that of ``x``; plain numbers take its dtype.

    Returns:
        A tensor of bool in the shape that both broadcast to.

    Raises:
        ValueError: The shapes do not broadcast.
        TypeError: The dtypes differ, or are bool.

    Source: Keras 2.2.4 ``keras.backend.greater_equal``.
    """
    return ops.greater_equal(*_numeric_pair(x, y, 'greater_equal'))


def less(x: Tensor, y: Tensor) -> Tensor:
    """Computes x < y.

    Args:
        x: Numbers.
        y: A tensor of the dtype of ``x`` whose shape broadcasts with that of ``x``; plain numbers take its dtype.

    Returns:
        A tensor of bool in the shape that both broadcast to.

    Raises:
        ValueError: The shapes do not broadcast.
        TypeError: The dtypes differ, or are bool.

    Source: Keras 2.2.4 ``keras.backend.less``.
    """
    return ops.less(*_numeric_pair(x, y, 'less'))


def less_equal(x: Tensor, y: Tensor) -> Tensor:
    """Computes x <= y.

    Args:
        x: Numbers.
        y: A tensor of the dtype of ``x`` whose shape broadcasts with that of ``x``; plain numbers take its dtype.

    Returns:
        A tensor of bool in the shape that both broadcast to.

    Raises:
        ValueError: The shapes do not broadcast.
        TypeError: The dtypes differ, or are bool.

    Source: Keras 2.2.4 ``keras.backend.less_equal``.
    """
    return ops.less_equal(*_numeric_pair(x, y, 'less_equal'))


def maximum(x: Tensor, y: Tensor) -> Tensor:
    """Computes the greater of two tensors, element by element.

    Args:
        x: Numbers.
        y: A tensor of the dtype of ``x`` whose shape broadcasts with that of ``x``; plain numbers take its dtype.

    Returns:
        A tensor of the dtype of ``x`` in the shape that both broadcast to.

    Raises:
        ValueError: The shapes do not broadcast.
        TypeError: The dtypes differ, or are bool.

    Source: Keras 2.2.4 ``keras.backend.maximum``.
    """
    return ops.maximum(*_numeric_pair(x, y, 'maximum'))


def minimum(x: Tensor, y: Tensor) -> Tensor:
    """Computes the smaller of two tensors, element by element.

    Args:
        x: Numbers.
        y: A tensor of the dtype of ``x`` whose shape broadcasts with that of ``x``; plain numbers take its dtype.

    Returns:
        A tensor of the dtype of ``x`` in the shape that both broadcast to.

    Raises:
        ValueError: The shapes do not broadcast.
        TypeError: The dtypes differ, or are bool.

    Source: Keras 2.2.4 ``keras.backend.minimum``.
    """
    return ops.minimum(*_numeric_pair(x, y, 'minimum'))
