"""Connectionist temporal classification for frameworks that have the cost only: the decoders, with numpy."""
import numpy as np

from compat import hosts
from compat.differences import reason
from compat.errors import UnsupportedError

__all__ = ['ctc_cost', 'ctc_decode', 'sparse_rows']

ops = hosts.opened().keras.ops
LOG_OF_0 = float('-inf')


def sparse_rows(labels, lengths):
    raise UnsupportedError(reason('sparse-tensors'))


def ctc_cost(labels, logarithms, steps, lengths):
    return ops.ctc_loss(labels, logarithms, lengths, steps, mask_index=logarithms.shape[-1] - 1)


def ctc_decode(logarithms, steps, beams):
    """``beams`` is None for the greedy way, or (beam_width, top_paths, merge_repeated)."""
    logarithms, steps = np.asarray(ops.convert_to_numpy(logarithms)), np.asarray(ops.convert_to_numpy(steps))
    if (steps > logarithms.shape[1]).any() or len(steps) != len(logarithms):
        raise ValueError(f'K.ctc_decode was told of {steps.tolist()} steps of probabilities of shape '
                         f'{logarithms.shape}.')
    found = [_greedy(rows[:count]) if beams is None else _searched(rows[:count], *beams)
             for rows, count in zip(logarithms, steps)]
    paths = [_filled([labels[place] for labels, _ in found]) for place in range(1 if beams is None else beams[1])]
    scores = np.array([scores for _, scores in found], dtype=logarithms.dtype)
    return [ops.convert_to_tensor(path) for path in paths], ops.convert_to_tensor(scores)


def _filled(rows):
    filled = np.full((len(rows), max([len(row) for row in rows])), -1, dtype='int64')
    for place, row in enumerate(rows):
        filled[place, :len(row)] = row
    return filled


def _greedy(rows):
    best = rows.argmax(axis=1)
    blank = rows.shape[1] - 1
    labels = [label for place, label in enumerate(best)
              if label != blank and (place == 0 or label != best[place - 1])]
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
        found, beam, previous = [], self, None
        while beam.parent is not None:
            if not merged or beam.label != previous:
                found.append(beam.label)
            previous, beam = beam.label, beam.parent
        return found[::-1]


def _from(parent, label):
    """How probable the parent was a step before, such that the label makes it longer."""
    return parent.before[0] if label == parent.label else parent.before[1]


def _searched(rows, width, top, merged):
    """The search of TensorFlow: beams are kept, or grow by a label where they are among the best then."""
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
            _keep(beam, row)
        _grow(beams, row, width)
    beams.sort(key=lambda beam: -beam.total)
    best = beams[:top]
    return [beam.labels(merged) for beam in best], [beam.total for beam in best]


def _keep(beam, row):
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
