"""THE table of hosts. Which Keras is installed, which one is driven, and why: versions are compared here only."""
import contextlib
import importlib
import importlib.util
import json
import os
import re
import sys
import threading
from typing import NamedTuple, Optional, Tuple

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from compat.errors import (AlreadyChosenError, CompatError, HostTooOldError, NoFrameworkError, NoHostError,
                           UnknownFrameworkError, UnknownHostError)

if sys.version_info >= (3, 8):
    from importlib import metadata
else:
    import importlib_metadata as metadata

TENSORFLOW_DISTRIBUTIONS = ('tensorflow', 'tensorflow-cpu', 'tensorflow-intel', 'tensorflow-macos', 'tensorflow-gpu',
                            'tensorflow-rocm', 'tensorflow-cpu-aws', 'tf-nightly', 'tf-nightly-cpu',
                            'tf-nightly-gpu', 'intel-tensorflow')
FRAMEWORKS = ('tensorflow', 'jax', 'torch')


class Host(NamedTuple):
    """A kind of Keras that compat can drive."""

    name: str                        # what COMPAT_HOST says
    family: str                      # which modules of compat drive it
    package: str                     # the package that the process imports
    attribute: Optional[str]         # where Keras is inside that package
    distributions: Tuple[str, ...]   # who may have installed the package
    floor: str                       # the oldest version
    below: Optional[str]             # the first version that is another host
    frameworks: Tuple[str, ...]         # what compat drives it on
    install: str                     # what to install to have it


# Best first.
HOSTS = (
    Host('keras3', 'keras3', 'keras', None, ('keras', 'keras-nightly'), '3.0', None, FRAMEWORKS,
         'pip install "customlayers[tensorflow]" (or [jax], [torch])'),
    Host('tf_keras', 'tf_keras', 'tf_keras', None, ('tf-keras', 'tf-keras-nightly'), '2.15', None, ('tensorflow',),
         'pip install "customlayers[tf-keras]"'),
    Host('tf.keras', 'tf_keras', 'tensorflow', 'keras', TENSORFLOW_DISTRIBUTIONS, '2.4', '2.16', ('tensorflow',),
         'pip install "tensorflow>=2.4,<2.16"'),
    Host('keras2', 'keras2', 'keras', None, ('keras',), '2.2.4', '2.4', ('tensorflow',),
         'pip install "keras==2.3.1" "tensorflow==1.15.5" "h5py<3" "protobuf<3.21" (Python 3.7)'),
)
# What an import tells about the program, the most telling first: tf_keras and keras 2 import tensorflow, which from
# 2.16 on imports keras 3, so that keras or tensorflow in sys.modules need not be the program's own choice.
TELLING = ('tf_keras', 'keras2', 'keras3', 'tf.keras')
# The dialect that a version of real Keras 2 speaks by itself.
OWN_DIALECTS = {(2, 2): 'keras-2.2', (2, 3): 'keras-2.3'}


class Found(NamedTuple):
    """An installed or imported package of a host."""

    host: Host
    version: Version
    distribution: str
    imported: bool


def _in_words(choice):
    """The host in words, for messages: ``Keras 3.15.1 on jax``."""
    title = 'Keras' if choice.host.package == 'keras' else choice.host.name
    return f'{title} {choice.version} on {choice.framework}'


class Choice(NamedTuple):
    """The host of this process, and why."""

    host: Host
    version: Version
    framework: str
    why: str
    framework_why: str

    def describe(self):
        return _in_words(self)


class Opened(NamedTuple):
    """The imported host."""

    host: Host
    keras: object
    version: Version
    framework: str

    @property
    def family(self):
        return self.host.family

    def describe(self):
        return _in_words(self)


# One lock for all that is opened on first use: the host, compat's lazy modules and the adapter's. Whoever opens a lazy
# module holds it before he imports what that module imports, so that two threads cannot wait for each other's module.
opening = threading.RLock()
_configured = None
_choice = None
_opened = None


