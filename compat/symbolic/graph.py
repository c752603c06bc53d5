"""The graph world of Keras 2: what K computes outside of a running layer is recorded, and gets a value when asked.

An Expression is a tensor with the Call that computes it from variables, constants and other expressions. What is
computed from symbols (an Input, a placeholder) is a symbol of the host, whose history the host tracks. Inside a running
layer, and in an eager dialect, nothing is recorded: K computes.
"""
import contextlib
import functools

import numpy as np

from compat import adapters, process
from compat.symbolic import phase
from compat.symbolic.context import context
from compat.symbolic.conversion import host
from compat.symbolic.dynamic_shape import Sizes, in_shape
from compat.symbolic.evaluation import Evaluation, calls_of, operands_of
from compat.symbolic.kinds import COMPUTED, KIND_OF_CLASS, RECORDED, SYMBOLS, RecordedTensor, is_symbolic

nodes = adapters.area('graph')


# Whether the dialect computes eagerly: then nothing is recorded.
EAGER = process.dialect().eager


def in_graph_mode():
    """Returns whether K records what it is asked for, and does not compute it."""
    return not EAGER and not phase.is_executing()


class Operand:
    """The position of an operand in the arguments of a call."""

    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return isinstance(other, Operand) and other.number == self.number

    def __hash__(self):
        return hash(self.number)

    def __repr__(self):
        return f'<operand {self.number}>'


# The operands of calls by their number.
_OPERANDS = [Operand(number) for number in range(8)]


class Call:
    """A node of the graph: a primitive, the tensors that it computes from, and plain attributes.

    Two calls are equal where the primitive and the attributes are equal and the operands are the same tensors.

    Args:
        tensors: the first arguments of the primitive, among which symbolic tensors may be, in lists and tuples too.
        primitive: its name.
        function: what computes it.
        attributes: its other arguments, which are plain: no tensors are searched among them.

    Attributes:
        primitive: the name of what computes the results: a function of the adapter's ``ops``, or of an operator.
        operands: the expressions, symbols and variables among the tensors.
        arguments: the tensors with an Operand in the place of each operand.
        attributes: the plain arguments.
        after: the updates that are performed before it is computed: those of the control_dependencies around it.
        gradient_overrides: as in the context, of the moment when it was recorded.
    """

    primitive = gradient_overrides = None
    after = ()

    def __init__(self, tensors=(), primitive=None, function=None, attributes=()):
        self.operands, self.arguments, self.attributes = [], [], attributes
        self.primitive = primitive or self.primitive
        self._function = function
        if context.control_inputs or context.gradient_overrides:
            self.after, self.gradient_overrides = context.control_inputs, context.gradient_overrides
        self._all_are_operands = True
        for tensor in tensors:
            if KIND_OF_CLASS.get(type(tensor), 0) & (RECORDED | SYMBOLS) and len(self.operands) < len(_OPERANDS):
                self.arguments.append(_OPERANDS[len(self.operands)])
                self.operands.append(tensor)
            else:
                argument = self._without_operands(tensor)
                self.arguments.append(argument)
                self._all_are_operands = self._all_are_operands and type(argument) is Operand

    @property
    def key(self):
        """What identifies this call in an evaluation."""
        return id(self)

    def _operand(self, tensor):
        self.operands.append(tensor)
        return Operand(len(self.operands) - 1)

    def _without_operands(self, value):
        if type(value) in (list, tuple):
            return type(value)([self._without_operands(item) for item in value])
        if type(value) is dict:
            return {name: self._without_operands(item) for name, item in value.items()}
        return self._operand(value) if is_symbolic(value) else value

    def run(self, values):
        """Returns the results for these values of the operands."""
        if self._all_are_operands:
            return self._function(*values, *self.attributes)
        return self._function(*[_filled(argument, values) for argument in self.arguments], *self.attributes)

    def results(self, evaluation):
        """Returns the results in an evaluation that knows the operands."""
        values = []
        for operand in self.operands:
            value = evaluation.known(operand)
            values.append(value if KIND_OF_CLASS.get(type(value)) == COMPUTED else host.tensor_of(value))
        return self.run(values)

    def sample(self):
        """Returns the results at this moment."""
        samples = [operand.sample for operand in self.operands if isinstance(operand, Expression)]
        if len(samples) == len(self.operands):
            return self.run(samples)
        with phase.execution_scope:
            return self.run([host.tensor_of(sample(operand)) for operand in self.operands])

    def _compared(self):
        return self.primitive, tuple(map(id, self.operands)), self._function

    def __eq__(self, other):
        if self is other:
            return True
        if type(other) is not type(self) or type(self) is not Call or self._compared() != other._compared():
            return False
        return _equal(self.arguments, other.arguments) and _equal(self.attributes, other.attributes)

    def __hash__(self):
        return hash(self._compared())

    def __repr__(self):
        return '{}({})'.format(self.primitive, ', '.join(map(_shown, [*self.arguments, *self.attributes])))


