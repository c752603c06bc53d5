"""What the objects of initializers, regularizers, constraints, activations, losses and metrics have in common.

They are found by name, and what the host has as well is saved under the host's name, so that a plain host loads it.
"""
import copyreg
import importlib

from compat import hosts
from compat.imports import lazy_modules as namespace
from compat.utils import generic_utils

_NO_OBJECTS = ('get', 'serialize', 'deserialize', 'is_categorical_crossentropy', 'clone_metric', 'clone_metrics')
_MADE_BY = {}


def builtin(kind):
    """A decorator for a class or function that the host has under the same name in ``keras.<kind>``.

    A file names the host's module then, and a plain host makes its own object of it. Instances are pickled and copied
    through compat, by class and config.
    """
    def mark(value):
        host_module = getattr(hosts.opened().keras, kind)
        if isinstance(value, type):
            generic_utils.KERAS_NAMES[value] = value.__name__
            _MADE_BY[value] = (value.__module__, value.__name__)
            value.__reduce__ = _reduce
            # A host may know its own class under a longer name only, as Keras 3.0 does with OrthogonalInitializer.
            value.__name__ = getattr(host_module, value.__name__).__name__
        value.__module__ = 'keras.' + kind
        return value
    return mark


def _reduce(self):
    if type(self) in _MADE_BY:
        return _restored, _MADE_BY[type(self)] + (self.get_config(),)
    return copyreg.__newobj__, (type(self),), self.__dict__


def _restored(module, name, config):
    return getattr(importlib.import_module(module), name)(**config)


def counting(of_host):
    """A metaclass for classes over a host's: what the host made counts as theirs, too.

    A class of it tells in ``stands_for`` the host's classes whose instances and subclasses are to count as its own.
    """
    class Counting(type(of_host)):
        def __instancecheck__(cls, instance):
            return cls.__subclasscheck__(type(instance))

        def __subclasscheck__(cls, subclass):
            return any(type.__subclasscheck__(kind, subclass) for kind in (cls,) + vars(cls).get('stands_for', ()))

    return Counting


def named(path, attributes):
    """The objects that Keras 2 had in the module of that path, by name, as far as ``attributes`` has them."""
    names = {name for table in namespace.NAMES.values() for name, home in table[path].items()
             if home == '.' or home.startswith(path + ':')}
    return {name: attributes[name] for name in sorted(names.difference(_NO_OBJECTS)) if name in attributes}


def get(identifier, table, kind, host_get):
    """The object that ``identifier`` (a name, a config, a callable) describes: a name is an object made of defaults.

    Raises ValueError for anything else, and for a name that nobody knows.
    """
    if isinstance(identifier, str):
        identifier = {'class_name': identifier, 'config': {}}
    if isinstance(identifier, dict):
        return deserialize(identifier, table, kind, host_get)
    if callable(identifier):
        return identifier
    raise ValueError(f'Could not interpret {kind} identifier: {identifier}. Pass a name, a dictionary with '
                     '"class_name" and "config", or a callable.')


def deserialize(config, table, kind, host_get, custom_objects=None):
    """What the config (a name, or a dictionary as Keras 2 or the host wrote it) describes.

    Keras 2's names come first. Those that only the host has, as files of newer Keras name them, are the host's own.
    Raises ValueError for a name that nobody knows.
    """
    name = config.get('class_name') if isinstance(config, dict) else config
    known = (table, custom_objects or {}, generic_utils.get_custom_objects())
    if name is None or any(name in names for names in known):
        return generic_utils.deserialize_keras_object(config, table, custom_objects, kind)
    separator = ': ' if isinstance(config, dict) else ':'
    try:
        found = host_get(config)
    except (ValueError, TypeError, AttributeError) as error:
        raise generic_utils.unknown_name(kind, separator, name) from error
    if not callable(found):
        raise generic_utils.unknown_name(kind, separator, name)
    return found
