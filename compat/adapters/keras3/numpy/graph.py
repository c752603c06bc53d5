"""Symbols and functions on Keras 3 with numpy, which computes and has no gradients."""
import numpy as np

from compat.adapters.keras3.graph import Reads
from compat.symbolic import phase
from compat.symbolic.equivalents import RefusesTensorFlow


class ActsAsTensor(RefusesTensorFlow):
    """What numpy's own functions take for a tensor: its value at that moment."""

    def __array_function__(self, function, types, args, kwargs):
        return function(*_values(args), **{name: _values(value) for name, value in kwargs.items()})


def _values(value):
    if type(value) in (list, tuple):
        return type(value)([_values(item) for item in value])
    return value.now() if isinstance(value, ActsAsTensor) else value


def is_framework_tensor(x):
    """False: an array is plain numbers, as on every other framework."""
    return False


def in_calls():
    """Numpy warns of what other frameworks compute without a word: infinities, and numbers that are none."""
    return np.errstate(all='ignore')


class Compiled:
    """A program that numpy runs step by step."""

    def __init__(self, program, shapes):
        self._program = program

    def __call__(self, feeds, training):
        program = self._program
        with phase.execution_scope, in_calls():
            with Reads(collect_losses=True) as reads:
                outputs, operands = program.compute(feeds, training)
            for variable, value in reads.advanced(program.updates_states):
                variable.assign(value)
            program.apply(operands)
        return [np.array(output) for output in outputs]


compiled = Compiled
