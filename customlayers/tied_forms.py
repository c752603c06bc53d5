"""Cheaper ways to convolve with a tied kernel than with its expansion, and the rule that picks one.

* A tiled kernel is its small kernel over a shifted sum of the input: m copies take 1/m of the multiplications.
* A repeated kernel multiplies sums of neighbours: 9 of 25 multiplications for the question's kernel. In the form
  'repeated' these are a few small dilated convolutions. In 'interpolated' it is one: the mean of two neighbours lies
  between them, and on the grid of the input with these means the cells of AABCC, of two, one and two places, are evenly
  spaced. In 'rows', one matrix product makes from sums along the rows of the input what each row of the kernel gives,
  and the outputs are sums of that; 'rows_by_sample' does so for one sample after another.

All are exact. Inputs here are channels_last, and padding has been done: 'valid', and strides for the tiled form only.
"""
import functools
import itertools
from typing import NamedTuple, Tuple

import numpy as np

from compat import backend as K
from compat.extensions import custom_gradient as differentiation
from compat.extensions import interpolated_convolution as half_steps
from compat.extensions.sample_convolution import each_sample, padded

# What was measured (benchmarks/customlayers_tied.py, docs/speed.rst), by framework. Others expand, and so do hosts that
# take no gradients of one's own: automatic gradients of slices cost more than the forms save.


class Rule(NamedTuple):
    """From when on the form of a repeated kernel is the faster one."""

    form: str
    times: float             # at least so many times fewer multiplications
    saved: int               # at least so many fewer for each number of the input, and of the output
    numbers: float = np.inf  # at most so many numbers in a sample of the input or of the output
    terms: float = np.inf    # at most so many terms of ``as_repeated``


# The first that fits. What TensorFlow writes between its operations costs it more than what jax, which compiles them
# into few; jax is slow at what takes more memory than it keeps, and goes by samples there.
REPEATED = {
    'tensorflow': (Rule('repeated', 2, 300, terms=1), Rule('interpolated', 2, 300), Rule('repeated', 2, 640)),
    'jax': (Rule('rows', 1.75, 0, 28 * 28 * 128), Rule('rows_by_sample', 1.75, 300, 2 ** 30))}
# The tiled form saves multiplications and costs additions: from how many saved ones per number of the input on.
TILED_FROM = {'tensorflow': 64, 'jax': 64}


class Tiled(NamedTuple):
    """A kernel as copies of a small one."""

    small: np.ndarray           # the cells of the small kernel
    multiples: Tuple[int, ...]  # how many copies lie along each axis


class Runs(NamedTuple):
    """A kernel whose equal neighbours along each axis are put together."""

    small: np.ndarray                          # the cells that are left
    runs: Tuple[Tuple[Tuple[int, int], ...], ...]  # for each axis, where each run of equals starts, and its length


class Term(NamedTuple):
    """One small dilated convolution of a repeated kernel."""

    cells: np.ndarray           # the cells of its kernel
    boxes: Tuple[int, ...]      # how many neighbours are summed along each axis
    starts: Tuple[int, ...]     # where its first cell lies in the full kernel
    steps: Tuple[int, ...]      # how far apart its cells lie


class Interpolated(NamedTuple):
    """A kernel of runs of one or two as a smaller one on a grid that has the means of neighbours between the places."""

    cells: np.ndarray           # one of each run
    weights: np.ndarray         # how many places each of them counts for
    zooms: Tuple[int, ...]      # 2 along the axes with such means, else 1
    starts: Tuple[int, ...]     # where its first cell lies in the grid
    steps: Tuple[int, ...]      # how far apart its cells lie in the grid


