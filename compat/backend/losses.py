"""The losses of K: the cross entropies, and connectionist temporal classification (ctc).

As in Keras 2, probabilities are clipped to [epsilon, 1 - epsilon].
"""
from __future__ import annotations

from typing import List, Optional, Tuple

import numpy as np

from compat import process
from compat.backend.activations import sigmoid
from compat.backend.configuration import epsilon
from compat.backend.control_flow import as_node
from compat.backend.elementwise import refuse_misfit
from compat.backend.tensors import (as_float_tensor, as_numeric_tensor, as_tensor, host, int_shape, ndim,
                                    shape as shape_of)
from compat.symbolic import graph, ops
from compat.symbolic.dispatch import composite
from compat.symbolic.types import Integer, Number, Tensor

__all__ = ['categorical_crossentropy', 'sparse_categorical_crossentropy', 'binary_crossentropy',
           'ctc_label_dense_to_sparse', 'ctc_batch_cost', 'ctc_decode']


def _clipped(output):
    return ops.clip(output, as_tensor(epsilon(), like=output), as_tensor(1. - epsilon(), like=output))


def _known_axis(axis, output):
    rank = ndim(output)
    if axis != -1 and axis not in range(rank):
        raise ValueError('Unexpected channels axis %s. Expected to be -1 or one of the axes of `output`, which has %d '
                         'dimensions.' % (axis, rank))


def _log_softmax(logits, axis):
    return logits - ops.logsumexp(logits, axis, True)


def categorical_crossentropy(target: Tensor, output: Tensor, from_logits: bool = False, axis: Integer = -1) -> Tensor:
    """Computes the cross entropy of two distributions along an axis.

    Args:
        target: Probabilities in the shape and dtype of ``output``.
        output: Floats (..., classes): probabilities, which are scaled to a sum of 1 and clipped to
            [epsilon, 1 - epsilon], or with ``from_logits`` what a softmax makes probabilities of.
        from_logits: Whether ``output`` goes through a softmax.
        axis: The axis of the classes, -1 or one of the axes of ``output`` counted from the first.

    Returns:
        A tensor in the shape of ``output`` without ``axis``.

    Raises:
        ValueError: ``axis`` is unknown, or the shapes do not fit together.
        TypeError: ``output`` has integers or bool.

    Source: Keras 2.2.4 ``keras.backend.categorical_crossentropy``. There the softmax is along the last axis, whatever
    ``axis`` is; since 2.3 it is along ``axis``. With ``from_logits`` gradients are those of targets with a sum of
    1, and do not pass through ``target``, but since 2.3.
    """
    output = as_float_tensor(output, 'categorical_crossentropy')
    target = as_tensor(target, like=output)
    refuse_misfit(target, output, 'categorical_crossentropy')
    _known_axis(axis, output)
    if from_logits:
        axis = -1 if process.dialect().logits_on_last_axis else axis
        target = ops.stop_gradient(target) if process.dialect().constant_targets_of_logits else target
        return _of_logits(target, output, axis)
    output = _clipped(output / ops.sum(output, axis, True))
    return -ops.sum(ops.multiply(target, ops.log(output)), axis, False)


def _of_logits(target, output, axis):
    """Computes the cross entropy of logits, whose gradient is that of targets with a sum of 1, whatever theirs is."""
    logarithms = _log_softmax(output, axis)
    normalizer = ops.mean(output - logarithms, axis, False)
    beyond = ops.sum(target, axis, False) - 1.
    return -ops.sum(ops.multiply(target, logarithms), axis, False) - beyond * (
        normalizer - ops.stop_gradient(normalizer))


def sparse_categorical_crossentropy(target: Tensor, output: Tensor, from_logits: bool = False,
                                    axis: Integer = -1) -> Tensor:
    """Computes the cross entropy of integer classes and a distribution along an axis.

    Args:
        target: Integer classes, as many as ``output`` has distributions.
        output: Floats (..., classes): probabilities, which are clipped to [epsilon, 1 - epsilon], or with
            ``from_logits`` what a softmax makes probabilities of.
        from_logits: Whether ``output`` goes through a softmax.
        axis: The axis of the classes, -1 or one of the axes of ``output`` counted from the first.

    Returns:
        A tensor in the shape of ``output`` without ``axis``.

    Raises:
        ValueError: ``axis`` is unknown, or there are not as many labels as distributions.
        TypeError: ``output`` has integers or bool.
        Exception: There is no class for a label. The framework raises its error when the value is computed.

    Source: Keras 2.2.4 ``keras.backend.sparse_categorical_crossentropy``; tf.keras 2.15 has ``ignore_class`` as well.
    """
    output = as_float_tensor(output, 'sparse_categorical_crossentropy')
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
    selected = ops.cast(ops.one_hot(target, classes), host.dtype_name(output))
    entropy = -ops.sum(selected * _log_softmax(ops.reshape(output, (-1, classes)), -1), -1, False)
    # Ones are looked up by the labels: that refuses a label for which there is no class, as one_hot does not.
    entropy = entropy * ops.gather(as_tensor(np.ones(classes), like=output), target)
    if rank < 3:
        return entropy
    static = int_shape(output)[:-1]
    return ops.reshape(entropy, shape_of(output)[:-1] if None in static else static)


