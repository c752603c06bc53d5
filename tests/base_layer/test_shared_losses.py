"""Losses and updates of shared layers and of nested models are counted as in Keras 2.2.4: by call and by model."""
import json

import numpy as np
import paths
import pytest
import shared_losses

import compat
from compat import backend as K
from compat.layers import Dense, Input
from compat.models import Model

COUNTS = json.loads((paths.GOLDEN / 'shared_losses.json').read_text())


@pytest.mark.parametrize('title', sorted(shared_losses.CASES))
def test_losses_and_updates_are_counted_as_in_keras_2(title):
    assert shared_losses.CASES[title](compat) == COUNTS[title]


def test_the_losses_of_a_nested_model_are_computed_for_each_of_its_calls():
    y, x = Input((3,)), Input((3,))
    inner = Model(y, Dense(3, kernel_initializer='ones', activity_regularizer='l1')(y))
    outer = Model(x, inner(inner(x)))
    computed = K.function([x], outer.losses)([np.ones((1, 3))])
    np.testing.assert_allclose(sorted(computed), [0.01 * 9, 0.01 * 27], rtol=1e-5)
