"""Variables that calls of layers, losses and metrics make have their values from run to run, as in Keras 2's graph."""
import numpy as np
import pytest

from compat import backend as K
from compat import layers
from compat.models import Model

X = np.array([[1., 2., 3.], [4., 5., 6.]])
MAKERS = {
    'variable': (lambda: K.variable(np.array([1., 0., 2.])), np.array([1., 0., 2.])),
    'variable of a list': (lambda: K.variable([1., 0., 2.], name='factors'), np.array([1., 0., 2.])),
    'variable of a number': (lambda: K.variable(3.), 3.),
    'zeros': (lambda: K.zeros((3,)), np.zeros(3)),
    'ones': (lambda: K.ones((3,)), np.ones(3)),
    'eye': (lambda: K.eye(3), np.eye(3)),
    'constant': (lambda: K.constant([1., 2., 3.]), np.array([1., 2., 3.])),
    'random_uniform_variable': (lambda: K.random_uniform_variable((3,), 2., 2.), np.full(3, 2.)),
}


class Scaled(layers.Layer):
    """A layer whose call makes a tensor, which it multiplies with the input."""

    def __init__(self, make, **kwargs):
        super().__init__(**kwargs)
        self.make = make

    def call(self, x):
        """Returns the product, or that of matrices."""
        made = self.make()
        return K.dot(x, made) if K.ndim(made) == 2 else x * made


@pytest.mark.parametrize('place', ['own layer', 'Lambda', 'TimeDistributed', 'loss', 'metric'])
@pytest.mark.parametrize('kind', sorted(MAKERS))
def test_calls_make_variables(kind, place):
    make, value = MAKERS[kind]
    want = X @ value if np.ndim(value) == 2 else X * value
    x = layers.Input((3,))

    def function(z):
        made = make()
        return K.dot(z, made) if K.ndim(made) == 2 else z * made

    if place in ('loss', 'metric'):
        def computed(y_true, y_pred):
            return K.sum(function(y_pred), -1)
        model = Model(x, layers.Activation('linear')(x))
        model.compile('sgd', computed if place == 'loss' else 'mse', metrics=[computed] if place == 'metric' else [])
        for _ in range(2):
            got = np.ravel(model.test_on_batch(X, X))[-1]
            np.testing.assert_allclose(got, want.sum(-1).mean(), 1e-5)
        return
    if place == 'TimeDistributed':
        y = layers.Lambda(lambda z: z[:, 1])(layers.TimeDistributed(Scaled(make))(layers.RepeatVector(2)(x)))
    else:
        y = (Scaled(make) if place == 'own layer' else layers.Lambda(function))(x)
    model = Model(x, y)
    assert model.weights == []
    for _ in range(2):
        np.testing.assert_allclose(model.predict(X), want, 1e-5)
    np.testing.assert_allclose(K.function([x], [y])([X])[0], want, 1e-5)


class Counter(layers.Layer):
    """A layer whose call makes a variable that training counts up."""

    def __init__(self, make, **kwargs):
        super().__init__(**kwargs)
        self.make = make

    def call(self, x):
        """Returns the input plus the count."""
        count = self.make()
        self.add_update(K.update_add(count, K.ones_like(count)), x)
        return x + count


@pytest.mark.parametrize('make', [lambda: K.variable(0.), lambda: K.zeros((3,))], ids=['variable', 'zeros'])
def test_updates_of_variables_that_a_call_makes_stay(make):
    x = layers.Input((3,))
    model = Model(x, layers.Dense(3, kernel_initializer='identity')(Counter(make)(x)))
    model.compile('sgd', loss=lambda y_true, y_pred: 0. * K.sum(y_pred, -1))
    for _ in range(3):
        model.train_on_batch(X, X)
    np.testing.assert_allclose(model.predict(X), X + 3, 1e-5)


class Learned(layers.Layer):
    """A layer whose call makes a variable and says that it is one of its weights, or not."""

    def __init__(self, is_weight, note, **kwargs):
        super().__init__(**kwargs)
        self.is_weight, self.note = is_weight, note

    def call(self, x):
        """Returns the product."""
        factor = K.variable(np.ones(3))
        if self.is_weight:
            self.trainable_weights = [factor]
        self.note(factor)  # which Keras 2.3 takes for a weight where it is an attribute
        return x * factor


@pytest.mark.parametrize('is_weight', [True, False])
def test_a_variable_is_trained_where_the_layer_says_that_it_is_a_weight(is_weight):
    x = layers.Input((3,))
    made = []
    layer = Learned(is_weight, made.append)
    model = Model(x, layers.Dense(3, kernel_initializer='identity', use_bias=False)(layer(x)))
    model.compile('sgd', 'mse')
    assert len(model.trainable_weights) == 1 + is_weight
    model.train_on_batch(X, np.zeros((2, 3)))
    changes = 1 - K.get_value(made[0])
    assert (changes > .01).all() if is_weight else (changes == 0).all()  # TensorFlow 1 may read what it has updated


def test_a_variable_in_a_call_has_its_first_value():
    values = iter(np.arange(1., 100.))
    x = layers.Input((3,))
    model = Model(x, layers.Lambda(lambda z: z * K.variable(next(values)))(x))
    first = model.predict(X)
    np.testing.assert_allclose(model.predict(X), first)
    np.testing.assert_allclose(model.predict(X[:1]), first[:1])


def test_variables_made_in_a_loop_are_apart():
    x = layers.Input((3,))

    def summed(z):
        for number in range(3):
            z = z + K.variable(10. ** number)
        return z
    np.testing.assert_allclose(Model(x, layers.Lambda(summed)(x)).predict(X), X + 111, 1e-5)


def test_sizes_of_the_batch_make_tensors():
    x = layers.Input((3,))
    model = Model(x, layers.Lambda(lambda z: z + K.ones((K.shape(z)[0], 3)))(x))
    for count in (2, 1):
        np.testing.assert_allclose(model.predict(X[:count]), X[:count] + 1, 1e-5)
