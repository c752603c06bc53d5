"""``python -m compat run`` runs a program as ``python`` does."""
import os
import subprocess
import sys
import zipfile
from collections import OrderedDict

import paths
import pytest

from compat import hosts, process, usage
from compat.cli import run as running
from compat.imports import hook as importing

REPORT = '''
import pickle, sys
class Mine(object): pass
print(__name__)
print(sys.argv)
print(sys.path[0])
print(__file__)
print(sys.modules['__main__'].Mine is Mine and type(pickle.loads(pickle.dumps(Mine()))) is Mine)
'''
FAILING = '''
def fails():
    {statement}

fails()
'''


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the program in this process: (exit status, standard output, standard error)."""
    monkeypatch.setattr(sys, 'argv', list(sys.argv))
    monkeypatch.setattr(sys, 'path', list(sys.path))
    monkeypatch.setattr(sys, 'meta_path', list(sys.meta_path))
    monkeypatch.setitem(sys.modules, '__main__', sys.modules['__main__'])
    for name in ('COMPAT_INSTALL', 'COMPAT_HOST', 'COMPAT_DIALECT', 'PYTHONPATH'):  # it sets them for children
        monkeypatch.setenv(name, os.environ.get(name, ''))
        if not os.environ[name]:
            monkeypatch.delenv(name)
    was_installed = importing.is_installed()

    def run(*argv):
        status = running.main([str(argument) for argument in argv])
        captured = capsys.readouterr()
        return status, captured.out, captured.err
    yield run
    if not was_installed:
        importing.uninstall()


@pytest.fixture
def script(tmp_path):
    """Writes a script and returns its path."""
    def write(source, name='program.py'):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
        return str(path)
    return write


def python(*arguments, **options):
    environment = {name: value for name, value in os.environ.items() if name != 'COMPAT_INSTALL'}
    return subprocess.run([sys.executable] + list(arguments), env=environment, capture_output=True, text=True,
                          **options)


def as_python_does(path, *arguments):
    """What ``python SCRIPT ARGS`` returns and prints: (exit status, standard output, standard error)."""
    done = python(path, *arguments)
    return done.returncode, done.stdout, done.stderr


def test_a_script_is_main_with_its_own_arguments_and_folder(run, script):
    path = script(REPORT)
    arguments = ['--host', 'keras3', '-m', '--', 'last']
    assert run(path, *arguments) == as_python_does(path, *arguments)


def test_a_script_finds_the_modules_beside_it(run, script):
    script('value = 7', name='beside_the_program.py')
    assert run(script('import beside_the_program\nprint(beside_the_program.value)')) == (0, '7\n', '')


def test_keras_is_compat_in_the_script(run, script):
    status, out, err = run(script('import compat, keras\nfrom keras import layers\nprint(keras.__name__)\n'
                                  'print(layers is compat.layers, keras.__version__ == compat.__version__)'))
    assert (status, out, err) == (0, 'keras\nTrue True\n', '')


@pytest.mark.parametrize('statement', ['pass', 'raise SystemExit', 'import sys; sys.exit(3)', 'import sys; sys.exit(0)',
                                       'import sys; sys.exit("a last word")', 'raise ValueError("wrong")',
                                       'import no_such_module', 'from os import no_such_name',
                                       'import broken_beside', 'import failing_beside',
                                       'try:\n        {}["key"]\n    except KeyError:\n        import no_such_module'])
def test_the_end_of_a_script_is_that_of_python(run, script, statement):
    script('x = = 3', name='broken_beside.py')
    script('\nraise RuntimeError("on import")', name='failing_beside.py')
    path = script(FAILING.format(statement=statement))
    assert run(path) == as_python_does(path)


def test_a_mistake_in_the_script_is_shown_as_python_shows_it(run, script):
    path = script('x = 1\ny = = 2\n')
    assert run(path) == as_python_does(path)


def test_an_interrupted_script_ends_with_the_status_of_an_interrupt(run, script):
    status, out, err = run(script('raise KeyboardInterrupt'))
    assert status == 130
    assert err.startswith('Traceback') and err.endswith('KeyboardInterrupt\n')


def test_a_script_that_does_not_exist_is_named_and_the_status_is_2(run, tmp_path):
    path = tmp_path / 'no_such_script.py'
    status, out, err = run(path)
    assert (status, out) == (2, '')
    assert "can't open file %r: [Errno 2] No such file or directory" % str(path) in err


def test_a_module_runs_with_m(run, script, tmp_path, monkeypatch):
    script('print(__package__)\n' + REPORT, name='module_to_run.py')
    monkeypatch.chdir(tmp_path)
    done = python('-m', 'module_to_run', '-x', cwd=str(tmp_path))
    assert run('-m', 'module_to_run', '-x') == (done.returncode, done.stdout, done.stderr)


def test_a_package_runs_with_m_by_its_main_module(run, script, tmp_path, monkeypatch):
    script('', name='package_to_run/__init__.py')
    script('value = 7', name='package_to_run/inner.py')
    script('from . import inner\nimport sys\nprint(__package__, inner.value, sys.argv)',
           name='package_to_run/__main__.py')
    monkeypatch.chdir(tmp_path)
    done = python('-m', 'package_to_run', '-x', cwd=str(tmp_path))
    assert run('-m', 'package_to_run', '-x') == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize('name, message', [
    ('no_such_module', 'No module named no_such_module'),
    ('no_such_package.module', 'No module named no_such_package.module'),
    ('json', "No module named json.__main__; 'json' is a package and cannot be directly executed")])
def test_a_module_that_cannot_be_run_is_named(run, name, message):
    status, out, err = run('-m', name)
    assert (status, out, err) == (1, '', 'python -m compat run: %s\n' % message)


def test_a_folder_and_a_zip_file_run_by_their_main_module(run, script, tmp_path):
    script('value = 7', name='folder/inner.py')
    folder = os.path.dirname(script('import inner, sys\nprint(inner.value, sys.argv, sys.path[0], __file__)',
                                    name='folder/__main__.py'))
    assert run(folder, '-x') == as_python_does(folder, '-x')
    sys.modules.pop('inner')
    archive = str(tmp_path / 'program.zip')
    with zipfile.ZipFile(archive, 'w') as file:
        for name in ('inner.py', '__main__.py'):
            file.write(os.path.join(folder, name), name)
    assert run(archive, '-x') == as_python_does(archive, '-x')
    sys.modules.pop('inner')
    empty = tmp_path / 'empty'
    empty.mkdir()
    status, out, err = run(empty)
    assert status == 1
    assert "can't find '__main__' module in" in err


def test_a_program_in_python_2_runs_and_its_errors_name_its_lines(run, script):
    script('print "beside"\nvalue = 7 / 2', name='beside_in_2.py')
    path = script('import beside_in_2\nprint "value", beside_in_2.value\n\nprint 1 / 0\n')
    status, out, err = run(path)
    assert (status, out) == (1, 'beside\nvalue 3\n')
    assert 'File "%s", line 4, in <module>' % path in err
    assert 'print 1 / 0' in err
    assert 'compat' not in err


@pytest.mark.parametrize('option, value, message', [('--host', 'kerras', "'kerras' is no host"),
                                                    ('--dialect', 'keras-9', "'keras-9' is no dialect")])
def test_an_unknown_host_or_dialect_is_named_and_the_status_is_2(run, script, option, value, message):
    status, out, err = run(option, value, script('print("never")'))
    assert (status, out) == (2, '')
    assert message in err


@pytest.mark.parametrize('argv', [[], ['--host', 'keras3'], ['--no-such-option', 'program.py']])
def test_without_a_program_the_usage_is_shown_and_the_status_is_2(run, capsys, argv):
    with pytest.raises(SystemExit) as caught:
        run(*argv)
    assert caught.value.code == 2
    assert 'usage: python -m compat run' in capsys.readouterr().err


def test_the_report_of_a_program_without_keras_says_so(run, script, monkeypatch):
    monkeypatch.setattr(process, 'is_open', lambda: False)
    assert run('--report', script('print("ran")')) == (
        0, 'ran\n', 'python -m compat run: the program used no Keras\n')


def test_uses_are_counted_at_the_first_line_of_the_program(script, monkeypatch):
    monkeypatch.setattr(usage, '_uses', OrderedDict())
    source = 'for _ in range(2):\n    record("kind", "what")\nwith paused():\n    record("kind", "no")\n'
    program = compile(source, 'folder/program.py', 'exec')
    exec(program, {'record': usage.record, 'paused': usage.paused, '__name__': '__main__'})
    usage.record('another', 'kind')
    assert usage.uses('kind') == [('kind', 'what', 'program.py:2', 2)]


def missing_host():
    """The name of a host that is not installed here."""
    installed = {row.host.name for row in hosts.candidates()}
    return next(host.name for host in hosts.HOSTS if host.name not in installed)


def test_the_process_gives_pythons_status_reads_stdin_and_says_where_keras_is_missing(script):
    done = python('-m', 'compat', 'run', '--host', missing_host(), '-', 'argument', cwd=str(paths.ROOT),
                  input='import atexit, sys\nprint(sys.argv)\n'
                        'atexit.register(lambda: print(sys.modules["__main__"].left))\nleft = "at exit"\n'
                        'import keras\nfrom keras.layers import Dense\n')
    assert done.returncode == 1
    assert done.stdout == "['-', 'argument']\nat exit\n"
    assert done.stderr.startswith('Traceback (most recent call last):\n  File "<stdin>", line 6, in <module>')
    assert 'Install it with: pip install' in done.stderr
