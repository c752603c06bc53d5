"""K.gradients: gradients of symbols and expressions, as symbols and expressions."""
from compat import adapters
from compat.symbolic import graph
from compat.symbolic.evaluation import origin
from compat.backend.tensors import PLAIN, dtype as dtype_of, int_shape, is_tensor

host = adapters.area('ops')
nodes = adapters.area('graph')

__all__ = ['gradients']

# Functions of floats that Keras 2 on TensorFlow took no gradient through.
BLOCKING = ('round', 'stop_gradient', 'ones_like', 'zeros_like')


class Gradient(graph.Call):
    """The gradients of the sum of some tensors with respect to others."""

    primitive = 'gradients'

    def __init__(self, losses, watched):
        super().__init__()
        self.losses, self.watched = losses, watched
        self.operands = losses + watched

    def results(self, evaluation):
        return nodes.gradient(evaluation, self.losses, self.watched)


def gradients(loss, variables):
    """The gradients of ``loss``, a tensor or the sum of a list of them, with respect to each of ``variables``.

    ``variables`` is a tensor or a list of them: inputs, placeholders, what layers and K made of them, variables,
    weights. The list that comes back has None for those that ``loss`` does not depend on, as no loss does on plain
    numbers, and none of whole numbers depends on anything. Raises TypeError for what is no tensor. Keras 2.2.4
    ``keras.backend.gradients``.
    """
    losses = list(loss) if isinstance(loss, (list, tuple)) else [loss]
    wanted = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    for tensor in losses + wanted:
        if not isinstance(tensor, PLAIN) and not is_tensor(tensor):
            raise TypeError(f'K.gradients takes tensors, and was given {tensor!r}.')
    adapters.require('gradients')
    losses = [tensor for tensor in losses if not isinstance(tensor, PLAIN) and _is_floating(tensor)]
    if losses and any(nodes.is_framework_tensor(tensor) for tensor in losses + wanted):
        return nodes.gradients_now(losses, wanted)
    reached = _reached(losses)
    watched = list({id(tensor): tensor for tensor in wanted if id(tensor) in reached}.values())
    if not watched:
        return [None] * len(wanted)
    call = Gradient(losses, watched)
    if any(host.is_symbol(tensor) for tensor in losses):
        found = nodes.symbols_of(call, [(int_shape(tensor), dtype_of(tensor)) for tensor in watched])
    else:
        found = graph.expressions(call, [_like(tensor) for tensor in watched])
    found = {id(tensor): gradient for tensor, gradient in zip(watched, found)}
    return [found.get(id(tensor)) for tensor in wanted]


def _is_floating(tensor):
    return dtype_of(tensor).startswith(('float', 'bfloat'))


def _like(tensor):
    """A tensor of the framework in the shape and dtype of an expression or variable."""
    return host.zeros(int_shape(tensor), dtype_of(tensor))


def _reached(losses):
    """The ids of all that the losses depend on in a way that has a gradient."""
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
