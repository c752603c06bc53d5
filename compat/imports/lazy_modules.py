"""Every module path of Keras 2, as lazy modules that open their host on first use.

names.json (written by tools/golden/make_names.py from the oracles) says which names each module of Keras 2
offered and in which module each of them is defined. A module path stands in ``sys.modules`` as a KerasModule from the
moment that compat is imported; the first name asked of it opens the host and

* on real Keras 2 takes the name from the same module of Keras, with the few additions of compat.adapters.keras2;
* elsewhere runs the file of compat that implements the module, where there is one, and fills in the names that
  live in other modules. A name that nothing implements yet is an Unbuilt: it imports, and raises when used.
"""
import functools
import importlib
import importlib.machinery
import importlib.util
import json
import os
import sys
import types

from compat import process
from compat.errors import NoTensorFlowNameError, NotBuiltError
from compat.imports import earlier_names, host_exports, packages, tensorflow1

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.dirname(HERE)
ROOT = 'compat'

# Modules of Keras 2 whose names compat implements in another module.
IMPLEMENTED_IN = {
    'backend.tensorflow_backend': 'backend',
    'backend.common': 'backend',
    'backend.load_backend': 'backend',
    'callbacks.callbacks': 'callbacks',
    'callbacks.tensorboard_v1': 'callbacks',
    'callbacks.tensorboard_v2': 'callbacks',
    'utils.training_utils': 'utils.multi_gpu_utils',
}


def _load_names():
    with open(os.path.join(HERE, 'names.json')) as stream:
        return json.load(stream)


def _list_modules():
    """({dotted path of a module of compat: its file}, {dotted paths of folders})."""
    files, folders = {}, set()
    for folder, below, names in os.walk(PACKAGE):
        below[:] = [name for name in below if name != '__pycache__']
        parts = [] if folder == PACKAGE else os.path.relpath(folder, PACKAGE).split(os.sep)
        folders.add('.'.join(parts))
        for name in names:
            stem, extension = os.path.splitext(name)
            if extension == '.py':
                files['.'.join(parts if stem == '__init__' else parts + [stem])] = os.path.join(folder, name)
    return files, folders


NAMES = _load_names()
PATHS = sorted({path for table in NAMES.values() for path in table if path})
REGISTERED = sorted(PATHS + list(earlier_names.EARLIER_PATHS))
FILES, FOLDERS = _list_modules()


def is_own_module(name, path=''):
    """Whether the name is a module or folder of compat under that path, and no name of Keras 2, as K.gradients is."""
    own = f'{path}.{name}' if path else name
    return (own in FILES or own in FOLDERS) and not any(name in table.get(path, ()) for table in NAMES.values())


def full(path):
    """The dotted name under compat of a module path of Keras 2: ``layers.core`` is ``compat.layers.core``."""
    return ROOT + '.' + path if path else ROOT


def public_names(path):
    """The names that a module of Keras 2 offered to ``import *``, in the dialect of this process."""
    own = NAMES[process.dialect().names]
    if path in earlier_names.EARLIER_PATHS:
        return sorted(earlier_names.EARLIER_NAMES[path])
    return sorted(own[path] if path in own else _row(path))


def _row(path):
    """The names of a module path, those of the dialect's Keras before those of the other."""
    first = process.dialect().names
    row = {}
    for version in sorted(NAMES, key=lambda version: version == first):
        row.update(NAMES[version].get(path, {}))
    return row


class _UnbuiltType(type):
    """Makes a class that stands for a name which is not built yet: every use of it raises, naming it."""

    def __call__(cls, *args, **kwargs):
        raise cls.error()

    def __getattr__(cls, name):
        if name.startswith('__') and name.endswith('__'):
            raise AttributeError(name)
        raise cls.error()

    def __instancecheck__(cls, instance):
        return False

    def __repr__(cls):
        return f'<{cls.keras_name}: not built yet in compat>'

    def error(cls):
        return NotBuiltError(
            f'{cls.keras_name} is part of Keras 2 and compat does not offer it yet. `python -m compat` lists what is '
            'known to be missing; a program that needs it runs on Keras 2 itself.')


_MISSING = object()  # None is what Keras 2 had for a package that is not installed


