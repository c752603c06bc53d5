"""Names of a program's own losses and metrics, which are looked up when the model is compiled."""
import numpy as np
import pytest

from compat import backend as K
from compat import layers, models, utils

X, Y = np.array([[1., 1.], [0., 1.]]), np.array([[3.], [0.]])


def furthest(y_true, y_pred):
    return K.max(K.abs(y_true - y_pred))


def model():
    return models.Sequential([layers.Dense(1, kernel_initializer='ones', input_shape=(2,))])


@pytest.mark.parametrize('arguments', [{'loss': 'mse', 'metrics': ['furthest']}, {'loss': 'furthest'},
                                       {'loss': 'mse', 'metrics': {'own': ['furthest']}}],
                         ids=['metric', 'loss', 'metric of an output'])
def test_a_name_counts_after_the_scope_of_the_object_has_ended(arguments):
    made = models.Sequential([layers.Dense(1, kernel_initializer='ones', input_shape=(2,), name='own')])
    with utils.CustomObjectScope({'furthest': furthest}):
        made.compile('sgd', **arguments)
    np.testing.assert_allclose(np.ravel(made.evaluate(X, Y, verbose=0))[-1], 1., rtol=1e-6)
    made.fit(X, Y, verbose=0)


def test_a_metric_of_a_file_counts_after_it_was_loaded(tmp_path):
    made, path = model(), str(tmp_path / 'model.h5')
    made.compile('sgd', 'mse', metrics=[furthest])
    made.save(path)
    loaded = models.load_model(path, custom_objects={'furthest': furthest})
    np.testing.assert_allclose(loaded.evaluate(X, Y, verbose=0), [1., 1.], rtol=1e-6)
    assert loaded.metrics_names == ['loss', 'furthest']
    assert 'furthest' in loaded.fit(X, Y, verbose=0).history
