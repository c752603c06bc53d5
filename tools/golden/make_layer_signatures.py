"""Write compat/builtin_layers/signatures.json: the constructor's arguments of every layer class of Keras 2.

Run it with the python of each oracle in turn; each run replaces its own table. A table maps a class to its home
module, its arguments as pairs (name, default as Python text, or null for none), whether it takes more by name, and
the decorator of keras.legacy.interfaces that it accepts Keras 1 arguments by.
"""
import ast
import inspect
import os

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
TABLE = os.path.join(GOLDEN, '..', '..', 'compat', 'builtin_layers', 'signatures.json')


def decorators(module):
    """The legacy decorator of each class's constructor, read from the module's source."""
    found = {}
    for node in ast.parse(inspect.getsource(module)).body:
        for member in getattr(node, 'body', ()):
            if isinstance(node, ast.ClassDef) and getattr(member, 'name', '') == '__init__':
                names = [decorator.attr for decorator in member.decorator_list if isinstance(decorator, ast.Attribute)]
                found[node.name] = names[0] if names else None
    return found


def main():
    import keras
    from keras.engine.base_layer import Layer
    table = {}
    for name, value in sorted(vars(keras.layers).items()):
        if not (inspect.isclass(value) and issubclass(value, Layer)) or value.__name__ != name:
            continue
        module = inspect.getmodule(value)
        init = value.__init__
        init = getattr(init, '_original_function', init)
        spec = inspect.getfullargspec(init)
        defaults = [None] * (len(spec.args) - len(spec.defaults or ())) + [repr(item) for item in spec.defaults or ()]
        table[name] = {'module': value.__module__[len('keras.'):], 'arguments': list(zip(spec.args, defaults))[1:],
                       'more': spec.varkw is not None, 'legacy': decorators(module).get(name)}
    versioned.write(TABLE, keras.__version__, table)


if __name__ == '__main__':
    main()
