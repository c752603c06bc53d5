"""The stubs that type checkers and editors read in place of modules that open a host: complete, and up to date."""
import ast
import json

import make_stubs
import pytest
from paths import ROOT

from compat.imports import lazy_modules

STUBS = make_stubs.render_all()
BY_PATH = dict(zip(make_stubs.Api().paths, STUBS))


def bound(tree):
    """The names that a stub defines or imports."""
    names = set()
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
        elif isinstance(node, ast.Assign):
            names.add(node.targets[0].id)
    return names


def test_the_stubs_are_as_make_stubs_writes_them():
    assert make_stubs.stale() == [], 'run `python tools/make_stubs.py`, and commit what it writes'


def test_every_module_path_of_keras_2_has_a_stub_and_nothing_else_has():
    assert sorted(path for path in BY_PATH if path) == lazy_modules.PATHS
    assert make_stubs.IMPLEMENTED_IN == lazy_modules.IMPLEMENTED_IN


@pytest.mark.parametrize('path', sorted(BY_PATH), ids=lambda path: path or 'keras')
def test_a_stub_offers_and_binds_every_public_name_of_its_module(path):
    text = (ROOT / BY_PATH[path]).read_text(encoding='utf-8')
    tree = ast.parse(text)
    listed, = [ast.literal_eval(node.value) for node in tree.body
               if isinstance(node, ast.Assign) and node.targets[0].id == '__all__']
    names = {name for table in lazy_modules.NAMES.values() for name in table.get(path, ()) if not name.startswith('_')}
    assert set(listed) == names
    assert names <= bound(tree)


def test_constructors_in_the_stubs_take_what_layers_of_keras_2_took():
    tables = json.loads((ROOT / 'compat' / 'builtin_layers' / 'signatures.json').read_text())
    compared = 0
    for name, layer in tables['2.2.4'].items():
        tree = ast.parse((ROOT / BY_PATH[layer['module']]).read_text(encoding='utf-8'))
        for node in tree.body:
            init = [item for item in getattr(node, 'body', ())
                    if isinstance(node, ast.ClassDef) and node.name == name and getattr(item, 'name', '') == '__init__']
            if init:
                arguments = [argument.arg for argument in init[0].args.args[1:]]
                assert arguments[:len(layer['arguments'])] == [argument for argument, _ in layer['arguments']], name
                compared += 1
    assert compared > 70


def test_an_annotation_of_the_source_is_in_the_stub():
    text = (ROOT / 'compat' / '__init__.pyi').read_text(encoding='utf-8')
    assert 'def configure(host: Optional[str] = None, dialect: Optional[str] = None) -> None: ...' in text


@pytest.mark.parametrize('annotation', [
    'Optional[Sequence[int]]', 'np.ndarray', 'Optional[np.ndarray]', 'Callable[..., Any]', 'Tuple[int, ...]',
    'Callable[[int, str], None]', 'Dict[str, List[Any]]'])
def test_annotations_are_written_as_they_stand(annotation):
    function = ast.parse(f'def f(x: {annotation}, *args, y: {annotation} = None) -> {annotation}: pass').body[0]
    assert make_stubs.own_signature(function) == (
        [f'x: {annotation}', '*args: Any', f'y: {annotation} = None'], annotation)


def test_an_annotation_in_quotes_is_written_without_them():
    assert make_stubs.own_signature(ast.parse("def f(x: 'int') -> 'str': pass").body[0]) == (['x: int'], 'str')


def test_what_k_has_beyond_keras_2_is_in_its_stub():
    stub = ast.parse((ROOT / 'compat' / 'backend' / '__init__.pyi').read_text(encoding='utf-8'))
    function, = [node for node in stub.body if getattr(node, 'name', '') == 'learning_phase_scope']
    assert [argument.arg for argument in function.args.args] == ['value']


@pytest.mark.parametrize('first, later, expected', [
    ('(x, axis=-1)', '(x, axis=1, keepdims=False)', ['x', 'axis', 'keepdims']),
    ('(x, strides, **kwargs)', '(x, padding, strides, **kwargs)', ['x', 'strides', '', 'padding', 'kwargs']),
    ('(lr=0.01, decay=0.)', '(learning_rate=0.01)', ['lr', 'decay'])])
def test_a_signature_is_extended_by_a_later_version_where_that_kept_its_names(first, later, expected):
    merged = make_stubs.merged([first, later])
    assert merged.names == expected
    assert merged.arguments[0] == make_stubs.merged([first]).arguments[0]
