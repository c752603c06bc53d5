"""Programs in Python 2, translated in memory: what fissix rewrites, and the arithmetic, which it leaves as it is."""
import ast
import contextlib
import decimal
import importlib.abc
import importlib.machinery
import importlib.util
import numbers
import operator
import os
import re

from compat.errors import Python2Error

INSTALL = 'pip install "customlayers[py2]"'
# What a line of Python 2 looks like that Python 3 refuses. It is asked only where fissix is not there to judge.
SIGNS = tuple(re.compile(sign) for sign in (
    r'\bprint\b\s*[^\s(=.,)\]:]',        # print x, print "x"
    r'\bexcept\b[^:]*,[^:]*:',           # except ValueError, error:
    r'\braise\s+[\w.]+\s*,',             # raise ValueError, 'message'
    r'\bexec\s+[^\s(=.]',                # exec code in names
    r'<>', r'`',                         # a <> b, `a`
    r'(?<![\w.])0[0-7]+\b',              # 0777
    r'(?<![\w.])\d+[lL]\b',              # 10L
    r'\b[uU][rR]["\']',                  # ur'text'
    r'\bdef\s+\w+\s*\(.*\([^=]*\)',      # def f(a, (b, c)):
    r'\blambda\s*\(',                    # lambda (a, b): a
))


def compile_source(data, filename, package=False):
    """The code of a program: as Python 3 where it is valid, else as Python 2.

    ``data`` is the bytes of the file, ``package`` says that it is a module of a package, where Python 2 imports its
    neighbours first. Raises SyntaxError where it is neither, Python2Error where fissix is missing.
    """
    try:
        return compile(data, filename, 'exec', dont_inherit=True)
    except SyntaxError as error:
        tree = _translated(data, filename, package, error)
        if tree is None:
            raise
    return compile(tree, filename, 'exec', dont_inherit=True)


def _translated(data, filename, package, error):
    """The syntax tree of the Python 2 program, or None where it is none."""
    try:
        from fissix import refactor
        from fissix.pgen2.parse import ParseError
        from fissix.pgen2.tokenize import TokenError
    except ImportError as missing:
        if not any(sign.search(error.text or '') for sign in SIGNS):
            return None
        raise Python2Error(f'this looks like Python 2 ({error.msg}), and fissix, which translates it, is not '
                           f'installed. Install it with: {INSTALL}',
                           (filename, error.lineno, error.offset, error.text)) from missing
    left_out = () if package else ('fissix.fixes.fix_import',)
    fixers = [name for name in refactor.get_fixers_from_package('fissix.fixes') if name not in left_out]
    try:
        source = importlib.util.decode_source(data) if isinstance(data, bytes) else data
        refactored = str(refactor.RefactoringTool(fixers).refactor_string(source.rstrip() + '\n', filename))
        tree = ast.parse(refactored, filename)
    except (ParseError, TokenError, SyntaxError):
        return None
    return ast.fix_missing_locations(_Arithmetic(_divides_truly(source), _bound_names(tree)).visit(tree))


def _divides_truly(source):
    """Whether the program itself asks for the division of Python 3."""
    asked = re.findall(r'^from\s+__future__\s+import\s*(\([^)]*\)|[^\n;#]*)', source, re.MULTILINE)
    return any(re.search(r'\bdivision\b', names) for names in asked)


