"""Python's operators on expressions, on variables and on symbols of sizes: they record, as the functions of K do."""
import functools
import operator

import numpy as np

from compat import process
from compat.symbolic import framework_functions, identity, phase
from compat.symbolic.conversion import PLAIN, framework_tensor, host
from compat.symbolic.dynamic_shape import Sizes
from compat.symbolic.graph import Call, Expression, expressions, in_graph_mode, nodes, record, values_now
from compat.symbolic.kinds import is_symbolic
from compat.symbolic.nest import flatten_lists

# Python's names of operators: those with a reflected form, and the others.
REFLECTED = {'add': operator.add, 'sub': operator.sub, 'mul': operator.mul, 'truediv': operator.truediv,
             'floordiv': operator.floordiv, 'mod': operator.mod, 'pow': operator.pow, 'matmul': operator.matmul,
             'and': operator.and_, 'or': operator.or_, 'xor': operator.xor}
OTHERS = {'lt': operator.lt, 'le': operator.le, 'gt': operator.gt, 'ge': operator.ge, 'getitem': operator.getitem,
          'neg': operator.neg, 'pos': operator.pos, 'abs': operator.abs, 'invert': operator.invert}
COMPARISONS = ('lt', 'le', 'gt', 'ge')
IN_PLACE = ('add', 'sub', 'mul', 'truediv', 'pow')


def _reflected(function):
    @functools.wraps(function)
    def reflected(x, y):
        return function(y, x)
    return reflected


def _with_arrays(function):
    """Returns the operator for a tensor next to an array of numpy, or a list, which take its dtype: frameworks differ
    in that.
    """
    @functools.wraps(function)
    def operate(x, y):
        return function(_beside(x, y), _beside(y, x))
    return operate


def _beside(value, tensor):
    if isinstance(value, (np.ndarray, np.generic)) and not isinstance(value, Sizes):
        return framework_tensor(value, like=tensor)
    if type(value) in (list, tuple) and all(isinstance(item, PLAIN) for item in flatten_lists(value)):
        return framework_tensor(np.asarray(value), like=tensor)
    return value


@functools.lru_cache(maxsize=None)
def operators():
    """Returns the methods behind Python's operators, each with the function of its operands."""
    methods = {f'__{name}__': _with_arrays(function) if name in COMPARISONS else function
               for name, function in OTHERS.items()}
    for name, function in REFLECTED.items():
        function = _with_arrays(function)
        methods[f'__{name}__'] = function
        methods[f'__r{name}__'] = _reflected(function)
    return methods


def record_operator(function, operands):
    """Returns the result of an operator as a node of its own."""
    return record(Call(operands, function.__name__, function))


def _of_expressions(function):
    def method(*operands):
        if phase.is_executing() or len(operands) > 1 and nodes.is_framework_tensor(operands[1]):
            with phase.execution_scope:
                return function(*[values_now(operand) for operand in operands])
        return record_operator(function, operands)
    return method


# Indices

def _bounds(index):
    """Returns the parts of an index, with slices as lists of their bounds, in which a call finds its operands."""
    return [[part.start, part.stop, part.step] if isinstance(part, slice) else part
            for part in (index if isinstance(index, tuple) else (index,))]


def is_symbolic_index(index):
    """Returns whether an index has symbolic tensors in it, or slices that go backwards, which torch does not have."""
    return any(is_symbolic(bound) for part in _bounds(index) for bound in (part if type(part) is list else [part])
               ) or any(isinstance(part, slice) and isinstance(part.step, int) and part.step < 0 for part in index)


def record_item(x, index):
    """Returns ``x[index]`` as a node of its own."""
    call = Call((x, _bounds(index)), 'getitem', item)
    if isinstance(x, nodes.OPERATED):
        return nodes.symbols_of(call, None)
    if any(host.is_symbol(operand) for operand in call.operands):
        shape = _shape_of_item(list(host.static_shape(x)), _bounds(index))
        return nodes.symbols_of(call, [(shape, host.dtype_name(x))])[0]
    return expressions(call, call.sample())


