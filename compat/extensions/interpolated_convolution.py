"""Convolutions on the grid of an input and the means of its neighbours, by the framework. K of Keras 2 has no such."""
from typing import Any, Sequence

from compat import adapters
from compat import backend as K

_ops = adapters.area('ops')


def is_supported(x: Any) -> bool:
    """Returns whether this host has such a convolution for ``x``: frameworks interpolate in float32 only."""
    return adapters.current().interpolated_convolution and K.dtype(x) == 'float32'


def convolve(x: Any, kernel: Any, zooms: Sequence[int], starts: Sequence[int], steps: Sequence[int]) -> Any:
    """Convolves ``x`` with a kernel whose cells lie on a grid with the means of neighbours, without padding.

    Args:
        x: (batch, rows, columns, channels), float32.
        kernel: (rows, columns, channels, filters), float32.
        zooms: For each spatial axis 1, or 2 for a grid that has the mean of two neighbours between them.
        starts: For each spatial axis the distance of the kernel's first cell from the output's position, 0 or 1 steps
            of the grid.
        steps: For each spatial axis the distance of neighbouring cells of the kernel in the grid.

    Returns:
        (batch, new rows, new columns, filters), as many outputs as fit. It has no custom gradient.
    """
    return _ops.convolve_interpolated(x, kernel, tuple(zooms), tuple(starts), tuple(steps))
