"""Write tests/golden/api.json: the signatures of Keras 2's functions, and the bases and members of its classes.

Run it with the python of each oracle in turn; each run replaces its own table. A table maps a module path of names.json
to the names that live there, and a name to

* ``(x, axis=-1)``, the signature of a function;
* ``=name`` where it is another name of the same module;
* the bases, methods, properties, class methods, static methods and attributes of a class. Private bases and those
  outside Keras are not named: what they have is the class's own. An attribute is what a method assigns to ``self``;
* the name of its type, for anything else.

tools/make_stubs.py makes the stubs for type checkers from it.
"""
import ast
import importlib
import inspect
import json
import os
import textwrap

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
TABLE = os.path.join(GOLDEN, 'api.json')
NAMES = os.path.join(GOLDEN, '..', '..', 'compat', 'imports', 'names.json')
SPECIAL = ('__init__', '__call__', '__len__', '__getitem__', '__setitem__', '__iter__', '__next__', '__contains__',
           '__enter__', '__exit__')


def signature(function):
    """The signature of a function in the words of Python, of what a decorator of Keras wraps where one does."""
    function = getattr(function, '_original_function', function)
    try:
        return str(inspect.signature(function))
    except ValueError:
        return '(*args, **kwargs)'


def assigned(cls):
    """The public names that methods of the class assign to ``self``."""
    names = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(cls)))):
        if (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name)
                and node.value.id == 'self' and not node.attr.startswith('_')):
            names.add(node.attr)
    return names


def is_listed(cls):
    """Whether the class has an entry of its own: Keras's public ones have."""
    return cls.__module__.startswith('keras.') and not cls.__name__.startswith('_')


def lineage(cls):
    """The classes whose members are the entry's, the most special last, and the listed ones that they derive from."""
    own, listed = [cls], []
    for base in cls.__bases__:
        if is_listed(base):
            listed.append('%s:%s' % (base.__module__[len('keras.'):], base.__name__))
        elif base is not object:
            of_base, bases = lineage(base)
            own, listed = of_base + own, listed + bases
    return own, listed


def describe_class(cls):
    """The bases and the members of the class, each kind of member in a table of its own."""
    classes, bases = lineage(cls)
    entry = {'bases': bases}
    members, attributes = {}, set()
    for each in classes:
        members.update(vars(each))
        attributes |= assigned(each)
    for name, value in sorted(members.items()):
        if name.startswith('_') and name not in SPECIAL:
            continue
        if isinstance(value, property):
            entry.setdefault('properties', {})[name] = 'settable' if value.fset else 'read only'
        elif isinstance(value, classmethod):
            entry.setdefault('class_methods', {})[name] = signature(value.__func__)
        elif isinstance(value, staticmethod):
            entry.setdefault('static_methods', {})[name] = signature(value.__func__)
        elif inspect.isfunction(value):
            entry.setdefault('methods', {})[name] = signature(value)
        elif not inspect.isclass(value):
            entry.setdefault('class_attributes', {})[name] = type(value).__name__
    known = {name for table in entry.values() if isinstance(table, dict) for name in table}
    entry['attributes'] = sorted(attributes - known)
    return entry


def entry_of(name, value, module_names):
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        return type(value).__name__
    if value.__name__ != name and value.__name__ in module_names:
        return '=' + value.__name__
    return describe_class(value) if inspect.isclass(value) else signature(value)


def main():
    import keras
    with open(NAMES) as stream:
        names = json.load(stream)[keras.__version__]
    table = {}
    for path, homes in names.items():
        module = importlib.import_module('keras.' + path) if path else keras
        own = {name for name, home in homes.items() if home == '.' and not name.startswith('_')}
        entries = {name: entry_of(name, getattr(module, name), own) for name in own}
        if entries:
            table[path] = entries
    versioned.write(TABLE, keras.__version__, table)


if __name__ == '__main__':
    main()
