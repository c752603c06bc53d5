"""install() and uninstall(): `import keras` answered by compat, in this process.

While installed, the module paths of Keras 2 in ``sys.modules`` are compat's modules, and three things see to it that
the host goes on undisturbed:

* an import statement in the code of the host itself (HOST_PACKAGES) means the real modules: older hosts write
  ``from keras.engine import functional`` inside their functions, and tf.keras finds its Keras by ``import keras``.
  ``builtins.__import__`` is the one place that knows who imports;
* a module of the host that has classes or functions of its own (``keras.engine.base_layer`` of tf.keras 2.10, all of
  Keras 2) stays in sys.modules: autograph, pickle and lazy loaders look for it there. Import statements of a program
  get compat's even so; ``importlib.import_module`` then returns the host's;
* a module of the host that is not loaded yet (``keras._tf_keras``, ``keras.ops``) is loaded with the real modules back
  in their places (real_modules.restored).

While the real modules are back, every thread of the process sees them: open the host (any use of compat) before
starting threads that import keras.
"""
import builtins
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import threading
import types

from compat import process
from compat.imports import aliases, lazy_modules, real_modules, tensorflow1

# An import statement in these packages means the real Keras and TensorFlow.
HOST_PACKAGES = frozenset(('compat', 'keras', 'tf_keras', 'tensorflow', 'tensorflow_core', 'tensorflow_estimator',
                           'keras_hub', 'keras_nlp', 'keras_cv', 'keras_tuner'))

_python_import = builtins.__import__


class Installation:
    """What stands in for keras (and tensorflow), and what stood there before."""

    def __init__(self):
        keras = aliases.KerasAlias(sys.modules['compat'], _search_path('keras'))
        self.modules = {'keras': keras}
        for path in lazy_modules.REGISTERED:
            self.modules['keras.' + path] = sys.modules[lazy_modules.full(path)]
        self.answers_tensorflow = process.dialect().answers_tensorflow
        # Modules that import statements of a program get and that are not in sys.modules: the host looks there for
        # modules of its own that implement something (autograph, pickle, lazy loaders), and for TensorFlow.
        self.hidden = set()
        if self.answers_tensorflow:
            self.modules.update({'tensorflow.' + name: module for name, module in self.modules.items()})
            if _search_path('tensorflow'):
                spec = importlib.util.find_spec('tensorflow')
                self.modules['tensorflow'] = aliases.TensorFlowProxy(keras, spec)
            else:
                self.modules['tensorflow'] = aliases.TensorFlowStandIn(keras)
                self.hidden.add('tensorflow')
        elif tensorflow1.answers() and _search_path('tensorflow'):
            self.modules['tensorflow'] = tensorflow1.of_tensorflow()
            self.hidden.add('tensorflow')
        self.tops = frozenset(name.partition('.')[0] for name in self.modules)
        self.replaced = {}
        self.withdrawals = 0
        self.lock = threading.Lock()

    def enter(self):
        """Put compat's modules into sys.modules, and remember those that they replace."""
        for name, module in self.modules.items():
            if name in sys.modules:
                self.replaced[name] = sys.modules[name]
                if '.' in name and implements(sys.modules[name]):
                    self.hidden.add(name)
            if name not in self.hidden:
                sys.modules[name] = module

    def leave(self):
        """Put the replaced modules back into sys.modules."""
        for name in self.modules:
            if name in self.replaced:
                sys.modules[name] = self.replaced.pop(name)
            elif name not in self.hidden:
                sys.modules.pop(name, None)

    def withdraw(self):
        """Put the real modules back, until ``reinstate`` is called as often."""
        with self.lock:
            self.withdrawals += 1
            if self.withdrawals == 1:
                self.leave()

    def reinstate(self):
        """Put compat's modules in their places again, at the last of the calls."""
        with self.lock:
            self.withdrawals -= 1
            if self.withdrawals == 0 and real_modules.installation is self:
                self.enter()

    def real(self, name):
        """The loaded real module of that name, or None."""
        replaced = name in self.modules and name not in self.hidden
        return self.replaced.get(name) if replaced else self.replaced.get(name) or sys.modules.get(name)

    def for_host(self, target, fromlist):
        """What an import statement of the host returns where all of it is loaded, or None."""
        module = self.real(target)
        if module is None or '*' in (fromlist or ()):
            return None
        if not fromlist:
            return self.real(target.partition('.')[0])
        return module if all(hasattr(module, name) for name in fromlist) else None

    def for_program(self, target, fromlist):
        """What an import statement of the program returns where sys.modules does not have it, or None."""
        top = target.partition('.')[0]
        if top not in self.hidden and target not in self.hidden:
            return None
        if target not in self.modules and top == 'tensorflow' and tensorflow1.answers():
            return self._part_of_tensorflow(target, fromlist)
        if fromlist and isinstance(self.modules[target], tensorflow1.TensorFlow1):
            tensorflow1.import_submodules(self.modules[target], fromlist)
        if target not in self.modules:
            raise aliases.no_tensorflow(target)
        return self.modules[target if fromlist else top]

    def _part_of_tensorflow(self, target, fromlist):
        """What an import statement for a module within tensorflow returns, or None for the module itself."""
        part = tensorflow1.submodule(target)
        if not fromlist and part is None:
            importlib.import_module(target)
        return part if fromlist else self.modules['tensorflow']


