"""Write the stubs (.pyi) of compat: what type checkers and editors read in place of modules that open a host.

    python tools/make_stubs.py            writes them
    python tools/make_stubs.py --check    writes nothing, and exits with 1 where one is not as it would be written

It needs no host. Which module has which name is in compat/imports/names.json, and the signatures of Keras 2 are in
tests/golden/api.json (tools/golden/make_api.py). A function or method that is annotated in compat's own source has that
signature, and the other types come from the tables of tools/stub_types.py. A stub offers what any dialect offers: names
of both versions of Keras 2, and the arguments of 2.3 where they extend those of 2.2. What K has beyond them is in its
stub with the signature of the source.
"""
import argparse
import ast
import json
import os
import re
import sys
from typing import Dict, List

from stub_signatures import TOP, Signature, Sources, merged, own_signature, parsed
from stub_types import (ATTRIBUTES, FUNCTIONS_RETURNED, HOMES, METHODS_RETURNED, NOT_OFFERED, OVERRIDDEN, RETURNED,
                        SIGNATURES)

COMPAT = os.path.join(TOP, 'compat')
VERSIONS = ('2.2.4', '2.3.1')
# Keras 2's modules that compat implements in another one: as compat.imports.lazy_modules has it.
IMPLEMENTED_IN = {
    'backend.tensorflow_backend': 'backend', 'backend.common': 'backend', 'backend.load_backend': 'backend',
    'callbacks.callbacks': 'callbacks', 'callbacks.tensorboard_v1': 'callbacks',
    'callbacks.tensorboard_v2': 'callbacks', 'utils.training_utils': 'utils.multi_gpu_utils'}
HEAD = '# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.\n'
TYPING = ('Any', 'Callable', 'ContextManager', 'Dict', 'Iterable', 'Iterator', 'List', 'Mapping', 'Optional',
          'Sequence', 'SupportsIndex', 'Tuple', 'Type', 'Union')
WIDTH = 120


def read(*path):
    with open(os.path.join(TOP, *path), encoding='utf-8') as stream:
        return json.load(stream)


class Api:
    """What the modules of Keras 2 have, by the modules of compat that define it."""

    def __init__(self):
        self.names = read('compat', 'imports', 'names.json')
        self.entries: Dict[str, Dict[str, list]] = {}
        for version in VERSIONS:
            for path, entries in read('tests', 'golden', 'api.json')[version].items():
                for name, entry in entries.items():
                    if isinstance(entry, dict):
                        entry = offered(f'{path}:{name}', entry)
                    self.entries.setdefault(home_of(path), {}).setdefault(name, []).append(entry)
        self.sources = Sources()

    @property
    def paths(self):
        return sorted({path for table in self.names.values() for path in table})

    def row(self, path):
        """The names of a module path and their homes, those of the first version before those of the other."""
        row = {}
        for version in reversed(VERSIONS):
            row.update(self.names[version].get(path, {}))
        return row

    def classes(self, home):
        """The entries of the class at ``path:name`` in all versions, and those of each class that it derives from."""
        path, name = home.split(':')
        entries = [entry for entry in self.entries.get(home_of(path), {}).get(name, ()) if isinstance(entry, dict)]
        yield home, entries
        for base in entries[0]['bases'] if entries else ():
            yield from self.classes(base)


def offered(home, entry):
    """The entry of a class without the members that compat does not have."""
    def is_offered(name):
        return home not in NOT_OFFERED and f'{home}.{name}' not in NOT_OFFERED

    return {kind: {name: value for name, value in members.items() if is_offered(name)} if isinstance(members, dict) else
            members if kind == 'bases' else list(filter(is_offered, members)) for kind, members in entry.items()}


def home_of(path):
    return IMPLEMENTED_IN.get(path, path)


def full(path):
    return 'compat.' + path if path else 'compat'


def wrapped(start, parts, end, indent):
    """``start``, the parts with commas between them, and ``end``, on as many lines as they take."""
    lines, line = [], start
    for part in [part + ', ' for part in parts[:-1]] + [parts[-1] + end if parts else end]:
        if len((line + part).rstrip()) > WIDTH:
            lines.append(line.rstrip())
            line = ' ' * indent
        line += part
    return '\n'.join(lines + [line]) + '\n'


def definition(name, arguments, returned, indent='', decorators=()):
    """A function of a stub."""
    head = ''.join(f'{indent}@{decorator}\n' for decorator in decorators)
    return head + wrapped(f'{indent}def {name}(', arguments, f') -> {returned}: ...', len(indent) + 8)


