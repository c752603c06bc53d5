"""Compares the outcomes of two Keras: what differs, of what kind, and whether a row of differences.py says so."""

import math
import re

from fuzzing import specification
from fuzzing.known import OF_TENSORFLOW, fails, has_nan, known, no_judge, refused_earlier

TOLERANCE, LOOSE = 1e-4, 4e-3


def difference(statement, expected, found):
    """The kind of difference between two outcomes of a statement, or None."""
    if expected == found or expected and expected.get('skipped') if isinstance(expected, dict) else expected == found:
        return None
    one_fails, other_fails = fails(expected), fails(found)
    if one_fails and other_fails:
        return None if same_failure(expected, found) else 'raises %s, not %s' % (found['raises'], expected['raises'])
    if one_fails:
        return None if skipped(found) else 'works, where %s is raised' % expected['raises']
    if other_fails:
        return 'raises %s' % found['raises']
    if skipped(expected) or skipped(found):
        return None
    return unlike(expected, found, LOOSE if statement.get('loose') else TOLERANCE)


def skipped(outcome):
    return isinstance(outcome, dict) and 'skipped' in outcome


def same_failure(expected, found):
    """Whether a program that catches the one exception catches the other."""
    if (
        expected['raises'] in OF_TENSORFLOW
        or expected['raises'] == found['raises']
        or expected['raises'] in found['is']
    ):
        return True
    return expected['raises'] in ('Exception',) or expected['raises'] == 'UnboundLocalError'


def unlike(expected, found, tolerance):
    """How two described values differ, or None."""
    expected, found = simple(expected), simple(found)
    if is_number(expected) and is_number(found):
        return None if close([expected], [found], tolerance) else 'other numbers'
    if type(expected) is not type(found):
        return 'another kind of value'
    if isinstance(expected, dict):
        if expected.keys() != found.keys():
            return 'another kind of value'
        if 'array' in expected:
            return unlike_arrays(expected, found, tolerance)
        if 'tensor' in expected:
            return (
                None
                if expected == found
                else 'another dtype'
                if expected['shape'] == found['shape']
                else 'another shape'
            )
        if 'dict' in expected:
            return unlike_dicts(expected['dict'], found['dict'], tolerance)
        if 'object' in expected or 'named' in expected:
            return None if expected == found else 'an object of another class'
        (key,) = expected
        return unlike(expected[key], found[key], tolerance)
    if isinstance(expected, list):
        if len(expected) != len(found):
            return 'another length'
        if all(is_number(each) for each in expected + found):
            return None if close(expected, found, tolerance) else 'other numbers'
        return next(
            (kind for kind in (unlike(one, other, tolerance) for one, other in zip(expected, found)) if kind), None
        )
    if isinstance(expected, str) and expected.startswith('4w') and found.startswith('4w'):
        return None  # the byte code of a function, which each Python has its own of
    return None if expected == found else 'another text' if isinstance(expected, str) else 'another value'


def simple(value):
    """The number of an array without axes."""
    if isinstance(value, dict) and value.get('shape') == [] and len(value.get('values', ())) == 1:
        return value['values'][0]
    return value


def unlike_dicts(expected, found, tolerance):
    keys, others = [str(key) for key, _ in expected], [str(key) for key, _ in found]
    if keys != others:
        return 'another order of keys' if sorted(keys) == sorted(others) else 'other keys'
    for (key, one), (_, other) in zip(expected, found):
        kind = unlike(one, other, tolerance)
        if kind:
            return '%s at %s' % (kind, key)
    return None


def unlike_arrays(expected, found, tolerance):
    if expected['shape'] != found['shape']:
        return 'another shape'
    if 'values' not in expected or 'values' not in found:
        return None if expected == found else 'another value'
    scale = max([number(expected.get('most', 0)), number(found.get('most', 0))])
    if not close(expected['values'], found['values'], tolerance, scale) or not close(
        expected.get('sums', []), found.get('sums', []), tolerance * 4, scale + 0.1
    ):
        return 'other numbers'
    return None if expected['array'] == found['array'] else 'another dtype'


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) or value in ('nan', 'inf', '-inf')


