"""The graph world on Keras 3: the history of its symbols, and what runs a part of it. Frameworks say how to compile."""
import contextlib
import functools
import inspect

import numpy as np

from compat import adapters, process
from compat.errors import UnsupportedError
from compat.symbolic import dynamic_shape as sizes, evaluation as evaluations, layer_inputs, phase
from compat.symbolic.context import context
from compat.symbolic.equivalents import RefusesTensorFlow
from compat.symbolic.fed_inputs import Fed
from compat.symbolic.kinds import RecordedTensor
from compat.symbolic.nest import flatten
from compat.adapters.keras3.tensors import Symbol, Variable, as_keras2_tensor

keras = process.opened().keras

VARIABLES = (keras.Variable, Variable)

# What the operators of variables compute, where it is not what the host's do.
SUMS = {'__add__': lambda variable, other: adapters.area('ops').add(variable.value, other),
        '__radd__': lambda variable, other: adapters.area('ops').add(other, variable.value)}

# Operations that Keras 2 on TensorFlow took no gradient through.
BLOCKING = ('StopGradient', 'Round', 'Floor', 'Ceil', 'OnesLike', 'ZerosLike')


class Reads(keras.StatelessScope):
    """Notes which variables are read and which are assigned while it is entered, and assigns none.

    ``losses`` has what layers add meanwhile, where it collects them.
    """

    def __init__(self, state_mapping=None, collect_losses=False):
        super().__init__(state_mapping, collect_losses)
        self.variables = []
        self.assigned = []

    def __enter__(self):
        context.reads += (self,)
        return super().__enter__()

    def __exit__(self, *error):
        context.reads = context.reads[:-1]
        return super().__exit__(*error)

    @classmethod
    def innermost(cls):
        """The one that was entered last in this thread, or None."""
        return context.reads[-1] if context.reads else None

    def get_current_value(self, variable):
        if not any(variable is other for other in self.variables):
            self.variables.append(variable)
        return super().get_current_value(variable)

    def add_update(self, update):
        if not any(update[0] is other for other in self.assigned):
            self.assigned.append(update[0])
        super().add_update(update)

    def advanced(self, updates_states):
        """The states of random generators that were assigned, or all that was, each with its new value."""
        return [(variable, self.state_mapping[id(variable)]) for variable in self.assigned
                if updates_states or is_seed_state(variable)]


class StepScope(Reads):
    """Notes what a step of a loop assigns; what it does not assign has the value that it has around the loop."""

    def get_current_value(self, variable):
        value = super().get_current_value(variable)
        if value is None and self.original_scope is not None:
            return self.original_scope.get_current_value(variable)
        return value


def assignments_of(function, *arguments):
    """(what ``function(*arguments)`` returns, the variables that it would assign), of which none is assigned.

    A framework that compiles a loop loses what layers assign in a step of it, as the states of their random generators.
    """
    with StepScope() as scope:
        outputs = function(*arguments)
    return outputs, scope.assigned


def with_variables(step, variables):
    """The step of a loop whose last states are the values of these variables."""
    def step_with_variables(slices, states):
        own = len(states) - len(variables)
        with StepScope(list(zip(variables, states[own:]))) as scope:
            outputs, new_states = step(slices, list(states[:own]))
            return outputs, list(new_states) + [scope.get_current_value(variable) for variable in variables]
    return step_with_variables


def assign_last(variables, states):
    """Assign the last states to these variables; returns the other states."""
    own = len(states) - len(variables)
    for variable, value in zip(variables, states[own:]):
        variable.assign(value)
    return list(states[:own])


def in_calls():
    """What is entered around each call of a layer that a program defines."""
    return contextlib.nullcontext()


def is_seed_state(variable):
    """Whether a variable is the state of a random generator."""
    return variable.name == 'seed_generator_state'


def seeds(seed):
    """A generator for a call that draws random numbers; without a seed, from one that numpy draws."""
    return keras.random.SeedGenerator(int(np.random.randint(10e6)) if seed is None else seed)


def is_framework_tensor(x):
    """Whether ``x`` is a tensor that the framework has computed, or computes while it traces."""
    return keras.ops.is_tensor(x) and not isinstance(x, (Variable, keras.KerasTensor, RecordedTensor))


