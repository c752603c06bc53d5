"""Convolution and pooling of keras.backend.numpy_backend: numpy arrays in and out, stride 1 where it convolves.

All of it is Keras 2.3.1's ``keras.backend.numpy_backend``, which checked Keras's frameworks with it.
"""
import functools

import numpy as np

__all__ = ['conv', 'conv1d', 'conv2d', 'conv2d_transpose', 'conv3d', 'conv3d_transpose', 'conv_transpose',
           'depthwise_conv', 'depthwise_conv2d', 'normalize_conv', 'pool', 'pool2d', 'pool3d', 'separable_conv',
           'separable_conv1d', 'separable_conv2d']


def normalize_conv(func):
    """Decorates ``func``: it gets ``x`` as (batch, channels, spatial), ``w`` as (in, out, sizes), rotated and dilated.

    What it decorates takes ``x`` and ``w`` first, and the keyword ``data_format``; it returns what ``func`` returns,
    with the channels where that format has them. Any dilation above 1 is one of 2, as in Keras 2.3.1.
    """
    @functools.wraps(func)
    def convolve(*args, **kwargs):
        x, w = args[:2]
        axes = tuple(range(x.ndim - 2))
        last = kwargs['data_format'] == 'channels_last'
        dilated = _dilated(np.flip(w, axes), kwargs.pop('dilation_rate', 1))
        placed = np.moveaxis(x, -1, 1) if last else x
        y = func(placed, np.moveaxis(dilated, (-2, -1), (0, 1)), *args[2:], **kwargs)
        return np.moveaxis(y, 1, -1) if last else y

    del convolve.__wrapped__  # its signature is the decorator's, as in Keras 2.3.1
    return convolve


def _dilated(w, dilation_rate):
    """Returns ``w`` with a zero between neighbours along each axis, counted from the first, that is dilated."""
    rates = (dilation_rate,) * (w.ndim - 2) if isinstance(dilation_rate, int) else dilation_rate
    for axis, rate in enumerate(rates):
        if rate > 1:
            w = np.insert(w, range(1, w.shape[axis]), 0, axis=axis)
    return w


def _convolved(x, w, padding, equation):
    """Convolves ``x`` with ``w``: the products of the equation, summed where the two overlap, and cropped."""
    lengths, sizes = x.shape[2:], w.shape[2:]
    full = 0
    for offset in np.ndindex(*sizes):
        product = np.einsum(equation, x, w[(slice(None), slice(None)) + offset])
        around = [(0, 0)] * (product.ndim - len(lengths)) + [
            (before, size - 1 - before) for before, size in zip(offset, sizes)]
        full = full + np.pad(product, around, mode='constant')
    if padding == 'full':
        return full
    if padding == 'same':
        cuts = [((size - 1) // 2, length) for length, size in zip(lengths, sizes)]
    elif padding == 'valid':
        pairs = list(zip(lengths, sizes))
        if not (all(length >= size for length, size in pairs) or all(length <= size for length, size in pairs)):
            raise ValueError(f'A kernel of sizes {sizes} does not fit into {lengths}, nor that into it: padding '
                             '"valid" needs that. Take padding "same".')
        cuts = [(min(pair) - 1, max(pair) - min(pair) + 1) for pair in pairs]
    else:
        raise ValueError(f'The padding is "valid", "same" or "full", and was {padding!r}.')
    return full[(Ellipsis,) + tuple(slice(start, start + count) for start, count in cuts)]


@normalize_conv
def conv(x, w, padding, data_format):
    """Computes the convolution of ``x`` with ``w`` (sizes, in, out); see normalize_conv for their axes."""
    return _convolved(x, w, padding, 'bi...,io->bo...')


@normalize_conv
def depthwise_conv(x, w, padding, data_format):
    """Computes the convolution of each channel of ``x`` with its own kernels in ``w`` (sizes, in, multiplier).

    The results of one channel follow those of the other; see normalize_conv for the axes.
    """
    y = _convolved(x, w, padding, 'bi...,io->bio...')
    return y.reshape((y.shape[0], -1) + y.shape[3:])


def separable_conv(x, w1, w2, padding, data_format):
    """Computes the convolution of each channel of ``x`` with ``w1``, then of all of them with ``w2``."""
    y = depthwise_conv(x, w1, padding=padding, data_format=data_format)
    return conv(y, w2, padding=padding, data_format=data_format)


def conv_transpose(x, w, output_shape, padding, data_format, dilation_rate=1):
    """Computes the transposed convolution with stride 1 of ``x`` (4 or 5 axes) with ``w`` (sizes, out, in).

    The padding decides on the shape; ``output_shape`` is not looked at, as in Keras 2.3.1.
    """
    turned = np.swapaxes(np.flip(w, tuple(range(w.ndim - 2))), -1, -2)
    return conv(x, _dilated(turned, dilation_rate), padding=padding, data_format=data_format)


def pool(x, pool_size, strides, padding, data_format, pool_mode):
    """Computes the greatest number ('max') or the mean ('avg') of each window of ``x``, which has 1 to 3 spatial axes.

    Padding 'same' puts half of the size, rounded down, on both sides: with an even size there is one window more
    than in the layers.
    """
    if data_format == 'channels_last':
        x = np.moveaxis(x, -1, 1)
    if padding == 'same':
        x = np.pad(x, [(0, 0), (0, 0)] + [(size // 2, size // 2) for size in pool_size], mode='constant',
                   constant_values=-np.inf)
    starts = [length - size + 1 for length, size in zip(x.shape[2:], pool_size)]
    windows = np.stack([
        x[(slice(None), slice(None)) + tuple(slice(first, first + count, stride) for first, count, stride
                                             in zip(offset, starts, strides))]
        for offset in np.ndindex(*pool_size)], axis=-1)
    if pool_mode == 'max':
        y = np.max(windows, axis=-1)
    elif pool_mode == 'avg':
        y = np.mean(np.ma.masked_invalid(windows), axis=-1).data
    else:
        raise ValueError(f'pool_mode is "max" or "avg", and was {pool_mode!r}.')
    return np.moveaxis(y, 1, -1) if data_format == 'channels_last' else y


conv1d = conv2d = conv3d = conv
depthwise_conv2d = depthwise_conv
separable_conv1d = separable_conv2d = separable_conv
conv2d_transpose = conv3d_transpose = conv_transpose
pool2d = pool3d = pool
