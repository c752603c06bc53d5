"""Programs as data: a specification is a list of statements, whose expressions are plain JSON.

A statement is ``{'to': name, 'do': expression, 'see': what is recorded of the value}``. An expression is a literal
(a number, text, true, null, a list), or an object with one of these keys:

    {'$': 'x'}                                  the value of a statement before
    {'call': path, 'args': [...], 'kw': {...}}  a call; the path starts at Keras ('layers.Dense'), at 'fuzz' (the
                                                helpers of the interpreter), 'own' (own_code.py), or a name ('$x.fit')
    {'get': path}                               what lies there, uncalled
    {'tuple': [...]}, {'dict': [[key, value]]}  what JSON has no form for
    {'np': [dtype, number]}                     a number of NumPy
    {'array': [kind, seed, shape, ...]}         an array of numbers, the same on every machine
    {'code': text}                              an expression in Python, for K expressions and lambdas
    {'path': name}                              a file in the folder of the program
"""

NONE, VALUE, TENSOR, CONFIG = 'nothing', 'value', 'tensor', 'config'


class Call(dict):
    """The expression of a call; a class of its own so that generators read like what they generate."""

    def __init__(self, path, *args, **kw):
        super().__init__(call=path)
        if args:
            self['args'] = [plain(each) for each in args]
        if kw:
            self['kw'] = {name: plain(value) for name, value in kw.items()}


def name(text):
    """The value of an earlier statement."""
    return {'$': text}


def code(text):
    return {'code': text}


def array(kind, seed, shape, *more):
    """kind is 'normal', 'positive', 'integers' (below more[0]), 'onehot', 'signs' or 'padded' (zeros end rows)."""
    return {'array': [kind, seed, list(shape)] + list(more)}


def plain(value):
    """A Python value as an expression."""
    if isinstance(value, tuple):
        return {'tuple': [plain(each) for each in value]}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


class Program:
    """Collects the statements of a program."""

    def __init__(self, identity):
        self.identity = identity
        self.statements = []
        self._counts = {}

    def new(self, stem):
        self._counts[stem] = self._counts.get(stem, 0) + 1
        return '%s%d' % (stem, self._counts[stem])

    def do(self, stem, expression, see=VALUE, loose=False):
        """Adds a statement and returns the name of its value. ``loose`` has its numbers compared less strictly."""
        target = self.new(stem)
        statement = {'to': target, 'do': plain(expression), 'see': see}
        if loose:
            statement['loose'] = True
        self.statements.append(statement)
        return target

    def specification(self):
        return {'id': self.identity, 'program': self.statements}


def parts(expression):
    """The expression and all within it."""
    yield expression
    if isinstance(expression, dict):
        for value in expression.values():
            for part in parts(value):
                yield part
    elif isinstance(expression, list):
        for each in expression:
            for part in parts(each):
                yield part


def called(expression):
    """The paths that an expression calls or gets."""
    for part in parts(expression):
        if isinstance(part, dict):
            for key in ('call', 'get'):
                if isinstance(part.get(key), str):
                    yield part[key]
