"""Convolutions of each channel by itself, alone and followed by one that mixes the channels."""
from compat.backend.configuration import normalize_data_format
from compat.backend.convolution import known_padding, per_axis, refuse_misfit, refuse_too_small
from compat.backend.tensors import as_tensor, as_tensors, int_shape, ndim
from compat.symbolic import ops
from compat.differences import reason
from compat.errors import UnsupportedError

__all__ = ['depthwise_conv2d', 'separable_conv1d', 'separable_conv2d']


def depthwise_conv2d(x, depthwise_kernel, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1)):
    """Each channel of ``x`` (batch, rows, columns, channels) with its own kernels (rows, columns, channels, number).

    Gives channels * number channels, those of the first one first. ``padding`` is 'valid' or 'same'. Raises ValueError
    for another, for strides that differ, and for sizes that do not fit. Keras 2.2.4
    ``keras.backend.depthwise_conv2d``.
    """
    x, kernel = as_tensors(x, depthwise_kernel)
    strides, dilation = per_axis(strides, 2), per_axis(dilation_rate, 2)
    data_format = normalize_data_format(data_format)
    known_padding(padding)
    refuse_misfit(x, kernel, 2, data_format)
    if len(set(strides)) > 1:
        raise ValueError('A convolution of each channel by itself has the same stride for rows and columns, and was '
                         f'given {strides}.')
    if max(strides) > 1 and max(dilation) > 1:
        raise UnsupportedError(reason('strides-of-dilated-channels'))
    spans = [(size - 1) * rate + 1 for size, rate in zip(int_shape(kernel), dilation) if size is not None]
    refuse_too_small(x, spans, padding, data_format)
    return ops.depthwise_convolution(x, kernel, strides, padding, data_format, dilation)


def separable_conv1d(x, depthwise_kernel, pointwise_kernel, strides=1, padding='valid', data_format=None,
                     dilation_rate=1):
    """Each channel of ``x`` (batch, steps, channels) with its own kernels, then all of them mixed in each step.

    The kernels have shapes (steps, channels, number) and (1, channels * number, out). Raises ValueError as
    ``depthwise_conv2d`` does. Keras 2.2.4 ``keras.backend.separable_conv1d``.
    """
    data_format = normalize_data_format(data_format)
    x, kernel, pointwise = as_tensor(x), as_tensor(depthwise_kernel), as_tensor(pointwise_kernel)
    if (ndim(x), ndim(kernel), ndim(pointwise)) != (3, 3, 3):
        raise ValueError('K.separable_conv1d takes a tensor and kernels with 3 axes each, and was given shapes '
                         f'{int_shape(x)}, {int_shape(kernel)} and {int_shape(pointwise)}.')
    rows = 1 if data_format == 'channels_last' else 2
    outputs = separable_conv2d(ops.expand_dims(x, rows), ops.expand_dims(kernel, 0), ops.expand_dims(pointwise, 0),
                               per_axis(strides, 1) * 2, padding, data_format, (1,) + per_axis(dilation_rate, 1))
    return ops.squeeze(outputs, rows)


def separable_conv2d(x, depthwise_kernel, pointwise_kernel, strides=(1, 1), padding='valid', data_format=None,
                     dilation_rate=(1, 1)):
    """Each channel of ``x`` (batch, rows, columns, channels) with its own kernels, then all mixed in each place.

    The kernels have shapes (rows, columns, channels, number) and (1, 1, channels * number, out). Raises ValueError as
    ``depthwise_conv2d`` does. Keras 2.2.4 ``keras.backend.separable_conv2d``.
    """
    data_format = normalize_data_format(data_format)
    x, pointwise = as_tensors(x, pointwise_kernel)
    outputs = depthwise_conv2d(x, depthwise_kernel, strides, padding, data_format, dilation_rate)
    refuse_misfit(outputs, pointwise, 2, data_format)
    if int_shape(pointwise)[:2] != (1, 1):
        raise ValueError('The kernel that mixes the channels sees one place, and was given with shape '
                         f'{int_shape(pointwise)}.')
    return ops.convolution(outputs, pointwise, (1, 1), 'valid', data_format, (1, 1))
