"""The losses that layers add while a model is run, as a tensor of its graph."""
import numpy as np

from compat.symbolic import graph
from compat.symbolic.conversion import host


class AddedLosses(graph.Call):
    """The sum of what the layers that lead to these tensors have added by add_loss, while they were run."""

    primitive = 'added_losses'

    def __init__(self, tensors):
        super().__init__((list(tensors),))

    def results(self, evaluation):
        """Returns the sum, a scalar in floatx."""
        total = host.convert(np.zeros((), host.floatx()))
        for losses in evaluation.added_losses.values():
            for loss in losses:
                total = total + host.cast(host.sum(loss, None, False), host.floatx())
        return [total]


def added_losses(tensors):
    """Returns a scalar symbol: the sum of the losses that layers add on the way to these symbols."""
    return graph.nodes.symbols_of(AddedLosses(tensors), [((), host.floatx())])[0]
