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


CONTAINERS = {'list': lambda value: [value], 'tuple': lambda value: (value,), 'dict': lambda value: {0: value},
              'attribute': lambda value: value}


def within(container, value):
    """A class of layers that multiply by the kernel in a container that is set as an attribute."""
    class Within(Layer):
        def build(self, input_shape):
            made = value()
            self.stored = CONTAINERS[container](made)
            kernel = self.__dict__['kernel'] = made if K.is_variable(made) else self.built_kernel(made)
            assert K.int_shape(kernel) == (2, 2)
            self.built = True

        @staticmethod
        def built_kernel(layer):
            layer.build((None, 2))
            return layer.kernel

        def call(self, x):
            return K.dot(x, self.__dict__['kernel'])

    return Within


@pytest.mark.parametrize('value', [lambda: K.variable(np.eye(2)), lambda: Dense(2, use_bias=False)],
                         ids=['variable', 'layer'])
@pytest.mark.parametrize('container', sorted(CONTAINERS))
def test_what_is_in_a_container_is_not_tracked(disable_tracking, container, value):
    if disable_tracking is None:
        return
    x, layer = Input((2,)), within(container, value)()
    model = Model(x, Dense(1, kernel_initializer='ones')(layer(x)))
    tracked = int(container == 'attribute')
    assert len(layer.weights) == len(layer.trainable_weights) == tracked and len(model.weights) == 2 + tracked
    before = K.get_value(layer.__dict__['kernel'])
    model.compile('sgd', 'mse')
    model.train_on_batch(np.ones((2, 2)), np.full((2, 1), 5.))
    assert np.allclose(K.get_value(layer.__dict__['kernel']), before) == (not tracked)


@pytest.mark.parametrize('tracked', [False, True])
def test_what_is_appended_to_the_weights_that_are_not_trained_is_not_unless_it_is_tracked(disable_tracking, tracked):
    if disable_tracking is None:
        return

    class Bank(Layer):
        def build(self, input_shape):
            own = self.__dict__['own'] = K.variable(np.eye(2))
            if tracked:
                self.filters = own
            self._non_trainable_weights.append(own)
            self.built = True

        def call(self, x):
            return K.dot(x, self.__dict__['own'])

    x, bank = Input((2,)), Bank()
    model = Model(x, Dense(1, kernel_initializer='ones')(bank(x)))
    model.compile('sgd', 'mse')
    model.train_on_batch(np.ones((2, 2)), np.zeros((2, 1)))
    assert np.allclose(K.get_value(bank.__dict__['own']), np.eye(2)) == (not tracked)
    assert len(bank.trainable_weights) == int(tracked)


def test_the_lists_of_weights_are_copies(disable_tracking):
    if disable_tracking is None:
        return

    class Plain(Layer):
        """A layer of the program's own."""

    layer = Plain()
    layer(Input((2,)))
    layer.trainable_weights.append(K.variable(1.))
    layer.non_trainable_weights.append(K.variable(1.))
    assert layer.weights == []
