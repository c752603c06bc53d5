"""The session of K: what its run computes, of what it is fed, and what it refuses."""
import collections
import threading

import numpy as np
import pytest

import compat
from compat import backend as K, process
from compat.errors import UnsupportedError
from compat.layers import BatchNormalization, Dense, Dropout, Input
from compat.models import Model

Pair = collections.namedtuple('Pair', 'first second')
ROWS = np.arange(6, dtype='float32').reshape(3, 2)
OF_KERAS_2 = process.opened().family == 'keras2'


def run(*arguments, **named):
    """Runs in the session of K, which initializes new variables where it is asked for, as Keras 2 had it."""
    return K.get_session().run(*arguments, **named)


def check(found, expected):
    assert type(found) is type(expected)
    if isinstance(expected, dict):
        assert list(found) == list(expected)
        found, expected = list(found.values()), list(expected.values())
    if isinstance(expected, (list, tuple)):
        assert len(found) == len(expected)
        for one, other in zip(found, expected):
            check(one, other)
    else:
        np.testing.assert_allclose(found, expected, rtol=1e-5)


V, TOTAL = np.array([1., 2.], 'float32'), np.float32(3.)


@pytest.mark.parametrize('nest, expected', [
    (lambda v, total: v, V),
    (lambda v, total: total, TOTAL),
    (lambda v, total: [v, total], [V, TOTAL]),
    (lambda v, total: (v, total), (V, TOTAL)),
    (lambda v, total: Pair(v, total), Pair(V, TOTAL)),
    (lambda v, total: {'a': v, 'b': [total, (v,)]}, {'a': V, 'b': [TOTAL, (V,)]}),
    (lambda v, total: [v, v], [V, V]),
    (lambda v, total: [], []),
    (lambda v, total: {}, {}),
    (lambda v, total: [K.shape(v), K.equal(v, 2.)], [np.array([2], 'int32'), np.array([False, True])]),
])
def test_fetches_keep_their_nest(nest, expected):
    v = K.variable([1., 2.])
    check(run(nest(v, K.sum(v))), expected)


def test_what_is_fed():
    x, v = K.placeholder((None, 2)), K.variable([1., 2.])
    y = x * v
    z = y + 1.
    np.testing.assert_allclose(run(z, {x: ROWS}), ROWS * [1, 2] + 1)
    np.testing.assert_allclose(run(z, feed_dict={x: [[3, 4]]}), [[4, 9]])
    np.testing.assert_allclose(run(z, {y: ROWS}), ROWS + 1)
    np.testing.assert_allclose(run([z, x], {x: ROWS[:1]})[1], ROWS[:1])
    np.testing.assert_allclose(K.get_value(v), [1, 2])


@pytest.mark.skipif(compat.__version__ == '2.3.1', reason='its variables are read before they are fed')
def test_variables_are_fed():
    x, v = K.placeholder((None, 2)), K.variable([1., 2.])
    y = x * v
    np.testing.assert_allclose(run(y, {x: ROWS, v: [5., 6.]}), ROWS * [5, 6])
    np.testing.assert_allclose(run(v * 2., {v: [5., 6.], x: ROWS}), [10, 12])
    np.testing.assert_allclose(K.get_value(v), [1, 2])


def test_values_are_those_of_the_moment():
    v = K.variable([1., 2.])
    doubled = v * 2.
    np.testing.assert_allclose(run(doubled), [2, 4])
    K.set_value(v, [3., 4.])
    np.testing.assert_allclose(run(doubled), [6, 8])


def test_updates_are_performed_once_a_run():
    v = K.variable([1., 2.])
    update = K.update(v, v + 1.)
    np.testing.assert_allclose(run(update), [2, 3])
    np.testing.assert_allclose(run([update])[0], [3, 4])
    np.testing.assert_allclose(run(v), [3, 4])
    run([K.update_add(v, [1., 1.]), K.constant(0.)])
    np.testing.assert_allclose(K.get_value(v), [4, 5])


def test_updates_of_a_model():
    x = Input((2,))
    layer = BatchNormalization(momentum=0.5)
    model = Model(x, layer(x))
    before = K.get_value(layer.moving_mean)
    run(model.output, {model.input: ROWS, K.learning_phase(): 1})
    np.testing.assert_allclose(K.get_value(layer.moving_mean), before)
    run(model.updates, {model.input: ROWS, K.learning_phase(): 1})
    assert (K.get_value(layer.moving_mean) > before).all()


@pytest.mark.parametrize('feed, expected', [({}, [2., 4.]), (0, [2., 4.]), (1, [1., 2.]), (True, [1., 2.])])
def test_the_learning_phase_is_fed(feed, expected):
    v = K.variable([1., 2.])
    chosen = K.in_train_phase(v, v * 2.)
    np.testing.assert_allclose(run(chosen, {} if feed == {} else {K.learning_phase(): feed}), expected)


