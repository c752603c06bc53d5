"""The graph world on Keras 3 with jax: gradients run what is between again, which the compiler finds to be the same."""
import weakref

import jax
import numpy as np
from jax.experimental import checkify, sparse

from compat.symbolic import evaluation as evaluations, phase
from compat.symbolic.context import context
from compat.symbolic.equivalents import RefusesTensorFlow
from compat.adapters.keras3 import graph as keras3
from compat.adapters.keras3.graph import Reads, Variable, variables_in
from compat.adapters.keras3.jax.ops import IndexChecks
from compat.differences import reason
from compat.errors import UnsupportedError


class ActsAsTensor(RefusesTensorFlow):
    """What jax's own functions take for a tensor: its value at that moment."""

    def __jax_array__(self):
        return self.now()


class GraphOp(keras3.GraphOp):
    """A call of K, of which jax cannot tell at times whether unknown sizes fit known ones."""

    def inferred_specs(self, *symbols):
        """What the host finds by running the call. Raises ValueError where that depends on unknown sizes."""
        try:
            return super().inferred_specs(*symbols)
        except jax.errors.InconclusiveDimensionOperation as error:
            raise ValueError(str(error)) from error


# jax's arrays and tracers have slots, so that properties of their classes keep what a call gets for symbols, and sets.
_MEMBERS = ('_keras_history', '_keras_shape', '_uses_learning_phase', 'get_shape', 'set_shape')
_members = {}  # {id of a tensor: (weak reference, {name: value})}: tracers have no hash


def _members_of(tensor):
    reference, members = _members.get(id(tensor), (None, None))
    return members if reference is not None and reference() is tensor else {}


def _set_members(tensor, members):
    before, key = _members_of(tensor), id(tensor)
    if before:
        before.update(members)
        return

    def forget(reference):
        if _members.get(key, (None,))[0] is reference:
            del _members[key]
    _members[key] = weakref.ref(tensor, forget), dict(members)


def _member(name):
    """A property for a member, which a tensor has when it was given it or when the program has set it."""
    def value(tensor):
        try:
            return _members_of(tensor)[name]
        except KeyError:
            raise AttributeError(f'This tensor of jax has no attribute {name!r}. Those that a call of a layer gets for '
                                 'symbols have it.') from None
    return property(value, lambda tensor, given: _set_members(tensor, {name: given}))


for _class in (jax.core.Tracer, type(jax.numpy.zeros(()))):
    for _name in _MEMBERS:
        setattr(_class, _name, _member(_name))


def give_members(tensor, members):
    """Let a tensor have the members of the symbol that it stands for."""
    if isinstance(tensor, jax.Array):
        _set_members(tensor, dict(members.of_frameworks, **members))


def gradient(evaluation, losses, watched):
    """The gradients of the sum of the losses with respect to the watched tensors.

    Where one of them is computed from another, each gets a run of its own, for the way through the other to count.
    """
    symbols = [tensor for tensor in watched if not isinstance(tensor, Variable)]
    if symbols and len(watched) > 1 and _depend_on_each_other(symbols, watched):
        variables = [tensor for tensor in watched if isinstance(tensor, Variable)]
        gradients = {}
        for group in [variables] + [[symbol] for symbol in symbols]:
            gradients.update(zip(map(id, group), _gradient(evaluation, losses, group)))
        return [gradients[id(tensor)] for tensor in watched]
    return _gradient(evaluation, losses, watched)


def _gradient(evaluation, losses, watched):
    def total(values):
        presets, variables = {}, {}
        for tensor, value in zip(watched, values):
            if isinstance(tensor, Variable):
                variables[id(tensor)] = (tensor, value)
            else:
                presets[id(tensor)] = value
        inner = evaluation.with_values(presets, variables)
        # What layers assign in this run counts for nothing: the one for the outputs assigns it.
        with Reads(list(inner.variables.values()), collect_losses=True), context.scope(assigned_after=[]):
            return sum(jax.numpy.sum(inner.value(loss)) for loss in losses)

    values = [evaluation.known(tensor) for tensor in watched]
    return jax.grad(total)([value.value if isinstance(value, Variable) else value for value in values])