def _shape_of_item(axes, bounds):
    """Returns the static shape of an item: None for the axis of a slice with tensors among its bounds."""
    shape = []
    if not any(part is Ellipsis for part in bounds):
        bounds = bounds + [Ellipsis]
    for position, part in enumerate(bounds):
        if part is Ellipsis:
            whole = len(axes) - sum(other is not None for other in bounds[position + 1:])
            shape, axes = shape + axes[:whole], axes[whole:]
        elif part is None:
            shape.append(1)
        elif not axes:
            raise IndexError(f'There are more parts in the index {bounds} than the tensor has axes.')
        else:
            size = axes.pop(0)
            if type(part) is list:
                known = size is not None and not any(is_symbolic(bound) for bound in part)
                shape.append(len(range(*slice(*part).indices(size))) if known else
                             size if part == [None, None, None] else None)
    return tuple(shape)


def item(x, bounds):
    """Returns the item of a computed tensor, for an index with slices as lists of their bounds."""
    bounds = [[_number(bound) for bound in part] if type(part) is list else _number(part) for part in bounds]
    return host.item(host.tensor_of(x), tuple(slice(*part) if type(part) is list else part for part in bounds))


def _number(bound):
    return int(bound) if isinstance(bound, Sizes) else host.tensor_of(bound)


def _item_of_expressions(x, index):
    if phase.is_executing():
        with phase.execution_scope:
            return operator.getitem(values_now(x), values_now(index))
    return record_item(x, index)


for _class in (Expression,) + nodes.OPERATED:
    if not process.dialect().eager:
        identity.compare_by_identity(_class)
    for _name, _function in operators().items():
        setattr(_class, _name, _of_expressions(_function) if _name != '__getitem__' else _item_of_expressions)

framework_functions.record_on_symbols()


# Variables

def _of_variables(name, function, inherited):
    def method(*operands):
        if in_graph_mode() and (len(operands) == 1 or not nodes.is_framework_tensor(operands[1])):
            return record_operator(function, operands)
        return inherited(*[values_now(operand) for operand in operands])
    method.__name__ = name
    return method


def _item_of_variables(inherited):
    def __getitem__(x, index):
        return _item_of_expressions(x, index) if in_graph_mode() else inherited(x, values_now(index))
    return __getitem__


def _is_there(variable):
    return True


# Functions of a class of variables that return further methods by their names: those made of K.
METHODS_OF_VARIABLES = []


def _recording_class(variable_class):
    """Returns a subclass of the host's class of variables whose operators record, outside of what the host computes."""
    methods = {name: _of_variables(name, function, nodes.SUMS.get(name) or getattr(variable_class, name))
               for name, function in operators().items() if hasattr(variable_class, name)}
    methods['__getitem__'] = _item_of_variables(variable_class.__getitem__)
    # ``x += 1`` of a variable was a tensor.
    methods.update({f'__i{name}__': methods[f'__{name}__'] for name in IN_PLACE if f'__{name}__' in methods},
                   __array_priority__=1000, __module__=__name__, __bool__=_is_there, **identity.METHODS,
                   **nodes.variable_methods(variable_class))
    for further in METHODS_OF_VARIABLES:
        methods.update(further(variable_class))
    return type(variable_class.__name__, (variable_class,), methods)


_recording_classes = {}
# The classes of variables whose operators record.
RECORDING_CLASSES = set()


def as_recording(variable):
    """Returns the variable, made for K or for a layer, with operators that record what they compute, as in Keras 2."""
    kind = type(variable)
    if kind in nodes.VARIABLES and not process.dialect().eager:
        if kind not in _recording_classes:
            _recording_classes[kind] = _recording_class(kind)
            RECORDING_CLASSES.add(_recording_classes[kind])
        variable.__class__ = _recording_classes[kind]
    return variable
