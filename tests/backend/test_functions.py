"""K.function and placeholders: what is fed, what comes back, what is updated, and what is refused."""
import contextlib
import gc

import numpy as np
import pytest

import compat
from compat import backend as K
from compat import process
from compat.layers import BatchNormalization, Concatenate, Dense, Dropout, Input, Lambda
from compat.models import Model, Sequential

KERAS_2_3 = compat.__version__ == '2.3.1'
ROWS = np.arange(6.).reshape(2, 3).astype('float32')


def of_dialect_2_2(exception):
    """What Keras 2.2 raises, and 2.3 does not."""
    return contextlib.nullcontext() if KERAS_2_3 else pytest.raises(exception)


def value(tensor, inputs=(), feeds=()):
    return K.function(list(inputs), [tensor])(list(feeds))[0]


def test_a_placeholder_reports_its_shape():
    assert K.int_shape(K.placeholder((None, 3))) == (None, 3)
    assert K.int_shape(K.placeholder(ndim=2)) == (None, None)
    assert K.int_shape(K.placeholder((4,), ndim=7)) == (4,)
    # Keras 2.2 takes an empty shape for none.
    assert K.int_shape(K.placeholder((), ndim=2)) == (() if KERAS_2_3 else (None, None))
    assert K.placeholder((2, 3))._keras_shape == (2, 3)
    assert K.dtype(K.placeholder((2,))) == K.floatx()
    assert K.dtype(K.placeholder((2,), dtype='int32')) == 'int32'
    assert K.int_shape(K.placeholder(())) == ()


def test_placeholders_are_distinguished_from_other_tensors():
    x, fed = Input((3,)), K.placeholder((2, 3))
    assert K.is_placeholder(fed) and K.is_placeholder(x)
    assert not K.is_placeholder(Dense(2)(x)) and not K.is_placeholder(K.square(fed))
    assert not K.is_placeholder(K.variable(1.)) and not K.is_placeholder(3)
    tensors = [x, Dense(2)(x), fed, K.square(x), K.square(fed), K.variable(1.)]
    assert [K.is_keras_tensor(tensor) for tensor in tensors] == [True, True, False, False, False, False]
    with pytest.raises(ValueError):
        K.is_keras_tensor(3)


def test_a_function_computes_its_outputs_in_their_order():
    x, y = K.placeholder((None, 3)), K.placeholder((None, 3))
    f = K.function([x, y], [x + y, x * y, K.sum(x)])
    added, multiplied, total = f([ROWS, ROWS + 1])
    np.testing.assert_allclose(added, 2 * ROWS + 1)
    np.testing.assert_allclose(multiplied, ROWS * (ROWS + 1))
    np.testing.assert_allclose(total, 15.)
    # The same function for another number of rows.
    assert [part.shape for part in f([ROWS[:1], ROWS[:1]])] == [(1, 3), (1, 3), ()]


def test_what_is_fed_gets_the_dtype_of_its_placeholder():
    x, whole = K.placeholder((3,)), K.placeholder((3,), dtype='int32')
    both = K.function([x, whole], [x * 0.5, whole + 1])([np.array([1, 2, 3]), np.array([1, 2, 3], 'int64')])
    assert [part.dtype.name for part in both] == ['float32', 'int32']
    np.testing.assert_allclose(both, [[.5, 1., 1.5], [2, 3, 4]])


def test_what_is_fetched_beside_the_outputs_is_computed_and_not_returned():
    x, total, last = K.placeholder(()), K.variable(0.), K.variable(0.)
    f = K.function([x], [x + 1.], updates=[(total, x)], fetches=[K.update(last, x * 10.), x * 2.])
    assert np.allclose(f([5.]), [6.])
    assert (K.get_value(total), K.get_value(last)) == (5., 50.)


