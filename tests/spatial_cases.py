"""Convolutions, pooling, padding, cropping, upsampling and local layers by all their arguments: a script and a test.

A case is a class with its arguments: the positional ones, and at most two that are not the defaults, two of those that
say which positions an output is computed from.
"""
import itertools
import json
from typing import Dict, NamedTuple, Tuple

import numpy as np

SIZES = {1: (9,), 2: (7, 8), 3: (5, 6, 7)}
CHANNELS = 3
LAST, FIRST = 'channels_last', 'channels_first'
CONVOLUTION = {'padding': ['same'], 'data_format': [FIRST], 'activation': ['relu'], 'use_bias': [False]}
RANDOM = {'kernel_initializer': ['he_normal'], 'bias_initializer': ['ones'], 'kernel_regularizer': ['l2'],
          'bias_regularizer': ['l1'], 'activity_regularizer': ['l2'], 'kernel_constraint': ['unit_norm'],
          'bias_constraint': ['non_neg']}
OF_CHANNELS = {'depth_multiplier': [2], 'depthwise_initializer': ['he_normal'], 'depthwise_regularizer': ['l2'],
               'depthwise_constraint': ['unit_norm'], 'bias_regularizer': ['l1']}
SEPARABLE = dict(OF_CHANNELS, pointwise_initializer=['ones'], pointwise_regularizer=['l1'],
                 pointwise_constraint=['non_neg'])
POOLING = {'padding': ['same'], 'data_format': [FIRST]}
# Options that are combined with each other, by their first values.
COMBINED = ('data_format', 'dilation_rate', 'output_padding', 'padding', 'strides')
# Options that say nothing of the output: without another, only the config and the weights are compared.
OF_WEIGHTS = tuple(RANDOM) + tuple(SEPARABLE)[1:]

# Class: the number of spatial axes, the positional arguments, and the values of each option beside its default.
LAYERS = {
    'Conv1D': (1, (4, 3), dict(CONVOLUTION, padding=['same', 'causal'], strides=[2], dilation_rate=[2], **RANDOM)),
    'Conv2D': (2, (4, (3, 2)), dict(CONVOLUTION, strides=[2, (2, 1)], dilation_rate=[2, (1, 2)], **RANDOM)),
    'Conv3D': (3, (2, (2, 3, 2)), dict(CONVOLUTION, strides=[2], dilation_rate=[(1, 2, 1)], **RANDOM)),
    'Conv2DTranspose': (2, (4, (3, 2)), dict(CONVOLUTION, strides=[2, (2, 3)], output_padding=[0, 1],
                                             dilation_rate=[2], **RANDOM)),
    'Conv3DTranspose': (3, (2, (2, 3, 2)), dict(CONVOLUTION, strides=[2, (3, 2, 2)], output_padding=[0, 1], **RANDOM)),
    'SeparableConv1D': (1, (4, 3), dict(CONVOLUTION, strides=[2], dilation_rate=[2], **SEPARABLE)),
    'SeparableConv2D': (2, (4, (3, 2)), dict(CONVOLUTION, strides=[2], dilation_rate=[2], **SEPARABLE)),
    'DepthwiseConv2D': (2, ((3, 2),), dict(CONVOLUTION, strides=[2], **OF_CHANNELS)),
    'UpSampling1D': (1, (), {'size': [1, 3]}),
    'UpSampling2D': (2, (), {'size': [3, (1, 2)], 'data_format': [FIRST], 'interpolation': ['bilinear']}),
    'UpSampling3D': (3, (), {'size': [1, (1, 2, 3)], 'data_format': [FIRST]}),
    'ZeroPadding1D': (1, (), {'padding': [2, (0, 3)]}),
    'ZeroPadding2D': (2, (), {'padding': [2, (0, 1), ((1, 0), (2, 3))], 'data_format': [FIRST]}),
    'ZeroPadding3D': (3, (), {'padding': [2, (0, 1, 2), ((1, 0), (2, 0), (0, 1))], 'data_format': [FIRST]}),
    'Cropping1D': (1, (), {'cropping': [2, (0, 3)]}),
    'Cropping2D': (2, (), {'cropping': [2, (0, 1), ((1, 0), (2, 3))], 'data_format': [FIRST]}),
    'Cropping3D': (3, (), {'cropping': [2, (0, 1, 2), ((1, 0), (2, 0), (0, 1))], 'data_format': [FIRST]}),
    'MaxPooling1D': (1, (), dict(POOLING, pool_size=[3, (4,)], strides=[1, 3])),
    'AveragePooling1D': (1, (), dict(POOLING, pool_size=[3, (4,)], strides=[1, 3])),
    'MaxPooling2D': (2, (), dict(POOLING, pool_size=[3, (1, 4)], strides=[1, (2, 3)])),
    'AveragePooling2D': (2, (), dict(POOLING, pool_size=[3, (1, 4)], strides=[1, (2, 3)])),
    'MaxPooling3D': (3, (), dict(POOLING, pool_size=[(1, 3, 2)], strides=[1, (2, 3, 1)])),
    'AveragePooling3D': (3, (), dict(POOLING, pool_size=[(1, 3, 2)], strides=[1, (2, 3, 1)])),
    'GlobalMaxPooling1D': (1, (), {'data_format': [FIRST]}),
    'GlobalAveragePooling1D': (1, (), {'data_format': [FIRST]}),
    'GlobalMaxPooling2D': (2, (), {'data_format': [FIRST]}),
    'GlobalAveragePooling2D': (2, (), {'data_format': [FIRST]}),
    'GlobalMaxPooling3D': (3, (), {'data_format': [FIRST]}),
    'GlobalAveragePooling3D': (3, (), {'data_format': [FIRST]}),
    'LocallyConnected1D': (1, (4, 3), dict({name: CONVOLUTION[name] for name in ('activation', 'use_bias')},
                                           strides=[2], data_format=[FIRST], **RANDOM)),
    'LocallyConnected2D': (2, (4, (3, 2)), dict({name: CONVOLUTION[name] for name in (
        'activation', 'use_bias', 'data_format')}, strides=[2, (1, 2)], **RANDOM)),
}


