"""Weight-standardised convolutions: the kernel has mean 0 and variance 1 in each filter, and folds into a plain one."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Conv1D, Conv2D, Conv3D, Dense, Flatten, Input
from compat.models import Model, Sequential
from compat.optimizers import SGD
from customlayers.standardized_convolution import (StandardizedConv1D, StandardizedConv2D, StandardizedConv3D, folded,
                                                   standardize)

PAIRS = {1: (StandardizedConv1D, Conv1D), 2: (StandardizedConv2D, Conv2D), 3: (StandardizedConv3D, Conv3D)}


def drawn(*shape, **options):
    return np.random.RandomState(options.get('seed', 0)).uniform(-1, 1, shape).astype('float32')


def standardized(kernel, eps=1e-10, gain=1.):
    """In numpy, in double precision."""
    kernel = kernel.astype('float64')
    axes = tuple(range(kernel.ndim - 1))
    return gain * (kernel - kernel.mean(axis=axes)) / np.sqrt(kernel.var(axis=axes) + eps)


CASES = [
    (1, (9, 2), dict(padding='causal', dilation_rate=2)),
    (1, (9, 2), dict(strides=2, padding='same')),
    (2, (7, 6, 2), dict()),
    (2, (7, 6, 2), dict(strides=(2, 1), padding='same', activation='tanh')),
    (2, (7, 6, 2), dict(dilation_rate=2, use_bias=False)),
    (2, (2, 7, 6), dict(data_format='channels_first', padding='same')),
    (3, (5, 4, 4, 2), dict(strides=(1, 2, 1))),
]


@pytest.mark.parametrize('rank, shape, options', CASES)
def test_it_is_a_plain_convolution_with_the_standardised_kernel(rank, shape, options):
    ours, plain = [Sequential([cls(3, 2, bias_initializer='ones', input_shape=shape, **options)])
                   for cls in PAIRS[rank]]
    weights = [drawn(*weight.shape, seed=index) for index, weight in enumerate(ours.get_weights())]
    ours.set_weights(weights)
    plain.set_weights([standardized(weights[0])] + weights[1:])
    x = drawn(4, *shape, seed=9)
    wanted = plain.predict(x)
    assert ours.output_shape == plain.output_shape and ours.output_shape[1:] == wanted.shape[1:]
    np.testing.assert_allclose(ours.predict(x), wanted, rtol=1e-4, atol=1e-5)


def test_each_filter_has_mean_0_and_variance_1():
    layer = StandardizedConv2D(5, 3)
    layer(Input((8, 8, 4)))
    kernel = K.eval(layer.standardized_kernel())
    np.testing.assert_allclose(kernel.mean(axis=(0, 1, 2)), np.zeros(5), atol=1e-6)
    np.testing.assert_allclose(kernel.var(axis=(0, 1, 2)), np.ones(5), rtol=1e-4)


def test_eps_and_gain_are_those_of_the_formula():
    x = drawn(2, 6, 6, 2)
    kernel, bias, gain = drawn(3, 3, 2, 4, seed=1), drawn(4, seed=2), drawn(4, seed=3)
    ours = Sequential([StandardizedConv2D(4, 3, eps=0.5, gain=True, input_shape=(6, 6, 2))])
    np.testing.assert_array_equal(ours.get_weights()[2], np.ones(4))
    ours.set_weights([kernel, bias, gain])
    plain = Sequential([Conv2D(4, 3, weights=[standardized(kernel, 0.5, gain), bias], input_shape=(6, 6, 2))])
    np.testing.assert_allclose(ours.predict(x), plain.predict(x), rtol=1e-4, atol=1e-5)


def test_overriding_and_calling_in_a_conv2d_of_ones_own_give_the_same():
    class Overriding(Conv2D):
        def convolution_op(self, inputs, kernel):
            return super().convolution_op(inputs, standardize(kernel))

    class Calling(Conv2D):
        def call(self, inputs):
            return self.activation(K.bias_add(self.convolution_op(inputs, standardize(self.kernel)), self.bias))

    x, weights = drawn(2, 6, 6, 2), [drawn(3, 3, 2, 4, seed=1), drawn(4, seed=2)]
    outputs = [Sequential([cls(4, 3, activation='relu', weights=weights, input_shape=(6, 6, 2))]).predict(x)
               for cls in (StandardizedConv2D, Overriding, Calling)]
    np.testing.assert_allclose(outputs[1], outputs[0], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(outputs[2], outputs[0], rtol=1e-5, atol=1e-6)


def test_overriding_and_calling_work_in_a_standardised_layer_too():
    class Doubled(StandardizedConv2D):
        def convolution_op(self, inputs, kernel):
            return 2 * super().convolution_op(inputs, kernel)

    class Called(StandardizedConv2D):
        def call(self, inputs):
            return 2 * self.convolution_op(inputs, self.kernel) + self.bias

    x, weights = drawn(2, 6, 6, 2), [drawn(3, 3, 2, 4, seed=1), np.zeros(4)]
    plain, doubled, called = [Sequential([cls(4, 3, weights=weights, input_shape=(6, 6, 2))]).predict(x)
                              for cls in (StandardizedConv2D, Doubled, Called)]
    np.testing.assert_allclose(doubled, 2 * plain, rtol=1e-5)
    np.testing.assert_allclose(called, 2 * plain, rtol=1e-5)


@pytest.mark.parametrize('place, trained', enumerate(['kernel', 'gain']))
def test_the_gradient_goes_through_the_standardisation(place, trained):
    """By one step of training with a loss that is the sum of the outputs, against finite differences of numpy.

    One weight at a time: TensorFlow 1 may change one before the gradient of the other reads it.
    """
    class OneTrained(StandardizedConv2D):
        def add_weight(self, *args, **kwargs):
            name = kwargs.get('name') or args[0]
            return super().add_weight(*args, **dict(kwargs, trainable=name == trained))

    weights = [drawn(2, 2, 1, 2, seed=1), drawn(2, seed=2)]
    x = drawn(1, 2, 2, 1)
    layer = OneTrained(2, 2, gain=True, use_bias=False, input_shape=(2, 2, 1))
    model = Sequential([layer])
    assert len(layer.trainable_weights) == 1
    values = {len(weight.shape): weight for weight in weights}
    model.set_weights([values[len(weight.shape)] for weight in model.get_weights()])
    model.compile(SGD(lr=1.), lambda target, output: K.sum(output, axis=-1))
    model.train_on_batch(x, np.zeros((1, 1, 1, 2)))
    gradient = weights[place] - K.get_value(layer.trainable_weights[0])

    def loss(kernel, gain):
        return (x[0][..., None] * standardized(kernel, gain=gain)).sum()

    wanted = np.zeros_like(gradient)
    for index in np.ndindex(*gradient.shape):
        changed = [[weight.astype('float64') for weight in weights] for _ in range(2)]
        changed[0][place][index] += 1e-4
        changed[1][place][index] -= 1e-4
        wanted[index] = (loss(*changed[0]) - loss(*changed[1])) / 2e-4
    np.testing.assert_allclose(gradient, wanted, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize('rank, shape, options', CASES)
def test_a_folded_layer_is_the_plain_one_with_the_same_outputs_name_and_options(rank, shape, options):
    layer = PAIRS[rank][0](3, 2, eps=0.01, gain=True, gain_initializer='uniform', bias_initializer='ones', **options)
    inputs = Input(shape)
    model = Model(inputs, layer(inputs))
    plain = layer.folded()
    assert type(plain) is PAIRS[rank][1] and plain.name == layer.name
    again = Input(shape)
    x = drawn(4, *shape)
    np.testing.assert_allclose(Model(again, plain(again)).predict(x), model.predict(x), rtol=1e-4, atol=1e-5)
    assert len(plain.get_weights()) == (1 if options.get('use_bias') is False else 2)


def branched():
    inner = Sequential([StandardizedConv2D(3, 2, gain=True, input_shape=(5, 5, 2)), Flatten()], name='inner')
    inputs = Input((6, 6, 1))
    x = StandardizedConv2D(2, 2, activation='relu', kernel_regularizer='l2', name='first')(inputs)
    return Model(inputs, Dense(2)(inner(x)))


def test_a_folded_model_computes_the_same_with_plain_layers_and_trains_the_model_no_more():
    model = branched()
    model.set_weights([drawn(*weight.shape, seed=index) for index, weight in enumerate(model.get_weights())])
    plain = folded(model)
    x = drawn(4, 6, 6, 1)
    before = model.predict(x)
    np.testing.assert_allclose(plain.predict(x), before, rtol=1e-4, atol=1e-5)
    assert isinstance(plain.get_layer('first'), Conv2D)
    assert not any(isinstance(layer, StandardizedConv2D) for layer in plain.layers + plain.get_layer('inner').layers)
    assert plain.count_params() == model.count_params() - 3
    model.compile('sgd', 'mse')
    model.train_on_batch(x, np.ones((4, 2)))
    assert np.abs(model.predict(x) - before).max() > 1e-4
    np.testing.assert_allclose(plain.predict(x), before, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(folded(model).predict(x), model.predict(x), rtol=1e-4, atol=1e-5)


def test_new_weights_count_at_once():
    x = drawn(2, 6, 6, 2)
    model = Sequential([StandardizedConv2D(4, 3, input_shape=(6, 6, 2))])
    first = model.predict(x)
    weights = [drawn(3, 3, 2, 4, seed=5), drawn(4, seed=6)]
    model.set_weights(weights)
    plain = Sequential([Conv2D(4, 3, weights=[standardized(weights[0]), weights[1]], input_shape=(6, 6, 2))])
    assert np.abs(model.predict(x) - first).max() > 0.1
    np.testing.assert_allclose(model.predict(x), plain.predict(x), rtol=1e-4, atol=1e-5)


def test_a_kernel_of_equal_numbers_gives_zeros_and_no_nan():
    x = drawn(2, 6, 6, 2)
    model = Sequential([StandardizedConv2D(4, 3, kernel_initializer='ones', input_shape=(6, 6, 2))])
    np.testing.assert_allclose(model.predict(x), np.zeros((2, 4, 4, 4)), atol=1e-2)


@pytest.mark.parametrize('rank', [1, 2, 3])
def test_the_config_makes_the_layer_again(rank):
    cls = PAIRS[rank][0]
    layer = cls(4, 3, strides=2, padding='same', activation='relu', eps=1e-5, gain=True, gain_initializer='zeros',
                gain_regularizer='l2', gain_constraint='non_neg', kernel_regularizer='l1', name='mine')
    config = layer.get_config()
    assert (config['eps'], config['gain'], config['kernel_size']) == (1e-5, True, (3,) * rank)
    assert cls.from_config(config).get_config() == config


def test_keras_1_names_are_taken():
    with pytest.warns(UserWarning, match='Update your `StandardizedConv2D` call'):
        layer = StandardizedConv2D(4, 3, 2, border_mode='same', subsample=(1, 2), dim_ordering='tf', init='ones')
    assert (layer.kernel_size, layer.padding, layer.strides) == ((3, 2), 'same', (1, 2))


# --- bad input

@pytest.mark.parametrize('eps', [0, -1e-5, float('nan')])
def test_an_eps_that_is_not_above_zero_is_refused(eps):
    with pytest.raises(ValueError, match='`eps` argument of StandardizedConv2D must be above 0'):
        StandardizedConv2D(4, 3, eps=eps)


def test_a_kernel_without_variance_is_refused():
    with pytest.raises(ValueError, match='has no variance'):
        StandardizedConv2D(4, 1)(Input((6, 6, 1)))
    StandardizedConv2D(4, 1)(Input((6, 6, 2)))


def test_a_layer_without_weights_cannot_be_folded():
    with pytest.raises(ValueError, match='has no weights to fold yet'):
        StandardizedConv2D(4, 3).folded()