def placeholder(shape, dtype, sparse, name):
    """A symbol without history that a function feeds."""
    if '/' in (name or ''):
        name = name.replace('/', '_')
    sparse = sparse and adapters.current().sparse_tensors
    return as_keras2_tensor(keras.Input(batch_shape=shape, dtype=dtype, sparse=sparse or None, name=name))


def without_autograph(function):
    """A function that is traced as it is written: here all are."""
    return function


class GraphOp(keras.Operation):
    """A call of K as an operation in the graph of the host's symbols."""

    def __init__(self, call, specs):
        super().__init__()
        self.graph_call = call
        self._specs = specs
        self.symbols = _symbols(call)

    def call(self, *tensors):
        results = evaluations.evaluate_call(self.graph_call, dict(zip(map(id, self.symbols), tensors)))
        return keras.ops.convert_to_tensor(results.tolist(), 'int32') if isinstance(results, sizes.Sizes) else results

    def compute_output_spec(self, *symbols):
        if self._specs is not None:
            return [keras.KerasTensor(shape, dtype=dtype) for shape, dtype in self._specs]
        attempts, refused = [symbols], None
        for attempt in attempts:
            try:
                with phase.execution_scope, adapters.area('graph').in_calls(), context.scope(
                        finds_shapes=True), Reads() as reads:
                    specs = self.inferred_specs(*attempt)
            except (TypeError, ValueError, RuntimeError) as error:
                if refused is None:
                    # Jax and torch run it with sizes of their own for those that are unknown, which fit no known ones.
                    refused = error
                    attempts.extend(_fitted(symbols, self.graph_call))
                continue
            self.variables_read = reads.variables
            return specs
        raise refused

    def inferred_specs(self, *symbols):
        """What the host finds by running the call."""
        return super().compute_output_spec(*symbols)


def _symbols(call):
    """The symbols that a call's operands are computed from: for sizes the tensor whose they are."""
    symbols = []
    for operand in call.operands:
        if isinstance(operand, Size):
            symbols.extend(operand._keras_history.operation.symbols)
        elif isinstance(operand, keras.KerasTensor):
            symbols.append(operand)
    return symbols


def _fitted(symbols, call):
    """The symbols with the sizes of other operands in place of those that they do not know, as they may fit."""
    known = [tuple(operand.shape) for operand in flatten([call.operands, call.arguments])
             if len(getattr(operand, 'shape', None) or ())]
    shapes = [tuple(symbol.shape) for symbol in symbols]
    channels = next((shape[-2] for shape in known if len(shape) > 2 and shape[-2]), None)  # that a kernel takes
    for filled in ([_filled(shape, known) for shape in shapes],
                   [shape[:-1] + (channels,) if shape and shape[-1] is None else shape for shape in shapes]):
        if filled != shapes:
            yield [keras.KerasTensor(shape, dtype=symbol.dtype) for symbol, shape in zip(symbols, filled)]


def _filled(shape, known):
    """The shape with the sizes of known ones, those of as many axes first, in place of None."""
    known = sorted(known, key=lambda other: len(other) != len(shape))
    return tuple(next((other[axis] for other in known if axis < len(other) and other[axis] not in (None, 1)), None)
                 if size is None else size for axis, size in enumerate(shape))


def symbols_of(call, specs):
    """The results of a call as symbols, of these (shape, dtype) where they are given."""
    operation = adapters.area('graph').GraphOp(call, specs)
    results = as_keras2_tensor(operation.symbolic_call(*operation.symbols))
    if isinstance(results, Symbol) and results.dtype == 'int32' and (
            call.primitive == 'dynamic_shape' or all(isinstance(operand, Size) for operand in call.operands)):
        results.__class__ = Size
    return results


def has_unknown_sizes(symbol):
    """Whether the sizes of a symbol are not all known: then they are computed, as a symbol of their own."""
    return None in symbol.shape


class Size(Symbol):
    """Sizes that are not known yet. They are computed outside of the framework, where it cannot trace shapes."""


# The symbols whose operators are recorded as calls of K.
OPERATED = (Size,)


