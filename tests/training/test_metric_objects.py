"""The metric objects of Keras 2.3: numbers, resets, copies, and those that programs define."""
import numpy as np
import pytest

import pages
from compat import adapters, metrics, process
from compat import backend as K
from compat.layers import Activation
from compat.models import Sequential, load_model
from metric_cases import (ARGUMENTS, CASES, CLASSES_OF_METRICS, ONE_HOT, SHARES, WEIGHTS, described, run,
                          trained)

GOLDEN = pages.golden('metrics.json')['2.3.1']
OF_OBJECTS = pages.golden('metric_objects.json')['2.3.1']
RANDOM = np.random.RandomState(0)


@pytest.mark.parametrize('case', sorted(CASES))
def test_a_metric_has_the_result_of_keras_2_3(case):
    for told, expected in zip(run(case), GOLDEN[case]):
        np.testing.assert_allclose(told, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize('name', CLASSES_OF_METRICS)
def test_an_object_has_the_name_the_config_and_the_weights_of_keras_2_3(name):
    expected, actual = OF_OBJECTS['objects'][name], described(name)
    assert list(actual.pop('config').items()) == [(key, expected['config'][key]) for key in expected['keys']]
    assert actual == {key: value for key, value in expected.items() if key != 'config'}
    arguments = expected['config'] if name != 'Reduce' else ARGUMENTS[name]
    assert getattr(metrics, name).from_config(arguments).name == expected['name']


@pytest.mark.filterwarnings('ignore::compat.errors.DifferenceWarning')  # the host trains the model with a call
def test_models_count_with_objects_as_in_keras_2_3():
    actual, expected = trained(), OF_OBJECTS['trained']
    assert actual['names'] == expected['names']
    for ours, theirs in zip(actual['numbers'], expected['numbers']):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)


def test_metrics_are_copied_by_their_config():
    precision = metrics.Precision(thresholds=0.7, name='mine')
    copied = metrics.clone_metric(precision)
    assert copied is not precision and copied.get_config() == precision.get_config() and copied.name == 'mine'
    assert isinstance(precision, metrics.Metric) and not isinstance(3, metrics.Metric)
    assert metrics.clone_metrics(None) is None and metrics.clone_metrics([len]) == [len]
    assert metrics.clone_metrics({'a': len}) == {'a': len}


def test_a_metric_of_ones_own_counts_over_batches_and_is_reset():
    class Largest(metrics.Metric):
        def __init__(self, name='largest', **kwargs):
            super().__init__(name=name, **kwargs)
            self.resets = 0
            self.total = self.add_weight('total', shape=(), initializer='zeros')

        def update_state(self, y_true, y_pred, sample_weight=None):
            return [K.update_add(self.total, K.max(y_pred))]

        def result(self):
            return self.total * 1.

        def reset_states(self):
            self.resets += 1
            K.set_value(self.total, 0.)

    mine = Largest()
    model = Sequential([Activation('linear', input_shape=(2,))])
    model.compile('sgd', 'mse', metrics=[mine, metrics.MeanAbsoluteError(name='error')])
    x = np.array([[1., 2.], [3., -4.], [5., 6.], [7., 8.]])
    for _ in range(2):
        found = model.evaluate(x, np.zeros((4, 2)), batch_size=2, verbose=0)
        np.testing.assert_allclose(found[1:], [3. + 8., np.abs(x).mean()], rtol=1e-5)
    assert model.metrics_names == ['loss', 'largest', 'error']


def test_weights_are_counted_in_the_dtype_of_the_metric_and_may_be_set():
    mean = metrics.Mean(dtype='float64')
    assert K.dtype(mean.total) == 'float64' and mean.get_config()['dtype'] == 'float64'
    mean.set_weights([np.array(3.), np.array(2.)])
    assert K.eval(mean.result()) == K.eval(mean.total / mean.count) == 1.5
    mean.reset_states()
    assert [float(number) for number in mean.get_weights()] == [0., 0.] and np.isnan(K.eval(mean.result()))


@pytest.mark.parametrize('make', [
    lambda: metrics.MeanSquaredError(), lambda: metrics.AUC(num_thresholds=5), lambda: metrics.CategoricalAccuracy()])
def test_the_updates_of_symbols_are_performed_by_a_function(make):
    y_true, y_pred, weights = (K.placeholder(shape=shape) for shape in ((None, 5), (None, 5), (None,)))
    metric, other = make(), make()
    count = K.function([y_true, y_pred, weights], [y_pred * 1.],
                       updates=metric.update_state(y_true, y_pred, sample_weight=weights))
    for batch in (0, 1):
        count([ONE_HOT[batch], SHARES[batch], WEIGHTS])
        told = K.eval(other(K.constant(ONE_HOT[batch]), K.constant(SHARES[batch]), sample_weight=K.constant(WEIGHTS)))
        assert np.isclose(K.eval(metric.result()), told) and told > 0


