"""What a tied kernel consists of: copies of a small kernel, runs of equal neighbours, or neither.

A kernel is an integer array ``cells`` of the kernel's spatial shape, as ``patterns.parse`` returns it: the number of
each cell's weight, -1 for a cell that is always zero. Nothing here needs a host.
"""
from __future__ import annotations

import functools
import itertools
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np


class Tiled(NamedTuple):
    """A kernel as copies of a small one."""

    small: np.ndarray           # the cells of the small kernel
    multiples: Tuple[int, ...]  # how many copies lie along each axis


class Runs(NamedTuple):
    """A kernel whose equal neighbours along each axis are merged."""

    small: np.ndarray                              # the cells that are left
    runs: Tuple[Tuple[Tuple[int, int], ...], ...]  # for each axis, where each run of equals starts, and its length


class Term(NamedTuple):
    """One small dilated convolution of a repeated kernel."""

    cells: np.ndarray           # the cells of its kernel
    boxes: Tuple[int, ...]      # how many neighbours are summed along each axis
    starts: Tuple[int, ...]     # where its first cell lies in the full kernel
    steps: Tuple[int, ...]      # the distance of its cells


class Interpolated(NamedTuple):
    """A kernel of runs of one or two, as a smaller one on a grid with the means of neighbours between the inputs."""

    cells: np.ndarray           # one of each run
    weights: np.ndarray         # how many cells of the full kernel each of them stands for
    zooms: Tuple[int, ...]      # 2 along the axes with such means, else 1
    starts: Tuple[int, ...]     # where its first cell lies in the grid
    steps: Tuple[int, ...]      # the distance of its cells in the grid


def as_tiled(cells: np.ndarray) -> Optional[Tiled]:
    """Returns the kernel as copies of the smallest one that tiles it, or None."""
    small = cells
    for axis, size in enumerate(cells.shape):
        period = next(period for period in range(1, size + 1) if size % period == 0 and np.array_equal(
            np.take(cells, range(size - period), axis), np.take(cells, range(period, size), axis)))
        small = np.take(small, range(period), axis)
    if small.size == cells.size:
        return None
    return Tiled(small, tuple(size // period for size, period in zip(cells.shape, small.shape)))


def as_runs(cells: np.ndarray) -> Optional[Runs]:
    """Returns the kernel with equal neighbours merged, or None where none are equal or a cell is always zero."""
    if cells.min() < 0:
        return None
    runs = tuple(_runs(cells, axis) for axis in range(cells.ndim))
    small = cells[np.ix_(*[[start for start, _ in along_axis] for along_axis in runs])]
    return Runs(small, runs) if small.size < cells.size else None


def _runs(cells, axis):
    """Returns the runs of equal slices along an axis: ((start, length), ...)."""
    slices = [np.take(cells, index, axis) for index in range(cells.shape[axis])]
    starts = [0] + [index for index in range(1, len(slices)) if not np.array_equal(slices[index], slices[index - 1])]
    return tuple((start, end - start) for start, end in zip(starts, starts[1:] + [len(slices)]))


def as_repeated(cells: np.ndarray) -> Optional[List[Term]]:
    """Returns the kernel as small dilated convolutions of sums of neighbours, or None as ``as_runs``."""
    merged = as_runs(cells)
    if merged is None:
        return None
    return [Term(cells[np.ix_(*[starts for _, starts in group])], tuple(length for length, _ in group),
                 tuple(starts[0] for _, starts in group),
                 tuple(starts[1] - starts[0] if len(starts) > 1 else 1 for _, starts in group))
            for group in itertools.product(*[_groups(runs) for runs in merged.runs])]


def as_interpolated(cells: np.ndarray, dilation: Sequence[int]) -> Optional[Interpolated]:
    """Returns the kernel on a grid with means of neighbours; None as ``as_runs``, and for what has no such grid.

    That is a kernel of uneven runs or of runs longer than two, and a dilated one.
    """
    merged = as_runs(cells)
    if merged is None or max(dilation) > 1 or any(length > 2 for runs in merged.runs for _, length in runs):
        return None
    zooms = tuple(max(length for _, length in runs) for runs in merged.runs)
    positions = [[start * zoom + length - 1 for start, length in runs] for runs, zoom in zip(merged.runs, zooms)]
    if any(len(set(np.diff(along_axis))) > 1 for along_axis in positions):
        return None
    weights = functools.reduce(np.multiply.outer, [np.array([length for _, length in runs]) for runs in merged.runs])
    return Interpolated(merged.small, weights, zooms,
                        tuple(int(along_axis[0]) for along_axis in positions),
                        tuple(int(along_axis[1] - along_axis[0]) if len(along_axis) > 1 else 1
                              for along_axis in positions))


def _groups(runs):
    """Returns the runs along an axis by their length: [(length, starts)], the starts evenly spaced in each group."""
    by_length: Dict[int, List[int]] = {}
    for start, length in runs:
        by_length.setdefault(length, []).append(start)
    groups = []
    for length, members in sorted(by_length.items()):
        even = len(set(np.diff(members))) < 2
        groups += [(length, members)] if even else [(length, [member]) for member in members]
    return groups
