"""Convolutions, pooling, and the bias that follows them."""
from compat.backend.configuration import normalize_data_format
from compat.backend.shapes import reshape, temporal_padding
from compat.backend.tensors import as_tensor, as_tensors, host, int_shape, ndim
from compat.symbolic import ops

__all__ = ['conv1d', 'conv2d', 'conv3d', 'pool2d', 'pool3d', 'bias_add']


def conv1d(x, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1):
    """1D convolution of ``x`` (batch, steps, channels) with ``kernel`` (steps, in, out).

    ``padding`` is 'valid', 'same' or 'causal' (output t sees no step after t; channels_last only). Raises ValueError
    for another, and for strides together with dilation. Keras 2.2.4 ``keras.backend.conv1d``.
    """
    data_format = normalize_data_format(data_format)
    if padding == 'causal':
        if data_format != 'channels_last':
            raise ValueError('When using causal padding in `conv1d`, `data_format` must be "channels_last" (temporal '
                             'data).')
        x = temporal_padding(x, (per_axis(dilation_rate, 1)[0] * (int_shape(as_tensor(kernel))[0] - 1), 0))
        padding = 'valid'
    x, kernel = as_tensors(x, kernel)
    return ops.convolution(x, kernel, *convolution_attributes(x, kernel, 1, strides, padding, data_format,
                                                              dilation_rate))


def conv2d(x, kernel, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1)):
    """2D convolution of ``x`` (batch, rows, columns, channels) with ``kernel`` (rows, columns, in, out).

    ``padding`` is 'valid' or 'same'. Raises ValueError for another, and for strides together with dilation.
    Keras 2.2.4 ``keras.backend.conv2d``.
    """
    x, kernel = as_tensors(x, kernel)
    return ops.convolution(x, kernel, *convolution_attributes(x, kernel, 2, strides, padding, data_format,
                                                              dilation_rate))


def conv3d(x, kernel, strides=(1, 1, 1), padding='valid', data_format=None, dilation_rate=(1, 1, 1)):
    """3D convolution of ``x`` (batch, depth, rows, columns, channels) with ``kernel`` (depth, rows, columns, in, out).

    ``padding`` is 'valid' or 'same'. Raises ValueError for another, and for strides together with dilation.
    Keras 2.2.4 ``keras.backend.conv3d``.
    """
    x, kernel = as_tensors(x, kernel)
    return ops.convolution(x, kernel, *convolution_attributes(x, kernel, 3, strides, padding, data_format,
                                                              dilation_rate))


def per_axis(number, axes):
    """One number for each axis, from as many or from one for all of them."""
    if type(number) is tuple and len(number) == axes:
        return tuple(map(int, number))
    numbers = tuple(map(int, number)) if isinstance(number, (list, tuple)) else (int(number),)
    return numbers * axes if len(numbers) == 1 else numbers


def convolution_attributes(x, kernel, axes, strides, padding, data_format, dilation_rate):
    """(strides, padding, data_format, dilation) of a convolution. Raises ValueError for what Keras 2 refused."""
    strides, dilation = per_axis(strides, axes), per_axis(dilation_rate, axes)
    data_format = normalize_data_format(data_format)
    if padding not in PADDINGS:
        refuse_padding(padding)
    if max(strides) > 1 and max(dilation) > 1:
        raise ValueError(f'strides > 1 not supported in conjunction with dilation_rate > 1: strides are {strides} and '
                         f'dilation_rate {dilation}.')
    x_shape, kernel_shape = host.static_shape(x), host.static_shape(kernel)
    check_shapes(x_shape, kernel_shape, axes, data_format)
    if padding == 'valid' and kernel_shape is not None:
        check_window(x_shape, kernel_shape[:axes], data_format, dilation)
    return strides, padding, data_format, dilation


PADDINGS = ('valid', 'same')


def refuse_padding(padding):
    """Raises ValueError: it is no padding."""
    raise ValueError(f'Invalid padding: {padding}. Use valid or same.')


def known_padding(padding):
    """Raises ValueError for what is no padding."""
    if padding not in PADDINGS:
        refuse_padding(padding)


def refuse_misfit(x, kernel, spatial, data_format):
    """Raises ValueError for a kernel that does not fit the tensor."""
    check_shapes(int_shape(x), int_shape(kernel), spatial, data_format)


