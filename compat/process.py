"""The one choice of this process: host, framework, dialect. The first use fixes it.

``choose()`` and ``choose_dialect()`` say what the choice would be, and import nothing; ``opened()`` imports the host,
and ``dialect()`` fixes the dialect. Each choice has a reason, which ``python -m compat`` prints.
"""
import contextlib
import importlib
import json
import os
import threading
from typing import NamedTuple

from packaging.version import Version

from compat import dialects, hosts
from compat.errors import (AlreadyChosenError, CompatError, NoFrameworkError, NoHostError, UnknownFrameworkError)
from compat.imports import real_modules

# One lock for all that is opened on first use: the host, compat's lazy modules and the modules of adapters. It is one,
# because lazy modules import each other, and is taken before any of them is imported, so that no two threads wait for
# each other: one for this lock, the other for a module's import lock.
lock = threading.RLock()


def _describe(choice):
    """The host in words, for messages: ``Keras 3.15.1 on jax``."""
    title = 'Keras' if choice.host.package == 'keras' else choice.host.name
    return f'{title} {choice.version} on {choice.framework}'


class HostChoice(NamedTuple):
    """The host and framework of this process, and why."""

    host: hosts.Host
    version: Version
    framework: str
    why: str
    framework_why: str

    def describe(self):
        return _describe(self)


class OpenedHost(NamedTuple):
    """The imported host."""

    host: hosts.Host
    keras: object
    version: Version
    framework: str

    @property
    def family(self):
        return self.host.family

    def describe(self):
        return _describe(self)


class DialectChoice(NamedTuple):
    """The dialect of this process, and why."""

    dialect: dialects.Dialect
    why: str


_configured_host = None
_configured_dialect = None
_host_choice = None
_opened = None
_dialect_choice = None


def configure(host=None, dialect=None):
    """Ask for a host and a dialect, before the first use.

    Raises UnknownHostError, UnknownDialectError, or AlreadyChosenError when another one is in use.
    """
    if host is not None:
        hosts.by_name(host)
    if dialect is not None:
        dialects.by_name(dialect)
    if host is not None:
        _configure_host(host)
    if dialect is not None:
        _configure_dialect(dialect)


def _configure_host(name):
    global _configured_host
    if _opened is not None and _opened.host is not hosts.by_name(name):
        raise AlreadyChosenError(f'This process uses {_opened.describe()} already, so it cannot use {name}: one host '
                                 f'per process. Call compat.configure(host={name!r}) before anything of compat is '
                                 'used.')
    before, _configured_host = _configured_host, name
    try:
        _own_dialect(_dialect_choice and _dialect_choice.dialect)
    except CompatError:
        _configured_host = before
        raise


def _configure_dialect(name):
    global _configured_dialect
    if _dialect_choice is not None and _dialect_choice.dialect is not dialects.by_name(name):
        raise AlreadyChosenError(f'This process speaks the dialect {_dialect_choice.dialect.name} already, so it '
                                 f'cannot speak {name}: one dialect per process. Call '
                                 f'compat.configure(dialect={name!r}) before anything of compat is used.')
    _configured_dialect = name


# The host

def choose():
    """The HostChoice of this process, without importing the host. Raises NoHostError and its kinds."""
    global _host_choice
    if _opened is None:
        row, why = _choose_host()
        framework, framework_why = _choose_framework(row.host)
        _host_choice = HostChoice(row.host, row.version, framework, why, framework_why)
    return _host_choice


def _choose_host():
    """(InstalledHost, why)."""
    for name, where in ((_configured_host, 'compat.configure(host=...)'), (os.environ.get('COMPAT_HOST'),
                                                                          'COMPAT_HOST')):
        if name:
            return hosts.require(hosts.by_name(name), f'{where} asks for {name}'), f'{where} asks for it'
    if os.environ.get('TF_USE_LEGACY_KERAS', '').lower() in ('1', 'true'):
        why = 'TF_USE_LEGACY_KERAS=1 means tf_keras'
        return hosts.require(hosts.by_name('tf_keras'), why), why
    rows = hosts.candidates()
    for name in hosts.IMPORT_PRECEDENCE:
        for row in rows:
            if row.imported and row.host.name == name:
                return row, f'this process has imported {row.host.package} already'
    if rows:
        return rows[0], 'it is the best one installed'
    raise hosts.no_host_error()


def matches(where):
    """Whether this process's host is one of ``where``, in the words of hosts.covers. Raises NoHostError without one."""
    choice = choose()
    return hosts.covers(where, choice.host, choice.version, choice.framework)


def is_open():
    """Whether the host of this process is imported already."""
    return _opened is not None


def opened():
    """The OpenedHost of this process; the first call imports it. Raises NoHostError and its kinds."""
    if _opened is None:
        with lock:
            if _opened is None:
                _open()
    return _opened


def _open():
    global _host_choice, _opened
    choice = choose()
    with real_modules.restored(), _keras_backend(choice), _numpy_random_state():
        keras, version = _import(choice)
    _host_choice = choice._replace(version=version)
    _opened = OpenedHost(choice.host, keras, version, choice.framework)


@contextlib.contextmanager
def _numpy_random_state():
    """An import draws no numbers: old programs seed NumPy first, and import Keras after that; jax draws some."""
    import numpy as np
    state = np.random.get_state()
    try:
        yield
    finally:
        np.random.set_state(state)