def _bound_names(tree):
    """The names that a program gives a meaning of its own."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update(alias.asname or alias.name.partition('.')[0] for alias in node.names)
    return names


HELPERS = ('divide', 'divide_in_place', 'divide_item', 'divide_attribute', 'round_half_away')
PREFIX = '__python2_'


class _Arithmetic(ast.NodeTransformer):
    """Makes a program compute as Python 2 does: the quotient of two integers is one, and round() is away from zero."""

    def __init__(self, divides_truly, bound):
        self.divides_truly = divides_truly
        self.rounds = 'round' not in bound

    def visit_Module(self, node):
        self.generic_visit(node)
        start = int(ast.get_docstring(node) is not None)
        place = next((start + index for index, statement in enumerate(node.body[start:])
                      if not (isinstance(statement, ast.ImportFrom) and statement.module == '__future__')), start)
        node.body.insert(place, ast.ImportFrom(
            module='compat.cli.python2', names=[ast.alias(name=name, asname=PREFIX + name) for name in HELPERS],
                level=0,
            lineno=1, col_offset=0))
        return node

    def visit_Name(self, node):
        if self.rounds and node.id == 'round':
            return ast.copy_location(ast.Name(id=PREFIX + 'round_half_away', ctx=node.ctx), node)
        return node

    def visit_BinOp(self, node):
        self.generic_visit(node)
        return _call('divide', node, node.left, node.right) if self._floors(node.op) else node

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if not self._floors(node.op):
            return node
        target = node.target
        if isinstance(target, ast.Name):
            value = ast.copy_location(ast.Name(id=target.id, ctx=ast.Load()), node)
            new = ast.Assign(targets=[target], value=_call('divide_in_place', node, value, node.value))
        elif isinstance(target, ast.Attribute):
            new = ast.Expr(_call('divide_attribute', node, target.value, ast.Constant(value=target.attr), node.value))
        else:
            new = ast.Expr(_call('divide_item', node, target.value, _key(target.slice), node.value))
        return ast.copy_location(new, node)

    def _floors(self, operation):
        return isinstance(operation, ast.Div) and not self.divides_truly


def _call(helper, node, *arguments):
    name = ast.Name(id=PREFIX + helper, ctx=ast.Load())
    return ast.fix_missing_locations(ast.copy_location(ast.Call(func=name, args=list(arguments), keywords=[]), node))


def _key(index):
    """The expression of what stands between the brackets of ``x[...]``."""
    if isinstance(index, ast.Slice):
        parts = [ast.Constant(value=None) if part is None else part for part in (index.lower, index.upper, index.step)]
        return ast.Call(func=ast.Name(id='slice', ctx=ast.Load()), args=parts, keywords=[])
    if isinstance(index, ast.Tuple):
        return ast.Tuple(elts=[_key(part) for part in index.elts], ctx=ast.Load())
    if type(index).__name__ == 'Index':      # Python 3.8 and older
        return index.value
    if type(index).__name__ == 'ExtSlice':   # Python 3.8 and older
        return ast.Tuple(elts=[_key(part) for part in index.dims], ctx=ast.Load())
    return index


def _is_integer(value):
    """Whether Python 2 divided the value as an integer: numbers, arrays and tensors of integers."""
    if isinstance(value, numbers.Integral):
        return True
    kind = getattr(value, 'dtype', None)
    return kind is not None and getattr(kind, 'name', str(kind)).rpartition('.')[2].startswith(('int', 'uint', 'bool'))


def divide(left, right):
    """``left / right`` as Python 2 has it: of two integers, or arrays of them, the floor."""
    if _is_integer(left) and _is_integer(right):
        return left // right
    old = getattr(type(left), '__div__', None)
    if old is not None and not hasattr(type(left), '__truediv__'):
        return old(left, right)
    reflected = getattr(type(right), '__rdiv__', None)
    if reflected is not None and not hasattr(type(right), '__rtruediv__'):
        return reflected(right, left)
    return left / right


def divide_in_place(left, right):
    """What ``left /= right`` is in Python 2; arrays are changed in place."""
    if _is_integer(left) and _is_integer(right):
        return operator.ifloordiv(left, right)
    old = getattr(type(left), '__idiv__', None)
    if old is not None and not hasattr(type(left), '__itruediv__'):
        return old(left, right)
    return operator.itruediv(left, right) if hasattr(type(left), '__itruediv__') else divide(left, right)


def divide_item(container, key, right):
    """``container[key] /= right`` as Python 2 has it."""
    container[key] = divide_in_place(container[key], right)


def divide_attribute(owner, name, right):
    """``owner.name /= right`` as Python 2 has it."""
    setattr(owner, name, divide_in_place(getattr(owner, name), right))


def round_half_away(number, ndigits=0):
    """``round(number, ndigits)`` as Python 2 has it: a float, and a half goes away from zero."""
    number = float(number)
    exact = decimal.Decimal(number)
    if not exact.is_finite():
        return number
    with decimal.localcontext() as context:
        context.prec = 1100
        return float(exact.quantize(decimal.Decimal(1).scaleb(-ndigits), rounding=decimal.ROUND_HALF_UP))


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules beside a program, so that those in Python 2 are translated too."""

    def __init__(self, folder):
        self.folder = os.path.realpath(folder)

    def find_spec(self, fullname, path=None, target=None):
        if path is None:
            entries = [self.folder]
        else:
            entries = [entry for entry in path if os.path.realpath(entry).startswith(os.path.join(self.folder, ''))]
        spec = importlib.machinery.PathFinder.find_spec(fullname, entries, target)
        if spec is None or type(spec.loader) is not importlib.machinery.SourceFileLoader:
            return None
        spec.loader = Loader(spec.loader.name, spec.loader.path)
        return spec


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module in Python 3 as ever, one in Python 2 from its translation, which is not written to disk."""

    def get_code(self, fullname):
        with contextlib.suppress(SyntaxError):
            return super().get_code(fullname)
        package = self.is_package(fullname) or '.' in fullname
        return compile_source(self.get_data(self.path), self.path, package)
