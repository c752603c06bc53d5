"""Writes docs/layers.rst: what compat has of Keras 2's layers, initializers, regularizers, constraints and activations.

    PYTHONPATH=. python docs/make_layers_page.py

It needs no host: signatures are those of tests/golden/signatures.json, which were read from real Keras 2, what a host
lacks is in tests/golden/host_layers.json, and what compat builds is read from its source. A row of
compat/differences/ is noted for what its ``what`` names: a class by its name, a function with an underscore too, any
other with its module, as activations.relu.
"""
import ast
import functools
import os
import re

from compat import differences
from pages import FIRST, HERE, SECOND, Notes, columns, golden, section, signature_text, table, titles, write

PAGE = os.path.join(HERE, 'layers.rst')
SOURCES = os.path.join(HERE, '..', 'compat')
UNBUILT, OWN = 'not yet', 'own'

HEAD = """\
Layers, initializers, regularizers, constraints, activations
============================================================

Every layer of Keras %s and %s with the signature that it has there and in ``compat``, by the module where Keras 2 had
it, then the objects that layers take by name, and the hosts; the last three are the frameworks of Keras 3.
``keras.layers`` has all layers too. *yes* is: as in Keras 2, and in files a layer stands under the name of the host's,
so that a model made of such layers loads without compat. *%s* is: the host has no such layer, and compat has one.
*%s* is: the name imports, and raises NotBuiltError when it is used. A number is that of the note below which says what
differs.

``docs/make_layers_page.py`` writes this page.
"""


@functools.lru_cache(maxsize=None)
def read_signatures():
    """{version: {module path: {name: signature}}}."""
    return golden('signatures.json')


@functools.lru_cache(maxsize=None)
def host_layers():
    """Returns {host: the layers of Keras 2 that it does not have}."""
    return golden('host_layers.json')


def paths():
    """Returns the module paths of the page: those of layers, and those of the objects that layers take by name."""
    modules = {path for table in read_signatures().values() for path in table if not path.startswith('utils')}
    return sorted(modules, key=lambda path: ('layers' not in path and 'engine' not in path, path))


def names(path):
    """{name: its signatures in both versions} of a module path."""
    tables = [read_signatures()[version].get(path, {}) for version in (FIRST, SECOND)]
    return {name: [table.get(name) for table in tables] for name in sorted(set(tables[0]) | set(tables[1]))}


@functools.lru_cache(maxsize=None)
def definitions(path):
    """{name: what defines it} in the file of compat for a module path: statements, and the values of assignments."""
    base = os.path.join(SOURCES, *path.split('.'))
    file = next((file for file in (os.path.join(base, '__init__.py'), base + '.py') if os.path.exists(file)), None)
    return _defined(file) if file else {}


def _defined(file):
    with open(file) as stream:
        statements = ast.parse(stream.read()).body
    defined = {}
    for statement in statements:
        if isinstance(statement, (ast.ClassDef, ast.FunctionDef)):
            defined[statement.name] = statement
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            defined.update((alias.asname or alias.name, statement) for alias in statement.names)
        elif isinstance(statement, ast.Assign):
            defined.update((target.id, statement.value) for target in statement.targets
                         if isinstance(target, ast.Name))
    return defined


@functools.lru_cache(maxsize=None)
def own_layers():
    """The names of the classes that compat defines for layers."""
    folders = [os.path.join(SOURCES, *path.split('/')) for path in (
        'layers', 'builtin_layers', 'adapters/keras3', 'adapters/tf_keras')]
    return {name for folder in folders for file in os.listdir(folder) if file.endswith('.py')
            for name, value in _defined(os.path.join(folder, file)).items() if isinstance(value, ast.ClassDef)}


def origin(path, name, host):
    """Returns whose the name of a module path is on the host: '' for that of Keras 2 or the host, OWN, UNBUILT."""
    defined = definitions(path).get(name)
    if isinstance(defined, ast.Name):
        return origin(path, defined.id, host)
    lacking = name in host_layers()[host.name]
    # A call, as builtin('Dense'), makes the host's layer, or stands for a class of that name of compat.
    if defined is None or isinstance(defined, ast.Call) and lacking and name not in own_layers():
        return UNBUILT
    return OWN if lacking else ''


def unbuilt(host):
    """Returns (module path, name) of all that is not built for the host; real Keras 2 has all."""
    there = () if host.family == 'keras2' else paths()
    return {(path, name) for path in there for name in names(path) if origin(path, name, host) == UNBUILT}


def noted(path, name):
    """Returns the differences that name it."""
    unambiguous = name[:1].isupper() or '_' in name
    pattern = r'(?<![\w.])%s\b' % name if unambiguous else r'\b%s\.%s\b' % (path.rpartition('.')[2], name)
    return [row for row in differences.DIFFERENCES if re.search(pattern, row.what)]


def signature_or_alias(signatures):
    """Returns the text of the signature, or the name that it is an alias of."""
    either = signatures[0] or signatures[1]
    return f'is ``{either[1:]}``' if either.startswith('=') else signature_text(signatures)


def page():
    """Returns the text of the page."""
    notes, lines = Notes(), [HEAD % (FIRST, SECOND, OWN, UNBUILT)]
    for path in paths():
        rows = [['``%s``' % name, signature_or_alias(signatures)]
                + notes.cells(noted(path, name), [origin(path, name, host) for _, host, _ in columns()])
                for name, signatures in names(path).items()]
        lines += section('keras.' + path) + table(titles(), rows)
    return '\n'.join(lines + notes.lines())


if __name__ == '__main__':
    write(PAGE, page())
