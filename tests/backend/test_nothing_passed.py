"""None and arrays without elements passed to K, values that no variable takes, and tensors without axes."""
import numpy as np
import pytest

from compat import backend as K

# What None as the only tensor raises, by function: the exceptions of Keras 2.
OF_ONE = {
    ValueError: (
        'abs', 'square', 'exp', 'log', 'sum', 'max', 'min', 'prod', 'any', 'all', 'argmax', 'argmin', 'flatten',
        'batch_flatten', 'softmax', 'relu', 'tanh', 'sigmoid', 'transpose', 'shape', 'zeros_like', 'ones_like', 'sign',
        'round', 'sin', 'cos', 'stop_gradient', 'identity', 'print_tensor', 'logsumexp', 'cumsum', 'cumprod', 'elu',
        'softplus', 'softsign', 'is_keras_tensor', 'variable', 'constant'),
    AttributeError: (
        'sqrt', 'mean', 'std', 'var', 'int_shape', 'ndim', 'eval', 'get_value', 'dtype', 'count_params'),
    (TypeError, AttributeError): ('hard_sigmoid',)}  # in 2.2, in 2.3
# What None as the first and as the second tensor raises.
OF_TWO = {
    (AttributeError, AttributeError): ('dot', 'batch_dot', 'bias_add'),
    (ValueError, ValueError): ('maximum', 'minimum', 'equal', 'not_equal', 'greater', 'greater_equal', 'less',
                               'less_equal', 'pow', 'gather'),
    (AttributeError, ValueError): ('update', 'update_add', 'update_sub'),
    (ValueError, AttributeError): ('binary_crossentropy', 'categorical_crossentropy',
                                   'sparse_categorical_crossentropy')}


@pytest.mark.parametrize('name, error', [(name, error) for error, names in OF_ONE.items() for name in names])
def test_none_is_refused_as_the_tensor(name, error):
    with pytest.raises(error):
        getattr(K, name)(None)


@pytest.mark.parametrize('name, errors', [(name, errors) for errors, names in OF_TWO.items() for name in names])
def test_none_is_refused_as_one_of_two_tensors(name, errors):
    other = K.variable(np.ones((2, 2)))
    with pytest.raises(errors[0]):
        getattr(K, name)(None, other)
    with pytest.raises(errors[1]):
        getattr(K, name)(other, None)


@pytest.mark.parametrize('dtype, least, greatest', [
    ('float32', -np.inf, np.inf), ('int32', np.iinfo('int32').min, np.iinfo('int32').max)])
@pytest.mark.parametrize('axis', [None, 0, 1, -1, (0, 1)])
def test_the_extremes_of_no_elements_are_the_last_numbers(axis, dtype, least, greatest):
    for shape in ((0, 3), (2, 0)):
        x = K.constant(np.ones(shape), dtype=dtype)
        for keepdims in (False, True):
            expected = np.any(np.ones(shape), axis, keepdims=keepdims).shape
            for function, number in ((K.max, least), (K.min, greatest)):
                value = K.eval(function(x, axis=axis, keepdims=keepdims))
                assert value.shape == expected
                assert value.dtype == dtype
                assert (value == number).all()


@pytest.mark.parametrize('update', [K.update, K.update_add, K.update_sub], ids=['update', 'update_add', 'update_sub'])
def test_a_variable_of_integers_is_not_updated_with_fractions(update):
    whole = K.variable([3, 4], dtype='int32')
    for number in (0.5, 1.):
        with pytest.raises(TypeError):
            update(whole, number)
    for make in (K.constant, K.variable):
        with pytest.raises((TypeError, ValueError)):  # in 2.2, in 2.3
            update(whole, make(0.5))


@pytest.mark.parametrize('make', [K.constant, K.variable, lambda value: K.placeholder(shape=())], ids=[
    'constant', 'variable', 'placeholder'])
def test_a_softmax_of_no_axis_is_refused(make):
    with pytest.raises(ValueError):
        K.softmax(make(1.))
