"""TensorFlow's functions of functions, as tf.cond, on symbols that they get and close over, with gradients."""
import importlib

import numpy as np
import pytest

from compat import backend as K
from compat.layers import Input

pytestmark = pytest.mark.difference('tensorflow-functions', run=False)
X = np.array([[1., 2., 3.], [4., 5., 6.]])
FACTOR = 2.


def tf():
    """Returns TensorFlow."""
    return importlib.import_module('tensorflow')


# The function of a symbol and a variable, what it is for an array, and the sums of its gradients.
CASES = {
    'cond': (lambda x, w: tf().cond(K.sum(x) > 3., lambda: x * w, lambda: x + w), X * 2, 12., 21.),
    'cond, else': (lambda x, w: tf().cond(K.sum(x) > 300., lambda: x * w, lambda: x + w), X + 2, 6., 6.),
    'cond of a variable': (lambda x, w: tf().cond(w > 3., lambda: x * w, lambda: x + w), X + 2, 6., 6.),
    'case': (lambda x, w: tf().case([(K.sum(x) > 100., lambda: x * w), (K.sum(x) > 3., lambda: x * x * w)],
                                    default=lambda: x + w), X ** 2 * 2, 84., 91.),
    'scan': (lambda x, w: tf().scan(lambda a, row: a * w + row, x), np.stack([X[0], X[0] * 2 + X[1]]), 12., 6.),
    'foldl': (lambda x, w: tf().foldl(lambda a, row: a * w + row, x), X[0] * 2 + X[1], 9., 6.),
    'foldr': (lambda x, w: tf().foldr(lambda a, row: a * w + row, x), X[1] * 2 + X[0], 9., 15.),
}


@pytest.mark.parametrize('name', sorted(CASES))
def test_functions_of_functions_compute_and_have_gradients(name):
    function, want, of_input, of_variable = CASES[name]
    x, w = Input((3,)), K.variable(FACTOR)
    y = function(x, w)
    got = K.function([x], [y] + K.gradients(K.sum(y), [x, w]))([X])
    np.testing.assert_allclose(got[0], want, 1e-5)
    np.testing.assert_allclose([got[1].sum(), got[2]], [of_input, of_variable], 1e-5)


def test_functions_of_functions_see_the_variables_of_each_run():
    x, w = Input((3,)), K.variable(FACTOR)
    run = K.function([x], [tf().cond(K.sum(x) > 3., lambda: x * w, lambda: x + w)])
    for factor in (2., 5.):
        K.set_value(w, factor)
        np.testing.assert_allclose(run([X])[0], X * factor, 1e-5)
