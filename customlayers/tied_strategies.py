"""Cheaper strategies to convolve with a tied kernel than with its expansion, and the rule that selects one.

* 'tiled': a tiled kernel is its small kernel over a shifted sum of the input: m copies take 1/m of the multiplications.
* A repeated kernel multiplies sums of neighbours: 9 of 25 multiplications for the question's kernel. In the strategy
  'repeated' these are a few small dilated convolutions. In 'interpolated' it is one: the mean of two neighbours lies
  between them, and on the grid of the input with these means the cells of AABCC, of two, one and two inputs, are evenly
  spaced. In 'rows', one matrix product computes from sums along the rows of the input what each row of the kernel adds,
  and the outputs are sums of that; 'rows_by_sample' does so for one sample after another.

All are exact. Inputs here are channels_last, (batch, spatial..., channels), already padded: strategies compute what
padding='valid' does, and only 'tiled' takes strides. Weights are (letters, channels, filters).
"""
from __future__ import annotations

from typing import Any, Callable, Dict, NamedTuple, Sequence

import numpy as np

from compat import backend as K
from compat.extensions import custom_gradient
from compat.extensions import interpolated_convolution as interpolation
from compat.extensions.sample_convolution import each_sample, padded
from customlayers.tied_structure import as_interpolated, as_repeated, as_runs, as_tiled

# What was measured (benchmarks/customlayers_tied.py, docs/speed.rst), by framework. Others expand, and so do hosts that
# take no custom gradients: automatic gradients of slices cost more than the strategies save.


class Rule(NamedTuple):
    """From when on a strategy for repeated kernels is the faster one."""

    strategy: str
    times: float             # at least so many times fewer multiplications
    saved: int               # at least so many fewer for each number of the input, and of the output
    numbers: float = np.inf  # at most so many numbers in a sample of the input or of the output
    terms: float = np.inf    # at most so many terms of ``as_repeated``


# The first that fits. What TensorFlow writes between its operations costs it more than what jax, which compiles them
# into few; jax is slow at what takes more memory than it reuses, and goes by samples there.
REPEATED = {
    'tensorflow': (Rule('repeated', 2, 300, terms=1), Rule('interpolated', 2, 300), Rule('repeated', 2, 640)),
    'jax': (Rule('rows', 1.75, 0, 28 * 28 * 128), Rule('rows_by_sample', 1.75, 300, 2 ** 30))}
# Tiling saves multiplications and costs additions: from how many saved ones per number of the input on.
TILED_FROM = {'tensorflow': 64, 'jax': 64}


def select_strategy(cells: np.ndarray, channels: int, filters: int, strides: Sequence[int], dilation: Sequence[int],
                    spatial_shape: Sequence[Any]) -> str:
    """Selects the fastest strategy by what was measured.

    Args:
        cells: A parsed pattern.
        channels: The channels of the input.
        filters: The channels of the output.
        strides: The stride along each spatial axis.
        dilation: The dilation along each spatial axis.
        spatial_shape: The lengths of the input's spatial axes, None where one is not known.

    Returns:
        A key of ``REPEATED_STRATEGIES``, 'tiled' or 'expanded'.
    """
    if not custom_gradient.is_supported():
        return 'expanded'
    tiled = as_tiled(cells)
    framework = K.backend()
    if tiled is not None and (cells.size - tiled.small.size) * filters >= TILED_FROM.get(framework, np.inf):
        return 'tiled'
    merged = as_runs(cells)
    if merged is None or cells.ndim != 2 or max(strides) > 1:
        return 'expanded'
    area = np.inf if None in spatial_shape else np.prod(spatial_shape)
    for rule in REPEATED.get(framework, ()):
        if (cells.size >= rule.times * merged.small.size and area * max(channels, filters) <= rule.numbers
                and (cells.size - merged.small.size) * min(channels, filters) >= rule.saved
                and len(as_repeated(cells) or ()) <= rule.terms
                and (rule.strategy != 'interpolated' or as_interpolated(cells, dilation))):
            return rule.strategy
    return 'expanded'


def crop(x: Any, axis: int, start: int, less: int) -> Any:
    """Returns ``x`` from ``start`` on along an axis, shorter by ``less``."""
    if not less:
        return x
    end = start - less
    index = [slice(None)] * K.ndim(x)
    index[axis] = slice(start, end if end else None)
    return x[tuple(index)]


def sum_shifted(x: Any, axis: int, count: int, step: int) -> Any:
    """Sums ``count`` copies of ``x``, each ``step`` further along an axis, where all of them overlap; by doubling."""
    total, covered, block, size = None, 0, x, 1
    while count:
        if count & 1:
            if total is None:
                total = block
            else:
                less = size * step
                total = crop(total, axis, 0, less) + crop(block, axis, covered * step, covered * step)
            covered += size
        count >>= 1
        if count:
            block = crop(block, axis, 0, size * step) + crop(block, axis, size * step, size * step)
            size *= 2
    return total


