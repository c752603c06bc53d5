"""Arithmetic of convolutions (Keras 2.2.4 `keras.utils.conv_utils`)."""
import numpy as np

# What each padding adds to a length, as a function of the dilated kernel size.
_ADDED = {'same': lambda kernel: 0, 'causal': lambda kernel: 0, 'valid': lambda kernel: 1 - kernel,
          'full': lambda kernel: kernel - 1}
# The number of zeros on each side.
_PADS = {'same': lambda kernel: kernel // 2, 'valid': lambda kernel: 0, 'full': lambda kernel: kernel - 1}


def normalize_tuple(value, n, name):
    """Returns the argument ``name`` as a tuple of ``n`` integers: an integer is repeated.

    Raises ValueError, naming the argument, for anything that is not ``n`` integers.
    """
    if isinstance(value, int):
        return (value,) * n
    message = f'The `{name}` argument must be a tuple of {n} integers. Received: {value}'
    try:
        values = tuple(value)
    except TypeError as error:
        raise ValueError(message) from error
    if len(values) != n:
        raise ValueError(message)
    for single in values:
        try:
            int(single)
        except ValueError as error:
            raise ValueError(f'{message} including element {single} of type {type(single)}') from error
    return tuple(int(single) if isinstance(single, np.integer) else single for single in values)


def normalize_padding(value):
    """Returns ``valid``, ``same`` or ``causal`` in lower case. Raises ValueError for anything else."""
    padding = value.lower()
    if padding not in ('valid', 'same', 'causal'):
        raise ValueError('The `padding` argument must be one of "valid", "same" (or "causal" for Conv1D). Received: '
                         f'{padding}')
    return padding


def convert_kernel(kernel):
    """Returns the kernel (3D to 5D array) with reversed spatial axes, as Theano has it for TensorFlow and the reverse.

    Raises ValueError for another number of axes.
    """
    kernel = np.asarray(kernel)
    if not 3 <= kernel.ndim <= 5:
        raise ValueError('Invalid kernel shape:', kernel.shape)
    reversal = (slice(None, None, -1),) * (kernel.ndim - 2)
    return np.copy(kernel[reversal])


def conv_output_length(input_length, filter_size, padding, stride, dilation=1):
    """Returns the output length of a convolution (``same``, ``valid``, ``causal``, ``full``); None for None."""
    if input_length is None:
        return None
    assert padding in _ADDED
    kernel = (filter_size - 1) * dilation + 1
    return (input_length + _ADDED[padding](kernel) + stride - 1) // stride


def conv_input_length(output_length, filter_size, padding, stride):
    """Returns the input length of a convolution with ``same``, ``valid`` or ``full`` padding; None for None."""
    if output_length is None:
        return None
    assert padding in _PADS
    return (output_length - 1) * stride - 2 * _PADS[padding](filter_size) + filter_size


def deconv_length(dim_size, stride_size, kernel_size, padding, output_padding, dilation=1):
    """Returns the output length of a transposed convolution (``same``, ``valid``, ``full``); None for None.

    For ``output_padding`` None it is the smallest length from which such a convolution computes the input.
    """
    assert padding in _PADS
    if dim_size is None:
        return None
    kernel = (kernel_size - 1) * dilation + 1
    if output_padding is not None:
        return (dim_size - 1) * stride_size + kernel - 2 * _PADS[padding](kernel) + output_padding
    if padding == 'valid':
        return dim_size * stride_size + max(kernel - stride_size, 0)
    if padding == 'full':
        return dim_size * stride_size - (stride_size + kernel - 2)
    return dim_size * stride_size
