"""What every convolutional layer of customlayers has in common: Conv2D's options, their shapes, and their refusals."""
import json

import numpy as np
import pytest

from compat import backend as K
from compat import layers
from compat.models import Model
from compat.optimizers import SGD
from customlayers import (Conv2DTiledKernel, CustomConv2D, DynamicConv1D, DynamicConv2D, DynamicConv3D, KernelPredictor,
                          StandardizedConv1D, StandardizedConv2D, StandardizedConv3D, TiedConv1D, TiedConv2D,
                          TiedConv3D)

# The class: its rank, its first arguments, and the kernel's size that they give.
FAMILIES = {
    TiedConv1D: (1, (2, 'ABBC'), (4,)), TiedConv2D: (2, (2, 'AAB/CCB'), (2, 3)),
    TiedConv3D: (3, (2, 'AB/BA//BA/AB'), (2, 2, 2)), CustomConv2D: (2, (2,), (5, 5)),
    Conv2DTiledKernel: (2, (2, (1, 2), (3, 1)), (3, 2)),
    DynamicConv1D: (1, (2, 4), (4,)), DynamicConv2D: (2, (2, (2, 3)), (2, 3)), DynamicConv3D: (3, (2, 2), (2, 2, 2)),
    StandardizedConv1D: (1, (2, 4), (4,)), StandardizedConv2D: (2, (2, (2, 3)), (2, 3)),
    StandardizedConv3D: (3, (2, 2), (2, 2, 2))}
DYNAMIC = (DynamicConv1D, DynamicConv2D, DynamicConv3D)
TIED = (TiedConv1D, TiedConv2D, TiedConv3D, CustomConv2D, Conv2DTiledKernel)
SPATIAL = {1: (11,), 2: (11, 12), 3: (5, 6, 7)}
PLAIN = {1: layers.Conv1D, 2: layers.Conv2D, 3: layers.Conv3D}
SHAPES = [{}, {'padding': 'same'}, {'strides': 2}, {'strides': 3, 'padding': 'same'}, {'dilation_rate': 2},
          {'dilation_rate': 2, 'padding': 'same'}]
CAUSAL = [{'padding': 'causal'}, {'padding': 'causal', 'strides': 2}, {'padding': 'causal', 'dilation_rate': 3}]
every_class = pytest.mark.parametrize('cls', sorted(FAMILIES, key=lambda cls: cls.__name__))


def drawn(*shape):
    return np.random.RandomState(len(shape)).uniform(-1, 1, shape).astype('float32')


def made(cls, **options):
    return cls(*FAMILIES[cls][1], **options)


def called(layer, x):
    """The output of the layer on a symbol; a dynamic one gets a kernel of ones for all samples."""
    if not isinstance(layer, DYNAMIC):
        return layer(x)
    size = FAMILIES[type(layer)][2] + (2, layer.filters)
    return layer([x, layers.Lambda(lambda inputs: K.ones(size), output_shape=lambda shape: size)(x)])


def shape_of(layer, x_shape):
    """What compute_output_shape says for that input."""
    if isinstance(layer, DYNAMIC):
        return layer.compute_output_shape([x_shape, (None,) + FAMILIES[type(layer)][2] + (2, layer.filters)])
    return layer.compute_output_shape(x_shape)


@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
@every_class
def test_compute_output_shape_is_the_shape_of_what_is_computed(cls, data_format):
    rank = FAMILIES[cls][0]
    first = data_format == 'channels_first'
    shape = (2,) + SPATIAL[rank] if first else SPATIAL[rank] + (2,)
    sets = SHAPES + (CAUSAL if rank == 1 and not first else [])
    made_layers = [made(cls, data_format=data_format, **options) for options in sets]
    inputs = layers.Input(shape)
    symbols = [called(layer, inputs) for layer in made_layers]
    arrays = Model(inputs, symbols).predict(drawn(3, *shape))
    for options, layer, symbol, array in zip(sets, made_layers, symbols, arrays):
        assert shape_of(layer, (3,) + shape) == array.shape, options
        assert shape_of(layer, (None,) + shape) == K.int_shape(symbol) == (None,) + array.shape[1:], options
        unknown = (None,) * rank
        expected = (None, 2) + unknown if first else (None,) + unknown + (2,)
        assert shape_of(layer, (None, 2) + unknown if first else (None,) + unknown + (2,)) == expected


