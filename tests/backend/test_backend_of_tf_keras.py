"""K in the dialect tf.keras: every function of tf.keras 2.15, with its signature, and the numbers of its options."""
import json
import os
import subprocess
import sys

import make_backend
import numpy as np
import paths
import pytest

GOLDEN = paths.GOLDEN
pytestmark = [pytest.mark.difference('dialect-of-tf-keras'), pytest.mark.once_a_family]
ROWS = json.loads((GOLDEN / 'backend.json').read_text())['2.15.0']
SIGNATURES = json.loads((GOLDEN / 'backend_signatures.json').read_text())['2.15.0']
# A dialect is of a process: what the functions are and give is told by another one.
PROGRAM = '''
import json, operator, sys
sys.path.insert(0, sys.argv[1])
import make_backend
import make_backend_signatures
from compat import backend as K

def error(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__

def signature(name):
    try:
        return make_backend_signatures.signature(operator.attrgetter(name)(K))
    except AttributeError:
        return None

phases = [K.learning_phase()]
with K.learning_phase_scope(1):
    phases.append(K.learning_phase())
    with K.learning_phase_scope(0):
        phases.append(K.learning_phase())
    phases.append(K.learning_phase())
phases.append(K.learning_phase())

generator = [K.experimental.is_tf_random_generator_enabled()]
K.experimental.enable_tf_random_generator()
generator.append(K.experimental.is_tf_random_generator_enabled())
K.experimental.disable_tf_random_generator()
generator.append(K.experimental.is_tf_random_generator_enabled())

rows = {case: make_backend.row(case, K) for case in make_backend.cases(make_backend.TF_KERAS_CASES)}
drawn = K.eval(K.random_bernoulli((4000,), 0.3, dtype='float16', seed=3))
x = K.placeholder((None, 2))
double = K.function([x], [x * 2.], name='double')
K.set_epsilon(value=1e-3)
print('TOLD', json.dumps({
    'signatures': {name: signature(name) for name in json.loads(sys.argv[2])},
    'rows': rows, 'epsilon': K.epsilon(),
    'phases': phases, 'generator': generator,
    'drawn': [str(drawn.dtype), sorted(set(drawn.tolist())), float(drawn.mean(dtype='float64'))],
    'double': double([[[1., 2.]]])[0].tolist(),
    'errors': [error(lambda: K.learning_phase_scope(2).__enter__()), error(lambda: K.set_floatx(value='int32')),
               error(lambda: K.placeholder((2, None), ragged=True))]}))
'''


@pytest.fixture(scope='module')
def told():
    """What a process in the dialect tells."""
    output = subprocess.check_output(
        [sys.executable, '-c', PROGRAM, str(paths.TOOLS), json.dumps(sorted(SIGNATURES))], universal_newlines=True,
        env=dict(os.environ, COMPAT_DIALECT='tf.keras', PYTHONPATH=str(paths.ROOT)))
    return json.loads(next(line for line in output.splitlines() if line.startswith('TOLD')).partition(' ')[2])


def test_every_function_has_the_signature_that_tf_keras_has(told):
    assert told['signatures'] == SIGNATURES


@pytest.mark.parametrize('case', make_backend.cases(make_backend.TF_KERAS_CASES))
def test_a_call_with_what_tf_keras_added_gives_what_tf_keras_gives(told, case):
    expected, given = ROWS[case], told['rows'][case]
    assert given.get('raises') == expected.get('raises')
    assert given['shape'] == expected['shape']
    np.testing.assert_allclose(given['values'], expected['values'], rtol=1e-5, atol=1e-6)


def test_a_scope_fixes_the_learning_phase_and_gives_back_the_one_before(told):
    assert told['phases'] == [0, 1, 0, 1, 0]


def test_bernoulli_numbers_are_ones_with_their_probability(told):
    dtype, values, mean = told['drawn']
    assert (dtype, values) == ('float16', [0., 1.])
    assert abs(mean - 0.3) < 5 * np.sqrt(0.3 * 0.7 / 4000)


def test_the_generator_of_tensorflow_can_be_asked_for(told):
    assert told['generator'] == [False, True, False]


def test_a_function_takes_a_name_and_settings_a_value(told):
    assert told['double'] == [[2., 4.]]
    assert told['epsilon'] == 1e-3


def test_a_phase_a_float_and_a_placeholder_that_are_none_are_refused(told):
    assert told['errors'] == ['ValueError', 'ValueError', 'UnsupportedError']
