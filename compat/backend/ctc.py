"""Connectionist temporal classification: the cost of unaligned labels, and labels from probabilities."""
from __future__ import annotations

from typing import List, Optional, Tuple

import numpy as np

from compat import process
from compat.backend.configuration import epsilon
from compat.backend.loops import as_node
from compat.backend.tensors import as_tensor, as_float_tensor, host, int_shape, ndim, as_numeric_tensor
from compat.symbolic import ops
from compat.symbolic.types import Tensor

__all__ = ['ctc_label_dense_to_sparse', 'ctc_batch_cost', 'ctc_decode']


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
        A tensor (samples, 1) of floats: infinity where the labels need more steps than there are.

    Raises:
        ValueError: A tensor has another shape.
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
    if process.dialect().eager:
        return as_node(lambda *tensors: [_cost(*tensors)], tensors)[0]
    return ops.composite('ctc_batch_cost', _cost, tensors)


def _cost(labels, probabilities, steps, lengths):
    """The cost of the framework's tensors."""
    labels = host.cast(labels, 'int32')
    steps, lengths = (host.cast(host.squeeze(each, 1), 'int32') for each in (steps, lengths))
    cost = host.ctc_cost(labels, host.log(probabilities + epsilon()), steps, lengths)
    # Equal labels have a blank between them.
    following = host.convert(np.arange(1, int_shape(labels)[1], dtype='int32'))
    equal = host.equal(labels[:, 1:], labels[:, :-1]) & host.less(host.expand_dims(following, 0),
                                                                  host.expand_dims(lengths, 1))
    needed = lengths + host.cast(host.sum(host.cast(equal, 'int32'), 1, False), 'int32')
    infinity = host.zeros_like(cost, None) + float('inf')
    return host.expand_dims(host.where(host.greater(needed, steps), infinity, cost), 1)


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
    if not greedy and top_paths > beam_width:
        raise ValueError('K.ctc_decode returns at most as many paths as it has beams, and was asked for %d of %d.'
                         % (top_paths, beam_width))
    if merge_repeated is None:
        merge_repeated = process.dialect().ctc_merges_repeated
    paths, scores = ops.ctc_decode(ops.log(probabilities + epsilon()),
                                    ops.cast(as_numeric_tensor(input_length, 'ctc_decode'), 'int32'),
                                    None if greedy else (beam_width, top_paths, merge_repeated))
    return [ops.cast(path, 'int64') for path in paths], scores
