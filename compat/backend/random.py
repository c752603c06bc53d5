"""Random numbers: the distributions of Keras 2. With no seed they follow numpy's, as in Keras 2."""
from __future__ import annotations

from typing import Optional

import numpy as np

from compat.symbolic.dynamic_shape import in_shape
from compat.backend.tensors import as_dtype, as_tensor, as_float_tensor, host, int_shape, is_tensor
from compat.backend.tensors import shape as shape_of
from compat.backend.variables import variable
from compat.symbolic.made_variables import made_once
from compat.symbolic import ops
from compat.symbolic.types import DType, Number, Shape, Tensor, Variable

__all__ = ['random_normal', 'random_uniform', 'random_binomial', 'truncated_normal', 'random_normal_variable',
           'random_uniform_variable', 'dropout']


def random_normal(shape: Shape, mean: Number = 0.0, stddev: Number = 1.0, dtype: DType = None,
                  seed: Optional[int] = None) -> Tensor:
    """Draws numbers of a normal distribution.

    Args:
        shape: The shape: integers, sizes from ``K.shape``, or a tensor of integers.
        mean: The mean, a number or a tensor.
        stddev: The standard deviation, a number or a tensor.
        dtype: The dtype; None for floatx.
        seed: An integer, or None for a seed from numpy's random numbers.

    Returns:
        A tensor of ``shape``, with other numbers each time that it is computed.

    Source: Keras 2.2.4 ``keras.backend.random_normal``.
    """
    return ops.random_normal(in_shape(shape), mean, stddev, as_dtype(dtype), seed)


def random_uniform(shape: Shape, minval: Number = 0.0, maxval: Number = 1.0, dtype: DType = None,
                   seed: Optional[int] = None) -> Tensor:
    """Draws numbers of a uniform distribution.

    Args:
        shape: The shape: integers, sizes from ``K.shape``, or a tensor of integers.
        minval: The lower bound, a number or a tensor, which can be drawn.
        maxval: The upper bound, which is not drawn.
        dtype: The dtype; None for floatx. Of an integer dtype it draws integers.
        seed: An integer, or None for a seed from numpy's random numbers.

    Returns:
        A tensor of ``shape``, with other numbers each time that it is computed.

    Source: Keras 2.2.4 ``keras.backend.random_uniform``.
    """
    dtype = as_dtype(dtype)
    draw = ops.random_integers if np.dtype(dtype).kind in 'iu' else ops.random_uniform
    return draw(in_shape(shape), minval, maxval, dtype, seed)


def random_binomial(shape: Shape, p: Number = 0.0, dtype: DType = None, seed: Optional[int] = None) -> Tensor:
    """Draws 1 with the probability ``p``, else 0.

    Args:
        shape: The shape: integers, sizes from ``K.shape``, or a tensor of integers.
        p: The probability of 1.
        dtype: The dtype; None for floatx.
        seed: An integer, or None for a seed from numpy's random numbers.

    Returns:
        A tensor of ``shape``, with other numbers each time that it is computed.

    Source: Keras 2.2.4 ``keras.backend.random_binomial``.
    """
    dtype = as_dtype(dtype)
    return ops.cast(ops.random_uniform(in_shape(shape), 0., 1., dtype, seed) <= p, dtype)


def random_bernoulli(shape: Shape, p: Number = 0.0, dtype: DType = None, seed: Optional[int] = None) -> Tensor:
    """Draws 1 with the probability ``p``, else 0, as ``random_binomial`` does.

    Args:
        shape: The shape: integers, sizes from ``K.shape``, or a tensor of integers.
        p: The probability of 1.
        dtype: The dtype; None for floatx.
        seed: An integer, or None for a seed from numpy's random numbers.

    Returns:
        A tensor of ``shape``, with other numbers each time that it is computed.

    Source: tf.keras 2.15 ``tf.keras.backend.random_bernoulli``.
    """
    return random_binomial(shape, p, dtype, seed)


def truncated_normal(shape: Shape, mean: Number = 0.0, stddev: Number = 1.0, dtype: DType = None,
                     seed: Optional[int] = None) -> Tensor:
    """Draws numbers of a normal distribution, none further from the mean than two standard deviations.

    Args:
        shape: The shape: integers, sizes from ``K.shape``, or a tensor of integers.
        mean: The mean, a number or a tensor.
        stddev: The standard deviation before truncation, a number or a tensor.
        dtype: The dtype; None for floatx.
        seed: An integer, or None for a seed from numpy's random numbers.

    Returns:
        A tensor of ``shape``, with other numbers each time that it is computed.

    Source: Keras 2.2.4 ``keras.backend.truncated_normal``.
    """
    return ops.random_truncated(in_shape(shape), mean, stddev, as_dtype(dtype), seed)


@made_once
def random_normal_variable(shape: Shape, mean: Number, scale: Number, dtype: DType = None,
                           name: Optional[str] = None, seed: Optional[int] = None) -> Variable:
    """Returns a variable that starts with numbers of a normal distribution.

    Args:
        shape: The shape, integers.
        mean: The mean.
        scale: The standard deviation.
        dtype: The dtype; None for floatx.
        name: The name, or None.
        seed: An integer, or None for a seed from numpy's random numbers.

    Source: Keras 2.2.4 ``keras.backend.random_normal_variable``.
    """
    return variable(random_normal(shape, mean, scale, dtype, seed), dtype, name)


@made_once
def random_uniform_variable(shape: Shape, low: Number, high: Number, dtype: DType = None,
                            name: Optional[str] = None, seed: Optional[int] = None) -> Variable:
    """Returns a variable that starts with numbers of a uniform distribution.

    Args:
        shape: The shape, integers.
        low: The lower bound.
        high: The upper bound.
        dtype: The dtype; None for floatx.
        name: The name, or None.
        seed: An integer, or None for a seed from numpy's random numbers.

    Source: Keras 2.2.4 ``keras.backend.random_uniform_variable``.
    """
    return variable(random_uniform(shape, low, high, dtype, seed), dtype, name)


def dropout(x: Tensor, level: float, noise_shape: Shape = None, seed: Optional[int] = None) -> Tensor:
    """Sets a share of the elements to 0, and divides the others by 1 - level.

    Args:
        x: Floats of any shape.
        level: The share, in [0, 1); a number or a tensor.
        noise_shape: The shape in which elements are set to 0 together: 1 for all of an axis, None for the size of
            that axis. None for the shape of ``x``.
        seed: An integer, or None for a seed from numpy's random numbers.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Raises:
        ValueError: ``level`` is outside [0, 1).
        TypeError: ``x`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.dropout``.
    """
    x = as_float_tensor(x, 'dropout')
    if is_tensor(level):
        level = as_tensor(level)
    elif not 0 <= level < 1:
        raise ValueError(f'K.dropout sets a share of the elements to 0: level is from 0 up to but not 1, and '
                         f'is {level}.')
    sizes = shape_of(x)
    if noise_shape is not None:
        sizes = tuple(sizes[axis] if size is None else size for axis, size in enumerate(noise_shape))
    elif None not in int_shape(x):
        sizes = int_shape(x)
    unchanged = ops.random_uniform(in_shape(sizes), 0., 1., host.dtype_name(x), seed) >= level
    kept = 1. - level if is_tensor(level) else as_tensor(1. - level, like=x)
    return x * ops.cast(unchanged, host.dtype_name(x)) / kept