def unbuilt(path, name):
    """A stand-in for the name of Keras 2 that imports, and raises NotBuiltError when it is used."""
    keras_name = '.'.join(part for part in ('keras', path, name) if part)

    def __init_subclass__(cls, **kwargs):
        raise stand_in.error()

    stand_in = _UnbuiltType.__new__(_UnbuiltType, name, (), {
        'keras_name': keras_name, '__module__': full(path), '__init_subclass__': classmethod(__init_subclass__)})
    return stand_in


def is_unbuilt(value):
    """Whether ``value`` stands for a name that compat does not offer yet."""
    return isinstance(value, _UnbuiltType)


class KerasModule(types.ModuleType):
    """A module path of Keras 2. It opens its host when a name is first asked of it."""

    def __init__(self, path, name=None):
        super().__init__(name or full(path))
        attributes = self.__dict__
        attributes['_path'] = path
        implementation = FILES.get(path)
        if path in FOLDERS or any(other.startswith(path + '.') for other in PATHS):
            attributes['__path__'] = [os.path.join(PACKAGE, *path.split('.'))]
            self.__package__ = self.__name__
        else:
            self.__package__ = self.__name__.rpartition('.')[0]
        if implementation:
            self.__file__ = implementation
        spec = importlib.machinery.ModuleSpec(self.__name__, None, origin=implementation,
                                              is_package='__path__' in attributes)
        if '__path__' in attributes:
            spec.submodule_search_locations = attributes['__path__']
        self.__spec__ = spec

    def __getattr__(self, name):
        if name == '__all__':
            return [public for public in public_names(self._path) if self._offers(public)]
        if name.startswith('__') and name.endswith('__') or is_own_module(name, self._path):
            raise AttributeError(f'module {self.__name__!r} has no attribute {name!r}')
        self._open()
        if name in self.__dict__:
            return self.__dict__[name]
        value = lookup(self._path, name)
        if self._is_executing():
            if is_unbuilt(value):
                raise AttributeError(f'module {self.__name__!r} is being imported and does not define {name!r} yet '
                                     '(an import cycle)')
        elif not is_unbuilt(value) and not self._passes_through():
            self.__dict__[name] = value
        return value

    def __setattr__(self, name, value):
        if isinstance(value, types.ModuleType) or name.startswith('__'):
            self.__dict__[name] = value
            return
        # What a program sets must outlive the opening, and on real Keras 2 be seen by Keras's own functions.
        self._open()
        if self._passes_through():
            setattr(_real_keras2(self._path), name, value)
        else:
            self.__dict__[name] = value

    def __delattr__(self, name):
        if name not in self.__dict__ and self._passes_through():
            delattr(_real_keras2(self._path), name)
        else:
            super().__delattr__(name)

    def __dir__(self):
        return sorted(set(self.__dict__) | set(public_names(self._path)))

    def __repr__(self):
        return f'<module {self.__name__!r} of compat>'

    def _offers(self, name):
        try:
            getattr(self, name)
        except (AttributeError, ImportError):
            return False
        return True

    def _passes_through(self):
        return process.opened().family == 'keras2'

    def _open(self):
        """Run the file that implements this module, once; on real Keras 2 there is nothing to run."""
        attributes = self.__dict__
        if attributes.get('_opened'):
            return
        with process.lock:
            if attributes.get('_opened') or self._is_executing():
                return
            host = process.opened()
            if host.family != 'keras2' and '__file__' in attributes:
                self._execute()
            attributes['_opened'] = True

    def _execute(self):
        """Run the file. Where it raises, nothing of it stays, and the next use runs it again."""
        attributes = self.__dict__
        before, kind = set(attributes), type(self)
        types.ModuleType.__setattr__(self, '__class__', ExecutingModule)
        try:
            importlib.machinery.SourceFileLoader(self.__name__, self.__file__).exec_module(self)
        except BaseException:
            for added in set(attributes) - before:
                del attributes[added]
            raise
        finally:
            types.ModuleType.__setattr__(self, '__class__', kind)

    def _is_executing(self):
        return isinstance(self, ExecutingModule)


class MergeModule(KerasModule):
    """``keras.layers.merge``: the module, and the function that Keras 2.1 had under the same name."""

    def __call__(self, *args, **kwargs):
        return sys.modules[full('legacy.layers')].merge(*args, **kwargs)


