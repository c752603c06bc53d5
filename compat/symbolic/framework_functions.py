"""The framework's own functions on symbols, expressions and variables: each call is a node of the graph.

A program of Keras 2 calls ``tf.*`` on Keras's tensors, which were TensorFlow's. The adapter asks ``record`` for the
calls of the framework's public functions; see ``nodes.dispatch_functions``.
"""
import functools

from compat import process
from compat.errors import UnsupportedError
from compat.symbolic import graph, outer_symbols, phase
from compat.symbolic.context import context
from compat.symbolic.conversion import host
from compat.symbolic.kinds import is_symbolic
from compat.symbolic.references import functions_among, referenced_values

nodes = graph.nodes


class FunctionCall(graph.Call):
    """The call of a function of the framework, with operands anywhere in its arguments.

    Its results are the tensors among what the function returns, in a list; ``structure`` is what it returned when it
    was last run, with their numbers in the places of the tensors.
    """

    def __init__(self, function, args, kwargs, functions=(), outer=None):
        super().__init__((tuple(args), dict(kwargs), outer or {}), _name_of(function), function)
        self.structure = None
        self._takes_functions = bool(functions)
        # Gradients are taken with respect to the variables that they close over, too.
        present = set(map(id, self.operands))
        self.operands += [value for value in _referenced(functions) if host.is_variable(value)
                          and id(value) not in present]

    def _without_operands(self, value):
        if isinstance(value, slice):
            return slice(*map(self._without_operands, (value.start, value.stop, value.step)))
        if isinstance(value, tuple) and hasattr(value, '_fields'):
            return type(value)(*map(self._without_operands, value))
        return super()._without_operands(value)

    def run(self, values):
        """Returns the tensors among the results for these values of the operands."""
        args, kwargs, outer = _filled(self.arguments, values)
        tensors = []
        if self._takes_functions:
            with context.scope(outer_values=dict(context.outer_values or {}, **outer)):
                self.structure = self._with_numbers(self._function(*args, **kwargs), tensors)
            return tensors
        self.structure = self._with_numbers(self._function(*args, **kwargs), tensors)
        return tensors

    def _with_numbers(self, value, tensors):
        if isinstance(value, (list, tuple, dict)):
            return _mapped(value, lambda item: self._with_numbers(item, tensors))
        if not nodes.is_framework_tensor(value):
            return self._refuse_others(value)
        tensors.append(value)
        return graph.Operand(len(tensors) - 1)

    def _refuse_others(self, value):
        """Returns a result that is no tensor. Raises UnsupportedError for one that lasts as long as it is computed."""
        if nodes.is_passing(value):
            raise UnsupportedError(
                f'{self.primitive} of a tensor of the graph returns {type(value).__name__}, which cannot be recorded. '
                'Call it in the function of a Lambda layer that returns tensors: there it computes.')
        return value

    def results(self, evaluation):
        """Returns the results in an evaluation that knows the operands."""
        with phase.training_phase(evaluation.training):
            return super().results(evaluation)

    def sample(self):
        """Returns the results at this moment."""
        with phase.training_phase(0):
            return super().sample()


def _name_of(function):
    return getattr(function, '__name__', type(function).__name__)


def _mapped(value, function):
    """Returns a list, tuple, namedtuple or dict with the function of each item."""
    if isinstance(value, dict):
        return {key: function(item) for key, item in value.items()}
    items = [function(item) for item in value]
    return type(value)(*items) if hasattr(value, '_fields') else type(value)(items)


def _filled(value, values):
    if isinstance(value, graph.Operand):
        return values[value.number]
    if type(value) in (list, tuple, dict) or isinstance(value, tuple) and hasattr(value, '_fields'):
        return _mapped(value, lambda item: _filled(item, values))
    if isinstance(value, slice):
        return slice(*[_filled(bound, values) for bound in (value.start, value.stop, value.step)])
    return value


def has_recorded(value, is_recorded):
    """Returns whether ``is_recorded`` holds for one of the leaves of a nest of arguments, slices among them."""
    if isinstance(value, dict):
        value = list(value.values())
    elif isinstance(value, slice):
        value = (value.start, value.stop, value.step)
    if isinstance(value, (list, tuple)):
        return any(has_recorded(item, is_recorded) for item in value)
    return is_recorded(value)


def _referenced(functions):
    values = {id(value): value for function in functions for value in referenced_values(function)}
    return values.values()


def meets_recorded(args, kwargs):
    """Returns whether a call is to be recorded: for one of its arguments, or for what a function among them refers to.
    """
    if phase.is_executing():
        return False
    arguments = args, kwargs
    return has_recorded(arguments, is_recorded) or any(map(is_recorded, _referenced(functions_among(arguments))))


def is_recorded(value):
    """Returns whether a call of the framework on this value is recorded now, in this thread."""
    if process.dialect().eager:
        return host.is_symbol(value)
    return not phase.is_executing() and is_symbolic(value)


def record(function, args, kwargs):
    """Returns the results of a call of the framework's function as symbols or expressions.

    Args:
        function: the function.
        args: its arguments, with symbols, expressions or variables among them, in nests of any depth.
        kwargs: its arguments by name.

    Raises:
        UnsupportedError: it returns what cannot be recorded.
    """
    functions = functions_among((args, kwargs))

    def attempt(outer):
        call = FunctionCall(function, args, kwargs, functions, outer)
        return call, graph.record(call)

    call, tensors = outer_symbols.find(attempt)[0] if functions else attempt(None)
    return _filled(call.structure, tensors if isinstance(tensors, (list, tuple)) else [tensors])


@functools.lru_cache(maxsize=None)
def record_on_symbols():
    """Lets the framework's own functions be recorded from now on where they are called on symbols."""
    nodes.dispatch_functions(record, lambda arguments: has_recorded(arguments, is_recorded))
