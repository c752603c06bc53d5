"""WeightedProduct: prod_i(x_i * w_i), with constants or trained weights, and an exact gradient at zeros."""
import numpy as np
import pytest

from compat import backend as K
from compat.engine.base_layer import Layer
from compat.layers import Dense, Input
from compat.models import Model, Sequential
from compat.optimizers import SGD
from customlayers.weighted_product import WeightedProduct
from updates_in_order import steps_in_order

X = np.random.RandomState(0).uniform(-2, 2, (5, 3)).astype('float32')
W = [1.5, -0.5, 2.]


def counted(model):
    """(parameters that are trained, parameters that are not)."""
    return tuple(int(sum(K.count_params(weight) for weight in weights))
                 for weights in (model.trainable_weights, model.non_trainable_weights))


class Held(Layer):
    """Returns its weight, whatever its input is: how training changes the weight shows its gradient."""

    def __init__(self, value, **kwargs):
        self.value = np.asarray(value, 'float32')
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.held = self.add_weight(name='held', shape=self.value.shape, initializer='zeros')
        K.set_value(self.held, self.value)
        super().build(input_shape)

    def call(self, inputs):
        return K.expand_dims(self.held, 0) + 0 * K.sum(inputs, axis=-1, keepdims=True)

    def compute_output_shape(self, input_shape):
        return (input_shape[0],) + self.value.shape


def gradients(x, w):
    """The gradients of prod(x * w) with respect to x and to w, by one step of training."""
    model = Sequential([Held(x, input_shape=(1,)), WeightedProduct(w, allow_training=True)])
    model.compile(SGD(lr=1.), lambda target, output: output)
    before = model.get_weights()
    with steps_in_order():
        model.train_on_batch(np.ones((1, 1)), np.zeros((1, 1)))
    return [(old - new).ravel() for old, new in zip(before, model.get_weights())]


def test_it_is_the_product_of_the_weighted_features():
    model = Sequential([WeightedProduct(W, input_shape=(3,))])
    assert model.output_shape == (None, 1)
    np.testing.assert_allclose(model.predict(X), (X * W).prod(axis=-1, keepdims=True), rtol=1e-5)


def test_other_axes_than_the_last_stay():
    x = np.random.RandomState(1).rand(2, 4, 5, 3).astype('float32')
    model = Sequential([WeightedProduct(W, input_shape=(4, 5, 3))])
    assert model.output_shape == (None, 4, 5, 1)
    np.testing.assert_allclose(model.predict(x), (x * W).prod(axis=-1, keepdims=True), rtol=1e-5)


@pytest.mark.parametrize('w_vec, allow_training, expected', [
    (np.arange(3).reshape([1, 3]), False, (5930, 3)),
    (np.arange(3).reshape([1, 3]), True, (5933, 0)),
    (None, True, (5933, 0))])
def test_the_cases_of_the_document_have_its_numbers_of_parameters(w_vec, allow_training, expected):
    inputs = Input((75,))
    y = Dense(3, activation='tanh')(Dense(75, activation='tanh')(inputs))
    layer = WeightedProduct(w_vec, allow_training, name='core')
    model = Model(inputs, Dense(1)(layer(y)))
    assert counted(model) == expected
    assert layer.get_weights()[0].shape == (1, 3)
    if w_vec is not None:
        np.testing.assert_array_equal(layer.get_weights()[0], w_vec)


def test_constants_stay_what_they_are_while_the_model_trains_and_the_rest_learns():
    model = Sequential([Dense(3, input_shape=(3,)), WeightedProduct(W)])
    model.compile('sgd', 'mse')
    before = model.get_weights()
    model.train_on_batch(X, np.ones((5, 1)))
    after = model.get_weights()
    np.testing.assert_array_equal(after[-1], [W])
    assert np.abs(after[0] - before[0]).max() > 0


def test_weights_that_may_be_trained_start_at_w_vec_and_change():
    model = Sequential([WeightedProduct(W, allow_training=True, input_shape=(3,))])
    np.testing.assert_array_equal(model.get_weights()[0], [W])
    model.compile('sgd', 'mse')
    model.train_on_batch(X, np.ones((5, 1)))
    assert np.abs(model.get_weights()[0] - W).max() > 0


@pytest.mark.parametrize('x', [[2., -3., 4., .5], [2., 0., 4., .5], [0., 3., 0., .5], [0., 0., 0., 0.]],
                         ids=['no zero', 'one zero', 'two zeros', 'zeros'])
@pytest.mark.parametrize('w', [[1., 2., .5, -1.], [1., 0., .5, -1.]], ids=['weights', 'a weight of zero'])
def test_the_gradient_is_the_product_of_the_other_factors_where_factors_are_zero_too(x, w):
    x, w = np.array(x), np.array(w)
    others = np.array([np.delete(x * w, place).prod() for place in range(4)])
    by_x, by_w = gradients(x, w)
    np.testing.assert_allclose(by_x, w * others, rtol=1e-5)
    np.testing.assert_allclose(by_w, x * others, rtol=1e-5)


def test_initializer_regularizer_and_constraint_are_those_of_the_weight():
    model = Sequential([WeightedProduct(allow_training=True, initializer='ones', regularizer='l2', constraint='non_neg',
                                        input_shape=(3,))])
    np.testing.assert_array_equal(model.get_weights()[0], np.ones((1, 3)))
    model.compile(SGD(lr=100.), lambda target, output: 0 * output)
    # Before the step: TensorFlow 1 may compute the loss that train_on_batch returns after it.
    assert abs(model.evaluate(X, np.zeros((5, 1)), verbose=0) - 0.03) < 1e-6
    model.train_on_batch(X, np.zeros((5, 1)))
    np.testing.assert_array_equal(model.get_weights()[0], np.zeros((1, 3)))


@pytest.mark.parametrize('options', [dict(w_vec=W), dict(w_vec=np.arange(3), allow_training=True),
                                     dict(allow_training=True, initializer='ones', regularizer='l1')])
def test_the_config_makes_the_layer_again(options):
    layer = WeightedProduct(name='mine', **options)
    again = WeightedProduct.from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    first, second = [Sequential([one]) for one in (layer, again)]
    for model in (first, second):
        model.build((None, 3))
    assert counted(first) == counted(second)
    second.set_weights(first.get_weights())
    np.testing.assert_allclose(second.predict(X), first.predict(X), rtol=1e-6)


def test_neither_weights_nor_training_is_refused():
    with pytest.raises(ValueError, match='give w_vec, one number per feature, or allow_training=True'):
        WeightedProduct()


@pytest.mark.parametrize('w_vec', [[], [[1, 2], [3, 4]], 'abc', [1, None], [1, float('nan')], 3., [[1, 2], [3]]])
def test_a_w_vec_that_is_no_row_of_numbers_is_refused(w_vec):
    with pytest.raises(ValueError, match='w_vec must be one row of'):
        WeightedProduct(w_vec)


def test_a_w_vec_of_another_size_names_both_sizes():
    with pytest.raises(ValueError, match=r'w_vec of 3 numbers, and its input has 4 features \(shape \(None, 4\)\)'):
        WeightedProduct(W)(Input((4,)))


def test_an_unknown_number_of_features_is_refused():
    with pytest.raises(ValueError, match='needs to know how many there are'):
        WeightedProduct(allow_training=True)(Input((4, None)))


def test_a_later_input_with_another_number_of_features_is_refused():
    layer = WeightedProduct(W)
    layer(Input((3,)))
    with pytest.raises(ValueError):
        layer(Input((4,)))
