"""TensorFlow's public functions on symbols are computed with the graph, and give what they give for arrays."""
import functools
import importlib
import re

import numpy as np
import pytest
from tensorflow_calls import CALLS, DO_NOT_ASK

from compat import backend as K
from compat import differences
from compat.engine.topology import Layer
from compat.layers import Dense, Input
from compat.models import Model
from compat.optimizers import SGD, Optimizer

RANDOM = np.random.RandomState(3)
X = RANDOM.uniform(-2, 2, (2, 3)).astype('float32')
HALVES = RANDOM.uniform(-1, 1, (2, 3, 3)).astype('float32')
SQUARES = np.matmul(HALVES, HALVES.transpose(0, 2, 1)) + 2 * np.eye(3, dtype='float32')
VALUES = {
    'x': X, 'y': RANDOM.uniform(-2, 2, (2, 3)).astype('float32'), 'u': RANDOM.uniform(.1, .9, (2, 3)).astype('float32'),
    'p': RANDOM.uniform(.5, 2, (2, 3)).astype('float32'), 'q': X[:1], 'v': np.array([1., 2.], 'float32'),
    'v3': RANDOM.uniform(.5, 2, (3, 3)).astype('float32'),
    'c': RANDOM.uniform(-1, 1, (2, 4, 3)).astype('float32'), 'c2': RANDOM.uniform(-1, 1, (2, 3, 2)).astype('float32'),
    's': SQUARES.astype('float32'), 't': np.linalg.cholesky(SQUARES).astype('float32'),
    'i': np.array([[1, 2, 3], [3, 2, 5]], 'int32'), 'j': np.array([[1, 0, 3], [4, 2, 1]], 'int32'),
    'k': np.array([1, 0], 'int32'), 'k2': np.array([0, 1], 'int32'), 'b': np.array([[True, False, True], [True] * 3]),
    'm': RANDOM.uniform(.1, .9, (1, 6, 6, 3)).astype('float32'),
    'm4': RANDOM.uniform(0, 1, (4, 2, 2, 4)).astype('float32'),
    'n': RANDOM.uniform(-1, 1, (2, 2, 3, 3)).astype('float32'),
    'n1': RANDOM.uniform(-1, 1, (1, 1, 9, 2)).astype('float32'),
    'w': RANDOM.uniform(-1, 1, (1, 16)).astype('float32'),
    'z': (RANDOM.uniform(-1, 1, (4, 3)) + 1j * RANDOM.uniform(-1, 1, (4, 3))).astype('complex64'),
    'f': np.array(0.5, 'float32'),
    'boxes': np.array([[0., 0., .5, .5], [0., .1, .5, .6], [.5, .5, 1., 1.]], 'float32'),
    'box_indices': np.array([0, 0, 0], 'int32'), 'scores': np.array([.9, .8, .7], 'float32'),
    'overlaps': np.array([[1., .8, 0.], [.8, 1., 0.], [0., 0., 1.]], 'float32'),
}
# Of which the first axis is of unknown size in the symbols.
OF_UNKNOWN_SIZE = ('x', 'u')

pytestmark = pytest.mark.difference('tensorflow-functions')
ROW = differences.by_id('functions-that-do-not-ask')


@pytest.fixture
def tf():
    return importlib.import_module('tensorflow')


def is_complex(call):
    """Whether there are complex numbers among what a call computes."""
    return re.search(r'\bz\b|complex|stft', call) is not None


def symbols(names):
    return {name: K.placeholder((None,) + value.shape[1:] if name in OF_UNKNOWN_SIZE else value.shape,
                                dtype=value.dtype.name)
            for name, value in VALUES.items() if name in names}


def known_calls(tf, module):
    """The calls of functions that this version of TensorFlow has."""
    for call in CALLS[module].split('\n')[1:-1]:
        names = f'{module}.{call}'.partition('(')[0].split('.')[1:]
        if functools.reduce(lambda value, name: getattr(value, name, None), names, tf) is not None:
            yield call


