"""The activation functions of K."""
from compat.backend import reductions
from compat.backend.tensors import NO_TENSORS, as_tensor, floating, host, as_integer
from compat.symbolic import ops

__all__ = ['relu', 'elu', 'softmax', 'softplus', 'softsign', 'sigmoid', 'hard_sigmoid', 'tanh', 'l2_normalize']


def relu(x, alpha=0., max_value=None, threshold=0.):
    """``x`` from ``threshold`` on, at most ``max_value``; below it alpha * (x - threshold).

    Keras 2.2.4 ``keras.backend.relu``.
    """
    x = as_tensor(x)
    _refuse_words(alpha, 'relu')
    if threshold != 0.:
        kept = x * ops.cast(ops.greater(x, as_tensor(threshold, like=x)), host.dtype_name(x))
    else:
        kept = ops.relu(x)
    if max_value is not None:
        kept = ops.clip(kept, as_tensor(0, like=x), as_tensor(max_value, like=x))
    return kept - ops.relu(threshold - x) * alpha if alpha != 0. else kept


def _refuse_words(alpha, name):
    if isinstance(alpha, NO_TENSORS):
        raise TypeError(f'alpha of K.{name} is a number or a tensor, and was {alpha!r}.')


def elu(x, alpha=1.):
    """``x`` where it is positive, alpha * (exp(x) - 1) elsewhere (Keras 2.2.4 ``keras.backend.elu``)."""
    x = floating(x, 'elu')
    _refuse_words(alpha, 'elu')
    result = ops.elu(x)
    return result if alpha == 1 else ops.where(x > 0, result, alpha * result)


def softmax(x, axis=-1):
    """exp(x) over its sum along ``axis`` (Keras 2.2.4 ``keras.backend.softmax``)."""
    if isinstance(axis, float):
        raise ValueError(f'The axis of K.softmax is a whole number, and was {axis!r}.')
    return ops.softmax(floating(x, 'softmax'), as_integer(axis, 'The axis of K.softmax'))


def softplus(x):
    """log(exp(x) + 1) (Keras 2.2.4 ``keras.backend.softplus``)."""
    return ops.softplus(floating(x, 'softplus'))


def softsign(x):
    """x / (abs(x) + 1) (Keras 2.2.4 ``keras.backend.softsign``)."""
    return ops.softsign(floating(x, 'softsign'))


def sigmoid(x):
    """1 / (1 + exp(-x)) (Keras 2.2.4 ``keras.backend.sigmoid``)."""
    return ops.sigmoid(floating(x, 'sigmoid'))


def hard_sigmoid(x):
    """0.2 * x + 0.5 between 0 and 1, whatever slope the host has (Keras 2.2.4 ``keras.backend.hard_sigmoid``)."""
    x = floating(x, 'hard_sigmoid')
    return ops.clip(0.2 * x + 0.5, as_tensor(0., like=x), as_tensor(1., like=x))


def tanh(x):
    """The hyperbolic tangent (Keras 2.2.4 ``keras.backend.tanh``)."""
    return ops.tanh(floating(x, 'tanh'))


def l2_normalize(x, axis=None):
    """``x`` over its Euclidean length along ``axis``, which counts as 1e-6 where it is less.

    Keras 2.2.4 ``keras.backend.l2_normalize``.
    """
    x = floating(x, 'l2_normalize')
    squares = reductions.sum(ops.square(x), axis, keepdims=True)
    return x / ops.sqrt(ops.maximum(squares, as_tensor(1e-12, like=x)))
