"""Prediction of models of symbols, on arrays and on single batches, as Keras 2 does it."""
import numpy as np
import pytest

from compat import backend as K
from compat import process
from compat.callbacks import LambdaCallback
from compat.layers import LSTM, BatchNormalization, Dense, Dropout, Embedding, Input, Lambda, add
from compat.models import Model, Sequential

X = np.random.RandomState(2).uniform(-1, 1, (7, 3))


@pytest.fixture
def two():
    """A model of two inputs and two outputs, one of which is the sum of the inputs."""
    one, other = Input((3,), name='one'), Input((3,), name='other')
    total = add([one, other], name='total')
    return Model([one, other], [total, Dense(2, name='dense')(Dropout(0.5)(total))])


@pytest.mark.parametrize('told', [{}, {'batch_size': 2}, {'verbose': 1}, {'batch_size': 7}, {'steps': 2}])
def test_the_outputs_are_in_the_order_of_the_samples(two, told):
    model = two
    total, dense = model.predict([X, 2 * X], **told)
    rows = np.concatenate([X, X]) if 'steps' in told else X
    kernel, bias = model.get_weights()
    np.testing.assert_allclose(total, 3 * rows, rtol=1e-5)
    np.testing.assert_allclose(dense, 3 * rows.dot(kernel) + bias, rtol=1e-4, atol=1e-6)


def test_inputs_are_passed_by_name_or_in_a_list_and_a_batch_is_as_all_of_them(two):
    by_list = two.predict([X, X])
    for found in (two.predict({'other': X, 'one': X}), two.predict_on_batch([X, X]),
                  two.predict_on_batch({'other': X, 'one': X})):
        for ours, theirs in zip(found, by_list):
            np.testing.assert_allclose(ours, theirs, rtol=1e-5)
            assert isinstance(ours, np.ndarray) and ours.dtype == 'float32'
            ours[0] = 1.  # a program may change what it is given


@pytest.mark.parametrize('given, message', [
    ([X], 'arrays'), ([X, X[:, :2]], 'shape'), ({'one': X}, 'other'), ([X, X[:3]], '')])
def test_what_does_not_fit_the_inputs_is_refused(two, given, message):
    with pytest.raises((ValueError, LookupError), match=message):  # on Keras 2 rows that are not there: IndexError
        two.predict(given)


def test_steps_and_a_batch_size_do_not_go_together(two):
    with pytest.raises(ValueError, match='batch_size'):
        two.predict([X, X], batch_size=2, steps=2)


# What a batch of arrays becomes in predict: a row for each sample, or one that counts for all of them.
OTHER_ROWS = {
    'the mean of the batch': lambda t: K.mean(t, axis=0, keepdims=True),
    'a number of the batch': K.sum,
    'the first of the batch': lambda t: t[:1],
    'the last two of the batch': lambda t: t[-2:],
    'the sum over the batch': lambda t: K.sum(t, axis=0),
    'each twice': lambda t: K.concatenate([t, t], axis=0),
    'rows in parts': lambda t: K.reshape(t, (-1, 1)),
}


def rows_of_samples(batches, functions):
    """What predict returns for batches: each put where the rows of its samples are."""
    parts = [functions(batch) for batch in batches]
    result = np.zeros((sum(map(len, batches)),) + np.shape(parts[0])[1:])
    begin = 0
    for batch, part in zip(batches, parts):
        result[begin:begin + len(batch)] = part
        begin += len(batch)
    return result


