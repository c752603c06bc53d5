"""The framework's own convolution of each sample with its own kernel: it changes no number and no gradient."""
import numpy as np
import pytest

from compat import backend as K
from compat import layers
from compat.extensions import sample_convolution
from compat.layers import Dense, Input, Reshape
from compat.models import Model
from compat.optimizers import SGD
from customlayers.dynamic_convolution import DynamicConv1D, DynamicConv2D, DynamicConv3D

# More numbers in a patch than any framework has a faster way for.
CHANNELS, FILTERS, BATCH = 26, 3, 3
CASES = [
    (DynamicConv1D, (9,), (3,), {'padding': 'causal', 'dilation_rate': 2}),
    (DynamicConv2D, (7, 6), (3, 2), {}),
    (DynamicConv2D, (7, 6), (3, 4), {'padding': 'same', 'dilation_rate': (2, 1)}),
    (DynamicConv2D, (None, None), (2, 2), {}),
    (DynamicConv2D, (None, None), (3, 3), {'padding': 'same'}),
    (DynamicConv3D, (4, 5, 4), (2, 3, 2), {'padding': 'same'})]


def in_a_way(kind, by_framework):
    """The layer with the framework's own way where it has one, or as it is on frameworks that have none."""
    class Chosen(kind):
        def _framework_is_cheaper(self, batch, places):
            return by_framework and sample_convolution.is_supported(self.rank)
    return Chosen


def made(layer, places, size):
    """A model of features that make the kernels and images that pass a 1x1 convolution, both of which learn."""
    rank = len(places)
    features, images = Input((4,)), Input(places + (2,))
    before = {1: layers.Conv1D, 2: layers.Conv2D, 3: layers.Conv3D}[rank](CHANNELS, 1, use_bias=False)
    kernels = Dense(int(np.prod(size)) * CHANNELS * FILTERS, use_bias=False)(features)
    return Model([features, images], layer([before(images), Reshape(size + (CHANNELS, FILTERS))(kernels)]))


@pytest.mark.parametrize('kind, places, size, options', CASES)
def test_outputs_and_gradients_are_those_of_products_of_matrices(kind, places, size, options):
    draw = np.random.RandomState(0)
    models = [made(in_a_way(kind, by_framework)(FILTERS, size, use_bias=False, **options), places, size)
              for by_framework in (True, False)]
    arrays = [draw.uniform(-1, 1, (BATCH, 4)),
              draw.uniform(-1, 1, (BATCH,) + tuple(length or 6 for length in places) + (2,))]
    start = [draw.uniform(-1, 1, weight.shape) / 4 for weight in models[0].get_weights()]
    for model in models:
        model.set_weights(start)
    outputs, wanted = [model.predict(arrays) for model in models]
    np.testing.assert_allclose(outputs, wanted, rtol=1e-4, atol=1e-4)
    target = draw.uniform(-1, 1, wanted.shape)
    # One layer learns at a time: TensorFlow 1 may use weights for the gradient of others when it has changed them.
    for learner in (Dense, layers.Layer):
        moved = []
        for model in models:
            model.set_weights(start)
            for layer in model.layers:
                layer.trainable = isinstance(layer, Dense) == (learner is Dense)
            model.compile(SGD(lr=1.), lambda target, output: K.sum(K.square(output - target), axis=-1))
            model.train_on_batch(arrays, target)
            moved.append([new - old for new, old in zip(sorted_weights(model), sorted(start, key=np.size))])
        assert sum(np.abs(change).max() > 1e-3 for change in moved[0]) == 1
        for change, expected in zip(*moved):
            np.testing.assert_allclose(change, expected, rtol=1e-3, atol=1e-4 * np.abs(expected).max())


def sorted_weights(model):
    """By size: freezing a layer may change the order."""
    return sorted(model.get_weights(), key=np.size)


def test_an_engine_that_has_it_is_asked_for_it_where_it_is_the_faster_one(monkeypatch):
    asked = []
    convolve = sample_convolution.convolve
    monkeypatch.setattr(sample_convolution, 'convolve', lambda *args: asked.append(args) or convolve(*args))

    def uses_it(places, **options):
        del asked[:]
        layer = DynamicConv2D(FILTERS, 3, use_bias=False, **options)
        layer([Input(places + (CHANNELS,)), Input((3, 3, CHANNELS, FILTERS))])
        return bool(asked)
    assert uses_it((None, None)) == uses_it((99, 99)) == sample_convolution.is_supported(2)
    assert uses_it((6, 6)) == (sample_convolution.is_supported(2) and K.backend() != 'jax')
    assert not uses_it((99, 99), strides=2)