def test_axes_of_unknown_size_are_squeezed_and_repeated():
    x = K.placeholder((None, None, 2))
    squeezed, repeated = K.squeeze(x, 1), K.repeat_elements(x, 2, axis=1)
    assert K.int_shape(squeezed) == (None, 2) and K.int_shape(repeated) == (None, None, 2)
    assert repeated._keras_shape == (None, None, 2)
    rows = np.arange(6.).reshape(3, 1, 2)
    found = K.function([x], [squeezed, repeated])([rows])
    assert np.allclose(found[0], rows[:, 0]) and np.allclose(found[1], rows.repeat(2, 1))
    with pytest.raises(Exception, match='dim|shape'):
        K.function([x], [squeezed])([np.ones((3, 2, 2))])


def test_a_shape_is_a_tensor_and_a_bound_of_relu_is_not_below_zero():
    rows = K.variable(np.arange(6.).reshape(2, 3) - 3.)
    assert np.allclose(K.eval(K.reshape(rows, K.constant([3, 2], dtype='int32'))), K.get_value(rows).reshape(3, 2))
    assert np.allclose(K.eval(K.relu(rows, max_value=-0.5)), 0.)


def test_the_mean_of_a_window_over_the_edge_is_of_the_elements_within():
    x = K.placeholder((None, None, 3, 1))
    means = K.function([x], [K.pool2d(x, (4, 3), (2, 1), padding='same', pool_mode='avg')])
    rows = np.arange(15.).reshape(1, 5, 3, 1) ** 2
    expected = [[np.mean(rows[0, max(top - 1, 0):top + 3, max(left - 1, 0):left + 2]) for left in range(3)]
                for top in (0, 2, 4)]
    assert np.allclose(means([rows])[0][0, :, :, 0], expected, rtol=1e-5)


def test_no_axis_is_the_first_one_for_the_place_of_an_extreme():
    x = K.placeholder((None, 3))
    both = K.function([x], [K.argmax(x, axis=None), K.argmin(x, axis=None)])
    greatest, smallest = both([np.array([[5., 1., 2.], [4., 3., 9.]])])
    assert greatest.tolist() == [0, 1, 1] and smallest.tolist() == [1, 0, 0]


def test_a_variable_has_its_value_at_the_time_of_the_call():
    x, weight = K.placeholder((3,)), K.variable(2.)
    f = K.function([x], [x * weight, weight])
    for number in (2., 5.):
        K.set_value(weight, number)
        scaled, itself = f([ROWS[0]])
        np.testing.assert_allclose(scaled, number * ROWS[0])
        assert itself == number
    late = weight * 3 + K.ones_like(weight)
    K.set_value(weight, 4.)
    assert K.eval(late) == 13. and K.get_value(late) == 13.


def test_updates_are_made_of_what_was_before_them():
    x, total, count, left = K.placeholder(()), K.variable(1.), K.variable(0.), K.variable(3.)
    f = K.function([x], [total * 10.], updates=[K.update_add(total, x), (count, count + 1), K.update_sub(left, 0.25)])
    assert f([2.])[0] in (10., 30.)  # Keras 2 does not say whether an output is from before or after
    assert [K.get_value(variable) for variable in (total, count, left)] == [3., 1., 2.75]
    f([4.])
    assert [K.get_value(variable) for variable in (total, count, left)] == [7., 2., 2.5]


def test_an_average_moves():
    average, x = K.variable(np.ones(2)), K.placeholder((2,))
    f = K.function([x], [K.sum(x)], updates=[K.moving_average_update(average, x, 0.9)])
    f([np.array([2., 3.])])
    # Keras 2.2 corrects an average of few values for what it began with.
    expected = [1.1, 1.2] if KERAS_2_3 else [2., 3.]
    np.testing.assert_allclose(K.get_value(average), expected, rtol=1e-5)


