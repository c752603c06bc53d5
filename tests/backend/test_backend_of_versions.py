"""Functions of K that only one version of Keras 2 has, and those that old programs call to set TensorFlow 1 up."""
import numpy as np

import compat
from compat import backend as K
from compat import process


# The version of real Keras 2 that lacks the function.
LACKING = {'size': '2.2.4', 'is_variable': '2.2.4', 'eager': '2.2.4', 'symbolic': '2.2.4',
           'control_dependencies': '2.2.4',
           'get_variable_shape': '2.3.1', 'has_arg': '2.3.1', 'transpose_shape': '2.3.1'}


def of_one_version(name):
    """Whether K has the function: it has, but on the one version of real Keras 2 that lacks it."""
    assert hasattr(K, name) == ((process.opened().family, compat.__version__) != ('keras2', LACKING[name]))
    return hasattr(K, name)


def test_k_size_is_the_number_of_elements():
    if of_one_version('size'):
        assert K.eval(K.size(K.ones((2, 3, 4)))) == 24
        assert K.eval(K.size(K.variable(7.))) == 1


def test_variables_are_distinguished_from_other_tensors():
    if of_one_version('is_variable'):
        assert K.is_variable(K.variable([1.])) is True
        assert not K.is_variable(K.constant([1.])) and not K.is_variable(np.ones(1)) and not K.is_variable(1.)


def test_eager_and_symbolic_functions_compute_what_they_did():
    if of_one_version('eager'):
        def doubled(x, by=2.):
            """Documented."""
            return by * x
        assert K.eager(doubled)(3.) == K.symbolic(doubled)(3.) == 6.
        assert K.eager(doubled)(3., by=5.) == 15.
        assert K.eager(doubled).__name__ == 'doubled' and K.eager(doubled).__doc__ == 'Documented.'


def test_what_is_computed_after_control_dependencies_is_the_same():
    if of_one_version('control_dependencies'):
        first = K.constant([1., 2.])
        with K.control_dependencies([first]):
            second = K.constant([3.]) + 1.
        assert K.eval(second) == 4.


def test_the_shape_of_a_variable_is_its_static_shape():
    if of_one_version('get_variable_shape'):
        assert K.get_variable_shape(K.variable(np.zeros((2, 3)))) == (2, 3)


def test_k_leaks_has_arg():
    if of_one_version('has_arg'):
        assert K.has_arg(lambda x, training=None: x, 'training')
        assert not K.has_arg(lambda x: x, 'training')
        assert not K.has_arg(lambda **more: 0, 'training') and K.has_arg(lambda **more: 0, 'training', accept_all=True)


def test_k_leaks_transpose_shape():
    if of_one_version('transpose_shape'):
        assert K.transpose_shape((8, 5, 6, 3), 'channels_first', spatial_axes=(1, 2)) == (8, 3, 5, 6)
        assert K.transpose_shape((8, 5, 6, 3), 'channels_last', spatial_axes=(1, 2)) == (8, 5, 6, 3)


def test_old_set_up_of_sessions_and_variables_goes_through():
    assert K.set_session(None) is None
    assert K.manual_variable_initialization(True) is None
    assert K.manual_variable_initialization(False) is None
    assert K.get_value(K.variable(1.)) == 1.