def _equal(one, other):
    """Returns whether two structures of attributes are equal; arrays and tensors are where they are the same."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    return one is other or isinstance(one, (Operand, str, int, float, complex, type(None))) and one == other


def _shown(value):
    return 'array' if isinstance(value, np.ndarray) and value.size > 8 else repr(value)


class ScopedCall(Call):
    """The call of a function that may use K itself, as a layer's: it runs in the learning phase of the evaluation."""

    def __init__(self, function, args=(), kwargs=None):
        super().__init__((tuple(args), kwargs or {}), getattr(function, '__name__', type(function).__name__), function)

    def run(self, values):
        """Returns the results for these values of the operands."""
        args, kwargs = self.arguments
        return self._function(*[_filled(argument, values) for argument in args], **_filled(kwargs, values))

    def results(self, evaluation):
        """Returns the results in an evaluation that knows the operands."""
        with phase.training_phase(evaluation.training):
            return self.run([evaluation.known(operand) for operand in self.operands])

    def sample(self):
        """Returns the results at this moment."""
        with phase.training_phase(0):
            return self.run([sample(operand) for operand in self.operands])


class RandomCall(Call):
    """A call that draws random numbers: anew in each evaluation, from seeds of its own, or from those of a loop.

    Args:
        attributes: the last one is the seed.
    """

    def __init__(self, tensors, primitive, function, attributes):
        super().__init__(tensors, primitive, function, attributes)
        self._seeds = nodes.seeds(attributes[-1])
        note_draw(self)

    def results(self, evaluation):
        """Draws numbers in this evaluation."""
        with phase.training_phase(evaluation.training, None if evaluation.in_loop else self._seeds):
            return super().results(evaluation)

    def sample(self):
        """Draws numbers at this moment."""
        with phase.training_phase(0):
            return super().sample()


def note_draw(call):
    """Notes that this call draws random numbers anew each time."""
    for calls in context.drawn_calls:
        calls.append(call)


@contextlib.contextmanager
def drawing():
    """Yields a list of the random calls that are recorded while this is entered: those of the body of a loop."""
    context.drawn_calls += ([],)
    try:
        yield context.drawn_calls[-1]
    finally:
        context.drawn_calls = context.drawn_calls[:-1]


def _filled(value, values):
    """Returns the argument with these values of the operands; sizes in a tuple, which is a shape, are numbers."""
    if isinstance(value, Operand):
        return values[value.number]
    if type(value) is tuple:
        return in_shape(tuple([_filled(item, values) for item in value]))
    if type(value) is list:
        return [_filled(item, values) for item in value]
    if type(value) is dict:
        return {name: _filled(item, values) for name, item in value.items()}
    return value


def sample(operand):
    """Returns the framework's tensor for an expression at the moment when it was recorded; another operand itself."""
    return operand.sample if isinstance(operand, Expression) else operand


class Expression(RecordedTensor, nodes.ActsAsTensor):
    """A tensor that is recorded: the call that computes it, and which of the call's results it is.

    Attributes:
        call: the node.
        position: the index, or indices, of the tensor in the results of the call.
        sample: the framework's tensor with the value at the moment when it was recorded.
        shape: the shape, as the framework's tensors report it.
        dtype: the dtype, as the framework's tensors report it.
    """

    __array_priority__ = 1000
    __array_ufunc__ = None

    def __init__(self, call, sample, position=()):
        self.call = call
        self.position = position
        self.sample = sample
        self.shape = sample.shape
        self.dtype = sample.dtype

    @property
    def ndim(self):
        """The number of axes."""
        return len(self.shape)

    def get_shape(self):
        """Returns the shape, by the name that TensorFlow 1 had for it."""
        return self.shape

    def now(self):
        """Returns the framework's tensor with the value at this moment."""
        return value_now(self)

    def __array__(self, dtype=None, copy=None):
        array = np.asarray(host.to_numpy(self.now()))
        return array if dtype is None else array.astype(dtype)

    def __bool__(self):
        raise TypeError('A tensor of K has no value while a program records what to compute, so it cannot select '
                        'between branches of Python. Use K.switch, or K.eval for the value at this moment.')

    def __iter__(self):
        raise TypeError('A tensor of K cannot be iterated over. Use its slices x[i], or K.eval for its numbers.')

    def __repr__(self):
        return f'<K.{self.call.primitive}: shape {tuple(self.shape)}, {host.dtype_name(self.sample)}>'


class Constant(Call):
    """A tensor that never changes."""

    primitive = 'constant'

    def __init__(self, tensor):
        super().__init__()
        self.tensor = tensor

    def results(self, evaluation):
        """Returns the tensor."""
        return self.tensor

    def __repr__(self):
        return 'constant'


class _PhaseCall(Call):
    """The learning phase of an evaluation."""

    primitive = 'learning_phase'

    def results(self, evaluation):
        """Returns the phase, as the evaluation has it."""
        return evaluation.training


