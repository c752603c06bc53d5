"""Names and tensors that a program appends to what a compiled model reports, as Keras 2 let it."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Input, Lambda
from compat.models import Model

X, Y = np.array([[1., 2.], [0., 1.]]), np.zeros((2, 1))


def compiled(metrics):
    """A model that sums the hidden numbers 3, 3, 3 and 1, 1, 1 of X, and those numbers."""
    inputs = Input((2,))
    hidden = Dense(3, kernel_initializer='ones')(inputs)
    model = Model(inputs, Lambda(lambda x: K.sum(x, axis=-1, keepdims=True))(hidden))
    model.compile('sgd', 'mse', metrics)
    return model, hidden


@pytest.mark.parametrize('metrics', ([], ['mae']))
def test_appended_metrics_are_reported_after_those_of_compile(metrics):
    model, hidden = compiled(metrics)
    own = len(metrics) + 1
    model.metrics_names.extend(['largest', 'smallest'])
    model.metrics_tensors.extend([K.max(hidden), K.min(hidden)])
    assert model.metrics_names[own:] == ['largest', 'smallest'] and len(model.metrics_tensors) == own + 1
    assert np.allclose(model.test_on_batch(X, Y)[own:], [3., 1.])
    assert np.allclose(model.evaluate(X, Y, verbose=0)[own:], [3., 1.])
    assert np.allclose(model.train_on_batch(X, Y)[own:], [3., 1.])
    logs = model.fit(np.zeros((2, 2)), Y, validation_data=(X, Y), verbose=0).history
    assert {'largest', 'smallest', 'val_largest', 'val_smallest'} <= set(logs)


def test_the_tensors_are_those_of_the_metrics_of_compile():
    model, _ = compiled(['mae'])
    arrays = [X, Y, np.ones(2)]
    value, = K.function(model.inputs + model.targets + model.sample_weights, model.metrics_tensors)(arrays)
    assert np.allclose(value, 6.)


def test_what_is_appended_is_of_this_compilation_alone():
    model, hidden = compiled([])
    model.metrics_names.append('largest')
    model.metrics_tensors.append(K.max(hidden))
    model.compile('sgd', 'mse')
    assert model.metrics_names == ['loss'] and model.metrics_tensors == []
