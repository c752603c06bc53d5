"""What gives expressions and symbols their values: evaluations, and the programs of K.function."""
import numpy as np

from compat import adapters
from compat.symbolic import dynamic_shape as sizes, graph, phase
from compat.backend.tensors import PLAIN, as_tensor

host = adapters.area('ops')
nodes = adapters.area('graph')


def flat(value):
    """The values of a structure of lists, tuples and dicts, in order; those of a dict by key."""
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in flat(item)]
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in flat(value[key])]
    return [value]


def origin(tensor):
    """The call that gives an expression or symbol, and its place among the results; (None, None) for a placeholder."""
    if isinstance(tensor, graph.Expression):
        return tensor.call, tensor.place
    if host.is_symbol(tensor):
        return nodes.origin(tensor)
    return None, None


def operands(tensor):
    """The expressions, symbols and variables that an expression or symbol is computed from."""
    call = origin(tensor)[0]
    return call.operands if call is not None else []


def _merged(first, second):
    merged = dict(first)
    merged.update(second)
    return merged


class Evaluation:
    """The values of expressions and symbols at one moment, each computed once.

    ``presets`` are values that are given, by the id of the tensor; ``training`` is the learning phase, None for the one
    that K.set_learning_phase fixed, else 0. ``variables`` are those with other values than their own: (variable, value)
    by id. ``watched`` are the ids of what a gradient is taken with respect to. ``origins`` has the origins of tensors
    that are known already, by id. ``in_loop`` says that this is a step of a loop. ``added_losses`` has what the layers
    that were run have added by add_loss, by the key of their call. ``differentiates_again`` is whether gradients may be
    taken of gradients.
    """

    differentiates_again = True

    def __init__(self, presets, training=None, variables=None, watched=(), in_loop=False, origins=None):
        self._origins = {} if origins is None else origins
        self.training = int(phase.fixed() or 0) if training is None else training
        self.variables = variables or {}
        self.watched = watched
        self.in_loop = in_loop
        self.presets = {key: self._watched(key, value) for key, value in presets.items()}
        self.added_losses = {}
        self._values = dict(self.presets)
        self._results = {}

    def with_values(self, presets, variables):
        """An evaluation of its own in which these tensors and variables have these values."""
        return Evaluation(_merged(self.presets, presets), self.training, _merged(self.variables, variables),
                          self.watched, self.in_loop, self._origins)

    def _watched(self, key, value):
        return nodes.watched(value) if key in self.watched else value

    def known(self, tensor):
        """The value of an operand that was computed; a variable stands for itself unless it has another value."""
        if host.is_variable(tensor):
            if id(tensor) in self.presets:
                return self.presets[id(tensor)]
            return self.variables[id(tensor)][1] if id(tensor) in self.variables else tensor
        return self._values[id(tensor)]

    def value(self, tensor):
        """The framework's tensor for an expression, a symbol, a variable, or plain numbers.

        Raises ValueError where a placeholder that it depends on has no value.
        """
        if isinstance(tensor, PLAIN) or not graph.is_symbolic(tensor):
            return as_tensor(tensor)
        if host.is_variable(tensor):
            return host.identity(host.tensor_of(self.known(tensor)))
        with phase.execution_scope:
            self._compute(tensor)
        return self._values[id(tensor)]

    def _compute(self, tensor):
        pending = [tensor]
        while pending:
            wanted = pending[-1]
            if id(wanted) in self._values:
                pending.pop()
                continue
            if id(wanted) not in self._origins:
                self._origins[id(wanted)] = origin(wanted)
            call, place = self._origins[id(wanted)]
            if call is None:
                raise ValueError(f'The placeholder {wanted!r} has no value: a function computes what depends on it '
                                 'when it is among the inputs, K.function([placeholder], outputs), and is fed.')
            missing = [operand for operand in call.operands
                       if not host.is_variable(operand) and id(operand) not in self._values]
            if missing:
                pending.extend(missing)
                continue
            if call.key not in self._results:
                self._results[call.key] = call.results(self)
            results = self._results[call.key]
            if isinstance(place, int):
                value = flat(results)[place]
            else:
                value = results
                for number in place:
                    value = value[number]
            self._values[id(wanted)] = self._watched(id(wanted), value)
            pending.pop()


def computed(call, presets):
    """What a call gives where these values, by the ids of the symbols, are those that it is computed from."""
    evaluation = Evaluation(presets, phase.learning_phase() if phase.is_executing() else None)
    with phase.execution_scope:
        for operand in call.operands:
            if not host.is_variable(operand):
                evaluation.value(operand)
        return call.results(evaluation)


def _as_result(value):
    return host.convert(np.asarray(value)) if isinstance(value, sizes.Sizes) else value


class AddedLosses(graph.Call):
    """The sum of what the layers that lead to these tensors have added by add_loss, while they were run."""

    def __init__(self, tensors):
        super().__init__(None, (list(tensors),))

    def results(self, evaluation):
        """The sum, a scalar in floatx."""
        total = host.convert(np.zeros((), host.floatx()))
        for losses in evaluation.added_losses.values():
            for loss in losses:
                total = total + host.cast(host.sum(loss, None, False), host.floatx())
        return [total]


def added_losses(tensors):
    """A scalar symbol: the sum of the losses that layers add on the way to these symbols."""
    return nodes.symbols_of(AddedLosses(tensors), [((), host.floatx())])[0]


class Program:
    """What K.function computes: outputs from inputs, and the updates of variables that go with it.

    With ``updates_states`` the layers' own states change as well, as those of a recurrent layer and moving statistics
    do.
    """

    def __init__(self, inputs, outputs, updates, updates_states=False):
        self.inputs, self.outputs, self.updates, self.updates_states = inputs, outputs, updates, updates_states
        self.calls, self.watched, watched_variables, self._origins = [], set(), {}, {}
        self._gradients = 0
        for call in _calls(outputs + [update.operand for update in updates]):
            self.calls.append(call)
            self._gradients += hasattr(call, 'watched')
            for tensor in getattr(call, 'watched', ()):
                self.watched.add(id(tensor))
                if host.is_variable(tensor):
                    watched_variables[id(tensor)] = tensor
        self.watched_variables = list(watched_variables.values())

    def compute(self, feeds, training, variables=None):
        """The outputs, and the operands of the updates, for these values of the inputs."""
        presets = {id(tensor): value for tensor, value in zip(self.inputs, feeds)}
        evaluation = Evaluation(presets, training, variables, self.watched, origins=self._origins)
        evaluation.differentiates_again = self._gradients > 1
        return ([_as_result(evaluation.value(output)) for output in self.outputs],
                [_as_result(evaluation.value(update.operand)) for update in self.updates])

    def apply(self, operands):
        """Perform the updates, in order."""
        with phase.execution_scope:
            for update, operand in zip(self.updates, operands):
                update.apply(operand)


def value_now(tensor):
    """The value of an expression, or of a symbol that depends on no placeholder, as the framework's tensor."""
    if phase.is_executing():
        return Evaluation({}, phase.learning_phase()).value(tensor)
    program = Program([], [tensor], [])
    if program.watched:
        return host.convert(nodes.compiled(program)([], int(phase.fixed() or 0))[0])
    return Evaluation({}).value(tensor)


def _calls(tensors):
    """All calls that the tensors depend on."""
    pending, seen = list(tensors), set()
    while pending:
        call = origin(pending.pop())[0]
        if call is not None and call.key not in seen:
            seen.add(call.key)
            yield call
            pending.extend(call.operands)