def test_a_metric_without_a_result_is_abstract():
    class Half(metrics.Metric):
        def update_state(self, y_true, y_pred, sample_weight=None):
            return []

    for incomplete in (lambda: Half(), lambda: metrics.Metric(), lambda: metrics.SensitivitySpecificityBase(0.5)):
        with pytest.raises(TypeError, match='abstract'):
            incomplete()


@pytest.mark.parametrize('message, make', [
    ('Threshold values must be in', lambda: metrics.Recall(thresholds=1.5)),
    ('`num_thresholds` must be > 1', lambda: metrics.AUC(num_thresholds=1)),
    ('`num_thresholds` must be > 0', lambda: metrics.SpecificityAtSensitivity(0.5, num_thresholds=0)),
    ('Invalid AUC curve', lambda: metrics.AUC(curve='roc curve')),
    ('Invalid AUC summation method', lambda: metrics.AUC(summation_method='middle')),
    (r'`specificity` must be in the range \[0, 1\]', lambda: metrics.SensitivityAtSpecificity(1.5)),
    (r'`sensitivity` must be in the range \[0, 1\]', lambda: metrics.SpecificityAtSensitivity(-0.5))])
def test_arguments_out_of_range_are_refused(message, make):
    with pytest.raises(ValueError, match=message):
        make()


def test_the_mean_of_intersections_over_unions_is_over_the_classes_that_occur():
    """The class of tf.keras, which Keras 2.3 has on TensorFlow 2 alone."""
    if adapters.current().family == 'keras2':
        with pytest.raises(RuntimeError, match='MeanIoU'):
            metrics.MeanIoU(3)
        return
    y_true, y_pred, weights = np.array([[0, 1, 1], [3, 3, 0]]), np.array([[0, 0, 1], [3, 1, 0]]), np.array([1., 2.])
    metric, pairs = metrics.MeanIoU(4), np.zeros((4, 4))
    for sample_weight in (None, np.repeat(weights[:, None], 3, axis=1)):
        found = K.eval(metric(y_true, y_pred, sample_weight=sample_weight))
        np.add.at(pairs, (y_true, y_pred), 1. if sample_weight is None else sample_weight)
        union = pairs.sum(0) + pairs.sum(1) - pairs.diagonal()
        assert np.isclose(found, (pairs.diagonal() / np.where(union, union, 1.)).sum() / (union > 0).sum())
    assert metric.get_config() == {'name': metric.name, 'dtype': 'float32', 'num_classes': 4}


if adapters.current().family != 'keras2':  # there the host's metrics are Keras 2's
    def test_configs_of_hosts_make_the_object_where_keras_2_has_their_arguments():
        host = process.opened().keras.metrics
        for theirs in (host.AUC(num_thresholds=5, curve='PR'), host.MeanIoU(num_classes=2),
                       host.CategoricalCrossentropy(), host.SensitivityAtSpecificity(0.5)):
            own = getattr(metrics, type(theirs).__name__).from_config(theirs.get_config())
            assert own.name == theirs.name and isinstance(theirs, metrics.Metric) and isinstance(own, host.Metric)
        with pytest.raises(ValueError, match='multi_label=True'):
            metrics.AUC.from_config(dict(host.AUC().get_config(), multi_label=True))


def test_a_model_with_metric_objects_is_loaded_with_them(tmp_path):
    model = Sequential([Activation('linear', input_shape=(2,))])
    model.compile('sgd', 'mse', metrics=[
        metrics.Precision(thresholds=0.4, name='mine'), metrics.AUC(num_thresholds=5, name='area'),
        metrics.MeanMetricWrapper(metrics.mae, name='error')])
    x, y = RANDOM.uniform(0., 1., (6, 2)), np.array([[0., 1.]] * 6)
    path = str(tmp_path / 'model.h5')
    model.save(path)
    if adapters.current().family == 'keras2':
        with pytest.raises(ValueError, match='Unknown metric function'):  # real Keras 2.3 reads no configs of metrics
            load_model(path)
        return
    loaded = load_model(path)
    assert loaded.metrics_names == model.metrics_names
    found = loaded._trainer_state.spec.metrics
    assert [type(one) for one in (found[0] if isinstance(found[0], list) else found)] == [
        metrics.Precision, metrics.AUC, metrics.MeanMetricWrapper]
    np.testing.assert_allclose(loaded.evaluate(x, y, verbose=0), model.evaluate(x, y, verbose=0), rtol=1e-5)
