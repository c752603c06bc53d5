"""The metric objects of Keras 2.3: numbers, resets, copies, and those that programs define."""
import numpy as np
import pytest

import pages
from compat import backend as K
from compat import metrics
from compat.layers import Activation
from compat.models import Sequential
from metric_cases import CASES, run

GOLDEN = pages.golden('metrics.json')['2.3.1']
# Keras 2.2.4 has none of them.
THERE = hasattr(metrics, 'Mean')


@pytest.mark.parametrize('case', sorted(CASES))
def test_a_metric_tells_what_it_told_in_keras_2_3(case):
    if not THERE:
        return
    for told, expected in zip(run(case), GOLDEN[case]):
        np.testing.assert_allclose(told, expected, rtol=1e-4, atol=1e-6)


def test_metrics_are_copied_by_their_config():
    if not THERE:
        return
    precision = metrics.Precision(thresholds=0.7, name='mine')
    copied = metrics.clone_metric(precision)
    assert copied is not precision and copied.get_config() == precision.get_config() and copied.name == 'mine'
    assert isinstance(precision, metrics.Metric) and not isinstance(3, metrics.Metric)
    assert metrics.clone_metrics(None) is None and metrics.clone_metrics([len]) == [len]
    assert metrics.clone_metrics({'a': len}) == {'a': len}


def test_a_metric_of_ones_own_counts_over_batches_and_is_reset():
    if not THERE:
        return

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
