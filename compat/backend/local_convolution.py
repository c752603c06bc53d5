"""Convolutions whose kernels are not shared between places."""
import itertools

from compat.backend.configuration import normalize_data_format
from compat.backend.shapes import reshape
from compat.backend.tensors import as_tensors, int_shape
from compat.symbolic import ops

__all__ = ['local_conv1d', 'local_conv2d']


def local_conv1d(inputs, kernel, kernel_size, strides, data_format=None):
    """Each window of ``inputs`` (batch, steps, channels) by its own kernel.

    ``kernel`` has shape (windows, kernel_size * channels, filters), the result (batch, windows, filters);
    ``kernel_size`` and ``strides`` have one number each. Whatever ``data_format`` is, the channels are last, as in
    Keras 2. Raises ValueError for windows outside of the inputs and a kernel that does not fit them. Keras 2.2.4
    ``keras.backend.local_conv1d``.
    """
    normalize_data_format(data_format)
    inputs, kernel = as_tensors(inputs, kernel)
    windows = int_shape(kernel)[0]
    return _local(inputs, kernel, (int(kernel_size[0]),), (int(strides[0]),), (windows,), 'channels_last')


def local_conv2d(inputs, kernel, kernel_size, strides, output_shape, data_format=None):
    """Each window of ``inputs`` (batch, rows, columns, channels) by its own kernel.

    ``output_shape`` is (rows, columns) of the windows, and ``kernel`` has shape (rows * columns, numbers in a window,
    filters). Raises ValueError for windows outside of the inputs and a kernel that does not fit them. Keras 2.2.4
    ``keras.backend.local_conv2d``.
    """
    inputs, kernel = as_tensors(inputs, kernel)
    return _local(inputs, kernel, *(tuple(int(number) for number in numbers)
                                    for numbers in (kernel_size, strides, output_shape)),
                  data_format=normalize_data_format(data_format))


def _local(inputs, kernel, kernel_size, strides, places, data_format):
    last = data_format == 'channels_last'
    axes = len(places)
    static = int_shape(inputs)
    spatial, channels = (static[1:-1], static[-1]) if last else (static[2:], static[1])
    count, numbers = 1, channels
    for place, size in zip(places, kernel_size):
        count, numbers = count * place, numbers * size
    reach = [(place - 1) * stride + size for place, stride, size in zip(places, strides, kernel_size)]
    if len(static) != axes + 2 or int_shape(kernel)[:2] != (count, numbers) or any(
            length is not None and length < far for length, far in zip(spatial, reach)):
        raise ValueError('Windows of %s, %s of them with strides %s, over inputs of shape %s (%s) reach %s places and '
                         'take a kernel of shape (%d, %d, filters), not %s.'
                         % (kernel_size, places, strides, static, data_format, reach, count, numbers,
                            int_shape(kernel)))
    cells = [inputs[_seen(cell, strides, places, last)]
             for cell in itertools.product(*[range(size) for size in kernel_size])]
    filters = int_shape(kernel)[-1]
    if last:
        seen = reshape(ops.concatenate(cells, axes + 1), (-1, count, numbers))
        return reshape(ops.einsum('bpn,pnf->bpf', seen, kernel), (-1,) + places + (filters,))
    seen = reshape(ops.stack(cells, 2), (-1, numbers, count))
    return reshape(ops.einsum('bnp,pnf->bfp', seen, kernel), (-1, filters) + places)


def _seen(cell, strides, places, last):
    """The index of what that cell of every window sees."""
    places = tuple(slice(first, first + (place - 1) * stride + 1, stride)
                   for first, stride, place in zip(cell, strides, places))
    return (slice(None),) + (places if last else (slice(None),) + places)