def _depend_on_each_other(symbols, watched):
    """Whether a symbol is computed from another one, or from a variable, of those that are watched."""
    wanted = set(map(id, watched))
    pending, seen = list(symbols), set()
    while pending:
        tensor = pending.pop()
        call = None if isinstance(tensor, Variable) else evaluations.origin(tensor)[0]
        for operand in [] if call is None else list(call.operands) + variables_in(call):
            if id(operand) in wanted:
                return True
            if id(operand) not in seen:
                seen.add(id(operand))
                pending.append(operand)
    return False


def gradients_now(losses, wanted):
    """Raises UnsupportedError: jax differentiates functions, not what they gave."""
    raise UnsupportedError(reason('gradients-in-layers'))


def _reporting(run):
    """The compiled function, which raises IndexError for indices that are out of range: jax takes the nearest ones."""
    checked = jax.jit(checkify.checkify(run, errors=checkify.user_checks))

    def run_and_report(feeds, values):
        if any(isinstance(value, jax.core.Tracer) for value in jax.tree_util.tree_leaves((feeds, values))):
            return run(feeds, values)  # in a trace of the host's, which reports nothing
        with context.scope(index_checks=IndexChecks(reports=True)):
            error, results = checked(feeds, values)
        message = error.get()
        if message is not None:
            raise IndexError(message.partition(' (`check` failed)')[0])
        return results

    return run_and_report


class Compiled:
    """A program as a function of its feeds and of the variables that it reads, compiled for each learning phase.

    It returns arrays of jax, which may be computed still.
    """

    def __init__(self, program, shapes):
        self._program = program
        self._compiled = {}

    def __call__(self, feeds, training):
        if training not in self._compiled:
            self._compiled[training] = self._compile(feeds, training)
        run, read, changed = self._compiled[training]
        outputs, values = run(feeds, [variable.value for variable in read])
        for variable, value in zip(changed, values):
            if isinstance(value, jax.core.Tracer):  # in a trace of the host's, which collects what changes
                variable.assign(value)
            else:
                variable._direct_assign(value)  # it was assigned while this was traced: shape and dtype fit
        return [output.todense() if isinstance(output, sparse.BCOO) else output for output in outputs]

    def _compile(self, feeds, training):
        changed = []

        def run(feeds, values):
            outputs, assigned = self._step(feeds, training, list(zip(read, values)))
            changed[:] = [variable for variable, _ in assigned]
            return outputs, [value for _, value in assigned]

        checks = IndexChecks()
        with Reads(collect_losses=True) as reads, context.scope(index_checks=checks):
            jax.eval_shape(lambda feeds: self._step(feeds, training)[0], feeds)
        read = reads.variables
        return _reporting(run) if checks.are_needed else jax.jit(run), read, changed

    def _step(self, feeds, training, variables=None):
        """The outputs, and (variable, new value) for what the program updates and for advanced random generators.

        Without ``variables`` it is an abstract run, in which an outer scope notes what is read.
        """
        program = self._program
        with phase.execution_scope:
            if variables is None:
                outputs, operands = program.compute(feeds, training)
                program.apply(operands)
                return outputs, []
            variables = {id(variable): (variable, value) for variable, value in variables}
            with Reads(list(variables.values()), collect_losses=True) as reads:
                outputs, operands = program.compute(feeds, training, variables)
            with Reads(list(variables.values())) as updates:
                program.apply(operands)
        assigned = reads.advanced(program.updates_states) + [(variable, updates.state_mapping[id(variable)])
                                       for variable in updates.assigned]
        return outputs, assigned


compiled = Compiled


def sparse_feed(value, dtype):
    """A sparse array of jax from one of scipy, or from a dense one.

    It says that no element is stored twice: a function of the elements needs that, and cannot add them up in what jax
    compiles.
    """
    if hasattr(value, 'tocoo'):
        matrix = value.tocoo(copy=True).astype(dtype)
        matrix.sum_duplicates()
        return sparse.BCOO((matrix.data, np.stack([matrix.row, matrix.col], axis=1)), shape=matrix.shape,
                           unique_indices=True)
    return value if isinstance(value, sparse.BCOO) else sparse.BCOO.fromdense(np.asarray(value, dtype))
