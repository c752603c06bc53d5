"""Calls of stock layers in Keras 2's words, shared by the golden script and the test."""
from typing import Dict, NamedTuple, Tuple

import numpy as np

IMAGE, VIDEO, SERIES, FLAT = (7, 8, 3), (5, 6, 7, 2), (9, 4), (6,)


def case(name, *args, **kwargs):
    shapes = kwargs.pop('on')
    return name, args, kwargs, shapes if isinstance(shapes, list) else [shapes]


class Inner(NamedTuple):
    """A layer or a cell that is an argument."""

    name: str
    args: Tuple = ()
    kwargs: Dict = {}


CASES = [
    case('Dense', 4, activation='tanh', on=FLAT),
    case('Dense', 4, use_bias=False, kernel_initializer='ones', on=SERIES),
    case('Dense', units=3, activation='hard_sigmoid', on=FLAT),
    case('Activation', 'relu', on=FLAT),
    case('Activation', 'hard_sigmoid', on=FLAT),
    case('Activation', 'softmax', on=SERIES),
    case('Activation', 'selu', on=FLAT),
    case('Dropout', 0.5, on=FLAT),
    case('Dropout', rate=0.5, noise_shape=(None, 1), seed=3, on=FLAT),
    case('SpatialDropout1D', 0.5, on=SERIES),
    case('SpatialDropout2D', 0.5, on=IMAGE),
    case('Flatten', on=IMAGE),
    case('Flatten', data_format='channels_first', on=IMAGE),
    case('Reshape', (4, 9), on=SERIES),
    case('Reshape', target_shape=(-1, 6), on=SERIES),
    case('Permute', (2, 1), on=SERIES),
    case('RepeatVector', 3, on=FLAT),
    case('ActivityRegularization', l1=0.1, on=FLAT),
    case('Masking', mask_value=0., on=SERIES),
    case('Conv1D', 5, 3, strides=2, padding='same', activation='relu', on=SERIES),
    case('Conv1D', 5, 3, padding='causal', dilation_rate=2, on=SERIES),
    case('Conv2D', 4, (3, 2), strides=(2, 1), padding='valid', use_bias=True, on=IMAGE),
    case('Conv2D', filters=4, kernel_size=3, padding='same', dilation_rate=2, activation='tanh', on=IMAGE),
    case('Conv2D', 4, 3, data_format='channels_first', on=(3, 7, 8)),
    case('Conv3D', 2, 2, strides=(1, 2, 1), padding='same', on=VIDEO),
    case('Conv2DTranspose', 4, 3, strides=2, padding='same', on=IMAGE),
    case('Conv3DTranspose', 2, 2, strides=2, on=VIDEO),
    case('SeparableConv1D', 5, 3, depth_multiplier=2, on=SERIES),
    case('SeparableConv2D', 4, 3, padding='same', depth_multiplier=2, on=IMAGE),
    case('DepthwiseConv2D', 3, strides=(2, 2), depth_multiplier=2, on=IMAGE),
    case('UpSampling1D', 2, on=SERIES),
    case('UpSampling2D', (2, 3), on=IMAGE),
    case('UpSampling2D', 2, interpolation='bilinear', on=IMAGE),
    case('UpSampling3D', (1, 2, 1), on=VIDEO),
    case('ZeroPadding1D', (1, 2), on=SERIES),
    case('ZeroPadding2D', ((1, 0), (2, 1)), on=IMAGE),
    case('ZeroPadding3D', 1, on=VIDEO),
    case('Cropping1D', (1, 2), on=SERIES),
    case('Cropping2D', ((1, 0), (2, 1)), on=IMAGE),
    case('Cropping3D', 1, on=VIDEO),
    case('MaxPooling1D', 2, strides=3, padding='same', on=SERIES),
    case('AveragePooling1D', 3, on=SERIES),
    case('MaxPooling2D', (2, 3), padding='same', on=IMAGE),
    case('AveragePooling2D', pool_size=2, strides=(1, 2), padding='same', on=IMAGE),
    case('MaxPooling3D', 2, on=VIDEO),
    case('AveragePooling3D', 2, padding='same', on=VIDEO),
    case('GlobalMaxPooling1D', on=SERIES),
    case('GlobalAveragePooling1D', on=SERIES),
    case('GlobalMaxPooling2D', on=IMAGE),
    case('GlobalAveragePooling2D', data_format='channels_first', on=IMAGE),
    case('GlobalMaxPooling3D', on=VIDEO),
    case('GlobalAveragePooling3D', on=VIDEO),
    case('BatchNormalization', on=IMAGE),
    case('BatchNormalization', axis=1, epsilon=0.01, scale=False, on=IMAGE),
    case('GaussianNoise', 0.5, on=FLAT),
    case('GaussianDropout', 0.5, on=FLAT),
    case('AlphaDropout', 0.5, on=FLAT),
    case('LeakyReLU', 0.2, on=FLAT),
    case('LeakyReLU', alpha=0.1, on=FLAT),
    case('LeakyReLU', on=FLAT),
    case('PReLU', shared_axes=[1, 2], on=IMAGE),
    case('ELU', 0.7, on=FLAT),
    case('ThresholdedReLU', theta=0.2, on=FLAT),
    case('Softmax', axis=1, on=SERIES),
    case('ReLU', max_value=0.5, on=FLAT),
    case('ReLU', 0.8, negative_slope=0.1, threshold=0.2, on=FLAT),
    case('SimpleRNN', 5, return_sequences=True, on=SERIES),
    case('GRU', 5, on=SERIES),
    case('GRU', 5, reset_after=True, recurrent_activation='sigmoid', on=SERIES),
    case('LSTM', 5, on=SERIES),
    case('LSTM', units=5, activation='relu', go_backwards=True, return_sequences=True, unroll=True, on=SERIES),
    case('LSTM', 5, implementation=2, unit_forget_bias=False, on=SERIES),
    case('ConvLSTM2D', 2, 3, padding='same', on=VIDEO),
    case('LocallyConnected1D', 3, 2, on=SERIES),
    case('LocallyConnected2D', 3, (2, 2), strides=2, on=IMAGE),
    case('Add', on=[FLAT, FLAT, FLAT]),
    case('Subtract', on=[FLAT, FLAT]),
    case('Multiply', on=[SERIES, SERIES]),
    case('Average', on=[FLAT, FLAT, FLAT]),
    case('Maximum', on=[FLAT, FLAT]),
    case('Minimum', on=[FLAT, FLAT]),
    case('Concatenate', axis=1, on=[SERIES, (3, 4)]),
    case('Dot', 2, on=[SERIES, (3, 4)]),
    case('Dot', axes=(1, 1), normalize=True, on=[FLAT, FLAT]),
    case('Bidirectional', Inner('LSTM', (4,)), on=SERIES),
    case('Bidirectional', Inner('GRU', (3,), {'return_sequences': True}), merge_mode='sum', on=SERIES),
    case('Bidirectional', layer=Inner('SimpleRNN', (3,), {'activation': 'hard_sigmoid'}), merge_mode='mul', on=SERIES),
    case('TimeDistributed', Inner('Dense', (2,), {'activation': 'hard_sigmoid'}), on=SERIES),
    case('TimeDistributed', Inner('Conv2D', (3, 2), {'strides': 2}), on=VIDEO),
    case('RNN', Inner('LSTMCell', (3,)), on=SERIES),
    case('RNN', [Inner('GRUCell', (3,)), Inner('LSTMCell', (2,))], return_sequences=True, on=SERIES),
]


