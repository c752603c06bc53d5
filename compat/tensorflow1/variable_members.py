"""What variables of TensorFlow 1 had beside their operators: assign and its kin are updates that a session performs."""
import sys

from compat.backend import updates
from compat.backend.tensors import identity
from compat.backend.variables import set_value
from compat.symbolic import operators, phase
from compat.symbolic.tensor_members import StaticShape
from compat.tensorflow1.sessions import DEFAULT_GRAPH

# Their own code changes variables at once, and so does compat's.
_OF_HOSTS = ('compat', 'keras', 'tf_keras', 'tensorflow', 'jax', 'torch')


def _is_of_program(frame):
    return frame.f_globals.get('__name__', '').partition('.')[0] not in _OF_HOSTS


def _recorded(name, update, inherited):
    def method(self, value, *args, **kwargs):
        if phase.is_executing() or not _is_of_program(sys._getframe(1)):
            return inherited(self, value, *args, **kwargs)
        return getattr(updates, update)(self, value)
    method.__name__ = name
    return method


def _load(variable):
    def load(value, session=None):
        """Gives the variable a value at once."""
        set_value(variable, value)
    return load


def _value(variable):
    return lambda: identity(variable)


def _initializer(variable):
    return updates.Group([])


class VariableOperation:
    """What ``op`` of a variable tells: its name and type. The rest of operations is not there."""

    type = 'VariableV2'
    device = ''

    def __init__(self, variable):
        self.name = variable.name.partition(':')[0]
        self.outputs = [variable]
        self.inputs = []


def _graph(variable):
    return DEFAULT_GRAPH


# {name: what a program gets of a variable}
_MEMBERS = {'graph': _graph, 'initialized_value': _value, 'initializer': _initializer, 'load': _load,
            'op': VariableOperation, 'read_value': _value}


def _for_programs(variable_class, name):
    """A property that the code of hosts finds as it is in their class."""
    inherited = getattr(variable_class, name, None)

    def member(self):
        if _is_of_program(sys._getframe(1)):
            return _MEMBERS[name](self)
        if inherited is None:
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')
        return inherited.__get__(self, type(self))
    return property(member)


def methods(variable_class):
    """Returns the methods and properties of a class of variables whose operators record.

    ``initializer`` is an update without effect: variables have their values from the start, and trained ones stay.
    ``device`` is that of TensorFlow 1 where a program says none.
    """
    found = {name: _recorded(name, update, getattr(variable_class, name)) for name, update in (
        ('assign', 'update'), ('assign_add', 'update_add'), ('assign_sub', 'update_sub'))}
    found.update((name, _for_programs(variable_class, name)) for name in _MEMBERS)
    if not hasattr(variable_class, 'get_shape'):
        found['get_shape'] = lambda self: StaticShape(self.shape)
    if not hasattr(variable_class, 'device'):
        found['device'] = ''
    return found


operators.METHODS_OF_VARIABLES.append(methods)
