"""What is shipped: two packages and their data; and what happens where another module is called compat."""
import ast
import configparser
import fnmatch
import os
import pathlib
import subprocess
import sys

import pytest

import compat
import customlayers
from compat import hosts
from compat.imports import packages

ROOT = pathlib.Path(__file__).parent.parent
PLACE = pathlib.Path(compat.__file__).parent.parent


@pytest.fixture(scope='module')
def setup():
    parser = configparser.ConfigParser()
    parser.read(str(ROOT / 'setup.cfg'))
    return parser


def words(text):
    return [line.strip() for line in text.strip().split('\n')]


def test_the_package_runs_on_python_3_7_and_needs_numpy_and_packaging_only(setup):
    assert setup['options']['python_requires'] == '>=3.7'
    assert words(setup['options']['install_requires']) == [
        'numpy', 'packaging', 'importlib_metadata; python_version < "3.8"']


def test_the_version_is_read_without_importing_compat(setup):
    assert setup['metadata']['version'] == 'attr: compat.__compat_version__'
    tree = ast.parse(pathlib.Path(compat.__file__).read_text())
    literals = {target.id: ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign)
                for target in node.targets if isinstance(target, ast.Name)}
    assert literals['__compat_version__'] == compat.__compat_version__


def test_every_package_folder_is_shipped_and_nothing_else(setup):
    patterns = words(setup['options.packages.find']['include'])

    def shipped(folder):
        return any(fnmatch.fnmatchcase('.'.join(folder.relative_to(ROOT).parts), pattern) for pattern in patterns)

    tops = [top for top in ROOT.iterdir() if top.is_dir() and not top.name.startswith('.') and top.name != 'build']
    folders = {file.parent for top in tops for file in top.glob('**/*.py')}
    assert {folder.relative_to(ROOT).parts[0] for folder in folders if shipped(folder)} == {'compat', 'customlayers'}
    assert {folder.relative_to(ROOT).parts[0] for folder in folders if not shipped(folder)}.isdisjoint(
        {'compat', 'customlayers'})


def test_every_data_file_of_the_packages_is_shipped(setup):
    patterns = words(setup['options.package_data']['*'])
    data = [file for package in ('compat', 'customlayers') for file in (ROOT / package).glob('**/*')
            if file.is_file() and file.suffix not in ('.py', '.pyc')]
    assert 'names.json' in [file.name for file in data]
    assert [file for file in data if not any(fnmatch.fnmatchcase(file.name, pattern) for pattern in patterns)] == []


def test_the_data_lies_beside_the_imported_packages():
    for file in ('compat/imports/names.json', 'compat/py.typed', 'customlayers/py.typed', 'compat/__init__.pyi',
                 'compat/layers/core.pyi'):
        assert (PLACE / file).is_file()


def test_every_engine_and_host_that_a_message_offers_is_an_extra(setup):
    extras = setup['options.extras_require']
    for framework in hosts.FRAMEWORKS:
        assert framework in extras
    for host in hosts.HOSTS:
        if 'customlayers[' in host.install:
            assert host.install.partition('[')[2].partition(']')[0] in extras


def test_the_documented_extras_are_there(setup):
    assert set(setup['options.extras_require']) == {'tensorflow', 'tf-keras', 'jax', 'torch', 'plot', 'py2', 'test',
                                                    'dev'}
    assert set(packages.INSTALLED_BY.values()) <= set(words(setup['options.extras_require']['test']))


def test_customlayers_stands_on_our_compat():
    assert customlayers.compat is compat


@pytest.mark.parametrize('path', ['compat.py', 'compat/__init__.py'])
def test_customlayers_names_another_compat_that_shadows_ours(tmp_path, path):
    other = tmp_path / path
    other.parent.mkdir(exist_ok=True)
    other.write_text('')
    program = tmp_path / 'program.py'
    program.write_text('import sys\nsys.path[1:1] = [%r]\nimport customlayers\n' % str(PLACE))
    environment = {name: value for name, value in os.environ.items() if name != 'PYTHONPATH'}
    run = subprocess.run([sys.executable, str(program)], env=environment, capture_output=True,
                         text=True, timeout=60)
    assert run.returncode == 1
    assert ('ImportError: customlayers needs its own module compat, and %s is imported in its place. Rename that file '
            'or folder' % other) in run.stderr
