"""The tensors that a running call gets have the members of the symbols that they stand for."""
import numpy as np
import pytest

from compat import backend as K
from compat import layers
from compat.models import Model

pytestmark = pytest.mark.difference('members-of-inputs')


class Asking(layers.Layer):
    """A layer that notes what its call finds of its inputs."""

    def __init__(self, asked, **kwargs):
        super().__init__(**kwargs)
        self.ask, self.found = asked, []

    def call(self, x):
        """Returns the input, or the first one."""
        self.found.append([self.ask(each) for each in (x if isinstance(x, list) else [x])])
        return x[0] if isinstance(x, list) else x * 1.

    def compute_output_shape(self, shape):
        """Returns the shape of the input, or of the first one."""
        return shape[0] if isinstance(shape, list) else shape


MEMBERS = {
    'layer': (lambda x: x._keras_history[0].name, ['first', 'second']),
    'indices': (lambda x: tuple(x._keras_history[1:]), [(0, 0), (0, 0)]),
    'weights of the layer before': (lambda x: K.int_shape(x._keras_history[0].kernel), [(3, 2), (3, 4)]),
    'shape': (lambda x: tuple(x._keras_shape), [(None, 2), (None, 4)]),
    'get_shape': (lambda x: list(x.get_shape())[1:] == list(x._keras_shape)[1:], [True, True]),
    'set_shape': (lambda x: x.set_shape((None,) + tuple(x._keras_shape)[1:]), [None, None]),
    'phase': (lambda x: x._uses_learning_phase, [True, False]),
}


def symbols(x):
    """Returns two symbols, the first of which depends on the learning phase."""
    first = layers.Dense(2, name='first')
    return layers.Dropout(.5)(x), first, layers.Dense(4, name='second')(x)


@pytest.mark.parametrize('member', sorted(MEMBERS))
def test_inputs_have_the_members_of_symbols_in_each_run(member):
    ask, want = MEMBERS[member]
    x = layers.Input((3,))
    dropped, first, second = symbols(x)
    one, both = Asking(ask), Asking(ask)
    y = first(dropped)
    model = Model(x, [one(y), both([y, second])])
    model.predict(np.ones((2, 3)))
    assert all(found == want[:1] for found in one.found) and one.found
    assert all(found == want for found in both.found) and both.found


def test_each_call_of_a_shared_layer_has_the_symbols_of_its_own():
    x = layers.Input((3,))
    layer = Asking(lambda each: each._keras_history[0].name)
    first, second = layers.Dense(2, name='first')(x), layers.Dense(2, name='second')(x)
    model = Model(x, [layer(first), layer(second)])
    model.predict(np.ones((2, 3)))
    assert {found[0] for found in layer.found} == {'first', 'second'}


def test_a_lambda_asks_for_the_layer_before():
    x = layers.Input((3,))
    dense = layers.Dense(2, use_bias=False)
    tied = layers.Lambda(lambda h: K.dot(h, K.transpose(h._keras_history[0].kernel)), output_shape=(3,))
    model = Model(x, tied(dense(x)))
    kernel, array = np.arange(6.).reshape(3, 2), np.array([[1., 2., 3.]])
    for factor in (1., 2.):
        dense.set_weights([kernel * factor])
        np.testing.assert_allclose(model.predict(array), array @ kernel @ kernel.T * factor ** 2, 1e-5)
    model.compile('sgd', 'mse')
    model.train_on_batch(array, array)
    assert not np.allclose(dense.get_weights()[0], kernel * 2)


SET = {'_keras_shape': (None, 2), '_uses_learning_phase': True}


def setting(name, value):
    def call(x):
        made = x * 2.
        setattr(made, name, value)
        return made * 1. if getattr(made, name) == value else made * 0.
    return call


@pytest.mark.parametrize('name', sorted(SET))
def test_a_call_sets_members_of_tensors_that_it_computes(name):
    x = layers.Input((2,))
    model = Model(x, layers.Lambda(setting(name, SET[name]), output_shape=(2,))(x))
    np.testing.assert_allclose(model.predict(np.ones((3, 2))), np.full((3, 2), 2.))


@pytest.mark.difference('attributes-of-traced-tensors')
def test_a_call_sets_attributes_of_its_own_on_tensors():
    x = layers.Input((2,))
    model = Model(x, layers.Lambda(setting('scale', 3), output_shape=(2,))(x))
    np.testing.assert_allclose(model.predict(np.ones((3, 2))), np.full((3, 2), 2.))
