"""Which kinds of tensors there are among arguments, by their classes."""
from compat import adapters
from compat.symbolic.dynamic_shape import Sizes

host = adapters.area('ops')
_graph = adapters.area('graph')


class RecordedTensor:
    """The base of the tensors that are recorded as nodes of compat's own graph."""


# RECORDED are expressions, variables and sizes that are not known yet; SYMBOLS those of the host; COMPUTED the
# framework's own tensors, computed or traced. A set of kinds is their sum.
RECORDED, SYMBOLS, COMPUTED = 1, 2, 4
UNMET = 8  # a class that was not met yet, or one of lists
# The kinds of the classes that were met.
KIND_OF_CLASS = {}


def kinds(value):
    """Returns the kinds of tensors in a value or a nest of lists: a sum of RECORDED, SYMBOLS, COMPUTED."""
    kind = KIND_OF_CLASS.get(type(value))
    if kind is None:
        if type(value) in (list, tuple):
            kind = 0
            for item in value:
                kind |= kinds(item)
        else:
            kind = KIND_OF_CLASS[type(value)] = _kind_of(value)
    return kind


def _kind_of(value):
    if isinstance(value, RecordedTensor) or isinstance(value, _graph.OPERATED) or host.is_variable(value):
        return RECORDED
    if host.is_symbol(value):
        return SYMBOLS
    return COMPUTED if _graph.is_framework_tensor(value) else 0


def is_size(value):
    """Returns whether ``value`` is a size of a tensor or an array of them: numbers, or symbols of unknown ones."""
    return isinstance(value, (Sizes,) + _graph.OPERATED)


def is_symbolic(value):
    """Returns whether ``value`` is an expression, a variable or a symbol: known only when it is computed."""
    return isinstance(value, RecordedTensor) or host.is_variable(value) or host.is_symbol(value)