class LearningPhase(Expression):
    """The learning phase as a tensor: 0 where nobody feeds it (Keras 2.2.4 ``keras.backend.learning_phase``)."""

    def __init__(self):
        super().__init__(_PhaseCall(), host.convert(np.zeros((), 'bool')))

    def __repr__(self):
        return '<K.learning_phase()>'


@functools.lru_cache(maxsize=None)
def the_learning_phase():
    """Returns the one tensor that stands for the learning phase."""
    return LearningPhase()


def current_learning_phase():
    """Returns the learning phase: that of the running layer, the one that was fixed, or the tensor for it."""
    if in_graph_mode() and phase.fixed() is None:
        return the_learning_phase()
    phase.note_dependence()
    return phase.learning_phase()


# Recording

def record(call):
    """Returns the results of a call as symbols where it has symbols among its operands, else as expressions."""
    for operand in call.operands:
        if KIND_OF_CLASS.get(type(operand)) == SYMBOLS or not isinstance(operand, Expression) and host.is_symbol(
            operand):
            return nodes.symbols_of(call, None)
    result = call.sample()
    if KIND_OF_CLASS.get(type(result)) == COMPUTED:
        return Expression(call, result)
    return expressions(call, result)


def record_function(function, args, kwargs=None):
    """Returns ``function`` of the arguments, which have operands among them, as one node."""
    return record(ScopedCall(function, args, kwargs))


def expressions(call, sample, position=()):
    """Returns the results of a call as expressions, in the structure of its results at this moment."""
    if type(sample) in (list, tuple):
        return type(sample)([expressions(call, item, position + (number,)) for number, item in enumerate(sample)])
    if host.is_tensor(sample) and not host.is_symbol(sample) and not isinstance(sample, Sizes):
        return Expression(call, sample, position)
    return sample


def constants(value):
    """Returns the framework's tensors in a result of K as expressions that never change."""
    if type(value) in (list, tuple):
        return type(value)([constants(item) for item in value])
    return expressions(Constant(value), value)


# Values at this moment

def value_now(tensor):
    """Returns the value of an expression, or of a symbol that depends on no placeholder, as the framework's tensor."""
    if phase.is_executing():
        return Evaluation({}, phase.learning_phase()).value(tensor)
    if any(getattr(call, 'watched', None) for call in calls_of([tensor])):
        return host.convert(nodes.compiled(Program([], [tensor], []), None)([], int(phase.fixed() or 0))[0])
    evaluation = Evaluation({})
    value = evaluation.value(tensor)
    with phase.execution_scope:
        for update, operand in evaluation.performed.values():
            update.apply(operand)
    return value


def values_now(value):
    """Returns a structure of arguments with the values that its expressions have at this moment."""
    if isinstance(value, Expression):
        return value.now()
    if type(value) in (list, tuple) and _has_expressions(value):
        return type(value)([values_now(item) for item in value])
    return value


def _has_expressions(value):
    return any(isinstance(item, Expression) or type(item) in (list, tuple) and _has_expressions(item)
               for item in value)


class Program:
    """What K.function computes: outputs from inputs, and the updates of variables that go with it.

    With ``updates_states`` the layers' own states change as well, as those of a recurrent layer do, and moving
    statistics where it ``trains``.
    """

    def __init__(self, inputs, outputs, updates, updates_states=False, trains=True):
        self.inputs, self.outputs, self.updates, self.updates_states = inputs, outputs, updates, updates_states
        self.trains = trains
        self.calls, self.watched, watched_variables, self._origins = [], set(), {}, {}
        self._performed = updates
        self._gradients = 0
        for call in calls_of(outputs + [operand for update in updates for operand in operands_of(update)]):
            self.calls.append(call)
            self._gradients += hasattr(call, 'watched')
            for tensor in getattr(call, 'watched', ()):
                self.watched.add(id(tensor))
                if host.is_variable(tensor):
                    watched_variables[id(tensor)] = tensor
        self.watched_variables = list(watched_variables.values())

    def compute(self, feeds, training, variables=None):
        """Returns the outputs, and the operands of the updates, for these values of the inputs."""
        presets = {id(tensor): value for tensor, value in zip(self.inputs, feeds)}
        evaluation = Evaluation(presets, training, variables, self.watched, origins=self._origins)
        evaluation.differentiates_again = self._gradients > 1
        with context.scope(updates_are_frozen=context.updates_are_frozen or not self.trains, assigned_after=[]):
            outputs = [_as_result(evaluation.value(output)) for output in self.outputs]
            for update in self.updates:
                evaluation.perform(update)
            self._performed = [update for update, _ in evaluation.performed.values()]
            operands = [_as_result(operand) for _, operand in evaluation.performed.values()]
            for update in context.assigned_after:
                update.apply()
            return outputs, operands

    def apply(self, operands):
        """Performs the updates, in order."""
        with phase.execution_scope:
            for update, operand in zip(self._performed, operands):
                update.apply(operand)


def _as_result(value):
    return host.convert(np.asarray(value)) if isinstance(value, Sizes) else value
