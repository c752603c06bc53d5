"""The activation functions of Keras 2 (Keras 2.2.4 `keras.activations`).

Their names are the host's, by which layers save them. ``hard_sigmoid`` is Keras 2's; that of Keras 3 differs.
"""
import warnings

import numpy as np

from compat import backend as K
from compat import process
from compat.base_layer.named_objects import deserialize as _deserialize
from compat.base_layer.named_objects import named as _named

_host = process.opened().keras.activations
_SELU_ALPHA = 1.6732632423543772848170429916717
_SELU_SCALE = 1.0507009873554804934193349852946


def softmax(x, axis=-1):
    """Returns ``exp(x)`` divided by its sum along an axis.

    Args:
        x: tensor of at least two axes.
        axis: integer, or several, or None for all axes. For a matrix it is always the last axis.

    Returns:
        A tensor of the shape of ``x``.

    Raises:
        ValueError: the tensor has less than two axes, or has no such axis.

    Source: Keras 2.2.4 `keras.activations.softmax`.
    """
    rank = K.ndim(x)
    if rank is not None and rank < 2:
        raise ValueError(f'Cannot apply softmax to a tensor that is 1D. Received input: {x!r}')
    if rank is None or rank == 2:
        return K.softmax(x, axis=axis if rank is None else -1)
    axes = list(range(rank)) if axis is None else np.ravel(axis).tolist()
    if not all(-rank <= index < rank for index in axes):
        raise ValueError('softmax got axis=%s, and the tensor has the axes 0 to %d.' % (axis, rank - 1))
    if len(axes) == 1:
        return K.softmax(x, axis=axes[0])
    powers = K.exp(x - K.max(x, axis=axes, keepdims=True))
    return powers / K.sum(powers, axis=axes, keepdims=True)


def elu(x, alpha=1.0):
    """Returns ``x`` where it is positive, else ``alpha * (exp(x) - 1)`` (https://arxiv.org/abs/1511.07289).

    Args:
        x: tensor.
        alpha: float, the scale of the negative part.

    Source: Keras 2.2.4 `keras.activations.elu`.
    """
    return K.elu(x, alpha)


def selu(x):
    """Returns elu, scaled so that mean and variance stay from layer to layer (https://arxiv.org/abs/1706.02515).

    Args:
        x: tensor.

    Source: Keras 2.2.4 `keras.activations.selu`.
    """
    return _SELU_SCALE * K.elu(x, _SELU_ALPHA)


def softplus(x):
    """Returns ``log(exp(x) + 1)``.

    Args:
        x: tensor.

    Source: Keras 2.2.4 `keras.activations.softplus`.
    """
    return K.softplus(x)


def softsign(x):
    """Returns ``x / (abs(x) + 1)``.

    Args:
        x: tensor.

    Source: Keras 2.2.4 `keras.activations.softsign`.
    """
    return K.softsign(x)


def relu(x, alpha=0., max_value=None, threshold=0.):
    """Returns ``x`` from ``threshold`` on, at most ``max_value``; below the threshold ``alpha * (x - threshold)``.

    Args:
        x: tensor.
        alpha: float, the slope below the threshold.
        max_value: float, the largest output. None is no limit.
        threshold: float, where the positive part starts.

    Source: Keras 2.2.4 `keras.activations.relu`.
    """
    return K.relu(x, alpha=alpha, max_value=max_value, threshold=threshold)


def tanh(x):
    """Returns the hyperbolic tangent of ``x``.

    Args:
        x: tensor.

    Source: Keras 2.2.4 `keras.activations.tanh`.
    """
    return K.tanh(x)


def sigmoid(x):
    """Returns ``1 / (1 + exp(-x))``.

    Args:
        x: tensor.

    Source: Keras 2.2.4 `keras.activations.sigmoid`.
    """
    return K.sigmoid(x)


def hard_sigmoid(x):
    """Returns ``0.2 * x + 0.5``, limited to the range from 0 to 1.

    Args:
        x: tensor.

    Source: Keras 2.2.4 `keras.activations.hard_sigmoid`.
    """
    return K.hard_sigmoid(x)


def exponential(x):
    """Returns ``exp(x)``.

    Args:
        x: tensor.

    Source: Keras 2.2.4 `keras.activations.exponential`.
    """
    return K.exp(x)


def linear(x):
    """Returns ``x``.

    Args:
        x: tensor.

    Source: Keras 2.2.4 `keras.activations.linear`.
    """
    return x


_NAMED = _named('activations', globals())


def serialize(activation):
    """Returns the name of an activation function."""
    return activation.__name__


def deserialize(name, custom_objects=None):
    """Returns the activation function of that name. Raises ValueError for an unknown one."""
    return _deserialize(_plain_name(name), _NAMED, 'activation function', _host.get, custom_objects)


def _plain_name(config):
    """Returns the name in the config of a function by Keras 3; other configs as they are."""
    if isinstance(config, dict) and config.get('class_name') == 'function':
        return config['config']
    return config


def get(identifier):
    """Returns the activation function of a name or a callable; ``linear`` for None. Raises ValueError for others."""
    if identifier is None:
        return linear
    if isinstance(identifier, (str, dict)):
        return deserialize(identifier)
    if not callable(identifier):
        raise ValueError('Could not interpret activation function identifier:', identifier)
    if isinstance(identifier, process.opened().keras.layers.Layer):
        warnings.warn(f'Do not pass a layer instance (such as {type(identifier).__name__}) as the activation argument '
                      'of another layer. Instead, advanced activation layers should be used just like any other layer '
                      'in a model.', stacklevel=2)
    return identifier
