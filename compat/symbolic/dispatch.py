"""What a primitive of K does with its arguments: it records a node of the graph, or computes."""
from compat.symbolic import graph, outer_symbols
from compat.symbolic.context import context
from compat.symbolic.conversion import host
from compat.symbolic.kinds import COMPUTED, KIND_OF_CLASS, RECORDED, SYMBOLS, UNMET, kinds
from compat.symbolic.phase import is_executing

nodes = graph.nodes


def dispatch(primitive, tensors, attributes=(), call_class=graph.Call):
    """Records the primitive, or computes it.

    Args:
        primitive: the name of a function of the adapter's ``ops``.
        tensors: its first arguments, among which tensors of any kind may be, in lists too.
        attributes: its other arguments, which are plain.
        call_class: the class of the node; for graph.RandomCall one is recorded without tensors too.

    Returns:
        What the adapter's function returns: the framework's tensors where K computes, and where one of the tensors is
        computed already; symbols of the host where there are symbols only; expressions else.
    """
    function = getattr(host, primitive)
    if graph.EAGER:
        return function(*tensors, *attributes)
    present = 0
    for tensor in tensors:
        present |= KIND_OF_CLASS.get(type(tensor), UNMET)
    if present == COMPUTED:
        return function(*tensors, *attributes)
    if present & UNMET:
        present = kinds(tensors)
    if present & SYMBOLS and context.outer_values is not None and outer_symbols.are_values():
        tensors, present = outer_symbols.values_of(tensors), present & ~SYMBOLS | COMPUTED
    if is_executing() or present & COMPUTED and not present & SYMBOLS:
        return function(*(_computed(tensors) if present & RECORDED else tensors), *attributes)
    if present & RECORDED or call_class is graph.RandomCall:
        return graph.record(call_class(tensors, primitive, function, attributes))
    results = function(*tensors, *attributes)
    return nodes.as_keras2_tensor(results) if present else graph.constants(results)


def _computed(tensors):
    """Returns the tensors with their values at this moment."""
    return [_computed(tensor) if type(tensor) in (list, tuple) else
            host.tensor_of(graph.values_now(tensor)) if kinds(tensor) & RECORDED else tensor for tensor in tensors]


def composite(name, function, tensors):
    """Records ``function`` of the framework's tensors as one node with a name; or calls it, where K computes."""
    present = kinds(tuple(tensors))
    if present & SYMBOLS and context.outer_values is not None and outer_symbols.are_values():
        tensors, present = outer_symbols.values_of(list(tensors)), present & ~SYMBOLS | COMPUTED
    if not graph.EAGER and not is_executing() and (present & SYMBOLS or present & RECORDED and not present & COMPUTED):
        return graph.record(graph.Call(tensors, name, function))
    return function(*(_computed(tensors) if present & RECORDED else tensors))


def dispatch_shape(x):
    """Records ``dynamic_shape`` of a symbol whose sizes are not all known; else it is dispatched as any primitive."""
    if not graph.EAGER and not is_executing() and kinds(x) == SYMBOLS and nodes.has_unknown_sizes(x):
        return graph.record(graph.Call((x,), 'dynamic_shape', host.dynamic_shape))
    return dispatch('dynamic_shape', (x,))
