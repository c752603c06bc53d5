"""Transposed convolutions: what a convolution does to gradients, from its outputs back to its inputs."""
from compat.symbolic import dynamic_shape as sizes, graph, ops
from compat.symbolic.kinds import RECORDED, SYMBOLS, kinds
from compat.backend.configuration import normalize_data_format
from compat.backend.convolution import known_padding, per_axis
from compat.backend.shapes import reshape
from compat.backend.tensors import as_tensor, as_tensors, host, int_shape

__all__ = ['conv2d_transpose', 'conv3d_transpose']


def conv2d_transpose(x, kernel, output_shape, strides=(1, 1), padding='valid', data_format=None,
                     dilation_rate=(1, 1)):
    """``x`` (batch, rows, columns, in) spread out to ``output_shape`` by ``kernel`` (rows, columns, out, in).

    ``output_shape`` has numbers, sizes from ``K.shape``, and perhaps None as its batch, or is a tensor of them. With
    a dilation, which is the same for both axes, the strides are ignored, as in Keras 2. Raises ValueError for a shape
    that no such convolution gives ``x`` from, AssertionError for dilations that differ. Keras 2.2.4
    ``keras.backend.conv2d_transpose``; None came with 2.3.
    """
    return _transposed(x, kernel, output_shape, 2, strides, padding, data_format, per_axis(dilation_rate, 2))


def conv3d_transpose(x, kernel, output_shape, strides=(1, 1, 1), padding='valid', data_format=None):
    """``x`` (batch, depth, rows, columns, in) spread out to ``output_shape`` by ``kernel`` (..., out, in).

    The rest is as in ``conv2d_transpose``. Keras 2.2.4 ``keras.backend.conv3d_transpose``.
    """
    return _transposed(x, kernel, output_shape, 3, strides, padding, data_format, (1, 1, 1))


def _transposed(x, kernel, output_shape, axes, strides, padding, data_format, dilation):
    x, kernel = as_tensors(x, kernel)
    data_format, strides = normalize_data_format(data_format), per_axis(strides, axes)
    known_padding(padding)
    if max(dilation) > 1:
        assert len(set(dilation)) == 1, f'A transposed convolution has one dilation for all axes, not {dilation}.'
        strides = (1,) * axes
    wanted = sizes.in_shape(output_shape)
    if not isinstance(wanted, tuple):
        wanted = _elements(as_tensor(wanted))
    if len(wanted) != axes + 2 or len(int_shape(x)) != axes + 2 or len(int_shape(kernel)) != axes + 2:
        raise ValueError('A transposed convolution over %d axes takes a tensor, a kernel and an output_shape of %d '
                         'axes, and was given shapes %s, %s and %s.'
                         % (axes, axes + 2, int_shape(x), int_shape(kernel), wanted))
    last = data_format == 'channels_last'
    places = wanted[1:-1] if last else wanted[2:]
    made_up = host.sizes_are_made_up(x)
    given = (None,) + int_shape(x)[1:] if made_up else int_shape(x)
    _refuse_misfit(given, int_shape(kernel), wanted, places, strides, padding, last, dilation)
    outputs = (_dilated(x, kernel, padding, data_format, dilation) if max(dilation) > 1 else
               ops.transposed_convolution(x, kernel, places, strides, padding, data_format))
    if isinstance(wanted[0], int) and (made_up or int_shape(outputs)[0] is None):
        return reshape(outputs, wanted)
    return outputs


def _elements(shape):
    """The elements of a tensor of sizes: numbers where K computes and they are known."""
    if graph.in_graph_mode() and kinds(shape) & (RECORDED | SYMBOLS):
        return tuple(shape[number] for number in range(int_shape(shape)[0]))
    return tuple(host.listed(shape))


def _refuse_misfit(given, kernel, wanted, places, strides, padding, last, dilation):
    """Refuse what the convolution from ``wanted`` would not give ``given`` for."""
    if None in wanted[1:]:
        raise ValueError(f'The output_shape {wanted} of a transposed convolution has None after its batch. Write a '
                         'number, or K.shape(x)[axis].')
    computed = [_length(place, (size - 1) * rate + 1, stride, padding)
                for place, size, stride, rate in zip(places, kernel, strides, dilation)]
    channel = -1 if last else 1
    expected = [wanted[0]] + (computed + [kernel[-1]] if last else [kernel[-1]] + computed)
    pairs = list(zip(expected, given)) + [(kernel[-2], wanted[channel])]
    if any(isinstance(one, int) and isinstance(other, int) and one != other for one, other in pairs):
        raise ValueError(f'A convolution of output_shape {wanted} by a kernel of shape {kernel} with strides '
                         f'{strides}, dilations {dilation} and padding {padding!r} gives {tuple(expected)}, so its '
                         f'transpose does not take a tensor of shape {given}.')


def _length(place, span, stride, padding):
    """How many windows that far apart there are in so many places, or None."""
    if not isinstance(place, int):
        return None
    return -(-place // stride) if padding == 'same' else -(-(place - span + 1) // stride)


def _dilated(x, kernel, padding, data_format, dilation):
    """Without strides it is the convolution of ``x``, with zeros around it, by the kernel turned round."""
    axes = len(dilation)
    room = [(size - 1) * rate for size, rate in zip(int_shape(kernel), dilation)]
    pads = [[each, each] if padding == 'valid' else [each - each // 2, each // 2] for each in room]
    pattern = [[0, 0]] + pads + [[0, 0]] if data_format == 'channels_last' else [[0, 0], [0, 0]] + pads
    turned = ops.transpose(ops.reverse(kernel, list(range(axes))), tuple(range(axes)) + (axes + 1, axes))
    return ops.convolution(ops.pad(x, pattern), turned, (1,) * axes, 'valid', data_format, dilation)
