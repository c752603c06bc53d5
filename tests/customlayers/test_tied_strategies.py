"""The cheaper strategies for tied kernels: which kernels have them, when they are selected, and that they are exact."""
import functools

import numpy as np
import pytest

from compat import backend as K
from compat.extensions import custom_gradient
from compat.layers import Input
from compat.models import Model
from compat.optimizers import SGD
from customlayers import (TiedConv1D, TiedConv2D, TiedConv3D, parse, repeated, symmetric, tied_strategies,
                          tied_structure, tiled)

QUESTION = 'AABCC/AABCC/DDEFF/GGHII/GGHII'
STRATEGIES = [
    (TiedConv1D, 'AAAAAAA', 'tiled', {'padding': 'causal'}), (TiedConv1D, 'AB.AB.', 'tiled', {'dilation_rate': 2}),
    (TiedConv1D, 'ABABABABAB', 'tiled', {'strides': 3, 'padding': 'same'}),
    (TiedConv2D, tiled((2, 3), (2, 1)), 'tiled', {'padding': 'same', 'dilation_rate': (2, 1)}),
    (TiedConv2D, tiled((1, 5), (5, 1)), 'tiled', {}), (TiedConv2D, 'AAA/AAA/AAA', 'tiled', {'strides': 2}),
    (TiedConv2D, 'AA.AA./BBABBA/AA.AA./BBABBA', 'tiled', {'strides': (2, 1), 'padding': 'same'}),
    (TiedConv3D, tiled((1, 2, 1), (2, 2, 3)), 'tiled', {'padding': 'same'}),
    (TiedConv2D, QUESTION, 'repeated', {}), (TiedConv2D, QUESTION, 'repeated', {'padding': 'same', 'dilation_rate': 2}),
    (TiedConv2D, repeated((3, 3), 2), 'repeated', {'padding': 'same'}),
    (TiedConv2D, repeated((3, 4), [(1, 2, 1), (2, 1, 1, 2)]), 'repeated', {}),
    (TiedConv2D, 'AABB/AABB/BBAA', 'repeated', {'padding': 'same'})]
STRATEGIES += [(kind, pattern, other, options) for kind, pattern, strategy, options in STRATEGIES
               if strategy == 'repeated' for other in ('interpolated', 'rows', 'rows_by_sample')]
IDS = ['%s %s %s' % (case[0].__name__, case[2], case[1]) for case in STRATEGIES]


def computed(layer, strategy, x, target, weights=None):
    """The outputs of the layer by that strategy, and the gradients of the input and of its weights, drawn if None."""
    layer.build(x.shape)
    layer.strategy = strategy
    draw = np.random.RandomState(1)
    layer.set_weights(weights or [draw.uniform(-1, 1, weight.shape) for weight in layer.get_weights()])
    inputs = K.placeholder((None,) + x.shape[1:])
    outputs = layer(inputs)
    loss = K.sum(K.square(outputs - K.constant(target)))
    return K.function([inputs], [outputs] + K.gradients(loss, [inputs] + layer.trainable_weights))([x])


@functools.lru_cache(maxsize=None)
def computed_once(kind, pattern, strategy, options):
    """The same for a layer of four filters, of drawn images and targets."""
    draw = np.random.RandomState(0)
    x = draw.uniform(-1, 1, (3,) + (13, 12, 8)[:parse(pattern).ndim] + (3,)).astype('float32')
    layer = kind(4, pattern, **dict(options))
    return computed(layer, strategy, x, draw.uniform(-1, 1, layer.compute_output_shape(x.shape)))


def close(actual, expected):
    return np.abs(actual - expected).max() <= 1e-5 * np.abs(expected).max()


@pytest.mark.parametrize('kind, pattern, strategy, options', STRATEGIES, ids=IDS)
def test_a_strategy_agrees_with_the_expansion_in_outputs_and_gradients(kind, pattern, strategy, options):
    cheap, plain = [computed_once(kind, pattern, each, tuple(options.items())) for each in (strategy, 'expanded')]
    assert len(cheap) == 4 and all(close(*pair) for pair in zip(cheap, plain))


def test_the_question_s_kernel_takes_9_of_25_multiplications():
    terms = tied_structure.as_repeated(parse(QUESTION))
    assert sum(term.cells.size for term in terms) == 9
    assert sorted((term.cells.shape, term.boxes, term.starts, term.steps) for term in terms) == [
        ((1, 1), (1, 1), (2, 2), (1, 1)), ((1, 2), (1, 2), (2, 0), (1, 3)), ((2, 1), (2, 1), (0, 2), (3, 1)),
        ((2, 2), (2, 2), (0, 0), (3, 3))]


def test_a_tiled_kernel_is_known_by_the_smallest_one_that_tiles_it():
    kernel = tied_structure.as_tiled(parse('ABAB/CDCD/ABAB/CDCD'))
    np.testing.assert_array_equal(kernel.small, [[0, 1], [2, 3]])
    assert kernel.multiples == (2, 2)
    assert tied_structure.as_tiled(parse('AAA/AAA/AAA')).multiples == (3, 3)
    assert tied_structure.as_tiled(parse('ABA/CDC')) is None


@pytest.mark.parametrize('pattern', [symmetric((3, 3), 'both'), symmetric((4, 4), 'rotation'), 'ABC/DEF',
                                     '.A./ABA/.A.'])
