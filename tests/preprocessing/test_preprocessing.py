"""keras.preprocessing computes what Keras 2.2.4 computes with keras-preprocessing 1.1.2, for equal seeds."""
import json

import numpy as np
import paths
import preprocessing_cases
import pytest

from compat.preprocessing import image
from compat.utils import Sequence

GOLDEN = json.loads((paths.GOLDEN / 'preprocessing.json').read_text())


# Versions of Pillow round some of the values of a resized picture to neighbouring integers.
ROUNDED_BY_PILLOW = ['interpolation=' + name for name in ('bilinear', 'bicubic', 'lanczos', 'hamming')]


def differences(got, expected, off=1e-4):
    """Where two digests differ, but for the last digits of sums; each value may be off by so much."""
    if isinstance(expected, dict) and 'sums' in expected:
        scale = max(1., np.prod(expected['shape']))
        same = isinstance(got, dict) and [got['shape'], got['dtype']] == [expected['shape'], expected['dtype']] and (
            np.allclose(got['sums'], expected['sums'], rtol=1e-5, atol=off * scale))
        return [] if same else [(got, expected)]
    if isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            return [(got, expected)]
        return [difference for pair in zip(got, expected) for difference in differences(*pair, off=off)]
    if isinstance(expected, float):
        return [] if np.isclose(got, expected, rtol=1e-6) else [(got, expected)]
    return [] if got == expected else [(got, expected)]


@pytest.mark.parametrize('family', sorted(preprocessing_cases.FAMILIES))
def test_numbers_are_those_of_keras_2(family):
    got = json.loads(json.dumps(preprocessing_cases.table_of(family)))
    assert sorted(got) == sorted(GOLDEN[family])
    found = {name: differences(got[name], GOLDEN[family][name], .1 if name in ROUNDED_BY_PILLOW else 1e-4)
             for name in got}
    assert {name: different for name, different in found.items() if different} == {}


def test_iterators_are_sequences_and_of_keras_2s_base():
    flow = image.NumpyArrayIterator(preprocessing_cases.IMAGES, None, image.ImageDataGenerator())
    assert isinstance(flow, image.Iterator) and isinstance(flow, Sequence)


def test_an_iterator_of_ones_own_has_next():
    class Numbers(image.Iterator):
        def _get_batches_of_transformed_samples(self, index_array):
            return index_array * 10

    numbers = Numbers(5, 2, False, None)
    assert [numbers.next().tolist() for _ in range(4)] == [[0, 10], [20, 30], [40], [0, 10]]
    assert next(numbers).tolist() == [20, 30] and numbers[1].tolist() == [20, 30]