def number(value):
    value = float(value)
    return abs(value) if math.isfinite(value) else 0.0


def close(expected, found, tolerance, scale=0.0):
    """Whether numbers are alike, relative to the largest of them."""
    scale = max([scale] + [number(each) for each in list(expected) + list(found)])
    for one, other in zip(expected, found):
        one, other = float(one), float(other)
        if math.isnan(one) and math.isnan(other) or one == other:
            continue
        if not math.isfinite(one) or not math.isfinite(other) or abs(one - other) > tolerance * scale + 1e-6:
            return False
    return len(expected) == len(found)


class Found:
    """The first difference of a program."""

    def __init__(self, program, index, kind, expected, found):
        self.program, self.index, self.kind, self.expected, self.found = program, index, kind, expected, found

    @property
    def statement(self):
        return self.program['program'][self.index]

    def step(self):
        """What the statement does, without the numbers of names: '$model.predict'."""
        do = self.statement['do']
        text = do.get('call', do.get('get', do.get('code', ''))) if isinstance(do, dict) else str(do)
        return re.sub(r'(?<=[a-z])\d+\b', '', text)

    def signature(self):
        """What the difference is grouped by: the step, its kind, and the layer that was called."""
        step = self.step()
        if step == '$layer' or step.startswith('$layer.'):
            layer = self.statement['do'].get('call', self.statement['do'].get('get', '')).partition('.')[0][1:]
            made = next((each for each in self.program['program'] if each['to'] == layer), None)
            if made:
                step = '%s of %s' % (step, '('.join(specification.called(made['do'])))
        elif step in (
            '$model.predict',
            '$model.get_weights',
            'fuzz.weight_names',
            'fuzz.counts',
            '$model.train_on_batch',
            '$model.output_shape',
        ):
            made = sorted(
                {
                    path
                    for each in self.program['program']
                    for path in specification.called(each['do'])
                    if path.startswith(('layers.', 'own.')) and path not in ('layers.Input', 'layers.Dense')
                }
            )
            step = '%s with %s' % (step, ', '.join(made[:3]))
        return '%s: %s' % (step, self.kind)


def is_rounding(program, index, outcomes, nudged):
    """Whether a Keras has other numbers there itself where the numbers of the program move by about their rounding."""
    if program['id'] not in nudged:
        return False
    kind = difference(program['program'][index], outcomes[program['id']][index], nudged[program['id']][index])
    return kind is not None and 'other numbers' in kind


def compare(programs, expected, found, rows, nudged=({}, {})):
    """The first difference of each program that has one, what works where Keras 2 raises, and counts by row.

    What works where Keras 2 raises is listed apart: no program that ran on Keras 2 meets it. ``nudged`` has outcomes of
    Keras 2 and of the host for programs whose numbers moved by about their rounding: what differs in these as well is
    counted as 'rounding'.
    """
    differences, lenient, allowed = [], [], {}
    for program in programs:
        if program['id'] not in expected or program['id'] not in found:
            continue
        for index, statement in enumerate(program['program']):
            one, other = expected[program['id']][index], found[program['id']][index]
            kind = difference(statement, one, other)
            if kind is None:
                if has_nan(one) and statement.get('loose'):
                    break  # what was trained by it is noise
                continue
            outcomes = expected[program['id']]
            if no_judge(program, index, kind, outcomes, other) or refused_earlier(other, outcomes[index + 1 :]):
                break
            if 'other numbers' in kind and any(is_rounding(program, index, side, moved)
                                               for side, moved in zip((expected, found), nudged)):
                allowed['rounding'] = allowed.get('rounding', 0) + 1
                break
            ids = list(known(program, index, kind, outcomes, other))
            row = next((each for each in ids if each in rows), None)
            if row:
                allowed[row] = allowed.get(row, 0) + 1
            elif kind.startswith('works') and not ids:
                lenient.append(Found(program, index, kind, one, other))
            else:
                differences.append(Found(program, index, kind, one, other))
            break
    return differences, lenient, allowed


def groups(differences):
    """The differences by signature, the most frequent first."""
    by = {}
    for each in differences:
        by.setdefault(each.signature(), []).append(each)
    return sorted(by.items(), key=lambda item: -len(item[1]))
