"""What `python -m compat` prints: host, framework and dialect, why each, and what differs. It imports no host."""
import json
import platform
from collections import OrderedDict

from compat import __compat_version__, differences, hosts, process
from compat.errors import CompatError

# Beside the hosts' own packages: (title, distributions).
OTHERS = (('tensorflow', hosts.TENSORFLOW_DISTRIBUTIONS), ('jax', ('jax',)), ('torch', ('torch',)),
          ('numpy', ('numpy',)), ('h5py', ('h5py',)))


def collect():
    """The report as plain data, which is also what ``--json`` prints. ``error`` is None where a host can be used."""
    report = OrderedDict(compat=__compat_version__, host=None, framework=None, dialect=None, error=None,
                         installed=_installed(), versions=_versions(), differences=[])
    for fill in (_host, _dialect):
        try:
            report.update(fill())
        except CompatError as error:
            report['error'] = report['error'] or str(error)
    return report


def _host():
    choice = process.choose()
    return {'host': OrderedDict(name=choice.host.name, version=str(choice.version), family=choice.host.family,
                                why=choice.why),
            'framework': OrderedDict(name=choice.framework, why=choice.framework_why),
            'differences': [row._asdict() for row in differences.present()]}


def _dialect():
    choice = process.choose_dialect()
    return {'dialect': OrderedDict(name=choice.dialect.name, version=choice.dialect.version, why=choice.why)}


def _installed():
    """Every package that holds a Keras, of any version, with the host that its version is."""
    rows = []
    for package in ('keras', 'tf_keras', 'tensorflow'):
        installed = [hosts.detect(host) for host in hosts.HOSTS if host.package == package]
        if installed[0] is not None:
            row = installed[0]
            host = next((each.host.name for each in installed if hosts.in_range(each.host, each.version)), None)
            rows.append(OrderedDict(package=package, distribution=row.distribution, version=str(row.version),
                                    imported=row.imported, host=host))
    return rows


def _versions():
    versions = OrderedDict(python=platform.python_version())
    for title, distributions in OTHERS:
        version = hosts.installed_version(distributions)[1]
        versions[title] = str(version) if version else None
    return versions


def as_text(report):
    """The report in words, for a terminal."""
    lines = ['compat {} (customlayers)'.format(report['compat'])]
    if report['error']:
        lines += ['', report['error']]
    lines.append('')
    for what in ('host', 'framework', 'dialect'):
        row = report[what]
        if row is None:
            lines.append('%-9s none' % what)
        else:
            lines.append('%-9s %s' % (what, ' '.join(row[part] for part in ('name', 'version') if part in row)))
            lines.append('          because {}'.format(row['why']))
    lines += ['', 'installed']
    for row in report['installed']:
        lines.append('    %-12s %-14s %s%s%s' % (
            row['package'], row['version'],
            'the host {}'.format(row['host']) if row['host'] else 'no host at this version',
            ', imported' if row['imported'] else '',
            ', from {}'.format(row['distribution']) if row['distribution'].replace('-', '_') != row['package'] else ''))
    listed = {row['package'] for row in report['installed']}
    lines += ['    %-12s %s' % (title, version) for title, version in report['versions'].items()
              if version and title not in listed]
    if report['differences']:
        lines += ['', 'differences from Keras 2 that apply here']
    for row in report['differences']:
        lines += ['    {}: {}'.format(row['id'], row['what']),
                  '        Keras 2: {}'.format(row['keras2']),
                  '        here:    {}{}'.format(row['compat'], ' ({})'.format(row['thread']) if row['thread'] else ''),
                  '        until:   {}'.format(row['until'])]
    return '\n'.join(lines)


def header():
    """The report in two lines, for the header of a test run."""
    report = collect()
    choice = 'no host' if report['error'] else 'host {} {}, framework {}, dialect {}'.format(
        report['host']['name'], report['host']['version'], report['framework']['name'], report['dialect']['name'])
    versions = ', '.join('{} {}'.format(*row) for row in report['versions'].items() if row[1])
    return [f'compat: {choice}', f'compat: {versions}']


def main(as_json=False):
    """Print the report. The exit status: 0, or 1 where there is no host that can be used."""
    report = collect()
    print(json.dumps(report, indent=2) if as_json else as_text(report))
    return 1 if report['error'] else 0