class NodeCall:
    """The call of a layer or operation that a node of the host remembers."""

    primitive = None

    def __init__(self, node):
        self.node = node
        self.operation = node.operation
        self.key = id(node)
        self.after, self.gradient_overrides = getattr(node.operation, '_graph_scopes', ((), None))
        self._captured = {}

        def note(leaf):
            if isinstance(leaf, RecordedTensor):
                self._captured[id(leaf)] = leaf
            return leaf

        if not node.is_input:
            node.arguments.convert(note)
        self.operands = list(node.arguments.keras_tensors) + list(self._captured.values())
        if layer_inputs.differentiates(self.operation):
            self.watched = self.operands

    def results(self, evaluation):
        """What the operation returns in an evaluation that knows the operands."""
        def filled(leaf):
            if isinstance(leaf, keras.KerasTensor) or id(leaf) in self._captured:
                return evaluation.known(leaf)
            return evaluation.presets.get(id(leaf), leaf) if isinstance(leaf, Variable) else leaf

        args, kwargs = self.node.arguments.convert(filled)
        if takes_training(type(self.operation)):  # the host notes the default; what a program passed, the layer knows
            kwargs['training'] = bool(evaluation.training)
        scope = Reads.innermost()
        if scope is None:
            return layer_inputs.run(self.operation, args, kwargs, self.operands, evaluation)
        before = list(scope.losses)
        results = layer_inputs.run(self.operation, args, kwargs, self.operands, evaluation)
        # Keras 3 takes out those of an earlier call of the same layer.
        added = [loss for loss in scope.losses if not any(loss is other for other in before)]
        if added:
            evaluation.added_losses[self.key] = added
        return results


def mask_of(symbol):
    """The mask of a symbol, as a symbol, or None."""
    return getattr(symbol, '_keras_mask', None)


@functools.lru_cache(maxsize=None)
def takes_training(kind):
    """Whether operations of this class take the learning phase when they are called."""
    return issubclass(kind, keras.layers.Layer) and 'training' in inspect.signature(kind.call).parameters


def origin(symbol):
    """The call that a symbol results from, and its number among the flat results; (None, None) for an input."""
    operation, node_index, place = symbol._keras_history
    if operation is None:
        return None, None
    node = operation._inbound_nodes[node_index]
    call = getattr(operation, 'graph_call', None)
    if call is not None:
        return call, place
    if node.is_input:
        fed_by = getattr(operation, '_fed_by', None)
        return (None, None) if fed_by is None else (Fed(node, fed_by), 0)
    return NodeCall(node), place


def variables_in(call):
    """The variables that a call reads besides its operands."""
    operation = getattr(call, 'operation', None)
    if operation is None:
        return []
    held = []
    call.node.arguments.convert(lambda leaf: isinstance(leaf, Variable) and held.append(leaf))
    return held + (list(operation.variables) if isinstance(operation, keras.layers.Layer) else [])


def blocks_gradient(call):
    """Whether Keras 2 on TensorFlow took no gradient through this operation."""
    return type(getattr(call, 'operation', None)).__name__ in BLOCKING


def assigned(variable):
    """The value that a layer has assigned in the evaluation, or else the one that the variable has."""
    scope = Reads.innermost()
    if scope is None or id(variable) not in scope.state_mapping:
        return variable.value
    return scope.state_mapping[id(variable)]


def watched(value):
    """A value that a gradient is taken with respect to."""
    return value


def give_members(tensor, members):
    """Let a tensor have the members of the symbol that it stands for, where the framework's tensors can have some."""
    if hasattr(tensor, '__dict__'):
        vars(tensor).update(members.of_frameworks, **members)


def sparse_feed(value, dtype):
    """What is fed where a tensor stands for a sparse one: the dense array of one of scipy."""
    return value.toarray().astype(dtype) if hasattr(value, 'tocoo') else value


def control_dependencies(control_inputs):
    """Nothing: what is computed needs no order here."""
    return contextlib.nullcontext()


def overriding_gradients(overrides):
    """Refused: TensorFlow's operations, whose gradients a program overrides, are not this framework's."""
    raise UnsupportedError(
        f'gradient_override_map({dict(overrides)}): {process.opened().describe()} runs no operations of TensorFlow. '
        'Write the activation with a gradient of your own, x + K.stop_gradient(f(x) - x) for one that passes it on; or '
        'run the program with KERAS_BACKEND=tensorflow.')


def dispatch_functions(record, is_recorded):
    """Nothing: a program of Keras 2 calls no functions of this framework."""


def is_passing(value):
    """False: no functions of the framework are recorded."""
    return False


def variable_methods(variable_class):
    """That by which functions of TensorFlow, which is not the framework, get an error, and no value of a moment."""
    return {'__tf_tensor__': RefusesTensorFlow.__tf_tensor__}
