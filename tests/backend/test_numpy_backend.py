"""keras.backend.numpy_backend of Keras 2.3: the functions of K on arrays give what they give there, on every host."""
import builtins

import make_numpy_backend as golden
import numpy as np
import pages
import pytest

import compat
from compat import backend as K
from compat import process
from compat.backend import numpy_backend
from make_backend_signatures import signature as signature_of

STORED = pages.golden('numpy_backend.json')['2.3.1']
# Keras 2.2.4 has it in its tests, not in its package.
THERE = process.opened().family != 'keras2' or compat.__version__ == '2.3.1'


def test_a_function_has_the_signature_of_keras_2_3():
    if not THERE:
        return
    differ = {name: signature for name, signature in STORED['signatures'].items()
              if signature_of(getattr(numpy_backend, name)) != signature}
    assert differ == {}


def told_apart(case):
    """In words, what differs between what the call gives here and in Keras 2.3.1; nothing where it is the same."""
    stored = STORED['cases'][case]
    if isinstance(stored, dict):
        try:
            return 'gives %s' % golden.given(case, numpy_backend)
        except getattr(builtins, stored['raises']):
            return None
    results = golden.given(case, numpy_backend)
    if [(result.dtype.name, list(result.shape)) for result in results] != [
            (row['dtype'], row['shape']) for row in stored]:
        return [(result.dtype.name, list(result.shape)) for result in results]
    near = [result.ravel().tolist() == row['values'] if result.dtype.kind in 'USb' else
            np.allclose(result.ravel(), row['values'], rtol=1e-5, atol=1e-6, equal_nan=True)
            for result, row in zip(results, stored)]
    return None if all(near) else results


def test_a_call_gives_what_it_gives_in_keras_2_3(capsys):
    if not THERE:
        return
    assert sorted(golden.cases()) == sorted(STORED['cases'])
    differ = {case: told_apart(case) for case in golden.cases()}
    assert {case: difference for case, difference in differ.items() if difference is not None} == {}
    assert capsys.readouterr().out.strip().endswith('message')


def test_every_function_is_called():
    if not THERE:
        return
    called = '\n'.join(STORED['cases'])
    assert [name for name in STORED['signatures'] if 'N.%s(' % name not in called
            and name not in ('floatx', 'to_categorical', 'transpose_shape')] == []


@pytest.mark.parametrize('convolve, kernel', [('conv1d', (3, 2, 4)), ('conv2d', (3, 2, 2, 4)),
                                              ('conv3d', (3, 2, 1, 2, 4)), ('depthwise_conv2d', (3, 3, 2, 2))])
def test_it_checks_the_engine_as_keras_did(convolve, kernel):
    if not THERE:
        return
    draw = np.random.RandomState(0)
    x, w = draw.randn(*(2, 5, 6, 4)[:len(kernel) - 1] + (2,)), draw.randn(*kernel)
    expected = getattr(numpy_backend, convolve)(x, w, padding='valid', data_format='channels_last')
    found = K.eval(getattr(K, convolve)(K.constant(x), K.constant(w), padding='valid', data_format='channels_last'))
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)
