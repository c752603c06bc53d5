"""Convolutions with tied cells: numbers, options, weights, pictures, and what is refused."""
import io
import itertools
import json
import sys

import numpy as np
import pytest

import compat
import customlayers
from compat import backend as K
from compat import layers
from compat.models import Model
from customlayers import Conv2DTiledKernel, CustomConv2D, TiedConv1D, TiedConv2D, TiedConv3D, parse

LAYERS = {1: TiedConv1D, 2: TiedConv2D, 3: TiedConv3D}
PLAIN = {1: layers.Conv1D, 2: layers.Conv2D, 3: layers.Conv3D}
QUESTION = 'AABCC/AABCC/DDEFF/GGHII/GGHII'


def expanded_by_numpy(kernel, pattern):
    """The full kernel of weights (letters, channels, filters)."""
    cells = parse(pattern)
    return np.where((cells >= 0)[..., None, None], kernel[np.maximum(cells, 0)], 0)


def convolved_by_numpy(x, kernel, strides, padding, dilation):
    """A convolution of channels_last arrays by its definition, in float64. The paddings are TensorFlow's."""
    rank = x.ndim - 2
    spans = [(size - 1) * rate + 1 for size, rate in zip(kernel.shape, dilation)]
    pads = [(0, 0)]
    for length, span, stride in zip(x.shape[1:-1], spans, strides):
        whole = {'valid': 0, 'causal': span - 1, 'same': max((-(-length // stride) - 1) * stride + span - length, 0)}
        before = whole[padding] if padding == 'causal' else whole[padding] // 2
        pads.append((before, whole[padding] - before))
    x = np.pad(x.astype('float64'), pads + [(0, 0)], mode='constant')
    spatial = [(length - span) // stride + 1 for length, span, stride in zip(x.shape[1:-1], spans, strides)]
    total = np.zeros((x.shape[0],) + tuple(spatial) + kernel.shape[-1:])
    for cell in itertools.product(*[range(size) for size in kernel.shape[:rank]]):
        window = tuple(slice(at * rate, at * rate + (length - 1) * stride + 1, stride)
                       for at, rate, length, stride in zip(cell, dilation, spatial, strides))
        total += np.tensordot(x[(slice(None),) + window], kernel[cell], axes=1)
    return total


def applied(layer, x):
    """(what the layer makes of x in a model, the symbolic shape of it)."""
    inputs = layers.Input(x.shape[1:])
    outputs = layer(inputs)
    return Model(inputs, outputs).predict(x), K.int_shape(outputs)


def draw(*shape):
    return np.random.RandomState(len(shape)).uniform(-1, 1, shape).astype('float32')


def relative_error(actual, expected):
    return np.abs(actual - expected).max() / np.abs(expected).max()


CASES = [
    (1, 'ABBA', {}), (1, 'A.A', {'padding': 'same'}), (1, 'ABAB', {'padding': 'causal', 'dilation_rate': 2}),
    (1, 'AABB', {'strides': 2, 'padding': 'same'}), (1, 'AAB', {'padding': 'causal', 'strides': 2}), (1, 'A', {}),
    (2, QUESTION, {}), (2, QUESTION, {'padding': 'same'}), (2, QUESTION, {'strides': (2, 1), 'padding': 'same'}),
    (2, QUESTION, {'dilation_rate': 2, 'padding': 'same'}), (2, 'ABAB/CDCD', {'padding': 'same'}),
    (2, 'ABAB/CDCD/ABAB/CDCD', {'strides': 2}), (2, 'ABAB/ABAB', {'dilation_rate': (1, 2)}),
    (2, '.A./ABA/.A.', {'padding': 'same'}), (2, [[7, 5], [5, 7]], {}), (2, ['AAB'], {'strides': (1, 2)}),
    (2, 'AAA/AAA/AAA', {'padding': 'same'}), (2, 'ABC/DEF', {}),
    (3, 'AB/BA//BA/AB', {}), (3, 'AAB/AAB//AAB/AAB', {'padding': 'same'}), (3, 'A./B.//A./B.', {
        'strides': (1, 2, 1), 'padding': 'same'})]


@pytest.mark.parametrize('rank, pattern, options', CASES)
def test_a_tied_layer_is_the_convolution_with_the_expanded_kernel(rank, pattern, options):
    x = draw(2, *((9, 8, 7)[:rank] + (3,)))
    layer = LAYERS[rank](4, pattern, bias_initializer='ones', **options)
    actual, shape = applied(layer, x)
    kernel, bias = layer.get_weights()
    full = expanded_by_numpy(kernel, pattern)
    numbers = {name: (options.get(name, 1),) * rank if isinstance(options.get(name, 1), int) else options[name]
               for name in ('strides', 'dilation_rate')}
    expected = 1 + convolved_by_numpy(x, full, numbers['strides'], options.get('padding', 'valid'),
                                      numbers['dilation_rate'])
    assert actual.shape == expected.shape == (2,) + shape[1:]
    assert layer.compute_output_shape((2,) + x.shape[1:]) == expected.shape
    assert relative_error(actual, expected) < 1e-5
    plain = PLAIN[rank](4, full.shape[:rank], weights=[full, bias], **options)
    assert relative_error(actual, applied(plain, x)[0]) < 1e-5
    np.testing.assert_array_equal(K.eval(layer.expanded_kernel()), full)


@pytest.mark.parametrize('rank', [1, 2, 3])
def test_channels_first_is_channels_last_with_the_axes_moved(rank):
    x = draw(2, *((6, 5, 6)[:rank] + (3,)))
    pattern = {1: 'AAB', 2: 'AAB/AAB/CCD', 3: 'AB/BA//BA/AB'}[rank]
    last = LAYERS[rank](4, pattern, padding='same', activation='tanh')
    expected, _ = applied(last, x)
    first = LAYERS[rank](4, pattern, padding='same', activation='tanh', data_format='channels_first',
                         weights=last.get_weights())
    actual, shape = applied(first, np.moveaxis(x, -1, 1))
    assert actual.shape == (2,) + shape[1:] == first.compute_output_shape((2, 3) + x.shape[1:-1])
    np.testing.assert_allclose(np.moveaxis(actual, 1, -1), expected, atol=1e-5)


def test_the_weights_are_one_entry_per_letter_and_the_bias():
    layer = TiedConv2D(6, QUESTION)
    layer(layers.Input((8, 8, 4)))
    assert [K.int_shape(weight) for weight in layer.weights] == [(9, 4, 6), (6,)]
    assert layer.count_params() == 9 * 4 * 6 + 6
    assert 'kernel' in layer.weights[0].name and 'bias' in layer.weights[1].name
    assert layer.kernel_size == (5, 5) and layer.pattern == QUESTION
    bare = TiedConv2D(6, QUESTION, use_bias=False)
    bare(layers.Input((8, 8, 4)))
    assert bare.count_params() == 9 * 4 * 6 and bare.bias is None


def test_the_spatial_size_may_be_unknown():
    inputs = layers.Input((None, None, 2))
    layer = TiedConv2D(3, QUESTION)
    outputs = layer(inputs)
    assert K.int_shape(outputs) == (None, None, None, 3)
    x = draw(2, 9, 7, 2)
    expected = convolved_by_numpy(x, expanded_by_numpy(layer.get_weights()[0], QUESTION), (1, 1), 'valid', (1, 1))
    assert relative_error(Model(inputs, outputs).predict(x), expected) < 1e-5


# --- the layers of the answers

class FirstAnswer(layers.Layer):
    """The answer's CustomConv2D, as it was written."""

    def __init__(self, filters, **kwargs):
        self.filters = filters
        self.kernel_size = (3, 3)
        super().__init__(**kwargs)

    def build(self, input_shape):
        shape = self.kernel_size + (input_shape[-1], self.filters)
        self.kernel = self.add_weight(name='kernel', shape=shape, initializer='glorot_uniform')
        super().build(input_shape)

    def call(self, x):
        dup_rows = K.stack([self.kernel[0]] * 2 + [self.kernel[1]] + [self.kernel[2]] * 2, axis=0)
        dup_cols = K.stack([dup_rows[:, 0]] * 2 + [dup_rows[:, 1]] + [dup_rows[:, 2]] * 2, axis=1)
        return K.conv2d(x, dup_cols)


class SecondAnswer(layers.Layer):
    """The answer's Conv2DTiledKernel, as it was written."""

    def __init__(self, filters, kernel_size, multiplies, **kwargs):
        self.filters = filters
        self.kernel_size = kernel_size
        self.multiplies = multiplies
        super().__init__(**kwargs)

    def build(self, input_shape):
        shape = list(self.kernel_size) + [input_shape[-1], self.filters]
        self.kernel = self.add_weight(name='kernel', shape=shape, initializer='glorot_uniform')
        super().build(input_shape)

    def call(self, x):
        mult = list(self.multiplies) + [1, 1]
        return K.conv2d(x, K.tile(self.kernel, mult))


@pytest.mark.parametrize('ours, answer, arguments', [
    (CustomConv2D, FirstAnswer, (6,)), (Conv2DTiledKernel, SecondAnswer, (6, [1, 5], [5, 1])),
    (Conv2DTiledKernel, SecondAnswer, (6, (2, 2), (2, 3)))])
def test_the_layers_of_the_answers_take_their_calls_and_their_weights(ours, answer, arguments):
    x = draw(2, 12, 11, 3)
    layer, original = ours(*arguments), answer(*arguments)
    actual, shape = applied(layer, x)
    applied(original, x)
    assert [weight.shape for weight in layer.get_weights()] == [weight.shape for weight in original.get_weights()]
    original.set_weights(layer.get_weights())
    expected, _ = applied(original, x)
    assert relative_error(actual, expected) < 1e-5
    assert actual.shape == (2,) + shape[1:]


def test_the_layers_of_the_answers_have_the_options_of_conv2d_for_free():
    layer = CustomConv2D(4, strides=2, padding='same', activation='relu', use_bias=True, kernel_regularizer='l2')
    assert applied(layer, draw(2, 9, 9, 3))[0].shape == (2, 5, 5, 4)
    assert layer.count_params() == 9 * 3 * 4 + 4 and len(layer.losses) == 1
    assert isinstance(layer, TiedConv2D) and layer.pattern == QUESTION
    layer = Conv2DTiledKernel(4, 2, (2, 1), dilation_rate=2)
    assert applied(layer, draw(2, 9, 9, 3))[0].shape == (2, 3, 7, 4)
    assert layer.pattern == 'AB/CD/AB/CD'


# --- what is refused

@pytest.mark.parametrize('make, complaint', [
    (lambda: TiedConv2D(3, 'AAB/AB'), 'ragged'), (lambda: TiedConv2D(3, ''), 'empty'),
    (lambda: TiedConv2D(3, 'AAB'), 'for 2 axes is needed'), (lambda: TiedConv1D(3, 'AB/BA'), 'for 1 axes is needed'),
    (lambda: TiedConv3D(3, 'AB/BA'), 'for 3 axes is needed'), (lambda: TiedConv2D(3, '../..'), 'zero cells only'),
    (lambda: TiedConv1D(3, []), 'empty'), (lambda: TiedConv3D(3, 'AB/CD//AB'), 'ragged'),
    (lambda: Conv2DTiledKernel(3, (2, 2), (0, 1)), r'`multiplies` .* or 2 of them, and is \(0, 1\)'),
    (lambda: Conv2DTiledKernel(3, (2, 2), (1.5, 1)), r'`multiplies` .* or 2 of them, and is \(1.5, 1\)'),
    (lambda: Conv2DTiledKernel(3, (2, 2), (1, 2, 3)), r'`multiplies` .* or 2 of them, and is \(1, 2, 3\)'),
    (lambda: Conv2DTiledKernel(3, (2, -2), (1, 2)), r'`kernel_size` .* or 2 of them, and is \(2, -2\)')])
def test_bad_arguments_are_refused_at_construction(make, complaint):
    with pytest.raises(ValueError, match=complaint):
        make()


def test_a_number_of_filters_that_is_text_and_too_many_arguments_by_place_are_refused():
    with pytest.raises(ValueError, match="`filters` argument must be a positive integer, and is '3'"):
        TiedConv2D('3', 'AB/BA')
    with pytest.raises(TypeError, match='positional'):
        TiedConv2D(3, 'AB/BA', 2)


@pytest.mark.parametrize('shape, complaint', [
    ((8, 8), 'axes|ndim'), ((8, 8, None), 'number of channels'), ((4, 8, 2), 'spans')])
def test_an_input_that_cannot_be_convolved_is_refused_when_the_layer_is_built(shape, complaint):
    with pytest.raises(ValueError, match=complaint):
        TiedConv2D(3, QUESTION)(layers.Input(shape))


def test_a_built_layer_refuses_inputs_with_other_channels():
    layer = TiedConv2D(3, 'AB/BA')
    layer(layers.Input((8, 8, 4)))
    with pytest.raises(ValueError):
        layer(layers.Input((8, 8, 5)))


# --- training

@pytest.mark.parametrize('rank, pattern, options', [
    (1, 'AABB', {'padding': 'causal'}), (2, QUESTION, {}), (2, QUESTION, {'padding': 'same'}),
    (2, 'ABAB/CDCD/ABAB/CDCD', {'padding': 'same'}), (2, '.A./ABA/.A.', {}), (3, 'AAB/AAB//AAB/AAB', {})])
def test_a_step_of_training_moves_the_weights_as_the_expanded_kernel_says(rank, pattern, options):
    x = draw(3, *((9, 8, 7)[:rank] + (2,)))
    inputs = layers.Input(x.shape[1:])
    before, before_plain = PLAIN[rank](3, 1, use_bias=False), PLAIN[rank](3, 1, use_bias=False)
    tied = LAYERS[rank](4, pattern, **options)
    plain = PLAIN[rank](4, tied.kernel_size, **options)
    models = [Model(inputs, tied(before(inputs))), Model(inputs, plain(before_plain(inputs)))]
    start, (kernel, bias) = before.get_weights(), tied.get_weights()
    target = draw(3, *models[0].output_shape[1:])
    # One layer learns at a time: Keras 2 may use weights for the gradient of others when it has changed them already.
    for learner in (0, 1):
        before.set_weights(start)
        before_plain.set_weights(start)
        tied.set_weights([kernel, bias])
        plain.set_weights([expanded_by_numpy(kernel, pattern), bias])
        for model in models:
            model.layers[1].trainable, model.layers[2].trainable = learner == 0, learner == 1
            model.compile(compat.optimizers.SGD(lr=1.), 'mse')
            model.train_on_batch(x, target)
        if learner == 0:
            assert relative_error(before.get_weights()[0] - start[0], before_plain.get_weights()[0] - start[0]) < 1e-5
    cells = parse(pattern)
    moved = plain.get_weights()[0] - expanded_by_numpy(kernel, pattern)
    expected = np.stack([moved[cells == number].sum(axis=0) for number in range(cells.max() + 1)])
    assert relative_error(tied.get_weights()[0] - kernel, expected) < 1e-5


# --- config

EVERY_LAYER = [
    lambda: TiedConv1D(3, 'AABBA', padding='causal', dilation_rate=2, activation='tanh', input_shape=(9, 2)),
    lambda: TiedConv2D(3, '.AB/BBA', strides=(2, 1), padding='same', use_bias=False, kernel_initializer='he_normal',
                       kernel_regularizer='l2', kernel_constraint='max_norm', input_shape=(8, 7, 2)),
    lambda: TiedConv2D(3, [[3, 1], [1, 3]], name='integers', input_shape=(8, 7, 2)),
    lambda: TiedConv3D(3, 'AB/BA//BA/AB', activity_regularizer='l1', bias_initializer='ones', input_shape=(5, 5, 5, 2)),
    lambda: CustomConv2D(3, padding='same', use_bias=True, input_shape=(8, 7, 2)),
    lambda: Conv2DTiledKernel(3, [1, 5], [5, 1], activation='relu', input_shape=(8, 7, 2))]
IDS = ['TiedConv1D', 'TiedConv2D', 'integers', 'TiedConv3D', 'CustomConv2D', 'Conv2DTiledKernel']


@pytest.mark.parametrize('make', EVERY_LAYER, ids=IDS)
def test_the_config_is_plain_data_that_makes_the_layer_again(make):
    layer = make()
    config = layer.get_config()
    again = type(layer).from_config(json.loads(json.dumps(config)))
    assert again.get_config() == config
    x = draw(2, *layer.batch_input_shape[1:])
    expected, _ = applied(layer, x)
    applied(again, x)
    again.set_weights(layer.get_weights())
    np.testing.assert_allclose(applied(again, x)[0], expected, atol=1e-6)


# --- for people

def test_the_package_offers_the_layers_by_name_and_nothing_else():
    assert customlayers.TiedConv2D is TiedConv2D and {'TiedConv2D', 'show'} <= set(dir(customlayers))
    with pytest.raises(AttributeError, match='TiedConv4D'):
        customlayers.TiedConv4D


def test_plot_without_matplotlib_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, 'matplotlib', None)
    monkeypatch.setitem(sys.modules, 'matplotlib.figure', None)
    layer = TiedConv2D(3, QUESTION)
    layer(layers.Input((8, 8, 2)))
    with pytest.raises(ImportError, match='pip install matplotlib'):
        layer.plot()
    with pytest.raises(ValueError, match='2 channels and 3 filters'):
        layer.plot(filters=[3])
    with pytest.raises(ValueError, match='2 channels and 3 filters'):
        layer.plot(channel=2)


@pytest.mark.parametrize('layer, shape, pictures', [
    (TiedConv1D(2, 'ABBA'), (8, 3), 2), (TiedConv2D(3, QUESTION), (8, 8, 2), 3), (CustomConv2D(9), (8, 8, 2), 8),
    (Conv2DTiledKernel(1, 2, 2), (8, 8, 2), 1), (TiedConv3D(2, 'AB/BA//BA/AB'), (5, 5, 5, 1), 2)],
    ids=['1D', '2D', 'first answer', 'second answer', '3D'])
def test_plot_makes_a_picture_with_the_tying_and_a_kernel_for_each_of_the_first_eight_filters(layer, shape, pictures):
    layer(layers.Input(shape))
    figure = layer.plot()
    tying, kernels = figure.axes[0], figure.axes[1:]
    assert [axes.get_title() for axes in kernels] == ['filter %d' % number for number in range(pictures)]
    assert sorted(label.get_text() for label in tying.texts) == sorted(layer.pattern.replace('/', ''))
    full = K.eval(layer.expanded_kernel())
    drawn = np.ma.filled(kernels[-1].images[0].get_array(), np.nan)
    np.testing.assert_allclose(np.sort(drawn[~np.isnan(drawn)]), np.sort(full[..., 0, pictures - 1].ravel()), rtol=1e-6)
    stream = io.BytesIO()
    figure.savefig(stream, format='png')
    assert stream.getvalue().startswith(b'\x89PNG')


class Axes:
    """Axes that note what is drawn on them."""

    def __init__(self):
        self.letters, self.figure = [], self

    def imshow(self, pixels, **options):
        self.pixels = pixels

    def text(self, column, row, letter, **options):
        self.letters.append((row, column, letter))

    def set_title(self, title, **options):
        self.title = title

    def set_xticks(self, ticks):
        pass

    set_yticks = set_xticks


def test_plot_draws_the_letters_and_the_learned_kernels():
    layer = TiedConv2D(3, '.AB/BBA')
    layer(layers.Input((8, 8, 2)))
    tying, one, two = axes = [Axes(), Axes(), Axes()]
    assert layer.plot(channel=1, filters=[0, 2], axes=axes) is tying
    assert ''.join(letter for _, _, letter in sorted(tying.letters)) == '.ABBBA'
    full = K.eval(layer.expanded_kernel())
    np.testing.assert_array_equal(one.pixels, full[:, :, 1, 0])
    np.testing.assert_array_equal(two.pixels, full[:, :, 1, 2])
    assert (tying.title, two.title) == ('2 weights, 6 cells', 'filter 2')


def test_plot_lays_planes_side_by_side():
    layer = TiedConv3D(1, 'AB/BA//BA/AB')
    layer(layers.Input((5, 5, 5, 1)))
    tying, one = axes = [Axes(), Axes()]
    layer.plot(axes=axes)
    assert one.pixels.shape == (2, 5) and np.isnan(one.pixels[:, 2]).all()
    full = K.eval(layer.expanded_kernel())
    np.testing.assert_array_equal(one.pixels[:, 3:], full[1, :, :, 0, 0])
