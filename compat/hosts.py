"""THE table of hosts, and what of it is installed. Versions are parsed and compared here only."""
import email
import importlib.util
import re
import sys
from typing import NamedTuple, Optional, Tuple

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from compat.errors import HostTooOldError, NoHostError, UnknownFrameworkError, UnknownHostError
from compat.imports import real_modules

if sys.version_info >= (3, 8):
    from importlib import metadata
else:
    import importlib_metadata as metadata

TENSORFLOW_DISTRIBUTIONS = ('tensorflow', 'tensorflow-cpu', 'tensorflow-intel', 'tensorflow-macos', 'tensorflow-gpu',
                            'tensorflow-rocm', 'tensorflow-cpu-aws', 'tf-nightly', 'tf-nightly-cpu',
                            'tf-nightly-gpu', 'intel-tensorflow')
FRAMEWORKS = ('tensorflow', 'jax', 'torch')  # in the order in which one is picked by default
ON_REQUEST = ('numpy',)                      # only where KERAS_BACKEND, keras.json or the imported Keras says so


class Host(NamedTuple):
    """A kind of Keras that compat can drive."""

    name: str                        # what COMPAT_HOST says
    family: str                      # which modules of compat drive it
    package: str                     # the package that the process imports
    attribute: Optional[str]         # where Keras is inside that package
    distributions: Tuple[str, ...]   # who may have installed the package
    floor: str                       # the oldest version
    below: Optional[str]             # the first version that is another host
    frameworks: Tuple[str, ...]      # what compat drives it on
    install: str                     # what to install to have it


# Best first.
HOSTS = (
    Host('keras3', 'keras3', 'keras', None, ('keras', 'keras-nightly'), '3.0', None, FRAMEWORKS + ON_REQUEST,
         'pip install "customlayers[tensorflow]" (or [jax], [torch])'),
    Host('tf_keras', 'tf_keras', 'tf_keras', None, ('tf-keras', 'tf-keras-nightly'), '2.15', None, ('tensorflow',),
         'pip install "customlayers[tf-keras]"'),
    Host('tf.keras', 'tf_keras', 'tensorflow', 'keras', TENSORFLOW_DISTRIBUTIONS, '2.4', '2.16', ('tensorflow',),
         'pip install "tensorflow>=2.4,<2.16"'),
    Host('keras2', 'keras2', 'keras', None, ('keras',), '2.2.4', '2.4', ('tensorflow',),
         'pip install "keras==2.3.1" "tensorflow==1.15.5" "h5py<3" "protobuf<3.21" (Python 3.7)'),
)
# Which of several imported hosts the program means: tf_keras and keras 2 import tensorflow, which from 2.16 on imports
# keras 3, so that keras or tensorflow in sys.modules need not be the program's own import.
IMPORT_PRECEDENCE = ('tf_keras', 'keras2', 'keras3', 'tf.keras')
# The dialect that a version of real Keras 2 speaks by itself.
OWN_DIALECTS = {(2, 2): 'keras-2.2', (2, 3): 'keras-2.3'}


class InstalledHost(NamedTuple):
    """An installed or imported package of a host."""

    host: Host
    version: Version
    distribution: str
    imported: bool


def by_name(name):
    """The host of that name. Raises UnknownHostError."""
    for host in HOSTS:
        if host.name == name:
            return host
    raise UnknownHostError('{!r} is no host. The hosts are {}; set COMPAT_HOST, compat.configure(host=...) or --host '
                           'to one of them.'.format(name, ', '.join(host.name for host in HOSTS)))


# What is installed

def installed_version(distributions):
    """(distribution, version) of the first of the distributions that is installed, or (None, None)."""
    for distribution in distributions:
        version = _parse_version(_recorded_version(distribution))
        if version is not None:
            return distribution, version
    return None, None


def _recorded_version(distribution):
    """The version in the metadata of a distribution, or None: not installed, or left by an interrupted uninstall."""
    try:
        record = metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return None
    for file in ('METADATA', 'PKG-INFO', ''):  # an egg-info may be a file itself
        text = record.read_text(file)
        if text:
            return email.message_from_string(text)['Version']
    return None


def _parse_version(text):
    """The Version, or None where the text is none."""
    try:
        return Version(text) if isinstance(text, str) else None
    except InvalidVersion:
        return None


def location(package):
    """The file that an import of the top-level package would run, or None; a folder without one is no package."""
    with real_modules.restored():
        try:
            spec = importlib.util.find_spec(package)
        except (ImportError, ValueError):
            return None
    return spec.origin if spec is not None and spec.loader is not None else None


