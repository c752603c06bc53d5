"""`python -m compat`: the choice and why, in words and as JSON, without importing any host."""
import json
import platform
import subprocess
import sys

import pytest

from compat import __compat_version__, differences, process
from compat.cli import report
from compat.__main__ import main
from compat.errors import NoHostError

# A host that the report imported would raise.
CLOSED = "raise RuntimeError('the report imported a host')"


@pytest.fixture
def printed(capsys):
    def run(*arguments):
        status = main(list(arguments))
        return status, capsys.readouterr().out
    return run


@pytest.fixture
def jax(machine):
    machine.install('keras==3.15.1', 'jax==0.4.30', 'tensorflow-cpu==2.21.0', 'numpy==1.26.4')
    machine.sets(KERAS_BACKEND='jax', COMPAT_DIALECT='keras-2.3')
    for package in ('keras', 'jax', 'tensorflow'):
        machine.write(package + '/__init__.py', CLOSED)
    return machine


def test_the_report_names_host_engine_and_dialect_and_why_each(jax, printed):
    status, text = printed()
    assert status == 0
    lines = text.split('\n')
    assert lines[0] == 'compat %s (customlayers)' % __compat_version__
    for line in ('host      keras3 3.15.1', '          because it is the best one installed',
                 'framework jax', '          because KERAS_BACKEND asks for it',
                 'dialect   keras-2.3 2.3.1', '          because COMPAT_DIALECT asks for it'):
        assert line in lines


def test_the_report_lists_what_is_installed_hosts_first(jax, printed):
    rows = [line.split() for line in printed()[1].split('\ninstalled\n')[1].split('\n\n')[0].split('\n')]
    assert rows == ['keras 3.15.1 the host keras3'.split(),
                    'tensorflow 2.21.0 no host at this version, from tensorflow-cpu'.split(),
                    ['python', platform.python_version()], ['jax', '0.4.30'], ['numpy', '1.26.4']]


def test_the_report_lists_the_differences_that_hold_here(jax, printed):
    text = printed()[1]
    rows = differences.present()
    assert rows
    for row in rows:
        assert '    %s: %s\n' % (row.id, row.what) in text
        assert row.keras2 in text and row.compat in text


def test_report_is_the_default_command(jax, printed):
    assert printed('report') == printed()


def test_the_json_says_the_same(jax, printed):
    status, text = printed('--json')
    assert status == 0
    data = json.loads(text)
    assert data['compat'] == __compat_version__
    assert data['host'] == {'name': 'keras3', 'version': '3.15.1', 'family': 'keras3',
                            'why': 'it is the best one installed'}
    assert data['framework'] == {'name': 'jax', 'why': 'KERAS_BACKEND asks for it'}
    assert data['dialect'] == {'name': 'keras-2.3', 'version': '2.3.1', 'why': 'COMPAT_DIALECT asks for it'}
    assert data['error'] is None
    assert data['installed'] == [
        {'package': 'keras', 'distribution': 'keras', 'version': '3.15.1', 'imported': False, 'host': 'keras3'},
        {'package': 'tensorflow', 'distribution': 'tensorflow-cpu', 'version': '2.21.0', 'imported': False,
         'host': None}]
    assert data['versions'] == {'python': platform.python_version(), 'tensorflow': '2.21.0', 'jax': '0.4.30',
                                'torch': None, 'numpy': '1.26.4', 'h5py': None}
    assert [row['id'] for row in data['differences']] == [row.id for row in differences.present()]


def test_without_a_host_the_exit_status_is_1_and_the_report_says_what_to_install(machine, printed):
    status, text = printed()
    assert status == 1
    assert 'No Keras is installed that compat can drive' in text
    assert 'pip install "customlayers[tensorflow]"' in text
    assert 'host      none' in text
    status, text = printed('--json')
    assert status == 1
    data = json.loads(text)
    assert data['host'] is None and data['framework'] is None and data['differences'] == []
    assert 'pip install "customlayers[tensorflow]"' in data['error']


@pytest.mark.parametrize('variable, message', [
    ('COMPAT_HOST', "'bogus' is no host"), ('COMPAT_DIALECT', "'bogus' is no dialect"),
    ('KERAS_BACKEND', "asks for the framework 'bogus'")])
def test_what_is_asked_for_and_unknown_is_reported_with_what_is_installed(jax, printed, variable, message):
    jax.sets(**{variable: 'bogus'})
    status, text = printed()
    assert status == 1
    assert message in text
    assert 'keras        3.15.1' in text


def test_an_unknown_command_is_refused_with_exit_status_2(jax, printed, capsys):
    with pytest.raises(SystemExit) as caught:
        main(['explain'])
    assert caught.value.code == 2
    assert "invalid choice: 'explain'" in capsys.readouterr().err


def test_options_of_the_report_before_run_are_refused(jax, capsys):
    with pytest.raises(SystemExit) as caught:
        main(['--json', 'run'])
    assert caught.value.code == 2
    assert 'run comes first' in capsys.readouterr().err


def test_help_documents_the_runner(capsys):
    with pytest.raises(SystemExit) as caught:
        main(['--help'])
    assert caught.value.code == 0
    assert 'python -m compat run [--host H] [--dialect D] SCRIPT ARGS...' in capsys.readouterr().out


def test_the_header_of_a_test_run_names_host_engine_dialect_and_versions(jax):
    assert report.header() == [
        'compat: host keras3 3.15.1, framework jax, dialect keras-2.3',
        'compat: python %s, tensorflow 2.21.0, jax 0.4.30, numpy 1.26.4' % platform.python_version()]


def test_python_m_compat_reports_the_host_of_this_process():
    run = subprocess.run([sys.executable, '-m', 'compat', '--json'], stdout=subprocess.PIPE, timeout=60)
    data = json.loads(run.stdout.decode())
    try:
        host = process.choose().host.name
    except NoHostError:
        assert (run.returncode, data['host']) == (1, None)
    else:
        assert (run.returncode, data['host']['name']) == (0, host)
