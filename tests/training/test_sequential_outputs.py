"""What only Sequential models have in Keras 2, and the states that models keep between batches."""
import numpy as np
import pytest

from compat.layers import LSTM, Dense, Input
from compat.models import Model, Sequential

X = np.random.RandomState(0).uniform(-1, 1, (40, 3))


def test_the_classes_are_those_of_the_largest_outputs():
    model = Sequential([Dense(4, activation='softmax', input_shape=(3,))])
    outputs = model.predict(X)
    np.testing.assert_array_equal(model.predict_classes(X), outputs.argmax(1))
    np.testing.assert_allclose(model.predict_proba(X, 8, 0), outputs, rtol=1e-6)


def test_the_classes_of_a_single_output_are_in_a_column():
    model = Sequential([Dense(1, activation='sigmoid', input_shape=(3,))])
    classes = model.predict_classes(X, batch_size=16)
    assert classes.shape == (40, 1) and classes.dtype == 'int32' and set(classes.ravel()) == {0, 1}
    np.testing.assert_array_equal(classes, model.predict(X) > 0.5)


def test_values_that_are_no_probabilities_are_warned_of():
    model = Sequential([Dense(2, kernel_initializer='ones', input_shape=(3,))])
    with pytest.warns(UserWarning, match='probabilit'):
        np.testing.assert_array_equal(model.predict_proba(X), model.predict(X))


def test_a_stateful_model_goes_on_from_batch_to_batch_until_its_states_are_reset():
    chain = Sequential([LSTM(3, stateful=True, batch_input_shape=(2, 4, 3))])
    inputs = Input(batch_shape=(2, 4, 3))
    model = Model(inputs, Dense(2)(LSTM(3, stateful=True)(inputs)))
    assert model.stateful and chain.stateful and not Sequential([Dense(1, input_shape=(3,))]).stateful
    x = X[:8].reshape(2, 4, 3)
    for whole in (chain, model):
        whole.reset_states()
        first, second = whole.predict(x, batch_size=2), whole.predict(x, batch_size=2)
        assert np.abs(first - second).max() > 1e-3
        whole.reset_states()
        np.testing.assert_allclose(whole.predict(x, batch_size=2), first, rtol=1e-5)


def test_a_model_that_knows_its_input_stays_as_it_is_when_it_is_built():
    model = Sequential([Dense(5, input_shape=(3,)), Dense(2)])
    weights = model.get_weights()
    for _ in range(2):
        model.build((None, 3))
    np.testing.assert_array_equal(model.get_weights()[0], weights[0])
    assert model.layers[-1].output_shape == (None, 2)
    model.compile('sgd', 'mse')
    model.train_on_batch(X, X[:, :2])
    assert np.abs(model.get_weights()[0] - weights[0]).max() > 0


def test_a_model_that_is_built_from_a_shape_goes_on_growing():
    model = Sequential([Dense(5), Dense(2)])
    model.build((None, 3))
    assert model.input_shape == (None, 3) and model.layers[0].output_shape == (None, 5)
    model.add(Dense(4))
    assert model.output_shape == (None, 4) and model.layers[1].output_shape == (None, 2)
    one, two, three = model.get_weights()[::2]
    np.testing.assert_allclose(model.predict(X), X.dot(one).dot(two).dot(three), rtol=1e-4, atol=1e-6)
