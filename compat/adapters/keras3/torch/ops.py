"""K on Keras 3 with torch, where it needs something else than the other frameworks."""
import builtins
import math

import torch

from compat.adapters.keras3 import ops as keras3


count_gpus = torch.cuda.device_count
HAS_SPARSE = False  # that Keras drives: dense ones stand for them


def sizes_are_made_up(x):
    """Whether only shapes are being found: Keras then runs a call on the meta device, with a number for each None."""
    return isinstance(x, torch.Tensor) and x.device.type == 'meta'


def reshape(x, shape):
    """Where sizes are made up, a tensor of the wanted shape even if they do not fit it, as those to come may."""
    if not sizes_are_made_up(x):
        return keras3.reshape(x, shape)
    known = math.prod(size for size in shape if size != -1)
    if (x.numel() % known if -1 in shape else x.numel() - known) == 0:
        return keras3.reshape(x, shape)
    free = builtins.max(1, x.numel() // known)
    return torch.empty([free if size == -1 else size for size in shape], dtype=x.dtype, device=x.device)


def item(x, index):
    """Slices that go backwards, which torch does not take, go forwards through the tensor turned round."""
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


def print_tensor(x, message, summarize):
    return keras3.node(
        lambda tensor: tensor if sizes_are_made_up(tensor) else keras3.print_now(tensor, message, summarize), [x])


def ctc_decode(logarithms, steps, beams):
    """Where sizes are made up, paths of the greatest length that those to come may have."""
    if not sizes_are_made_up(logarithms):
        return keras3.ctc_decode(logarithms, steps, beams)
    count = 1 if beams is None else beams[1]
    paths = [torch.zeros(logarithms.shape[:2], dtype=torch.int64, device='meta') for _ in range(count)]
    return paths, torch.zeros((logarithms.shape[0], count), dtype=logarithms.dtype, device='meta')


def scan(step, sequences, states):
    rows = []
    for place in range(sequences[0].shape[0]):
        outputs, states = step([each[place] for each in sequences], states)
        rows.append(outputs)
    if rows:
        return states, [torch.stack(list(column)) for column in zip(*rows)]
    outputs = step([each.new_zeros(each.shape[1:]) for each in sequences], states)[0]
    return states, [output.new_zeros((0,) + tuple(output.shape)) for output in outputs]


def random_truncated(shape, mean, stddev, dtype, seed):
    """By the inverse of the distribution: keras.random.truncated_normal lets some numbers through on torch."""
    return _truncated(keras3.random_uniform(shape, -_BOUND, _BOUND, 'float32', seed), mean, stddev, dtype)


def initial_truncated(shape, mean, stddev, dtype, seed):
    """The same for the first values of weights, which do not come from the generator of a running layer."""
    return _truncated(keras3.keras.random.uniform(shape, -_BOUND, _BOUND, 'float32', seed), mean, stddev, dtype)


_BOUND = math.erf(math.sqrt(2.))


def _truncated(uniform, mean, stddev, dtype):
    normal = torch.clamp(torch.erfinv(uniform) * math.sqrt(2.), -2., 2.)
    return keras3.cast(normal * stddev + mean, dtype)
