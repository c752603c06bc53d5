"""compile refuses what does not fit the outputs of the model, and calls without data are refused, as in Keras 2."""
import numpy as np
import pytest

from compat import backend as K
from compat import layers, models, process


def two_outputs():
    x = layers.Input((3,))
    return models.Model(x, [layers.Dense(1, name='one')(x), layers.Dense(1, name='two')(x)])


REFUSED = [
    (ValueError, {'loss': {'one': 'mse', 'zz': 'mse'}}),
    (ValueError, {'loss': {'one': 'nope'}}),
    (ValueError, {'loss': 'nope'}),
    (ValueError, {'loss': 3}),
    (ValueError, {'loss': []}),
    (ValueError, {'loss': ['mse']}),
    (ValueError, {'loss': ['mse'] * 3}),
    (ValueError, {'loss_weights': {'zz': 1.}}),
    (ValueError, {'loss_weights': [1.]}),
    (TypeError, {'loss_weights': (1., 2.)}),
    (ValueError, {'loss': None}),
    (ValueError, {'loss': [None, None]}),
    (ValueError, {'loss': ''}),
    (ValueError, {'sample_weight_mode': {}}),
    (ValueError, {'sample_weight_mode': {'one': None}}),
    (TypeError, {'metrics': ('mae', 'mse')}),
    (TypeError, {'loss_weights': 3.}),
    (ValueError, {'sample_weight_mode': {'zz': None}}),
    (ValueError, {'sample_weight_mode': ['temporal']}),
    (TypeError, {'metrics': 'mae'}),
    (TypeError, {'weighted_metrics': 'mae'}),
    (ValueError, {'metrics': ['nope']}),
    (ValueError, {'metrics': [['mae']]}),
    (TypeError, {'target_tensors': 3}),
    (ValueError, {'optimizer': 'nope'}),
    (ValueError, {'optimizer': 3}),
]


@pytest.mark.parametrize('error, arguments', REFUSED, ids=str)
def test_refused_by_compile(error, arguments):
    with pytest.raises(error):
        two_outputs().compile(**dict({'optimizer': 'sgd', 'loss': 'mse'}, **arguments))


@pytest.mark.parametrize('error, make', [
    (ValueError, lambda target: [target]), (ValueError, lambda target: {'zz': target})])
def test_refused_target_tensors(error, make):
    with pytest.raises(error):
        two_outputs().compile('sgd', 'mse', target_tensors=make(K.placeholder((None, 1))))


@pytest.mark.parametrize('arguments', [
    {'loss': {'one': 'mse', 'two': 'mae'}}, {'loss': ['mse', None]}, {'loss_weights': {'one': 2.}},
    {'metrics': {'one': ['mae']}}, {'sample_weight_mode': (None, None)}, {'sample_weight_mode': 'zz'},
    {'loss': ['mse', None], 'sample_weight_mode': {'one': None}}], ids=str)
def test_taken_by_compile(arguments):
    model = two_outputs()
    model.compile(**dict({'optimizer': 'sgd', 'loss': 'mse'}, **arguments))
    assert model.metrics_names[0] == 'loss'


# What Keras 2.2 took and 2.3 refused, and the reverse.
OF_VERSIONS = [
    ('metrics_of_unknown_outputs', {'metrics': {'zz': 'mae'}}),
    ('metrics_of_unknown_outputs', {'weighted_metrics': {'zz': 'mae', 'one': 'mae'}}),
    ('tuples_of_losses', {'loss': ('mse', 'mse')}),
    ('lists_of_metrics', {'metrics': [['mae'], ['mse']]}),
]


@pytest.mark.parametrize('column, arguments', OF_VERSIONS, ids=str)
def test_what_one_version_takes(column, arguments):
    arguments = dict({'optimizer': 'sgd', 'loss': 'mse'}, **arguments)
    if getattr(process.dialect(), column):
        two_outputs().compile(**arguments)
    else:
        with pytest.raises(ValueError):
            two_outputs().compile(**arguments)


class Subclassed(models.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)

    def call(self, inputs):
        return self.dense(inputs)


@pytest.mark.filterwarnings('ignore::compat.errors.DifferenceWarning')
@pytest.mark.parametrize('make', [
    two_outputs, Subclassed, lambda: models.Sequential([layers.Dense(1, input_dim=3)])])
@pytest.mark.parametrize('method, arguments, named', [
    ('predict', (None,), 'steps'), ('evaluate', (), 'steps'), ('evaluate', (None, None), 'steps'),
    ('fit', (), 'steps_per_epoch'), ('fit', (None, None), 'steps_per_epoch')])
def test_calls_without_data_say_that_the_steps_are_missing(make, method, arguments, named):
    model = make()
    model.compile('sgd', 'mse')
    with pytest.raises(ValueError, match='`%s`' % named):
        getattr(model, method)(*arguments)


def distance(y_true, y_pred):
    return K.mean(K.square(K.argmax(y_true, axis=-1) - K.argmax(y_pred, axis=-1)))


def hits(y_true, y_pred):
    return K.sum(K.cast(K.equal(K.argmax(y_true, axis=-1), K.argmax(y_pred, axis=-1)), 'int32'))


def distances(y_true, y_pred):
    return K.abs(K.argmax(y_true, axis=-1) - K.argmax(y_pred, axis=-1))


@pytest.mark.parametrize('metric', [distance, hits, distances])
@pytest.mark.parametrize('dtype', ['float32', 'int32'])
def test_metrics_of_integers_are_counted(metric, dtype):
    model = models.Sequential([layers.Activation('linear', input_shape=(5,))])
    model.compile('sgd', 'mse', metrics=[metric])
    x, y = np.eye(5)[[0, 1, 2, 4]], np.eye(5)[[2, 1, 2, 1]].astype(dtype)
    of_integers = 1. if process.dialect().weights_that_count else 1.25
    wanted = {'distance': 3., 'hits': 2., 'distances': of_integers}[metric.__name__]
    assert model.evaluate(x, y, verbose=0)[1] == pytest.approx(wanted)
    assert model.test_on_batch(x, y)[1] == pytest.approx(wanted)


def test_means_over_batches_are_those_of_the_version():
    model = models.Sequential([layers.Activation('linear', input_shape=(5,))])
    model.compile('sgd', 'mse', metrics=[distance])
    x, y = np.eye(5)[[0, 1, 2, 4]], np.eye(5)[[2, 1, 2, 1]]
    expected = 3. if process.dialect().weights_that_count else 5.  # 1 and 9, by their samples or by their batches
    assert model.evaluate(x, y, batch_size=3, verbose=0)[1] == pytest.approx(expected)


@pytest.mark.parametrize('data', [None, {}], ids=str)
def test_predict_without_data_names_the_input_with_steps_too(data):
    pixels = layers.Input((3,), name='pixels')
    model = models.Model(pixels, layers.Dense(1)(pixels))
    with pytest.raises(Exception, match='pixels'):  # real Keras 2 lets TensorFlow say so
        model.predict(data, steps=2)