@contextlib.contextmanager
def _keras_backend(choice):
    """While Keras is imported it reads the framework of the choice; the environment is left as it was."""
    if choice.host.package != 'keras':
        yield
        return
    before = os.environ.get('KERAS_BACKEND')
    os.environ['KERAS_BACKEND'] = choice.framework
    try:
        yield
    finally:
        if before is None:
            del os.environ['KERAS_BACKEND']
        else:
            os.environ['KERAS_BACKEND'] = before


def _import(choice):
    """(the host's keras module, its version)."""
    host = choice.host
    mend = f'Mend or reinstall it with: {host.install}'
    try:
        module = importlib.import_module(host.package)
        keras = getattr(module, host.attribute) if host.attribute else module
    except Exception as error:
        raise NoHostError(f'{host.name} {choice.version} is installed and cannot be imported: {type(error).__name__}: '
                          f'{error}. {mend}') from error
    version = hosts.reported_version(module)
    if version is None or not hosts.in_range(host, version):
        raise NoHostError('{} {} is installed, but the module {} at {} is not it (its version is {}): something '
                          'shadows it. Rename or remove that. {}'.format(
                              host.name, choice.version, host.package, getattr(module, '__file__', None),
                              version or 'not given', mend))
    return keras, version


# The framework

def _choose_framework(host):
    """(framework, why)."""
    if host.family == 'tf_keras':
        return 'tensorflow', f'{host.name} computes with it'
    running = _running_framework(host)
    if running:
        return _usable_framework(host, running, 'the imported Keras'), 'the imported Keras computes with it'
    asked = os.environ.get('KERAS_BACKEND')
    if asked:
        return _usable_framework(host, asked, 'KERAS_BACKEND'), 'KERAS_BACKEND asks for it'
    written = _framework_of_keras_json()
    if written in host.frameworks and hosts.location(written):
        return written, 'keras.json asks for it'
    by_default = [framework for framework in host.frameworks if framework not in hosts.ON_REQUEST]
    for framework in by_default:
        if hosts.location(framework):
            return framework, f'it is the first one installed of {", ".join(by_default)}'
    raise NoFrameworkError(f'{host.name} is installed without anything to compute with. Install '
                           f'{" or ".join(by_default)}.')


def _usable_framework(host, framework, where):
    if framework not in host.frameworks:
        raise UnknownFrameworkError('{} asks for the framework {!r}, and compat drives {} on {}. Set KERAS_BACKEND to '
                                    'one of them.'.format(where, framework, host.name, ', '.join(host.frameworks)))
    if hosts.location(framework) is None:
        raise NoFrameworkError(f'{where} asks for the framework {framework}, and it is not installed. Install it with: '
                               f'pip install "customlayers[{framework}]", or set KERAS_BACKEND to a framework that is.')
    return framework


def _running_framework(host):
    """What the Keras 3 that this process has imported computes with, or None."""
    module = hosts.imported(host.package)
    return module.config.backend() if host.family == 'keras3' and module is not None else None


def _framework_of_keras_json():
    """What keras.json asks for, or None. Keras writes that file itself, so it asks softly: it may ask in vain."""
    folder = os.environ.get('KERAS_HOME') or os.path.join(os.path.expanduser('~'), '.keras')
    try:
        with open(os.path.join(folder, 'keras.json')) as stream:
            settings = json.load(stream)
    except (OSError, ValueError):
        return None
    return settings.get('backend') if isinstance(settings, dict) else None


# The dialect

def dialect():
    """The dialect of this process; the first call fixes it."""
    global _dialect_choice
    if _dialect_choice is None:
        _dialect_choice = choose_dialect()
    return _dialect_choice.dialect


def choose_dialect():
    """The DialectChoice of this process, without fixing it: asked for, else the host's own, else the default."""
    if _dialect_choice is not None:
        return _dialect_choice
    name, where = requested_dialect()
    requested = dialects.by_name(name) if name else None
    own = _own_dialect(requested)
    if name:
        return DialectChoice(requested, f'{where} asks for it')
    if own:
        return DialectChoice(own, 'the host speaks it by itself')
    return DialectChoice(dialects.DIALECTS[dialects.DEFAULT], 'it is the default')


def requested_dialect():
    """The dialect that is asked for, as (name, where it is asked for), or (None, None)."""
    if _configured_dialect is not None:
        return _configured_dialect, 'compat.configure(dialect=...)'
    if os.environ.get('COMPAT_DIALECT'):
        return os.environ['COMPAT_DIALECT'], 'COMPAT_DIALECT'
    return None, None


def dialect_is_fixed():
    """Whether something of compat has used the dialect, so that it cannot change any more."""
    return _dialect_choice is not None


def _own_dialect(requested):
    """The dialect that the host speaks by itself, or else the one that is asked for; None leaves it to the default.

    Raises AlreadyChosenError when real Keras 2 is the host and a dialect is asked for that is not its own.
    """
    try:
        choice = choose()
    except NoHostError:
        return requested
    name = hosts.own_dialect(choice.host, choice.version)
    if name is None:
        return requested
    own = dialects.by_name(name)
    if requested is not None and requested is not own:
        raise AlreadyChosenError(f'Real Keras {choice.version} speaks the dialect {own.name} only, and this process '
                                 f'asks for {requested.name}. Ask for {own.name}, or for another host.')
    return own
