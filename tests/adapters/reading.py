"""Reads compat by its syntax, without a host: what adapters define, and what the rest of compat uses of them."""
import ast
import functools

import paths

ADAPTERS = paths.ROOT / 'compat' / 'adapters'


@functools.lru_cache(maxsize=None)
def tree(path):
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding='utf-8'))


def sources(*without):
    """The Python files of compat, but for those of the folders ``without``."""
    return [path for path in sorted((paths.ROOT / 'compat').rglob('*.py'))
            if not any(folder in path.parents for folder in without)]


def dotted(path):
    """The name of the module in a file."""
    parts = path.relative_to(paths.ROOT).with_suffix('').parts
    return '.'.join(parts[:-1] if parts[-1] == '__init__' else parts)


def arguments(function):
    """(names, number of defaults, whether it takes any number) of a function's arguments."""
    args = function.args
    return ([arg.arg for arg in args.args + args.kwonlyargs], len(args.defaults) + len(args.kw_defaults),
            args.vararg is not None or args.kwarg is not None)


def definitions(path):
    """{name: its node} of what a module defines, and of what it imports from another one."""
    names = {}
    for node in _statements(tree(path).body):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names[node.name] = node
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                for each in ast.walk(target):
                    if isinstance(each, ast.Name):
                        names[each.id] = node
        elif isinstance(node, ast.ImportFrom):
            names.update((alias.asname or alias.name, node) for alias in node.names)
    return names


def _statements(body):
    """The statements of a module, those within conditions too."""
    for node in body:
        yield node
        if isinstance(node, (ast.If, ast.Try, ast.With, ast.For)):
            yield from _statements(node.body + getattr(node, 'orelse', []) + getattr(node, 'finalbody', []))


def imported_from(node, name):
    """(file, name there) of what an ImportFrom of compat binds, or None for a module and for another package."""
    for alias in node.names:
        if (alias.asname or alias.name) == name and (node.module or '').startswith('compat'):
            path = paths.ROOT / (node.module.replace('.', '/') + '.py')
            if path.is_file():
                return path, alias.name
    return None


def defined(path, name):
    """The node that defines a name, in the module itself or where it imports it from; None for what is no function."""
    node = definitions(path).get(name)
    while isinstance(node, ast.ImportFrom):
        source = imported_from(node, name)
        if source is None:
            return None
        path, name = source
        node = definitions(path).get(name)
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
        return defined(path, node.value.id) if node.value.id in definitions(path) else node
    return node


# Which areas the rest of compat uses, and what of them

def first_text(call):
    """The first argument of a call where it is a string, or None."""
    try:
        value = ast.literal_eval(call.args[0])
    except (ValueError, IndexError):
        return None
    return value if isinstance(value, str) else None


def _area(node):
    """The area that an expression opens, adapters.area('ops'), or None."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == 'area':
        return first_text(node)
    return None


@functools.lru_cache(maxsize=None)
def _bound_areas():
    """{(module, name): area} of all names at the top of compat's modules that stand for an area."""
    bound, imports = {}, []
    for path in sources():
        module = dotted(path)
        for node in tree(path).body:
            if isinstance(node, ast.Assign) and _area(node.value):
                bound.update(((module, target.id), _area(node.value)) for target in node.targets)
            elif isinstance(node, ast.ImportFrom) and (node.module or '').startswith('compat'):
                imports.extend(((module, alias.asname or alias.name), (node.module, alias.name))
                               for alias in node.names)
    more = dict(imports)
    while more:
        more = {name: bound[source] for name, source in imports if source in bound and name not in bound}
        # ``nodes = graph.nodes``
        bound.update(more)
    for path in sources():
        module = dotted(path)
        for node in tree(path).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute) and isinstance(
                    node.value.value, ast.Name):
                source = dict(imports).get((module, node.value.value.id))
                area = source and bound.get(('.'.join(source), node.value.attr))
                if area:
                    bound[module, node.targets[0].id] = area
    return bound


@functools.lru_cache(maxsize=None)
def uses():
    """{area: {name: [(file, number of arguments, keywords)]}}: a name's calls outside of adapters; None for no call."""
    found = {}
    bound = _bound_areas()
    for path in sources(ADAPTERS):
        module = dotted(path)
        calls = {id(node.func): node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
        for node in ast.walk(tree(path)):
            area = name = call = None
            if isinstance(node, ast.Attribute):
                owner = node.value
                area, name = _area(owner), node.attr
                if area is None and isinstance(owner, ast.Name):
                    area = bound.get((module, owner.id))
                call = calls.get(id(node))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == 'dispatch':
                # compat.symbolic.dispatch: dispatch('cast', (x,), (dtype,))
                found.setdefault('ops', {}).setdefault(first_text(node), []).append(
                    (path, sum(len(part.elts) for part in node.args[1:3] if isinstance(part, ast.Tuple)), []))
            if area:
                shape = (path, None, None) if call is None or any(
                    isinstance(arg, ast.Starred) for arg in call.args) or any(
                        keyword.arg is None for keyword in call.keywords) else (
                            path, len(call.args) + len(call.keywords), [keyword.arg for keyword in call.keywords])
                found.setdefault(area, {}).setdefault(name, []).append(shape)
    return found