def by_name(name):
    """The host of that name. Raises UnknownHostError."""
    for host in HOSTS:
        if host.name == name:
            return host
    raise UnknownHostError('{!r} is no host. The hosts are {}; set COMPAT_HOST, compat.configure(host=...) or --host '
                           'to one of them.'.format(name, ', '.join(host.name for host in HOSTS)))


# What is there

def installed_version(distributions):
    """(distribution, version) of the first of the distributions that is installed, or (None, None)."""
    for distribution in distributions:
        try:
            return distribution, Version(metadata.distribution(distribution).metadata.get('Version'))
        except (metadata.PackageNotFoundError, InvalidVersion, TypeError, AttributeError, FileNotFoundError):
            continue  # not installed, or what an interrupted uninstall left of it
    return None, None


def location(package):
    """The file that an import of the top-level package would run, or None; a folder without one is no package."""
    from compat.imports import hook as importing
    with importing.host_modules():
        try:
            spec = importlib.util.find_spec(package)
        except (ImportError, ValueError):
            return None
    return spec.origin if spec is not None and spec.loader is not None else None


def imported(package):
    """The module of a top-level package that this process has imported, or None; never compat in its place."""
    from compat.imports import hook as importing
    with importing.host_modules():
        return sys.modules.get(package)


def _reported_version(module):
    """The version that an imported module tells of itself, or None."""
    try:
        return Version(module.__version__)
    except (AttributeError, TypeError, InvalidVersion):
        return None


def found(host):
    """What is there of that host's package, of any version, or None. What is imported counts before metadata."""
    module = imported(host.package)
    distribution, recorded = installed_version(host.distributions)
    version = _reported_version(module) or recorded
    if version is None or module is None and location(host.package) is None:
        return None
    return Found(host, version, distribution or host.package, module is not None)


def in_range(host, version):
    """Whether that version of the host's package is this host. A nightly counts as the release that it leads to."""
    return within(version, host.floor, host.below)


def within(version, since, until):
    """Whether a version is at least ``since`` and below ``until``; None sets no bound."""
    release = Version(version.base_version)
    return (since is None or release >= Version(since)) and (until is None or release < Version(until))


def candidates():
    """The hosts that are there and of a version that compat drives, best first."""
    rows = [found(host) for host in HOSTS]
    return [row for row in rows if row is not None and in_range(row.host, row.version)]


# The choice

def configure(name):
    """Ask for the host, before its first use. Raises AlreadyChosenError when another one is in use."""
    global _configured
    host = by_name(name)
    if _opened is not None and _opened.host is not host:
        raise AlreadyChosenError(f'This process uses {_opened.describe()} already, so it cannot use {name}: one host '
                                 f'per process. Call compat.configure(host={name!r}) before anything of compat is '
                                 'used.')
    from compat import dialects
    before, _configured = _configured, name
    try:
        own_dialect(dialects.in_use())
    except CompatError:
        _configured = before
        raise


def choose():
    """The host of this process and why, without importing it. Raises NoHostError and its kinds."""
    global _choice
    if _opened is None:
        row, why = _choose_host()
        framework, framework_why = _choose_framework(row.host)
        _choice = Choice(row.host, row.version, framework, why, framework_why)
    return _choice


def _choose_host():
    for name, where in ((_configured, 'compat.configure(host=...)'), (os.environ.get('COMPAT_HOST'), 'COMPAT_HOST')):
        if name:
            why = f'{where} asks for it'
            return _required(by_name(name), f'{where} asks for {name}'), why
    if os.environ.get('TF_USE_LEGACY_KERAS', '').lower() in ('1', 'true'):
        why = 'TF_USE_LEGACY_KERAS=1 means tf_keras'
        return _required(by_name('tf_keras'), why), why
    rows = candidates()
    for name in TELLING:
        for row in rows:
            if row.imported and row.host.name == name:
                return row, f'this process has imported {row.host.package} already'
    if rows:
        return rows[0], 'it is the best one installed'
    raise _nothing()


