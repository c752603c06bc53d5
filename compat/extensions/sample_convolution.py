"""Computing sample by sample, and convolving each with a kernel of its own, by the framework. K of Keras 2 has no such.
"""
import itertools
from typing import Any, Callable, Sequence

import numpy as np

from compat import adapters
from compat import backend as K
from compat.extensions import custom_gradient

_ops = adapters.area('ops')


def is_supported(rank: int) -> bool:
    """Returns whether this host convolves samples with their own kernels over ``rank`` axes, with custom gradients."""
    return adapters.current().sample_convolution and _ops.supports_sample_convolution(rank)


def each_sample(function: Callable[..., Any], tensors: Sequence[Any]) -> Any:
    """Computes ``function`` of tensors with a batch axis.

    It goes sample by sample where the framework has a compiled loop for that, which needs less memory (new memory takes
    time), else it takes the whole batch.
    """
    return _ops.each_sample(function, tensors) if adapters.current().sample_loop else function(*tensors)


def convolve(x: Any, kernel: Any, dilation: Sequence[int]) -> Any:
    """Convolves each sample with its own kernel, without padding and strides.

    The gradient of the input is computed in the same way, that of the kernel by one product of matrices for each cell:
    frameworks are slow at their own.

    Args:
        x: (batch, spatial..., channels), float.
        kernel: (batch, sizes..., channels, filters), of the same dtype.
        dilation: One rate for each spatial axis.

    Returns:
        (batch, new spatial..., filters).
    """
    sizes = K.int_shape(kernel)[1:-2]
    axes = tuple(range(1, len(sizes) + 1))

    def forward(x, kernel):
        return _ops.convolve_samples(x, kernel, dilation)

    def backward(tensors, upstream):
        x, kernel = tensors
        rotated = K.permute_dimensions(K.reverse(kernel, axes), (0,) + axes + (len(axes) + 2, len(axes) + 1))
        around = padded(upstream, [((size - 1) * rate,) * 2 for size, rate in zip(sizes, dilation)])
        rows = as_rows(upstream)
        of_cells = [K.batch_dot(as_rows(_covered(x, cell, sizes, dilation)), rows, axes=(1, 1))
                    for cell in itertools.product(*[range(size) for size in sizes])]
        return (convolve(around, rotated, dilation),
                K.reshape(K.stack(of_cells, axis=1), (-1,) + tuple(K.int_shape(kernel)[1:])))

    return custom_gradient.with_gradients(forward, backward)(x, kernel)


def _covered(x, cell, sizes, dilation):
    """Returns what a cell of the kernel covers of ``x``, whatever its sizes are."""
    index = [slice(None)]
    for offset, size, rate in zip(cell, sizes, dilation):
        index.append(slice(offset * rate, (offset + 1 - size) * rate or None))
    return x[tuple(index)]


def as_rows(x: Any) -> Any:
    """Returns ``x`` (batch, sizes..., numbers) as (batch, product of the sizes, numbers)."""
    shape = K.int_shape(x)
    if None not in shape[1:-1]:
        return K.reshape(x, (-1, int(np.prod(shape[1:-1])), shape[-1]))
    sizes = [K.shape(x)[axis] for axis in range(len(shape) - 1)]
    count = 1
    for size in sizes[1:]:
        count = count * size
    return K.reshape(x, [sizes[0], count, shape[-1]])


def padded(x: Any, pads: Sequence[Sequence[int]]) -> Any:
    """Returns ``x`` (batch, spatial..., channels) with that many zeros before and after each spatial axis."""
    if not any(number for pair in pads for number in pair):
        return x
    if len(pads) == 1:
        return K.temporal_padding(x, tuple(pads[0]))
    padding = K.spatial_2d_padding if len(pads) == 2 else K.spatial_3d_padding
    return padding(x, tuple(pads), data_format='channels_last')
