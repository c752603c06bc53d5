"""Pictures of tied kernels, by matplotlib, which is needed only where one is drawn."""
from __future__ import annotations

from typing import Any, Optional, Sequence

import numpy as np

from customlayers import patterns

NO_CELL = -2


def plot(cells: np.ndarray, weights: np.ndarray, channel: int = 0, filters: Optional[Sequence[int]] = None,
         axes: Any = None) -> Any:
    """Draws the tying with its letters, and beside it the kernels that were learned for one input channel.

    Planes of a kernel of three axes are drawn side by side.

    Args:
        cells: A parsed pattern.
        weights: (..., channels, filters), with one entry per letter.
        channel: The input channel.
        filters: The filters whose kernels are drawn; None means the first eight.
        axes: matplotlib axes to draw on, one more than filters; None means those of a new figure.

    Returns:
        The matplotlib figure.

    Raises:
        ImportError: Without matplotlib.
        ValueError: For a channel or a filter that the kernel does not have, and for another number of axes.
    """
    weights = np.asarray(weights)
    entries = weights.reshape((-1,) + weights.shape[-2:])
    filters = list(range(min(8, entries.shape[2]))) if filters is None else list(filters)
    if channel not in range(entries.shape[1]) or any(each not in range(entries.shape[2]) for each in filters):
        raise ValueError('plot: channel %r and filters %r are asked for, and the kernel has %d channels and %d filters.'
                         % (channel, filters, entries.shape[1], entries.shape[2]))
    axes = list(np.ravel(_row_of_axes(len(filters) + 1) if axes is None else axes))
    if len(axes) != len(filters) + 1:
        raise ValueError('plot: %d axes are needed, one for the tying and one for each of %d filters, and there are %d.'
                         % (len(filters) + 1, len(filters), len(axes)))
    plane = side_by_side(cells)
    _draw(axes[0], np.where(plane < 0, np.nan, plane), '%d weights, %d cells' % (patterns.count(cells), cells.size),
          cmap='Pastel1')
    for (row, column), number in np.ndenumerate(plane):
        if number != NO_CELL:
            axes[0].text(column, row, patterns.letters(number), ha='center', va='center')
    shown = entries[:, channel, filters]
    limit = np.abs(shown).max() or 1.
    for subplot, each, values in zip(axes[1:], filters, shown.T):
        pixels = np.where(plane >= 0, values[np.maximum(plane, 0)], np.where(plane == NO_CELL, np.nan, 0.))
        _draw(subplot, pixels, f'filter {each}', cmap='RdBu', vmin=-limit, vmax=limit)
    return axes[0].figure


def side_by_side(cells: np.ndarray) -> np.ndarray:
    """Returns the cells as one picture of two axes: planes beside one another, with a column of NO_CELL between."""
    planes = cells.reshape((-1,) + (cells.shape[-2:] if cells.ndim > 1 else (1,) + cells.shape))
    between = np.full((planes.shape[1], 1), NO_CELL)
    parts = [part for plane in planes for part in (between, plane)]
    return np.concatenate(parts[1:], axis=1)


def _row_of_axes(number):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError('Drawing a layer needs matplotlib, which is not installed: `pip install matplotlib`. '
                          'customlayers.show(layer.pattern) prints the tying without it.') from error
    return Figure(figsize=(1.8 * number, 2.2), tight_layout=True).subplots(1, number, squeeze=False)


def _draw(axes, pixels, title, **options):
    axes.imshow(pixels, **options)
    axes.set_title(title, fontsize='small')
    axes.set_xticks([])
    axes.set_yticks([])