def _required(host, asked):
    row = found(host)
    if row is not None and in_range(host, row.version):
        return row
    others = ', '.join(other.host.name for other in candidates())
    advice = 'Install it with: {}{}'.format(host.install, f'; or use what is installed: {others}' if others else '')
    if row is None:
        raise NoHostError(f'{asked}, and {_absence(host)}. {advice}')
    raise _kind_of_refusal(row, (host,))(f'{asked}, and {_refusal(row, (host,))}. {advice}')


def _nothing():
    """The error of a process that has no host; it tells what is nearly one."""
    kinds, reasons = [NoHostError], []
    for package in sorted({host.package for host in HOSTS}):
        hosts = [host for host in HOSTS if host.package == package]
        row = found(hosts[0])
        if row is not None:
            kinds.append(_kind_of_refusal(row, hosts))
            reasons.append(_refusal(row, hosts))
        elif installed_version(hosts[0].distributions)[0] or location(package):
            reasons.append(_absence(hosts[0]))
    kind = HostTooOldError if HostTooOldError in kinds else NoHostError
    return kind('No Keras is installed that compat can drive{}. Install one of:\n{}'.format(
        ': ' + '; '.join(reasons) if reasons else '', '\n'.join('    ' + host.install for host in HOSTS[:2])))


def _absence(host):
    """Why found(host) is None."""
    distribution, version = installed_version(host.distributions)
    if distribution:
        return (f'{distribution} {version} is recorded as installed, but there is no module {host.package}: the '
                'installation is broken')
    place = location(host.package)
    if place:
        return (f'the module {host.package} at {place} belongs to no installed distribution, so its version is unknown '
                '(it is known once the program has imported it)')
    return f'{host.name} is not installed'


def _kind_of_refusal(row, hosts):
    """The kind of error for a version that is none of those hosts of one package."""
    floor = min(Version(host.floor) for host in hosts)
    return HostTooOldError if Version(row.version.base_version) < floor else NoHostError


def _refusal(row, hosts):
    """Why the version is none of those hosts of one package."""
    spans = ' and '.join('{} from version {} on{}'.format(host.name, host.floor,
                                                      f' and below {host.below}' if host.below else '')
                         for host in hosts)
    verdict = 'is too old' if _kind_of_refusal(row, hosts) is HostTooOldError else 'is none of them'
    return f'{row.distribution} {row.version} {verdict}: compat drives {spans}'


# The framework

def _choose_framework(host):
    if host.family == 'tf_keras':
        return 'tensorflow', f'{host.name} computes with it'
    running = _running_framework(host)
    if running:
        return _drivable(host, running, 'the imported Keras'), 'the imported Keras computes with it'
    asked = os.environ.get('KERAS_BACKEND')
    if asked:
        return _drivable(host, asked, 'KERAS_BACKEND'), 'KERAS_BACKEND asks for it'
    written = _configured_framework()
    if written in host.frameworks and location(written):
        return written, 'keras.json asks for it'
    for framework in host.frameworks:
        if location(framework):
            return framework, 'it is the first one installed of {}'.format(', '.join(host.frameworks))
    raise NoFrameworkError('{} is installed without anything to compute with. Install {}.'.format(host.name,
        ' or '.join(
        host.frameworks)))


def _drivable(host, framework, where):
    if framework not in host.frameworks:
        raise UnknownFrameworkError('{} asks for the framework {!r}, and compat drives {} on {}. Set KERAS_BACKEND to '
                                    'one of '
                                 'them.'.format(where, framework, host.name, ', '.join(host.frameworks)))
    if location(framework) is None:
        raise NoFrameworkError(f'{where} asks for the framework {framework}, and it is not installed. Install it with: '
                               f'pip '
                            f'install "customlayers[{framework}]", or set KERAS_BACKEND to a framework that is.')
    return framework


def _running_framework(host):
    """What the Keras 3 that this process has imported computes with, or None."""
    module = imported(host.package)
    return module.config.backend() if host.family == 'keras3' and module is not None else None