def test_models():
    x = Input((2,))
    model = Model(x, Dropout(0.5)(Dense(3, kernel_initializer='ones', bias_initializer='ones')(x)))
    feed = {model.input: ROWS, K.learning_phase(): 0}
    np.testing.assert_allclose(run(model.output, feed), model.predict(ROWS), rtol=1e-6)
    kernel, bias = run(model.weights)
    np.testing.assert_allclose(kernel, np.ones((2, 3)))
    np.testing.assert_allclose(bias, np.ones(3))
    if process.opened().framework != 'numpy':
        np.testing.assert_allclose(run(K.gradients(K.sum(model.output), [model.input]), feed)[0], np.full((3, 2), 3.))


def test_eval_of_tensors():
    x, v = K.placeholder((None, 2)), K.variable([1., 2.])
    session, y = K.get_session(), x * v
    np.testing.assert_allclose(y.eval({x: ROWS}, session), ROWS * [1, 2])
    np.testing.assert_allclose(v.eval(session=session), [1, 2])
    np.testing.assert_allclose((v + 1.).eval(session=session), [2, 3])
    with pytest.raises(ValueError, match='session'):
        y.eval({x: ROWS})
    with session.as_default():
        np.testing.assert_allclose(y.eval(feed_dict={x: ROWS}), ROWS * [1, 2])
        np.testing.assert_allclose(v.eval(), [1, 2])
    with pytest.raises(ValueError, match='session'):
        v.eval()


def test_callables():
    x, v = K.placeholder((None, 2)), K.variable([1., 2.])
    session, y = K.get_session(), x * v
    np.testing.assert_allclose(session.make_callable(y, [x])(ROWS), ROWS * [1, 2])
    np.testing.assert_allclose(session.make_callable([y], [x])(ROWS)[0], ROWS * [1, 2])


def test_which_session_is_that_of_k():
    first = K.get_session()
    assert K.get_session() is first
    other = type(first)()
    with other.as_default():
        assert K.get_session() is other
    assert K.get_session() is first
    with type(first)() as entered:
        assert K.get_session() is entered
    assert K.get_session() is first
    K.set_session(other)
    assert K.get_session() is other
    K.clear_session()
    assert K.get_session() not in (first, other)


def test_defaults_are_those_of_the_thread():
    session, found = K.get_session(), []
    with type(session)() as other:
        thread = threading.Thread(target=lambda: found.append(K.get_session()))
        thread.start()
        thread.join()
        assert found[0] is not other and K.get_session() is other


def test_graphs():
    session = K.get_session()
    with session.graph.as_default():
        x = K.placeholder((2,))
        np.testing.assert_allclose(session.run(x * 2., {x: [1., 2.]}), [2, 4])
    assert K.get_session().graph is session.graph


def test_closed_sessions():
    with type(K.get_session())() as session:
        pass
    with pytest.raises(RuntimeError, match='closed Session'):
        session.run(K.constant(1.))


@pytest.mark.parametrize('error, what', [
    (ValueError, lambda x, y: (y, {x: np.ones((3, 3))})),
    (ValueError, lambda x, y: (y, {x: np.ones(2)})),
    (ValueError, lambda x, y: (y, {x: None})),
    (ValueError, lambda x, y: (y, {x: 'text'})),
    (TypeError, lambda x, y: (y, {3: ROWS})),
    (TypeError, lambda x, y: (3,)),
    (TypeError, lambda x, y: ({y},)),
    (TypeError, lambda x, y: (iter([y]),)),
    (TypeError, lambda x, y: (np.ones(2),)),
    (Exception, lambda x, y: (y,)),
])
def test_bad_input_is_refused_and_changes_nothing(error, what):
    x = K.placeholder((None, 2))
    y = x * K.variable([1., 2.])
    session = K.get_session()
    with pytest.raises(error):
        session.run(*what(x, y))
    np.testing.assert_allclose(session.run(y, {x: ROWS}), ROWS * [1, 2])


@pytest.mark.skipif(OF_KERAS_2, reason='TensorFlow 1 can do it')
@pytest.mark.parametrize('use', [
    lambda session, x: session.run('x:0'),
    lambda session, x: session.run(x, {'x:0': ROWS}),
    lambda session, x: session.run(x, {x: ROWS}, run_metadata=object()),
    lambda session, x: session.partial_run_setup([x], [x]),
    lambda session, x: session.list_devices(),
    lambda session, x: session.graph.get_tensor_by_name('x:0'),
    lambda session, x: session.graph.get_operations(),
])
def test_what_sessions_did_beside_computing_says_what_to_do(use):
    with pytest.raises(UnsupportedError, match='(?s)K.function.*sessions'):
        use(K.get_session(), K.placeholder((None, 2)))
