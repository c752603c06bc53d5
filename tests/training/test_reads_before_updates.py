"""What a call reads of a variable after add_update is the value from before the step, whoever trains."""
import numpy as np
import pytest
from updates_in_order import steps_in_order

from compat import backend as K
from compat import layers, models

PAIRS = {
    'pair': lambda variable, value: (variable, value),
    'difference': lambda variable, value: (variable, variable + (value - variable)),
}
# TensorFlow 1 performs these while the call reads.
UPDATES = {
    'update': K.update,
    'update_add': lambda variable, value: K.update_add(variable, value - variable),
    'update_sub': lambda variable, value: K.update_sub(variable, variable - value),
    'moving_average': lambda variable, value: K.moving_average_update(variable, value, 0.),
}
READS = {
    'operator': lambda x, variable: x - variable,
    'identity': lambda x, variable: x - K.identity(variable),
    'product': lambda x, variable: x - K.ones_like(x) * variable,
}


def centred(pair, read, base=layers.Layer):
    class Centred(base):
        def build(self, input_shape):
            self.mean = self.add_weight('mean', input_shape[1:], initializer='zeros', trainable=False)
            super().build(input_shape)

        def call(self, x):
            self.add_update([pair(self.mean, K.mean(x, axis=0))], x)
            return read(x, self.mean)

    return Centred


class OfBase(centred(PAIRS['pair'], lambda x, variable: x)):
    """A call that goes on after that of its base class, which adds the update."""

    def call(self, x):
        return super().call(x) - self.mean


def functional(layer):
    x = layers.Input((1,))
    return models.Model(x, layer(x))


def nested(layer):
    x = layers.Input((1,))
    return models.Model(x, functional(layer)(x))


def losses(model):
    model.compile('sgd', 'mse')
    x, y = np.full((4, 1), 3.), np.zeros((4, 1))
    with steps_in_order():
        return [model.train_on_batch(x, y), model.train_on_batch(x, y), model.fit(x, y, verbose=0).history['loss'][0]]


def sequential(layer):
    return models.Sequential([layers.Activation('linear', input_shape=(1,)), layer])


@pytest.mark.parametrize('make', [functional, nested, sequential])
@pytest.mark.parametrize('read', sorted(READS))
@pytest.mark.parametrize('pair', sorted(PAIRS))
def test_a_read_after_the_update_has_the_value_from_before(pair, read, make):
    model = make(centred(PAIRS[pair], READS[read])())
    np.testing.assert_allclose(losses(model), [9., 0., 0.], atol=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], [3.])


@pytest.mark.parametrize('make', [functional, nested, sequential])
@pytest.mark.parametrize('update', sorted(UPDATES))
def test_the_next_step_reads_what_the_update_has_set(update, make):
    model = make(centred(UPDATES[update], READS['operator'])())
    np.testing.assert_allclose(losses(model)[1:], [0., 0.], atol=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], [3.])


def test_a_call_that_goes_on_after_that_of_its_base():
    np.testing.assert_allclose(losses(functional(OfBase())), [9., 0., 0.], atol=1e-5)


def test_a_test_changes_nothing():
    model = functional(centred(PAIRS['pair'], READS['operator'])())
    model.compile('sgd', 'mse')
    for _ in range(2):
        assert model.test_on_batch(np.full((4, 1), 3.), np.zeros((4, 1))) == pytest.approx(9.)


class Reader(layers.Layer):
    """A layer that returns the mean that another one has."""

    def __init__(self, other, **kwargs):
        super().__init__(**kwargs)
        self.__dict__['other'] = other

    def call(self, x):
        return 0. * x + self.__dict__['other'].mean


def test_a_later_layer_reads_the_value_from_before():
    x, layer = layers.Input((1,)), centred(PAIRS['pair'], lambda x, variable: x)()
    np.testing.assert_allclose(losses(models.Model(x, Reader(layer)(layer(x)))), [0., 9., 9.], atol=1e-5)