def _configured_framework():
    """What keras.json asks for, or None. Keras writes that file itself, so it asks softly: it may ask in vain."""
    folder = os.environ.get('KERAS_HOME') or os.path.join(os.path.expanduser('~'), '.keras')
    try:
        with open(os.path.join(folder, 'keras.json')) as stream:
            return json.load(stream).get('backend')
    except (OSError, ValueError, AttributeError):
        return None


# Places of the table

_WHERE = re.compile(r'(?P<name>[a-z0-9_.]+?)(?:-(?P<framework>[a-z]+))?(?P<versions>[<>=!~].*)?$')


def matches(where):
    """Whether this process's host is one of ``where``: a space between two, each a host's name, then perhaps an
    framework and versions: ``'keras3-jax keras3-torch'``, ``'tf.keras<2.7'``, ``'keras3-torch>=3.5,<3.8'``.

    Raises UnknownHostError and UnknownFrameworkError for a ``where`` that names none, NoHostError when there is no
    host.
    """
    choice = choose()
    return any([_matches(word, choice) for word in where.split()])


def _matches(word, choice):
    host, framework, versions = _place(word)
    return (choice.host is host and framework in (None, choice.framework)
            and SpecifierSet(versions).contains(choice.version.base_version, prereleases=True))


def _place(word):
    """(host, framework or None, versions) of one word of ``where``."""
    parts = _WHERE.match(word)
    host = by_name(parts.group('name') if parts else word)
    framework = parts.group('framework')
    if framework and framework not in host.frameworks:
        raise UnknownFrameworkError('{!r}: compat drives {} on {}.'.format(word, host.name, ', '.join(host.frameworks)))
    return host, framework, parts.group('versions') or ''


def speaks_of(where, host, framework):
    """Whether ``where`` has any version of that host on that framework among its places."""
    return any((place, on) in ((host, framework), (host, None)) for place, on, _ in map(_place, where.split()))


# The host in use

def own_dialect(asked):
    """The dialect that the chosen host speaks by itself, or the one that was asked for; None leaves it to the default.

    Raises AlreadyChosenError when real Keras 2 is the host and a dialect is asked for that is not its own.
    """
    from compat import dialects
    try:
        choice = choose()
    except NoHostError:
        return asked
    if choice.host.family != 'keras2':
        return asked
    own = dialects.DIALECTS[OWN_DIALECTS[choice.version.release[:2]]]
    if asked is not None and asked is not own:
        raise AlreadyChosenError(f'Real Keras {choice.version} speaks the dialect {own.name} only, and this process '
                                 f'asks for {asked.name}. Ask for {own.name}, or for another host.')
    return own


def is_open():
    """Whether the host of this process is imported already."""
    return _opened is not None


def opened():
    """The host of this process; the first call imports it. Raises NoHostError and its kinds."""
    if _opened is None:
        with opening:
            if _opened is None:
                _open()
    return _opened


def _open():
    global _choice, _opened
    from compat.imports import hook as importing
    choice = choose()
    with importing.host_modules(), _keras_backend(choice), _numpy_numbers_left():
        keras, version = _import(choice)
    _choice = choice._replace(version=version)
    _opened = Opened(choice.host, keras, version, choice.framework)


@contextlib.contextmanager
def _numpy_numbers_left():
    """An import draws no numbers: old programs seed NumPy first, and import Keras after that; jax draws some."""
    import numpy as np
    state = np.random.get_state()
    try:
        yield
    finally:
        np.random.set_state(state)


@contextlib.contextmanager
def _keras_backend(choice):
    """While Keras is imported it reads the framework that was chosen; the environment is left as it was."""
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
    version = _reported_version(module)
    if version is None or not in_range(host, version):
        raise NoHostError('{} {} is installed, but the module {} at {} is not it (its version is {}): something '
                          'shadows it. Rename or remove that. {}'.format(
                              host.name, choice.version, host.package, getattr(module, '__file__', None),
                              version or 'not given', mend))
    return keras, version
