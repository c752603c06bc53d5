"""Pooling, CTC and recurrent passes of torch on Keras 3."""
import torch
from keras import ops

from compat.adapters.keras3 import nn as keras3
from compat.adapters.keras3.tensors import is_symbol, node
from compat.adapters.keras3.torch.tensors import sizes_are_made_up


def pool(x, size, strides, padding, data_format, mode):
    """Means are of what a window has of the tensor; Keras 3 (to 3.15 at least) repeats the elements at its edge."""
    if mode == 'max' and len(size) == 3:
        return node(lambda tensor: _greatest_of_volumes(tensor, size, strides, padding, data_format), [x])
    if mode == 'max' or padding != 'same':
        return keras3.pool(x, size, strides, padding, data_format, mode)
    return node(lambda tensor: _means(tensor, size, strides, data_format), [x])


def _greatest_of_volumes(x, size, strides, padding, data_format):
    if x.requires_grad and torch.is_grad_enabled():
        return keras3.greatest_of_volumes(x, size, strides, padding, data_format)
    return keras3.pool(x, size, strides, padding, data_format, 'max')


def _means(x, size, strides, data_format):
    first = 1 if data_format == 'channels_last' else 2
    added = [(0, 0)] * len(x.shape)
    for axis, (extent, stride) in enumerate(zip(size, strides), first):
        beyond = max((-(-x.shape[axis] // stride) - 1) * stride + extent - x.shape[axis], 0)
        added[axis] = (beyond // 2, beyond - beyond // 2)
    sums, counts = (keras3.pool(ops.pad(each, added), size, strides, 'valid', data_format, 'avg')
                    for each in (x, torch.ones_like(x)))
    return sums / counts


def convolution(x, kernel, strides, padding, data_format, dilation):
    """With a kernel that lies in memory as torch orders it: torch (2.13) refuses the gradients of some others."""
    if isinstance(kernel, torch.Tensor):
        if torch.is_grad_enabled():  # not while Keras finds shapes
            last = kernel.ndim - 1
            ordered = kernel.permute(last, last - 1, *range(last - 1)).contiguous()
            kernel = ordered.permute(*range(2, kernel.ndim), 1, 0)
    elif is_symbol(kernel):
        return node(lambda x, kernel: convolution(x, kernel, strides, padding, data_format, dilation), [x, kernel])
    return keras3.convolution(x, kernel, strides, padding, data_format, dilation)


def checked(x, faults):
    return x if sizes_are_made_up(x) else keras3.checked(x, faults)


def ctc_decode(logarithms, steps, beams):
    """Where sizes are made up, paths of the greatest length that those to come may have."""
    if not sizes_are_made_up(logarithms):
        return keras3.ctc_decode(logarithms, steps, beams)
    count = 1 if beams is None else beams[1]
    paths = [torch.zeros(logarithms.shape[:2], dtype=torch.int64, device='meta') for _ in range(count)]
    return paths, torch.zeros((logarithms.shape[0], count), dtype=logarithms.dtype, device='meta')


# Recurrent passes

def _hard_sigmoid(x):
    return torch.clamp(0.2 * x + 0.5, 0., 1.)


FRAMEWORK_ACTIVATIONS = {'tanh': torch.tanh, 'sigmoid': torch.sigmoid, 'hard_sigmoid': _hard_sigmoid,
                         'relu': torch.relu, 'linear': lambda x: x}


def split_evenly(x, count):
    return torch.chunk(x, count, dim=-1)


def recurrent_pass(step, x, mask, states):
    """One step where sizes are made up: all have the same shape."""
    if sizes_are_made_up(x) or not x.shape[1]:
        output = step(x.new_zeros(x.shape[:1] + x.shape[2:]), states)[0]
        return output.new_zeros(tuple(x.shape[:2]) + tuple(output.shape[1:])), states
    outputs = []
    kept = [None] * x.shape[1] if mask is None else mask[..., None].unbind(1)
    for products, keep in zip(x.unbind(1), kept):
        new = step(products, states)
        states = new if keep is None else [torch.where(keep, *pair) for pair in zip(new, states)]
        outputs.append(states[0])
    return torch.stack(outputs, 1), states
