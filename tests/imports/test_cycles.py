"""No module of the packages imports one that imports it, be it inside of a function or through others."""
import ast
import functools

import paths

# Imports of our own modules inside of functions: where opening them costs something (a host, a command).
MOST_NESTED = 15


def modules():
    """{dotted name: file} of the modules of compat and customlayers."""
    found = {}
    for package in ('compat', 'customlayers'):
        for file in sorted((paths.ROOT / package).rglob('*.py')):
            parts = file.relative_to(paths.ROOT).with_suffix('').parts
            found['.'.join(parts[:-1] if parts[-1] == '__init__' else parts)] = file
    return found


def targets(node, name, file, known):
    """The modules that an import statement of the module ``name`` imports, in any case."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ''
    if node.level:
        package = name.split('.') if file.name == '__init__.py' else name.split('.')[:-1]
        base = '.'.join(package[:len(package) - node.level + 1] + ([base] if base else []))
    names = [f'{base}.{alias.name}' for alias in node.names]
    return [each if each in known else base for each in names]


@functools.lru_cache(maxsize=1)
def imports():
    """({module: modules that it imports}, [(module, line, module that it imports inside of a function)])."""
    known = modules()
    graph, nested = {name: set() for name in known}, []
    for name, file in known.items():
        tree = ast.parse(file.read_text(encoding='utf-8'))
        inside = {id(child) for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                  for child in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                own = {target for target in targets(node, name, file, known) if target in known and target != name}
                graph[name] |= own
                nested += [(name, node.lineno, target) for target in sorted(own) if id(node) in inside]
    return graph, nested


def reachable(graph, start):
    """The modules that an import of ``start`` imports, itself among them only where it is in a cycle."""
    seen, ahead = set(), list(graph[start])
    while ahead:
        module = ahead.pop()
        if module not in seen:
            seen.add(module)
            ahead += graph[module]
    return seen


def test_no_module_imports_itself_through_others():
    graph = imports()[0]
    assert [module for module in graph if module in reachable(graph, module)] == []


def test_few_modules_are_imported_inside_of_functions():
    nested = imports()[1]
    assert len(nested) <= MOST_NESTED, nested


def test_an_import_of_compat_imports_no_module_that_needs_a_host():
    graph = imports()[0]
    light = reachable(graph, 'compat')
    assert light == {'compat.dialects', 'compat.errors', 'compat.hosts', 'compat.process', 'compat.imports.aliases',
                     'compat.imports.earlier_names', 'compat.imports.hook', 'compat.imports.host_exports',
                     'compat.imports.lazy_modules', 'compat.imports.packages', 'compat.imports.real_modules',
                     'compat.imports.tensorflow1'}
