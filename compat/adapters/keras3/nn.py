"""Convolutions, pooling, activations and CTC on Keras 3."""
import itertools

import numpy as np

from compat import process
from compat.differences import reason
from compat.errors import UnsupportedError
from compat.adapters.keras3.tensors import node, to_numpy

ops = process.opened().keras.ops
LOG_OF_0 = float('-inf')


def convolution(x, kernel, strides, padding, data_format, dilation):
    return ops.conv(x, kernel, strides, padding, data_format, dilation)


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation):
    return ops.depthwise_conv(x, kernel, strides, padding, data_format, dilation)


def listed(shape):
    return to_numpy(shape).tolist()


def pool(x, size, strides, padding, data_format, mode):
    pooling = ops.max_pool if mode == 'max' else ops.average_pool
    return pooling(x, size, strides, padding, data_format)


def greatest_of_volumes(x, size, strides, padding, data_format):
    """As ``pool`` ('max'): of equal greatest elements each has the whole gradient, as on TensorFlow, and not one."""
    greatest = ops.stop_gradient(pool(x, size, strides, padding, data_format, 'max'))
    first = 1 if data_format == 'channels_last' else 2
    added, rows = [(0, 0)] * 5, [slice(None)] * 5
    for axis, (extent, stride) in enumerate(zip(size, strides), first):
        beyond = max((greatest.shape[axis] - 1) * stride + extent - x.shape[axis], 0)
        added[axis] = (beyond // 2, beyond - beyond // 2)
    padded = ops.pad(x, added, constant_values=-np.inf) if padding == 'same' else x
    outputs, zeros = greatest, ops.zeros_like(greatest)
    for offsets in itertools.product(*map(range, size)):
        for axis, (offset, stride) in enumerate(zip(offsets, strides), first):
            rows[axis] = slice(offset, offset + (greatest.shape[axis] - 1) * stride + 1, stride)
        elements = padded[tuple(rows)]
        is_greatest = ops.logical_and(ops.equal(elements, greatest), ops.isfinite(elements))
        outputs = outputs + ops.where(is_greatest, elements - ops.stop_gradient(elements), zeros)
    return outputs


# Activations

relu = ops.relu
elu = ops.elu
softplus = ops.softplus
softsign = ops.softsign
sigmoid = ops.sigmoid
tanh = ops.tanh


def softmax(x, axis):
    return ops.softmax(x, axis)


# Transposed convolution

def transposed_convolution(x, kernel, output_sizes, strides, padding, data_format):
    """As one node: the symbolic operation of Keras 3.15 confuses the padding with the output_padding when it runs."""
    return node(lambda x, kernel: _transposed(x, kernel, output_sizes, strides, padding, data_format), [x, kernel])


def _transposed(x, kernel, output_sizes, strides, padding, data_format):
    """All that the kernel reaches, and of it what was asked for: Keras 3's has output_padding, which says less."""
    outputs = ops.conv_transpose(x, kernel, strides, 'valid', None, data_format)
    index, pads = [slice(None)], [[0, 0]]
    for length, size, stride in zip(output_sizes, kernel.shape, strides):
        windows = -(-length // stride) if padding == 'same' else (length - size) // stride + 1
        spare = max((windows - 1) * stride + size - length, 0) if padding == 'same' else 0
        reached = (windows - 1) * stride + max(size, stride)
        index.append(slice(spare // 2, spare // 2 + length))
        pads.append([0, max(spare // 2 + length - reached, 0)])
    of_channels = 1 if data_format == 'channels_first' else len(index)
    index.insert(of_channels, slice(None))
    pads.insert(of_channels, [0, 0])
    outputs = outputs[tuple(index)]
    return ops.pad(outputs, pads) if any(after for _, after in pads) else outputs


# CTC

def sparse_rows(labels, lengths):
    raise UnsupportedError(reason('sparse-tensors'))


def ctc_cost(labels, logarithms, steps, lengths):
    return ops.ctc_loss(labels, logarithms, lengths, steps, mask_index=logarithms.shape[-1] - 1)


def checked(x, faults):
    for condition, text in faults:
        if to_numpy(condition).any():
            raise ValueError('K.ctc_batch_cost: ' + text)
    return x


def ctc_decode(logarithms, steps, beams):
    """In numpy: Keras 3 has a decoder from 3.4 on, whose beams are not TensorFlow's."""
    logarithms, steps = np.asarray(ops.convert_to_numpy(logarithms)), np.asarray(ops.convert_to_numpy(steps))
    if (steps > logarithms.shape[1]).any() or len(steps) != len(logarithms):
        raise ValueError(f'K.ctc_decode got {steps.tolist()} steps for probabilities of shape '
                         f'{logarithms.shape}.')
    steps = steps.clip(0)
    decoded = [_greedy(rows[:count]) if beams is None else _beam_search(rows[:count], *beams)
               for rows, count in zip(logarithms, steps)]
    paths = [_padded([labels[number] for labels, _ in decoded]) for number in range(1 if beams is None else beams[1])]
    scores = np.array([scores for _, scores in decoded], dtype=logarithms.dtype)
    return [ops.convert_to_tensor(path) for path in paths], ops.convert_to_tensor(scores)


def _padded(rows):
    padded = np.full((len(rows), max([len(row) for row in rows])), -1, dtype='int64')
    for number, row in enumerate(rows):
        padded[number, :len(row)] = row
    return padded


def _greedy(rows):
    best = rows.argmax(axis=1)
    blank = rows.shape[1] - 1
    labels = [label for step, label in enumerate(best) if label != blank and (step == 0 or label != best[step - 1])]
    return [labels], [-rows.max(axis=1).sum()]


class _Beam:
    """A sequence of labels: its parent's and one more; and how probable it is, ending with a blank or with a label."""

    def __init__(self, parent, label):
        self.parent, self.label = parent, label
        self.children = None
        self.drop()
        self.before = (LOG_OF_0, LOG_OF_0)  # of the step before: ending with a blank, and altogether

    def drop(self):
        self.blank = self.with_label = self.total = LOG_OF_0

    def labels(self, merged):
        labels, beam, previous = [], self, None
        while beam.parent is not None:
            if not merged or beam.label != previous:
                labels.append(beam.label)
            previous, beam = beam.label, beam.parent
        return labels[::-1]


def _from(parent, label):
    """How probable the parent was a step before, such that the label makes it longer."""
    return parent.before[0] if label == parent.label else parent.before[1]


def _beam_search(rows, width, top, merged):
    """The search of TensorFlow: beams stay, or grow by a label where they are among the best then."""
    rows = rows.astype('float64')
    rows = rows - np.logaddexp.reduce(rows, axis=1, keepdims=True)
    root = _Beam(None, None)
    root.blank = root.total = 0.
    beams = [root]
    for row in rows.tolist():
        beams.sort(key=lambda beam: -beam.total)
        for beam in beams:
            beam.before = (beam.blank, beam.total)
        for beam in beams:
            _stay(beam, row)
        _grow(beams, row, width)
    beams.sort(key=lambda beam: -beam.total)
    best = beams[:top]
    if len(best) < top:
        raise ValueError(f'K.ctc_decode finds {len(best)} paths in a sample of {len(rows)} steps, and was asked for '
                         f'{top}. Ask for fewer top_paths, or leave the sample out.')
    return [beam.labels(merged) for beam in best], [beam.total for beam in best]


def _stay(beam, row):
    if beam.parent is not None:
        if beam.parent.total != LOG_OF_0:
            beam.with_label = np.logaddexp(beam.with_label, _from(beam.parent, beam.label))
        beam.with_label += row[beam.label]
    beam.blank = beam.before[1] + row[-1]
    beam.total = np.logaddexp(beam.blank, beam.with_label)


def _grow(beams, row, width):
    for beam in list(beams):
        if not _is_candidate(beam.before[1], beams, width):
            continue
        if beam.children is None:
            beam.children = [_Beam(beam, label) for label in range(len(row) - 1)]
        for child in beam.children:
            if child.total != LOG_OF_0:
                continue
            total = row[child.label] + _from(beam, child.label)
            if _is_candidate(total, beams, width):
                child.with_label = child.total = total
                if len(beams) == width:
                    last = min(beams, key=lambda each: each.total)
                    last.drop()
                    beams.remove(last)
                beams.append(child)


def _is_candidate(total, beams, width):
    return total > LOG_OF_0 and (len(beams) < width or total > min(each.total for each in beams))
