"""Keras 2.3 counts what is set as an attribute among a layer's weights, unless disable_tracking is around."""
import numpy as np
import pytest

from compat import backend as K
from compat import dialects, process
from compat.engine import base_layer
from compat.layers import Dense, Input, Layer, recurrent, wrappers
from compat.models import Model


@pytest.fixture
def disable_tracking(monkeypatch):
    """The decorator, in the dialect that tracks; None on Keras 2.2.4, which has neither."""
    if process.opened().family != 'keras2':
        monkeypatch.setattr(process, '_dialect_choice',
                            process.DialectChoice(dialects.DIALECTS['keras-2.3'], 'the test asks for it'))
    return getattr(base_layer, 'disable_tracking', None)


def keeping(decorator):
    """A class of layers that set another one and a variable, in a method under the decorator, and a variable."""
    class Keeps(Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.keep()
            self.counted = K.variable([1., 2.])

        @decorator
        def keep(self):
            self.inner = Dense(2, kernel_initializer='ones')
            self.kept = K.variable([3., 4.])

        def call(self, inputs):
            return self.inner(inputs) * self.kept + self.counted

        def compute_output_shape(self, input_shape):
            return (input_shape[0], 2)

    return Keeps


def test_what_is_set_counts_among_the_weights(disable_tracking):
    if disable_tracking is None:
        return
    layer = keeping(lambda method: method)()
    model = Model(*[(x, layer(x)) for x in [Input((3,))]][0])
    assert sorted(map(K.int_shape, model.trainable_weights)) == [(2,), (2,), (2,), (3, 2)]


def test_attributes_that_are_set_while_tracking_is_off_are_stored_and_not_tracked(disable_tracking):
    if disable_tracking is None:
        return
    layer = keeping(disable_tracking)()
    model = Model(*[(x, layer(x)) for x in [Input((3,))]][0])
    assert len(model.weights) == 1 and model.trainable_weights[0] is layer.counted
    np.testing.assert_allclose(model.predict(np.ones((1, 3))), [[10., 14.]], rtol=1e-5)
    model.compile('sgd', 'mse')
    model.train_on_batch(np.ones((4, 3)), np.zeros((4, 2)))
    assert K.get_value(layer.counted)[0] < 1.
    assert K.get_value(layer.kept).tolist() == [3., 4.] and layer.inner.get_weights()[0].tolist() == [[1., 1.]] * 3


def test_a_constructor_may_be_under_the_decorator_and_tracking_goes_on_after_it(disable_tracking):
    if disable_tracking is None:
        return

    class Wraps(Layer):
        @disable_tracking
        def __init__(self, inner, **kwargs):
            super().__init__(**kwargs)
            self.inner = inner

    layer = Wraps(Dense(2), name='wraps')
    layer.inner.build((None, 3))
    assert layer.name == 'wraps' and layer.weights == [] and len(layer.inner.weights) == 2
    layer.counted = K.variable([1.])
    assert len(layer.weights) == 1


def test_the_decorator_returns_the_result_of_the_function(disable_tracking):
    if disable_tracking is None:
        return
    assert disable_tracking(lambda x, y=1: x + y)(2, y=3) == 5
    assert recurrent.disable_tracking is wrappers.disable_tracking is disable_tracking