class Subclassed(Model):
    """A model of one layer, which it calls itself."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def call(self, inputs):
        return self.layer(inputs)


def functional(layer):
    x = Input((3,))
    return Model(x, layer(x))


@pytest.mark.filterwarnings('ignore:compute_output_shape')
@pytest.mark.parametrize('make', [functional, Subclassed])
@pytest.mark.parametrize('name', OTHER_ROWS)
def test_what_a_batch_has_once_counts_for_all_of_its_samples_and_other_numbers_of_rows_are_refused(name, make):
    model = make(Lambda(OTHER_ROWS[name], output_shape=(3,)))
    model.compile('sgd', 'mse')
    for batch_size in 1, 2, 3, 7:
        batches = [X[begin:begin + batch_size] for begin in range(0, 7, batch_size)]
        try:
            expected = rows_of_samples(batches, model.predict_on_batch)
        except ValueError:
            with pytest.raises(ValueError):
                model.predict(X, batch_size=batch_size)
        else:
            result = model.predict(X, batch_size=batch_size)
            assert result.shape == expected.shape and result.dtype == 'float32'
            np.testing.assert_allclose(result, expected, rtol=1e-5)
    # Steps and generators return the rows of their batches, as many as there are.
    once = model.predict_on_batch(X)
    np.testing.assert_allclose(model.predict_generator(iter([X]), steps=1, workers=0), once, rtol=1e-5)
    if not np.ndim(once):
        for several in (lambda: model.predict(X, steps=1),
                        lambda: model.predict_generator(iter([X, X]), steps=2, workers=0)):
            with pytest.raises(ValueError):
                several()
        return
    for twice in model.predict(X, steps=2), model.predict_generator(iter([X, X]), steps=2, workers=0):
        np.testing.assert_allclose(twice, np.concatenate([once, once]), rtol=1e-5)


class OfTwo(Model):
    """A model of two inputs and two outputs."""

    def __init__(self):
        super().__init__()
        self.dense = Dense(2)

    def call(self, inputs):
        return [self.dense(inputs[0]), add(inputs)]


def test_a_subclassed_model_predicts_several_outputs_in_batches():
    model = OfTwo()
    model.compile('sgd', 'mse')
    whole = model.predict([X, 2 * X], batch_size=7)
    in_batches = model.predict([X, 2 * X], batch_size=3)
    assert [output.shape for output in whole] == [(7, 2), (7, 3)]
    for one, other in zip(whole, in_batches):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(whole[1], 3 * X, rtol=1e-5)
    with pytest.raises((ValueError, IndexError)):
        model.predict([X, X[:3]])


def test_it_predicts_with_the_weights_of_the_moment_and_in_the_phase_of_the_test():
    model = Sequential([Dense(4, input_shape=(3,)), BatchNormalization(momentum=0.5), Dropout(0.9)])
    model.compile('sgd', 'mse')
    weights = model.get_weights()
    np.testing.assert_allclose(model.predict(X), X.dot(weights[0]) / np.sqrt(1.001), rtol=1e-4, atol=1e-5)
    model.train_on_batch(X, np.ones((7, 4)))
    kernel, bias, gamma, beta, mean, variance = model.get_weights()
    assert np.abs(mean).max() > 0
    now = (X.dot(kernel) + bias - mean) / np.sqrt(variance + 1e-3) * gamma + beta
    np.testing.assert_allclose(model.predict(X), now, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(model.predict_on_batch(X), now, rtol=1e-4, atol=1e-5)
    model.set_weights(weights)
    np.testing.assert_allclose(model.predict(X), X.dot(weights[0]) / np.sqrt(1.001), rtol=1e-4, atol=1e-5)


def test_states_go_on_from_batch_to_batch_and_samples_fill_the_batches():
    model = Sequential([LSTM(2, stateful=True, batch_input_shape=(2, 3, 1))])
    x = X[:6, :].reshape(6, 3, 1)
    with pytest.raises(ValueError, match='batch'):
        model.predict(x[:5], batch_size=2)
    found = model.predict(np.concatenate([x[:2], x[:2]]), batch_size=2)
    assert np.abs(found[:2] - found[2:]).max() > 1e-4
    model.reset_states()
    np.testing.assert_allclose(model.predict_on_batch(x[:2]), found[:2], rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(model.predict_on_batch(x[:2]), found[2:], rtol=1e-5, atol=1e-7)


def test_whole_numbers_of_any_dtype_are_words():
    model = Sequential([Embedding(5, 2, input_length=3)])
    words = np.array([[1, 2, 3], [4, 0, 1]])
    for dtype in ('int64', 'int32', 'uint8', 'float64'):
        np.testing.assert_array_equal(model.predict(words.astype(dtype)), model.get_weights()[0][words])


def test_a_model_is_made_to_predict_before_it_predicts():
    model = Sequential([Dense(2, input_shape=(3,))])
    model._make_predict_function()
    np.testing.assert_allclose(model.predict(X), X.dot(model.get_weights()[0]), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize('by_host', [False, True])
def test_callbacks_predict_with_the_weights_that_the_model_has_by_then(by_host):
    model, found = Sequential([Dense(2, input_shape=(3,))]), []
    # Keras 2 has no such argument: the host trains then.
    told = {'run_eagerly': False} if by_host and process.opened().family != 'keras2' else {}
    model.compile('sgd', 'mse', **told)
    model.fit(X, X[:, :2] + 1, epochs=2, batch_size=4, verbose=0, callbacks=[LambdaCallback(
        on_batch_end=lambda batch, logs: found.append(model.predict_on_batch(X)),
        on_epoch_end=lambda epoch, logs: found.append(model.predict(X)))])
    assert len(found) == 6 and np.abs(found[0] - found[1]).max() > 0
    np.testing.assert_allclose(found[1], found[2], rtol=1e-5)
    np.testing.assert_allclose(found[-1], X.dot(model.get_weights()[0]) + model.get_weights()[1], rtol=1e-4, atol=1e-6)