def _refuse_other_shape(target, output):
    """Raises ValueError where two shapes differ: logits are not broadcast. What runs broadcasts them, as in Keras 2."""
    shapes = int_shape(target), int_shape(output)
    if len(shapes[0]) != len(shapes[1]) or any(None not in sizes and sizes[0] != sizes[1] for sizes in zip(*shapes)):
        raise ValueError('K.binary_crossentropy: a target of shape %s does not fit an output of shape %s.' % shapes)


def binary_crossentropy(target: Tensor, output: Tensor, from_logits: bool = False) -> Tensor:
    """Computes the cross entropy of two probabilities, element by element.

    Args:
        target: Probabilities in the shape and dtype of ``output``.
        output: Floats of any shape: probabilities, which are clipped to [epsilon, 1 - epsilon], or with
            ``from_logits`` what a sigmoid makes probabilities of.
        from_logits: Whether ``output`` goes through a sigmoid.

    Returns:
        A tensor of the shape and dtype of ``output``.

    Raises:
        ValueError: The shapes do not fit together.
        TypeError: ``output`` has integers or bool.

    Source: Keras 2.2.4 and 2.3.1 ``keras.backend.binary_crossentropy``. 2.2 computes it from the logits of the clipped
    probabilities; 2.3 and tf.keras from their logarithms, to which they add epsilon once more.
    """
    output = as_float_tensor(output, 'binary_crossentropy')
    target = as_tensor(target, like=output)
    refuse_misfit(target, output, 'binary_crossentropy')
    if not from_logits:
        output = _clipped(output)
        if process.dialect().binary_crossentropy_adds_epsilon:
            return -ops.add(ops.multiply(target, ops.log(output + epsilon())),
                             ops.multiply(1 - target, ops.log(1 - output + epsilon())))
        output = ops.log(output / (1 - output))
    if graph.in_graph_mode():
        _refuse_other_shape(target, output)
    return ops.relu(output) - output * target + ops.softplus(-ops.abs(output))


def categorical_focal_crossentropy(target: Tensor, output: Tensor, alpha: Number = 0.25, gamma: Number = 2.0,
                                   from_logits: bool = False, axis: Integer = -1) -> Tensor:
    """Computes the cross entropy along an axis, with each term scaled by alpha * (1 - output) ** gamma.

    Args:
        target: Probabilities in the shape and dtype of ``output``.
        output: Floats (..., classes): probabilities, or with ``from_logits`` what a softmax makes probabilities of.
            They are scaled to a sum of 1 and clipped to [epsilon, 1 - epsilon].
        alpha: The factor, a number or one for each class.
        gamma: The exponent.
        from_logits: Whether ``output`` goes through a softmax first.
        axis: The axis of the classes.

    Returns:
        A tensor in the shape of ``output`` without ``axis``.

    Raises:
        TypeError: ``output`` has integers or bool.

    Source: tf.keras 2.15 ``tf.keras.backend.categorical_focal_crossentropy``.
    """
    output = as_float_tensor(output, 'categorical_focal_crossentropy')
    target = as_tensor(target, like=output)
    if from_logits:
        output = ops.exp(_log_softmax(output, axis))
    output = _clipped(output / ops.sum(output, axis, True))
    terms = alpha * (1 - output) ** gamma * -ops.multiply(target, ops.log(output))
    return ops.sum(terms, axis, False)


