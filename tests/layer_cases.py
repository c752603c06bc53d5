"""Calls of stock layers in Keras 2's words, shared by the golden script and the test."""
import functools
from typing import Dict, List, NamedTuple, Tuple

import numpy as np

IMAGE, VIDEO, SERIES, SHORT, FLAT = (7, 8, 3), (5, 6, 7, 2), (9, 4), (5, 3), (6,)


class Case(NamedTuple):
    """A call of a layer on inputs of those shapes; where they are masked, some steps are zeros under Masking."""

    name: str
    args: Tuple
    kwargs: Dict
    shapes: List
    masked: bool
    differentiated: bool


# Gradients through time take long to compile: of the layers below only cases that say so have them. Keras 2 gives those
# of an Embedding sparse.
NOT_DIFFERENTIATED = ('Bidirectional', 'ConvLSTM2D', 'Embedding', 'RNN')
THROUGH_TIME = ('SimpleRNN', 'GRU', 'LSTM')


def case(name, *args, **kwargs):
    shapes = kwargs.pop('on')
    masked = kwargs.pop('masked', False)
    through_time = name in NOT_DIFFERENTIATED or name in THROUGH_TIME and (masked or 'unroll' in kwargs)
    differentiated = kwargs.pop('differentiated', not through_time)
    return Case(name, args, kwargs, shapes if isinstance(shapes, list) else [shapes], masked, differentiated)


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
    case('Embedding', 7, 3, on=SERIES),
    case('Embedding', 7, 3, mask_zero=True, input_length=6, on=FLAT),
    case('Conv1D', 5, 3, data_format='channels_first', on=(4, 9)),
    case('Conv2DTranspose', 4, 3, strides=2, output_padding=1, on=IMAGE),
    case('Conv2DTranspose', 4, 3, strides=(2, 1), padding='same', data_format='channels_first', on=(3, 4, 5)),
    case('Conv3DTranspose', 2, 2, strides=2, output_padding=1, on=(2, 3, 3, 2)),
    case('Conv3DTranspose', 2, 2, data_format='channels_first', on=(2, 3, 3, 4)),
    case('Conv3D', 2, 2, data_format='channels_first', on=(2, 4, 4, 3)),
    case('SeparableConv1D', 5, 3, data_format='channels_first', on=(4, 9)),
    case('SeparableConv2D', 4, 3, data_format='channels_first', dilation_rate=2, on=(3, 7, 8)),
    case('DepthwiseConv2D', 3, data_format='channels_first', activation='relu', on=(3, 7, 8)),
    case('UpSampling2D', (2, 1), data_format='channels_first', on=(3, 4, 5)),
    case('UpSampling3D', (2, 1, 2), data_format='channels_first', on=(2, 2, 3, 4)),
    case('ZeroPadding2D', (1, 2), data_format='channels_first', on=(3, 4, 5)),
    case('ZeroPadding3D', ((0, 1), (1, 0), (2, 0)), data_format='channels_first', on=(2, 2, 3, 4)),
    case('Cropping2D', (1, 2), data_format='channels_first', on=(3, 4, 5)),
    case('Cropping3D', ((0, 1), (1, 0), (1, 2)), data_format='channels_first', on=(2, 2, 3, 4)),
    case('MaxPooling1D', 2, data_format='channels_first', on=(4, 9)),
    case('AveragePooling1D', 3, strides=2, padding='same', data_format='channels_first', on=(4, 9)),
    case('MaxPooling2D', 2, padding='same', data_format='channels_first', on=(3, 7, 8)),
    case('AveragePooling2D', (2, 3), data_format='channels_first', on=(3, 7, 8)),
    case('MaxPooling3D', 2, data_format='channels_first', on=(2, 4, 4, 5)),
    case('AveragePooling3D', 2, padding='same', data_format='channels_first', on=(2, 4, 4, 5)),
    case('GlobalMaxPooling1D', data_format='channels_first', on=(4, 9)),
    case('GlobalAveragePooling1D', data_format='channels_first', on=(4, 9)),
    case('GlobalMaxPooling2D', data_format='channels_first', on=(3, 7, 8)),
    case('GlobalMaxPooling3D', data_format='channels_first', on=(2, 4, 4, 5)),
    case('GlobalAveragePooling3D', data_format='channels_first', on=(2, 4, 4, 5)),
    case('LocallyConnected2D', 3, 2, data_format='channels_first', on=(3, 4, 5)),
    case('ConvLSTM2D', 2, 3, return_sequences=True, recurrent_activation='sigmoid', on=(4, 5, 6, 2)),
    case('ConvLSTM2D', 2, 2, strides=2, go_backwards=True, return_state=True, activation='relu', on=(4, 5, 6, 2)),
    case('ConvLSTM2D', 2, 2, dilation_rate=2, unit_forget_bias=False, use_bias=False, on=(4, 5, 6, 2)),
    case('SimpleRNN', 3, go_backwards=True, return_state=True, on=SERIES),
    case('GRU', 3, implementation=2, go_backwards=True, return_sequences=True, on=SERIES),
    case('GRU', 3, implementation=2, reset_after=True, use_bias=False, return_state=True, on=SERIES),
    case('LSTM', 3, return_state=True, return_sequences=True, recurrent_activation='tanh', on=SERIES),
    case('Bidirectional', Inner('GRU', (3,)), merge_mode='ave', on=SERIES),
    case('Bidirectional', Inner('LSTM', (3,), {'return_sequences': True}), merge_mode=None, on=SERIES),
    case('RNN', Inner('SimpleRNNCell', (3,)), return_state=True, unroll=True, on=SERIES),
    case('Dot', (2, 1), on=[(3, 4), (4, 2)]),
    case('Add', on=[(3, 4), (4,)]),
    case('Activation', 'relu', on=SERIES, masked=True),
    case('Dropout', 0.5, on=SERIES, masked=True),
    case('Permute', (1, 2), on=SERIES),
    case('TimeDistributed', Inner('Dense', (2,)), on=SERIES, masked=True),
    case('GlobalAveragePooling1D', on=SERIES, masked=True),
    case('SimpleRNN', 3, on=SERIES, masked=True),
    case('GRU', 3, return_sequences=True, on=SERIES, masked=True),
    case('LSTM', 3, return_state=True, on=SERIES, masked=True),
    case('GRU', 3, go_backwards=True, on=SERIES, masked=True),
    case('SimpleRNN', 3, return_sequences=True, on=SERIES, masked=True),
    case('Bidirectional', Inner('LSTM', (3,), {'return_sequences': True}), on=SERIES, masked=True),
    case('Bidirectional', Inner('GRU', (3,)), merge_mode='sum', on=SERIES, masked=True),
    case('Add', on=[SERIES, SERIES], masked=True),
    case('Concatenate', axis=1, on=[SERIES, SERIES], masked=True),
    case('Concatenate', axis=-1, on=[SERIES, SERIES], masked=True),
    case('BatchNormalization', on=SERIES, masked=True),
    case('LeakyReLU', on=SERIES, masked=True),
    case('PReLU', on=SERIES, masked=True),
    case('RNN', [Inner('LSTMCell', (2,)), Inner('LSTMCell', (2,))], return_sequences=True, return_state=True, on=SERIES,
         masked=True),
    case('RNN', [Inner('GRUCell', (2,)), Inner('SimpleRNNCell', (2,))], go_backwards=True, on=SHORT, masked=True,
         differentiated=True),
    case('RNN', [Inner('SimpleRNNCell', (2,)), Inner('GRUCell', (2,))], go_backwards=True, return_sequences=True,
         unroll=True, on=SHORT, masked=True),
    case('LSTM', 2, unroll=True, go_backwards=True, return_sequences=True, on=SHORT, masked=True),
    case('GRU', 2, unroll=True, return_state=True, on=SHORT, masked=True),
    case('LSTM', 2, on=SHORT, masked=True, differentiated=True),
    case('Bidirectional', Inner('GRU', (2,), {'return_sequences': True}), on=SHORT, masked=True, differentiated=True),
    case('ConvLSTM2D', 2, 2, return_sequences=True, on=(3, 4, 4, 1), differentiated=True),
    case('ConvLSTM2D', 2, 2, data_format='channels_first', return_state=True, on=(3, 1, 4, 5), differentiated=True),
]
TOGETHER = 8    # cases that one function computes