def test_an_update_has_the_shape_and_the_new_value_of_its_variable():
    variable, x = K.variable([5., 6.]), K.placeholder((2,))
    update = K.update_add(variable, K.ones((2,)))
    assert K.int_shape(update) == (2,) and K.dtype(update) == 'float32' and K.ndim(update) == 1
    for expected in ([6., 7.], [7., 8.]):
        np.testing.assert_allclose(K.eval(update), expected)
    by_x = K.update_sub(variable, x)
    for updates in ((), [by_x]):
        before = K.get_value(variable)
        fetched, double = K.function([x], [by_x, 2. * x], updates=updates)([np.array([1., 2.], 'float32')])
        np.testing.assert_allclose(double, [2., 4.])
        np.testing.assert_allclose(fetched, before - [1., 2.])
        np.testing.assert_allclose(K.get_value(variable), fetched)
    average = K.moving_average_update(variable, K.ones((2,)), 0.9)
    assert K.int_shape(average) == (2,)
    np.testing.assert_allclose(K.eval(average), K.get_value(variable))


def test_the_number_of_classes_may_be_unknown():
    predictions, values = K.placeholder(ndim=2), np.array([[0.1, 0.9, 0.3], [0.5, 0.2, 0.1], [0.1, 0.2, 0.7]])
    within = K.in_top_k(predictions, K.constant([2, 1, 0], dtype='int32'), 2)
    assert K.function([predictions], [within])([values])[0].tolist() == [True, True, False]


@pytest.mark.difference('updates-in-expressions')
def test_an_update_within_an_expression_is_performed():
    variable = K.variable([1., 2.])
    np.testing.assert_allclose(K.eval(K.square(K.update_add(variable, K.ones((2,))))), [4., 9.])


def test_known_sizes_go_with_unknown_ones():
    rows, known = K.placeholder((None, 4)), K.constant(np.arange(12.).reshape(3, 4))
    outputs = [known * rows, K.maximum(known, rows), K.concatenate([known, rows], axis=1),
               K.sparse_categorical_crossentropy(K.constant([1, 0, 2]), K.softmax(rows))]
    values = np.linspace(-3., 4., 12, dtype='float32').reshape(3, 4)
    product, larger, both, entropy = K.function([rows], outputs)([values])
    numbers, probabilities = np.arange(12.).reshape(3, 4), np.exp(values) / np.exp(values).sum(-1, keepdims=True)
    np.testing.assert_allclose(product, numbers * values, rtol=1e-6)
    np.testing.assert_allclose(larger, np.maximum(numbers, values), rtol=1e-6)
    np.testing.assert_allclose(both, np.concatenate([numbers, values], axis=1), rtol=1e-6)
    np.testing.assert_allclose(entropy, -np.log(probabilities[range(3), [1, 0, 2]]), rtol=1e-4)


def test_a_block_has_the_size_that_is_asked_for():
    assert K.int_shape(K.slice(K.placeholder(ndim=3), [0] * 3, [1, 2, 1])) == (1, 2, 1)


def test_functions_of_nothing():
    weight = K.variable([1., 2.])
    assert [part.tolist() for part in K.function([], [weight * 2, K.constant([3.])])([])] == [[2., 4.], [3.]]


def test_random_numbers_are_drawn_anew_at_each_call():
    x = K.placeholder((100,))
    f = K.function([x], [K.random_normal((100,)), K.dropout(x, 0.5), K.random_uniform(K.shape(x))])
    first, second = f([np.ones(100)]), f([np.ones(100)])
    for before, after in zip(first, second):
        assert not np.array_equal(before, after)
    assert set(np.unique(first[1])) == {0., 2.}
    drawn = K.random_normal((100,))
    assert not np.array_equal(K.eval(drawn), K.eval(drawn))


def test_a_tensor_has_one_value_in_a_call():
    drawn = K.random_uniform((50,))
    one, two = K.function([], [drawn, drawn + 1.])([])
    np.testing.assert_allclose(one + 1., two, rtol=1e-6)


def network():
    x = Input((3,))
    hidden = Dense(4, activation='tanh', name='hidden')(x)
    return Model(x, Dense(2, name='last')(Dropout(0.5)(hidden)))


def test_outputs_of_layers_from_the_middle():
    model = network()
    kernel, bias = model.get_layer('hidden').get_weights()
    hidden = K.function([model.layers[0].input], [model.get_layer('hidden').output])([ROWS])[0]
    np.testing.assert_allclose(hidden, np.tanh(ROWS.dot(kernel) + bias), rtol=1e-5, atol=1e-6)


