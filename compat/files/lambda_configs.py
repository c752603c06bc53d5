"""What the config of a Lambda has for functions and arguments."""
import types

import numpy as np

from compat.utils.generic_utils import func_dump


def array(value):
    """Returns an argument; arrays are dicts in files."""
    return np.array(value['value']) if isinstance(value, dict) and value.get('type') == 'ndarray' else value


def dump_function(function):
    """Returns a function for a config, with its kind: its code, or its name where it has no Python code."""
    if isinstance(function, types.FunctionType):
        return func_dump(function), 'lambda'
    return function.__name__, 'function'


def with_kind(value, kind):
    """Returns what a config has for a function, and its kind, which hosts leave out where they read a file."""
    if isinstance(value, dict):  # as hosts write functions
        content = value['config']
        if value['class_name'] == '__lambda__':
            return tuple(content[name] for name in ('code', 'defaults', 'closure')), 'lambda'
        return content, 'function'
    if kind is None:
        dumped = isinstance(value, (list, tuple)) and value and isinstance(value[0], str)
        kind = 'lambda' if dumped else 'function' if isinstance(value, str) else 'raw'
    return value, kind