def identity(index):
    """The name of a case among the tests and in the stored file."""
    name, args, kwargs, _ = CASES[index]
    words = [str(value) for value in args] + ['%s=%s' % pair for pair in sorted(kwargs.items())]
    return '%03d %s(%s)' % (index, name, ', '.join(words))


def values(index, shapes, batch=None):
    """The same numbers for the same case everywhere: between -1 and 1, or as weights, around 0.5."""
    random = np.random.RandomState(index)
    sizes = [((batch,) if batch else ()) + tuple(shape) for shape in shapes]
    return [random.uniform(-1 if batch else 0.1, 1, size).astype('float32') for size in sizes]


def made(value):
    """The layer that is meant, with the layers that are its arguments; other values as they are."""
    from compat import layers
    if isinstance(value, Inner):
        return getattr(layers, value.name)(*[made(one) for one in value.args],
                                           **{name: made(one) for name, one in value.kwargs.items()})
    return [made(one) for one in value] if isinstance(value, list) else value


def run(index):
    """The prediction of a model of the case's layer, the static output shape, and the weights' shapes."""
    from compat import backend as K
    from compat import layers
    from compat.models import Model
    name, args, kwargs, shapes = CASES[index]
    inputs = [layers.Input(shape) for shape in shapes]
    layer = made(Inner(name, args, kwargs))
    output = layer(inputs[0] if len(inputs) == 1 else inputs)
    weights = [weight.shape for weight in layer.get_weights()]
    layer.set_weights(values(1000 + index, weights))
    data = values(index, shapes, batch=2)
    predicted = Model(inputs, output).predict(data[0] if len(data) == 1 else data)
    return (predicted, [None if size is None else int(size) for size in K.int_shape(output)],
            [[int(size) for size in shape] for shape in weights])