def test_a_tensor_from_the_middle_may_be_fed():
    model = network()
    kernel, bias = model.get_layer('last').get_weights()
    middle = model.get_layer('last').input
    fed = K.function([middle], [model.output])([np.ones((2, 4))])[0]
    np.testing.assert_allclose(fed, np.ones((2, 4)).dot(kernel) + bias, rtol=1e-5)


def test_the_learning_phase_is_an_input():
    model = network()
    f = K.function([model.input, K.learning_phase()], [model.output, K.in_train_phase(K.constant(1.), K.constant(2.))])
    tested = [f([ROWS, 0]) for _ in range(2)]
    np.testing.assert_allclose(tested[0][0], model.predict(ROWS), rtol=1e-5)
    np.testing.assert_allclose(tested[0][0], tested[1][0])
    trained = [f([ROWS, 1])[0] for _ in range(8)]
    assert not all(np.array_equal(trained[0], other) for other in trained[1:])
    assert tested[0][1] == 2. and f([ROWS, 1])[1] == 1. and f([ROWS, True])[1] == 1.
    # The test phase is what a function has that is not told.
    np.testing.assert_allclose(K.function([model.input], [model.output])([ROWS])[0], model.predict(ROWS), rtol=1e-5)


def test_the_learning_phase_is_a_tensor_until_it_is_set():
    phase = K.learning_phase()
    assert K.is_tensor(phase) and not K.is_placeholder(phase)
    with pytest.raises(TypeError):
        bool(phase)
    K.set_learning_phase(1)
    assert K.learning_phase() == 1
    x = K.placeholder((2,))
    assert value(K.in_train_phase(x * 2, x), [x], [np.array([1., 2.])]).tolist() == [2., 4.]
    K.clear_session()


def test_normalisation_in_the_training_phase():
    x = Input((3,))
    model = Model(x, BatchNormalization()(x))
    f = K.function([model.input, K.learning_phase()], [model.output])
    np.testing.assert_allclose(f([ROWS, 1])[0].mean(axis=0), np.zeros(3), atol=1e-5)
    np.testing.assert_allclose(f([ROWS, 0])[0], ROWS / np.sqrt(1.001), rtol=1e-5)


def test_a_layer_with_an_explicit_training_phase_trains_in_predictions():
    x = Input((100,))
    model = Model(x, Dropout(0.5)(x, training=True))
    predicted = model.predict(np.ones((1, 100)))
    assert set(np.unique(predicted)) == {0., 2.}
    assert not np.array_equal(predicted, model.predict(np.ones((1, 100))))


def test_layers_compute_what_variables_hold():
    weight = K.variable(ROWS)
    layer = Dense(2, use_bias=False)
    result = layer(weight)
    assert K.int_shape(result) == (2, 2)
    np.testing.assert_allclose(K.eval(result), ROWS.dot(layer.get_weights()[0]), rtol=1e-5)
    K.set_value(weight, 2 * ROWS)
    np.testing.assert_allclose(K.eval(result), 2 * ROWS.dot(layer.get_weights()[0]), rtol=1e-5)


def test_an_input_may_be_a_tensor():
    weight = K.variable(ROWS)
    x = Input(tensor=weight * 2)
    layer = Dense(2, use_bias=False)
    computed = K.function([], [layer(x)])([])[0]
    np.testing.assert_allclose(computed, 2 * ROWS.dot(layer.get_weights()[0]), rtol=1e-5)


