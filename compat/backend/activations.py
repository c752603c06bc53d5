"""The activation functions of K."""
from __future__ import annotations

from typing import Optional

import numpy as np

from compat.backend import reductions
from compat.backend.tensors import (NO_TENSORS, as_tensor, as_float_tensor, host, as_integer, int_shape,
                                    is_tensor)
from compat.symbolic import ops
from compat.symbolic.types import Axis, Integer, Number, Tensor

__all__ = ['relu', 'elu', 'softmax', 'softplus', 'softsign', 'sigmoid', 'hard_sigmoid', 'tanh', 'l2_normalize']


def relu(x: Tensor, alpha: Number = 0., max_value: Optional[Number] = None, threshold: Number = 0.) -> Tensor:
    """Computes the rectified linear unit.

    Args:
        x: Numbers of any shape.
        alpha: The slope below ``threshold``, a number or a tensor.
        max_value: The upper bound of the result, a number or a tensor, or None.
        threshold: Where the linear part begins, a number or a tensor.

    Returns:
        ``x`` from ``threshold`` on, at most ``max_value``; below it alpha * (x - threshold). Shape and dtype of ``x``.

    Raises:
        TypeError: ``alpha`` is no number and no tensor.

    Source: Keras 2.2.4 ``keras.backend.relu``.
    """
    x = as_tensor(x)
    alpha, threshold = _checked_factor(alpha, 'relu'), _as_number(threshold)
    if _differs(threshold, 0.):
        linear = x * ops.cast(ops.greater(x, as_tensor(threshold, like=x)), host.dtype_name(x))
    else:
        linear = ops.relu(x)
    if is_tensor(max_value):
        linear = ops.maximum(ops.minimum(linear, as_tensor(max_value)), as_tensor(0, like=x))
    elif max_value is not None:
        # Zero is the bound from below, and the bounds of a framework may not cross.
        max_value = 0 if isinstance(max_value, (int, float)) and max_value < 0 else max_value
        linear = ops.clip(linear, as_tensor(0, like=x), as_tensor(max_value, like=x))
    return linear - ops.relu(threshold - x) * alpha if _differs(alpha, 0.) else linear


def _differs(value, number):
    """Whether a number is another one; a tensor may be any, as in Keras 2."""
    return is_tensor(value) or value != number


def _checked_factor(alpha, name):
    if isinstance(alpha, NO_TENSORS):
        raise TypeError(f'alpha of K.{name} is a number or a tensor, and was {alpha!r}.')
    return _as_number(alpha)


def _as_number(value):
    """Returns the number in an array of numpy of no axis, as K.cast_to_floatx returns; anything else as it is.

    An array multiplies a tensor of torch itself, before the tensor is asked.
    """
    return value.item() if isinstance(value, np.ndarray) and value.shape == () else value


def elu(x: Tensor, alpha: Number = 1.) -> Tensor:
    """Computes the exponential linear unit.

    Args:
        x: Floats of any shape.
        alpha: The factor of the negative part, a number or a tensor.

    Returns:
        ``x`` where it is positive, alpha * (exp(x) - 1) elsewhere. Shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool, or ``alpha`` is no number and no tensor.

    Source: Keras 2.2.4 ``keras.backend.elu``.
    """
    x = as_float_tensor(x, 'elu')
    alpha = _checked_factor(alpha, 'elu')
    result = ops.elu(x)
    if isinstance(alpha, (np.ndarray, np.generic)) and not alpha.shape:
        alpha = float(alpha)  # torch has no product of an array and a tensor
    return ops.where(x > 0, result, alpha * result) if _differs(alpha, 1) else result


def softmax(x: Tensor, axis: Integer = -1) -> Tensor:
    """Computes exp(x) over its sum along an axis.

    Args:
        x: Floats of any shape.
        axis: The axis along which the result sums to 1.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool, or ``axis`` is no integer.
        ValueError: ``axis`` is a float, or ``x`` has no axis.

    Source: Keras 2.2.4 ``keras.backend.softmax``.
    """
    if isinstance(axis, float):
        raise ValueError(f'The axis of K.softmax is an integer, and was {axis!r}.')
    x = as_float_tensor(x, 'softmax')
    if int_shape(x) == ():
        raise ValueError(f'K.softmax sums along an axis, and {x!r} has none. Give it one: K.expand_dims(x).')
    return ops.softmax(x, as_integer(axis, 'The axis of K.softmax'))


def softplus(x: Tensor) -> Tensor:
    """Computes log(exp(x) + 1).

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.softplus``.
    """
    return ops.softplus(as_float_tensor(x, 'softplus'))


def softsign(x: Tensor) -> Tensor:
    """Computes x / (abs(x) + 1).

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.softsign``.
    """
    return ops.softsign(as_float_tensor(x, 'softsign'))


def sigmoid(x: Tensor) -> Tensor:
    """Computes 1 / (1 + exp(-x)).

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.sigmoid``.
    """
    return ops.sigmoid(as_float_tensor(x, 'sigmoid'))


def hard_sigmoid(x: Tensor) -> Tensor:
    """Computes 0.2 * x + 0.5, clipped to [0, 1], whatever slope the host's own hard sigmoid has.

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.hard_sigmoid``.
    """
    x = as_float_tensor(x, 'hard_sigmoid')
    return ops.clip(0.2 * x + 0.5, as_tensor(0., like=x), as_tensor(1., like=x))


def tanh(x: Tensor) -> Tensor:
    """Computes the hyperbolic tangent.

    Args:
        x: Floats of any shape.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.tanh``.
    """
    return ops.tanh(as_float_tensor(x, 'tanh'))


def l2_normalize(x: Tensor, axis: Axis = None) -> Tensor:
    """Divides a tensor by its Euclidean norm.

    Args:
        x: Floats of any shape.
        axis: The axis or axes of the norm; None for all.

    Returns:
        A tensor of the shape and dtype of ``x``. A norm below 1e-6 counts as 1e-6.

    Raises:
        TypeError: ``x`` has integers or bool.
        ValueError: ``x`` has no such axis.

    Source: Keras 2.2.4 ``keras.backend.l2_normalize``.
    """
    x = as_float_tensor(x, 'l2_normalize')
    squares = reductions.sum(ops.square(x), axis, keepdims=True)
    return x / ops.sqrt(ops.maximum(squares, as_tensor(1e-12, like=x)))