def as_tiled(cells):
    """The kernel as copies of the smallest one that tiles it, or None."""
    small = cells
    for axis, size in enumerate(cells.shape):
        period = next(period for period in range(1, size + 1) if size % period == 0 and np.array_equal(
            np.take(cells, range(size - period), axis), np.take(cells, range(period, size), axis)))
        small = np.take(small, range(period), axis)
    if small.size == cells.size:
        return None
    return Tiled(small, tuple(whole // part for whole, part in zip(cells.shape, small.shape)))


def as_runs(cells):
    """The kernel with equal neighbours put together, or None where no neighbours are equal or a cell is always zero."""
    if cells.min() < 0:
        return None
    runs = tuple(_runs(cells, axis) for axis in range(cells.ndim))
    small = cells[np.ix_(*[[start for start, _ in along_axis] for along_axis in runs])]
    return Runs(small, runs) if small.size < cells.size else None


def _runs(cells, axis):
    """The runs of equal slices along an axis: ((start, length), ...)."""
    slices = [np.take(cells, index, axis) for index in range(cells.shape[axis])]
    starts = [0] + [index for index in range(1, len(slices)) if not np.array_equal(slices[index], slices[index - 1])]
    return tuple((start, end - start) for start, end in zip(starts, starts[1:] + [len(slices)]))


def as_repeated(cells):
    """The kernel as small dilated convolutions of sums of neighbours, or None as ``as_runs``."""
    if as_runs(cells) is None:
        return None
    return [Term(cells[np.ix_(*[starts for _, starts in group])], tuple(length for length, _ in group),
                 tuple(starts[0] for _, starts in group),
                 tuple(starts[1] - starts[0] if len(starts) > 1 else 1 for _, starts in group))
            for group in itertools.product(*[_groups(runs) for runs in as_runs(cells).runs])]


def as_interpolated(cells, dilation):
    """The kernel on a grid with means of neighbours; None as ``as_runs``, for longer and uneven runs, and dilation."""
    form = as_runs(cells)
    if form is None or max(dilation) > 1 or any(length > 2 for runs in form.runs for _, length in runs):
        return None
    zooms = tuple(max(length for _, length in runs) for runs in form.runs)
    places = [[start * zoom + length - 1 for start, length in runs] for runs, zoom in zip(form.runs, zooms)]
    if any(len(set(np.diff(along_axis))) > 1 for along_axis in places):
        return None
    weights = functools.reduce(np.multiply.outer, [[length for _, length in runs] for runs in form.runs])
    return Interpolated(form.small, weights, zooms, tuple(int(along_axis[0]) for along_axis in places),
                        tuple(int(along_axis[1] - along_axis[0]) if len(along_axis) > 1 else 1
                              for along_axis in places))


def _groups(runs):
    """The runs along an axis by their length: [(length, starts)], the starts evenly spaced in each group."""
    by_length = {}  # type: dict
    for start, length in runs:
        by_length.setdefault(length, []).append(start)
    groups = []
    for length, members in sorted(by_length.items()):
        even = len(set(np.diff(members))) < 2
        groups += [(length, members)] if even else [(length, [member]) for member in members]
    return groups


def chosen(cells, channels, filters, strides, dilation, places):
    """The form that is the fastest by what was measured: a key of ``REPEATED_FORMS``, 'tiled' or 'expanded'."""
    if not differentiation.is_supported():
        return 'expanded'
    tiled = as_tiled(cells)
    framework = K.backend()
    if tiled is not None and (cells.size - tiled.small.size) * filters >= TILED_FROM.get(framework, np.inf):
        return 'tiled'
    runs = as_runs(cells)
    if runs is None or cells.ndim != 2 or max(strides) > 1:
        return 'expanded'
    area = np.inf if None in places else np.prod(places)
    for rule in REPEATED.get(framework, ()):
        if (cells.size >= rule.times * runs.small.size and area * max(channels, filters) <= rule.numbers
                and (cells.size - runs.small.size) * min(channels, filters) >= rule.saved
                and len(as_repeated(cells)) <= rule.terms
                and (rule.form != 'interpolated' or as_interpolated(cells, dilation))):
            return rule.form
    return 'expanded'


def along(x, axis, start, length_less):
    """``x`` from ``start`` on along an axis, shorter by ``length_less``."""
    if not length_less:
        return x
    end = start - length_less
    index = [slice(None)] * K.ndim(x)
    index[axis] = slice(start, end if end else None)
    return x[tuple(index)]


def summed(x, axis, count, step):
    """The sum of ``count`` copies of ``x`` along an axis, each ``step`` further, where all of them are; by doubling."""
    total, covered, block, size = None, 0, x, 1
    while count:
        if count & 1:
            if total is None:
                total = block
            else:
                less = size * step
                total = along(total, axis, 0, less) + along(block, axis, covered * step, covered * step)
            covered += size
        count >>= 1
        if count:
            block = along(block, axis, 0, size * step) + along(block, axis, size * step, size * step)
            size *= 2
    return total


def expanded(weights, cells):
    """The kernel (places..., channels, filters) that shows ``weights`` (letters, channels, filters) in the cells."""
    count, channels, filters = K.int_shape(weights)
    if cells.min() < 0:
        weights = K.concatenate([weights, K.zeros_like(weights[:1])], axis=0)
        cells, count = np.where(cells < 0, count, cells), count + 1
    if not np.array_equal(cells.ravel(), np.arange(count)):
        weights = K.gather(weights, K.constant(cells.ravel(), dtype='int32'))
    return K.reshape(weights, cells.shape + (channels, filters))


def convolve(x, kernel, strides, dilation):
    """``x`` (channels_last) with the kernel, without padding."""
    rank = len(strides)
    convolution = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}[rank]
    return convolution(x, kernel, strides=strides if rank > 1 else strides[0], padding='valid',
                       data_format='channels_last', dilation_rate=dilation if rank > 1 else dilation[0])


def tiled_convolution(x, weights, cells, strides, dilation):
    """``x`` convolved with the kernel of ``weights`` (letters, channels, filters) in the cells, which tile it."""
    form = as_tiled(cells)
    steps = [size * rate for size, rate in zip(form.small.shape, dilation)]

    def forward(x):
        for axis, (count, step) in enumerate(zip(form.multiples, steps), 1):
            x = summed(x, axis, count, step)
        return x

    def backward(tensors, upstream):
        # Each sum spreads to where it came from: the same sums, of the upstream with room around it.
        return [forward(padded(upstream, [((count - 1) * step,) * 2 for count, step in zip(form.multiples, steps)]))]

    return convolve(with_gradients(forward, backward)(x), expanded(weights, form.small), strides, dilation)


def with_gradients(forward, backward):
    """The function with its own gradients; as it is on hosts that take none, where the rule chooses no form."""
    return differentiation.with_gradients(forward, backward) if differentiation.is_supported() else forward


def repeated_convolution(x, weights, cells, dilation):
    """``x`` convolved with the kernel of ``weights`` (letters, channels, filters) in the cells, which repeat."""
    return _with_own_gradients(_terms_summed, x, weights, cells, dilation)


def interpolated_convolution(x, weights, cells, dilation):
    """As ``repeated_convolution``, which is used where the framework, the numbers or the kernel have no such form."""
    if as_interpolated(cells, dilation) is None or not half_steps.is_supported(x):
        return repeated_convolution(x, weights, cells, dilation)
    return _with_own_gradients(_interpolated, x, weights, cells, dilation)


def rows_by_sample_convolution(x, weights, cells, dilation):
    """As ``rows_convolution``, for one sample after another."""
    return _with_own_gradients(_rows_by_sample, x, weights, cells, dilation)


def _with_own_gradients(forward, x, weights, cells, dilation):
    """``forward(x, weights, cells, dilation)``. The gradient of the input is of the same form: of the padded upstream,
    with the kernel turned round; that of the weights is made of products of matrices.
    """
    def backward(tensors, upstream):
        x, weights = tensors
        turned, swapped = np.flip(cells, (0, 1)), K.permute_dimensions(weights, (0, 2, 1))
        room = padded(upstream, [((size - 1) * rate,) * 2 for size, rate in zip(cells.shape, dilation)])
        of_cells = each_sample(lambda *sample: _by_cells(*sample, cells=cells, dilation=dilation), (x, upstream))
        return (_with_own_gradients(forward, room, swapped, turned, dilation),
                _summed_by_letter(K.sum(of_cells, axis=0), as_runs(cells).small.ravel()))

    return with_gradients(lambda x, weights: forward(x, weights, cells, dilation), backward)(x, weights)


def _summed_by_letter(of_cells, letters):
    """The sums (letters, ...) of what cells have (cells, ...), over the cells of each letter."""
    if len(set(letters)) == len(letters):
        return K.gather(of_cells, K.constant(np.argsort(letters), dtype='int32'))
    return K.stack([K.sum(K.stack([of_cells[cell] for cell in np.flatnonzero(letters == letter)]), axis=0)
                    for letter in sorted(set(letters))])


def _by_cells(x, upstream, cells, dilation):
    """The gradients (1, small cells, channels, filters) of a kernel of a weight for each cell of ``as_runs``."""
    small, runs = as_runs(cells)
    spans = [(size - 1) * rate for size, rate in zip(cells.shape, dilation)]
    upstream, sums, products = _flat(upstream), {(1,) * cells.ndim: x}, []
    for cell in np.ndindex(*small.shape):
        starts, boxes = zip(*[along_axis[place] for along_axis, place in zip(runs, cell)])
        seen = _box_sums(x, boxes, dilation, sums)
        for axis, (start, box, rate, span) in enumerate(zip(starts, boxes, dilation, spans), 1):
            seen = along(seen, axis, start * rate, span - (box - 1) * rate)
        products.append(K.dot(K.transpose(_flat(seen)), upstream))
    return K.expand_dims(K.stack(products), 0)


def _flat(x):
    """All places of all samples as rows."""
    return K.reshape(x, (-1, K.int_shape(x)[-1]))


def _along_columns(x, columns, size, rate):
    """What the runs of columns of a kernel of that size see of ``x``, summed, behind one another in the last axis."""
    sums, pieces = {}, []
    for start, length in columns:
        if length not in sums:
            sums[length] = summed(x, 2, length, rate)
        pieces.append(along(sums[length], 2, start * rate, (size - length) * rate))
    return K.concatenate(pieces, axis=-1)


def rows_convolution(x, weights, cells, dilation):
    """``x`` (batch, rows, columns, channels) convolved with the kernel of ``weights`` (letters, channels, filters) in
    the cells, which repeat: one matrix product, of sums along the rows, whose outputs are summed along the columns.
    """
    small, (rows, columns) = as_runs(cells)
    # (columns, channels) by (rows, filters), so that each row of the kernel has filters of its own.
    channels, filters = K.int_shape(weights)[-2:]
    matrix = K.permute_dimensions(expanded(weights, small), (1, 2, 0, 3))
    products = K.dot(_along_columns(x, columns, cells.shape[1], dilation[1]),
                     K.reshape(matrix, (len(columns) * channels, len(rows) * filters)))
    total, spare = None, (cells.shape[0] - 1) * dilation[0]
    for row, (start, length) in enumerate(rows):
        of_row = products[..., row * filters:(row + 1) * filters]
        for place in range(start, start + length):
            part = along(of_row, 1, place * dilation[0], spare)
            total = part if total is None else total + part
    return total


def _rows_by_sample(x, weights, cells, dilation):
    return each_sample(lambda x: rows_convolution(x, weights, cells, dilation), (x,))


def _interpolated(x, weights, cells, dilation):
    form = as_interpolated(cells, dilation)
    kernel = expanded(weights, form.cells) * K.constant(form.weights[..., None, None], dtype=K.dtype(weights))
    return half_steps.convolve(x, kernel, form.zooms, form.starts, form.steps)


def _terms_summed(x, weights, cells, dilation):
    shape = cells.shape
    sums = {(1,) * len(shape): x}
    total = None
    for term in as_repeated(cells):
        part = _box_sums(x, term.boxes, dilation, sums)
        for axis, (size, start, count, step, box, rate) in enumerate(
                zip(shape, term.starts, term.cells.shape, term.steps, term.boxes, dilation), 1):
            span = start + (count - 1) * step + box
            part = along(part, axis, start * rate, (size - span + start) * rate)
        rates = tuple(step * rate for step, rate in zip(term.steps, dilation))
        outputs = convolve(part, expanded(weights, term.cells), (1,) * len(shape), rates)
        total = outputs if total is None else total + outputs
    return total


def _box_sums(x, boxes, dilation, sums):
    """The sums of neighbours in a box, made from those of a smaller box that is in ``sums`` already."""
    if boxes not in sums:
        axis = max(axis for axis, count in enumerate(boxes) if count > 1)
        smaller = _box_sums(x, boxes[:axis] + (1,) * (len(boxes) - axis), dilation, sums)
        sums[boxes] = summed(smaller, axis + 1, boxes[axis], dilation[axis])
    return sums[boxes]


# The forms that repeated kernels have.
REPEATED_FORMS = {'repeated': repeated_convolution, 'interpolated': interpolated_convolution, 'rows': rows_convolution,
                  'rows_by_sample': rows_by_sample_convolution}
