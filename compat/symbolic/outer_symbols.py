"""Symbols from outside that the running call of a layer uses: those that its function closes over.

In Keras 2 they were tensors of the same graph. Here they are inputs of the call's node beside those that the program
passes, ``_outer``, so that the call sees their values in each run. Which they are is found when the layer is called on
symbols: the call is traced, and again with each symbol that it has met.
"""
import contextlib
import operator

import numpy as np

from compat.errors import UnsupportedError
from compat.symbolic import phase
from compat.symbolic.context import context
from compat.symbolic.conversion import framework_tensor, host
from compat.symbolic.kinds import KIND_OF_CLASS, RECORDED, SYMBOLS, kinds

ARGUMENT = '_outer'
_LIMIT = 50


class OuterSymbolMet(BaseException):
    """A traced call has met a symbol whose value it does not have. No code of the program's is to catch it."""

    def __init__(self, symbol):
        super().__init__()
        self.symbol = symbol


def key_of(symbol):
    """Returns the name of a symbol among the arguments of a call."""
    return 's%d' % id(symbol)


def are_values():
    """Returns whether a call runs on values, in which symbols stand for values, too."""
    return context.outer_values is not None and phase.is_executing()


def value_of(symbol):
    """Returns the value of a symbol from outside in the running call.

    Raises:
        OuterSymbolMet: the call is traced to find these symbols.
        UnsupportedError: it was not among those that were found.
    """
    values = context.outer_values
    key = key_of(symbol)
    if key in values:
        return values[key]
    if context.finds_outer:
        raise OuterSymbolMet(symbol)
    raise UnsupportedError(
        f'The running call uses {symbol!r}, a symbol from outside, which it did not use when its layer was called on '
        'symbols: its value in this run is not known. Pass the symbol to the layer among its inputs.')


def value_in_call(x):
    """Returns the value of a symbol in a running call, and elsewhere the symbol itself."""
    return value_of(x) if are_values() else x


def values_of(value):
    """Returns a nest of lists, tuples and dicts with the values of the symbols from outside among its items."""
    if type(value) in (list, tuple):
        return type(value)([values_of(item) for item in value])
    if type(value) is dict:
        return {name: values_of(item) for name, item in value.items()}
    if isinstance(value, slice):
        return slice(*map(values_of, (value.start, value.stop, value.step)))
    if KIND_OF_CLASS.get(type(value), 0) == SYMBOLS or host.is_symbol(value):
        return value_of(value)
    return value


def results_of(results):
    """Returns what a call returns, with the values of symbols from outside and of variables among it."""
    found = kinds(results)
    if not found & (SYMBOLS | RECORDED) or not are_values():
        return results
    return _values_of_variables(values_of(results) if found & SYMBOLS else results)


def _values_of_variables(value):
    if type(value) in (list, tuple):
        return type(value)([_values_of_variables(item) for item in value])
    return host.convert(value) if host.is_variable(value) else value


def operate(method, operands):
    """Returns the result of an operator of Python, named by its method, on values in the places of symbols."""
    values = values_of(list(operands))
    if len(values) == 2 and method != '__getitem__':
        values = [framework_tensor(value, like=other) if isinstance(value, (np.ndarray, np.generic)) else value
                  for value, other in zip(values, reversed(values))]
    function = getattr(operator, method, None)
    if function is None:  # the reflected form
        function, values = getattr(operator, '__' + method[3:]), reversed(values)
    return function(*values)


def running_on(args, outer):
    """Returns the context of a call that runs on these arguments, and on ``outer``, {key: value}.

    On symbols, it computes symbols.
    """
    if any(kinds(value) & SYMBOLS or host.is_symbol(value) for value in args):
        return _NOTHING if context.outer_values is None else context.scope(outer_values=None)
    if outer or context.outer_values is None:
        return context.scope(outer_values=dict(context.outer_values or {}, **(outer or {})))
    return _NOTHING


_NOTHING = contextlib.ExitStack()


def find(call, outer=None):
    """Calls a layer on symbols until it has all symbols from outside that it uses.

    Args:
        call: what is called with {key: symbol} of those that were found.
        outer: those that are known, or None.

    Returns:
        What the call returns, and {key: symbol} of those that it uses.
    """
    outer = dict(outer or {})
    while True:
        try:
            with context.scope(finds_outer=True):
                return call(outer), outer
        except OuterSymbolMet as met:
            if len(outer) == _LIMIT:
                raise UnsupportedError(
                    f'A call uses more than {_LIMIT} symbols from outside, the last one {met.symbol!r}. Those that it '
                    'makes itself, as by Input or K.placeholder, have no value in it.') from None
            outer[key_of(met.symbol)] = met.symbol