def expand(weights: Any, cells: np.ndarray) -> Any:
    """Returns the full kernel (spatial..., channels, filters): each cell has its weight, or zero."""
    count, channels, filters = K.int_shape(weights)
    if cells.min() < 0:
        weights = K.concatenate([weights, K.zeros_like(weights[:1])], axis=0)
        cells, count = np.where(cells < 0, count, cells), count + 1
    if not np.array_equal(cells.ravel(), np.arange(count)):
        weights = K.gather(weights, K.constant(cells.ravel(), dtype='int32'))
    return K.reshape(weights, cells.shape + (channels, filters))


def convolve(x: Any, kernel: Any, strides: Sequence[int], dilation: Sequence[int]) -> Any:
    """Convolves ``x`` (channels_last) with a kernel (spatial..., channels, filters), without padding."""
    rank = len(strides)
    convolution: Callable[..., Any] = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}[rank]
    return convolution(x, kernel, strides=strides if rank > 1 else strides[0], padding='valid',
                       data_format='channels_last', dilation_rate=dilation if rank > 1 else dilation[0])


def tiled_convolution(x: Any, weights: Any, cells: np.ndarray, strides: Sequence[int], dilation: Sequence[int]) -> Any:
    """Convolves with a tiled kernel: its small kernel, over a shifted sum of the input.

    Args:
        x: The padded input (batch, spatial..., channels).
        weights: (letters, channels, filters), of the same dtype.
        cells: A parsed pattern that tiles.
        strides: The stride along each spatial axis.
        dilation: The dilation along each spatial axis.

    Returns:
        (batch, new spatial..., filters).
    """
    small, multiples = as_tiled(cells) or (cells, (1,) * cells.ndim)
    steps = [size * rate for size, rate in zip(small.shape, dilation)]

    def forward(x):
        for axis, (count, step) in enumerate(zip(multiples, steps), 1):
            x = sum_shifted(x, axis, count, step)
        return x

    def backward(tensors, upstream):
        # Each sum spreads to where it came from: the same sums, of the padded upstream.
        return [forward(padded(upstream, [((count - 1) * step,) * 2 for count, step in zip(multiples, steps)]))]

    return convolve(with_gradients(forward, backward)(x), expand(weights, small), strides, dilation)


def with_gradients(forward: Callable[..., Any], backward: Callable[..., Any]) -> Callable[..., Any]:
    """Returns ``forward`` with the gradients of ``backward``; unchanged on hosts that take no custom gradients."""
    return custom_gradient.with_gradients(forward, backward) if custom_gradient.is_supported() else forward


def repeated_convolution(x: Any, weights: Any, cells: np.ndarray, dilation: Sequence[int]) -> Any:
    """Convolves with a repeated kernel: the sum of a few small dilated convolutions of sums of neighbours.

    Args:
        x: The padded input (batch, rows, columns, channels).
        weights: (letters, channels, filters), of the same dtype.
        cells: A parsed pattern with equal neighbours.
        dilation: The dilation along each spatial axis.

    Returns:
        (batch, new rows, new columns, filters).
    """
    return _with_own_gradients(_sum_of_terms, x, weights, cells, dilation)


def interpolated_convolution(x: Any, weights: Any, cells: np.ndarray, dilation: Sequence[int]) -> Any:
    """Convolves as ``repeated_convolution``, by one convolution on a grid with the means of neighbours.

    Where the framework, the dtype or the kernel has no such convolution, it is ``repeated_convolution``.
    """
    if as_interpolated(cells, dilation) is None or not interpolation.is_supported(x):
        return repeated_convolution(x, weights, cells, dilation)
    return _with_own_gradients(_interpolated, x, weights, cells, dilation)


def rows_by_sample_convolution(x: Any, weights: Any, cells: np.ndarray, dilation: Sequence[int]) -> Any:
    """Convolves as ``rows_convolution``, one sample after another."""
    return _with_own_gradients(_rows_by_sample, x, weights, cells, dilation)


def _with_own_gradients(forward, x, weights, cells, dilation):
    """Computes ``forward(x, weights, cells, dilation)`` with gradients of its own.

    The gradient of the input is computed by the same strategy, of the padded upstream with the kernel rotated by 180
    degrees; that of the weights by products of matrices.
    """
    def backward(tensors, upstream):
        x, weights = tensors
        rotated, swapped = np.flip(cells, (0, 1)), K.permute_dimensions(weights, (0, 2, 1))
        around = padded(upstream, [((size - 1) * rate,) * 2 for size, rate in zip(cells.shape, dilation)])
        of_cells = each_sample(lambda *sample: _cell_gradients(*sample, cells=cells, dilation=dilation), (x, upstream))
        return (_with_own_gradients(forward, around, swapped, rotated, dilation),
                _sum_by_letter(K.sum(of_cells, axis=0), as_runs(cells).small.ravel()))

    return with_gradients(lambda x, weights: forward(x, weights, cells, dilation), backward)(x, weights)


