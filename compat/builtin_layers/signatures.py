"""The signatures of Keras 2's layers, and the docstrings of compat's.

signatures.json (written by tools/golden/make_layer_signatures.py from the oracles) has what Keras 2's constructors
took, descriptions.py what the layers compute.
"""
import ast
import functools
import inspect
import json
import os

from compat import process
from compat.builtin_layers import descriptions

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'signatures.json')) as _stream:
    SIGNATURES = json.load(_stream)


def _version(name):
    """Returns the version of Keras 2 whose constructor of that name counts: the dialect's, if it has the layer."""
    versions = sorted(SIGNATURES, key=lambda version: version != process.dialect().names)
    return next(version for version in versions if name in SIGNATURES[version])


def row(name):
    """Returns what Keras 2's constructor of that name took: arguments with defaults, module, legacy interface."""
    return SIGNATURES[_version(name)][name]


def constructor(layer_row):
    """Returns the signature of a constructor of Keras 2, and its defaults.

    Defaults of None are left out where None means that nothing is passed; of an activation it is a value.
    """
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [inspect.Parameter('self', kind)]
    defaults = {}
    for argument, default in layer_row['arguments']:
        value = inspect.Parameter.empty if default is None else ast.literal_eval(default)
        parameters.append(inspect.Parameter(argument, kind, default=value))
        if default is not None and (value is not None or argument.endswith('activation')):
            defaults[argument] = value
    parameters.append(inspect.Parameter('kwargs', inspect.Parameter.VAR_KEYWORD))
    return inspect.Signature(parameters), defaults


def documentation(name):
    """Returns the docstring of the layer of that name."""
    layer_row = row(name)
    return descriptions.document(name, layer_row['arguments'],
                                 f'Keras {_version(name)} `keras.{layer_row["module"]}.{name}`')


def documented(cls):
    """A decorator for a layer class that compat has written: its docstring is that of descriptions.py."""
    cls.__doc__ = documentation(cls.__name__)
    return cls


def with_arguments_of_dialect(constructor_of_all):
    """A decorator for ``__init__`` of a layer whose arguments, their order or their defaults differ among dialects.

    It is called with the arguments of the dialect's row, by name.
    """
    signature, _ = constructor(row(constructor_of_all.__qualname__.split('.')[0]))

    @functools.wraps(constructor_of_all)
    def __init__(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        arguments = dict(bound.arguments)
        more = arguments.pop('kwargs')
        constructor_of_all(arguments.pop('self'), **arguments, **more)

    __init__.__signature__ = signature
    return __init__