def implements(module):
    """Whether a class or function has the module as its home, so that the host may look for it by that name."""
    return any(value.__module__ == module.__name__ for value in list(vars(module).values())
               if isinstance(value, (type, types.FunctionType)))


class HostFinder(importlib.abc.MetaPathFinder):
    """Finds the modules beyond those of Keras 2: the host's own."""

    def find_spec(self, fullname, path=None, target=None):
        active = real_modules.installation
        if active is None or active.withdrawals:
            return None
        if fullname.startswith('keras.'):
            _open_host(fullname)
            module = _real_or_none(fullname)
        elif fullname.startswith('tensorflow.keras.') and active.answers_tensorflow:
            parent, _, name = fullname.rpartition('.')
            module = getattr(importlib.import_module(parent), name, None)
            if module is not None:
                active.modules[fullname] = module
        elif (fullname.startswith('tensorflow.') and active.answers_tensorflow
              and not real_modules.is_loaded('tensorflow')):
            module = _real_or_none(fullname)
        else:
            return None
        if module is None:
            return None
        return importlib.machinery.ModuleSpec(fullname, LoadedModuleLoader(module),
                                              is_package=hasattr(module, '__path__'))


class LoadedModuleLoader(importlib.abc.Loader):
    """Gives the import system a module that is loaded, as it is."""

    def __init__(self, module):
        self.module = module
        self.spec = module.__spec__

    def create_module(self, spec):
        return self.module

    def exec_module(self, module):
        module.__spec__ = self.spec


_finder = HostFinder()


def install():
    """Answer ``import keras`` with compat, in this process, until uninstall(). A second time changes nothing.

    It opens no host, and fixes the dialect: configure first. In the dialect tf.keras ``tensorflow.keras`` is answered
    too. Raises UnknownHostError, UnknownDialectError or AlreadyChosenError when host and dialect cannot be chosen.
    """
    if real_modules.installation is not None:
        return
    installation = Installation()
    installation.enter()
    sys.meta_path.insert(0, _finder)
    real_modules.installation = installation
    builtins.__import__ = import_statement


def uninstall():
    """Undo install(): sys.modules is as it was before. Without install() it does nothing.

    Modules of the host that were loaded meanwhile stay loaded, as the real ones.
    """
    if real_modules.installation is None:
        return
    installation, real_modules.installation = real_modules.installation, None
    with installation.lock:
        if not installation.withdrawals:
            installation.leave()
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not _finder]
    if builtins.__import__ is import_statement:
        builtins.__import__ = _python_import


def is_installed():
    """Whether ``import keras`` is answered by compat in this process."""
    return real_modules.installation is not None


def import_statement(name, globals=None, locals=None, fromlist=(), level=0):
    """``builtins.__import__`` while installed: who imports decides whether keras is compat or the host."""
    active = real_modules.installation
    if active is None or active.withdrawals:
        return _python_import(name, globals, locals, fromlist, level)
    target = _absolute(name, globals, level)
    if target.partition('.')[0] not in active.tops:
        return _python_import(name, globals, locals, fromlist, level)
    importer = str((globals or {}).get('__name__', ''))
    if importer.partition('.')[0] not in HOST_PACKAGES and not (
            target.startswith('tensorflow') and tensorflow1.answers() and tensorflow1.gets_real_module(globals or {})):
        module = active.for_program(target, fromlist)
        return _python_import(name, globals, locals, fromlist, level) if module is None else module
    module = active.for_host(target, fromlist)
    if module is not None:
        return module
    _open_host(target)
    with real_modules.restored():
        return _python_import(name, globals, locals, fromlist, level)


def _absolute(name, globals, level):
    """The full name of what ``from ..name import`` means in the module with those globals."""
    if not level:
        return name
    package = (globals or {}).get('__package__') or ''
    if not package and globals and '__path__' in globals:
        package = globals.get('__name__', '')
    base = package.rsplit('.', level - 1)[0]
    return f'{base}.{name}' if name else base


def _search_path(package):
    """Where the modules of an installed package lie, without importing it; empty where it is not installed."""
    loaded = sys.modules.get(package)
    if loaded is not None:
        return list(getattr(loaded, '__path__', ()))
    spec = importlib.util.find_spec(package)
    return list(spec.submodule_search_locations or ()) if spec is not None else []


def _open_host(target):
    """Real Keras is opened as the host, with its framework, before other code can import it with another one."""
    # This may be inside the import of a module that the thread with the lock waits for: no waiting for it here.
    if target.partition('.')[0] == 'keras' and not process.is_open() and process.lock.acquire(blocking=False):
        try:
            with contextlib.suppress(ImportError):
                process.opened()
        finally:
            process.lock.release()


def _real_or_none(fullname):
    """The real module of that name, or None where nothing has it."""
    try:
        return real_modules.real_module(fullname)
    except ModuleNotFoundError as error:
        if error.name is not None and (fullname + '.').startswith(error.name + '.'):
            return None
        raise
