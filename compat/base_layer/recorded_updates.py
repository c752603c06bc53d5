"""The updates of layers that are called on symbols, as recorded updates: K.function performs ``model.updates``."""
import copy

from compat import process
from compat.symbolic import graph, phase
from compat.symbolic.context import context
from compat.symbolic.evaluation import origin
from compat.backend.updates import Update, as_update, dtype_of, int_shape
from compat.base_layer import nodes
from compat.base_layer.nest import as_list

_graph = graph.nodes


class AddedUpdates(graph.Call):
    """The new values in the updates that a layer adds in its call: the call is run again, and its updates stored."""

    primitive = 'added_updates'

    def __init__(self, layer, output):
        self.layer, self.node_call = layer, origin(output)[0]
        super().__init__((list(self.node_call.operands),))

    def results(self, evaluation):
        """Returns the new values, in an evaluation that has the inputs of the call."""
        self.layer.__dict__['_noted_updates'] = updates = []
        try:
            self.node_call.results(evaluation)
        finally:
            del self.layer.__dict__['_noted_updates']
        return [evaluation.value(as_update(update).operand) for update in updates]


class States(graph.Call):
    """The states of a layer after its call."""

    primitive = 'states'

    def __init__(self, states, output):
        self.states = states
        super().__init__(([output],))

    def results(self, evaluation):
        """Returns the states, in an evaluation in which the layer was run."""
        after = {id(update.variable): update.operand for update in context.assigned_after or ()}
        return [after[id(state)] if id(state) in after else _graph.assigned(state) for state in self.states]


class WithinModel(graph.Call):
    """The values of tensors of a model where the model is called on other inputs."""

    primitive = 'within_model'

    def __init__(self, inputs, called_on, tensors):
        self.inputs, self.tensors = list(inputs), tensors
        super().__init__((list(called_on),))

    def results(self, evaluation):
        """Returns the values, in an evaluation that has the inputs of the call."""
        inputs = [evaluation.known(operand) for operand in self.operands]
        inner = evaluation.with_values(dict(zip(map(id, self.inputs), inputs)), {})
        return [inner.value(tensor) for tensor in self.tensors]


def perform_later(update, after_call=None):
    """Performs an update after the call that adds it, that of a pair (variable, value) when all outputs are computed.

    ``after_call`` has the updates that are performed after the call; None: at once. Keras 2 assigned the values of
    pairs last: a stateful layer that a model calls twice begins both times with the states of the last batch.
    """
    later = context.assigned_after if isinstance(update, tuple) and not process.dialect().eager else None
    later = after_call if later is None else later
    if later is None:
        as_update(update).apply()
    else:
        later.append(as_update(update))


def with_values_of(call, updates):
    """Returns the updates with the results of the call as their new values."""
    symbols = as_list(_graph.symbols_of(call, [(int_shape(update.operand), dtype_of(update.operand))
                                              for update in updates]))
    recorded = [copy.copy(update) for update in updates]
    for update, symbol in zip(recorded, symbols):
        update.operand = symbol
    return recorded


def added_in_call(layer, outputs, updates):
    """Returns the updates that a layer has added in its call on symbols with these outputs."""
    return with_values_of(AddedUpdates(layer, as_list(outputs)[0]), [as_update(update) for update in updates])


def of_states(layer, node):
    """Returns the updates of the states of a stateful layer of the host by a call."""
    states = [state for state in as_list(getattr(layer, 'states', None) or []) if state is not None]
    if not states or not layer.stateful:
        return []
    call = States(states, nodes.output_tensors(node)[0])
    return with_values_of(call, [Update(state, state) for state in states])


def of_model(model, called_on, updates):
    """Returns these updates of layers of a model where it is called on other tensors, a list."""
    updates = [as_update(update) for update in updates]
    return with_values_of(WithinModel(model.inputs, called_on, [update.operand for update in updates]),
                          updates) if updates else []


def tensors_of_model(model, called_on, tensors):
    """Returns the symbols for tensors of a model where it is called on other tensors, a list."""
    return tensors_on(model.inputs, called_on, tensors)


def tensors_on(inputs, called_on, tensors):
    """Returns the symbols for what is computed from inputs, computed from other tensors in their place, a list."""
    if not tensors:
        return []
    return as_list(_graph.symbols_of(WithinModel(inputs, called_on, tensors), [
        (int_shape(tensor), dtype_of(tensor)) for tensor in tensors]))


def nodes_between(inputs, outputs):
    """Returns the ids of the host's nodes on the ways from the inputs to the outputs."""
    ends, between, seen, pending = set(map(id, inputs)), set(), set(), list(outputs)
    while pending:
        tensor = pending.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        call = None if id(tensor) in ends else origin(tensor)[0]
        if call is not None:
            between.add(id(getattr(call, 'node', None)))
            pending.extend(call.operands)
    return between


def may_record():
    """Whether updates can be recorded now: K does not execute."""
    return not phase.is_executing() and graph.in_graph_mode()