class Case(NamedTuple):
    """A class of layers, its arguments, and the shape of its input without the batch."""

    name: str
    args: Tuple
    kwargs: Dict
    shape: Tuple

    def make(self):
        """The layer."""
        from compat import layers
        return getattr(layers, self.name)(*self.args, **self.kwargs)


def cases_of(name):
    """The cases of a class."""
    axes, args, options = LAYERS[name]
    alternatives = [(option, value) for option in sorted(options) for value in options[option]]
    pairs = itertools.combinations([(option, options[option][0]) for option in COMBINED if option in options], 2)
    if name.startswith('Separable'):
        # TensorFlow 1 has an order of its own for strides with a dilation: difference 'strides-of-dilated-channels'.
        pairs = [pair for pair in pairs if {option for option, _ in pair} != {'dilation_rate', 'strides'}]
    for chosen in [()] + [(one,) for one in alternatives] + list(pairs):
        kwargs = dict(chosen)
        first = kwargs.get('data_format') == FIRST and name != 'LocallyConnected1D'
        yield Case(name, args, kwargs, (CHANNELS,) + SIZES[axes] if first else SIZES[axes] + (CHANNELS,))


CASES = {name: list(cases_of(name)) for name in LAYERS}


def identity(case):
    """The name of a case in the stored table."""
    return '%s(%s)' % (case.name, ', '.join('%s=%s' % pair for pair in sorted(case.kwargs.items())))


def plain(value):
    """The value as JSON has it."""
    return json.loads(json.dumps(value))


def configured(case):
    """Pairs of the config, without what every layer has: all of them, or the arguments that are not the default."""
    config = [[key, value] for key, value in case.make().get_config().items()
              if key not in ('name', 'trainable', 'dtype')]
    return [[key, value] for key, value in config if not case.kwargs or key in case.kwargs]


def shaped(case):
    """The shapes that it says of its output for sizes that are known, and for those that are not."""
    unknown = tuple(None if size != CHANNELS else size for size in case.shape)
    layer = case.make()
    return [layer.compute_output_shape((2,) + case.shape), layer.compute_output_shape((None,) + unknown)]


