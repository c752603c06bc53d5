"""CTC of torch on Keras 3."""
import torch

from compat.adapters.keras3 import nn as keras3
from compat.adapters.keras3.torch.tensors import sizes_are_made_up


def ctc_decode(logarithms, steps, beams):
    """Where sizes are made up, paths of the greatest length that those to come may have."""
    if not sizes_are_made_up(logarithms):
        return keras3.ctc_decode(logarithms, steps, beams)
    count = 1 if beams is None else beams[1]
    paths = [torch.zeros(logarithms.shape[:2], dtype=torch.int64, device='meta') for _ in range(count)]
    return paths, torch.zeros((logarithms.shape[0], count), dtype=logarithms.dtype, device='meta')