def test_other_kernels_have_no_cheaper_strategy(pattern):
    cells = parse(pattern)
    assert tied_structure.as_tiled(cells) is None and tied_structure.as_repeated(cells) is None
    assert tied_strategies.select_strategy(cells, 512, 512, (1, 1), (1, 1), (28, 28)) == 'expanded'


def selected(layer, shape):
    layer.build(shape)
    return layer.strategy


def test_the_question_s_kernel_is_evenly_spaced_between_the_means_of_neighbours():
    grid = tied_structure.as_interpolated(parse(QUESTION), (1, 1))
    assert grid.zooms == (2, 2) and grid.starts == (1, 1) and grid.steps == (3, 3)
    np.testing.assert_array_equal(grid.weights, [[4, 2, 4], [2, 1, 2], [4, 2, 4]])
    grid = tied_structure.as_interpolated(parse(repeated((2, 3), [1, (1, 2, 1)])), (1, 1))
    assert grid.zooms == (1, 2) and grid.starts == (0, 0) and grid.steps == (1, 3)


@pytest.mark.parametrize('repeats', [(2, 1, 1), (3, 1, 3), (1, 1, 2)])
def test_runs_that_are_uneven_or_longer_than_two_are_not_interpolated(repeats):
    assert tied_structure.as_interpolated(parse(repeated((3, 3), repeats)), (1, 1)) is None


@pytest.mark.parametrize('strategy', ['interpolated', 'rows_by_sample'])
def test_the_gradient_of_a_gradient_is_that_of_the_expansion(strategy):
    actual = []
    for each in (strategy, 'expanded'):
        x = K.placeholder((2, 9, 8, 2))
        layer = TiedConv2D(3, QUESTION, kernel_initializer='ones', use_bias=False)
        layer.build((2, 9, 8, 2))
        layer.strategy = each
        draw = np.random.RandomState(0)
        layer.set_weights([draw.uniform(-1, 1, weight.shape) for weight in layer.get_weights()])
        slope = K.gradients(K.sum(K.square(layer(x))), [x])[0]
        twice = K.gradients(K.sum(K.square(slope)), [x, layer.kernel])
        actual.append(K.function([x], twice)([draw.uniform(-1, 1, (2, 9, 8, 2))]))
    assert all(close(*pair) for pair in zip(*actual))


def test_the_strategy_is_selected_by_the_static_shape():
    wins = custom_gradient.is_supported()
    tiles, repeats = tiled((3, 3), (2, 2)), repeated((3, 3), (2, 1, 2))
    large, small = (None, 28, 28, 128), (None, 28, 28, 1)
    assert selected(TiedConv2D(128, tiles), large) == ('tiled' if wins else 'expanded')
    repeats_strategy = {'tensorflow': 'interpolated', 'jax': 'rows'}.get(K.backend()) if wins else 'expanded'
    on_jax = repeats_strategy == 'rows'
    assert selected(TiedConv2D(128, repeats), large) == repeats_strategy
    assert selected(TiedConv2D(128, repeated((3, 3), [(1, 1, 1), (1, 1, 2)])), large) == 'expanded'
    assert selected(TiedConv2D(128, repeats, strides=2), large) == 'expanded'
    assert selected(TiedConv2D(1, tiles), small) == 'expanded'
    assert selected(TiedConv2D(1, repeats), small) == ('rows' if on_jax else 'expanded')
    assert selected(TiedConv2D(128, repeats), (None, 64, 64, 128)) == ('rows_by_sample' if on_jax else repeats_strategy)
    assert selected(TiedConv2D(16, repeats), (None, 128, 128, 16)) == 'expanded'
    assert selected(TiedConv2D(32, repeated((2, 2), (1, 2))), (None, 64, 64, 32)) == 'expanded'
    others = {'interpolated': 'repeated'}.get(repeats_strategy, repeats_strategy)
    assert selected(TiedConv2D(128, repeats, dilation_rate=2), large) == others
    assert selected(TiedConv2D(128, repeated((3, 3), 2)), large) == others
    assert selected(TiedConv2D(128, tiles, data_format='channels_first'), (None, 128, 28, 28)) == 'expanded'
    unknown = (None, None, None, 128)
    assert selected(TiedConv2D(128, tiles, strides=2, padding='same'), unknown) == 'expanded'
    assert selected(TiedConv2D(128, tiles, padding='same'), unknown) == ('tiled' if wins else 'expanded')


@pytest.mark.parametrize('pattern, padding', [(QUESTION, 'valid'), (QUESTION, 'same'), (tiled((2, 2), (2, 2)), 'same')])
def test_images_of_any_size_go_through_the_strategy_that_is_selected_and_train_it(pattern, padding):
    inputs, layer = Input((None, None, 64)), TiedConv2D(64, pattern, padding=padding, use_bias=False)
    model = Model(inputs, layer(inputs))
    x = np.random.RandomState(0).uniform(-1, 1, (2, 9, 12, 64)).astype('float32')
    start, actual = layer.get_weights(), model.predict(x)
    target = np.zeros(actual.shape)
    model.compile(SGD(lr=actual.size), 'mse')  # a mean: so the step is the gradient of the sum
    model.train_on_batch(x, target)
    plain = TiedConv2D(64, pattern, padding=padding, use_bias=False)
    outputs, _, gradient = computed(plain, 'expanded', x, target, start)
    assert close(actual, outputs) and close(start[0] - layer.get_weights()[0], gradient)
