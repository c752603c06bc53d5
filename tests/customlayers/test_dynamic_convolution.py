"""Convolutions whose kernel is an input: one for each sample or one for all, and what makes such kernels."""
import itertools

import numpy as np
import pytest

from compat import backend as K
from compat import layers
from compat.engine.base_layer import Layer
from compat.layers import Conv2D, Dense, Flatten, Input
from compat.models import Model, Sequential
from compat.optimizers import SGD
from customlayers.dynamic_convolution import DynamicConv1D, DynamicConv2D, DynamicConv3D
from customlayers.kernel_predictor import KernelPredictor

LAYERS = {1: DynamicConv1D, 2: DynamicConv2D, 3: DynamicConv3D}
BATCH = 3


def drawn(*shape, **options):
    return np.random.RandomState(options.get('seed', 0)).uniform(-1, 1, shape).astype('float32')


def convolved(x, kernel, strides, padding, dilation):
    """One sample (spatial..., channels) with a kernel (spatial..., channels, filters), cell by cell."""
    rank = x.ndim - 1
    spans = [(size - 1) * rate + 1 for size, rate in zip(kernel.shape, dilation)]
    pads = [(0, 0)] * rank
    if padding == 'causal':
        pads = [(span - 1, 0) for span in spans]
    elif padding == 'same':
        totals = [max((-(-length // stride) - 1) * stride + span - length, 0)
                  for length, stride, span in zip(x.shape, strides, spans)]
        pads = [(total // 2, total - total // 2) for total in totals]
    x = np.pad(x.astype('float64'), pads + [(0, 0)], 'constant')
    new = [(length - span) // stride + 1 for length, span, stride in zip(x.shape, spans, strides)]
    outputs = np.zeros(new + [kernel.shape[-1]])
    for cell in itertools.product(*[range(size) for size in kernel.shape[:rank]]):
        window = tuple(slice(place * rate, place * rate + (count - 1) * stride + 1, stride)
                       for place, rate, count, stride in zip(cell, dilation, new, strides))
        outputs += np.tensordot(x[window], kernel[cell].astype('float64'), 1)
    return outputs


def expected(x, kernels, strides=1, padding='valid', dilation_rate=1, data_format='channels_last', **ignored):
    """Every sample with its own kernel."""
    rank = x.ndim - 2
    per_axis = [value if isinstance(value, tuple) else (value,) * rank for value in (strides, dilation_rate)]
    first = data_format == 'channels_first'
    samples = [convolved(np.moveaxis(sample, 0, -1) if first else sample, kernel, per_axis[0], padding, per_axis[1])
               for sample, kernel in zip(x, kernels)]
    return np.stack([np.moveaxis(sample, -1, 0) if first else sample for sample in samples])


def called(layer, arrays, shapes=None):
    """(what the layer makes of the arrays in a model, the output's shape as the model knows it)."""
    inputs = [Input(shape) for shape in shapes or [array.shape[1:] for array in arrays]]
    model = Model(inputs, layer(inputs))
    return model.predict(arrays), model.output_shape


CASES = [
    (1, (9, 2), 3, dict()),
    (1, (9, 2), 3, dict(padding='causal', dilation_rate=2)),
    (1, (9, 2), 4, dict(padding='same', strides=2)),
    (1, (9, 2), 3, dict(padding='causal', strides=2)),
    (2, (6, 7, 2), (3, 2), dict()),
    (2, (6, 7, 2), (2, 3), dict(padding='same')),
    (2, (6, 7, 2), 3, dict(padding='same', strides=(2, 3))),
    (2, (6, 7, 2), (1, 3), dict(strides=(1, 2))),
    (2, (7, 7, 2), 3, dict(dilation_rate=(2, 3))),
    (2, (7, 7, 2), (3, 4), dict(padding='same', dilation_rate=2)),
    (2, (2, 7, 6), 3, dict(padding='same', data_format='channels_first')),
    (3, (4, 5, 4, 2), (2, 3, 2), dict()),
    (3, (4, 5, 4, 2), 3, dict(padding='same', strides=(1, 2, 2))),
]


@pytest.mark.parametrize('filters', [2, 40], ids=['by sums', 'by patches'])
@pytest.mark.parametrize('rank, shape, size, options', CASES)
def test_each_sample_is_convolved_with_its_own_kernel(rank, shape, size, options, filters):
    sizes = size if isinstance(size, tuple) else (size,) * rank
    x, kernels = drawn(BATCH, *shape), drawn(BATCH, *(sizes + (2, filters)), seed=1)
    biases = drawn(BATCH, filters, seed=2)
    layer = LAYERS[rank](filters, size, **options)
    wanted = expected(x, kernels, **options)
    outputs, known = called(layer, [x, kernels.reshape(BATCH, -1), biases])
    assert known == (None,) + wanted.shape[1:]
    first = options.get('data_format') == 'channels_first'
    wanted += biases.reshape((BATCH, filters) + (1,) * rank if first else (BATCH,) + (1,) * rank + (filters,))
    np.testing.assert_allclose(outputs, wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('options', [dict(), dict(padding='same'), dict(padding='same', strides=2),
                                     dict(strides=(2, 1)), dict(padding='same', dilation_rate=2)])
def test_sizes_that_are_not_known_before_are_those_of_the_arrays(options):
    for height in (6, 7):
        x, kernels = drawn(BATCH, height, 8, 2), drawn(BATCH, 3, 3, 2, 2, seed=1)
        layer = DynamicConv2D(2, 3, use_bias=False, **options)
        outputs, known = called(layer, [x, kernels], [(None, None, 2), (3, 3, 2, 2)])
        assert known == (None, None, None, 2)
        np.testing.assert_allclose(outputs, expected(x, kernels, **options), rtol=1e-4, atol=1e-5)


def test_it_is_what_the_builtin_layer_computes_for_each_sample_with_that_kernel_as_weight():
    x, kernels, biases = drawn(BATCH, 6, 6, 2), drawn(BATCH, 3, 3, 2, 4, seed=1), drawn(BATCH, 4, seed=2)
    builtin = Sequential([Conv2D(4, 3, padding='same', strides=2, activation='tanh', input_shape=(6, 6, 2))])
    wanted = []
    for sample, kernel, bias in zip(x, kernels, biases):
        builtin.set_weights([kernel, bias])
        wanted.append(builtin.predict(sample[None])[0])
    outputs, _ = called(DynamicConv2D(4, 3, padding='same', strides=2, activation='tanh'), [x, kernels, biases])
    np.testing.assert_allclose(outputs, wanted, rtol=1e-4, atol=1e-6)


class Given(Layer):
    """Gives its weight as it is, without a batch axis, beside its input."""

    def __init__(self, value, **kwargs):
        self.value = value
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.held = self.add_weight(name='held', shape=self.value.shape, initializer='zeros')
        K.set_value(self.held, self.value)
        super().build(input_shape)

    def call(self, inputs):
        return self.held * 1

    def compute_output_shape(self, input_shape):
        return self.value.shape


@pytest.mark.parametrize('shape', [(3, 3, 2, 4), (72,), (1, 72), (1, 3, 3, 2, 4)])
def test_one_kernel_may_serve_all_samples(shape):
    x, kernel, bias = drawn(BATCH, 6, 6, 2), drawn(3, 3, 2, 4, seed=1), drawn(4, seed=2)
    inputs = Input((6, 6, 2))
    given = Given(kernel.reshape(shape)), Given(bias)
    outputs = DynamicConv2D(4, 3)([inputs] + [layer(inputs) for layer in given])
    wanted = expected(x, [kernel] * BATCH) + bias
    np.testing.assert_allclose(Model(inputs, outputs).predict(x), wanted, rtol=1e-4, atol=1e-5)


def test_without_a_bias_tensor_the_layer_has_a_bias_of_its_own_unless_it_is_turned_off():
    x, kernels = drawn(BATCH, 6, 6, 2), drawn(BATCH, 72, seed=1)
    layer = DynamicConv2D(4, 3, bias_initializer='ones')
    outputs, _ = called(layer, [x, kernels])
    wanted = expected(x, kernels.reshape(BATCH, 3, 3, 2, 4))
    np.testing.assert_allclose(outputs, wanted + 1, rtol=1e-4, atol=1e-5)
    assert [weight.shape for weight in layer.get_weights()] == [(4,)]
    layer = DynamicConv2D(4, 3, use_bias=False)
    outputs, _ = called(layer, [x, kernels])
    np.testing.assert_allclose(outputs, wanted, rtol=1e-4, atol=1e-5)
    assert layer.get_weights() == []


@pytest.mark.parametrize('filters, options', [(2, dict(padding='same')), (40, dict()), (2, dict(dilation_rate=2)),
                                              (2, dict(strides=2, padding='same'))])
def test_gradients_reach_the_layer_that_made_the_kernel(filters, options):
    """One step of training: the gradient of half the sum of squares is known from the shared kernel of Conv2D."""
    x = drawn(BATCH, 7, 7, 2)
    kernel = drawn(3, 3, 2, filters, seed=1)
    inputs = Input((7, 7, 2))
    made = Dense(kernel.size, kernel_initializer='zeros', weights=[np.zeros((98, kernel.size)), kernel.ravel()])
    dynamic = Model(inputs, DynamicConv2D(filters, 3, use_bias=False, **options)([inputs, made(Flatten()(inputs))]))
    plain = Sequential([Conv2D(filters, 3, use_bias=False, weights=[kernel], input_shape=(7, 7, 2), **options)])
    for model in (dynamic, plain):
        model.compile(SGD(lr=1.), lambda target, output: K.sum(K.square(output), axis=-1) / 2)
        target = np.zeros((BATCH,) + plain.output_shape[1:])
        model.train_on_batch(x, target)
    step = plain.get_weights()[0] - kernel
    matrix, offset = dynamic.get_weights()
    assert np.abs(step).max() > 0.1
    np.testing.assert_allclose(offset - kernel.ravel(), step.ravel(), rtol=1e-3, atol=1e-4)
    # Each sample adds its own features times the gradient of its own kernel: as many directions as samples.
    assert np.abs(matrix).max() > 1e-3 and np.linalg.matrix_rank(matrix) == BATCH


def test_gradients_reach_the_input_too():
    x = drawn(BATCH, 5, 5, 1)
    kernels = drawn(BATCH, 27 * 2, seed=1)
    first = drawn(1, 1, 1, 3, seed=2)
    given = Input((54,))
    inputs = Input((5, 5, 1))
    outputs = DynamicConv2D(2, 3, use_bias=False)([Conv2D(3, 1, use_bias=False, weights=[first])(inputs), given])
    model = Model([inputs, given], outputs)
    model.compile(SGD(lr=1.), lambda target, output: K.sum(output, axis=-1))
    model.train_on_batch([x, kernels], np.zeros((BATCH, 3, 3, 2)))
    # The output is linear in the 1x1 kernel before, so its gradient is what unit kernels give.
    wanted = [expected(x * unit, kernels.reshape(BATCH, 3, 3, 3, 2)).sum() / (BATCH * 9) for unit in np.eye(3)]
    np.testing.assert_allclose((first - model.get_weights()[0]).ravel(), wanted, rtol=1e-3, atol=1e-5)


# --- bad input

def kernel_of(*shape):
    return [Input((6, 6, 2)), Input(shape)]


def test_a_flat_kernel_of_another_size_names_both_sizes():
    message = r'expected a kernel of 72 numbers \(3 x 3 x 2 x 4: .*given the shape \(70,\), 70'
    with pytest.raises(ValueError, match=message):
        DynamicConv2D(4, 3)(kernel_of(70))


def test_a_shaped_kernel_of_another_shape_names_both_shapes():
    with pytest.raises(ValueError, match=r'in the shape \(3, 3, 2, 4\), and was given the shape \(3, 3, 4, 2\)'):
        DynamicConv2D(4, 3)(kernel_of(3, 3, 4, 2))


def test_a_kernel_with_another_number_of_axes_is_refused():
    with pytest.raises(ValueError, match=r'takes a kernel of shape \(batch, 72\).*given one of shape \(None, 8, 9\)'):
        DynamicConv2D(4, 3)(kernel_of(8, 9))


def test_a_bias_of_another_size_names_both():
    with pytest.raises(ValueError, match=r'bias of shape \(batch, 4\) or \(4,\).* was given the shape \(None, 5\)'):
        DynamicConv2D(4, 3)(kernel_of(72) + [Input((5,))])


@pytest.mark.parametrize('shapes', [[(4, 6, 6, 2), (5, 72)], [(1, 6, 6, 2), (5, 72)], [(4, 6, 6, 2), (5, 3, 3, 2, 4)]])
def test_batch_sizes_that_differ_are_refused(shapes):
    message = 'the batch sizes of the input, %d, and of the kernel, 5, differ' % shapes[0][0]
    with pytest.raises(ValueError, match=message):
        DynamicConv2D(4, 3)([Input(batch_shape=shape) for shape in shapes])


def test_batch_sizes_of_bias_and_input_that_differ_are_refused():
    with pytest.raises(ValueError, match='the batch sizes of the input, 4, and of the bias, 3, differ'):
        DynamicConv2D(4, 3)([Input(batch_shape=shape) for shape in [(4, 6, 6, 2), (4, 72), (3, 4)]])


def test_an_input_without_a_kernel_is_refused():
    with pytest.raises(ValueError, match=r'called on \[x, kernel\] or \[x, kernel, bias\]'):
        DynamicConv2D(4, 3)(Input((6, 6, 2)))


def test_an_input_of_another_rank_or_without_channels_is_refused():
    with pytest.raises(ValueError, match='takes inputs with 4 axes'):
        DynamicConv2D(4, 3)([Input((6, 2)), Input((72,))])
    with pytest.raises(ValueError, match='needs the number of channels'):
        DynamicConv2D(4, 3)([Input((6, 6, None)), Input((72,))])


@pytest.mark.parametrize('name', ['kernel_initializer', 'kernel_regularizer', 'kernel_constraint'])
def test_options_of_a_kernel_that_the_layer_has_not_are_refused(name):
    with pytest.raises(TypeError, match='has no kernel of its own, so it takes no %s' % name):
        DynamicConv2D(4, 3, **{name: None})


# --- Keras 1

def test_keras_1_names_are_taken():
    with pytest.warns(UserWarning, match='Update your `DynamicConv2D` call'):
        layer = DynamicConv2D(4, 3, 2, border_mode='same', subsample=(1, 2), dim_ordering='tf', bias=False)
    assert (layer.kernel_size, layer.padding, layer.strides, layer.use_bias) == ((3, 2), 'same', (1, 2), False)


# --- KernelPredictor

def predicted(layer, features):
    inputs = Input(features.shape[1:])
    outputs = layer(inputs)
    return Model(inputs, outputs).predict(features)


@pytest.mark.parametrize('options, count', [
    (dict(), 4800 + 4 * 4 * (75 + 64) + 4 * 64), (dict(rank=1, use_bias=False), 4800 + 4 * (75 + 64)),
    (dict(form='per_channel'), 4800 + 4 * (3 + 64) + 4 * 64)])
def test_parameters_are_as_many_as_documented_against_millions_of_a_dense_layer(options, count):
    layer = KernelPredictor(64, (5, 5), 3, **options)
    layer(Input((32, 32, 3)))
    assert layer.count_params() == count < 14.7e6 / 1000


@pytest.mark.parametrize('form', ['low_rank', 'per_channel'])
def test_kernels_start_as_the_learned_one_and_biases_at_zero(form):
    layer = KernelPredictor(4, (3, 2), 5, form=form)
    kernels, biases = predicted(layer, drawn(BATCH, 7, 7, 6))
    np.testing.assert_allclose(kernels, [layer.get_weights()[0]] * BATCH, rtol=1e-5)
    np.testing.assert_array_equal(biases, np.zeros((BATCH, 4)))
    assert kernels.shape == (BATCH, 3, 2, 5, 4)


@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
def test_low_rank_kernels_are_the_learned_one_and_a_product_of_two_factors(data_format):
    features = drawn(BATCH, 6, 7, 5)
    layer = KernelPredictor(4, (3, 2), 2, rank=2, data_format=data_format)
    layer(Input((6, 7, 5)))
    weights = [drawn(*weight.shape, seed=index) for index, weight in enumerate(layer.get_weights())]
    layer.set_weights(weights)
    kernel, left, left_offset, right, right_offset, bias, bias_offset = weights
    mean = features.mean(axis=(1, 2) if data_format == 'channels_last' else (2, 3))
    change = np.matmul((mean.dot(left) + left_offset).reshape(BATCH, 12, 2),
                       (mean.dot(right) + right_offset).reshape(BATCH, 2, 4))
    kernels, biases = predicted(layer, features)
    np.testing.assert_allclose(kernels, kernel + change.reshape(BATCH, 3, 2, 2, 4), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(biases, mean.dot(bias) + bias_offset, rtol=1e-4, atol=1e-5)


def test_per_channel_kernels_are_the_learned_one_scaled_for_channels_and_filters():
    features = drawn(BATCH, 5)
    layer = KernelPredictor(4, (3,), 2, form='per_channel', use_bias=False)
    layer(Input((5,)))
    weights = [drawn(*weight.shape, seed=index) for index, weight in enumerate(layer.get_weights())]
    layer.set_weights(weights)
    kernel, channel, channel_offset, of_filter, filter_offset = weights
    wanted = (kernel * (1 + features.dot(channel) + channel_offset)[:, None, :, None]
              * (1 + features.dot(of_filter) + filter_offset)[:, None, None, :])
    np.testing.assert_allclose(predicted(layer, features), wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('form', ['low_rank', 'per_channel'])
def test_a_predictor_and_its_convolution_learn_together(form):
    images = drawn(24, 8, 8, 2)
    inputs = Input((8, 8, 2))
    kernel, bias = KernelPredictor(3, (3, 3), 2, form=form)(inputs)
    model = Model(inputs, DynamicConv2D(3, 3, padding='same')([inputs, kernel, bias]))
    assert model.output_shape == (None, 8, 8, 3)
    # What begins with zeros hands on small gradients: at the usual rate some changes are lost to rounding.
    model.compile(SGD(1.), 'mse')
    before = model.get_weights()
    for _ in range(3):
        model.train_on_batch(images, np.ones((24, 8, 8, 3)))
    changed = [np.abs(new - old).max() > 0 for old, new in zip(before, model.get_weights())]
    assert all(changed)


def test_the_config_makes_the_predictor_again():
    layer = KernelPredictor(4, [3, 2], 5, form='per_channel', rank=2, use_bias=False, kernel_regularizer='l2',
                            factor_regularizer='l1', kernel_constraint='non_neg', name='mine')
    config = layer.get_config()
    assert config['kernel_size'] == (3, 2)
    assert KernelPredictor.from_config(config).get_config() == config


@pytest.mark.parametrize('arguments, message', [
    ((0, (3, 3), 2), 'filters'), ((4, 3, 2), 'kernel_size.*must be a tuple'), ((4, (3, 0), 2), 'kernel_size'),
    ((4, (3, 3), 2.5), 'channels'), ((4, (3, 3), 2, 'full'), 'form.*low_rank or per_channel'),
    ((4, (3, 3), 2, 'low_rank', 0), 'rank')])
def test_bad_arguments_of_a_predictor_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        KernelPredictor(*arguments)


def test_features_of_an_unknown_number_are_refused():
    with pytest.raises(ValueError, match='needs the number of features'):
        KernelPredictor(4, (3, 3), 2)(Input((5, None)))


def test_layers_of_each_rank_are_classes_of_their_own():
    assert [LAYERS[rank].rank for rank in (1, 2, 3)] == [1, 2, 3]
    assert not hasattr(layers, 'DynamicConv2D')
