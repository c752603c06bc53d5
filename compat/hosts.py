"""THE table of hosts. Which Keras is installed, which one is driven, and why: versions are compared here only."""
import importlib
import importlib.util
import json
import os
import sys
from typing import NamedTuple, Optional, Tuple

from packaging.version import InvalidVersion, Version

from compat.errors import AlreadyChosenError, HostTooOldError, NoHostError, UnknownHostError

try:
    from importlib import metadata
except ImportError:  # Python 3.7
    import importlib_metadata as metadata

TENSORFLOW_DISTRIBUTIONS = ('tensorflow', 'tensorflow-cpu', 'tensorflow-intel', 'tensorflow-macos', 'tensorflow-gpu',
                            'tensorflow-rocm', 'tensorflow-cpu-aws', 'tf-nightly', 'tf-nightly-cpu',
                            'tf-nightly-gpu', 'intel-tensorflow')


class Host(NamedTuple):
    """A kind of Keras that compat can drive."""

    name: str                        # what COMPAT_HOST says
    family: str                      # which modules of compat drive it
    package: str                     # the package that the process imports
    attribute: Optional[str]         # where Keras is inside that package
    distributions: Tuple[str, ...]   # who may have installed the package
    floor: str                       # the oldest version
    below: Optional[str]             # the first version that is another host
    install: str                     # what to install to have it


# Best first.
HOSTS = (
    Host('keras3', 'keras3', 'keras', None, ('keras', 'keras-nightly'), '3.0', None,
         'pip install "customlayers[tensorflow]" (or [jax], [torch])'),
    Host('tf_keras', 'tf_keras', 'tf_keras', None, ('tf-keras', 'tf-keras-nightly'), '2.15', None,
         'pip install "customlayers[tf-keras]"'),
    Host('tf.keras', 'tf_keras', 'tensorflow', 'keras', TENSORFLOW_DISTRIBUTIONS, '2.4', '2.16',
         'pip install "tensorflow>=2.4,<2.16"'),
    Host('keras2', 'keras2', 'keras', None, ('keras',), '2.2.4', '2.4',
         'pip install "keras==2.3.1" "tensorflow==1.15.5" "h5py<3" "protobuf<3.21" (Python 3.7)'),
)
ENGINES = ('tensorflow', 'jax', 'torch')
ENGINE_DISTRIBUTIONS = {'tensorflow': TENSORFLOW_DISTRIBUTIONS, 'jax': ('jax',), 'torch': ('torch',)}
# The dialect that a version of real Keras 2 speaks by itself.
OWN_DIALECTS = {(2, 2): 'keras-2.2', (2, 3): 'keras-2.3'}


class Found(NamedTuple):
    """An installed package of a host."""

    host: Host
    version: Version
    distribution: str
    imported: bool


class Choice(NamedTuple):
    """The host of this process, and why."""

    host: Host
    version: Version
    engine: str
    why: str
    engine_why: str


class Opened(NamedTuple):
    """The imported host."""

    host: Host
    keras: object
    version: Version
    engine: str

    @property
    def family(self):
        return self.host.family

    def describe(self):
        """The host in words, for messages: ``Keras 3.15.1 on jax``."""
        title = {'keras3': 'Keras', 'keras2': 'Keras'}.get(self.host.name, self.host.name)
        return '%s %s on %s' % (title, self.version, self.engine)


_configured = None
_choice = None
_opened = None


def by_name(name):
    """The host of that name. Raises UnknownHostError."""
    for host in HOSTS:
        if host.name == name:
            return host
    raise UnknownHostError('%r is no host. The hosts are %s; set COMPAT_HOST, compat.configure(host=...) or --host '
                           'to one of them.' % (name, ', '.join(host.name for host in HOSTS)))


def installed_version(distributions):
    """(distribution, version) of the first of the distributions that is installed, or (None, None)."""
    for distribution in distributions:
        try:
            return distribution, Version(metadata.version(distribution))
        except (metadata.PackageNotFoundError, InvalidVersion, TypeError):
            continue
    return None, None


def found(host):
    """What is installed of that host's package, of any version, or None."""
    module = sys.modules.get(host.package)
    imported = module is not None and not hasattr(module, '_compat_alias')
    distribution, version = installed_version(host.distributions)
    if imported and distribution is None:
        try:
            version = Version(module.__version__)
        except (AttributeError, InvalidVersion):
            return None
        distribution = host.package
    if distribution is None:
        return None
    if not imported and importlib.util.find_spec(host.package) is None:
        return None
    return Found(host, version, distribution, imported)


def in_range(host, version):
    """Whether the version of the package is this host."""
    release = Version(version.base_version)
    return release >= Version(host.floor) and (host.below is None or release < Version(host.below))


def candidates():
    """The hosts that are installed and of a version that they can be driven, best first."""
    rows = [found(host) for host in HOSTS]
    return [row for row in rows if row is not None and in_range(row.host, row.version)]


def configure(name):
    """Ask for the host, before its first use. Raises AlreadyChosenError when another one is in use."""
    global _configured
    host = by_name(name)
    if _opened is not None and _opened.host is not host:
        raise AlreadyChosenError('This process uses %s already, so it cannot use %s: one host per process. Call '
                                 'compat.configure(host=%r) before anything of compat is used.'
                                 % (_opened.describe(), name, name))
    _configured = name


