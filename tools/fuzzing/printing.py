"""Prints a specification as a program that a person reads and runs."""

import ast
import os
import re
import textwrap

from fuzzing import specification


def text(expression):
    """An expression in Python."""
    if isinstance(expression, list):
        return '[%s]' % ', '.join(text(each) for each in expression)
    if not isinstance(expression, dict):
        return repr(expression)
    if 'call' in expression:
        given = [text(each) for each in expression.get('args', [])]
        given += ['%s=%s' % (name, text(value)) for name, value in expression.get('kw', {}).items()]
        return '%s(%s)' % (path(expression['call']), ', '.join(given))
    ((kind, content),) = expression.items()
    if kind == 'tuple':
        return '(%s)' % ''.join(text(each) + ', ' for each in content).strip().rstrip(',' if len(content) > 1 else '')
    if kind == 'dict':
        return '{%s}' % ', '.join('%s: %s' % (text(key), text(value)) for key, value in content)
    if kind == 'np':
        return 'np.%s(%r)' % tuple(content)
    if kind == 'array':
        return 'numbers(%s)' % ', '.join(repr(each) for each in content)
    if kind == 'path':
        return repr('/tmp/' + content)
    return path(content) if kind in ('$', 'get') else content


def path(dotted):
    dotted = dotted.lstrip('$')
    return dotted[4:] if dotted.startswith('own.') else dotted


def own_texts():
    """The text of each name of own_code.py."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'own_code.py')) as stream:
        source = stream.read()
    lines = source.split('\n')
    make = ast.parse(source).body[-1]
    starts = [node.lineno - 1 for node in make.body] + [len(lines)]
    return {
        node.name: textwrap.dedent('\n'.join(lines[start:end])).strip()
        for node, start, end in zip(make.body, starts, starts[1:])
        if hasattr(node, 'name')
    }


def program(specified, root='keras', notes=None):
    """The whole program, with a comment at the statements of ``notes``."""
    used = {each for statement in specified['program'] for each in specification.called(statement['do'])}
    body = []
    for index, statement in enumerate(specified['program']):
        for note in (notes or {}).get(index, []):
            body.append('# ' + note)
        body.append('%s = %s' % (statement['to'], text(statement['do'])))
        if statement['see'] != 'nothing':
            shown = 'K.int_shape(%s)' if statement['see'] == 'tensor' else '%s'
            body.append('print(%r, %s)' % (statement['to'], shown % statement['to']))
    written = '\n'.join(body)
    modules = sorted(
        {each for each in re.findall(r'\b(\w+)\.', written)}
        & {
            'layers',
            'models',
            'optimizers',
            'regularizers',
            'constraints',
            'initializers',
            'activations',
            'losses',
            'metrics',
            'callbacks',
        }
    )
    head = ['import numpy as np', 'from %s import backend as K, %s' % (root, ', '.join(modules or ['layers']))]
    if 'numbers(' in written:
        head.append('from fuzzing.interpreter import numbers')
    if 'fuzz.' in written:
        head.append('# fuzz: the helpers of fuzzing/interpreter.py')
    own = own_texts()
    texts = [own[each[4:]] for each in sorted(used) if each.startswith('own.') and each[4:] in own]
    return '\n\n\n'.join(['# program %s\n' % specified['id'] + '\n'.join(head)] + texts + [written]) + '\n'
