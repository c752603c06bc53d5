"""Connectionist temporal classification: the cost of unaligned labels, and labels from probabilities."""
import numpy as np

from compat import process
from compat.backend.configuration import epsilon
from compat.backend.loops import as_node
from compat.backend.tensors import as_tensor, floating, host, int_shape, ndim, numbers
from compat.symbolic import ops

__all__ = ['ctc_label_dense_to_sparse', 'ctc_batch_cost', 'ctc_decode']


def ctc_label_dense_to_sparse(labels, label_lengths):
    """The first ``label_lengths`` (samples,) of each row of ``labels`` (samples, length) as a sparse tensor.

    Raises UnsupportedError where the framework has no sparse tensors. Keras 2.2.4
    ``keras.backend.ctc_label_dense_to_sparse``.
    """
    return ops.sparse_rows(as_tensor(labels), ops.cast(as_tensor(label_lengths), 'int32'))


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    """-log of the probability that ``y_pred`` gives to the labels of each sample, of shape (samples, 1).

    ``y_pred`` (samples, time, categories) are probabilities, the last category is the blank; ``y_true`` (samples,
    labels) are categories, ``input_length`` and ``label_length`` (samples, 1) how many steps and labels count. Labels
    that need more steps cost infinity. Raises ValueError for other shapes. Keras 2.2.4
    ``keras.backend.ctc_batch_cost``.
    """
    tensors = [numbers(y_true, 'ctc_batch_cost'), floating(y_pred, 'ctc_batch_cost'),
               numbers(input_length, 'ctc_batch_cost'), numbers(label_length, 'ctc_batch_cost')]
    shapes = [int_shape(tensor) for tensor in tensors]
    if [len(shape) for shape in shapes] != [2, 3, 2, 2] or any(shape[1] not in (1, None) for shape in shapes[2:]):
        raise ValueError('K.ctc_batch_cost takes labels (samples, labels), probabilities (samples, time, categories), '
                         'and lengths (samples, 1) of both, and was given shapes {}.'.format(', '.join(map(str,
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
    places = host.convert(np.arange(1, int_shape(labels)[1], dtype='int32'))
    equal = host.equal(labels[:, 1:], labels[:, :-1]) & host.less(host.expand_dims(places, 0),
                                                                  host.expand_dims(lengths, 1))
    needed = lengths + host.cast(host.sum(host.cast(equal, 'int32'), 1, False), 'int32')
    endless = host.zeros_like(cost, None) + float('inf')
    return host.expand_dims(host.where(host.greater(needed, steps), endless, cost), 1)


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1, merge_repeated=None):
    """(labels, scores): the labels that the probabilities ``y_pred`` (samples, time, categories) speak for.

    ``labels`` is a list of int64 tensors (samples, length), filled up with -1. Greedy: one, by the greatest category
    of each step, and the scores (samples, 1) are minus the sum of their logarithms. Else: ``top_paths`` of them by a
    search with ``beam_width`` beams, and the scores (samples, top_paths) are the logarithms of their probabilities.
    ``input_length`` (samples,) tells how many steps count. ``merge_repeated`` drops repeated labels of beams; in Keras
    2.2 it was always so, in 2.3 it is where asked for. Raises ValueError for more paths than beams and more steps
    than there are, and UnsupportedError where a framework cannot decode in compiled code. Keras 2.2.4 and 2.3.1
    ``keras.backend.ctc_decode``.
    """
    probabilities = floating(y_pred, 'ctc_decode')
    if ndim(probabilities) != 3:
        raise ValueError('K.ctc_decode takes probabilities (samples, time, categories), and was given shape '
                         f'{int_shape(probabilities)}.')
    if not greedy and top_paths > beam_width:
        raise ValueError('K.ctc_decode gives at most as many paths as it has beams, and was asked for %d of %d.'
                         % (top_paths, beam_width))
    if merge_repeated is None:
        merge_repeated = process.dialect().ctc_merges_repeated
    paths, scores = ops.ctc_decode(ops.log(probabilities + epsilon()),
                                    ops.cast(numbers(input_length, 'ctc_decode'), 'int32'),
                                    None if greedy else (beam_width, top_paths, merge_repeated))
    return [ops.cast(path, 'int64') for path in paths], scores