def test_sizes_that_are_not_known_are_tensors():
    x = Input((4, 5))
    rows = K.shape(x)[0]
    tensors = [
        K.reshape(x, (rows, 20)), K.reshape(x, (-1, K.shape(x)[1] * K.shape(x)[2])), K.cast(rows, 'float32'),
        K.zeros((rows, 2)), K.ones((rows, 2)) * K.cast(rows, K.floatx()), K.arange(rows), K.stack([rows, 20]),
        K.tile(K.reshape(x, (-1, 1, 20)), [1, K.shape(x)[1], 1]), K.shape(x), K.prod(K.cast(K.shape(x), 'float32')),
        K.sum(x) / K.cast(K.prod(K.shape(x)), 'float32')]
    data = np.arange(60.).reshape(3, 4, 5)
    found = K.function([x], tensors)([data])
    expected = [data.reshape(3, 20), data.reshape(3, 20), 3., np.zeros((3, 2)), np.full((3, 2), 3.), [0, 1, 2], [3, 20],
                np.tile(data.reshape(3, 1, 20), [1, 4, 1]), [3, 4, 5], 60., data.mean()]
    for got, wanted in zip(found, expected):
        np.testing.assert_allclose(got, wanted, rtol=1e-6)
    assert K.int_shape(tensors[0]) == (None, 20)
    drawn = K.function([x], [K.random_normal((rows, 2))])([data])[0]
    assert drawn.shape == (3, 2)


def test_both_branches_of_a_switch_may_be_functions_of_symbols():
    x, y = K.placeholder((2,)), K.placeholder((2,))
    f = K.function([x, y], [K.switch(K.sum(x) > 0, lambda: x + y, lambda: x - y), K.switch(x > 0, x, lambda: y)])
    for sign in (1., -1.):
        whole, each = f([np.array([sign, sign]), np.array([3., 4.])])
        np.testing.assert_allclose(whole, [sign + 3. * sign, sign + 4. * sign])
        np.testing.assert_allclose(each, [1., 1.] if sign > 0 else [3., 4.])


def test_models_and_layers_on_placeholders():
    fed = K.placeholder((None, 3))
    model = network()
    np.testing.assert_allclose(value(model(fed), [fed], [ROWS]), model.predict(ROWS), rtol=1e-5)
    merged = Concatenate()([fed, Lambda(lambda t: t * 2)(fed)])
    np.testing.assert_allclose(value(merged, [fed], [ROWS]), np.concatenate([ROWS, 2 * ROWS], 1))


def test_sequential_models_report_their_tensors():
    model = Sequential([Dense(4, input_shape=(3,)), Dense(2)])
    outputs = [layer.output for layer in model.layers]
    found = K.function([model.input, K.learning_phase()], outputs)([ROWS, 0.])
    np.testing.assert_allclose(found[1], model.predict(ROWS), rtol=1e-5)


def test_what_is_no_list_is_refused_or_taken_as_the_dialect_says():
    x = K.placeholder((3,))
    with of_dialect_2_2(TypeError):
        assert [part.tolist() for part in K.function(x, [x * 2])(ROWS[0])] == [[0., 2., 4.]]
    with of_dialect_2_2(TypeError):
        assert K.function([x], x * 2)([ROWS[0]]).tolist() == [0., 2., 4.]
    with of_dialect_2_2(TypeError):
        assert K.function([x], {'doubled': x * 2})([ROWS[0]])['doubled'].tolist() == [0., 2., 4.]
    with pytest.raises(TypeError):
        K.function([x], [x], updates=K.update(K.variable(1.), 2.))
    f = K.function([x], [x * 2])
    with of_dialect_2_2(TypeError):
        f(np.ones((1, 3)))


def test_bad_feeds_are_refused_and_change_nothing():
    x, count = K.placeholder((None, 3)), K.variable(0.)
    f = K.function([x], [K.dot(x, K.variable(np.ones((3, 2))))], updates=[K.update_add(count, 1.)])
    for feeds in ([np.ones((2, 4))], [np.ones(3)], [], [None], [[[1., 2.], [3.]]]):
        with pytest.raises(Exception) as raised:  # Keras 2 raises what TensorFlow has for it
            f(feeds)
        if process.opened().family != 'keras2':
            assert raised.type is ValueError and 'K.function' in str(raised.value)
    other = K.function([K.placeholder((2,))], [K.sum(x)])
    with pytest.raises(Exception, match='(?i)placeholder'):
        other([np.ones(2)])
    if process.opened().family != 'keras2':
        assert K.get_value(count) == 0.


