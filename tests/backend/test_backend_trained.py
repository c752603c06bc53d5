"""Functions of K inside layers: what they compute there has the gradient that differences of the loss have."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Input, Layer
from compat.models import Model
from compat.optimizers import SGD

STEP = 1e-2


class Measured(Layer):
    """The sum of the squares of ``function(x, weight)``, for each sample."""

    def __init__(self, function, weight, **kwargs):
        self.function, self.start = function, weight
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.weight = self.add_weight(name='weight', shape=self.start.shape, initializer='zeros')
        super().build(input_shape)

    def call(self, x):
        return K.sum(K.square(K.batch_flatten(self.function(x, self.weight))), axis=-1, keepdims=True)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], 1)


def recurrent(x, w):
    return K.rnn(lambda x, states: (K.tanh(K.dot(x, w) + states[0]), [K.tanh(K.dot(x, w) + states[0])]), x,
                 [K.zeros_like(x[:, 0])], mask=K.greater(x[:, :, 0], -0.5))[1]


FUNCTIONS = [
    ('slice', lambda x, w: K.slice(x * w, [0, 1, 0], [-1, 2, 3]), (3, 4), (4,)),
    ('arange', lambda x, w: x * w * K.arange(4, dtype='float32'), (3, 4), (4,)),
    ('print_tensor', lambda x, w: K.print_tensor(x * w, 'computed:'), (3, 4), (4,)),
    ('batch_normalization', lambda x, w: K.batch_normalization(x, w, K.exp(w), w, w), (3, 4), (4,)),
    ('batch_normalization of images',
     lambda x, w: K.batch_normalization(x, K.constant([0.1, 0.2]), K.constant([1., 2.]), w, w), (3, 4, 2), (2,)),
    ('normalize_batch_in_training', lambda x, w: K.normalize_batch_in_training(x * w, None, w, [0, 1])[0], (3, 4),
     (4,)),
    ('normalize_batch_in_training of images',
     lambda x, w: K.normalize_batch_in_training(x * w, w, w, [0, 1, 2])[0] + w, (3, 4, 2), (2,)),
    ('depthwise_conv2d', lambda x, w: K.depthwise_conv2d(x, w, padding='same', strides=(2, 2)), (5, 4, 3),
     (3, 2, 3, 2)),
    ('separable_conv1d', lambda x, w: K.separable_conv1d(x, w, K.ones((1, 6, 2)), dilation_rate=2), (7, 3), (2, 3, 2)),
    ('separable_conv2d', lambda x, w: K.separable_conv2d(x, K.ones((2, 2, 3, 1)), w), (5, 4, 3), (1, 1, 3, 2)),
    ('conv2d_transpose', lambda x, w: K.conv2d_transpose(x, w, (K.shape(x)[0], 6, 8, 2), strides=(2, 2),
                                                         padding='same'), (3, 4, 3), (3, 2, 2, 3)),
    ('conv2d_transpose, dilated', lambda x, w: K.conv2d_transpose(x, w, (K.shape(x)[0], 5, 6, 2),
                                                                  dilation_rate=(2, 2)), (3, 4, 3), (2, 2, 2, 3)),
    ('conv2d_transpose of a stacked shape', lambda x, w: K.conv2d_transpose(
        x, w, (K.shape(x)[0], K.shape(x)[1] * 2, K.shape(x)[2] * 2, 2), strides=(2, 2), padding='same'), (3, 4, 3),
     (3, 2, 2, 3)),
    ('conv3d_transpose', lambda x, w: K.conv3d_transpose(x, w, (K.shape(x)[0], 3, 3, 4, 1)), (2, 2, 3, 2),
     (2, 2, 2, 1, 2)),
    ('local_conv1d', lambda x, w: K.local_conv1d(x, w, (3,), (2,)), (7, 2), (3, 6, 2)),
    ('local_conv2d', lambda x, w: K.local_conv2d(x, w, (2, 2), (1, 2), (2, 2)), (3, 4, 2), (4, 8, 1)),
    ('resize_images', lambda x, w: K.resize_images(x * w, 2, 3, 'channels_last'), (3, 4, 2), (2,)),
    ('resize_images, bilinear', lambda x, w: K.resize_images(x * w, 2, 3, 'channels_last', 'bilinear'), (3, 4, 2),
     (2,)),
    ('resize_volumes', lambda x, w: K.resize_volumes(x * w, 2, 1, 2, 'channels_last'), (2, 2, 3, 2), (2,)),
    ('map_fn', lambda x, w: K.map_fn(lambda sample: K.dot(sample, w), x), (3, 4), (4, 2)),
    ('foldl', lambda x, w: x * K.foldl(lambda total, sample: total * 0.5 + sample, K.square(w)), (3, 4), (3, 4)),
    ('foldr', lambda x, w: x * K.foldr(lambda total, sample: total * sample, w, initializer=K.ones((4,))), (3, 4),
     (3, 4)),
    ('rnn', recurrent, (5, 3), (3, 3)),
    ('rnn, unrolled', lambda x, w: K.rnn(lambda x, states: (K.dot(x, w) * states[0], [K.dot(x, w)]), x,
                                         [K.ones_like(x[:, 0])], unroll=True)[0], (5, 3), (3, 3)),
]


def measuring(function, shape, start):
    """A model of the layer alone, whose loss is the mean of what it predicts, and the layer."""
    inputs = Input(shape)
    layer = Measured(function, start)
    model = Model(inputs, layer(inputs))
    model.compile(SGD(lr=1.), lambda true, predicted: K.mean(predicted, axis=-1))
    layer.set_weights([start])
    return model, layer


@pytest.mark.parametrize('function, shape, weight_shape', [case[1:] for case in FUNCTIONS],
                         ids=[case[0] for case in FUNCTIONS])
def test_the_gradient_of_a_weight_is_the_slope_of_the_loss(function, shape, weight_shape):
    draw = np.random.RandomState(3)
    x, start = draw.uniform(-1., 1., (4,) + shape), draw.uniform(0.5, 1., weight_shape)
    model, layer = measuring(function, shape, start)

    def loss(weight):
        layer.set_weights([weight])
        return float(np.mean(model.predict(x, batch_size=4)))

    direction = draw.uniform(-1., 1., weight_shape)
    slope = (loss(start + STEP * direction) - loss(start - STEP * direction)) / (2 * STEP)
    layer.set_weights([start])
    model.train_on_batch(x, np.zeros((4, 1)))
    gradient = start - layer.get_weights()[0]
    assert np.sum(gradient * direction) == pytest.approx(slope, rel=2e-2, abs=2e-3)
    assert abs(slope) > 1e-2


@pytest.mark.parametrize('function', [
    lambda x, w: K.batch_normalization(x, w, K.exp(w), None, None) + 0. * w,
    lambda x, w: x + K.normalize_batch_in_training(x * w, None, None, [0, 1, 2])[1] + 0. * w,
    lambda x, w: x + K.normalize_batch_in_training(x * w, None, None, [0, 1, 2])[2] + 0. * w,
], ids=['given', 'mean', 'variance'])
def test_the_mean_and_variance_of_images_pass_no_gradient_on(function):
    draw = np.random.RandomState(3)
    start = draw.uniform(0.5, 1., (2,)).astype('float32')
    model, layer = measuring(function, (3, 4, 2), start)
    model.train_on_batch(draw.uniform(-1., 1., (4, 3, 4, 2)), np.zeros((4, 1)))
    np.testing.assert_allclose(layer.get_weights()[0], start, atol=1e-6)
