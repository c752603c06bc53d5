"""Fake installations: a process in which only what a test puts there is installed, imported and asked for."""
import importlib
import sys
import sysconfig

import numpy  # noqa: F401, compat needs it, and the path of a fake installation leads to no packages
import pytest

from compat import hosts, process

# Which package a distribution installs, where its name is another one.
PACKAGES = dict({name: 'tensorflow' for name in hosts.TENSORFLOW_DISTRIBUTIONS},
                **{'tf-keras': 'tf_keras', 'tf-keras-nightly': 'tf_keras', 'keras-nightly': 'keras'})
TOPS = {host.package for host in hosts.HOSTS} | set(hosts.FRAMEWORKS)
ASKING = ('COMPAT_HOST', 'COMPAT_DIALECT', 'KERAS_BACKEND', 'TF_USE_LEGACY_KERAS')

SOURCES = {
    'keras': """
        import os
        __version__ = {version!r}
        asked = os.environ.get('KERAS_BACKEND')
        class config:
            backend = staticmethod(lambda: os.environ.get('KERAS_BACKEND') or 'tensorflow')
        """,
    'tf_keras': '__version__ = {version!r}',
    # Like TensorFlow 2.15, its keras reports no version.
    'tensorflow': """
        __version__ = {version!r}
        class keras:
            name = 'tf.keras'
        """,
}


def dedented(source):
    lines = source.strip('\n').split('\n')
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return '\n'.join(line[margin:] for line in lines) + '\n'


class Machine:
    """Where a test installs things. ``machine.install('keras==3.5.0', 'jax==0.4.30')``."""

    def __init__(self, folder, monkeypatch):
        self.folder = folder
        self.monkeypatch = monkeypatch

    def install(self, *distributions):
        """Install distributions, each written as ``tensorflow-cpu==2.15.1``."""
        for requirement in distributions:
            name, _, version = requirement.partition('==')
            self.record(name, version)
            package = PACKAGES.get(name, name)
            self.write(package + '/__init__.py', SOURCES.get(package, '').format(version=version))

    def record(self, name, version):
        """Only the metadata that pip leaves."""
        text = 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' % (name, version)
        self.write('%s-%s.dist-info/METADATA' % (name.replace('-', '_'), version), text)

    def write(self, path, source):
        """A file in site-packages."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedented(source) if source else '')
        importlib.invalidate_caches()

    def imports(self, name):
        """The program imports a package, before anything of compat is used."""
        return importlib.import_module(name)

    def sets(self, **environment):
        """The environment's variables."""
        for name, value in environment.items():
            self.monkeypatch.setenv(name, value)


def forget():
    for name in list(sys.modules):
        if name.partition('.')[0] in TOPS:
            del sys.modules[name]


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A process with nothing installed and no choice of host or dialect. Afterwards everything is as it was."""
    before = {name: module for name, module in sys.modules.items() if name.partition('.')[0] in TOPS}
    forget()
    site = tmp_path / 'site-packages'
    site.mkdir()
    library = sysconfig.get_paths()['stdlib']
    monkeypatch.setattr(sys, 'path', [str(site)] + [entry for entry in sys.path if entry.startswith(library)
                                                    and 'site-packages' not in entry])
    for name in ('_configured_host', '_configured_dialect', '_host_choice', '_opened', '_dialect_choice'):
        monkeypatch.setattr(process, name, None)
    for name in ASKING:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv('KERAS_HOME', str(tmp_path / 'keras_home'))
    try:
        yield Machine(site, monkeypatch)
    finally:
        forget()
        sys.modules.update(before)
