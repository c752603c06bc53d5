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
