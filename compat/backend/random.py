"""Random numbers: the distributions of Keras 2. With no seed they follow numpy's, as in Keras 2."""
import numpy as np

from compat.symbolic.dynamic_shape import in_shape
from compat.backend.tensors import as_dtype, as_tensor, floating, host, int_shape, shape as shape_of
from compat.backend.variables import variable
from compat.symbolic import ops

__all__ = ['random_normal', 'random_uniform', 'random_binomial', 'truncated_normal', 'random_normal_variable',
           'random_uniform_variable', 'dropout']


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Numbers of a normal distribution in floatx or ``dtype`` (Keras 2.2.4 ``keras.backend.random_normal``)."""
    return ops.random_normal(in_shape(shape), mean, stddev, as_dtype(dtype), seed)


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    """Numbers from ``minval`` up to but not ``maxval``, each as likely, in floatx or ``dtype``.

    Keras 2.2.4 ``keras.backend.random_uniform``.
    """
    dtype = as_dtype(dtype)
    draw = ops.random_integers if np.dtype(dtype).kind in 'iu' else ops.random_uniform
    return draw(in_shape(shape), minval, maxval, dtype, seed)


def random_binomial(shape, p=0.0, dtype=None, seed=None):
    """1 with the probability ``p``, else 0, in floatx or ``dtype`` (Keras 2.2.4 ``keras.backend.random_binomial``)."""
    dtype = as_dtype(dtype)
    return ops.cast(ops.random_uniform(in_shape(shape), 0., 1., dtype, seed) <= p, dtype)


def random_bernoulli(shape, p=0.0, dtype=None, seed=None):
    """What ``random_binomial`` gives (tf.keras 2.15 ``tf.keras.backend.random_bernoulli``)."""
    return random_binomial(shape, p, dtype, seed)


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Numbers of a normal distribution, none further from the mean than two ``stddev``, in floatx or ``dtype``.

    Keras 2.2.4 ``keras.backend.truncated_normal``.
    """
    return ops.random_truncated(in_shape(shape), mean, stddev, as_dtype(dtype), seed)


def random_normal_variable(shape, mean, scale, dtype=None, name=None, seed=None):
    """A variable that starts with ``random_normal`` numbers (Keras 2.2.4 ``random_normal_variable``)."""
    return variable(random_normal(shape, mean, scale, dtype, seed), dtype, name)


def random_uniform_variable(shape, low, high, dtype=None, name=None, seed=None):
    """A variable that starts with ``random_uniform`` numbers (Keras 2.2.4 ``random_uniform_variable``)."""
    return variable(random_uniform(shape, low, high, dtype, seed), dtype, name)


def dropout(x, level, noise_shape=None, seed=None):
    """``x`` with the share ``level`` of its elements set to 0 and the others divided by 1 - level.

    ``noise_shape`` is the shape of what is kept or dropped together, 1 for all of an axis, None for its own size.
    Raises ValueError for a level outside [0, 1). Keras 2.2.4 ``keras.backend.dropout``.
    """
    x = floating(x, 'dropout')
    if not 0 <= level < 1:
        raise ValueError(f'K.dropout drops a share of the elements: level is from 0 up to but not 1, and is {level}.')
    sizes = shape_of(x)
    if noise_shape is not None:
        sizes = tuple(sizes[axis] if size is None else size for axis, size in enumerate(noise_shape))
    elif None not in int_shape(x):
        sizes = int_shape(x)
    kept = ops.random_uniform(in_shape(sizes), 0., 1., host.dtype_name(x), seed) >= level
    return x * ops.cast(kept, host.dtype_name(x)) / as_tensor(1. - level, like=x)
