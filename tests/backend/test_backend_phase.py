"""The learning phase and choosing by it, outside of layers."""
import json
import os
import subprocess
import sys

import numpy as np
import paths
import pytest

import compat
from compat import backend as K
from compat import process



@pytest.fixture
def session():
    """Leaves nothing of the phase that was set."""
    yield
    K.clear_session()


@pytest.mark.parametrize('phase, chosen', [(0, 2.), (1, 1.)])
def test_the_phase_that_was_set_chooses(session, phase, chosen):
    K.set_learning_phase(phase)
    assert K.learning_phase() == phase
    assert K.eval(K.in_train_phase(K.constant(1.), K.constant(2.))) == chosen
    assert K.eval(K.in_test_phase(lambda: K.constant(2.), lambda: K.constant(1.))) == chosen


def test_an_explicit_phase_counts_more_than_the_one_that_was_set(session):
    K.set_learning_phase(1)
    assert K.eval(K.in_train_phase(K.constant(1.), K.constant(2.), training=0)) == 2.


def test_a_phase_of_none_is_not_explicit(session):
    K.set_learning_phase(1)
    x = K.placeholder((2,))
    chosen = K.in_train_phase(lambda: x + 1., x, training=None)
    K.set_learning_phase(0)
    np.testing.assert_array_equal(K.function([x], [chosen])([np.zeros(2)])[0], [1., 1.])


@pytest.mark.parametrize('phase', [2, -1])
def test_a_phase_is_0_or_1(session, phase):
    with pytest.raises(ValueError):
        K.set_learning_phase(phase)


def test_clear_session_starts_the_numbers_of_names_again(session):
    K.get_uid('dense')
    K.clear_session()
    assert K.get_uid('dense') == 1


def test_variables_can_be_made_in_a_name_scope():
    with K.name_scope('encoder'):
        variable = K.variable([1., 2.], name='kernel')
    assert K.get_value(variable).tolist() == [1., 2.]
    assert 'kernel' in variable.name
    assert K.get_value(K.variable(3., name='encoder/inner/bias')) == 3.


CHOOSING = '''
import json, sys
sys.path.insert(0, sys.argv[1])
import make_backend
from compat import backend as K
print('ROWS', json.dumps({case: make_backend.row(case, K) for case in json.loads(sys.argv[2])}))
'''


@pytest.mark.once_a_family
def test_the_other_dialect_answers_as_its_own_keras_did():
    with open(str(paths.GOLDEN / 'backend.json')) as stream:
        golden = json.load(stream)
    # Real Keras 2 speaks its own dialect only.
    version = compat.__version__ if process.opened().family == 'keras2' else '2.3.1'
    older, newer = golden['2.2.4'], golden['2.3.1']
    cases = sorted(case for case in newer if any(older[case].get(key) != newer[case].get(key)
                                                 for key in ('raises', 'shape', 'dtype')))
    assert {'K.batch_dot(v2345, v2354)', 'K.tile(v23, 2)', 'K.zeros_like(i23)'} <= set(cases)
    output = subprocess.check_output(
        [sys.executable, '-c', CHOOSING, str(paths.TOOLS), json.dumps(cases)], universal_newlines=True,
        env=dict(os.environ, COMPAT_DIALECT='keras-' + version[:3], PYTHONPATH=str(paths.ROOT)))
    rows = json.loads(next(line for line in output.splitlines() if line.startswith('ROWS')).partition(' ')[2])
    for case in cases:
        expected, given = golden[version][case], rows[case]
        assert given.get('raises') == expected.get('raises'), case
        assert given.get('shape') == expected.get('shape'), case
        np.testing.assert_allclose(given.get('values', 0), expected.get('values', 0), rtol=1e-5, atol=1e-6)
