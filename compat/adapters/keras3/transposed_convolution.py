"""Transposed convolutions of Keras 3 to any shape: its own have output_padding, which says less."""
from compat import hosts
from compat.adapters.keras3.nodes import node

__all__ = ['transposed_convolution']

ops = hosts.opened().keras.ops


def transposed_convolution(x, kernel, places, strides, padding, data_format):
    """As one node: the symbolic operation of Keras 3.15 confuses the padding with the output_padding when it runs."""
    return node(lambda x, kernel: _transposed(x, kernel, places, strides, padding, data_format), [x, kernel])


def _transposed(x, kernel, places, strides, padding, data_format):
    """All that the kernel reaches, and of it what was asked for."""
    outputs = ops.conv_transpose(x, kernel, strides, 'valid', None, data_format)
    index, pads = [slice(None)], [[0, 0]]
    for place, size, stride in zip(places, kernel.shape, strides):
        windows = -(-place // stride) if padding == 'same' else (place - size) // stride + 1
        spare = max((windows - 1) * stride + size - place, 0) if padding == 'same' else 0
        reached = (windows - 1) * stride + max(size, stride)
        index.append(slice(spare // 2, spare // 2 + place))
        pads.append([0, max(spare // 2 + place - reached, 0)])
    of_channels = 1 if data_format == 'channels_first' else len(index)
    index.insert(of_channels, slice(None))
    pads.insert(of_channels, [0, 0])
    outputs = outputs[tuple(index)]
    return ops.pad(outputs, pads) if any(after for _, after in pads) else outputs
