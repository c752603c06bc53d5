"""Convolutions, pooling, padding, cropping, upsampling and local layers by all their arguments, as on the oracle."""
import numpy as np
import pytest

import compat
import pages
import spatial_cases

STORED = pages.golden('spatial.json')
GOLDEN = dict(STORED['2.2.4'], **STORED.get(compat.__version__, {}))


@pytest.mark.parametrize('name', sorted(spatial_cases.CASES))
def test_weights_shapes_configs_and_numbers_are_those_of_keras_2(name):
    table = spatial_cases.table_of(name)
    for case, expected in GOLDEN.items():
        if not case.startswith(name + '('):
            continue
        actual = table[case]
        if isinstance(expected, str):
            assert actual == expected, case
            continue
        if 'static' in expected and 'sums' not in expected:
            # TensorFlow 1 finds the fault when it computes; others may do so before.
            assert isinstance(actual, str) or 'sums' not in actual, case
            continue
        sums = actual.pop('sums', None)
        assert actual == {key: value for key, value in expected.items() if key != 'sums'}, case
        if sums is not None:
            np.testing.assert_allclose(sums, expected['sums'], rtol=1e-4, atol=1e-3, err_msg=case)


def test_what_is_wrong_gets_the_error_of_keras_2_from_the_constructor_or_the_call():
    refused, expected = spatial_cases.refused(), GOLDEN['refused']
    assert {call: found for call, found in refused.items() if found != expected[call]} == {}