def identity(index):
    """The name of a case among the tests and in the stored file."""
    case = CASES[index]
    words = [str(value) for value in case.args] + ['%s=%s' % pair for pair in sorted(case.kwargs.items())]
    return '%03d %s(%s)%s' % (index, case.name, ', '.join(words), ' masked' * case.masked)


def values(index, shapes, batch=None):
    """The same numbers for the same case everywhere: between -1 and 1, or as weights, around 0.5."""
    random = np.random.RandomState(index)
    sizes = [((batch,) if batch else ()) + tuple(shape) for shape in shapes]
    return [random.uniform(-1 if batch else 0.1, 1, size).astype('float32') for size in sizes]


def data_of(index):
    """What the inputs of a case are given."""
    case, data = CASES[index], values(index, CASES[index].shapes, batch=2)
    if case.name == 'Embedding':
        return [np.floor(3.5 * (array + 1)) for array in data]
    if case.masked:
        for place, array in enumerate(data):
            array[0, 2 + place:5] = array[1, 6 + place:] = 0
    return data


def made(value):
    """The layer that is meant, with the layers that are its arguments; other values as they are."""
    from compat import layers
    if isinstance(value, Inner):
        return getattr(layers, value.name)(*[made(one) for one in value.args],
                                           **{name: made(one) for name, one in value.kwargs.items()})
    return [made(one) for one in value] if isinstance(value, list) else value


