"""K.gradients: gradients of symbols and expressions, as symbols and expressions."""
from __future__ import annotations

from typing import Any, List, Optional

from compat import adapters
from compat.symbolic import graph
from compat.symbolic.evaluation import origin
from compat.symbolic.types import Tensor
from compat.backend.tensors import PLAIN, dtype as dtype_of, int_shape, is_tensor

host = adapters.area('ops')
nodes = adapters.area('graph')

__all__ = ['gradients']

# Functions of floats that Keras 2 on TensorFlow took no gradient through.
BLOCKING = ('round', 'stop_gradient', 'ones_like', 'zeros_like')


class Gradient(graph.Call):
    """The call that computes the gradients of the sum of some tensors with respect to others."""

    primitive = 'gradients'

    def __init__(self, losses, watched):
        super().__init__()
        self.losses, self.watched = losses, watched
        self.operands = losses + watched

    def results(self, evaluation):
        """The gradients in an evaluation that knows the operands."""
        return nodes.gradient(evaluation, self.losses, self.watched)


def gradients(loss: Any, variables: Any) -> List[Optional[Tensor]]:
    """Computes the gradients of a loss with respect to tensors.

    Args:
        loss: A tensor of floats, or a list of them, whose sum is differentiated.
        variables: A tensor or a list of them: inputs, placeholders, what layers and K computed from them, variables,
            weights.

    Returns:
        A list with a tensor in the shape and dtype of each of ``variables``, and None for those that ``loss`` does not
        depend on: a plain number as a loss depends on none, and no integers depend on anything. The tensors are
        symbols or expressions, of which gradients can be computed again.

    Raises:
        TypeError: Something else than a tensor is among the arguments.
        UnsupportedError: The framework has no gradients.

    Source: Keras 2.2.4 ``keras.backend.gradients``.
    """
    losses = list(loss) if isinstance(loss, (list, tuple)) else [loss]
    sources = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    for tensor in losses + sources:
        if not isinstance(tensor, PLAIN) and not is_tensor(tensor):
            raise TypeError(f'K.gradients takes tensors, and was passed {tensor!r}.')
    adapters.require('gradients')
    losses = [tensor for tensor in losses if not isinstance(tensor, PLAIN) and _is_floating(tensor)]
    if losses and any(nodes.is_framework_tensor(tensor) for tensor in losses + sources):
        return nodes.gradients_now(losses, sources)
    reached = _reached(losses)
    watched = list({id(tensor): tensor for tensor in sources if id(tensor) in reached}.values())
    if not watched:
        return [None] * len(sources)
    call = Gradient(losses, watched)
    if any(host.is_symbol(tensor) for tensor in losses):
        results = nodes.symbols_of(call, [(int_shape(tensor), dtype_of(tensor)) for tensor in watched])
    else:
        results = graph.expressions(call, [_like(tensor) for tensor in watched])
    results = {id(tensor): gradient for tensor, gradient in zip(watched, results)}
    return [results.get(id(tensor)) for tensor in sources]


def _is_floating(tensor):
    return dtype_of(tensor).startswith(('float', 'bfloat'))


def _like(tensor):
    """Returns a tensor of the framework in the shape and dtype of an expression or variable."""
    return host.zeros(int_shape(tensor), dtype_of(tensor))


def _reached(losses):
    """Returns the ids of all that the losses depend on in a way that has a gradient."""
    pending, seen = list(losses), set()
    while pending:
        tensor = pending.pop()
        if id(tensor) in seen or not _is_floating(tensor):
            continue
        seen.add(id(tensor))
        call = origin(tensor)[0]
        if call is None or getattr(call, 'primitive', None) in BLOCKING or nodes.blocks_gradient(call):
            continue
        pending.extend(call.operands)
        pending.extend(nodes.variables_in(call))
    return seen
