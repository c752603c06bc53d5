"""The names of variables on Keras 3 as Keras 2 gave them: dense_1/kernel:0. Keras 3 calls that kernel."""
import contextlib
import threading


class _Entered(threading.local):
    """The scopes of a thread, the outer first, and what names were given within the innermost."""

    scopes = ()
    taken = {}


_entered = _Entered()


@contextlib.contextmanager
def scope(name):
    """While this lasts variables get the prefix ``name``; the second of a name is name_1 in it."""
    before = _entered.scopes, _entered.taken
    _entered.scopes, _entered.taken = before[0] + (name,), {}
    try:
        yield
    finally:
        _entered.scopes, _entered.taken = before


def give(variable, name=None):
    """Name the variable after the scopes that are entered and ``name``, which is else its own; gives the variable."""
    name = name or variable.name
    if _entered.scopes:
        count = _entered.taken[name] = _entered.taken.get(name, -1) + 1
        name = '/'.join(_entered.scopes) + '/' + (name if not count else '%s_%d' % (name, count))
    vars(variable)['_name' if '_name' in vars(variable) else 'name'] = name + ':0'  # Keras 3.0 has no property
    return variable


def give_all(variables):
    """Name those that have a name of Keras 3 yet, as the weights of its own layers within one of compat."""
    for variable in variables:
        if ':' not in variable.name:
            give(variable)
