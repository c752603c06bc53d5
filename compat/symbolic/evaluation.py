"""Evaluations, which compute the values of expressions and symbols."""
from compat import adapters
from compat.errors import UnsupportedError
from compat.symbolic import phase
from compat.symbolic.context import context
from compat.symbolic.conversion import PLAIN, framework_tensor
from compat.symbolic.dynamic_shape import Sizes
from compat.symbolic.kinds import KIND_OF_CLASS, RECORDED, RecordedTensor, is_symbolic
from compat.symbolic.nest import flatten

host = adapters.area('ops')
_graph = adapters.area('graph')


def origin(tensor):
    """Returns the call that computes an expression or symbol, and its position among the results.

    Both are None for a placeholder.
    """
    if isinstance(tensor, RecordedTensor):
        return tensor.call, tensor.position
    if host.is_symbol(tensor):
        return _graph.origin(tensor)
    return None, None


def operands(tensor):
    """Returns the expressions, symbols and variables that an expression or symbol is computed from."""
    call = origin(tensor)[0]
    return call.operands if call is not None else []


def calls_of(tensors):
    """Yields all calls that the tensors depend on."""
    pending, seen = list(tensors), set()
    while pending:
        call = origin(pending.pop())[0]
        if call is not None and call.key not in seen:
            seen.add(call.key)
            yield call
            pending.extend(call.operands)
            for update in getattr(call, 'after', ()):
                pending.extend(operands_of(update))


def operands_of(update):
    """Returns what the new values of an update are computed from, and of those that it waits for."""
    return [update.operand] + [operand for other in update.after for operand in operands_of(other)]


class Evaluation:
    """The values of expressions and symbols at one moment, each computed once.

    Args:
        presets: values that need not be computed, by the id of the tensor.
        training: the learning phase; None for the one that K.set_learning_phase fixed, else 0.
        variables: variables with other values than their own, as {id: (variable, value)}.
        watched: the ids of the tensors with respect to which a gradient is computed.
        in_loop: whether this is a step of a loop.
        origins: the origins of tensors that are known already, by id.

    Attributes:
        added_losses: what the layers that were run have added by add_loss, by the key of their call.
        differentiates_again: whether gradients of gradients may be computed.
        performed: {id: (update, operand)} of the updates, in the order in which they are to be performed.
    """

    differentiates_again = True

    def __init__(self, presets, training=None, variables=None, watched=(), in_loop=False, origins=None):
        self._origins = {} if origins is None else origins
        self.training = int(phase.fixed() or 0) if training is None else training
        self.variables = variables or {}
        self.watched = watched
        self.in_loop = in_loop
        self.presets = {key: self._watched(key, value) for key, value in presets.items()} if watched else presets
        self.added_losses = {}
        self.performed = {}
        self._values = dict(self.presets)
        self._results = {}

    def with_values(self, presets, variables):
        """Returns an evaluation of its own in which these tensors and variables have these values."""
        return Evaluation(_merged(self.presets, presets), self.training,
                          _merged(self.variables, variables), self.watched, self.in_loop, self._origins)

    def perform(self, update):
        """Computes the operand of an update, after the updates that it waits for, and notes that it is performed."""
        if id(update) not in self.performed:
            if isinstance(update.operand, float):  # of a group
                for other in update.after:
                    self.perform(other)
                operand = update.operand
            else:
                operand = self.after(update.after).value(update.operand)
            self.performed[id(update)] = update, operand

    def after(self, updates):
        """Returns this evaluation after these updates: their variables, and those of all before, have new values."""
        if not updates:
            return self
        for update in updates:
            self.perform(update)
        later = Evaluation({}, self.training, self.variables, self.watched, self.in_loop, self._origins)
        later.performed, later.added_losses = self.performed, self.added_losses
        later._values, later._results = self._values, self._results
        later.variables = dict(self.variables)
        for update, operand in self.performed.values():
            if not update.gives_values:
                raise UnsupportedError(
                    f'What waits for {update!r} would read the new values of variables, which an optimizer of '
                    'TensorFlow sets, and are not known before. Run the step, and in another run what comes after it.')
            if update.variable is not None:
                current = host.tensor_of(later.known(update.variable))
                later.variables[id(update.variable)] = update.variable, update.value_from(current, operand)
        later.presets = _merged(self.presets, {key: value for key, (_, value) in later.variables.items()})
        return later

    def results_of(self, call):
        """Returns the results of a call, whose operands are known, after the updates that it waits for."""
        overrides = getattr(call, 'gradient_overrides', None)
        after = getattr(call, 'after', None)
        evaluation = self.after(after) if after and not context.finds_shapes else self
        if overrides is None:
            return call.results(evaluation)
        with _graph.overriding_gradients(overrides):
            return call.results(evaluation)

    def _watched(self, key, value):
        return _graph.watched(value) if key in self.watched else value

    def known(self, tensor):
        """Returns the value of a computed operand; a variable stands for itself unless it has another value."""
        if id(tensor) in self._values:
            return self._values[id(tensor)]
        return self.variables[id(tensor)][1] if id(tensor) in self.variables else tensor

    def value(self, tensor):
        """Returns the framework's tensor for an expression, a symbol, a variable, or plain numbers.

        Raises:
            ValueError: a placeholder that it depends on has no value.
        """
        if isinstance(tensor, Sizes):
            return tensor
        if isinstance(tensor, PLAIN):
            return framework_tensor(tensor)
        if not is_symbolic(tensor):
            return tensor
        if host.is_variable(tensor):
            return host.identity(host.tensor_of(self.known(tensor)))
        with phase.execution_scope:
            self._compute(tensor)
        return self._values[id(tensor)]

    def _compute(self, tensor):
        pending = [tensor]
        while pending:
            current = pending[-1]
            if id(current) in self._values:
                pending.pop()
                continue
            if id(current) not in self._origins:
                self._origins[id(current)] = origin(current)
            call, position = self._origins[id(current)]
            if call is None:
                raise ValueError(f'The placeholder {current!r} has no value: a function computes what depends on it '
                                 'when it is among the inputs, K.function([placeholder], outputs), and is fed.')
            missing = [operand for operand in call.operands
                       if id(operand) not in self._values and not host.is_variable(operand)]
            if missing:
                pending.extend(missing)
                continue
            if call.key not in self._results:
                self._results[call.key] = self.results_of(call)
            value = self._results[call.key]
            if isinstance(position, int):
                value = flatten(value)[position]
            else:
                for number in position:
                    value = value[number]
            self._values[id(current)] = self._watched(id(current), value)
            pending.pop()


def _merged(first, second):
    merged = dict(first)
    merged.update(second)
    return merged


def evaluate_call(call, presets):
    """Returns the results of a call for these values of symbols, by their ids."""
    evaluation = Evaluation(presets, phase.learning_phase())
    with phase.execution_scope:
        computed = (RecordedTensor,) + _graph.OPERATED
        for operand in call.operands:
            # Of what is recorded by its class, all others are variables, which are there.
            if id(operand) not in presets and (
                    isinstance(operand, computed) or KIND_OF_CLASS.get(type(operand)) != RECORDED):
                evaluation.value(operand)
        return evaluation.results_of(call)
