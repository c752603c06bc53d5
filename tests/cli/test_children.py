"""Processes that a program under `compat run` starts have compat as well; COMPAT_INSTALL=1 asks for it."""
import os
import subprocess
import sys

import paths
import pytest

from compat.cli import children

# Says which keras a process has; the version needs no host.
ASK = 'import keras; print(keras.__name__, keras.__version__)'
SUBPROCESS = f"""
import subprocess, sys
print(subprocess.check_output([sys.executable, '-c', {ASK!r}]).decode().strip())
"""
POOL = """
import multiprocessing, sys

def answer(number):
    import keras
    return keras.__version__, number

if __name__ == '__main__':
    with multiprocessing.get_context(sys.argv[1]).Pool(1) as pool:
        print(pool.map(answer, [2]))
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a program with arguments of Python, in an environment without variables of compat: what it prints."""
    for name in ('COMPAT_INSTALL', 'COMPAT_DIALECT'):
        monkeypatch.delenv(name, raising=False)

    def run(source, *arguments, before=('-m', 'compat', 'run'), **variables):
        program = tmp_path / 'program.py'
        program.write_text(source)
        environment = dict(os.environ, **dict({'PYTHONPATH': str(paths.ROOT)}, **variables))
        return subprocess.run([sys.executable, *before, str(program), *arguments], cwd=str(tmp_path), env=environment,
                              stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    return run


def test_a_subprocess_has_compat(run):
    assert run(SUBPROCESS) == 'keras 2.2.4'


def test_a_subprocess_of_a_subprocess_has_the_dialect_that_was_asked_for(run):
    nested = f'import subprocess, sys; print(subprocess.check_output([sys.executable, "-c", {SUBPROCESS!r}]).decode())'
    assert run(nested, before=('-m', 'compat', 'run', '--host', 'keras3', '--dialect', 'keras-2.3')) == 'keras 2.3.1'


@pytest.mark.parametrize('method', ['spawn', 'forkserver'])
def test_processes_of_multiprocessing_have_compat(run, method):
    assert run(POOL, method) == "[('2.2.4', 2)]"


def test_a_child_that_is_compat_run_has_options_of_its_own(run, tmp_path):
    (tmp_path / 'child.py').write_text(ASK)
    command = [sys.executable, '-m', 'compat', 'run', '--host', 'keras3', '--dialect', 'keras-2.3', 'child.py']
    assert run(f'import subprocess; print(subprocess.check_output({command!r}).decode())') == 'keras 2.3.1'


def test_the_variable_installs_where_the_folder_is_on_the_path(run):
    asked = dict(PYTHONPATH=children.STARTUP, COMPAT_INSTALL='1')
    assert run(ASK, before=(), **asked) == 'keras 2.2.4'


def test_without_the_variable_nothing_is_installed(run):
    source = 'import builtins; print(type(builtins.__import__).__name__)'
    assert run(source, before=(), PYTHONPATH=children.STARTUP) == 'builtin_function_or_method'


def test_a_sitecustomize_of_the_users_own_runs_as_well(run, tmp_path):
    (tmp_path / 'own').mkdir()
    (tmp_path / 'own' / 'sitecustomize.py').write_text("import os; os.environ['OWN'] = 'ran'")
    path = os.pathsep.join([children.STARTUP, str(tmp_path / 'own')])
    source = f"import os, sys; print(os.environ['OWN'], {children.STARTUP!r} in sys.path)\n{ASK}"
    assert run(source, before=(), PYTHONPATH=path, COMPAT_INSTALL='1').split('\n') == ['ran False', 'keras 2.2.4']
