"""Computing sample by sample, and convolving each with a kernel of its own, by what the framework has for that: no part
of Keras 2's K.
"""
import itertools

import numpy as np

from compat import adapters
from compat import backend as K
from compat.extensions import custom_gradient

_ops = adapters.area('ops')


def is_supported(rank):
    """Whether this host has such a convolution over so many axes, and takes gradients of one's own."""
    return adapters.current().sample_convolution and _ops.supports_sample_convolution(rank)


def each_sample(function, tensors):
    """``function`` of tensors with a batch axis: sample by sample where the framework has a compiled loop for that,
    which needs less memory, and memory that is new takes time; else of the whole batch at once.
    """
    return _ops.each_sample(function, tensors) if adapters.current().sample_loop else function(*tensors)


def convolve(x, kernel, dilation):
    """Each sample of ``x`` (batch, sizes..., channels) with its ``kernel`` (batch, sizes..., channels, filters).

    Without padding and strides; ``dilation`` has one rate for each axis. The gradient of the input is of the same kind,
    that of the kernel one product of matrices for each cell: frameworks are slow at their own.
    """
    sizes = K.int_shape(kernel)[1:-2]
    axes = tuple(range(1, len(sizes) + 1))

    def forward(x, kernel):
        return _ops.convolve_samples(x, kernel, dilation)

    def backward(tensors, upstream):
        x, kernel = tensors
        turned = K.permute_dimensions(K.reverse(kernel, axes), (0,) + axes + (len(axes) + 2, len(axes) + 1))
        room = padded(upstream, [((size - 1) * rate,) * 2 for size, rate in zip(sizes, dilation)])
        rows = as_rows(upstream)
        of_cells = [K.batch_dot(as_rows(_seen(x, cell, sizes, dilation)), rows, axes=(1, 1))
                    for cell in itertools.product(*[range(size) for size in sizes])]
        return (convolve(room, turned, dilation),
                K.reshape(K.stack(of_cells, axis=1), (-1,) + tuple(K.int_shape(kernel)[1:])))

    return custom_gradient.with_gradients(forward, backward)(x, kernel)


def _seen(x, cell, sizes, dilation):
    """What that cell of the kernel sees of ``x``, whatever its sizes are."""
    index = [slice(None)]
    for offset, size, rate in zip(cell, sizes, dilation):
        index.append(slice(offset * rate, (offset + 1 - size) * rate or None))
    return x[tuple(index)]


def as_rows(x):
    """``x`` (batch, sizes..., numbers) as (batch, product of the sizes, numbers)."""
    shape = K.int_shape(x)
    if None not in shape[1:-1]:
        return K.reshape(x, (-1, int(np.prod(shape[1:-1])), shape[-1]))
    sizes = [K.shape(x)[axis] for axis in range(len(shape) - 1)]
    count = 1
    for size in sizes[1:]:
        count = count * size
    return K.reshape(x, [sizes[0], count, shape[-1]])


def padded(x, pads):
    """``x`` (batch, sizes..., channels) with that many zeros before and after each spatial axis."""
    if not any(number for pair in pads for number in pair):
        return x
    if len(pads) == 1:
        return K.temporal_padding(x, tuple(pads[0]))
    padding = K.spatial_2d_padding if len(pads) == 2 else K.spatial_3d_padding
    return padding(x, tuple(pads), data_format='channels_last')