class Stub:
    """The stub of one module path of Keras 2."""

    def __init__(self, api: Api, path: str):
        self.api = api
        self.path = path
        self.imported: Dict[str, set] = {}

    def render(self):
        """The text of the stub."""
        row = self.api.row(self.path)
        unlisted = dict.fromkeys(self.api.entries.get(self.path, ()), '.')
        unlisted.update(dict.fromkeys(self.api.sources.imported_from_below(full(self.path)), '.'))
        aliases, definitions, leaked = [], [], []
        for name, home in sorted({**unlisted, **row}.items()):
            home_path, own_name = (self.path, name) if home == '.' else home.rsplit(':', 1)
            if home.startswith('=') or name.startswith('_'):
                leaked.append(f'{name}: Any\n')
            elif not own_name:
                self._import_module(home_path, name)
            elif home_of(home_path) != self.path:
                self._import(full(home_of(home_path)), own_name, name)
            else:
                text = self._defined(home_path, own_name)
                (aliases if re.match(r'\w+ = ', text) else definitions).append(text)
                if own_name != name:
                    aliases.append(f'{name} = {own_name}\n')
        body = (own_definitions() if not self.path else '') + ''.join(definitions) + ''.join(aliases + leaked)
        listed = [repr(name) for name in sorted(row) if not name.startswith('_')]
        return HEAD + self._imports(body) + '\n' + wrapped('__all__ = [', listed, ']', 11) + '\n' + body.lstrip('\n')

    def _import(self, module, name, alias):
        self.imported.setdefault(module, set()).add(name if name == alias else f'{name} as {alias}')

    def _import_module(self, path, alias):
        parent, _, last = path.rpartition('.')
        self._import(full(parent), last, alias)

    def _defined(self, home_path, name):
        entries = self.api.entries.get(home_of(home_path), {}).get(name)
        if entries is None:  # compat's own, or of the dialect tf.keras
            function = self.api.sources.function(full(home_of(home_path)), name)
            return f'{name}: Any\n' if function is None else definition(name, *own_signature(function))
        entry = entries[0]
        if isinstance(entry, dict):
            return self._class(home_path, name)
        if entry.startswith('='):
            return f'{name} = {entry[1:]}\n'
        if not entry.startswith('('):
            return '{}: {}\n'.format(name, entry if entry in ('int', 'float', 'str') else 'Any')
        own = self.api.sources.annotated(full(home_of(home_path)), name)
        if own is None:
            returned = FUNCTIONS_RETURNED.get(name) or RETURNED.get(name, 'Any')
            signature = merged(entries)
            if home_path.startswith('applications'):
                returned = 'Model' if name[0].isupper() else returned
                function = self.api.sources.function(full(home_of(home_path)), name)
                if function is not None:  # Keras 2 had wrappers of any arguments
                    signature = Signature.of(function.args)
            own = signature.annotated(), returned
        return definition(name, *own)

    def _class(self, home_path, name):
        lineage = list(self.api.classes(f'{home_path}:{name}'))
        entries = lineage[0][1]
        inherited = [entry for _, others in lineage[1:] for entry in others]
        bases = []
        for base in entries[0]['bases']:
            base_path, base_name = base.split(':')
            if home_of(base_path) != self.path:
                self._import(full(home_of(base_path)), base_name, base_name)
            bases.append(base_name)
        lines = self._attributes(entries, inherited) + self._methods(lineage)
        head = f'\nclass {name}({", ".join(bases)}):' if bases else f'\nclass {name}:'
        return f'{head} ...\n' if not lines else head + '\n' + ''.join(lines) + '\n'

    def _attributes(self, entries, inherited):
        lines = []
        names = {name for entry in entries for kind in ('attributes', 'properties', 'class_attributes')
                 for name in entry.get(kind, ())}
        for name in sorted(names):
            if any(name in entry.get(kind, ()) for entry in inherited
                   for kind in ('attributes', 'properties', 'class_attributes', 'methods')):
                continue
            if any(name in entry.get('methods', ()) for entry in entries):
                continue
            kind = ATTRIBUTES.get(name, 'Any')
            if all(entry.get('properties', {}).get(name) == 'read only' for entry in entries
                   if name in entry.get('properties', ()) or name in entry.get('attributes', ())):
                lines.append(f'    @property\n    def {name}(self) -> {kind}: ...\n')
            else:
                lines.append(f'    {name}: {kind}\n')
        return lines

    def _methods(self, lineage):
        home, entries = lineage[0]
        path, class_name = home.split(':')
        is_layer = any(each == 'engine.base_layer:Layer' for each, _ in lineage)
        lines = []
        for kind, decorators in (('class_methods', ['classmethod']), ('static_methods', ['staticmethod']),
                                 ('methods', [])):
            for name in sorted({name for entry in entries for name in entry.get(kind, ())}):
                texts = [entry[kind][name] for entry in entries if name in entry.get(kind, ())]
                if self._inherits(name, texts, lineage[1:]):
                    continue
                own = self.api.sources.annotated(full(home_of(path)), f'{class_name}.{name}')
                if own is None:
                    returned = METHODS_RETURNED.get(name) or RETURNED.get(name, 'Any')
                    of_layer = name == '__init__' and is_layer and len(lineage) > 1
                    if f'{home}.{name}' in SIGNATURES:
                        texts = [SIGNATURES[f'{home}.{name}']]
                    is_function = name == '__call__' and len(lineage) == 1 and not is_layer
                    if name in OVERRIDDEN or is_function:
                        texts = ['(self, *args, **kwargs)']
                    own = merged(texts).annotated(of_layer), returned
                lines.append(definition(name, *own, indent='    ', decorators=decorators))
        return lines

    @staticmethod
    def _inherits(name, texts, bases):
        """Whether the method of a base class says the same, or is one that subclasses write as they like."""
        for home, entries in bases:
            theirs = {entry[each][name] for entry in entries for each in ('class_methods', 'methods')
                      if name in entry.get(each, ())}
            narrower = name == 'from_config' and 'custom_objects' not in texts[0]
            if theirs and (narrower or name in OVERRIDDEN or name.startswith('on_')
                           or f'{home}.{name}' in SIGNATURES):
                return True
            if theirs:
                return set(texts) <= theirs
        return False

    def _imports(self, body):
        words = set(re.findall(r'\b\w+\b', body))
        own = set(self.api.row(self.path)) | set(self.api.entries.get(self.path, ())).union(*self.imported.values())
        for name, path in HOMES.items():
            if re.search(rf'-> {name}:', body) and name not in own:
                self._import(full(path), name, name)
        for name in sorted(aliases() & words - own):
            self._import('compat.symbolic.types', name, name)
        typing = [name for name in TYPING if name in words and name not in own]
        lines = ['from typing import ' + ', '.join(typing) + '\n'] if typing else []
        lines += ['from typing_extensions import Self\n'] if 'Self' in words else []
        lines += ['\n'] if lines and self.imported else []
        for module, names in sorted(self.imported.items()):
            start, end = f'from {module} import ', ''
            if len(start + ', '.join(names)) > WIDTH:
                start, end = start + '(', ')'
            lines.append(wrapped(start, sorted(names), end, 4))
        return ''.join(lines)