@pytest.mark.parametrize('cls', [TiedConv1D, DynamicConv1D, StandardizedConv1D])
@pytest.mark.parametrize('options', CAUSAL)
def test_causal_outputs_see_nothing_of_later_steps(cls, options):
    layer = made(cls, **options)
    inputs = layers.Input((11, 2))
    model = Model(inputs, called(layer, inputs))
    x = drawn(1, 11, 2)
    changed = x.copy()
    changed[:, 6:] *= -1
    before, after = model.predict(x)[0], model.predict(changed)[0]
    stride = options.get('strides', 1)
    assert before.shape == (-(-11 // stride), 2)
    first = -(-6 // stride)
    np.testing.assert_allclose(after[:first], before[:first], atol=1e-6)
    assert np.abs(after[first:] - before[first:]).max(axis=-1).min() > 1e-4


def named(cls, everything):
    """Those of the options that the class takes."""
    return {name: value for name, value in everything.items() if cls not in DYNAMIC or not name.startswith('kernel_')}


def as_in_keras_2(value):
    """A value of a config without what later hosts add to it: where the class is."""
    return [value['class_name'], value['config']] if isinstance(value, dict) else value


EVERY_OPTION = dict(
    strides=2, padding='same', data_format='channels_first', activation='tanh', use_bias=True,
    kernel_initializer='he_normal', bias_initializer='ones', kernel_regularizer='l2', bias_regularizer='l1',
    activity_regularizer='l2', kernel_constraint='max_norm', bias_constraint='non_neg', name='mine', trainable=False)


@every_class
def test_the_layer_takes_the_options_of_the_builtin_one_and_its_config_has_them_all(cls):
    builtin = PLAIN[FAMILIES[cls][0]](2, 3, **EVERY_OPTION).get_config()
    for more in ({}, {'strides': 1, 'dilation_rate': 2}):
        layer = made(cls, **named(cls, dict(EVERY_OPTION, **more)))
        config = layer.get_config()
        again = cls.from_config(json.loads(json.dumps(config)))
        assert again.get_config() == config
        assert (again.name, again.trainable, again.activation) == ('mine', False, layer.activation)
        for name in ('strides', 'dilation_rate', 'padding', 'data_format', 'kernel_size', 'filters', 'use_bias'):
            assert getattr(again, name) == getattr(layer, name), name
    config = made(cls, **named(cls, EVERY_OPTION)).get_config()
    for name in named(cls, EVERY_OPTION):
        assert as_in_keras_2(config[name]) == as_in_keras_2(builtin[name]), name


@every_class
def test_regularizers_and_constraints_see_the_weights_and_the_outputs(cls):
    options = named(cls, dict(kernel_initializer='ones', bias_initializer='ones', kernel_regularizer='l2',
                              bias_regularizer='l1', activity_regularizer='l1', kernel_constraint='non_neg',
                              bias_constraint='non_neg'))
    layer = made(cls, padding='same', **options)
    x = np.ones((1,) + SPATIAL[FAMILIES[cls][0]] + (2,))
    inputs = layers.Input(x.shape[1:])
    model = Model(inputs, called(layer, inputs))
    model.compile(SGD(lr=0.1), lambda target, output: 0 * output)
    outputs = model.predict(x)
    penalty = 0.01 * (np.abs(outputs).sum() + sum(weight.size for weight in layer.get_weights()))
    target = np.zeros(outputs.shape)
    np.testing.assert_allclose(np.ravel(model.evaluate(x, target, verbose=0))[0], penalty, rtol=1e-4)
    layer.set_weights([-weight for weight in layer.get_weights()])
    model.train_on_batch(x, target)
    assert layer.get_weights() and all(weight.min() >= 0 for weight in layer.get_weights())


@every_class
def test_keras_1_names_mean_what_they_meant(cls):
    rank = FAMILIES[cls][0]
    old = dict(nb_filter=3, border_mode='same', W_regularizer='l2', b_regularizer='l1', W_constraint='non_neg',
               b_constraint='non_neg', init='ones', bias=True)
    old.update({'subsample_length': 2} if rank == 1 else {'subsample': (2,) * rank, 'dim_ordering': 'th'})
    if cls in DYNAMIC:
        old = {name: value for name, value in old.items() if name != 'init' and not name.startswith('W_')}
    rest = FAMILIES[cls][1][1:]
    rest_by_name = dict(zip(('pattern',) if cls in (TiedConv1D, TiedConv2D, TiedConv3D) else
                            ('kernel_size', 'multiplies'), rest))
    with pytest.warns(UserWarning, match='Update your `%s` call to the Keras 2 API' % cls.__name__):
        layer = cls(**dict(old, **rest_by_name))
    assert layer.data_format == ('channels_last' if rank == 1 else 'channels_first')
    expected = cls(3, *rest, **named(cls, dict(
        padding='same', strides=2, use_bias=True, kernel_regularizer='l2', bias_regularizer='l1',
        kernel_constraint='non_neg', bias_constraint='non_neg', kernel_initializer='ones', name=layer.name,
        data_format=layer.data_format)))
    assert layer.get_config() == expected.get_config()


@pytest.mark.parametrize('cls, sizes', [
    (cls, sizes) for rank, sizes in ((1, {'filter_length': 4}), (2, {'nb_row': 2, 'nb_col': 3}),
                                     (3, {'kernel_dim1': 2, 'kernel_dim2': 3, 'kernel_dim3': 4}))
    for cls in FAMILIES if FAMILIES[cls][0] == rank and cls not in TIED])
def test_keras_1_sizes_for_each_axis_are_taken(cls, sizes):
    with pytest.warns(UserWarning, match='Update your `%s` call' % cls.__name__):
        assert cls(2, **sizes).kernel_size == tuple(sizes[name] for name in sorted(sizes, reverse='nb_row' in sizes))


REFUSED = [
    (dict(data_format='channels_middle'), 'data_format'), (dict(strides=2, dilation_rate=2), 'above 1, not both'),
    (dict(strides=0), '`strides` argument must be a positive integer'),
    (dict(strides=(1, 2, 3, 4)), '`strides` argument must be a positive integer'),
    (dict(dilation_rate=1.5), '`dilation_rate` argument must be a positive integer'),
    (dict(padding='full'), r'`padding` argument of \w+ must be one of valid, same')]


@every_class
def test_bad_arguments_are_refused_at_construction(cls):
    rank, arguments, _ = FAMILIES[cls]
    causal = (dict(padding='causal', data_format='channels_first'),
              'channels_last' if rank == 1 else 'must be one of valid, same, and is .causal')
    for options, message in REFUSED + [causal]:
        with pytest.raises(ValueError, match=message):
            made(cls, **options)
    with pytest.raises(ValueError, match='`filters` argument must be a positive integer'):
        cls(0, *arguments[1:])
    if cls not in TIED:
        with pytest.raises(ValueError, match='`kernel_size` argument must be a positive integer.*, and is 0'):
            cls(2, 0)
    with pytest.raises(TypeError, match='colour'):
        made(cls, colour='red')


@every_class
def test_an_input_that_does_not_fit_is_refused_when_the_layer_is_built(cls):
    rank = FAMILIES[cls][0]
    for shape, message in ((SPATIAL[rank], 'takes inputs with %d axes' % (rank + 2)),
                           (SPATIAL[rank] + (None,), 'needs the number of channels'),
                           ((1,) * rank + (2,), 'spans')):
        layer = made(cls)
        with pytest.raises(ValueError, match=message):
            layer.build([(None,) + shape, (None, 4)] if cls in DYNAMIC else (None,) + shape)


@pytest.mark.parametrize('cls', DYNAMIC)
def test_a_kernel_of_another_size_names_expected_and_given_in_every_rank(cls):
    size = FAMILIES[cls][2]
    count = int(np.prod(size)) * 2 * 2
    x = layers.Input(SPATIAL[len(size)] + (2,))
    with pytest.raises(ValueError, match=r'expected a kernel of %d numbers .* was given the shape \(%d,\), %d numbers'
                       % (count, count + 1, count + 1)):
        made(cls)([x, layers.Input((count + 1,))])
    with pytest.raises(ValueError, match='the batch sizes of the input, 4, and of the kernel, 5, differ'):
        made(cls)([layers.Input(batch_shape=(4,) + SPATIAL[len(size)] + (2,)), layers.Input(batch_shape=(5, count))])


@pytest.mark.parametrize('cls', DYNAMIC)
def test_keras_1_options_of_a_kernel_that_the_layer_has_not_are_refused(cls):
    for old, new in (('init', 'initializer'), ('W_regularizer', 'regularizer'), ('W_constraint', 'constraint')):
        with pytest.warns(UserWarning), pytest.raises(TypeError, match='takes no kernel_%s' % new):
            made(cls, **{old: None})


def test_an_unknown_data_format_of_a_kernel_predictor_is_refused():
    with pytest.raises(ValueError, match='data_format'):
        KernelPredictor(4, (3, 3), 2, data_format='channels_middle')
