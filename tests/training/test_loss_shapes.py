"""Losses and metrics of targets of all shapes, and loss objects with weights: the numbers of real Keras 2."""
import inspect

import numpy as np
import pytest

import compat
import loss_cases
import pages
from compat import backend as K
from compat import losses
from compat.layers import Dense
from compat.models import Sequential

GOLDEN = pages.golden('losses.json')


def check(found, expected):
    """Compare all, and tell every case that differs."""
    wrong = [case for case, value in found.items()
             if list(value.shape) != expected[case]['shape'] or not np.allclose(
                 value.ravel(), np.array(expected[case]['values'], 'float64'), rtol=1e-4, atol=1e-5)]
    assert wrong == [] and set(found) == set(expected)


def test_losses_and_metrics_of_targets_of_all_shapes_are_those_of_keras_2():
    check(loss_cases.functions(), GOLDEN[compat.__version__]['functions'])


@pytest.mark.difference('loss-objects')
def test_loss_objects_weigh_and_reduce_as_in_keras_2_3():
    check(loss_cases.objects(), GOLDEN['2.3.1']['objects'])


def test_numbers_of_classes_may_be_integers():
    """A program's targets are often int32 or int64 arrays: a model takes them for the losses of all shapes."""
    shares = np.array([[[0.2, 0.8], [0.6, 0.4]], [[0.5, 0.5], [0.1, 0.9]]])
    labels = np.array([[1, 0], [0, 1]])
    model = Sequential([Dense(2, use_bias=False, input_shape=(2, 2))])
    model.set_weights([np.eye(2)])
    expected = -np.log([0.8, 0.6, 0.5, 0.9]).mean()
    for dtype in ('int32', 'int64', 'uint8', 'float64'):
        model.compile('sgd', 'sparse_categorical_crossentropy')
        assert np.isclose(model.test_on_batch(shares, labels[..., None].astype(dtype)), expected, rtol=1e-4)
    model.compile('sgd', 'mse')
    target = np.array([[[0, 1], [1, 0]], [[1, 0], [0, 1]]], 'int64')
    assert np.isclose(model.test_on_batch(shares, target), ((shares - target) ** 2).mean(), rtol=1e-4)


@pytest.mark.difference('loss-objects')
@pytest.mark.parametrize('name', sorted({case.partition('/')[0] for case in loss_cases.OBJECTS}))
def test_a_loss_object_has_the_arguments_and_the_config_of_keras_2_3(name):
    kind = getattr(losses, name)
    own = {'Huber': ['delta'], 'BinaryCrossentropy': ['from_logits', 'label_smoothing'],
           'CategoricalCrossentropy': ['from_logits', 'label_smoothing'],
           'SparseCategoricalCrossentropy': ['from_logits']}.get(name, [])
    assert list(inspect.signature(kind).parameters) == own + ['reduction', 'name']
    values = [0.5] * len(own)
    loss = kind(*(values + ['sum', 'mine']))
    config = loss.get_config()
    assert {argument: config[argument] for argument in own} == dict(zip(own, values))
    again = kind.from_config(dict(config))
    assert (again.name, again.reduction) == ('mine', 'sum') and again.get_config() == config
    assert isinstance(loss, losses.Loss) and isinstance(loss, losses.LossFunctionWrapper) and losses.get(loss) is loss
    named = losses.deserialize(losses.serialize(kind()))
    assert type(named) is kind and named.get_config()['name'] == kind().name == {
        'LogCosh': 'logcosh', 'Huber': 'huber_loss', 'KLDivergence': 'kullback_leibler_divergence'}.get(
            name, named.name)


@pytest.mark.difference('loss-objects')
def test_a_function_is_wrapped_as_a_loss_object():
    def power(y_true, y_pred, exponent=1):
        return K.mean(K.pow(K.abs(y_true - y_pred), exponent), axis=-1)

    loss = losses.LossFunctionWrapper(power, 'sum', 'mine', exponent=3)
    y_true, y_pred = np.random.RandomState(0).rand(2, 4, 3)
    expected = (np.abs(y_true - y_pred) ** 3).mean(-1)
    assert np.isclose(K.eval(loss(K.constant(y_true), K.constant(y_pred))), expected.sum(), rtol=1e-4)
    for given in ((y_true, y_pred), (y_true.tolist(), y_pred.tolist())):
        assert np.isclose(K.eval(losses.MeanSquaredError()(*given)), ((y_true - y_pred) ** 2).mean(), rtol=1e-4)
    assert loss.get_config() == {'reduction': 'sum', 'name': 'mine', 'exponent': 3} and loss.fn is power
    model = Sequential([Dense(3, use_bias=False, input_shape=(3,))])
    model.set_weights([np.eye(3)])
    model.compile('sgd', losses.LossFunctionWrapper(power, name='mine', exponent=3))
    assert np.isclose(model.test_on_batch(y_pred, y_true), expected.mean(), rtol=1e-4)


@pytest.mark.difference('loss-objects')
def test_a_loss_of_ones_own_is_reduced_and_trains():
    class Cubes(losses.Loss):
        def __init__(self, factor=1., reduction='sum_over_batch_size', name='cubes'):
            super().__init__(reduction, name)
            self.factor = factor

        def call(self, y_true, y_pred):
            return self.factor * K.mean(K.abs(y_true - y_pred) ** 3, axis=-1)

    y_true, y_pred = np.random.RandomState(0).rand(2, 4, 3)
    weights = np.array([1., 0., 2., 0.5])
    expected = 2 * (np.abs(y_true - y_pred) ** 3).mean(-1)
    loss = Cubes(2., 'none')
    assert (loss.reduction, loss.name) == ('none', 'cubes') and not isinstance(loss, losses.LossFunctionWrapper)
    assert np.allclose(K.eval(loss(K.constant(y_true), K.constant(y_pred), K.constant(weights))), expected * weights,
                       rtol=1e-4)
    model = Sequential([Dense(3, use_bias=False, input_shape=(3,))])
    model.set_weights([np.eye(3)])
    model.compile('sgd', Cubes(2.))
    assert np.isclose(model.test_on_batch(y_pred, y_true), expected.mean(), rtol=1e-4)
    assert np.isclose(model.train_on_batch(y_pred, y_true, sample_weight=weights), (expected * weights).mean(),
                      rtol=1e-4)
    assert not np.allclose(model.get_weights()[0], np.eye(3), atol=1e-5)


@pytest.mark.parametrize('label', [-1, 3])
def test_a_label_for_which_there_is_no_class_stops_training_and_evaluation(label):
    model = Sequential([Dense(3, activation='softmax', input_shape=(2,))])
    model.compile('sgd', 'sparse_categorical_crossentropy')
    labels = np.array([[1], [label]])
    for step in (model.train_on_batch, model.test_on_batch):
        with pytest.raises(Exception, match='range|not in'):
            step(np.ones((2, 2)), labels)
    assert np.isfinite(model.train_on_batch(np.ones((2, 2)), np.array([[1], [2]])))