class ExecutingModule(KerasModule):
    """A KerasModule while its file runs. Threads that did not start it wait for the whole module."""

    def __getattribute__(self, name):
        if not name.startswith('__'):  # what the import system and debuggers ask for need not wait
            with process.lock:
                pass
        # Not super(): this may be a KerasModule by now.
        return types.ModuleType.__getattribute__(self, name)


def _from_keras2(path, name):
    """The name from the same module of real Keras 2, or what compat adds to it."""
    additions = _keras2_adapter().ADDITIONS.get(path, {})
    if name in additions:
        return additions[name]
    try:
        module = _real_keras2(path)
    except ImportError as error:
        # Of paths that were lost with 2.2 Keras has files that cannot be imported.
        if error.name != '.'.join(('keras', path)) and path not in earlier_names.EARLIER_PATHS:
            raise
        # Pickle asks every module in sys.modules for a name, and expects no other error.
        raise AttributeError(f'{process.opened().describe()} has no module keras.{path}: no {name}') from error
    return getattr(module, name)


def _real_keras2(path):
    return _keras2_adapter().real('keras.' + path if path else 'keras')


@functools.lru_cache(maxsize=None)
def _keras2_adapter():
    with process.lock:
        return importlib.import_module('compat.adapters.keras2')


def lookup(path, name):
    """What the module path of Keras 2 offers as ``name``, in this process.

    Raises AttributeError for a name that Keras 2 did not have there and for one of TensorFlow where the framework is
    another, ImportError for one that leaked in from a package that is not installed.
    """
    host = process.opened()
    home = _row(path).get(name)
    if home is None and host.family != 'keras2' and not process.dialect().offers_host_names:
        home = earlier_names.home_of(path, name)
    if home is not None and home.endswith(':') and not home.startswith('='):
        return sys.modules[full(home[:-1])]
    if host.family == 'keras2':
        return _from_keras2(path, name)
    if home is None:
        if process.dialect().offers_host_names:
            return _from_host(host, path, name)
        raise AttributeError('module {!r} of Keras {} has no attribute {!r}{}{}'.format(
            'keras.' + path if path else 'keras', process.dialect().version, name,
            ' that compat offers' if name.startswith('_') else '', earlier_names.instead_of(path, name)))
    if home.startswith('='):
        module_name, attribute = home[1:].split(':')
        if module_name.partition('.')[0] == 'tensorflow' and host.framework != 'tensorflow':
            raise _no_tensorflow(host, path, name)
        if module_name.partition('.')[0] == 'tensorflow' and tensorflow1.answers():
            module = tensorflow1.module(module_name)
        else:
            module = packages.import_module(module_name, f'keras.{path}.{name}')
        return getattr(module, attribute) if attribute else module
    keras_path, own_name = (path, name) if home == '.' else home.split(':')
    home_path = IMPLEMENTED_IN.get(keras_path, keras_path)
    if home == '.' and home_path != path:
        value = getattr(sys.modules[full(home_path)], name, _MISSING)
        return unbuilt(path, name) if value is _MISSING else value
    if (home_path, own_name) != (path, name):
        value = getattr(sys.modules[full(home_path)], own_name, _MISSING)
        # backend.tensorflow_backend is implemented in backend, but for what it has of its own.
        return getattr(sys.modules[full(keras_path)], own_name) if value is _MISSING else value
    value = host_exports.find(host, path, name)
    return unbuilt(path, name) if value is None else value


def _no_tensorflow(host, path, name):
    """The error for a name that leaked in from TensorFlow, where that is not what computes."""
    instead = tensorflow1.INSTEAD.get(name, 'see docs/k-functions.rst')
    return NoTensorFlowNameError(
        f'keras.{path}.{name} is a name of TensorFlow, and {host.describe()} computes without it. Write what it is for '
        f'with keras.backend, which works on every framework ({instead}), or run the program with '
        'KERAS_BACKEND=tensorflow.')


def _from_host(host, path, name):
    """A name that Keras 2 did not have and the host has, for dialects that grew beyond Keras 2."""
    module = host.keras
    for part in path.split('.') if path else ():
        module = getattr(module, part)
    return getattr(module, name)


def register():
    """Put every module path of Keras 2 into ``sys.modules`` under ``compat``, closed."""
    for path in REGISTERED:
        name = full(path)
        module = sys.modules[name] = (MergeModule if path == 'layers.merge' else KerasModule)(path)
        parent, _, last = name.rpartition('.')
        vars(sys.modules[parent])[last] = module
