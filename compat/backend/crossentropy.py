"""The cross entropies, with Keras 2's clipping of probabilities to [epsilon, 1 - epsilon]."""
import numpy as np

from compat import process
from compat.backend.activations import sigmoid
from compat.backend.configuration import epsilon
from compat.backend.elementwise import refuse_misfit
from compat.backend.tensors import as_tensor, floating, host, int_shape, ndim, shape as shape_of
from compat.symbolic import ops

__all__ = ['categorical_crossentropy', 'sparse_categorical_crossentropy', 'binary_crossentropy']


def _clipped(output):
    return ops.clip(output, as_tensor(epsilon(), like=output), as_tensor(1. - epsilon(), like=output))


def _known_axis(axis, output):
    rank = ndim(output)
    if axis != -1 and axis not in range(rank):
        raise ValueError('Unexpected channels axis %s. Expected to be -1 or one of the axes of `output`, which has %d '
                         'dimensions.' % (axis, rank))


def _log_softmax(logits, axis):
    return logits - ops.logsumexp(logits, axis, True)


def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """The cross entropy of the distributions ``target`` and ``output`` along ``axis``; one axis less than ``output``.

    ``output`` is scaled to sum to 1 and clipped, or with ``from_logits`` goes through a softmax (in Keras 2.2 along
    the last axis, whatever ``axis`` is). Raises ValueError for an unknown axis. Keras 2.2.4
    ``keras.backend.categorical_crossentropy``.
    """
    output = floating(output, 'categorical_crossentropy')
    target = as_tensor(target, like=output)
    refuse_misfit(target, output, 'categorical_crossentropy')
    _known_axis(axis, output)
    if from_logits:
        axis = -1 if process.dialect().logits_on_last_axis else axis
        return -ops.sum(ops.multiply(target, _log_softmax(output, axis)), axis, False)
    output = _clipped(output / ops.sum(output, axis, True))
    return -ops.sum(ops.multiply(target, ops.log(output)), axis, False)


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """The cross entropy of the classes ``target``, whole numbers, and the distributions ``output`` along ``axis``.

    ``output`` holds probabilities, which are clipped, or with ``from_logits`` goes through a softmax. The result has
    the shape of ``output`` without ``axis``. Raises ValueError for an unknown axis. Keras 2.2.4
    ``keras.backend.sparse_categorical_crossentropy``.
    """
    output = floating(output, 'sparse_categorical_crossentropy')
    _known_axis(axis, output)
    rank = ndim(output)
    if axis not in (-1, rank - 1):
        output = ops.transpose(output, tuple(other for other in range(rank) if other != axis) + (axis,))
    if not from_logits:
        output = ops.log(_clipped(output))
    classes = int_shape(output)[-1]
    target = ops.reshape(ops.cast(as_tensor(target), 'int32'), (-1,))
    rows, labels = int_shape(output)[:-1], int_shape(target)[0]
    if None not in rows + (labels,) and not host.sizes_are_made_up(output) and np.prod(rows) != labels:
        raise ValueError('K.sparse_categorical_crossentropy: %d labels do not fit an output of shape %s.'
                         % (labels, int_shape(output)))
    chosen = ops.cast(ops.one_hot(target, classes), host.dtype_name(output))
    entropy = -ops.sum(chosen * _log_softmax(ops.reshape(output, (-1, classes)), -1), -1, False)
    if rank < 3:
        return entropy
    static = int_shape(output)[:-1]
    return ops.reshape(entropy, shape_of(output)[:-1] if None in static else static)


def binary_crossentropy(target, output, from_logits=False):
    """The cross entropy of the probabilities ``target`` and ``output``, element by element.

    ``output`` holds probabilities, which are clipped, or with ``from_logits`` goes through a sigmoid. Keras 2.2.4 and
    2.3.1 ``keras.backend.binary_crossentropy``.
    """
    output = floating(output, 'binary_crossentropy')
    target = as_tensor(target, like=output)
    refuse_misfit(target, output, 'binary_crossentropy')
    if not from_logits:
        output = _clipped(output)
        if process.dialect().binary_crossentropy_adds_epsilon:
            return -ops.add(ops.multiply(target, ops.log(output + epsilon())),
                             ops.multiply(1 - target, ops.log(1 - output + epsilon())))
        output = ops.log(output / (1 - output))
    return ops.relu(output) - output * target + ops.softplus(-ops.abs(output))


def categorical_focal_crossentropy(target, output, alpha=0.25, gamma=2.0, from_logits=False, axis=-1):
    """The cross entropy along ``axis`` with each term scaled by alpha * (1 - output) ** gamma.

    ``output`` is scaled to sum to 1 and clipped, or with ``from_logits`` goes through a softmax first. tf.keras 2.15
    ``tf.keras.backend.categorical_focal_crossentropy``.
    """
    output = floating(output, 'categorical_focal_crossentropy')
    target = as_tensor(target, like=output)
    if from_logits:
        output = ops.exp(_log_softmax(output, axis))
    output = _clipped(output / ops.sum(output, axis, True))
    terms = alpha * (1 - output) ** gamma * -ops.multiply(target, ops.log(output))
    return ops.sum(terms, axis, False)


def binary_focal_crossentropy(target, output, apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False):
    """``binary_crossentropy`` scaled by (1 - p) ** gamma, where p is the probability that ``output`` gives ``target``.

    With ``apply_class_balancing`` it is scaled by ``alpha`` for the class 1 and 1 - alpha for the class 0, too.
    tf.keras 2.15 ``tf.keras.backend.binary_focal_crossentropy``.
    """
    output = floating(output, 'binary_focal_crossentropy')
    target = as_tensor(target, like=output)
    probability = sigmoid(output) if from_logits else output
    given = target * probability + (1 - target) * (1 - probability)
    entropy = (1 - given) ** gamma * binary_crossentropy(target, output, from_logits)
    return (target * alpha + (1 - target) * (1 - alpha)) * entropy if apply_class_balancing else entropy
