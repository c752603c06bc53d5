"""Signatures for tools/make_stubs.py: those of Keras 2, as text, and those that compat's sources annotate."""
import ast
import os
from typing import Dict, List, Optional, Tuple

from stub_types import ARGUMENTS, LAYER_KEYWORDS

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))


class Signature:
    """The arguments of a function: [(prefix, name, default or None)], prefix being '', '*' or '**'."""

    def __init__(self, arguments):
        self.arguments = arguments

    @classmethod
    def parse(cls, text):
        """The signature from the words of Python, ``(x, axis=-1)``."""
        return cls.of(ast.parse(f'def f{text}: pass').body[0].args)

    @classmethod
    def of(cls, args):
        """The signature of a parsed function."""
        defaults = [None] * (len(args.args) - len(args.defaults)) + list(args.defaults)
        arguments = [('', arg.arg, _literal(default)) for arg, default in zip(args.args, defaults)]
        if args.vararg or args.kwonlyargs:
            arguments.append(('*', args.vararg.arg if args.vararg else '', None))
        arguments += [('', arg.arg, _literal(default)) for arg, default in zip(args.kwonlyargs, args.kw_defaults)]
        if args.kwarg:
            arguments.append(('**', args.kwarg.arg, None))
        return cls(arguments)

    @property
    def names(self):
        return [name for _, name, _ in self.arguments]

    def extended_by(self, other):
        """This signature with the arguments that a later version added; unchanged where that renamed some.

        What was added between others can be passed by name only: the positions of the first version stay.
        """
        rest = iter(other.names)
        if not all(name in rest for name in self.names):
            return self
        added = [argument for argument in other.arguments if argument[1] not in self.names]
        positional = [argument for argument in self.arguments if not argument[0]]
        last = [argument for argument in self.arguments if argument[0]]
        if added and other.names[:len(positional)] != [name for _, name, _ in positional]:
            added = [('*', '', None)] + added
        return Signature(positional + added + last)

    def annotated(self, of_layer=False):
        """The arguments with their types, as Python text for each."""
        texts = []
        for prefix, name, default in self.arguments:
            if prefix == '**' and of_layer:
                present = set(self.names)
                texts += [] if any(text.startswith('*') for text in texts) else ['*']
                texts += [f'{word}: {kind} = {value}' for word, kind, value in LAYER_KEYWORDS if word not in present]
            elif prefix:
                texts.append(f'{prefix}{name}: Any' if name else prefix)
            elif not texts and name in ('self', 'cls'):
                texts.append(name)
            else:
                texts.append(f'{name}: {type_of(name, default)}' + ('' if default is None else f' = {default}'))
        return texts


def type_of(name, default):
    """The type of an argument by the table, where the default (Python text, or None) is of that type."""
    kind = ARGUMENTS.get(name, 'Any')
    if default is None or kind == 'Any':
        return kind
    if default == 'None':
        return kind if kind.startswith('Optional') else f'Optional[{kind}]'
    fits = {'bool': default in ('True', 'False'), 'SupportsIndex': default.isdigit()}.get(kind, default.startswith("'"))
    return kind if fits else 'Any'


def _literal(node):
    """The default as Python text: ``...`` where it is no literal or a long one, None where there is none."""
    if node is None:
        return None
    try:
        value = repr(ast.literal_eval(node))
    except ValueError:
        return '...'
    return value if len(value) <= 40 else '...'


def _annotation(node):
    """An annotation as Python text (ast.unparse of Python 3.9, for the expressions that annotations are)."""
    if node is None:
        return 'Any'
    if isinstance(node, ast.Subscript):
        inner = node.slice.value if type(node.slice).__name__ == 'Index' else node.slice  # Index: up to Python 3.8
        return f'{_annotation(node.value)}[{_annotation(inner)}]'
    if isinstance(node, ast.Attribute):
        return f'{_annotation(node.value)}.{node.attr}'
    if isinstance(node, ast.Tuple):
        return ', '.join(map(_annotation, node.elts))
    if isinstance(node, ast.List):
        return '[' + ', '.join(map(_annotation, node.elts)) + ']'
    if isinstance(node, ast.Name):
        return node.id
    if type(node).__name__ == 'Ellipsis':  # up to Python 3.7
        return '...'
    value = ast.literal_eval(node)
    return value if isinstance(value, str) else '...' if value is Ellipsis else repr(value)


class Sources:
    """The functions and methods of compat's own sources that have annotations, read without running them."""

    def __init__(self):
        self._definitions: Dict[str, dict] = {}

    def annotated(self, module: str, name: str) -> Optional[Tuple[List[str], str]]:
        """(arguments, type of the value) of ``function`` or ``Class.method``, or None where it has no annotation.

        What a module imports from another one of compat is looked up there.
        """
        function = self.function(module, name)
        return own_signature(function) if function is not None and self._has_annotations(function) else None

    def function(self, module: str, name: str) -> Optional[ast.FunctionDef]:
        """The definition of a function or method; None for what is none."""
        definition = self._of(module).get(name) or self._of(module).get(name.partition('.')[0])
        if isinstance(definition, tuple):
            return self.function(definition[0], name.replace(name.partition('.')[0], definition[1], 1))
        return definition

    def imported_from_below(self, module: str) -> List[str]:
        """The names that a package imports from its own modules, as K does from the file of each topic."""
        return sorted(name for name, definition in self._of(module).items()
                      if isinstance(definition, tuple) and definition[0].startswith(module + '.'))

    def _of(self, module):
        if module not in self._definitions:
            self._definitions[module] = self._read(module)
        return self._definitions[module]

    @staticmethod
    def _file(module):
        base = os.path.join(TOP, *module.split('.'))
        return next((file for file in (os.path.join(base, '__init__.py'), base + '.py') if os.path.exists(file)), None)

    def _read(self, module):
        file = self._file(module)
        definitions = {}
        body = parsed(file).body if file else []
        for node in body + [inner for outer in body if isinstance(outer, ast.If) for inner in outer.body]:
            if isinstance(node, ast.FunctionDef):
                definitions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                definitions.update({f'{node.name}.{member.name}': member for member in node.body
                                    if isinstance(member, ast.FunctionDef)})
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.partition('.')[0] == 'compat':
                for alias in node.names:
                    if self._file(f'{node.module}.{alias.name}') is None:
                        definitions.setdefault(alias.asname or alias.name, (node.module, alias.name))
        return definitions

    @staticmethod
    def _has_annotations(function):
        arguments = function.args.args + function.args.kwonlyargs
        return function.returns is not None or any(argument.annotation is not None for argument in arguments)


def parsed(file):
    with open(file, encoding='utf-8') as stream:
        return ast.parse(stream.read())


def own_signature(function):
    """The arguments with their annotations, and the type of the value, of a function in a source."""
    kinds = {argument.arg: _annotation(argument.annotation) for argument in ast.walk(function.args)
             if isinstance(argument, ast.arg)}
    texts = []
    for prefix, name, default in Signature.of(function.args).arguments:
        if not name or not texts and name in ('self', 'cls'):
            texts.append(prefix + name)
        else:
            texts.append(f'{prefix}{name}: {kinds[name]}' + ('' if default is None else f' = {default}'))
    return texts, _annotation(function.returns)


def merged(texts):
    """The signature of a name in all versions, from the text of each."""
    first, *others = [Signature.parse(text) for text in texts if isinstance(text, str) and text.startswith('(')]
    for other in others:
        first = first.extended_by(other)
    return first
