"""The modules that stand for ``keras`` and ``tensorflow`` while compat is installed."""
import importlib.machinery
import sys
import types

from compat import process
from compat.errors import NoTensorFlowError
from compat.imports import real_modules

# Names of modules that are worth importing TensorFlow for; the other double-underscore names are asked by tools that
# look at every module of the process.
IMPORTING_NAMES = ('__version__', '__all__', '__git_version__', '__compiler_version__')


def is_dunder(name):
    """Whether the name is one of Python's own, as ``__file__``."""
    return name.startswith('__') and name.endswith('__')


class KerasAlias(types.ModuleType):
    """The module ``keras``: its names are read from compat and written to compat."""

    def __init__(self, compat, search_path):
        super().__init__('keras', compat.__doc__)
        spec = importlib.machinery.ModuleSpec('keras', None, origin=compat.__file__, is_package=True)
        spec.submodule_search_locations = search_path
        vars(self).update(_compat_alias=True, _compat=compat, __file__=compat.__file__, __package__='keras',
                          __path__=search_path, __spec__=spec)

    def __getattr__(self, name):
        return getattr(self._compat, name)

    def __setattr__(self, name, value):
        # The import system binds a module of the host, as keras.src, to what stands for its package.
        of_host = isinstance(value, types.ModuleType) and value.__name__ == 'keras.' + name
        if of_host or is_dunder(name):
            vars(self)[name] = value
        else:
            setattr(self._compat, name, value)

    def __delattr__(self, name):
        if name in vars(self):
            del vars(self)[name]
        else:
            delattr(self._compat, name)

    def __dir__(self):
        return dir(self._compat)


class TensorFlowProxy(types.ModuleType):
    """The module ``tensorflow`` in the dialect tf.keras: the real one, but for ``keras``.

    The real one is imported when a name of it is first asked for.
    """

    def __init__(self, keras, spec):
        super().__init__('tensorflow')
        vars(self).update(_compat_alias=True, keras=keras, __package__='tensorflow', __spec__=spec,
                          __file__=spec.origin if spec is not None else None)

    def __getattr__(self, name):
        if is_dunder(name) and name not in IMPORTING_NAMES and not real_modules.is_loaded('tensorflow'):
            if name == '__path__':
                return list(self.__spec__.submodule_search_locations or ())
            raise AttributeError(f'module {self.__name__!r} has no attribute {name!r}')
        return getattr(real_modules.real_module('tensorflow'), name)

    def __setattr__(self, name, value):
        if name in vars(self) or is_dunder(name):
            vars(self)[name] = value
        else:
            setattr(real_modules.real_module('tensorflow'), name, value)

    def __delattr__(self, name):
        delattr(real_modules.real_module('tensorflow'), name)

    def __dir__(self):
        return sorted(set(dir(real_modules.real_module('tensorflow'))) | {'keras'})


class TensorFlowStandIn(types.ModuleType):
    """The module ``tensorflow`` in the dialect tf.keras where TensorFlow is not installed: it has ``keras`` only."""

    def __init__(self, keras):
        super().__init__('tensorflow')
        vars(self).update(_compat_alias=True, keras=keras, __package__='tensorflow')

    def __getattr__(self, name):
        if is_dunder(name) and name not in IMPORTING_NAMES:
            raise AttributeError(f'module {self.__name__!r} has no attribute {name!r}')
        raise no_tensorflow('tensorflow.' + name)


def no_tensorflow(name):
    """The error for a name of TensorFlow, where it is not installed."""
    return NoTensorFlowError(
        f'{name}: TensorFlow is not installed for this Python ({sys.executable}). compat answers tensorflow.keras '
        f'here, on {process.opened().describe()}, and nothing else of TensorFlow. Install it with: pip install '
        'tensorflow; or write it with keras.backend, which works on every host.')
