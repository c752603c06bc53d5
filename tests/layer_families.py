"""Which layer classes of Keras 2 are subclasses of which: what the golden script writes and the test compares."""
import importlib

ROOTS = ('layers', 'legacy.layers', 'engine.base_layer', 'engine.input_layer', 'engine.sequential', 'engine.training')


def paths(names):
    """The module paths that define layers, of a table of compat/imports/names.json."""
    return [path for path in sorted(names) if path in ROOTS or path.startswith('layers.')]


def classes(root, names, listed=None):
    """The layer classes by ``path:name`` of where they are defined, those with an underscore too.

    ``root`` is the package, ``names`` the table of its names; ``listed`` says which to take, else all are.
    """
    layer = importlib.import_module(root + '.engine.base_layer').Layer
    found = {}
    for path in paths(names):
        module = importlib.import_module('%s.%s' % (root, path))
        own = [name.partition(':')[2] for name in listed if name.partition(':')[0] == path] if listed else vars(module)
        for name in own:
            value = getattr(module, name)
            if isinstance(value, type) and (listed or issubclass(value, layer) and value.__module__ == module.__name__
                                            and value.__name__ == name):
                found['%s:%s' % (path, name)] = value
    return found


def families(found):
    """The names of the classes that each is a subclass of, itself left out."""
    return {name: sorted(other for other, base in found.items() if other != name and issubclass(value, base))
            for name, value in found.items()}