def binary_focal_crossentropy(target: Tensor, output: Tensor, apply_class_balancing: bool = False,
                              alpha: Number = 0.25, gamma: Number = 2.0, from_logits: bool = False) -> Tensor:
    """Computes ``binary_crossentropy`` scaled by (1 - p) ** gamma, where p is the probability of ``target``.

    Args:
        target: Probabilities in the shape and dtype of ``output``.
        output: Floats of any shape: probabilities, or with ``from_logits`` what a sigmoid makes probabilities of.
        apply_class_balancing: Whether class 1 is scaled by ``alpha`` and class 0 by 1 - alpha, too.
        alpha: The factor of class 1.
        gamma: The exponent.
        from_logits: Whether ``output`` goes through a sigmoid first.

    Returns:
        A tensor of the shape and dtype of ``output``.

    Raises:
        TypeError: ``output`` has integers or bool.

    Source: tf.keras 2.15 ``tf.keras.backend.binary_focal_crossentropy``.
    """
    output = as_float_tensor(output, 'binary_focal_crossentropy')
    target = as_tensor(target, like=output)
    probability = sigmoid(output) if from_logits else output
    matched = target * probability + (1 - target) * (1 - probability)
    entropy = (1 - matched) ** gamma * binary_crossentropy(target, output, from_logits)
    return (target * alpha + (1 - target) * (1 - alpha)) * entropy if apply_class_balancing else entropy


# Connectionist temporal classification

def ctc_label_dense_to_sparse(labels: Tensor, label_lengths: Tensor) -> Tensor:
    """Returns the first labels of each sample as a sparse tensor.

    Args:
        labels: A tensor (samples, labels).
        label_lengths: Integers (samples,): how many labels of each sample count.

    Returns:
        A sparse tensor (samples, labels) of the framework.

    Raises:
        UnsupportedError: The framework has no sparse tensors.

    Source: Keras 2.2.4 ``keras.backend.ctc_label_dense_to_sparse``.
    """
    return ops.sparse_rows(as_tensor(labels), ops.cast(as_tensor(label_lengths), 'int32'))


def ctc_batch_cost(y_true: Tensor, y_pred: Tensor, input_length: Tensor, label_length: Tensor) -> Tensor:
    """Computes -log of the probability of the labels of each sample (connectionist temporal classification).

    Args:
        y_true: Categories (samples, labels).
        y_pred: Floats (samples, time, categories): probabilities; the last category is the blank.
        input_length: Integers (samples, 1): how many steps of each sample count.
        label_length: Integers (samples, 1): how many labels of each sample count.

    Returns:
        A tensor (samples, 1) of floats: infinity where equal labels in a row, which have a blank between them, need
        more steps than there are. Labels that are blank, the last category or greater, may end a sample: they are
        left out. Of ``label_length`` as much counts as there are labels.

    Raises:
        ValueError: A tensor has another shape; or a sample has no labels, negative ones, more labels than steps, more
            steps than there are, or a label after a blank. TensorFlow raises its InvalidArgumentError for these.
        TypeError: ``y_pred`` has integers, or one of the tensors bool.

    Source: Keras 2.2.4 ``keras.backend.ctc_batch_cost``.
    """
    tensors = [as_numeric_tensor(y_true, 'ctc_batch_cost'), as_float_tensor(y_pred, 'ctc_batch_cost'),
               as_numeric_tensor(input_length, 'ctc_batch_cost'), as_numeric_tensor(label_length, 'ctc_batch_cost')]
    shapes = [int_shape(tensor) for tensor in tensors]
    if [len(shape) for shape in shapes] != [2, 3, 2, 2] or any(shape[1] not in (1, None) for shape in shapes[2:]):
        raise ValueError('K.ctc_batch_cost takes labels (samples, labels), probabilities (samples, time, categories), '
                         'and lengths (samples, 1) of both, and was passed shapes {}.'.format(', '.join(map(str,
                             shapes))))
    if len({shape[0] for shape in shapes} - {None}) > 1 or shapes[0][1] == 0:
        raise ValueError('K.ctc_batch_cost takes labels, probabilities and lengths of as many samples each, and at '
                         'least one label, and was passed shapes {}.'.format(', '.join(map(str, shapes))))
    if process.dialect().eager:
        return as_node(lambda *tensors: [_cost(*tensors)], tensors)[0]
    return composite('ctc_batch_cost', _cost, tensors)