def as_list(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def static(shape):
    return [None if size is None else int(size) for size in shape]


def weighted(index, outputs):
    """A number to differentiate: the sum of all outputs, each of their numbers times one of its own."""
    from compat import backend as K
    shapes = [[2 if place == 0 else size for place, size in enumerate(K.int_shape(output))] for output in outputs]
    # Hosts may not know the steps; all of these series have as many.
    shapes = [[CASES[index].shapes[0][0] if size is None else size for size in shape] for shape in shapes]
    factors = values(2000 + index, [shape[1:] for shape in shapes], batch=2)
    total = 0.
    for output, factor in zip(outputs, factors):
        total = total + K.sum(output * K.constant(factor))
    return total


@functools.lru_cache(maxsize=1)
def run_together(first):
    """{index: (what is computed, what is known before)} of the cases from ``first`` on.

    What is computed: outputs, masks where there are some, and the gradients of all outputs with respect to the inputs
    and the trainable weights; by a name each. What is known: the static shapes of the outputs, those of the weights,
    and which outputs have a mask.
    """
    from compat import backend as K
    from compat import layers
    inputs, data, wanted, known = [], [], [], {}
    for index in range(first, min(first + TOGETHER, len(CASES))):
        case = CASES[index]
        own_inputs = [layers.Input(shape) for shape in case.shapes]
        called_on = [layers.Masking()(tensor) if case.masked else tensor for tensor in own_inputs]
        layer = made(Inner(case.name, case.args, case.kwargs))
        outputs = as_list(layer(called_on[0] if len(called_on) == 1 else called_on))
        weights = [weight.shape for weight in layer.get_weights()]
        layer.set_weights(values(1000 + index, weights))
        masks = as_list(layer.output_mask)
        # Hosts keep masks that no function computes; a layer is told them.
        told = layers.Lambda(lambda x, mask: K.cast(mask, 'float32'), output_shape=lambda shape: shape[:2],
                             mask=lambda inputs, mask: None)
        known[index] = ([static(K.int_shape(output)) for output in outputs], [static(shape) for shape in weights],
                        [mask is not None for mask in masks])
        wanted += [(index, 'output %d' % place, output) for place, output in enumerate(outputs)]
        wanted += [(index, 'mask %d' % place, told(output))
                   for place, (output, mask) in enumerate(zip(outputs, masks)) if mask is not None]
        sources = own_inputs + list(layer.trainable_weights) if case.differentiated else []
        gradients = K.gradients(weighted(index, outputs), sources) if sources else []
        wanted += [(index, 'gradient %d' % place, gradient) for place, gradient in enumerate(gradients)]
        inputs += own_inputs
        data += data_of(index)
    computed = K.function(inputs + [K.learning_phase()], [tensor for _, _, tensor in wanted])(data + [0])
    return {index: ({name: value for (own, name, _), value in zip(wanted, computed) if own == index}, known[index])
            for index in known}


def run(index):
    """What the case computes, and what is known of it before."""
    return run_together(index - index % TOGETHER)[index]