def weights_of(layer):
    """The names, without that of the layer, and the shapes of its weights."""
    return [[weight.name.split('/')[-1].split(':')[0], list(array.shape)]
            for weight, array in zip(layer.weights, layer.get_weights())]


def numbers(count, *sizes):
    """The same numbers for a count everywhere, between -1 and 1."""
    return np.random.RandomState(count).uniform(-1, 1, sizes).astype('float32')


def sums_of(array):
    """Three sums of the numbers of an array, with random signs."""
    array = np.asarray(array)
    return [float(one) for one in (np.sign(numbers(11, 3, array.size)) * array.reshape(1, -1)).sum(1)]


def predicted(tensors):
    """The outputs of triples (case, input, output); None for one that cannot be computed."""
    from compat.models import Model
    try:
        outputs = Model([given for _, given, _ in tensors], [made for _, _, made in tensors]).predict(
            [numbers(7, 2, *case.shape) for case, _, _ in tensors])
    except Exception:  # noqa: BLE001, TensorFlow 1 finds some faults here only
        return [None] if len(tensors) == 1 else [predicted([one])[0] for one in tensors]
    return outputs if len(tensors) > 1 else [outputs]


def computed(cases):
    """For each case the name of its error, or its weights and three sums of its output, of random signs."""
    from compat import backend as K
    from compat.layers import Input
    K.clear_session()
    found, tensors = {}, []
    for case in cases:
        given = Input(case.shape)
        try:
            layer = case.make()
            made = layer(given)
        except Exception as error:  # noqa: BLE001, which one is what is asked
            found[identity(case)] = type(error).__name__
            continue
        found[identity(case)] = {'weights': weights_of(layer)}
        if set(case.kwargs) & set(OF_WEIGHTS):
            continue
        layer.set_weights([numbers(place, *array.shape) for place, array in enumerate(layer.get_weights())])
        found[identity(case)]['static'] = list(K.int_shape(made))
        tensors.append((case, given, made))
    for (case, _, _), array in zip(tensors, predicted(tensors)):
        found[identity(case)].update({} if array is None else {'shape': list(array.shape), 'sums': sums_of(array)})
    return found


def table_of(name):
    """What is known of the cases of a class."""
    table = computed(CASES[name])
    for case in CASES[name]:
        if isinstance(table[identity(case)], dict):
            table[identity(case)].update(config=configured(case), shapes=shaped(case))
    return plain(table)


# Arguments that are wrong, as text, and what they are wrong for.
CONVOLUTIONS = ('Conv1D', 'Conv2D', 'Conv3DTranspose', 'SeparableConv1D', 'LocallyConnected2D')
WRONG_FOR_CONVOLUTIONS = (
    '3', 'filters=3', 'kernel_size=2', '3, (2,) * 4', '3, 2.5', '3, None', '3, np.int64(2)', "3, 'a'",
    '3, 2, strides=(1,) * 4', '3, 2, strides=None', "3, 2, padding='full'", '3, 2, padding=None',
    "3, 2, data_format='tf'", "3, 2, activation='rellu'", "3, 2, bias_initializer='x'", '3, 2, bias_constraint=7',
    '3, 2, colour=1', '3, 2, groups=1', "3, 2, 1, 'same', None, 1, 2")