def _cost(labels, probabilities, steps, lengths):
    """The cost of the framework's tensors."""
    labels = host.cast(labels, 'int32')
    steps, lengths = (host.cast(host.squeeze(each, 1), 'int32') for each in (steps, lengths))
    logarithms = host.log(probabilities + epsilon())
    within = _first(labels, lengths)
    blanks = within & host.greater_equal(labels, _whole(int_shape(probabilities)[2] - 1))
    kept = within & ~blanks
    time = _count(host.ones_like(logarithms[:, :, 0], 'int32'))
    lengths, count = _count(within), _count(kept)
    logarithms = host.checked(logarithms, [
        (host.less(steps, _whole(0)) | host.greater(steps, time), 'input_length is not in [0, time].'),
        (host.equal(lengths, _whole(0)), 'a sample has no labels.'),
        (host.any(within & host.less(labels, _whole(0)), 1, False), 'a label is negative.'),
        (host.any(kept[:, 1:] & blanks[:, :-1], 1, False), 'a label follows a blank, the last category.'),
        (host.greater(lengths, steps), 'a sample has more labels than steps.'),
    ])
    # Equal labels have a blank between them.
    needed = count + _count(kept[:, 1:] & host.equal(labels[:, 1:], labels[:, :-1]))
    is_empty, is_impossible = host.equal(count, _whole(0)), host.greater(needed, steps)
    one = host.ones_like(count, None)
    counted = host.where(is_empty | is_impossible, one, count)
    present = host.where(kept, labels, host.zeros_like(labels, None))
    cost = host.ctc_cost(present, logarithms, host.minimum(host.maximum(steps, one), time), counted)
    totals = host.logsumexp(logarithms, 2, False)
    cost = host.where(is_empty, _cost_of_blanks(logarithms[:, :, -1], totals, steps), cost)
    total = host.sum(host.where(_first(totals, steps), totals, host.zeros_like(totals, None)), 1, False)
    infinity = total - host.stop_gradient(total) + float('inf')  # whose gradients are those of TensorFlow
    return host.expand_dims(host.where(is_impossible, infinity, cost), 1)


def _whole(number):
    return host.convert(np.array(number, dtype='int32'))


def _count(condition):
    return host.sum(host.cast(condition, 'int32'), 1, False)


def _first(x, counts):
    """Whether an element is one of the first ``counts`` of its row."""
    positions = host.cumsum(host.cast(host.ones_like(x, None), 'int32'), 1)
    return host.less_equal(positions, host.expand_dims(counts, 1))


def _cost_of_blanks(blanks, totals, steps):
    """The cost of labels that are all blank, (samples,).

    TensorFlow's op adds 1 to the probability of the last step where there are more than one (1.15 to 2.21).
    """
    zeros = host.zeros_like(totals, None)
    before_last = _first(totals, steps - _whole(1))
    is_last = _first(totals, steps) & ~before_last
    cost = totals - blanks
    fixed = host.stop_gradient(totals)
    last = host.where(host.expand_dims(host.greater(steps, _whole(1)), 1),
                      totals - fixed - host.log(host.exp(blanks - fixed) + 1.), cost)
    return host.sum(host.where(before_last, cost, host.where(is_last, last, zeros)), 1, False)


def ctc_decode(y_pred: Tensor, input_length: Tensor, greedy: bool = True, beam_width: int = 100, top_paths: int = 1,
               merge_repeated: Optional[bool] = None) -> Tuple[List[Tensor], Tensor]:
    """Decodes the probabilities of categories to the most probable labels.

    Args:
        y_pred: Floats (samples, time, categories): probabilities; the last category is the blank.
        input_length: Integers (samples,): how many steps of each sample count.
        greedy: Whether the greatest category of each step is used; else a search with beams.
        beam_width: The number of beams.
        top_paths: How many of the best label sequences the search returns.
        merge_repeated: Whether repeated labels of a beam are merged; None is what the dialect does.

    Returns:
        (labels, scores). ``labels`` is a list of int64 tensors (samples, length), filled up with -1: one if greedy,
        else ``top_paths``. ``scores`` is if greedy (samples, 1), minus the sum of the logarithms of the probabilities
        used, else (samples, top_paths), the logarithms of the probabilities of the labels.

    Raises:
        ValueError: ``y_pred`` has not 3 axes; more paths than beams, or more steps than there are.
        UnsupportedError: The framework cannot decode in compiled code.
        TypeError: ``y_pred`` has integers or bool.

    Source: Keras 2.2.4 and 2.3.1 ``keras.backend.ctc_decode``. 2.2 always merges repeated labels of beams, 2.3 where
    ``merge_repeated`` asks for it; tf.keras 2.15 merges them, and has labels as long as there are steps.
    """
    probabilities = as_float_tensor(y_pred, 'ctc_decode')
    if ndim(probabilities) != 3:
        raise ValueError('K.ctc_decode takes probabilities (samples, time, categories), and was passed shape '
                         f'{int_shape(probabilities)}.')
    if not greedy and not 1 <= top_paths <= beam_width:
        raise ValueError('K.ctc_decode returns at least one path, at most as many as it has beams, and was asked for '
                         '%d of %d.' % (top_paths, beam_width))
    if merge_repeated is None:
        merge_repeated = process.dialect().ctc_merges_repeated
    paths, scores = ops.ctc_decode(ops.log(probabilities + epsilon()),
                                    ops.cast(as_numeric_tensor(input_length, 'ctc_decode'), 'int32'),
                                    None if greedy else (beam_width, top_paths, merge_repeated))
    return [ops.cast(path, 'int64') for path in paths], scores
