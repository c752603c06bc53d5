"""What ``model.metrics`` is: what compile got, and in Keras 2.3 metric objects."""
import numpy as np
import pytest

from compat import backend as K
from compat import process
from compat.layers import Dense, Input
from compat.models import Model, Sequential, clone_model

X, Y = np.random.RandomState(0).rand(6, 3), np.random.RandomState(1).rand(6, 1)
AS_PASSED = process.dialect().short_metric_names


def own(y_true, y_pred):
    return K.mean(y_pred)


def of_two():
    x = Input((3,))
    return Model(x, [Dense(1, name='a')(x), Dense(1, name='b')(x)])


def of_one():
    return Sequential([Dense(1, input_shape=(3,), name='a')])


GIVEN = [
    (of_one, None, []), (of_one, [], []), (of_one, ['acc'], ['acc']),
    (of_one, ['acc', 'mae', own], ['acc', 'mae', 'own']),
    (of_two, {'a': 'mae'}, ['a_mae']), (of_two, {'a': ['mae', 'acc'], 'b': own}, ['a_mae', 'a_acc', 'b_own']),
    (of_two, ['mae'], ['a_mae', 'b_mae'])]


@pytest.mark.parametrize('make, given, names', GIVEN, ids=[str(given).split(' at ')[0] for _, given, _ in GIVEN])
def test_they_are_what_compile_got_before_and_after_training(make, given, names):
    model = make()
    model.compile('sgd', 'mse', metrics=given)
    for _ in range(2):
        if AS_PASSED:
            assert model.metrics == (given or [])
        else:
            assert [metric.name for metric in model.metrics] == names
        model.train_on_batch(X, [Y] * len(model.outputs))


@pytest.mark.parametrize('make, given, names', GIVEN, ids=[str(given).split(' at ')[0] for _, given, _ in GIVEN])
def test_another_model_is_compiled_with_them(make, given, names):
    model = make()
    model.compile('sgd', 'mse', metrics=given)
    again = clone_model(model)
    again.set_weights(model.get_weights())
    again.compile('sgd', 'mse', metrics=model.metrics if AS_PASSED else given)  # Keras 2.3 takes no object twice
    targets = [Y] * len(model.outputs)
    found, expected = (each.evaluate(X, targets, verbose=0) for each in (again, model))
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    assert again.metrics_names == model.metrics_names


def test_objects_have_the_means_of_what_was_run_last():
    model = of_two()
    model.compile('sgd', 'mse', metrics=['mae', own])
    model.fit(X, [Y, Y], verbose=0, batch_size=4)
    values = dict(zip(model.metrics_names, model.evaluate(X, [Y, Y], batch_size=4, verbose=0)))
    if AS_PASSED:
        assert model.metrics == ['mae', own]
    for metric in () if AS_PASSED else model.metrics:
        assert float(K.eval(metric.result())) == pytest.approx(values[metric.name], rel=1e-5)