def flat_results(tf, results):
    """The results as a flat list of tensors."""
    return [each for each in tf.nest.flatten(results) if each is not None]


@pytest.mark.parametrize('module', sorted(CALLS))
def test_functions_of_symbols_give_what_they_give_for_arrays(module, tf):
    compare(tf, module, [call for call in known_calls(tf, module) if not is_complex(call)], sorted(set(VALUES) - {'z'}))


@pytest.mark.difference('complex-symbols')
@pytest.mark.parametrize('module', ['tf', 'tf.linalg', 'tf.math', 'tf.signal'])
def test_functions_of_complex_symbols_give_what_they_give_for_arrays(module, tf):
    compare(tf, module, [call for call in known_calls(tf, module) if is_complex(call)], sorted(VALUES))


def compare(tf, module, calls, names):
    """Compares the results of the calls for symbols with those for arrays."""
    tensors, values = symbols(names), {name: tf.constant(VALUES[name]) for name in names}
    inputs, outputs, expected, counts, failed = [tensors[name] for name in names], [], [], {}, {}
    for call in calls:
        if differences.applies(ROW) and call.partition('(')[0] in DO_NOT_ASK.get(module, ()):
            with pytest.raises(TypeError):
                eval(f'{module}.{call}', {'tf': tf}, dict(tensors))
            continue
        wanted = flat_results(tf, eval(f'{module}.{call}', {'tf': tf}, dict(values)))
        try:
            results = flat_results(tf, eval(f'{module}.{call}', {'tf': tf}, dict(tensors)))
        except Exception as error:  # noqa: BLE001, all that fail are reported at once
            failed[call] = f'{type(error).__name__}: {error}'[:200]
            continue
        # TensorFlow 1 does not fetch what it is fed.
        outputs += [tf.identity(each) if any(each is one for one in inputs) else each for each in results]
        expected += wanted
        counts[call] = len(wanted)
        if len(results) != len(wanted):
            failed[call] = f'{len(results)} results, not {len(wanted)}'
    assert not failed, failed
    got = K.function(inputs, outputs)([VALUES[name] for name in names])
    expected = K.function([], expected)([])
    for call, count in counts.items():
        for one, other in zip(got[:count], expected[:count]):
            assert one.shape == other.shape and one.dtype == other.dtype, call
            if one.dtype.kind in 'fc':
                np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5, err_msg=call)
            else:
                np.testing.assert_array_equal(one, other, err_msg=call)
        got, expected = got[count:], expected[count:]


def test_at_least_400_functions_are_called(tf):
    calls = [call for module in CALLS for call in CALLS[module].split('\n')[1:-1]]
    assert len(calls) >= 400


def test_functions_of_variables_are_computed_from_their_values_at_the_time_of_the_call(tf):
    w = K.variable([1., 2.])
    f = K.function([], [tf.square(w), tf.square(w * 2.), tf.stack([w, [5., 6.]]), tf.concat([w[:1], w], 0),
                        tf.nn.softmax(logits=w), tf.add_n([w, w])])
    for value in ([1., 2.], [3., 5.]):
        value = np.array(value, 'float32')
        K.set_value(w, value)
        square, of_expression, stacked, joined, softmax, added = f([])
        np.testing.assert_allclose(square, value ** 2)
        np.testing.assert_allclose(of_expression, 4 * value ** 2)
        np.testing.assert_allclose(stacked, [value, [5., 6.]])
        np.testing.assert_allclose(joined, [value[0], *value])
        np.testing.assert_allclose(softmax, np.exp(value) / np.exp(value).sum(), rtol=1e-5)
        np.testing.assert_allclose(added, 2 * value)


