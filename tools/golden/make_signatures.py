"""Write tests/golden/signatures.json: what the layers of Keras 2 take, and its initializers, regularizers and the like.

Run it with the python of each oracle in turn; each run replaces its own table. A table maps a module path of names.json
to the functions and classes that live there, these to the signature in the words of Python, or to ``=name`` where a
name is another one of the same module. Modules whose names these offer too, as keras.engine.base_layer, are there with
what they offer.
"""
import importlib
import inspect
import json
import os

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
TABLE = os.path.join(GOLDEN, 'signatures.json')
NAMES = os.path.join(GOLDEN, '..', '..', 'compat', 'imports', 'names.json')
ROOTS = ('layers', 'legacy.layers', 'initializers', 'regularizers', 'constraints', 'activations')


def homes(names):
    """(module path, name) of all that the roots and the modules below them offer and that is Keras's own."""
    for path, is_supported in names.items():
        if path in ROOTS or path.partition('.')[0] in ROOTS:
            for name, home in is_supported.items():
                if not home.startswith('=') and not home.endswith(':'):
                    yield (path, name) if home == '.' else tuple(home.split(':'))


def main():
    import keras
    with open(NAMES) as stream:
        found = sorted(set(homes(json.load(stream)[keras.__version__])))
    table = {}
    for path, name in found:
        value = getattr(importlib.import_module('keras.' + path), name)
        if inspect.isclass(value) or inspect.isfunction(value):
            other = value.__name__ != name and (path, value.__name__) in found
            table.setdefault(path, {})[name] = '=' + value.__name__ if other else str(inspect.signature(value))
    versioned.write(TABLE, keras.__version__, table)


if __name__ == '__main__':
    main()
