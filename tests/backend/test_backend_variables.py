"""Variables, the values that they hold, and what updates them."""

import numpy as np
import pytest

import compat
from compat import backend as K
from compat.layers import Input, Layer
from compat.models import Model

NUMBERS = np.arange(6.).reshape(2, 3)


def test_a_variable_holds_its_numbers_as_floatx():
    value = K.get_value(K.variable(NUMBERS))
    assert value.dtype == np.float32
    np.testing.assert_array_equal(value, NUMBERS)


def test_a_variable_without_axes_holds_a_number():
    assert K.get_value(K.variable(2.5)) == 2.5
    assert np.shape(K.eval(K.variable(2.5))) == ()


def test_set_value_changes_what_a_variable_holds():
    variable = K.variable(NUMBERS)
    K.set_value(variable, NUMBERS.astype('int64') * 2)
    np.testing.assert_array_equal(K.get_value(variable), NUMBERS * 2)


@pytest.mark.difference('values-of-another-shape')
def test_set_value_refuses_another_shape():
    variable = K.variable(NUMBERS)
    with pytest.raises(ValueError, match='3'):
        K.set_value(variable, np.zeros((3, 3)))


def test_several_variables_are_read_and_written_at_once():
    first, second = K.variable([1., 2.]), K.variable([[3.]])
    K.batch_set_value([(first, [5., 6.]), (second, np.array([[7.]]))])
    values = K.batch_get_value([first, second])
    assert [value.tolist() for value in values] == [[5., 6.], [[7.]]]
    for none in [], (), None:
        assert K.batch_get_value(none) == []
        assert K.batch_set_value(none) is None


def test_zeros_and_ones_can_be_given_a_value_later():
    counter = K.zeros((2,))
    K.set_value(counter, [3., 4.])
    assert K.get_value(counter).tolist() == [3., 4.]
    assert K.get_value(K.ones((2,), dtype='int32')).dtype == np.int32


def test_an_expression_of_variables_has_a_value():
    x = K.variable(NUMBERS)
    np.testing.assert_allclose(K.eval(K.dot(x, K.transpose(x)) + 1.), NUMBERS.dot(NUMBERS.T) + 1., rtol=1e-6)
    np.testing.assert_allclose(K.eval(x[:, 0] * 2. - x[:, 1]), NUMBERS[:, 0] * 2. - NUMBERS[:, 1], rtol=1e-6)


def test_float64_numpy_next_to_a_tensor_is_computed_in_its_dtype():
    x = K.variable(NUMBERS)
    for result in (K.maximum(x, NUMBERS * 2), K.concatenate([x, NUMBERS.astype('float32')]), K.pow(x, 2.)):
        assert K.dtype(result) == 'float32'


def updated(variable, update):
    """The variable after the update, which the host performs in its own way."""
    update = update() if callable(update) else update
    if hasattr(update, 'apply'):
        update.apply()
    else:
        K.eval(update)
    return K.get_value(variable)


def test_an_update_gives_a_variable_a_new_value():
    x = K.variable(NUMBERS)
    np.testing.assert_array_equal(updated(x, K.update(x, x * 2.)), NUMBERS * 2)


def test_update_add_and_update_sub_change_by_a_difference():
    x = K.variable(NUMBERS)
    np.testing.assert_array_equal(updated(x, K.update_add(x, K.ones_like(x))), NUMBERS + 1)
    np.testing.assert_array_equal(updated(x, K.update_sub(x, np.ones((2, 3), 'float32'))), NUMBERS)


def test_update_add_adds_each_time_that_it_is_performed():
    x = K.variable(0.)
    update = K.update_add(x, 2.)
    updated(x, update)
    assert updated(x, update) == 4.


def test_an_update_of_another_shape_is_refused():
    x = K.variable(NUMBERS)
    with pytest.raises(ValueError):
        K.update_add(x, np.ones((3,), 'float32'))
    with pytest.raises(ValueError):
        K.update(x, np.ones((3, 2), 'float32'))


def test_a_described_update_changes_nothing_by_itself():
    x = K.variable(NUMBERS)
    K.update(x, x * 2.)
    np.testing.assert_array_equal(K.get_value(x), NUMBERS)


def moving_average(begin, values, momentum, unbiased):
    biased, weight, result = 0., 1., begin
    for value in values:
        biased, weight = biased * momentum + value * (1 - momentum), weight * momentum
        result = biased / (1 - weight) if unbiased else result * momentum + value * (1 - momentum)
    return result


def test_a_moving_average_moves_towards_the_values_as_the_dialect_has_it():
    x, value = K.variable([1., 1.]), K.variable([2., 4.])
    update = K.moving_average_update(x, value, 0.9)
    unbiased = compat.__version__ == '2.2.4'
    for steps in (1, 2, 3):
        expected = moving_average(np.ones(2), [np.array([2., 4.])] * steps, 0.9, unbiased)
        np.testing.assert_allclose(updated(x, update), expected, rtol=1e-5)


def test_a_column_is_added_to_the_rows_of_a_square_whatever_holds_them():
    square, column = np.arange(16.).reshape(4, 4), np.arange(4.).reshape(4, 1)
    kinds = [(K.variable, K.variable), (K.variable, K.constant), (K.constant, K.variable), (K.constant, K.constant)]
    for of_square, of_column in kinds:
        for total in (of_square(square) + of_column(column), of_column(column) + of_square(square)):
            np.testing.assert_array_equal(K.eval(total), square + column)
    for total in (K.variable(square) + column, column + K.variable(square)):
        np.testing.assert_array_equal(K.eval(total), square + column)


def test_a_column_is_added_to_the_rows_of_a_square_weight_in_a_layer():
    class Columns(Layer):
        def build(self, input_shape):
            self.square = self.add_weight(name='square', shape=(4, 4), initializer='ones')
            super().build(input_shape)

        def call(self, x):
            return x + (self.square + K.constant(np.arange(4.).reshape(4, 1)))

    layer = Columns()
    x = Input((4,))
    total = Model(x, layer(x)).predict(np.zeros((4, 4)))
    np.testing.assert_array_equal(total, 1 + np.arange(4.).repeat(4).reshape(4, 4))
