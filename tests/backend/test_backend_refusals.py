"""What K refuses, with the exception of Keras 2; and what it takes, and gives None or the variable's own value for."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat import metrics, process
from compat.backend import tensorflow_backend
from compat.errors import UnsupportedError
from compat.layers import Input

MAKERS = {
    'placeholder': lambda dtype: K.placeholder((2,), dtype=dtype),
    'variable': lambda dtype: K.variable([2.], dtype=dtype),
    'constant': lambda dtype: K.constant([2.], dtype=dtype),
    'zeros': lambda dtype: K.zeros((2,), dtype=dtype),
    'eye': lambda dtype: K.eye(2, dtype=dtype),
    'ones_like': lambda dtype: K.ones_like(K.zeros((2,)), dtype=dtype),
    'arange': lambda dtype: K.arange(2, dtype=dtype),
    'random_uniform': lambda dtype: K.random_uniform((2,), dtype=dtype),
    'cast': lambda dtype: K.cast(K.zeros((2,)), dtype),
}
DTYPES = [('half', 'float16'), ('float', 'float32'), (float, 'float32'), (np.float32, 'float32'),
          (np.dtype('float16'), 'float16'), ('double', 'float64'), (np.float64, 'float64')]


def has(dtype):
    """Whether this framework has it; jax takes float32 for float64."""
    return K.dtype(K.constant(0., dtype=dtype)) == dtype


@pytest.mark.parametrize('name', sorted(MAKERS))
def test_a_dtype_is_passed_by_its_names_and_by_types(name):
    make = MAKERS[name]
    for dtype, expected in DTYPES:
        if has(expected):
            assert K.dtype(make(dtype)) == expected


@pytest.mark.parametrize('name', sorted(MAKERS))
def test_what_is_no_dtype_is_a_type_error(name):
    for dtype in ('flot', 'int', int, str):
        with pytest.raises(TypeError):
            MAKERS[name](dtype)


def test_a_dtype_is_passed_by_the_number_that_tensorflow_has_for_it():
    rows = K.constant([1., 2.])
    for number, name in ((1, 'float32'), (3, 'int32'), (10, 'bool'), (19, 'float16'), (np.int64(1), 'float32')):
        assert K.dtype(K.cast(rows, number)) == K.dtype(K.placeholder((2,), dtype=number)) == name
        assert K.dtype(Input((2,), dtype=number)) == K.dtype(K.zeros((2,), dtype=number)) == name
    for refused in (lambda: K.cast(rows, -1), lambda: K.cast(rows, None), lambda: Input((2,), dtype='int')):
        with pytest.raises(TypeError):
            refused()


@pytest.mark.parametrize('make', [lambda: K.constant(np.ones((2, 3))), lambda: K.placeholder((2, 3))])
def test_what_is_no_number_or_fits_nothing_is_refused(make):
    x, whole = make(), K.cast(make(), 'int32')
    wide, samples = K.constant(np.ones((2, 4))), K.constant(np.ones(2))
    for refused in (lambda: K.reshape(x, 'ab'), lambda: K.reshape(x, (3, 2.)), lambda: K.reshape(x, (None, 3)),
                    lambda: K.repeat(x, 2.5), lambda: K.repeat_elements(x, 2.5, 0), lambda: K.tile(x, (2.5, 1)),
                    lambda: K.relu(x, alpha='a'), lambda: K.elu(x, 'a'), lambda: K.softmax(x, 'a'),
                    lambda: K.zeros((None, 2)), lambda: K.placeholder('ab'), lambda: K.one_hot(x, 3),
                    lambda: K.concatenate([x, whole], 0), lambda: K.gather(x, K.constant([0.]))):
        with pytest.raises(TypeError):
            refused()
    for refused in (lambda: K.softmax(x, 1.5), lambda: K.batch_dot(samples, samples), lambda: K.constant(None),
                    lambda: K.variable(None), lambda: K.switch(K.constant(np.ones(5)) > 0, x, x),
                    lambda: K.categorical_crossentropy(x, wide), lambda: K.binary_crossentropy(x, wide),
                    lambda: K.sparse_categorical_crossentropy(K.constant(np.ones(5)), x),
                    lambda: K.reshape(x, (4, 2)), lambda: K.concatenate([x, samples], 0), lambda: K.square([x, wide]),
                    lambda: K.concatenate([x, wide], 0), lambda: K.dot(x, x), lambda: K.sum(x, 5)):
        with pytest.raises(ValueError):
            refused()


@pytest.mark.parametrize('reduce', [K.sum, K.mean, K.max, K.prod, K.var, K.std, K.argmax, K.cumsum, K.logsumexp,
                                    K.expand_dims, K.l2_normalize])
def test_an_axis_that_is_no_whole_number_is_a_type_error(reduce):
    rows = K.constant(np.ones((2, 3)))
    for axis in ('a', 1.5):
        with pytest.raises(TypeError):
            reduce(rows, axis)


def test_more_axes_that_are_no_whole_numbers_are_type_errors():
    rows = K.constant(np.ones((2, 3)))
    for refused in (lambda: K.squeeze(rows, 'a'), lambda: K.concatenate([rows, rows], 'a'),
                    lambda: K.stack([rows, rows], 'a'), lambda: K.sum(rows, [0, 'a'])):
        with pytest.raises(TypeError):
            refused()
    assert K.eval(K.sum(rows, np.int64(1))).tolist() == K.eval(K.sum(rows, np.array([1]))).tolist() == [3., 3.]


def test_classes_are_counted_by_a_whole_number_that_is_not_negative():
    indices = K.constant([0, 1], dtype='int32')
    assert K.eval(K.one_hot(indices, 0)).shape == (2, 0)
    for refused in (indices, K.placeholder((3,), dtype='int32')):
        with pytest.raises(ValueError):
            K.one_hot(refused, -1)
    with pytest.raises(TypeError):
        K.one_hot(indices, 2.5)


def test_whole_numbers_have_no_gradient():
    whole, floats = K.variable([1, 2], dtype='int32'), K.variable([1., 2.])
    fed = K.placeholder((2,), dtype='int32')
    assert K.gradients(K.sum(whole * whole), [whole]) == K.gradients(K.sum(fed * fed), [fed]) == [None]
    assert K.gradients(K.sum(K.cast(floats, 'int32')), [floats]) == K.gradients(K.argmax(floats), floats) == [None]
    mixed = K.gradients(K.sum(K.cast(whole, 'float32') * floats), [whole, floats])
    assert mixed[0] is None and K.eval(mixed[1]).tolist() == [1., 2.]


def test_an_input_that_is_not_fed_has_the_value_that_it_has_without():
    x, weight = K.placeholder((1,)), K.variable([5.])
    f = K.function([x, weight], [x + weight])
    assert f([np.array([1.])])[0].tolist() == f([np.array([1.]), None])[0].tolist() == [6.]
    K.set_value(weight, [7.])
    assert f([np.array([1.])])[0].tolist() == [8.]
    assert K.function([x, weight], [weight * 2.])([])[0].tolist() == [14.]
    doubled = x * 2.
    f = K.function([x, doubled], [doubled + 1.])
    assert f([np.array([4.])])[0].tolist() == [9.]
    if process.opened().family != 'keras2' or compat.__version__ == '2.2.4':  # 2.3 feeds no variables at all
        assert K.function([x, weight], [x + weight])([np.array([1.]), np.array([2.])])[0].tolist() == [3.]


def test_a_placeholder_that_is_needed_must_be_fed():
    x, weight = K.placeholder((1,)), K.variable([5.])
    f = K.function([x, weight], [x + weight])
    kind = Exception if process.opened().family == 'keras2' else ValueError
    for feeds in ([], [None], [None, None]):
        with pytest.raises(kind, match='laceholder'):
            f(feeds)


@pytest.mark.difference('names-of-keras-2.3')
def test_tensors_are_symbolic_and_variables_are_not():
    x = K.placeholder((2,))
    for tensor in (x, x * 2., K.constant([1.]), K.variable([1.]) + 1.):
        assert tensorflow_backend.is_symbolic(tensor) is True
    for other in (K.variable([1.]), np.ones(2), 3.):
        assert not tensorflow_backend.is_symbolic(other)
    assert tensorflow_backend.v1_variable_initialization() is None


@pytest.mark.parametrize('label', [-1, 3])
def test_a_label_for_which_there_is_no_class_is_refused(label):
    labels, shares = K.constant([1, label]), K.constant([[.2, .5, .3], [.1, .2, .7]])
    for logits in (False, True):
        with pytest.raises(Exception, match='range|not in|out of bounds'):
            K.eval(K.sparse_categorical_crossentropy(labels, shares, from_logits=logits))
    counted = K.cast(K.in_top_k(shares, K.cast(labels, 'int32'), 3), 'float32')
    assert K.eval(counted).tolist() == [1., 0.]
    assert np.mean(K.eval(metrics.sparse_top_k_categorical_accuracy(labels, shares, 3))) == 0.5


def test_sums_along_no_axis_fractions_of_whole_numbers_and_other_shapes_of_logits_are_refused():
    rows, whole = K.constant(np.ones((2, 3))), K.variable(1, dtype='int32')
    for refused in (lambda: K.cumsum(rows, axis=None), lambda: K.cumprod(rows, axis=None),
                    lambda: K.binary_crossentropy(K.ones((2, 1)), rows, from_logits=True)):
        with pytest.raises(ValueError):
            refused()
    for change in (K.update, K.update_add, K.update_sub):
        with pytest.raises(TypeError):
            K.eval(change(whole, 1.5))
    assert K.get_value(whole) == 1


def test_the_file_handle_that_keras_2_leaks_says_what_there_is_instead():
    handle = getattr(K, 'f', None)
    if process.opened().family == 'keras2':
        assert handle is None or handle.closed
        return
    from compat.backend.load_backend import f
    assert f is handle
    with pytest.raises(UnsupportedError, match='K.floatx'):
        handle.read()
