"""The house rules of the tree: what lies where, and what no file of compat does. Read without a host."""
import json
import re

import paths
import pytest

COMPAT = paths.ROOT / 'compat'
NAMES = json.loads((COMPAT / 'imports' / 'names.json').read_text())
# Every module path of Keras 2, '' for keras itself: 'engine.training'.
KERAS2_PATHS = {path for version in NAMES.values() for path in version}
# The folders of Keras 2's paths; what is compat's own lies in others.
PUBLIC = sorted(folder.name for folder in COMPAT.iterdir() if folder.is_dir() and folder.name in {
    path.partition('.')[0] for path in KERAS2_PATHS})


def sources(folder=COMPAT):
    return sorted(folder.rglob('*.py'))


def lines(pattern, *but):
    """Where a pattern stands in compat: 'compat/x.py:3'."""
    return [f'{path.relative_to(paths.ROOT)}:{number}' for path in sources() for number, line in enumerate(
        path.read_text(encoding='utf-8').split('\n'), 1)
        if re.search(pattern, line) and not any(part in path.parts for part in but)]


def module(path):
    """The path of a file as Keras 2 would name it: compat/engine/training.py is 'engine.training'."""
    parts = path.relative_to(COMPAT).with_suffix('').parts
    return '.'.join(parts[:-1] if parts[-1] == '__init__' else parts)


@pytest.mark.parametrize('what, pattern, but', [
    ('names imported by a star, which no editor can follow', r'^\s*from compat[\w.]* import \*', ()),
    ('parts of the host by the name of a file', r'hosts\.part\b', ()),
    ('a column of the dialects that stands for another question', r'\bfirst_uid\b', ()),
    ('deciding by byte code', r'\bco_(names|consts|code|varnames)\b', ('cli',)),
    ('deciding by which module files are there', r'os\.path\.exists\([^)]*\.py', ()),
    ('copies of a namespace', r'globals\(\)\.update', ()),
])
def test_no_file_has(what, pattern, but):
    assert lines(pattern, *but) == []


@pytest.mark.parametrize('folder', [name for name in PUBLIC if name != 'backend'])
def test_a_folder_of_keras_2_has_only_modules_of_keras_2(folder):
    assert [module(path) for path in sources(COMPAT / folder) if module(path) not in KERAS2_PATHS] == []


@pytest.mark.parametrize('folder, most', [('backend', 25), ('engine', 10)])
def test_a_folder_of_keras_2_has_few_files(folder, most):
    assert len(sources(COMPAT / folder)) <= most


def test_host_modules_lie_under_adapters():
    hosts = re.compile(r'(^|/)(keras3|tf_keras|tensorflow|jax|torch|numpy)(/|\.py$)')
    assert [path for path in sources() if COMPAT / 'adapters' not in path.parents
            and hosts.search(path.relative_to(COMPAT).as_posix())] == []