WRONG = [(name, text) for name in CONVOLUTIONS for text in WRONG_FOR_CONVOLUTIONS] + [
    ('Conv1D', "3, 2, padding='causal', data_format='channels_first'"), ('Conv1D', "3, 2, padding='causal', "
     'data_format=None'), ('Conv2D', "3, 2, padding='causal'"), ('Conv2D', '3, 2, strides=2, dilation_rate=2'),
    ('Conv2D', '3, 2, input_dim=3'), ('Conv2D', '3, 2, nb_filter=4'), ('Conv2D', '3, 9'),
    ('Conv2D', '3, 2, dilation_rate=(1, 2, 3)'),
    ('Conv2DTranspose', '3, 2, strides=2, output_padding=2'), ('Conv2DTranspose', '3, 2, output_padding=(0, 0, 0)'),
    ('Conv3DTranspose', "3, 2, padding='causal'"), ('DepthwiseConv2D', ''), ('DepthwiseConv2D', '3, filters=3'),
    ('DepthwiseConv2D', "3, padding='causal'"), ('DepthwiseConv2D', '3, depthwise_initializer=7'),
    ('LocallyConnected1D', "3, 2, padding='same'"), ('LocallyConnected2D', "3, 2, padding='causal'"),
    ('MaxPooling1D', '(2, 2)'), ('MaxPooling2D', '2.5'), ('MaxPooling2D', '9'), ('MaxPooling2D', '2, (1, 2, 3)'),
    ('AveragePooling2D', "padding='full'"), ('AveragePooling3D', 'np.int64(2)'), ('AveragePooling3D',
                                                                                  "2, 2, 'same', 'x'"),
    ('AveragePooling3D', "2, 2, 'same', 'channels_last', 1"), ('MaxPooling1D', 'pool_length=2, pool_size=2'),
    ('MaxPooling3D', 'colour=1'), ('GlobalMaxPooling1D', "'x'"), ('GlobalAveragePooling2D', 'colour=1'),
    ('GlobalMaxPooling3D', '1'), ('UpSampling1D', "'a'"), ('UpSampling1D', "data_format='channels_last'"),
    ('UpSampling2D', '(1, 2, 3)'), ('UpSampling2D', "interpolation='cubic'"), ('UpSampling3D', "data_format='x'"),
    ('ZeroPadding1D', '(1, 2, 3)'), ('ZeroPadding2D', 'None'), ('ZeroPadding2D', '(1, 2, 3)'),
    ('ZeroPadding2D', '((1, 2), (1, 2, 3))'), ('ZeroPadding2D', 'np.int64(1)'), ('ZeroPadding3D', "1, 'x'"),
    ('Cropping1D', 'None'), ('Cropping2D', '1.5'), ('Cropping2D', '((1, 2), 3.5)'), ('Cropping3D', '(1, 2)')]
# Arguments that are right, for a layer that is called on an input of another rank, of no known channels, on two inputs,
# or on a masked one.
CALLED = [('Conv1D', '3, 2'), ('Conv2D', '3, 2'), ('Conv3D', '3, 2'), ('Conv2DTranspose', '3, 2'),
          ('Conv3DTranspose', '3, 2'), ('SeparableConv1D', '3, 2'), ('SeparableConv2D', '3, 2'),
          ('DepthwiseConv2D', '2'), ('LocallyConnected1D', '3, 2')] + [(name, '') for name in LAYERS
                                                                       if not LAYERS[name][1]]
INPUTS = {'fewer axes': lambda shape: [shape[:-1]], 'more axes': lambda shape: [shape + (2,)],
          'no channels': lambda shape: [shape[:-1] + (None,)], 'two inputs': lambda shape: [shape, shape],
          'masked': lambda shape: [shape]}


def failure(name, text, shapes, masked=False):
    """Where the layer raises and the class of the error, None for no error.

    The layer is of that class, with the arguments that the text has, and is called on new inputs of those shapes.
    """
    from compat import layers
    try:
        layer = eval('getattr(layers, name)(%s)' % text, {'layers': layers, 'name': name, 'np': np})  # noqa: S307
    except Exception as error:  # noqa: BLE001, which one is what is asked
        return ['constructor', type(error).__name__]
    tensors = [layers.Input(shape) for shape in shapes]
    if masked:
        tensors = [layers.Masking()(tensor) for tensor in tensors]
    try:
        layer(tensors[0] if len(tensors) == 1 else tensors)
    except Exception as error:  # noqa: BLE001
        return ['call', type(error).__name__]
    return None


def refused():
    """{call: [where it raises, the class of the error]} of what is wrong."""
    results = {}
    for name, text in WRONG:
        results['%s(%s)' % (name, text)] = failure(name, text, [SIZES[LAYERS[name][0]] + (CHANNELS,)])
    for name, text in CALLED:
        for kind, shapes in INPUTS.items():
            inputs = shapes(SIZES[LAYERS[name][0]] + (CHANNELS,))
            results['%s(%s) on %s' % (name, text, kind)] = failure(name, text, inputs, kind == 'masked')
    return results
