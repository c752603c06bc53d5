"""The tensors that the running call of a layer gets have the members of the symbols that they stand for.

In Keras 2 they were these symbols: ``x._keras_history`` names the layer before, ``x._keras_shape`` the shape that is
declared.
"""
from compat import adapters, process
from compat.symbolic.context import context
from compat.symbolic.nest import flatten
from compat.symbolic.tensor_members import StaticShape

_nodes = adapters.area('graph')


class StandingFor(dict):
    """The members that a tensor gets for the symbol that it stands for, by their names."""

    def __init__(self, symbol):
        shape = getattr(symbol, '_keras_shape', None)
        shape = StaticShape(symbol.shape) if shape is None else StaticShape(shape)
        super().__init__(_keras_history=symbol._keras_history, _keras_shape=tuple(shape),
                         _uses_learning_phase=getattr(symbol, '_uses_learning_phase', False))
        self.of_frameworks = {'get_shape': lambda: shape, 'set_shape': shape.merge_with}


def annotate(layer, args, called_on):
    """Gives the inputs of the running call of a layer of the program's what the symbols have that they stand for.

    Args:
        layer: the layer.
        args: the arguments of its call, the inputs first.
        called_on: the symbols that the layer is being called on, or None where a model runs it.
    """
    if type(layer)._registered is type(layer) or process.dialect().eager:
        return
    symbols, tensors = called_on or _symbols_of(layer), flatten(list(args[:1]))
    if symbols and len(symbols) == len(tensors):
        for tensor, symbol in zip(tensors, symbols):
            if getattr(symbol, '_keras_history', None) is not None:
                _nodes.give_members(tensor, StandingFor(symbol))


def _symbols_of(layer):
    """Returns the inputs of the call that runs: of the node that is evaluated, or of the only one that there is."""
    called, symbols = context.evaluated_call
    if called is layer:
        return symbols
    of_layer = getattr(layer, '_inbound_nodes', ())
    return flatten([of_layer[0].input_tensors]) if len(of_layer) == 1 else None