def test_what_is_fed_may_have_other_sizes_than_the_placeholder():
    x = K.placeholder((1, 3))
    np.testing.assert_allclose(K.function([x], [K.sum(x, axis=1)])([np.ones((4, 5))])[0], np.full(4, 5.))


def test_unknown_arguments_are_refused():
    x = K.placeholder((2,))
    with pytest.raises(ValueError, match='colour'):
        K.function([x], [x], colour='red')


def test_tensors_have_no_truth_and_no_elements():
    for tensor in (K.placeholder((2,)) > 0, K.placeholder((2, 2))):
        with pytest.raises(TypeError):
            bool(tensor)


def test_functions_that_are_gone_leave_nothing():
    x = K.placeholder((2,))
    counts = []
    for number in range(3):
        for _ in range(20):
            K.function([x], [x * K.constant(number)])([np.ones(2)])
        gc.collect()
        counts.append(sum(type(each).__name__ in ('Program', 'Compiled', 'Function') for each in gc.get_objects()))
    if process.opened().family != 'keras2':  # TensorFlow 1 keeps its graph
        assert counts[2] == counts[1]


@pytest.mark.difference('arrays-are-tensors')
def test_arrays_beside_symbols_take_their_dtype():
    x, weight = K.placeholder((2, 3)), K.variable(ROWS)
    wide = ROWS.astype('float64')
    tensors = [wide * x, x - wide, np.float64(2.) * x, wide + weight, (weight * 1.) / (wide + 1), wide - weight * 2.]
    assert {K.dtype(tensor) for tensor in tensors} == {'float32'}
    expected = [ROWS ** 2, np.zeros((2, 3)), 2 * ROWS, 2 * ROWS, ROWS / (ROWS + 1), -ROWS]
    for got, wanted in zip(K.function([x], tensors)([ROWS]), expected):
        np.testing.assert_allclose(got, wanted, rtol=1e-6)


def test_what_is_no_tensor_is_refused():
    x = K.placeholder((2, 3))
    for wrong in (lambda: K.variable('abc'), lambda: K.pow(x, 'a'), lambda: K.cast(x, 'flot'),
                  lambda: x + K.placeholder((2, 3), dtype='int32')):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(ValueError):
        K.switch(x > 0, x, K.placeholder((3, 2)))


def test_means_of_volumes_are_those_of_float64():
    x = K.constant(np.arange(120.).reshape(1, 3, 4, 5, 2), dtype='float64')
    for options in ({}, {'strides': (2, 1, 2), 'padding': 'same'}, {'data_format': 'channels_first'}):
        wide = K.pool3d(x, (2, 2, 2), pool_mode='avg', **options)
        means = K.pool3d(K.cast(x, 'float32'), (2, 2, 2), pool_mode='avg', **options)
        assert K.int_shape(wide) == K.int_shape(means)
        assert K.dtype(wide) == K.dtype(x) or process.matches('keras3-numpy')
        np.testing.assert_allclose(K.eval(wide), K.eval(means), rtol=1e-6)


OF_FLOATS = ('abs', 'batch_flatten', 'cos', 'cumprod', 'cumsum', 'elu', 'exp', 'flatten', 'hard_sigmoid', 'identity',
             'l2_normalize', 'log', 'logsumexp', 'max', 'mean', 'min', 'prod', 'relu', 'round', 'sigmoid',
             'sign', 'sin', 'softmax', 'softplus', 'softsign', 'sqrt', 'square', 'std', 'stop_gradient', 'sum', 'tanh',
             'transpose', 'var')


@pytest.mark.parametrize('dtype', [
    'float16', pytest.param('float64', marks=pytest.mark.difference('float64'))])
def test_what_is_computed_of_a_placeholder_has_its_dtype(dtype):
    found = {name: K.dtype(getattr(K, name)(K.placeholder((2, 3), dtype=dtype))) for name in OF_FLOATS}
    assert found == dict.fromkeys(OF_FLOATS, dtype)
