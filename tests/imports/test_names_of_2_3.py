"""Private functions that Keras 2.3 added."""
import pathlib

import numpy as np
import pytest

from compat import backend as K
from compat import losses, metrics
from compat.backend import numpy_backend
from compat.engine import saving
from compat.utils import io_utils, losses_utils


def test_names_are_made_unique():
    assert saving._uniquify(['a', 'b', 'b', 'c', 'b']) == ['a', 'b', 'b_2', 'c', 'b_3']


@pytest.mark.parametrize('path, expected', [('gs://bucket/m.h5', True), ('m.h5', False), (pathlib.Path('m'), False)])
def test_paths_of_buckets(path, expected):
    assert saving._is_gcs_location(path) is expected
    assert io_utils._is_path_instance(path) is isinstance(path, pathlib.Path)


def test_labels_are_signs_where_all_are_binary():
    for labels, expected in (([0., 1.], [-1., 1.]), ([0., 2.], [0., 2.])):
        np.testing.assert_allclose(K.eval(losses._maybe_convert_labels(K.constant(labels))), expected)


def test_the_number_of_values():
    assert K.eval(losses_utils._num_elements(K.ones((2, 3)))) == 6.


def test_repeated_indices_and_blanks_are_removed():
    assert numpy_backend._remove_repeats(np.array([1, 1, 2, 2, 1])).tolist() == [1, 2, 1]
    assert numpy_backend._remove_blanks(np.array([0, 2, 1]), 3).tolist() == [0, 1]


def test_the_base_of_what_counts_conditions():
    assert issubclass(metrics.TruePositives, metrics._ConfusionMatrixConditionCount)
    assert metrics._ConfusionMatrixConditionCount('tp', name='own').get_config()['thresholds'] is None
