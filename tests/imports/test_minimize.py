"""Optimizers of tf.train on losses that are tensors of Keras: their steps are updates that sessions perform."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat import process
from compat.errors import UnsupportedError
from compat.layers import Dense, Embedding, Flatten, Input
from compat.models import Model, Sequential

pytestmark = pytest.mark.difference('tensorflow-functions')

X = np.array([[1., 2., 3.], [4., 5., 6.]])


@pytest.fixture
def tf():
    compat.install()
    try:
        import tensorflow
        yield tensorflow
    finally:
        compat.uninstall()


def regression():
    """A model of one weight for each of three inputs, all 0, its loss, and the gradient of the first step."""
    model = Sequential([Dense(1, input_shape=(3,), use_bias=False, kernel_initializer='zeros')])
    target = K.placeholder((None, 1))
    residual = X.sum(1, keepdims=True)
    return model, target, K.mean(K.square(target - model.output)), -X.T.dot(residual), residual


def descent(tf):
    return tf.train.GradientDescentOptimizer(0.01)


def clipped(tf, loss, weights):
    optimizer = descent(tf)
    pairs = optimizer.compute_gradients(loss, weights)
    return optimizer.apply_gradients([(tf.clip_by_value(gradient, -1., 1.), weight) for gradient, weight in pairs])


# {name: (the step, of a loss and the weights; the gradient that the weights change by, of that of the loss)}
STEPS = {
    'minimize': (lambda tf, loss, weights: descent(tf).minimize(loss), lambda g: g),
    'minimize, of variables': (lambda tf, loss, weights: descent(tf).minimize(loss, var_list=weights), lambda g: g),
    'minimize, twice the loss': (lambda tf, loss, weights: descent(tf).minimize(tf.add(loss, loss)), lambda g: 2 * g),
    'clipped gradients': (clipped, lambda g: np.clip(g, -1, 1)),
    'a class of the program': (lambda tf, loss, weights: type(
        'Own', (tf.train.GradientDescentOptimizer,), {})(0.01).minimize(loss), lambda g: g),
    'in a group': (lambda tf, loss, weights: tf.group(descent(tf).minimize(loss)), lambda g: g),
}


@pytest.mark.parametrize('name', sorted(STEPS))
@pytest.mark.parametrize('runs', ['session.run', 'operation.run', 'K.function'])
def test_a_step_changes_the_weights_of_a_model(tf, name, runs):
    make, change = STEPS[name]
    model, target, loss, gradient, y = regression()
    step = make(tf, loss, model.trainable_weights)
    feed = {model.input: X, target: y}
    K.set_value(model.weights[0], np.zeros((3, 1)))
    if runs == 'session.run':
        assert K.get_session().run([step, tf.constant(1.)], feed) == [None, 1.]
    elif runs == 'operation.run':
        with K.get_session().as_default():
            step.run(feed_dict=feed)
    else:
        K.function([model.input, target], [loss], updates=[step])([X, y])
    np.testing.assert_allclose(model.get_weights()[0], -0.01 * change(gradient), rtol=1e-5)


def test_a_step_counts_itself(tf):
    model, target, loss, _, y = regression()
    count = K.variable(0, dtype='int64')
    step = descent(tf).minimize(loss, global_step=count)
    for _ in range(3):
        K.get_session().run(step, {model.input: X, target: y})
    assert K.get_value(count) == 3


def test_a_loss_without_variables_is_refused(tf):
    x = K.placeholder((2, 3))
    with pytest.raises(ValueError, match='[Nn]o (gradients|variables)'):
        descent(tf).minimize(K.sum(x))


def test_optimizers_are_those_of_tensorflow(tf):
    for name in ('AdamOptimizer', 'RMSPropOptimizer', 'MomentumOptimizer'):
        optimizer = getattr(tf.train, name)(*[0.1] * (2 if name == 'MomentumOptimizer' else 1))
        assert isinstance(optimizer, tf.train.Optimizer) and isinstance(optimizer, getattr(tf.train, name))
        model = Sequential([Dense(1, input_shape=(3,))])
        model.compile(optimizer, 'mse')
        before = model.train_on_batch(X, np.ones((2, 1)))
        assert model.train_on_batch(X, np.ones((2, 1))) != before


def test_what_reads_variables_after_a_step_of_the_same_run_is_computed_or_refused(tf):
    model, target, loss, gradient, y = regression()
    step = descent(tf).minimize(loss)
    with tf.control_dependencies([step]):
        later = tf.identity(K.sum(model.weights[0]) * 1.)
    K.set_value(model.weights[0], np.zeros((3, 1)))
    if process.opened().family == 'keras2':
        K.get_session().run(later, {model.input: X, target: y})
    else:
        with pytest.raises(UnsupportedError, match='Run the step, and in another run what comes after it'):
            K.get_session().run(later, {model.input: X, target: y})


@pytest.mark.parametrize('name', ['AdamOptimizer', 'AdagradOptimizer', 'RMSPropOptimizer', 'MomentumOptimizer'])
def test_the_rows_of_an_embedding_change_as_in_tensorflow_or_are_refused(tf, name):
    x = Input((2,), dtype='int32')
    model = Model(x, Dense(1, kernel_initializer='ones')(Flatten()(Embedding(4, 2)(x))))
    optimizer = getattr(tf.train, name)(*[0.1] * (2 if name == 'MomentumOptimizer' else 1))
    if process.opened().family != 'keras2' and name in ('RMSPropOptimizer', 'MomentumOptimizer'):
        with pytest.raises(UnsupportedError, match=f'tf.train.{name} changes only the rows'):
            optimizer.minimize(K.sum(model.output))
        return
    step = optimizer.minimize(K.sum(model.output))
    K.get_session().run(tf.global_variables_initializer())
    before = model.get_weights()[0]
    K.get_session().run(step, {x: [[1, 2]]})
    changed = np.abs(model.get_weights()[0] - before).max(axis=1) > 0.01
    assert changed.tolist() == [False, True, True, False]