def choose():
    """The host of this process and why, without importing it. Raises NoHostError and its kinds."""
    global _choice
    if _opened is not None and _choice is not None:
        return _choice
    row, why = _choose_host()
    engine, engine_why = _choose_engine(row.host)
    _choice = Choice(row.host, row.version, engine, why, engine_why)
    return _choice


def _choose_host():
    for name, why in ((_configured, 'compat.configure(host=...)'), (os.environ.get('COMPAT_HOST'), 'COMPAT_HOST')):
        if name:
            return _required(by_name(name), why), '%s asks for it' % why
    if os.environ.get('TF_USE_LEGACY_KERAS', '').lower() in ('1', 'true'):
        return _required(by_name('tf_keras'), 'TF_USE_LEGACY_KERAS'), 'TF_USE_LEGACY_KERAS=1 means tf_keras'
    rows = candidates()
    for row in rows:
        if row.imported:
            return row, 'this process has imported %s already' % row.host.package
    if rows:
        return rows[0], 'it is the best one installed'
    raise _nothing()


def _required(host, why):
    row = found(host)
    if row is None:
        raise NoHostError('%s asks for %s, and it is not installed. Install it with: %s' % (why, host.name, host.install))
    if not in_range(host, row.version):
        raise _out_of_range(row, '%s asks for %s, but ' % (why, host.name))
    return row


def _out_of_range(row, prefix=''):
    host = row.host
    if Version(row.version.base_version) < Version(host.floor):
        return HostTooOldError('%s%s %s is too old: %s is driven from version %s on. Install a newer one with: %s'
                               % (prefix, row.distribution, row.version, host.name, host.floor, host.install))
    return NoHostError('%s%s %s is no %s, which ends below %s. Install it with: %s'
                       % (prefix, row.distribution, row.version, host.name, host.below, host.install))


def _nothing():
    advice = 'Install one of:\n' + '\n'.join('    %s' % host.install for host in HOSTS[:2])
    for row in (found(by_name('tf.keras')), found(by_name('keras3'))):
        if row is not None and Version(row.version.base_version) < Version(row.host.floor):
            return HostTooOldError('%s %s is installed, and compat drives %s from version %s on. %s' % (
                row.distribution, row.version, row.host.name, row.host.floor, advice))
    return NoHostError('No Keras is installed that compat can drive. ' + advice)


def _choose_engine(host):
    if host.family != 'keras3':
        return 'tensorflow', '%s computes with it' % host.name
    loaded = sys.modules.get('keras')
    if loaded is not None and not hasattr(loaded, '_compat_alias') and hasattr(loaded, 'config'):
        return loaded.config.backend(), 'the imported Keras computes with it'
    if os.environ.get('KERAS_BACKEND'):
        return os.environ['KERAS_BACKEND'], 'KERAS_BACKEND asks for it'
    settings = os.path.join(os.environ.get('KERAS_HOME') or os.path.join(os.path.expanduser('~'), '.keras'), 'keras.json')
    configured = None
    if os.path.exists(settings):
        try:
            with open(settings) as stream:
                configured = json.load(stream).get('backend')
        except (OSError, ValueError, AttributeError):
            configured = None
    if configured in ENGINES and installed_version(ENGINE_DISTRIBUTIONS[configured])[0]:
        return configured, 'keras.json asks for it'
    for engine in ENGINES:
        if installed_version(ENGINE_DISTRIBUTIONS[engine])[0]:
            return engine, 'it is the first one installed of %s' % ', '.join(ENGINES)
    raise NoHostError('Keras 3 is installed without an engine. Install tensorflow, jax or torch.')


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
        raise AlreadyChosenError('Real Keras %s speaks the dialect %s only, and %s was asked for. Ask for %s, or for '
                                 'another host.' % (choice.version, own.name, asked.name, own.name))
    return own


def opened():
    """The host of this process; the first call imports it. Raises NoHostError and its kinds."""
    global _opened
    if _opened is None:
        from compat import importing
        choice = choose()
        with importing.host_modules():
            keras = _import(choice)
        _opened = Opened(choice.host, keras, choice.version, choice.engine)
    return _opened


def _import(choice):
    host = choice.host
    asked = os.environ.get('KERAS_BACKEND')
    if host.family == 'keras3':
        os.environ['KERAS_BACKEND'] = choice.engine
    try:
        module = importlib.import_module(host.package)
        return getattr(module, host.attribute) if host.attribute else module
    except Exception as error:
        raise NoHostError('%s %s is installed and cannot be imported: %s: %s. Mend or reinstall it with: %s' % (
            host.name, choice.version, type(error).__name__, error, host.install)) from error
    finally:
        if host.family == 'keras3':
            if asked is None:
                del os.environ['KERAS_BACKEND']
            else:
                os.environ['KERAS_BACKEND'] = asked


def part(package):
    """The module of a package of compat that drives this host: ``part('backend')`` is compat.backend.keras3_jax."""
    host = opened()
    base = '%s.%s' % (package, host.family)
    special = '%s_%s' % (base, host.engine)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), package)
    if os.path.exists(os.path.join(folder, special.rpartition('.')[2] + '.py')):
        return importlib.import_module('compat.' + special)
    return importlib.import_module('compat.' + base)
