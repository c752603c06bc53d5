"""Initializers, regularizers, constraints, activations, losses and metrics by name.

What the host has as well is saved under the host's name, so that a plain host loads it.
"""
from compat import process
from compat.base_layer.pickling import HostNamedType, pickle_by_home, reduce_by_config, register_home
from compat.base_layer.pickling import register_host_function
from compat.imports import lazy_modules
from compat.utils import generic_utils

_NO_OBJECTS = ('get', 'serialize', 'deserialize', 'is_categorical_crossentropy', 'clone_metric', 'clone_metrics')


def builtin(kind):
    """A decorator for a class or function that the host has under the same name in ``keras.<kind>``.

    Files name the host's module, and a plain host makes its own object of it. Pickles name compat's: a class has the
    metaclass HostNamedType for that, and of a function the host gets a copy (compat.base_layer.pickling).
    """
    def mark(value):
        host_module = getattr(process.opened().keras, kind)
        if not isinstance(value, type):
            return register_host_function(value, 'keras.' + kind)
        generic_utils.KERAS_NAMES[value] = value.__name__
        register_home(value, 'compat.' + kind, value.__name__)
        value.__reduce__ = reduce_by_config
        # A host may know its own class under a longer name only, as Keras 3.0 does with OrthogonalInitializer.
        value.__name__ = getattr(host_module, value.__name__).__name__
        value.__module__ = 'keras.' + kind
        return value
    return mark


def counting(of_host):
    """Returns a metaclass for classes over a host's class: what the host makes counts as their instances, too.

    A class lists in ``stands_for`` the host's classes whose instances and subclasses count as its own.
    """
    kind = type(of_host)

    @pickle_by_home
    class Counting(*((HostNamedType,) if issubclass(HostNamedType, kind) else (HostNamedType, kind))):
        def __instancecheck__(cls, instance):
            return cls.__subclasscheck__(type(instance))

        def __subclasscheck__(cls, subclass):
            return any(type.__subclasscheck__(kind, subclass) for kind in (cls,) + vars(cls).get('stands_for', ()))

    return Counting


def named(path, attributes):
    """Returns the objects that Keras 2 had in the module of that path, by name, of those that ``attributes`` has.

    Classes are there under the host's name, too, which configs of the host have.
    """
    names = {name for table in lazy_modules.NAMES.values() for name, home in table[path].items()
             if home == '.' or home.startswith(path + ':')}
    objects = {name: attributes[name] for name in sorted(names.difference(_NO_OBJECTS)) if name in attributes}
    classes = {value.__name__: value for value in objects.values() if isinstance(value, type)}
    return dict(classes, **objects)


def get(identifier, table, kind, host_get):
    """Returns the object of an identifier: a name (with default arguments), a config, or a callable as it is.

    Raises ValueError for anything else, and for an unknown name.
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
    """Returns the object of a config: a name, or a dictionary as Keras 2 or the host wrote it.

    Keras 2's names come first. A name that only the host has, as in files of newer Keras, is the host's own object.
    Raises ValueError for an unknown name.
    """
    name = config.get('class_name') if isinstance(config, dict) else config
    known = (table, custom_objects or {}, generic_utils.get_custom_objects())
    if name is None or any(name in names for names in known):
        return generic_utils.deserialize_keras_object(config, table, custom_objects, kind)
    separator = ': ' if isinstance(config, dict) else ':'
    try:
        value = host_get(config)
    except (ValueError, TypeError) as error:
        raise generic_utils.unknown_name(kind, separator, name) from error
    if not callable(value):
        raise generic_utils.unknown_name(kind, separator, name)
    return value
