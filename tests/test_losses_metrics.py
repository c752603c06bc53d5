"""keras.losses and keras.metrics: Keras 2's numbers, names and errors."""
import numpy as np
import pytest

from compat import backend as K
from compat import losses, metrics, objectives, process
from compat.layers import Activation, Dense, Input
from compat.models import Model, Sequential

RANDOM = np.random.RandomState(0)
TRUE, PRED = RANDOM.uniform(-1, 1, (4, 5)), RANDOM.uniform(-1, 1, (4, 5))
LABELS = np.array([1, 4, 0, 1])
ONE_HOT = np.eye(5)[LABELS]
SHARES = RANDOM.uniform(0.01, 1, (4, 5))
SHARES /= SHARES.sum(-1, keepdims=True)
SIGNS = np.sign(TRUE)
BINARY = (TRUE > 0).astype('float64')


def value(function, y_true, y_pred, *args):
    return K.eval(function(K.constant(y_true), K.constant(y_pred), *args))


def unit(x):
    return x / np.sqrt((x ** 2).sum(-1, keepdims=True))


def log1p(x):
    return np.log(np.clip(x, 1e-7, None) + 1)


LOSSES = [
    ('mean_squared_error', TRUE, PRED, ((PRED - TRUE) ** 2).mean(-1)),
    ('mean_absolute_error', TRUE, PRED, np.abs(PRED - TRUE).mean(-1)),
    ('mean_absolute_percentage_error', TRUE, PRED, 100 * np.abs((TRUE - PRED) / np.abs(TRUE)).mean(-1)),
    ('mean_squared_logarithmic_error', TRUE, PRED, ((log1p(PRED) - log1p(TRUE)) ** 2).mean(-1)),
    ('hinge', SIGNS, PRED, np.maximum(1 - SIGNS * PRED, 0).mean(-1)),
    ('squared_hinge', SIGNS, PRED, (np.maximum(1 - SIGNS * PRED, 0) ** 2).mean(-1)),
    ('categorical_hinge', ONE_HOT, PRED,
     np.maximum(0, ((1 - ONE_HOT) * PRED).max(-1) - (ONE_HOT * PRED).sum(-1) + 1)),
    ('logcosh', TRUE, PRED, np.log(np.cosh(PRED - TRUE)).mean(-1)),
    ('categorical_crossentropy', ONE_HOT, SHARES, -(ONE_HOT * np.log(SHARES)).sum(-1)),
    ('categorical_crossentropy', ONE_HOT, 3 * SHARES, -(ONE_HOT * np.log(SHARES)).sum(-1)),
    ('categorical_crossentropy', ONE_HOT, 1 - ONE_HOT, np.full(4, -np.log(1e-7))),
    ('sparse_categorical_crossentropy', LABELS, SHARES, -np.log(SHARES[np.arange(4), LABELS])),
    ('sparse_categorical_crossentropy', LABELS[:, None], SHARES, -np.log(SHARES[np.arange(4), LABELS])),
    ('sparse_categorical_crossentropy', LABELS.reshape(2, 2, 1), SHARES.reshape(2, 2, 5),
     -np.log(SHARES[np.arange(4), LABELS]).reshape(2, 2)),
    ('binary_crossentropy', BINARY, SHARES, -(BINARY * np.log(SHARES) + (1 - BINARY) * np.log(1 - SHARES)).mean(-1)),
    ('kullback_leibler_divergence', SHARES[::-1], SHARES, (SHARES[::-1] * np.log(SHARES[::-1] / SHARES)).sum(-1)),
    ('poisson', SHARES[::-1], SHARES, (SHARES - SHARES[::-1] * np.log(SHARES + 1e-7)).mean(-1)),
    ('cosine_proximity', TRUE, PRED, -(unit(TRUE) * unit(PRED)).sum(-1)),
]


@pytest.mark.parametrize('name, y_true, y_pred, expected', LOSSES)
def test_a_loss_found_by_name_computes_keras_2_s_number_per_sample(name, y_true, y_pred, expected):
    function = losses.get(name)
    assert function is getattr(losses, name) and losses.serialize(function) == name
    result = value(function, y_true, y_pred)
    assert result.shape == expected.shape and np.allclose(result, expected, rtol=1e-4, atol=1e-5)


def test_losses_keep_the_axes_before_the_last():
    x = RANDOM.rand(2, 3, 4)
    for name in ('mse', 'mae', 'binary_crossentropy', 'categorical_crossentropy', 'hinge', 'kld', 'poisson'):
        assert value(losses.get(name), x, x).shape == (2, 3)


def test_aliases_are_the_functions_themselves():
    aliases = {'mse': 'mean_squared_error', 'MSE': 'mean_squared_error', 'mae': 'mean_absolute_error',
               'MAE': 'mean_absolute_error', 'mape': 'mean_absolute_percentage_error',
               'MAPE': 'mean_absolute_percentage_error', 'msle': 'mean_squared_logarithmic_error',
               'MSLE': 'mean_squared_logarithmic_error', 'kld': 'kullback_leibler_divergence',
               'KLD': 'kullback_leibler_divergence', 'cosine': 'cosine_proximity'}
    for alias, name in aliases.items():
        assert losses.get(alias) is getattr(losses, name) is getattr(losses, alias)
        assert getattr(objectives, alias) is getattr(losses, name)
    assert metrics.get('mse') is metrics.MSE is losses.mse


