"""Makes a program smaller while it still differs in the same way: parts of it are left out in turn."""

import copy
import json
import subprocess

from fuzzing import comparison


class Runner:
    """A Keras in a process of its own, which runs a program at a time."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True
        )
        self.header = json.loads(self.process.stdout.readline())

    def run(self, program):
        self.process.stdin.write(json.dumps(program) + '\n')
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())['outcomes']

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Shrinker:
    """Shrinks the programs of an oracle and a host."""

    def __init__(self, oracle, host):
        self.oracle, self.host = oracle, host

    def first_difference(self, program):
        expected, found = self.oracle.run(program), self.host.run(program)
        differences, _, _ = comparison.compare(
            [program], {program['id']: expected}, {program['id']: found}, self.host.header['rows']
        )
        return differences[0] if differences else None

    def shrink(self, program, tries=150):
        """The smallest program that was found to differ in the same way, and its difference."""
        best = self.first_difference(program)
        if best is None:
            return program, None
        kind, step = best.kind, best.step()
        program = dict(program, program=program['program'][: best.index + 1])
        progress = True
        while progress and tries > 0:
            progress = False
            for smaller in candidates(program):
                tries -= 1
                if tries < 0:
                    break
                found = self.first_difference(smaller)
                if found is not None and (found.kind, found.step()) == (kind, step):
                    program, best, progress = dict(smaller, program=smaller['program'][: found.index + 1]), found, True
                    break
        return program, best


def candidates(program):
    """Programs with something left out, those with most left out first."""
    statements = program['program']
    for index in range(len(statements) - 2, -1, -1):
        target = statements[index]['to']
        if not used(statements[index + 1 :], target):
            yield dict(program, program=statements[:index] + statements[index + 1 :])
    for index in range(len(statements) - 1, -1, -1):
        shorter = without_layer(statements, index)
        if shorter:
            yield dict(program, program=shorter)
    for index in range(len(statements) - 1, -1, -1):
        for do in simpler(statements[index]['do']):
            changed = copy.deepcopy(statements)
            changed[index]['do'] = do
            yield dict(program, program=changed)


def used(statements, target):
    text = json.dumps([each['do'] for each in statements])
    return (
        '"%s"' % target in text
        or '$%s"' % target in text
        or '$%s.' % target in text
        or any(target in each for each in codes([each['do'] for each in statements]))
    )


def codes(expression):
    from fuzzing.specification import parts

    return [part['code'] for part in parts(expression) if isinstance(part, dict) and 'code' in part]


def without_layer(statements, index):
    """The program without a call of a layer: its input stands for its output."""
    do = statements[index]['do']
    if not isinstance(do, dict) or not do.get('call', '').startswith('$layer') or '.' in do['call']:
        return None
    given = do['args'][0]
    if isinstance(given, list):
        given = given[0]
    rest = json.loads(
        json.dumps(statements[index + 1 :]).replace(json.dumps({'$': statements[index]['to']}), json.dumps(given))
    )
    return statements[:index] + rest


def simpler(expression):
    """Expressions with one argument less, anywhere within."""
    if isinstance(expression, list):
        for index, each in enumerate(expression):
            if len(expression) > 1:
                yield expression[:index] + expression[index + 1 :]
            for smaller in simpler(each):
                yield expression[:index] + [smaller] + expression[index + 1 :]
    elif isinstance(expression, dict):
        for key in expression.get('kw', {}):
            yield dict(expression, kw={name: value for name, value in expression['kw'].items() if name != key})
        for key, value in expression.items():
            if key == 'kw':
                for name, inner in value.items():
                    for smaller in simpler(inner):
                        yield dict(expression, kw=dict(value, **{name: smaller}))
            elif key in ('args', 'tuple'):
                for number, inner in enumerate(value):
                    for smaller in simpler(inner):
                        yield dict(expression, **{key: value[:number] + [smaller] + value[number + 1 :]})
