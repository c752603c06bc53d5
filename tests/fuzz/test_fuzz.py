"""Programs of the fuzzer on this host: each gives what it gave on real Keras 2.2.4, by tests/golden/fuzz.json."""
import json

import paths
import pytest
from fuzzing import comparison, interpreter, printing

import fuzz

PROGRAMS = fuzz.read(paths.SUITE / 'fuzz' / 'programs.jsonl')
EXPECTED = json.loads((paths.GOLDEN / 'fuzz.json').read_text())
# A parameter for each program would cost more than most programs.
PARTS = 6


@pytest.fixture(scope='module')
def keras():
    return interpreter.Interpreter('compat')


def as_json(outcomes):
    return json.loads(json.dumps(outcomes))


def report(found):
    notes = {found.index: [f'expected {found.expected}', f'found {found.found}']}
    return f'{found.signature()}\n{printing.program(found.program, notes=notes)}'


@pytest.mark.parametrize('part', range(PARTS))
def test_programs_give_what_they_gave_on_keras_2(keras, part):
    programs = PROGRAMS[part::PARTS]
    found = {each['id']: as_json(keras.run(each)) for each in programs}
    different, _, _ = comparison.compare(programs, EXPECTED, found, fuzz.rows('compat'))
    if different:
        pytest.fail('\n'.join(report(each) for each in different), pytrace=False)
