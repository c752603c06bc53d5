"""``trainable`` of a model is an attribute of the model: its layers, and models that share them, have their own."""
import numpy as np
import pytest

from compat.engine.network import Network
from compat.layers import BatchNormalization, Dense, Input
from compat.models import Model, Sequential

X, Y = np.random.RandomState(0).uniform(-1, 1, (4, 2)), np.ones((4, 1))
# A letter for each weight: of the layer a, the trained ones of the normalization, its moving means, of b and c.
LETTERS = 'aagtmvbbcc'
BEFORE_CALL, AFTER_CALL, AFTER_COMPILE, AFTER_STEP = (
    'before the call', 'after the call', 'after compile', 'after a step')


class Parts:
    """Layers a, n and b in a model, ``inner``, that ``outer`` calls after a layer c; ``twin`` has the same layers."""

    def __init__(self, kind, what=None, when=None):
        self._frozen, self._when = what, when
        self.a, self.n, self.b = Dense(3, input_shape=(2,)), BatchNormalization(momentum=0.5), Dense(1)
        self.c = Dense(2, kernel_initializer='identity')
        x, z = Input((2,)), Input((2,))
        if kind == 'sequential':
            self.inner = Sequential([self.a, self.n, self.b])
        else:
            self.inner = Model(x, self.b(self.n(self.a(x))))
        self.twin = Network(x, self.b(self.n(self.a(x))))
        called = self.inner
        if kind == 'deep':
            self.middle = called = Model(x, self.inner(x))
        self.freeze(BEFORE_CALL)
        self.outer = Model(z, called(self.c(z)))
        self.inner.compile('sgd', 'mse')
        self.freeze(AFTER_CALL)

    def freeze(self, now):
        if now == self._when:
            getattr(self, self._frozen).trainable = False

    def compile(self):
        self.outer.compile('sgd', 'mse')
        self.freeze(AFTER_COMPILE)
        if self._when == AFTER_STEP:
            self.outer.train_on_batch(X, Y)
        self.freeze(AFTER_STEP)

    def weights(self):
        return [weight for layer in (self.a, self.n, self.b, self.c) for weight in layer.get_weights()]

    def changed_by(self, model):
        """The letters of the weights that a step of the model changes; the bias of a is normalized away."""
        before = self.weights()
        model.train_on_batch(X, Y)
        return ''.join(sorted({letter for letter, old, new in zip(LETTERS, before, self.weights())
                               if not np.array_equal(old, new)}, key=LETTERS.index))


# (kind, what is frozen, when, what a step of the outer model changes then, what a step of the inner one changes)
FROZEN = [
    ('functional', 'inner', AFTER_CALL, 'c', 'agtb'),
    ('sequential', 'inner', BEFORE_CALL, 'c', None),
    ('functional', 'inner', AFTER_COMPILE, 'agtbc', None),
    ('functional', 'inner', AFTER_STEP, 'agtmvbc', None),
    ('functional', 'twin', BEFORE_CALL, 'agtmvbc', None),
    ('functional', 'n', BEFORE_CALL, 'abc', None),
    ('functional', 'n', AFTER_CALL, 'amvbc', None),
    ('deep', 'inner', AFTER_CALL, 'mvc', None),
    ('deep', 'middle', AFTER_CALL, 'c', None),
]


@pytest.mark.filterwarnings('ignore:Discrepancy')
@pytest.mark.parametrize('kind, what, when, by_outer, by_inner', FROZEN)
def test_a_step_changes_what_was_trainable(kind, what, when, by_outer, by_inner):
    parts = Parts(kind, what, when)
    parts.compile()
    assert parts.changed_by(parts.outer) == by_outer
    if by_inner is not None:
        assert parts.changed_by(parts.inner) == by_inner


# (kind, what is frozen, numbers of trainable and other weights of inner, outer and twin)
COUNTED = [
    ('functional', 'inner', [(0, 8), (2, 8), (6, 2)]), ('sequential', 'inner', [(0, 8), (2, 8), (6, 2)]),
    ('functional', 'outer', [(6, 2), (0, 10), (6, 2)]), ('functional', 'twin', [(6, 2), (8, 2), (0, 8)]),
    ('sequential', 'a', [(4, 4), (6, 4), (4, 4)]), ('deep', 'middle', [(6, 2), (2, 8), (6, 2)]),
    ('deep', 'inner', [(0, 8), (2, 8), (6, 2)])]


@pytest.mark.parametrize('kind, what, counts', COUNTED)
def test_weights_are_those_that_the_flags_of_models_and_layers_say(kind, what, counts):
    parts = Parts(kind, what, AFTER_CALL)
    models = [parts.inner, parts.outer, parts.twin]
    assert [(len(model.trainable_weights), len(model.non_trainable_weights)) for model in models] == counts
    layers = [parts.a, parts.n, parts.b, parts.c]
    assert [layer.trainable for layer in layers] == [layer is not getattr(parts, what) for layer in layers]
    for model in models:
        assert [id(weight) for weight in model.weights] == [
            id(weight) for weight in model.trainable_weights + model.non_trainable_weights]
    getattr(parts, what).trainable = True
    assert [(len(model.trainable_weights), len(model.non_trainable_weights)) for model in models] == [
        (6, 2), (8, 2), (6, 2)]


def test_a_frozen_model_has_first_what_its_layers_train():
    parts = Parts('functional', 'a', AFTER_CALL)
    parts.inner.trainable = False
    of_layers = [*parts.n.trainable_weights, *parts.b.trainable_weights, *parts.a.weights,
                 *parts.n.non_trainable_weights]
    assert [id(weight) for weight in parts.inner.weights] == [id(weight) for weight in of_layers]


def test_updates_are_none_where_a_model_on_the_way_is_frozen():
    parts = Parts('functional', 'inner', AFTER_CALL)
    assert parts.outer.updates == [] == parts.inner.updates and len(parts.twin.updates) == 2
    parts.inner.trainable = True
    assert len(parts.outer.updates) == 2 == len(parts.inner.updates)
    parts.outer.trainable = False
    assert parts.outer.updates == [] and len(parts.inner.updates) == 2