def _sum_by_letter(of_cells, letters):
    """Sums what the cells have, (cells, ...), over the cells of each letter: (letters, ...)."""
    if len(set(letters)) == len(letters):
        return K.gather(of_cells, K.constant(np.argsort(letters), dtype='int32'))
    return K.stack([K.sum(K.stack([of_cells[cell] for cell in np.flatnonzero(letters == letter)]), axis=0)
                    for letter in sorted(set(letters))])


def _cell_gradients(x, upstream, cells, dilation):
    """Returns the gradients (1, small cells, channels, filters) of the cells that ``as_runs`` leaves."""
    small, runs = as_runs(cells)
    spans = [(size - 1) * rate for size, rate in zip(cells.shape, dilation)]
    upstream, sums, products = _as_rows(upstream), {(1,) * cells.ndim: x}, []
    for cell in np.ndindex(*small.shape):
        starts, boxes = zip(*[along_axis[index] for along_axis, index in zip(runs, cell)])
        part = _box_sums(x, boxes, dilation, sums)
        for axis, (start, box, rate, span) in enumerate(zip(starts, boxes, dilation, spans), 1):
            part = crop(part, axis, start * rate, span - (box - 1) * rate)
        products.append(K.dot(K.transpose(_as_rows(part)), upstream))
    return K.expand_dims(K.stack(products), 0)


def _as_rows(x):
    """Returns all spatial positions of all samples as rows: (batch * positions, channels)."""
    return K.reshape(x, (-1, K.int_shape(x)[-1]))


def _sum_along_columns(x, columns, size, rate):
    """Returns what the runs of columns of a kernel of that size cover of ``x``, summed, concatenated along channels."""
    sums, pieces = {}, []
    for start, length in columns:
        if length not in sums:
            sums[length] = sum_shifted(x, 2, length, rate)
        pieces.append(crop(sums[length], 2, start * rate, (size - length) * rate))
    return K.concatenate(pieces, axis=-1)


def rows_convolution(x: Any, weights: Any, cells: np.ndarray, dilation: Sequence[int]) -> Any:
    """Convolves as ``repeated_convolution``, by one matrix product.

    The product is of sums along the rows, and its outputs are summed along the columns.
    """
    merged: Any = as_runs(cells)
    small, (rows, columns) = merged
    # (columns, channels) by (rows, filters), so that each row of the kernel has filters of its own.
    channels, filters = K.int_shape(weights)[-2:]
    matrix = K.permute_dimensions(expand(weights, small), (1, 2, 0, 3))
    products = K.dot(_sum_along_columns(x, columns, cells.shape[1], dilation[1]),
                     K.reshape(matrix, (len(columns) * channels, len(rows) * filters)))
    total, less = None, (cells.shape[0] - 1) * dilation[0]
    for row, (start, length) in enumerate(rows):
        of_row = products[..., row * filters:(row + 1) * filters]
        for index in range(start, start + length):
            part = crop(of_row, 1, index * dilation[0], less)
            total = part if total is None else total + part
    return total


def _rows_by_sample(x, weights, cells, dilation):
    return each_sample(lambda x: rows_convolution(x, weights, cells, dilation), (x,))


def _interpolated(x, weights, cells, dilation):
    grid = as_interpolated(cells, dilation)
    kernel = expand(weights, grid.cells) * K.constant(grid.weights[..., None, None], dtype=K.dtype(weights))
    return interpolation.convolve(x, kernel, grid.zooms, grid.starts, grid.steps)


def _sum_of_terms(x, weights, cells, dilation):
    shape = cells.shape
    sums = {(1,) * len(shape): x}
    total = None
    for term in as_repeated(cells):
        part = _box_sums(x, term.boxes, dilation, sums)
        for axis, (size, start, count, step, box, rate) in enumerate(
                zip(shape, term.starts, term.cells.shape, term.steps, term.boxes, dilation), 1):
            span = start + (count - 1) * step + box
            part = crop(part, axis, start * rate, (size - span + start) * rate)
        rates = tuple(step * rate for step, rate in zip(term.steps, dilation))
        outputs = convolve(part, expand(weights, term.cells), (1,) * len(shape), rates)
        total = outputs if total is None else total + outputs
    return total


def _box_sums(x, boxes, dilation, sums):
    """Returns the sums of neighbours in a box, from those of the smaller box that ``sums`` has already."""
    if boxes not in sums:
        axis = max(axis for axis, count in enumerate(boxes) if count > 1)
        smaller = _box_sums(x, boxes[:axis] + (1,) * (len(boxes) - axis), dilation, sums)
        sums[boxes] = sum_shifted(smaller, axis + 1, boxes[axis], dilation[axis])
    return sums[boxes]


# The strategies for repeated kernels.
REPEATED_STRATEGIES: Dict[str, Callable[..., Any]] = {
    'repeated': repeated_convolution, 'interpolated': interpolated_convolution, 'rows': rows_convolution,
    'rows_by_sample': rows_by_sample_convolution}
