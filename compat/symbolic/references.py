"""What functions of a program refer to."""
import functools
import inspect
import types

_PACKAGES = ('compat', 'keras', 'tensorflow', 'tf_keras', 'jax', 'torch', 'numpy', 'functools')
_CONTAINERS = (list, tuple, set, frozenset)


def referenced_values(function):
    """What a function refers to, without its arguments, each value once.

    These are the cells that it closes over, its defaults, the globals that it names, what ``functools.partial`` binds,
    the attributes of the object that it is a method of, the items of lists and dicts among these, and what the
    functions of the program among these refer to.
    """
    pending, seen = [function], set()
    if not isinstance(function, (types.FunctionType, types.MethodType, functools.partial)):
        pending += _attributes(function) + [type(function).__call__]
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, functools.partial):
            pending += [value.func, *value.args, *value.keywords.values()]
        elif isinstance(value, types.MethodType):
            pending += [value.__func__] + _attributes(value.__self__)
        elif isinstance(value, types.FunctionType):
            if (value.__module__ or '').partition('.')[0] not in _PACKAGES:
                names = inspect.getclosurevars(value)
                pending += [*names.nonlocals.values(), *names.globals.values(), *(value.__defaults__ or ()),
                            *(value.__kwdefaults__ or {}).values()]
        elif isinstance(value, dict):
            pending += value.values()
        elif type(value) in _CONTAINERS:
            pending += value
        else:
            yield value


def _attributes(value):
    """The attributes of an object that is none of the host's: layers and models have the whole graph in theirs."""
    return [] if isinstance(value, (type, types.ModuleType)) or hasattr(value, 'trainable_weights') else list(
        getattr(value, '__dict__', {}).values())


def functions_among(value):
    """Returns the functions of Python among a nest of arguments, as the branches of tf.cond."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [function for item in value for function in functions_among(item)]
    return [value] if isinstance(value, (types.FunctionType, types.MethodType, functools.partial)) else []
