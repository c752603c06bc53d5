"""The modules of a released Keras 2, executed on K and the Layer of compat."""
import contextlib
import importlib
import sys
import types

import paths
from compat import process

# What the released package gets from compat, and not from its own files.
FROM_COMPAT = ('backend', 'engine', 'engine.base_layer', 'engine.input_layer', 'engine.topology', 'legacy',
               'legacy.interfaces', 'legacy.layers', 'models', 'utils', 'utils.conv_utils', 'utils.generic_utils',
               'utils.losses_utils', 'utils.metrics_utils')
# What is executed.
RELEASED = ('activations', 'constraints', 'initializers', 'regularizers', 'losses', 'metrics', 'optimizers', 'layers')


@contextlib.contextmanager
def _importable(folder):
    """Keras's own dependency, six, lies beside it."""
    sys.path.append(str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def version():
    """The version of the released Keras that the dialect of this process is."""
    return process.dialect().names


def load():
    """Returns the package, whose modules are imported under a name of its own."""
    name = 'released_keras_' + version().replace('.', '_')
    if name in sys.modules:
        return sys.modules[name]
    folder = paths.original(version())
    package = types.ModuleType(name)
    package.__path__ = [str(folder / 'keras')]
    sys.modules[name] = package
    for path in FROM_COMPAT:
        module = importlib.import_module('compat.' + path)
        sys.modules[f'{name}.{path}'] = module
        if '.' not in path:
            setattr(package, path, module)
    with _importable(folder):
        for path in RELEASED:
            setattr(package, path, importlib.import_module(f'{name}.{path}'))
    return package