def check_shapes(x_shape, kernel_shape, spatial, data_format):
    """Raises ValueError where a kernel of that shape does not fit a tensor of that shape."""
    if x_shape is None or kernel_shape is None:
        return
    if len(x_shape) != spatial + 2 or len(kernel_shape) != spatial + 2:
        raise ValueError('A %dD convolution takes a tensor and a kernel with %d axes each, and was given shapes %s '
                         'and %s.' % (spatial, spatial + 2, x_shape, kernel_shape))
    channels = x_shape[-1 if data_format == 'channels_last' else 1]
    if None not in (channels, kernel_shape[-2]) and channels != kernel_shape[-2]:
        raise ValueError('The tensor has %d channels (shape %s, %s), and the kernel takes %d (shape %s).'
                         % (channels, x_shape, data_format, kernel_shape[-2], kernel_shape))


def refuse_too_small(x, spans, padding, data_format):
    """Raises ValueError for a window that is larger than what it slides over."""
    if padding == 'valid':
        check_window(int_shape(x), spans, data_format)


def check_window(x_shape, window, data_format, dilation=(1, 1, 1)):
    """Raises ValueError where a window of these sizes is larger than a tensor of that shape."""
    if x_shape is None:
        return
    lengths = x_shape[1:-1] if data_format == 'channels_last' else x_shape[2:]
    for length, size, rate in zip(lengths, window, dilation):
        if length is not None and size is not None and length < (size - 1) * rate + 1:
            spans = tuple((size - 1) * rate + 1 for size, rate in zip(window, dilation) if size is not None)
            raise ValueError(f'A window of {spans} is larger than what it slides over, {lengths} (shape {x_shape}, '
                             f'{data_format}). Use padding="same" or a smaller one.')


def pool2d(x, pool_size, strides=(1, 1), padding='valid', data_format=None, pool_mode='max'):
    """The greatest element ('max') or the mean ('avg') of windows of ``x`` (batch, rows, columns, channels).

    Raises ValueError for another padding or mode. Keras 2.2.4 ``keras.backend.pool2d``.
    """
    return _pool(x, pool_size, strides, padding, data_format, pool_mode)


def pool3d(x, pool_size, strides=(1, 1, 1), padding='valid', data_format=None, pool_mode='max'):
    """The greatest element ('max') or the mean ('avg') of windows of ``x`` (batch, depth, rows, columns, channels).

    Raises ValueError for another padding or mode. Keras 2.2.4 ``keras.backend.pool3d``.
    """
    return _pool(x, pool_size, strides, padding, data_format, pool_mode)


def _pool(x, pool_size, strides, padding, data_format, pool_mode):
    data_format = normalize_data_format(data_format)
    known_padding(padding)
    if pool_mode not in ('max', 'avg'):
        raise ValueError(f'Invalid pool_mode: {pool_mode}. Use max or avg.')
    x = as_tensor(x)
    refuse_too_small(x, pool_size, padding, data_format)
    return ops.pool(x, tuple(pool_size), tuple(strides), padding, data_format, pool_mode)


def bias_add(x, bias, data_format=None):
    """``x`` plus ``bias``: one number per channel, or one per channel and place, (places..., channels).

    Raises ValueError for another number of axes. Keras 2.2.4 ``keras.backend.bias_add``.
    """
    data_format = normalize_data_format(data_format)
    x, bias = as_tensors(x, bias)
    bias_shape, rank = int_shape(bias), ndim(x)
    if rank < 2 or len(bias_shape) not in (1, rank - 1):
        raise ValueError('Unexpected bias dimensions %d, expect to be 1 or %d dimensions' % (len(bias_shape), rank))
    places = rank - 2
    if places not in (1, 2, 3):
        data_format = 'channels_last'
    full = (1,) * places + bias_shape if len(bias_shape) == 1 else bias_shape
    if data_format == 'channels_first':
        full = full[-1:] + full[:-1]
    for sizes in zip(int_shape(x)[1:], full):
        if None not in sizes and sizes[0] != sizes[1] and 1 not in sizes:
            raise ValueError(f'K.bias_add: a bias of shape {bias_shape} does not fit a tensor of shape {int_shape(x)} '
                             f'({data_format}).')
    return ops.add(x, reshape(bias, (1,) + full))