METRICS = [
    ('binary_accuracy', BINARY, SHARES, (BINARY == SHARES.round()).mean(-1)),
    ('categorical_accuracy', ONE_HOT, SHARES, (SHARES.argmax(-1) == LABELS).astype(float)),
    ('sparse_categorical_accuracy', LABELS[:, None], SHARES, (SHARES.argmax(-1) == LABELS).astype(float)),
]


@pytest.mark.parametrize('name, y_true, y_pred, expected', METRICS)
def test_a_metric_found_by_name_computes_keras_2_s_number_per_sample(name, y_true, y_pred, expected):
    function = metrics.get(name)
    assert function is getattr(metrics, name) and metrics.serialize(function) == name
    assert 0 < expected.mean() < 1
    assert np.allclose(value(function, y_true, y_pred), expected)


def test_top_k_accuracies_count_labels_among_the_largest():
    places = (SHARES > SHARES[np.arange(4), LABELS][:, None]).sum(-1)
    for k in (1, 2, 3, 5):
        expected = (places < k).mean()
        assert np.isclose(np.mean(value(metrics.top_k_categorical_accuracy, ONE_HOT, SHARES, k)), expected)
        sparse = value(metrics.sparse_top_k_categorical_accuracy, LABELS[:, None], SHARES, k)
        assert np.isclose(np.mean(sparse), expected)


def test_none_stays_none_a_callable_stays_and_anything_else_is_refused():
    assert losses.get(None) is None
    assert losses.get(np.abs) is np.abs and metrics.get(np.abs) is np.abs
    for module, kind in ((losses, 'loss'), (metrics, 'metric')):
        with pytest.raises(ValueError, match='Unknown %s function:no_such' % kind):
            module.get('no_such')
        with pytest.raises(ValueError, match='Could not interpret'):
            module.get(3)


def own_loss(y_true, y_pred):
    return K.mean(K.abs(y_true - y_pred) ** 3, axis=-1)


def test_a_custom_loss_is_found_by_its_name():
    assert losses.deserialize('own_loss', custom_objects={'own_loss': own_loss}) is own_loss


@pytest.mark.parametrize('loss, expected', [
    ('mse', ((PRED - TRUE) ** 2).mean()), (losses.mean_absolute_error, np.abs(PRED - TRUE).mean()),
    (own_loss, (np.abs(PRED - TRUE) ** 3).mean())])
def test_a_model_is_evaluated_by_its_loss(loss, expected):
    model = Sequential([Dense(5, use_bias=False, input_shape=(5,))])
    model.set_weights([np.eye(5)])
    model.compile('sgd', loss)
    assert np.isclose(model.evaluate(PRED, TRUE, verbose=0), expected, rtol=1e-4)


def passing_through(shape):
    return Sequential([Activation('linear', input_shape=shape)])


@pytest.mark.parametrize('name, y_true, y_pred, expected', LOSSES)
def test_a_model_compiled_with_the_name_of_a_loss_gives_keras_2_s_number(name, y_true, y_pred, expected):
    model = passing_through(y_pred.shape[1:])
    model.compile('sgd', name)
    assert np.isclose(model.test_on_batch(y_pred, y_true), expected.mean(), rtol=1e-4, atol=1e-5)


def test_a_model_compiled_with_the_name_of_hinge_takes_labels_as_the_dialect_does():
    model = passing_through((5,))
    model.compile('sgd', 'hinge')
    signs = 2 * BINARY - 1 if process.dialect().hinge_takes_binary else BINARY
    assert np.isclose(model.test_on_batch(PRED, BINARY), np.maximum(1 - signs * PRED, 0).mean(), rtol=1e-4)


def test_each_output_may_have_a_loss_by_name():
    left, right = Input((5,)), Input((5,))
    outputs = [Activation('linear', name='left')(left), Activation('linear', name='right')(right)]
    expected = ((PRED - TRUE) ** 2).mean() + np.abs(PRED - SIGNS).mean()
    for loss in (['mse', 'mae'], {'left': 'mse', 'right': 'mae'}):
        model = Model([left, right], outputs)
        model.compile('sgd', loss)
        assert np.isclose(np.ravel(model.test_on_batch([PRED, PRED], [TRUE, SIGNS]))[0], expected, rtol=1e-4)


def test_a_name_of_no_loss_is_refused_when_the_model_is_compiled():
    with pytest.raises(ValueError, match='Unknown loss function:no_such'):
        passing_through((5,)).compile('sgd', 'no_such')


@pytest.mark.parametrize('given, number', [
    ('mse', ((PRED - TRUE) ** 2).mean()), ('logcosh', np.log(np.cosh(PRED - TRUE)).mean()),
    (metrics.mae, np.abs(PRED - TRUE).mean()), (own_loss, (np.abs(PRED - TRUE) ** 3).mean())])
def test_the_history_has_a_metric_under_the_name_that_the_dialect_gives_it(given, number):
    """Keras 2.2 names the function, whatever it was called by; later ones keep the string."""
    model = passing_through((5,))
    model.compile('sgd', 'mse', metrics=[given])
    short = process.dialect().short_metric_names
    name = given if isinstance(given, str) and not short else metrics.get(given).__name__
    history = model.fit(PRED, TRUE, verbose=0).history
    assert set(history) == {'loss', name}
    assert np.isclose(history[name][0], number, rtol=1e-4)
