"""Convolutions of an input between whose places there are means, by what the framework has for that: no part of K."""
from compat import adapters
from compat import backend as K

_ops = adapters.area('ops')


def is_supported(x):
    """Whether this host has such a convolution for ``x``: frameworks interpolate in float32 only."""
    return adapters.current().interpolated_convolution and K.dtype(x) == 'float32'


def convolve(x, kernel, zooms, starts, steps):
    """``x`` (batch, rows, columns, channels) with the kernel, whose cells lie on a grid with the means of neighbours.

    Along each axis ``zooms`` is 1, or 2 for a grid that has the mean of two neighbours between them. From the output's
    place the kernel's first cell is ``starts`` (0 or 1) places of the grid away, and each further one ``steps`` more.
    There are as many outputs as fit. Without padding and gradients of its own.
    """
    return _ops.convolve_interpolated(x, kernel, tuple(zooms), tuple(starts), tuple(steps))
