"""K.map_fn, K.foldl, K.foldr and K.rnn outside of layers: their functions use tensors from outside; gradients."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Dropout, Input, Lambda
from compat.models import Model

ROWS = np.arange(6.).reshape(2, 3).astype('float32')
SCALES = np.array([1., 2., 3.], 'float32')


def test_a_function_for_slices_may_use_a_placeholder():
    x, scales = K.placeholder((2, 3)), K.placeholder((3,))
    mapped = K.map_fn(lambda row: row * scales, x)
    assert K.int_shape(mapped) == (2, 3)
    gradients = K.gradients(K.sum(K.square(mapped)), [x, scales])
    found = K.function([x, scales], [mapped] + gradients)([ROWS, SCALES])
    expected = [ROWS * SCALES, 2 * ROWS * SCALES ** 2, (2 * ROWS ** 2 * SCALES).sum(axis=0)]
    for got, wanted in zip(found, expected):
        np.testing.assert_allclose(got, wanted, rtol=1e-5)


def test_folds_may_use_a_placeholder():
    x, scales = K.placeholder((None, 3)), K.placeholder((3,))
    left = K.foldl(lambda total, row: total + row * scales, x, initializer=K.zeros((3,)))
    right = K.foldr(lambda total, row: total * scales + row, x)
    assert K.int_shape(left) == K.int_shape(right) == (3,)
    gradients = K.gradients(K.sum(left * right), [x, scales])
    found = K.function([x, scales], [left, right] + gradients)([ROWS, SCALES])
    wanted_left, wanted_right = ROWS.sum(axis=0) * SCALES, ROWS[1] * SCALES + ROWS[0]
    np.testing.assert_allclose(found[0], wanted_left)
    np.testing.assert_allclose(found[1], wanted_right)
    np.testing.assert_allclose(found[2], [SCALES * wanted_right + wanted_left,
                                          SCALES * wanted_right + wanted_left * SCALES])
    np.testing.assert_allclose(found[3], ROWS.sum(axis=0) * wanted_right + wanted_left * ROWS[1])


def test_a_function_for_slices_may_use_variables_and_what_is_computed_from_them():
    weight, rows = K.variable(SCALES), K.variable(ROWS)
    doubled = weight * 2.
    mapped = K.map_fn(lambda row: row * doubled + weight, rows)
    gradients = K.gradients(K.sum(mapped), [weight, doubled, rows])
    f = K.function([], [mapped] + gradients)
    for scales in (SCALES, SCALES[::-1]):
        K.set_value(weight, scales)
        expected = [ROWS * 2 * scales + scales, 2 * ROWS.sum(axis=0) + 2., ROWS.sum(axis=0),
                    np.tile(2 * scales, (2, 1))]
        for got, wanted in zip(f([]), expected):
            np.testing.assert_allclose(got, wanted)
        np.testing.assert_allclose(K.eval(mapped), expected[0])


def test_a_function_for_slices_may_use_the_output_of_a_layer():
    x = Input((3,))
    layer = Dense(2, use_bias=False, kernel_initializer='ones')
    hidden = layer(x)
    mapped = K.map_fn(lambda row: K.sum(row) * K.mean(hidden), x)
    gradient = K.gradients(K.sum(mapped), hidden)[0]
    found = K.function([x], [mapped, gradient])([ROWS])
    np.testing.assert_allclose(found[0], ROWS.sum(axis=1) * ROWS.sum(axis=1).mean())
    np.testing.assert_allclose(found[1], np.full((2, 2), ROWS.sum() / 4))
    again = K.map_fn(lambda row: layer(K.expand_dims(row, 0))[0], x)
    found = K.function([x], [again] + K.gradients(K.sum(again), layer.trainable_weights))([ROWS])
    np.testing.assert_allclose(found[0], np.tile(ROWS.sum(axis=1, keepdims=True), 2))
    np.testing.assert_allclose(found[1], np.tile(ROWS.sum(axis=0)[:, None], 2))


def test_the_steps_of_a_recurrent_loop_may_use_tensors_from_outside():
    x, scales, weight = K.placeholder((2, 4, 3)), K.placeholder((2, 3)), K.variable(SCALES)

    def step(inputs, states):
        output = inputs * weight + states[0] * scales
        return output, [output]

    mask = K.constant([[1, 1, 0, 1], [1, 0, 1, 0]])
    data = np.arange(24.).reshape(2, 4, 3).astype('float32') / 10
    state, totals, of_scales = np.zeros((2, 3)), [], np.zeros((2, 3))
    for place in range(4):
        of_scales = state + of_scales * ROWS
        state = data[:, place] * SCALES + state * ROWS
        totals.append((state, of_scales))
    outputs = K.rnn(step, x, [K.zeros((2, 3))])[1]
    # TensorFlow 1 reads the last output and all of them in functions of their own only.
    found = K.function([x, scales], [outputs] + K.gradients(K.sum(outputs), [scales]))([data, ROWS])
    np.testing.assert_allclose(found[0], np.stack([state for state, _ in totals], 1), rtol=1e-5)
    np.testing.assert_allclose(found[1], sum(gradient for _, gradient in totals), rtol=1e-5)
    # With a mask, as loop and written out.
    masked = [K.rnn(step, x, [K.zeros((2, 3))], mask=mask, unroll=unroll)[2][0] for unroll in (False, True)]
    both = [K.function([x, scales], [K.sum(each)] + K.gradients(K.sum(each), [scales, weight]))([data, ROWS])
            for each in masked]
    for looped, written in zip(*both):
        np.testing.assert_allclose(looped, written, rtol=1e-5)


def test_loops_within_loops_and_places_in_other_tensors():
    x, y = K.placeholder((2, 3)), Input((3,))
    products = K.map_fn(lambda row: K.map_fn(lambda other: K.sum(row * other), y), x, dtype='float32')
    found = K.function([x, y], [products] + K.gradients(K.sum(products), [x, y]))([ROWS, ROWS + 1])
    expected = [ROWS.dot(ROWS.T + 1), np.tile((ROWS + 1).sum(axis=0), (2, 1)), np.tile(ROWS.sum(axis=0), (2, 1))]
    for got, wanted in zip(found, expected):
        np.testing.assert_allclose(got, wanted, rtol=1e-5)
    placed = K.map_fn(lambda place: x[place] * K.gather(y, place), K.arange(2), dtype='float32')
    np.testing.assert_allclose(K.function([x, y], [placed])([ROWS, ROWS + 1])[0], ROWS * (ROWS + 1))


def test_gradients_in_a_loop_give_the_jacobian():
    x, weight = K.placeholder((3,)), K.variable(np.arange(9.).reshape(3, 3) / 10)
    y = K.tanh(K.dot(K.expand_dims(x, 0), weight))[0]
    of_input = K.map_fn(lambda place: K.gradients(y[place], x)[0], K.arange(3), dtype='float32')
    of_weight = K.map_fn(lambda place: K.gradients(y[place], weight)[0], K.arange(3), dtype='float32')
    found = K.function([x], [of_input, of_weight])([SCALES / 10])
    slope = 1 - np.tanh((SCALES / 10).dot(K.get_value(weight))) ** 2
    np.testing.assert_allclose(found[0], (K.get_value(weight) * slope).T, rtol=1e-5)
    np.testing.assert_allclose(found[1], np.einsum('i,j,jk->jik', SCALES / 10, slope, np.eye(3)), rtol=1e-5)


def test_gradients_of_each_slice():
    x, weight = K.placeholder((2, 3)), K.variable(SCALES)
    of_slice = K.map_fn(lambda row: K.gradients(K.sum(K.square(row) * weight), row)[0], x)
    of_weight = K.map_fn(lambda row: K.gradients(K.sum(row * K.square(weight)), weight)[0], x)
    found = K.function([x], [of_slice, of_weight])([ROWS])
    np.testing.assert_allclose(found[0], 2 * ROWS * SCALES)
    np.testing.assert_allclose(found[1], 2 * ROWS * SCALES)


def test_random_numbers_of_a_loop_are_drawn_at_each_step_and_call():
    x = K.placeholder((4, 3))
    drawn = K.map_fn(lambda row: row * 0. + K.random_uniform(K.shape(row)), x)
    within = K.map_fn(lambda row: K.map_fn(lambda number: number * 0. + K.random_uniform(K.shape(number)), row), x)
    f = K.function([x], [drawn, within, K.map_fn(lambda row: K.dropout(row, 0.5), x)])
    first, second = f([np.ones((4, 3))]), f([np.ones((4, 3))])
    assert len(np.unique(np.stack([first[0], second[0], first[1], second[1]]))) > 40
    assert set(np.unique(first[2])) <= {0., 2.}


def test_what_a_loop_of_symbols_returns_has_the_structure_that_was_passed():
    x, scales = K.placeholder((2, 3)), K.placeholder((3,))
    pair = K.map_fn(lambda row: (row * scales, K.sum(scales)), x, dtype=('float32', 'float32'))
    numbers = [K.map_fn(lambda row: 1., x), K.map_fn(lambda row: K.constant([1., 2.]), x)]
    found = K.function([x, scales], list(pair) + numbers)([ROWS, SCALES])
    for got, wanted in zip(found, [ROWS * SCALES, [6., 6.], [1., 1.], [[1., 2.], [1., 2.]]]):
        np.testing.assert_allclose(got, wanted)
    with pytest.raises(ValueError):
        K.map_fn(lambda row: (row, scales), x)
    with pytest.raises(ValueError):
        K.foldl(lambda total, row: K.sum(row * scales), x)


def test_symbols_have_items_at_places_that_are_tensors():
    x, place, weight = Input((3,)), K.placeholder((), dtype='int32'), K.variable(ROWS)
    count = K.shape(x)[0]
    items = [x[place], x[..., place], weight[place], (weight + 1.)[place, 1:], x[:count], x[1:], x[::-1], x[:, ::-2],
             weight[:, ::-1], x[None], x[:, None, place]]
    assert [K.int_shape(item) for item in items[:3]] == [(3,), (None,), (3,)]
    found = K.function([x, place], items)([ROWS, 1])
    expected = [ROWS[1], ROWS[:, 1], ROWS[1], ROWS[1, 1:] + 1, ROWS, ROWS[1:], ROWS[::-1], ROWS[:, ::-2], ROWS[:, ::-1],
                ROWS[None], ROWS[:, None, 1]]
    for got, wanted in zip(found, expected):
        np.testing.assert_allclose(got, wanted)


@pytest.mark.difference('tensorflow-functions')
def test_functions_of_tensorflow_may_be_called_on_slices():
    import tensorflow as tf
    x = K.placeholder((2, 3))
    mapped = K.map_fn(lambda row: tf.nn.relu(row - 2.), x)
    np.testing.assert_allclose(K.function([x], [mapped])([ROWS])[0], np.maximum(ROWS - 2., 0.))


def test_dropout_in_loops_draws_anew_at_each_step_and_call_in_phase_1():
    phase, x, drop = K.learning_phase(), Input((40,)), Dropout(0.5)

    def dropped(row):
        return drop(K.expand_dims(K.in_train_phase(lambda: K.dropout(row, 0.5), row), 0))[0]

    def step(inputs, states):
        output = drop(inputs)
        return output, [output + 0. * states[0]]

    mapped = K.map_fn(dropped, x)
    f = K.function([x, phase], [mapped, K.gradients(K.sum(mapped), x)[0],
                                K.rnn(step, K.reshape(x, (3, 4, 10)), [K.zeros((3, 10))])[1]])
    rows = np.ones((3, 40), 'float32')
    for value in f([rows, 0]):
        np.testing.assert_array_equal(value.reshape(rows.shape), rows)
    first, second = f([rows, 1]), f([rows, 1])
    np.testing.assert_array_equal(first[0], first[1])
    for place, kept in (0, 4.), (2, 2.):
        assert set(first[place].ravel()) == {0., kept} and not (first[place] == second[place]).all()
        assert not (first[place][0] == first[place][1]).all()
    assert not (first[2][:, 0] == first[2][:, 1]).all()


def test_a_model_trains_with_dropout_in_the_loop_of_a_layer():
    K.learning_phase()
    x, drop = Input((40,)), Dropout(0.5)

    def dropped(rows):
        # Real Keras 2 feeds the phase where a tensor says that it depends on it, which those of loops do not say.
        return K.in_train_phase(K.map_fn(lambda row: drop(K.expand_dims(row, 0))[0], rows), rows)

    y = Lambda(dropped, output_shape=(40,))(x)
    model = Model(x, Dense(1, kernel_initializer='ones', use_bias=False)(y))
    model.compile('sgd', 'mse')
    rows, target = np.ones((3, 40), 'float32'), np.zeros((3, 1))
    np.testing.assert_allclose(model.test_on_batch(rows, target), 1600., rtol=1e-5)
    losses = [model.train_on_batch(rows, target) for _ in range(2)]
    assert losses[0] != 1600. and losses[1] != losses[0]
