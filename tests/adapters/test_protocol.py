"""Every adapter provides what compat/adapters/protocol.py says, and nothing else is used: read without any host."""
import ast
import inspect

import paths
import pytest
import reading

from compat.adapters import protocol, rows

AREAS = [area for area in rows.AREAS if area != 'tensors']  # part of ops
DRIVEN = [row for row in rows.ADAPTERS if row.folders]
FILES = sorted({file for files in rows.AREAS.values() for file in files})


def members(area):
    """{name: its function, or None for an attribute} of the protocol of an area."""
    classes = [cls for cls in protocol.PROTOCOLS[area].__mro__ if cls.__module__.startswith('compat.')]
    names = {name: None for cls in classes for name in vars(cls).get('__annotations__', {})}
    names.update((name, value) for cls in classes for name, value in vars(cls).items()
                 if inspect.isfunction(value) and not name.startswith('_'))
    return names


def path_of(module):
    return reading.ADAPTERS / (module.replace('.', '/') + '.py')


def provider(row, area, name):
    """The first file of the area in which the row has the name, or None."""
    for module in row.modules(area):
        if name in reading.definitions(path_of(module)):
            return path_of(module)
    return None


def required(row, function):
    """Whether the row has to have a name: all of them but those of a capability that it lacks."""
    return not hasattr(function, 'capability') or getattr(row, function.capability)


def wanted(function):
    """(names of the arguments, whether it takes any number) that the protocol says."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    plain = [each.name for each in parameters if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]
    return plain, len(plain) < len(parameters)


def offered(node):
    """(names, number of defaults, whether it takes any number) of a function or class; None where syntax has none."""
    if isinstance(node, ast.ClassDef):
        made = [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == '__init__']
        node = made[0] if made else None
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        return reading.arguments(node.value)
    if not isinstance(node, ast.FunctionDef):
        return None
    names, defaults, more = reading.arguments(node)
    return [name for name in names if name != 'self'], defaults, more


@pytest.mark.parametrize('area', AREAS)
@pytest.mark.parametrize('row', DRIVEN, ids=[row.title for row in DRIVEN])
def test_a_row_has_every_name_of_the_protocol(row, area):
    lacking = [name for name, function in members(area).items() if required(row, function)
               and provider(row, area, name) is None]
    assert lacking == [], f'lacking: define them in one of {row.modules(area)}'


@pytest.mark.parametrize('area', AREAS)
@pytest.mark.parametrize('row', DRIVEN, ids=[row.title for row in DRIVEN])
def test_a_row_has_the_signatures_of_the_protocol(row, area):
    differing = {}
    for name, function in members(area).items():
        path = provider(row, area, name)
        found = offered(reading.defined(path, name)) if path and function else None
        if found is not None:
            names, more = wanted(function)
            if found != (names, 0, more):
                differing[name] = (str(path.relative_to(paths.ROOT)), 'has', found, 'and should have', (names, 0, more))
    assert differing == {}


@pytest.mark.parametrize('area', AREAS)
def test_what_compat_uses_of_an_area_is_in_the_protocol(area):
    strangers = {name: sorted({str(path.relative_to(paths.ROOT)) for path, _, _ in calls})
                 for name, calls in reading.uses().get(area, {}).items() if name not in members(area)}
    assert strangers == {}, 'used of the adapter, and not in protocol.py or protocol_ops.py of compat/adapters'


@pytest.mark.parametrize('area', AREAS)
def test_what_is_in_the_protocol_is_used(area):
    used = set(reading.uses().get(area, {})) | set(reading.uses().get('tensors', {}) if area == 'ops' else ())
    assert sorted(set(members(area)) - used) == [], 'in protocol.py or protocol_ops.py, and used by nobody'


@pytest.mark.parametrize('area', AREAS)
def test_an_adapter_is_called_by_position_with_every_argument(area):
    wrong = {}
    for name, function in members(area).items():
        if function is None:
            continue
        names, more = wanted(function)
        for path, count, keywords in reading.uses().get(area, {}).get(name, ()):
            if count is not None and not more and (count != len(names) or keywords):
                wrong.setdefault(name, set()).add(str(path.relative_to(paths.ROOT)))
    assert wrong == {}


@pytest.mark.parametrize('area', AREAS)
def test_every_name_of_the_protocol_is_explained(area):
    bare = [name for name, function in members(area).items() if function is not None and not function.__doc__]
    classes = {cls.__name__ for cls in protocol.PROTOCOLS[area].__mro__}
    for file in ('protocol.py', 'protocol_ops.py'):
        for cls in reading.tree(reading.ADAPTERS / file).body:
            if isinstance(cls, ast.ClassDef) and cls.name in classes:
                bare += [node.target.id for node, following in zip(cls.body, cls.body[1:] + [None])
                         if isinstance(node, ast.AnnAssign) and not isinstance(following, ast.Expr)]
    assert bare == []


def test_the_capabilities_that_names_need_are_fields_of_the_rows():
    needed = {function.capability for area in AREAS for function in members(area).values()
              if hasattr(function, 'capability')}
    assert needed <= set(rows.Adapter._fields)


def test_every_capability_is_asked_for():
    capabilities = rows.Adapter._fields[rows.Adapter._fields.index('gradients'):]
    asked = {node.attr for path in reading.sources() for node in ast.walk(reading.tree(path))
             if isinstance(node, ast.Attribute)}
    asked |= {reading.first_text(node) for path in reading.sources() for node in ast.walk(reading.tree(path))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == 'require'}
    assert sorted(set(capabilities) - asked) == []


def test_the_table_names_the_files_that_are_there():
    named = {f'{folder.name}.{file}' for row in DRIVEN for folder in row.folders for file in folder.files}
    there = {'.'.join(path.relative_to(reading.ADAPTERS).with_suffix('').parts) for path in reading.sources()
             if reading.ADAPTERS in path.parents and path.parent != reading.ADAPTERS}
    assert there == named


def test_every_folder_has_the_same_file_names():
    assert {module.rpartition('.')[2] for row in DRIVEN for area in AREAS for module in row.modules(area)} == set(FILES)


def test_the_rows_of_a_framework_cover_every_version_once():
    for family, framework in {(row.family, row.framework) for row in rows.ADAPTERS}:
        spans = [(row.since, row.until) for row in rows.ADAPTERS if (row.family, row.framework) == (family, framework)]
        assert spans[0][1] is None and spans[-1][0] is None
        assert [since for since, _ in spans[:-1]] == [until for _, until in spans[1:]]
