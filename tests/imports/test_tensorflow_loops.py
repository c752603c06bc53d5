"""Loops of TensorFlow 1 on symbols, outside of layers: their functions refer to symbols and variables."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat import process
from compat.errors import UnsupportedError
from compat.layers import Dense, Input, Lambda
from compat.models import Model, Sequential

pytestmark = pytest.mark.difference('tensorflow-functions')

X = np.arange(6.).reshape(2, 3).astype('float32')


@pytest.fixture
def tf():
    compat.install()
    try:
        import tensorflow
        yield tensorflow
    finally:
        compat.uninstall()


def loop_that_grows(tf, x, k):
    """An array that has more rows after each step."""
    return tf.while_loop(
        lambda i, rows: i < 2, lambda i, rows: (i + 1, tf.concat([rows, x], 0)), [tf.constant(0), x],
        shape_invariants=[tf.TensorShape([]), tf.TensorShape([None, 3])], parallel_iterations=1, back_prop=False)[1]


# {name: (what is computed of a symbol, and of a variable that is 2; the result)}
LOOPS = {
    'while_loop': (lambda tf, x, k: tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * k), [0, x]), [3, X * 8]),
    'while_loop that refers to a symbol': (lambda tf, x, k: tf.while_loop(
        lambda i, y: tf.less(i, tf.shape(x)[0]), lambda i, y: [i + 1, y + x], [tf.constant(0), tf.zeros_like(x)]),
        [2, X * 2]),
    'while_loop of numbers': (lambda tf, x, k: tf.while_loop(
        lambda i, s: i < 4, lambda i, s: (i + 1, s + k * x[0, 1]), [0, 0.]), [4, 8.]),
    'while_loop of one': (lambda tf, x, k: [tf.while_loop(lambda y: tf.reduce_sum(y) < 100., lambda y: y * 2., [x])],
                          [X * 8]),
    'while_loop that ends': (lambda tf, x, k: [tf.while_loop(lambda y: True, lambda y: y * 2., [x],
                                                             maximum_iterations=2)], [X * 4]),
    'while_loop that grows': (lambda tf, x, k: [loop_that_grows(tf, x, k)], [np.concatenate([X] * 3)]),
    'control_flow_ops.while_loop': (lambda tf, x, k: K.control_flow_ops.while_loop(
        lambda i, y: i < 2, lambda i, y: (i + 1, y - x), [0, x * k]), [2, X * 0]),
    'map_fn': (lambda tf, x, k: [tf.map_fn(lambda row: row * k + tf.reduce_sum(x), x)], [X * 2 + 15]),
    'map_fn of two': (lambda tf, x, k: [tf.map_fn(lambda rows: rows[0] * rows[1], (x, x * k), dtype=tf.float32)],
                      [X * X * 2]),
    'map_fn of two results': (lambda tf, x, k: list(tf.map_fn(
        lambda row: (row * 2., tf.cast(tf.reduce_sum(row), tf.int32)), x, dtype=(tf.float32, tf.int32))),
        [X * 2, [3, 12]]),
    'map_fn of a range': (lambda tf, x, k: [tf.map_fn(lambda i: x[i] * k, tf.range(2), dtype=tf.float32)], [X * 2]),
    'scan of a range': (lambda tf, x, k: [tf.scan(lambda before, i: before + x[i], tf.range(2),
                                                  initializer=tf.zeros((3,)))], [X.cumsum(0)]),
    'foldl of a range': (lambda tf, x, k: [tf.foldl(lambda before, i: before + x[i] * k, tf.range(2),
                                                    initializer=tf.zeros((3,)))], [X.sum(0) * 2]),
    'foldr of a range': (lambda tf, x, k: [tf.foldr(lambda before, i: before + x[i] * k, tf.range(2),
                                                    initializer=tf.zeros((3,)))], [X.sum(0) * 2]),
}


@pytest.mark.parametrize('name', sorted(LOOPS))
def test_a_loop_computes_by_the_values_of_each_run(tf, name):
    compute, expected = LOOPS[name]
    x, k = Input((3,)), K.variable(1.)
    results = list(compute(tf, x, k))
    f = K.function([x], results)
    f([X + 1.])
    K.set_value(k, 2.)
    for result, value in zip(f([X]), expected):
        np.testing.assert_allclose(result, value, rtol=1e-6)


GRADIENTS = {
    'while_loop': (lambda tf, x, k: tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * x * k), [0, x])[1],
                   32 * X ** 3, 12 * (X ** 4).sum()),
    'map_fn': (lambda tf, x, k: tf.map_fn(lambda row: row * row * k, x), 4 * X, (X * X).sum()),
    'foldl of a range': (lambda tf, x, k: tf.foldl(lambda before, i: before + x[i] * x[i] * k, tf.range(2),
                                                   initializer=tf.zeros((3,))), 4 * X, (X * X).sum()),
}


@pytest.mark.parametrize('name', sorted(GRADIENTS))
def test_gradients_flow_through_a_loop_to_symbols_and_variables(tf, name):
    compute, of_symbol, of_variable = GRADIENTS[name]
    x, k = Input((3,)), K.variable(2.)
    gradients = K.gradients(K.sum(compute(tf, x, k)), [x, k])
    for result, value in zip(K.function([x], gradients)([X]), (of_symbol, of_variable)):
        np.testing.assert_allclose(result, value, rtol=1e-5)


def test_a_loop_of_a_layers_output_in_a_lambda_and_in_a_loss(tf):
    def steps(t, p):
        return tf.while_loop(lambda i, s: i < 2, lambda i, s: (i + 1, s + tf.reduce_mean(tf.square(t - p))), [0, 0.])[1]
    x = Input((3,))
    y = Dense(3, kernel_initializer='identity')(x)
    model = Model(x, Lambda(lambda h: tf.map_fn(lambda row: row * 2., h))(y))
    np.testing.assert_allclose(model.predict(X), X * 2)
    trained = Sequential([Dense(1, input_shape=(3,), kernel_initializer='ones')])
    trained.compile('sgd', steps)
    np.testing.assert_allclose(trained.train_on_batch(X, np.ones((2, 1))), 2 * ((X.sum(1) - 1) ** 2).mean())


def test_an_array_of_tensors_is_filled_outside_of_layers_or_refused(tf):
    x = Input((3,))

    def filled():
        array = tf.TensorArray(tf.float32, size=1, dynamic_size=True)
        return tf.while_loop(lambda i, array: i < tf.shape(x)[0],
                             lambda i, array: (i + 1, array.write(i, tf.reduce_sum(x[i]))), [0, array])[1].stack()
    if process.opened().family == 'keras2':
        np.testing.assert_allclose(K.function([x], [filled()])([X])[0], X.sum(1))
    else:
        with pytest.raises(UnsupportedError, match='tf.TensorArray.* Lambda layer'):
            filled()
    model = Model(x, Lambda(lambda h: filled() * 1., output_shape=())(x))
    np.testing.assert_allclose(model.predict(X), X.sum(1))
