"""Sparse placeholders, Inputs and variables, fed with sparse matrices of scipy."""
import numpy as np
import pytest
import scipy.sparse

from compat import backend as K
from compat.layers import Dense, Input, Lambda
from compat.models import Model

DENSE = np.array([[1., 0., 2.], [0., 0., 3.]], 'float32')
SPARSE = scipy.sparse.csr_matrix(DENSE)
KERNEL = np.arange(6.).reshape(3, 2)


def test_a_sparse_placeholder_reports_that_it_is():
    x = K.placeholder((None, 3), sparse=True)
    assert K.is_sparse(x) and K.is_placeholder(x) and K.int_shape(x) == (None, 3) and K.dtype(x) == 'float32'
    assert K.is_sparse(Input((3,), sparse=True)) and K.int_shape(Input((3,), sparse=True)) == (None, 3)
    assert not K.is_sparse(K.to_dense(x)) and K.ndim(K.to_dense(x)) == 2
    assert K.is_sparse(K.concatenate([x, x], axis=0))
    weight = K.variable(DENSE)
    assert not K.is_sparse(K.placeholder((2,))) and not K.is_sparse(weight)
    np.testing.assert_allclose(K.eval(K.to_dense(weight)), DENSE)


@pytest.mark.difference('sparse-feeds')
def test_sparse_matrices_are_fed():
    x, kernel = K.placeholder((None, 3), sparse=True), K.variable(KERNEL)
    product = K.dot(x, kernel)
    assert not K.is_sparse(product) and K.int_shape(product) == (None, 2)
    f = K.function([x], [K.to_dense(x), product] + K.gradients(K.sum(K.square(product)), [kernel])
                   + [K.to_dense(K.square(x))])
    for matrix in (SPARSE, SPARSE.tocoo(), SPARSE.tocsc().astype('float64')):
        for got, wanted in zip(f([matrix]), [DENSE, DENSE.dot(KERNEL), DENSE.T.dot(2 * DENSE.dot(KERNEL)), DENSE ** 2]):
            np.testing.assert_allclose(got, wanted, rtol=1e-5)


def test_a_variable_of_a_sparse_matrix_is_sparse():
    weight = K.variable(SPARSE)
    assert K.is_sparse(weight) and K.dtype(weight) == 'float32'
    np.testing.assert_allclose(K.eval(weight), DENSE)
    np.testing.assert_allclose(K.eval(K.to_dense(weight)), DENSE)
    np.testing.assert_allclose(K.eval(K.dot(weight, K.variable(KERNEL))), DENSE.dot(KERNEL))


@pytest.mark.difference('sparse-feeds')
def test_models_take_sparse_matrices():
    x = Input((3,), sparse=True)
    model = Model(x, Dense(2, kernel_initializer='ones')(x))
    model.compile('sgd', 'mse')
    ones = np.ones((2, 2))
    np.testing.assert_allclose(model.predict(SPARSE), np.full((2, 2), 3.))
    np.testing.assert_allclose(model.predict_on_batch(SPARSE), np.full((2, 2), 3.))
    for loss in (model.evaluate(SPARSE, ones, verbose=0), model.test_on_batch(SPARSE, ones),
                 model.train_on_batch(SPARSE, ones)):
        np.testing.assert_allclose(loss, 4.)
    # Four errors of 2 in their mean: the slope of each column of the kernel is the sum of the rows.
    np.testing.assert_allclose(model.get_weights()[0], 1 - 0.01 * np.tile(DENSE.sum(axis=0)[:, None], 2), rtol=1e-5)
    before = model.get_weights()[0]
    model.fit(SPARSE, ones, verbose=0)
    assert not np.allclose(model.get_weights()[0], before)
    np.testing.assert_allclose(K.function([x], [model.output])([SPARSE])[0], model.predict(SPARSE), rtol=1e-5)


@pytest.mark.difference('sparse-feeds')
def test_a_layer_makes_an_input_dense():
    x = Input((3,), sparse=True)
    np.testing.assert_allclose(Model(x, Lambda(lambda sparse: K.to_dense(sparse) * 2.)(x)).predict(SPARSE), 2 * DENSE)


@pytest.mark.difference('sparse-feeds')
def test_functions_of_sparse_tensors_in_chains():
    dense = DENSE * [1, 1, -1]
    for x in (K.placeholder((None, 3), sparse=True), Input((3,), sparse=True)):
        doubled = K.concatenate([K.cast(x, 'float32'), K.abs(x)], axis=0)
        chains = [K.tanh(K.abs(x)), K.square(K.tanh(K.sign(x))), K.abs(K.square(K.cast(x, 'float32'))),
                  K.tanh(doubled)]
        found = K.function([x], [K.to_dense(each) for each in chains] + [
            K.dot(each, K.constant(KERNEL)) for each in chains])([scipy.sparse.csr_matrix(dense)])
        expected = [np.tanh(abs(dense)), np.tanh(np.sign(dense)) ** 2, dense ** 2,
                    np.tanh(np.concatenate([dense, abs(dense)]))]
        for got, wanted in zip(found, expected + [each.dot(KERNEL) for each in expected]):
            np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-6)


def test_what_a_layer_makes_dense_has_a_known_size():
    dense = Lambda(lambda sparse: K.to_dense(sparse) * 2.)(Input((3,), sparse=True))
    assert K.int_shape(dense) == (None, 3) and K.int_shape(Dense(2)(dense)) == (None, 2)
