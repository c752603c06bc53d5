"""Arrays of torch on Keras 3."""
import builtins
import math

import numpy as np
import torch

from compat.adapters.keras3 import ops as keras3
from compat.adapters.keras3.tensors import convert, node
from compat.adapters.keras3.torch.tensors import sizes_are_made_up
from compat.symbolic.dynamic_shape import Sizes


def reshape(x, shape):
    """Where sizes are made up, a tensor of the wanted shape even if they do not fit it, as those to come may."""
    shape = tuple(shape.tolist()) if isinstance(shape, torch.Tensor) else shape
    if not sizes_are_made_up(x):
        return keras3.reshape(x, shape)
    known = math.prod(size for size in shape if size != -1)
    if (x.numel() % known if -1 in shape else x.numel() - known) == 0:
        return keras3.reshape(x, shape)
    free = builtins.max(1, x.numel() // known)
    return torch.empty([free if size == -1 else size for size in shape], dtype=x.dtype, device=x.device)


def item(x, index):
    """Slices that go backwards, which torch does not take, go forwards through the tensor turned round."""
    if isinstance(x, Sizes):
        return x[tuple(index)]
    rank, parts, axis = x.ndim, [], 0
    used = builtins.sum(part is not None and part is not Ellipsis for part in index)
    for part in index:
        if isinstance(part, builtins.slice) and part.step is not None and part.step < 0:
            size = x.shape[axis]
            start, stop, step = part.indices(size)
            x, part = torch.flip(x, [axis]), builtins.slice(size - 1 - start, size - 1 - stop, -step)
        axis += rank - used if part is Ellipsis else part is not None
        parts.append(part)
    return x[tuple(parts)]


def gather(reference, indices):
    """Raises IndexError for an index below zero too, which Keras 3 counts from the end."""
    if isinstance(indices, Sizes):
        indices = convert(np.asarray(indices.tolist(), 'int32'))
    return node(_rows, [reference, indices])


def _rows(reference, indices):
    rows = torch.index_select(reference, 0, indices.reshape(-1))
    return rows.reshape(tuple(indices.shape) + tuple(reference.shape[1:]))


def print_tensor(x, message, summarize):
    return node(
        lambda tensor: tensor if sizes_are_made_up(tensor) else keras3.print_now(tensor, message, summarize), [x])


def scan(step, sequences, states):
    rows = []
    for number in range(sequences[0].shape[0]):
        outputs, states = step([each[number] for each in sequences], states)
        rows.append(outputs)
    if rows:
        return states, [torch.stack(list(column)) for column in zip(*rows)]
    outputs = step([each.new_zeros(each.shape[1:]) for each in sequences], states)[0]
    return states, [output.new_zeros((0,) + tuple(output.shape)) for output in outputs]


def _are_doubles(x, y):
    """Whether both are tensors of float64, whose product keras.ops computes as float32."""
    return all(isinstance(tensor, torch.Tensor) and tensor.dtype == torch.float64 for tensor in (x, y))


def _do_not_fit(x, y):
    """Whether sizes that are made up differ along the axes that a product sums over."""
    return (sizes_are_made_up(x) or sizes_are_made_up(y)) and builtins.min(x.ndim, y.ndim) > 1 and (
        x.shape[-1] != y.shape[-2])


def matmul(x, y):
    """The product of matrices, of doubles as doubles."""
    if _do_not_fit(x, y):
        first = torch.broadcast_shapes(x.shape[:-2], y.shape[:-2])
        return torch.empty((*first, x.shape[-2], y.shape[-1]), dtype=x.dtype, device='meta')
    return torch.matmul(x, y) if _are_doubles(x, y) and builtins.min(x.ndim, y.ndim) > 1 else keras3.matmul(x, y)


def dot(x, y):
    """The product over the last axis of one and the last but one of the other, of doubles as doubles."""
    if _do_not_fit(x, y):
        return torch.empty((*x.shape[:-1], *y.shape[:-2], y.shape[-1]), dtype=x.dtype, device='meta')
    if _are_doubles(x, y):
        return torch.tensordot(x, y, dims=([x.ndim - 1], [y.ndim - 2]))
    return keras3.dot(x, y)
