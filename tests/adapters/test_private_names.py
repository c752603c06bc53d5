"""The private names of the host that the adapters use are there still, and all of them are in a table."""
import ast
import importlib
import sys

import private_names
import reading

from compat import process

OPTIMIZERS = ('RMSprop', 'Adagrad', 'Adadelta', 'Adamax', 'Nadam')


def _listed():
    names = {name for objects in private_names.PRIVATE_NAMES.values() for each in objects.values() for name in each}
    names |= {f'{module}.{name}' for modules in private_names.MODULES.values()
              for module, each in modules.items() for name in each}
    return names


def _defined_by_compat():
    """What compat defines or sets itself, by any way of writing that."""
    names = set()
    for path in reading.sources():
        for node in ast.walk(reading.tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names.add(node.name)
            elif isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Store):
                names.add(node.attr if isinstance(node, ast.Attribute) else node.id)
            elif isinstance(node, ast.keyword) and node.arg:
                names.add(node.arg)
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                try:
                    names.add(ast.literal_eval(getattr(node.slice, 'value', node.slice)
                                               if not isinstance(node.slice, ast.Constant) else node.slice))
                except (ValueError, TypeError):
                    pass  # not a plain key
    return names


def _used():
    """{private name: files} of what the adapters use of others."""
    used = {}
    for path in reading.sources():
        if reading.ADAPTERS not in path.parents:
            continue
        for node in ast.walk(reading.tree(path)):
            names = []
            if isinstance(node, ast.Attribute):
                names = [node.attr]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in (
                    'getattr', 'hasattr', 'setattr') and len(node.args) > 1:
                names = [getattr(node.args[1], 'value', getattr(node.args[1], 's', ''))]
            elif isinstance(node, ast.ImportFrom) and {'src', 'python'} & set((node.module or '').split('.')):
                names = [f'{node.module}.{alias.name}' for alias in node.names]
            for name in names:
                if isinstance(name, str) and ('.' in name or name.startswith('_') and not name.startswith('__')):
                    used.setdefault(name, set()).add(path.name)
    return used


def test_every_private_name_that_the_adapters_use_is_in_the_table():
    known = _listed() | _defined_by_compat() | set(private_names.OF_PYTHON)
    strangers = {name: files for name, files in _used().items() if name not in known}
    assert strangers == {}, 'add them to tests/adapters/private_names.py, by host'


def _objects(keras):
    """What the table asks for, made by the host alone."""
    symbol = keras.Input((3,))
    layer = keras.layers.Dense(2, input_shape=(3,)) if process.opened().family == 'tf_keras' else keras.layers.Dense(2)
    output = layer(symbol)
    optimizers = getattr(keras.optimizers, 'legacy', keras.optimizers) if process.opened().family == 'tf_keras' else (
        keras.optimizers)
    found = {'layer': layer, 'symbol': symbol, 'masked symbol': keras.layers.Masking()(keras.Input((4, 3))),
             'functional model': keras.models.Model(symbol, output), 'optimizer': optimizers.Adam(),
             'sequential model': keras.models.Sequential([keras.layers.Dense(2)]),
             'variable': layer.kernel, 'torch': sys.modules.get('torch')}
    found['compiled model'] = keras.models.Model(symbol, output)
    found['compiled model'].compile(loss='mse')
    for name in OPTIMIZERS:
        found[name] = getattr(optimizers, name)()
    if process.opened().family == 'keras3':
        for name in ('optimizer',) + OPTIMIZERS:
            found[name].build([layer.kernel])
    return found


def _here(table):
    """(object or module, names) of the table for this host; real Keras 2 has no adapter, and nothing in it."""
    return [(key, names) for where, keys in table.items() if process.matches(where) for key, names in keys.items()]


def test_the_host_has_the_private_names_that_the_adapters_use():
    kinds, modules = _here(private_names.PRIVATE_NAMES), _here(private_names.MODULES)
    objects = _objects(process.opened().keras) if kinds else {}
    lacking = [f'{kind}: {name}' for kind, names in kinds for name in names if not hasattr(objects[kind], name)]
    lacking += [f'{module}: {name}' for module, names in modules for name in names
                if not hasattr(importlib.import_module(module), name)]
    assert lacking == [], f'{process.opened().describe()} has these no more: mend the adapter, by a row of its own'
