"""What the tensors that a running call of a layer gets stand for: symbols, whose graph its own gradients go through."""
from compat.symbolic.context import context
from compat.symbolic.nest import flatten


class LayerInputs:
    """The tensors that the call of a layer gets for symbols.

    Args:
        layer: the layer.
        tensors: what its call gets.
        symbols: the symbols that it is called on, in the same order.
        evaluation: the evaluation that runs the layer; None where a host looks for the shapes of the results.
    """

    def __init__(self, layer, tensors, symbols, evaluation=None):
        self._layer, self._tensors, self.evaluation = layer, tensors, evaluation
        self._symbols = dict(zip(map(id, tensors), symbols))

    def symbol_id(self, tensor):
        """Returns the id of the symbol that a tensor stands for, and that of any other object itself."""
        return id(self._symbols.get(id(tensor), tensor))

    def others_reach(self, tensor, reached):
        """Whether the tensor stands for a symbol that another one is computed from.

        ``reached`` is the function that returns the ids of all that symbols are computed from.
        """
        symbol = self._symbols.get(id(tensor))
        others = [other for other in self._symbols.values() if other is not symbol]
        return symbol is not None and id(symbol) in reached(others)

    def symbols_of(self, tensors):
        """Returns the symbols that the tensors stand for, None where one of them is no input."""
        symbols = [self._symbols.get(id(tensor)) for tensor in tensors]
        return None if any(symbol is None for symbol in symbols) else symbols

    def note_gradients(self):
        """Notes that the layer takes gradients of its inputs: what they are computed from is kept for it."""
        self._layer.__dict__['_differentiates_inputs'] = True


def differentiates(operation):
    """Whether a layer takes gradients of its inputs."""
    return getattr(operation, '__dict__', {}).get('_differentiates_inputs', False)


def of_call(layer, args, symbols):
    """Returns the inputs of a call that a host runs on tensors of its own to find shapes."""
    return LayerInputs(layer, flatten(args), symbols)


def run(operation, args, kwargs, operands, evaluation):
    """Runs the call of a layer on the values of its operands, of which it may take gradients.

    Args:
        operation: what is called.
        args: its arguments.
        kwargs: its arguments by name.
        operands: the symbols and expressions among the arguments.
        evaluation: the evaluation that knows their values.

    Returns:
        What the call returns.
    """
    if not differentiates(operation):
        if len(getattr(operation, '_inbound_nodes', ())) < 2:
            return operation(*args, **kwargs)
        with context.scope(evaluated_call=(operation, operands)):
            return operation(*args, **kwargs)
    inputs = LayerInputs(operation, [evaluation.known(operand) for operand in operands], operands, evaluation)
    with context.scope(layer_inputs=inputs):
        return operation(*args, **kwargs)