def test_weights_of_a_layer_are_computed_from_their_values_at_the_time_of_the_call(tf):
    layer = Dense(2, use_bias=False)
    x = Input((3,))
    y = layer(x)
    norms = K.function([x], [tf.norm(layer.kernel, axis=0), tf.matmul(x, layer.kernel) - y])
    for factor in (1., 2.):
        layer.set_weights([factor * np.array([[3., 0.], [4., 0.], [0., 1.]])])
        norm, difference = norms([X])
        np.testing.assert_allclose(norm, [5. * factor, factor], rtol=1e-6)
        np.testing.assert_allclose(difference, np.zeros((2, 2)), atol=1e-5)


def test_gradients_flow_through_functions_to_second_order(tf):
    x, w = K.placeholder((2, 3)), K.variable(2.)
    y = tf.reduce_sum(tf.pow(x, 3.) * tf.square(w))
    first = K.gradients(y, [x, w])
    second = K.gradients(K.sum(first[0]), [x, w])
    by_x, by_w, by_x_x, by_x_w = K.function([x], first + second)([X])
    np.testing.assert_allclose(by_x, 12 * X ** 2, rtol=1e-4)
    np.testing.assert_allclose(by_w, 4 * (X ** 3).sum(), rtol=1e-4)
    np.testing.assert_allclose(by_x_x, 24 * X, rtol=1e-4)
    np.testing.assert_allclose(by_x_w, 12 * (X ** 2).sum(), rtol=1e-4)


def test_no_gradient_flows_through_stop_gradient(tf):
    x = K.placeholder((2, 3))
    gradient, = K.gradients(tf.reduce_sum(tf.stop_gradient(x) * x), [x])
    np.testing.assert_allclose(K.function([x], [gradient])([X])[0], X)
    assert K.gradients(tf.stop_gradient(x), [x]) == [None]


class Scaled(Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name='scale', shape=(3,), initializer=lambda shape, **_: tf_ones(shape),
                                     regularizer=tf_penalty)
        super().build(input_shape)

    def call(self, inputs):
        return tensorflow().nn.relu(inputs) * self.scale

    def compute_output_shape(self, input_shape):
        return input_shape


def tensorflow():
    return importlib.import_module('tensorflow')


def tf_ones(shape):
    return tensorflow().ones(shape)


def tf_penalty(weight):
    return 0.5 * tensorflow().reduce_sum(tensorflow().square(weight))


def tf_loss(y_true, y_pred):
    tf = tensorflow()
    return tf.reduce_mean(tf.abs(tf.subtract(y_pred, y_true)), axis=-1)


def tf_metric(y_true, y_pred):
    tf = tensorflow()
    return tf.reduce_max(tf.math.squared_difference(y_true, y_pred))


def test_losses_metrics_initializers_and_regularizers_of_functions_train(tf):
    x = Input((3,))
    model = Model(x, Scaled()(x))
    model.compile(SGD(0.1), tf_loss, metrics=[tf_metric])
    positive = np.abs(X)
    loss, metric = model.train_on_batch(positive, np.zeros((2, 3)))
    np.testing.assert_allclose(loss, positive.mean() + 1.5, rtol=1e-5)
    np.testing.assert_allclose(metric, positive.max() ** 2, rtol=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], 1 - 0.1 * (1 + positive.sum(0) / 6), rtol=1e-5)


def test_an_optimizer_of_functions_trains(tf):
    class Signs(Optimizer):
        def get_updates(self, loss, params):
            self.updates = [K.update(each, each - 0.5 * tf.sign(gradient))
                            for each, gradient in zip(params, self.get_gradients(loss, params))]
            return self.updates

    x = Input((3,))
    layer = Dense(1, use_bias=False)
    model = Model(x, layer(x))
    layer.set_weights([np.zeros((3, 1))])
    model.compile(Signs(), tf_loss)
    for _ in range(2):
        model.train_on_batch(np.ones((2, 3)), np.full((2, 1), 9.))
    np.testing.assert_allclose(layer.get_weights()[0], np.ones((3, 1)))