def imported(package):
    """The module of a top-level package that this process has imported, or None; never compat in its place."""
    with real_modules.restored():
        return sys.modules.get(package)


def reported_version(module):
    """The version that an imported module reports, or None."""
    return _parse_version(getattr(module, '__version__', None))


def detect(host):
    """The InstalledHost of that host's package, of any version, or None. What is imported counts before metadata."""
    module = imported(host.package)
    distribution, recorded = installed_version(host.distributions)
    version = reported_version(module) or recorded
    if version is None or module is None and location(host.package) is None:
        return None
    return InstalledHost(host, version, distribution or host.package, module is not None)


def in_range(host, version):
    """Whether that version of the host's package is this host. A nightly counts as the release that it leads to."""
    return within(version, host.floor, host.below)


def within(version, since, until):
    """Whether a version is at least ``since`` and below ``until``; None sets no bound."""
    release = Version(version.base_version)
    return (since is None or release >= Version(since)) and (until is None or release < Version(until))


def candidates():
    """The hosts that are installed in a version that compat drives, best first."""
    rows = [detect(host) for host in HOSTS]
    return [row for row in rows if row is not None and in_range(row.host, row.version)]


# Refusals

def require(host, asked):
    """The InstalledHost of a host that is asked for. Raises NoHostError and its kinds; ``asked`` says who asks."""
    row = detect(host)
    if row is not None and in_range(host, row.version):
        return row
    others = ', '.join(other.host.name for other in candidates())
    advice = 'Install it with: {}{}'.format(host.install, f'; or use what is installed: {others}' if others else '')
    if row is None:
        raise NoHostError(f'{asked}, and {_absence(host)}. {advice}')
    raise _kind_of_refusal(row, (host,))(f'{asked}, and {_refusal(row, (host,))}. {advice}')


def no_host_error():
    """The error of a process that has no host; it names what is nearly one."""
    kinds, reasons = [NoHostError], []
    for package in sorted({host.package for host in HOSTS}):
        hosts = [host for host in HOSTS if host.package == package]
        row = detect(hosts[0])
        if row is not None:
            kinds.append(_kind_of_refusal(row, hosts))
            reasons.append(_refusal(row, hosts))
        elif installed_version(hosts[0].distributions)[0] or location(package):
            reasons.append(_absence(hosts[0]))
    kind = HostTooOldError if HostTooOldError in kinds else NoHostError
    return kind('No Keras is installed that compat can drive{}. Install one of:\n{}'.format(
        ': ' + '; '.join(reasons) if reasons else '', '\n'.join('    ' + host.install for host in HOSTS[:2])))


def _absence(host):
    """Why detect(host) is None."""
    distribution, version = installed_version(host.distributions)
    if distribution:
        return (f'{distribution} {version} is recorded as installed, but there is no module {host.package}: the '
                'installation is broken')
    path = location(host.package)
    if path:
        return (f'the module {host.package} at {path} belongs to no installed distribution, so its version is unknown '
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


# Hosts, frameworks and versions in words: the column ``where`` of compat.differences

_WHERE = re.compile(r'(?P<name>[a-z0-9_.]+?)(?:-(?P<framework>[a-z]+))?(?P<versions>[<>=!~].*)?$')


def _parse(word):
    """(host, framework or None, versions) of one alternative of ``where``."""
    parts = _WHERE.match(word)
    host = by_name(parts.group('name') if parts else word)
    framework = parts.group('framework')
    if framework and framework not in host.frameworks:
        raise UnknownFrameworkError('{!r}: compat drives {} on {}.'.format(word, host.name, ', '.join(host.frameworks)))
    return host, framework, parts.group('versions') or ''


def covers(where, host, version, framework):
    """Whether ``where`` names that host, version and framework.

    ``where`` has a space between two alternatives, each a host's name, then perhaps a framework and versions:
    ``'keras3-jax keras3-torch'``, ``'tf.keras<2.7'``, ``'keras3-torch>=3.5,<3.8'``. Raises UnknownHostError and
    UnknownFrameworkError for a ``where`` that names none.
    """
    alternatives = [_parse(word) for word in where.split()]
    return any(named is host and on in (None, framework)
               and SpecifierSet(versions).contains(version.base_version, prereleases=True)
               for named, on, versions in alternatives)


def names_host(where, host, framework):
    """Whether ``where`` names any version of that host on that framework."""
    return any((named, on) in ((host, framework), (host, None)) for named, on, _ in map(_parse, where.split()))


def own_dialect(host, version):
    """The name of the dialect that a version of real Keras 2 speaks by itself; None for the other hosts."""
    return OWN_DIALECTS[version.release[:2]] if host.family == 'keras2' else None
