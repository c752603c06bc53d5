"""Pictures of tied kernels, by matplotlib, which is needed only where one is drawn."""
import numpy as np

from customlayers import patterns

NO_CELL = -2


def plot(cells, weights, channel=0, filters=None, axes=None):
    """Draw the tying with its letters, and beside it the kernels that were learned for one input channel.

    ``cells`` is a parsed pattern, ``weights`` an array (..., channels, filters) with one entry per letter. ``filters``
    says whose kernels (the first eight if None); ``axes`` are matplotlib axes to draw on, one more than filters.
    Planes of a kernel of three axes are drawn side by side. Gives the matplotlib figure. Raises ImportError without
    matplotlib, and ValueError for a channel or a filter that is not there.
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
    flat = side_by_side(cells)
    _draw(axes[0], np.where(flat < 0, np.nan, flat), '%d weights, %d cells' % (patterns.count(cells), cells.size),
          cmap='Pastel1')
    for (row, column), number in np.ndenumerate(flat):
        if number != NO_CELL:
            axes[0].text(column, row, patterns.letters(number), ha='center', va='center')
    shown = entries[:, channel, filters]
    limit = np.abs(shown).max() or 1.
    for place, each, values in zip(axes[1:], filters, shown.T):
        pixels = np.where(flat >= 0, values[np.maximum(flat, 0)], np.where(flat == NO_CELL, np.nan, 0.))
        _draw(place, pixels, 'filter %d' % each, cmap='RdBu', vmin=-limit, vmax=limit)
    return axes[0].figure


def side_by_side(cells):
    """The cells as one picture of two axes: planes beside one another with a column of NO_CELL between."""
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
