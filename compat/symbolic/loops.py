"""Loops of K in graph mode: what the function of a program returns for a slice is a graph, computed at each step.

The function is run once, on placeholders in the place of slices and states. The tensors from outside that it uses,
whatever they are, become operands of the loop: it gets their values, and gradients reach them.
"""
import numpy as np

from compat.symbolic import graph, phase
from compat.symbolic.context import context
from compat.symbolic.conversion import PLAIN, framework_tensor, host
from compat.symbolic.dynamic_shape import Sizes
from compat.symbolic.evaluation import Evaluation, origin
from compat.symbolic.nest import flatten

nodes = graph.nodes


class Body:
    """The graph of one step: its slots, the placeholders that a step feeds, its results and its captures.

    ``captured`` are the tensors from outside that it is computed from, and the variables of the layers in it.
    """

    def __init__(self, step, sequences, states):
        self.slices = [_slot(host.static_shape(each)[1:], each) for each in sequences]
        self.states = [_slot(host.static_shape(each), each) for each in states]
        with graph.drawing() as self._draws:
            outputs, new_states = step(list(self.slices), list(self.states))
        self.outputs = [as_symbolic(each) for each in outputs]
        self.new_states = [as_symbolic(each) for each in new_states]
        self.random = bool(self._draws)
        self._slots = set(map(id, self.slices + self.states))
        self.watched = []
        self.captured = self._captured()

    @property
    def results(self):
        """The outputs and the new states."""
        return self.outputs + self.new_states

    def _captured(self):
        """Returns what is used from outside; what a gradient passes through is computed in the body."""
        while True:
            inside, edge = self._parted(self._slots | set(map(id, self.watched)))
            watched = {id(tensor): tensor for call in inside for tensor in getattr(call, 'watched', ())}
            if len(watched) == len(self.watched):
                return list(edge.values())
            self.watched = list(watched.values())

    def _parted(self, roots):
        """Returns the calls that depend on one of ``roots``, computed in the body, and the tensors beside them."""
        depends = {}
        pending = list(self.results)
        while pending:
            tensor = pending[-1]
            if id(tensor) in depends:
                pending.pop()
                continue
            call = None if host.is_variable(tensor) else origin(tensor)[0]
            used = [] if call is None or id(tensor) in self._slots else list(call.operands)
            unknown = [each for each in used if id(each) not in depends]
            if unknown:
                pending.extend(unknown)
                continue
            depends[id(tensor)] = id(tensor) in self._slots or any(call is each for each in self._draws) or any(
                id(each) in roots or depends[id(each)] for each in used) or call is not None and any(
                    id(variable) in roots for variable in nodes.variables_in(call))
            pending.pop()
        inside, edge, seen = [], {}, set()
        pending = list(self.results)
        while pending:
            tensor = pending.pop()
            if id(tensor) in seen or id(tensor) in self._slots:
                continue
            seen.add(id(tensor))
            if not depends[id(tensor)]:
                edge[id(tensor)] = tensor
                continue
            call = origin(tensor)[0]
            inside.append(call)
            edge.update((id(variable), variable) for variable in nodes.variables_in(call))
            pending.extend(call.operands)
        return inside, edge


def _slot(shape, tensor):
    return nodes.placeholder(tuple(shape), host.dtype_name(tensor), False, 'slot')


def as_symbolic(value):
    """Returns ``value`` as a symbolic tensor: one that is not symbolic never changes."""
    if graph.is_symbolic(value):
        return value
    if isinstance(value, Sizes):
        value = np.asarray(value)
    return graph.constants(framework_tensor(value) if isinstance(value, PLAIN) else value)


class LoopCall(graph.Call):
    """The results of a loop: its outputs, stacked, and the last states."""

    primitive = 'loop'

    def __init__(self, body, sequences, states):
        super().__init__((list(sequences), list(states), list(body.captured)))
        self.body = body
        self.watched = body.watched
        self._counts = len(sequences), len(states)
        self._seeds = nodes.seeds(None) if body.random else None
        if body.random:
            graph.note_draw(self)

    def results(self, evaluation):
        """Returns the results in an evaluation that knows the operands."""
        body, known = self.body, [evaluation.known(operand) for operand in self.operands]
        first, second = self._counts
        sequences, states = known[:first], known[first:first + second]
        presets = {id(tensor): value for tensor, value in zip(body.captured, known[first + second:])
                   if not host.is_variable(tensor) or id(tensor) in evaluation.presets}

        def step(slices, states):
            step_presets = dict(presets)
            step_presets.update(zip(map(id, body.slices + body.states), list(slices) + list(states)))
            inner = Evaluation(step_presets, evaluation.training, evaluation.variables, evaluation.watched,
                               in_loop=True)
            values = [_computed(inner.value(result)) for result in body.results]
            return values[:len(body.outputs)], values[len(body.outputs):]

        with context.scope(assigned_after=None), phase.training_phase(
                evaluation.training, None if evaluation.in_loop else self._seeds):
            states, outputs = host.scan(step, [_computed(each) for each in sequences],
                                        [_computed(each) for each in states])
        return list(outputs) + list(states)

    def sample(self):
        """Returns the results at this moment."""
        presets = {id(operand): operand.sample for operand in self.operands if isinstance(operand, graph.Expression)}
        with phase.execution_scope:
            return self.results(Evaluation(presets, 0))


def _computed(value):
    if host.is_variable(value):
        return host.identity(host.tensor_of(value))
    return host.convert(np.asarray(value)) if isinstance(value, Sizes) else value


def scan(step, sequences, states):
    """Returns the last states and the stacked outputs of ``step(slices, states)``.

    The function returns (outputs, new states).
    """
    sequences, states = [as_symbolic(each) for each in sequences], [as_symbolic(each) for each in states]
    body = Body(step, sequences, states)
    call = LoopCall(body, sequences, states)
    if any(host.is_symbol(operand) for operand in call.operands):
        lengths = [host.static_shape(each)[0] for each in sequences]
        length = next((each for each in lengths if each is not None), None)
        specs = [((length,) + host.static_shape(each), host.dtype_name(each)) for each in body.outputs]
        results = nodes.symbols_of(call, specs + [(host.static_shape(each), host.dtype_name(each)) for each in states])
    else:
        results = graph.expressions(call, call.sample())
    results = flatten(results)
    return results[len(body.outputs):], results[:len(body.outputs)]
