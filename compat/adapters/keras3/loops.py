"""What the layers in a step of a loop assign, as the states of their random generators, on Keras 3.

A framework that compiles a loop takes what a step assigned for its own: it goes from step to step as a state of the
loop does, and is assigned where the loop has ended.
"""
from compat.adapters.keras3.graph import Reads


class _Step(Reads):
    """Notes what a step assigns; what it does not assign has the value that it has around the loop."""

    def get_current_value(self, variable):
        value = super().get_current_value(variable)
        if value is None and self.original_scope is not None:
            return self.original_scope.get_current_value(variable)
        return value


def tried(function, *arguments):
    """(what ``function(*arguments)`` gives, the variables that it would assign), of which none is assigned."""
    with _Step() as scope:
        found = function(*arguments)
    return found, scope.assigned


def carrying(step, variables):
    """The step of a loop whose last states are the values of these variables."""
    def carried(slices, states):
        own = len(states) - len(variables)
        with _Step(list(zip(variables, states[own:]))) as scope:
            outputs, new_states = step(slices, list(states[:own]))
            return outputs, list(new_states) + [scope.get_current_value(variable) for variable in variables]
    return carried


def assigned(variables, states):
    """The states without the last ones, which these variables are assigned."""
    own = len(states) - len(variables)
    for variable, value in zip(variables, states[own:]):
        variable.assign(value)
    return list(states[:own])
