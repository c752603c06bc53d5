"""Classes and objects of Keras in pickles, by their module in compat.

Files name the host's class (``keras.layers``, ``Dense``), so that a plain host loads them; for that the ``__module__``
of a class is the host's. Pickle would look for the class there. These classes have the metaclass HostNamedType, for
which copyreg has compat's own module. Functions cannot have that: the host gets a copy of a loss or metric
(``host_function``) whose module is the host's.
"""
import abc
import copyreg
import importlib
import types

# Class: (module, name) of where compat has it. Function: the copy of it for hosts.
_HOMES = {}
_HOST_FUNCTIONS = {}


class HostNamedType(abc.ABCMeta):
    """The metaclass of classes that bear the name and the module of a host's class.

    It derives from ABCMeta, so that a program may derive an abstract class from one of them; instances and subclasses
    are those of ``type``, without the cache of ABCMeta.
    """

    __instancecheck__ = type.__instancecheck__
    __subclasscheck__ = type.__subclasscheck__


def register_home(cls, module, name):
    """Stores where pickle finds the class: under ``name`` in the module of that full name."""
    _HOMES[cls] = module, name


def home_of(cls):
    """Returns (module, name) of a class of Keras, None for a class of the program's own."""
    return _HOMES.get(cls)


def find_by_name(module, name):
    """Returns what the module has under that name. Pickles call this."""
    return getattr(importlib.import_module(module), name)


def make_from_config(module, name, config):
    """Returns an object of the class with that name in the module, from the arguments ``config``. Pickles call this."""
    return find_by_name(module, name)(**config)


def reduce_by_config(instance):
    """Returns what pickle makes the instance of: class and config of a class of Keras, else class and attributes."""
    home = home_of(type(instance))
    if home is not None:
        return make_from_config, home + (instance.get_config(),)
    return copyreg.__newobj__, (type(instance),), instance.__dict__


def _reduce_class(cls):
    home = home_of(cls)
    return cls.__qualname__ if home is None else (find_by_name, home)


def pickle_by_home(metaclass):
    """A decorator of metaclasses: pickle finds their classes by the registered homes, others by module and name."""
    copyreg.pickle(metaclass, _reduce_class)
    return metaclass


pickle_by_home(HostNamedType)


@pickle_by_home
class LayerType(HostNamedType):
    """The metaclass of layers. Layers that Keras 2 derived from a built-in one can be registered, as with ABCMeta."""

    __instancecheck__ = abc.ABCMeta.__instancecheck__
    __subclasscheck__ = abc.ABCMeta.__subclasscheck__


def register_host_function(function, module):
    """Makes the copy of a loss or metric function that files of a host name as ``module`` and the function's name."""
    copied = types.FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__,
                                function.__closure__)
    copied.__dict__.update(function.__dict__)
    copied.__doc__, copied.__module__, copied.__kwdefaults__ = function.__doc__, module, function.__kwdefaults__
    _HOST_FUNCTIONS[function] = copied
    return function


def host_function(function):
    """Returns the copy of a loss or metric function that is for hosts; anything else as it is."""
    return _HOST_FUNCTIONS.get(function, function) if isinstance(function, types.FunctionType) else function