def aliases():
    """The types that the signatures of K name."""
    return {target.id for node in parsed(os.path.join(COMPAT, 'symbolic', 'types.py')).body
            if isinstance(node, ast.Assign) for target in node.targets}


def own_definitions():
    """What compat/__init__.py has beside the names of Keras: its public functions, and its versions."""
    functions = [node for node in parsed(os.path.join(COMPAT, '__init__.py')).body if isinstance(node, ast.FunctionDef)]
    return '__version__: str\n__compat_version__: str\n' + ''.join(
        definition(node.name, *own_signature(node)) for node in functions if not node.name.startswith('_'))


def is_package(path, paths):
    return not path or os.path.isdir(os.path.join(COMPAT, *path.split('.'))) or any(
        other.startswith(path + '.') for other in paths)


def render_all() -> Dict[str, str]:
    """The stubs by their paths from the top of the repository."""
    api = Api()
    stubs = {}
    for path in api.paths:
        parts = ['compat'] + (path.split('.') if path else [])
        parts = parts + ['__init__.pyi'] if is_package(path, api.paths) else parts[:-1] + [parts[-1] + '.pyi']
        stubs['/'.join(parts)] = Stub(api, path).render()
    return stubs


def written() -> List[str]:
    """The stubs that there are."""
    return sorted(os.path.relpath(os.path.join(folder, name), TOP).replace(os.sep, '/')
                  for folder, _, names in os.walk(COMPAT) for name in names if name.endswith('.pyi'))


def stale() -> List[str]:
    """The stubs that are not as they would be written, and those that no module of Keras 2 has."""
    stubs = render_all()
    different = set(written()) - set(stubs)
    for path, text in stubs.items():
        file = os.path.join(TOP, path)
        if not os.path.exists(file):
            different.add(path)
            continue
        with open(file, encoding='utf-8') as stream:
            if stream.read() != text:
                different.add(path)
    return sorted(different)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--check', action='store_true', help='write nothing, and compare')
    if parser.parse_args().check:
        names = stale()
        print('\n'.join(names + ['Run `python tools/make_stubs.py`.']) if names else 'The stubs are up to date.')
        return int(bool(names))
    stubs = render_all()
    for path in set(written()) - set(stubs):
        os.remove(os.path.join(TOP, path))
    for path, text in stubs.items():
        with open(os.path.join(TOP, path), 'w', encoding='utf-8') as stream:
            stream.write(text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
