"""Calls of layers of Keras 3: what their nodes remember for models that run them again, and how they are traced."""
from compat import process
from compat.base_layer import nodes
from compat.base_layer.nest import symbolic_tensors
from compat.symbolic import outer_symbols
from compat.symbolic.context import context

keras = process.opened().keras

_node = keras.Input((1,))._keras_history.operation._inbound_nodes[0]
HostNode = type(_node)


class Node(nodes.Keras2NodeMixin, HostNode):
    """One call of a layer on symbols, with the attributes that Keras 2's nodes had."""

    @property
    def _options(self):
        return self.arguments.kwargs

    def use(self, outer):
        """Make {key: symbol} of symbols from outside arguments of the call, beside those that the program has passed.
        """
        passed = self.arguments
        self.arguments = type(passed)(*passed.args, **dict(passed.kwargs, **{outer_symbols.ARGUMENT: outer}))
        for symbol in outer.values():
            operation = symbol._keras_history.operation
            if operation is not None:
                operation._outbound_nodes.append(self)


class RunsAgain(type(_node.arguments)):
    """The arguments of a call that models run again, with what they tell the layer of it beside.

    ``of_call`` is ``_input_spec`` where the ``__call__`` of the program is not run. With ``fixes_phase`` the program
    has passed a phase: ``_training``, beside which Keras 3 passes the phase of the model as ``training``.
    """

    def convert(self, conversion_fn):
        """The arguments with other values."""
        return self._completed(*super().convert(conversion_fn))

    def fill_in(self, tensor_dict):
        """The arguments with the values of a run."""
        return self._completed(*super().fill_in(tensor_dict))

    def _completed(self, args, kwargs):
        phase_of_call = {'_training': kwargs['training']} if self.fixes_phase else {}
        return args, dict(kwargs, **phase_of_call, **self.of_call)


class TracedCall(keras.Operation):
    """A call that Keras 3 traces on tensors in the places of its symbols and of those from outside that it uses.

    jax would trace what is in a list or a dict of arguments even where it is a phase or a size, so that only the
    symbols are arguments of what is traced.
    """

    def __init__(self, function, outer, args, kwargs):
        super().__init__()
        self._traced = function
        self._arguments = outer, args, kwargs
        self._symbols = list({id(symbol): symbol for symbol in symbolic_tensors(
            self._arguments, keras.KerasTensor)}.values())

    def call(self, *tensors):
        """What the call returns."""
        outer, args, kwargs = _replaced(self._arguments, dict(zip(map(id, self._symbols), tensors)))
        with context.scope(outer_values=dict(context.outer_values or {}, **outer)):
            return self._traced(*args, **kwargs)

    def spec(self):
        """What it returns for symbols, as symbols."""
        return self.compute_output_spec(*self._symbols)


def _replaced(value, tensors):
    """A structure with tensors, {id of a symbol: tensor}, in the places of its symbols."""
    if isinstance(value, (list, tuple)):
        items = [_replaced(item, tensors) for item in value]
        return value._make(items) if hasattr(value, '_make') else type(value)(items)
    if isinstance(value, dict):
        return {name: _replaced(item, tensors) for name, item in value.items()}
    return tensors.get(id(value), value)
