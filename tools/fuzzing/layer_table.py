"""The layers of Keras 2.2.4 with what each argument may be given, and the Keras 1 spellings of their arguments.

A row is ``Kind(rank, required, optional)``: the number of axes of its input with the batch, and choices by argument.
"""

from typing import NamedTuple

from fuzzing.choices import (
    ACTIVATIONS,
    CONSTRAINTS,
    FORMATS,
    GATES,
    INITIALIZERS,
    RATES,
    REGULARIZERS,
    SMALL_SEED,
    SQUARE,
    TRUTH,
    UNITS,
)
from fuzzing.specification import Call, code


class Kind(NamedTuple):
    """What a layer takes."""

    rank: tuple
    required: dict
    optional: dict
    random: tuple = ()  # arguments that draw random numbers while training


def weights(*names):
    """The initializer, regularizer and constraint of some weights."""
    table = {}
    for each in names:
        table[each + '_initializer'] = INITIALIZERS
        table[each + '_regularizer'] = REGULARIZERS
        table[each + '_constraint'] = CONSTRAINTS
    return table


def sizes(dimensions, *more):
    """Sizes of each of some axes: one number, a tuple, a list, numbers of NumPy."""
    choices = [
        1,
        2,
        2,
        3,
        tuple([2] * dimensions),
        list(range(1, dimensions + 1)),
        tuple({'np': ['int64', 2]} for _ in range(dimensions)),
    ]
    return choices + list(more)


def ones(dimensions):
    return [1, 1, 2, tuple([1] * dimensions), tuple([2] * dimensions), [1] * dimensions]


KERNEL = dict(weights('kernel', 'bias'), activation=ACTIVATIONS, use_bias=TRUTH, activity_regularizer=REGULARIZERS)


def convolution(dimensions, paddings=('valid', 'same'), **more):
    optional = dict(
        KERNEL,
        strides=ones(dimensions),
        padding=list(paddings),
        data_format=FORMATS,
        dilation_rate=ones(dimensions),
        **more,
    )
    return Kind((dimensions + 2,), {'filters': UNITS, 'kernel_size': sizes(dimensions)}, optional)


def separable(dimensions):
    optional = dict(
        weights('depthwise', 'pointwise', 'bias'),
        activation=ACTIVATIONS,
        use_bias=TRUTH,
        activity_regularizer=REGULARIZERS,
        depth_multiplier=[1, 2, {'np': ['int64', 2]}],
        strides=ones(dimensions),
        padding=['valid', 'same'],
        data_format=FORMATS,
        dilation_rate=ones(dimensions),
    )
    return Kind((dimensions + 2,), {'filters': UNITS, 'kernel_size': sizes(dimensions)}, optional)


def without(kind, *names):
    return kind._replace(optional={name: choices for name, choices in kind.optional.items() if name not in names})


def pooling(dimensions):
    return Kind(
        (dimensions + 2,),
        {},
        {
            'pool_size': sizes(dimensions),
            'strides': [None] + ones(dimensions),
            'padding': ['valid', 'same'],
            'data_format': FORMATS,
        },
    )


def recurrent(**more):
    optional = dict(
        weights('kernel', 'bias'),
        recurrent_initializer=SQUARE,
        recurrent_regularizer=REGULARIZERS,
        recurrent_constraint=CONSTRAINTS,
        activation=ACTIVATIONS[:11],
        use_bias=TRUTH,
        dropout=RATES,
        recurrent_dropout=RATES,
        **more,
    )
    return Kind((3,), {'units': UNITS}, optional, ('dropout', 'recurrent_dropout'))


STEPS = {
    'return_sequences': TRUTH + [True],
    'go_backwards': TRUTH,
    'unroll': TRUTH,
    'return_state': TRUTH,
    'stateful': TRUTH,
    'activity_regularizer': REGULARIZERS,
}
GATED = {'recurrent_activation': GATES, 'implementation': [1, 2]}
_PADS = {
    1: [1, (1, 2), (0, 1), [1, 1], {'np': ['int64', 1]}],
    2: [1, (1, 2), ((1, 0), (0, 2)), [[1, 1], [0, 1]], {'np': ['int64', 1]}],
    3: [1, (1, 0, 1), ((1, 0), (0, 1), (1, 1))],
}

_OLD = {
    'init': INITIALIZERS,
    'W_regularizer': REGULARIZERS,
    'b_regularizer': REGULARIZERS,
    'activity_regularizer': REGULARIZERS,
    'W_constraint': CONSTRAINTS,
    'b_constraint': CONSTRAINTS,
    'bias': TRUTH,
    'weights': [None],
}

LAYERS = {
    'Dense': Kind((2, 3, 2, 4), {'units': UNITS}, KERNEL),
    'Activation': Kind((2, 3, 4), {'activation': [each for each in ACTIVATIONS if each is not None]}, {}),
    'Dropout': Kind((2, 3), {'rate': RATES}, {'noise_shape': [None, (None, 1), (2, 1)], 'seed': SMALL_SEED}, ('rate',)),
    'SpatialDropout1D': Kind((3,), {'rate': RATES}, {}, ('rate',)),
    'SpatialDropout2D': Kind((4,), {'rate': RATES}, {'data_format': FORMATS}, ('rate',)),
    'SpatialDropout3D': Kind((5,), {'rate': RATES}, {'data_format': FORMATS}, ('rate',)),
    'Flatten': Kind((2, 3, 4, 5), {}, {'data_format': FORMATS}),
    'Reshape': Kind((2, 3, 4), {'target_shape': [(-1,), (-1, 1), (1, -1), [-1, 1, 1], ({'np': ['int64', -1]},)]}, {}),
    'Permute': Kind((3,), {'dims': [(2, 1), (1, 2), [2, 1], ({'np': ['int64', 2]}, {'np': ['int64', 1]})]}, {}),
    'RepeatVector': Kind((2,), {'n': [1, 2, 3, {'np': ['int64', 2]}]}, {}),
    'ActivityRegularization': Kind((2, 3, 4), {}, {'l1': [0.0, 0.01, 0.1], 'l2': [0.0, 0.02, 0.1]}),
    'Masking': Kind((3,), {}, {'mask_value': [0.0, 1.0, 0]}),
    'Lambda': Kind(
        (2, 3, 4),
        {
            'function': [
                code('lambda x: x * 2. + 1.'),
                code('lambda x: K.square(x)'),
                code('lambda x: K.l2_normalize(x, axis=-1)'),
                code('lambda x: K.mean(x, axis=1, keepdims=True)'),
                code('lambda x: x[:, :1]'),
                code('lambda x: x[:, -1:] - 1'),
                code('lambda x: K.softmax(x) / 2'),
                code('lambda x: K.reverse(x, 1)'),
                code('lambda x, mask=None: x + 1'),
                code('lambda x: K.concatenate([x, x ** 2], axis=-1)'),
                code('lambda x: K.clip(x, 0, 0.5)'),
                code('lambda x: K.batch_normalization(x, 0., 1., 0.5, 2.)'),
                {'get': 'own.leaky'},
                code('lambda x: K.switch(K.greater(K.mean(x), 0), x, -x)'),
                code('lambda x: K.cumsum(x, axis=1)'),
                code('lambda x: x - K.max(x, axis=-1, keepdims=True)'),
                code('lambda x: 1 / (1 + K.exp(-x))'),
                code('lambda x: K.in_train_phase(x * 3, x)'),
            ]
        },
        {'mask': [None], 'arguments': [None, {'dict': []}], 'output_shape': [None]},
    ),
    'MaxoutDense': Kind((2,), {'output_dim': UNITS}, dict(_OLD, nb_feature=[2, 3])),
    'Highway': Kind((2,), {}, dict(_OLD, activation=['tanh', 'relu'])),
    'BatchNormalization': Kind(
        (2, 3, 4),
        {},
        dict(
            {name.replace('bias', 'beta'): each for name, each in weights('bias').items()},
            gamma_initializer=INITIALIZERS[:3],
            gamma_regularizer=REGULARIZERS,
            gamma_constraint=CONSTRAINTS,
            axis=[-1, 1],
            momentum=[0.9, 0.5, 0.99],
            epsilon=[1e-3, 1e-2, 1e-4],
            center=TRUTH,
            scale=TRUTH,
            moving_mean_initializer=['zeros', 'ones'],
            moving_variance_initializer=['ones', Call('initializers.Constant', 2.0)],
        ),
    ),
    'LeakyReLU': Kind((2, 3, 4), {}, {'alpha': [0.1, 0.3, 0.0]}),
    'PReLU': Kind(
        (2, 3, 4),
        {},
        {
            'alpha_initializer': INITIALIZERS[:2],
            'alpha_regularizer': REGULARIZERS,
            'alpha_constraint': CONSTRAINTS,
            'shared_axes': [None, [1], 1, (1,)],
        },
    ),
    'ELU': Kind((2, 3), {}, {'alpha': [1.0, 0.5]}),
    'ThresholdedReLU': Kind((2, 3), {}, {'theta': [1.0, 0.2]}),
    'Softmax': Kind((2, 3, 4), {}, {'axis': [-1, 1]}),
    'ReLU': Kind((2, 3), {}, {'max_value': [None, 0.5, 6.0], 'negative_slope': [0.0, 0.1], 'threshold': [0.0, 0.2]}),
    'GaussianNoise': Kind((2, 3), {'stddev': RATES}, {}, ('stddev',)),
    'GaussianDropout': Kind((2, 3), {'rate': RATES}, {}, ('rate',)),
    'AlphaDropout': Kind((2, 3), {'rate': RATES}, {'noise_shape': [None, (None, 1)], 'seed': SMALL_SEED}, ('rate',)),
    'Embedding': Kind(
        ('ids',),
        {'input_dim': [7, {'np': ['int64', 7]}], 'output_dim': UNITS},
        {
            'embeddings_initializer': INITIALIZERS,
            'embeddings_regularizer': REGULARIZERS,
            'activity_regularizer': REGULARIZERS,
            'embeddings_constraint': CONSTRAINTS,
            'mask_zero': TRUTH + [True],
            'input_length': [None, 5],
        },
    ),
    'Conv1D': convolution(1, ('valid', 'same', 'causal')),
    'Conv2D': convolution(2),
    'Conv3D': convolution(3),
    'SeparableConv1D': separable(1),
    'SeparableConv2D': separable(2),
    'DepthwiseConv2D': Kind(
        (4,),
        {'kernel_size': sizes(2)},
        dict(
            weights('depthwise', 'bias'),
            strides=ones(2),
            padding=['valid', 'same'],
            depth_multiplier=[1, 2],
            data_format=FORMATS,
            activation=ACTIVATIONS,
            use_bias=TRUTH,
            activity_regularizer=REGULARIZERS,
        ),
    ),
    'Conv2DTranspose': convolution(2, output_padding=[None, 0, 1, (1, 0)]),
    'Conv3DTranspose': without(convolution(3, output_padding=[None, 0, 1]), 'dilation_rate'),
    'LocallyConnected1D': without(convolution(1, ('valid',)), 'dilation_rate'),
    'LocallyConnected2D': without(convolution(2, ('valid',)), 'dilation_rate'),
    'Cropping1D': Kind((3,), {}, {'cropping': _PADS[1]}),
    'Cropping2D': Kind((4,), {}, {'cropping': _PADS[2], 'data_format': FORMATS}),
    'Cropping3D': Kind((5,), {}, {'cropping': _PADS[3], 'data_format': FORMATS}),
    'ZeroPadding1D': Kind((3,), {}, {'padding': _PADS[1]}),
    'ZeroPadding2D': Kind((4,), {}, {'padding': _PADS[2], 'data_format': FORMATS}),
    'ZeroPadding3D': Kind((5,), {}, {'padding': _PADS[3], 'data_format': FORMATS}),
    'UpSampling1D': Kind((3,), {}, {'size': [1, 2, {'np': ['int64', 2]}]}),
    'UpSampling2D': Kind(
        (4,), {}, {'size': sizes(2), 'data_format': FORMATS, 'interpolation': ['nearest', 'bilinear']}
    ),
    'UpSampling3D': Kind((5,), {}, {'size': [1, 2, (1, 2, 1)], 'data_format': FORMATS}),
    'MaxPooling1D': pooling(1),
    'MaxPooling2D': pooling(2),
    'MaxPooling3D': pooling(3),
    'AveragePooling1D': pooling(1),
    'AveragePooling2D': pooling(2),
    'AveragePooling3D': pooling(3),
    'SimpleRNN': recurrent(**STEPS),
    'GRU': recurrent(reset_after=TRUTH, **dict(STEPS, **GATED)),
    'LSTM': recurrent(unit_forget_bias=TRUTH, **dict(STEPS, **GATED)),
    'ConvLSTM2D': Kind(
        (5,),
        {'filters': [1, 2, {'np': ['int64', 2]}], 'kernel_size': sizes(2)},
        dict(
            weights('kernel', 'bias'),
            recurrent_initializer=SQUARE,
            recurrent_regularizer=REGULARIZERS,
            recurrent_constraint=CONSTRAINTS,
            strides=ones(2)[:2],
            padding=['valid', 'same'],
            data_format=FORMATS,
            dilation_rate=[1, (1, 1)],
            activation=ACTIVATIONS[:6],
            recurrent_activation=GATES,
            use_bias=TRUTH,
            unit_forget_bias=TRUTH,
            return_sequences=TRUTH,
            go_backwards=TRUTH,
            stateful=TRUTH,
            dropout=RATES,
            recurrent_dropout=RATES,
            activity_regularizer=REGULARIZERS,
        ),
        ('dropout', 'recurrent_dropout'),
    ),
}
LAYERS.update(
    {
        'Global%sPooling%dD' % (how, axes): Kind((axes + 2,), {}, {'data_format': FORMATS})
        for how in ('Max', 'Average')
        for axes in (1, 2, 3)
    }
)
CELLS = {
    'SimpleRNNCell': without(recurrent(), 'nothing'),
    'GRUCell': recurrent(reset_after=TRUTH, **GATED),
    'LSTMCell': recurrent(unit_forget_bias=TRUTH, **GATED),
}
# The merging layers and functions, for inputs of one shape.
MERGES = {
    'Add': {},
    'Multiply': {},
    'Average': {},
    'Maximum': {},
    'Minimum': {},
    'Subtract': {},
    'Concatenate': {'axis': [-1, 1]},
    'Dot': {'axes': [-1, 1, (1, 1), [1, 1]], 'normalize': TRUTH},
}
OWN = {
    'Scale': {},
    'OldScale': {},
    'Projection': {'units': [2, 3], 'activation': ['tanh', None]},
    'PhaseScale': {},
    'LossAdder': {'rate': [0.1, 0.01]},
    'Counter': {},
    'MovingMean': {},
    'InnerDense': {'units': [2, 3]},
    'Square': {},
    'TanhDense': {'units': [2, 3]},
    'TwoOutputs': {},
}
# What takes a mask, and computes one.
TAKE_MASKS = (
    'Dense',
    'Activation',
    'Dropout',
    'BatchNormalization',
    'LeakyReLU',
    'ELU',
    'ReLU',
    'Softmax',
    'GaussianNoise',
    'Lambda',
    'PReLU',
    'ThresholdedReLU',
    'ActivityRegularization',
    'SimpleRNN',
    'GRU',
    'LSTM',
    'GlobalAveragePooling1D',
    'SpatialDropout1D',
    'AlphaDropout',
    'GaussianDropout',
    'Masking',
)
OWN_TAKE_MASKS = ('Projection', 'Attention', 'MaskMean')
OWN_OF_SEQUENCES = {'Attention': {'return_attention': TRUTH}, 'MaskMean': {}}
# Arguments and classes of Keras 1.
_KERNEL1 = {
    'kernel_initializer': 'init',
    'kernel_regularizer': 'W_regularizer',
    'bias_regularizer': 'b_regularizer',
    'kernel_constraint': 'W_constraint',
    'bias_constraint': 'b_constraint',
    'use_bias': 'bias',
}
_CONVOLUTION1 = dict(_KERNEL1, filters='nb_filter', strides='subsample', padding='border_mode')
_RECURRENT1 = {
    'units': 'output_dim',
    'kernel_initializer': 'init',
    'recurrent_initializer': 'inner_init',
    'recurrent_activation': 'inner_activation',
    'kernel_regularizer': 'W_regularizer',
    'bias_regularizer': 'b_regularizer',
    'recurrent_regularizer': 'U_regularizer',
    'dropout': 'dropout_W',
    'recurrent_dropout': 'dropout_U',
}
KERAS1 = {
    'Dense': dict(_KERNEL1, units='output_dim'),
    'Dropout': {'rate': 'p'},
    'GaussianNoise': {'stddev': 'sigma'},
    'GaussianDropout': {'rate': 'p'},
    'SpatialDropout1D': {'rate': 'p'},
    'SpatialDropout2D': {'rate': 'p'},
    'Embedding': {
        'embeddings_initializer': 'init',
        'embeddings_regularizer': 'W_regularizer',
        'embeddings_constraint': 'W_constraint',
    },
    'BatchNormalization': {'beta_initializer': 'beta_init', 'gamma_initializer': 'gamma_init'},
    'PReLU': {'alpha_initializer': 'init'},
    'Conv1D': dict(_CONVOLUTION1, kernel_size='filter_length', strides='subsample_length'),
    'LSTM': _RECURRENT1,
    'GRU': _RECURRENT1,
    'SimpleRNN': _RECURRENT1,
    'MaxPooling1D': {'pool_size': 'pool_length', 'strides': 'stride', 'padding': 'border_mode'},
    'AveragePooling2D': {'padding': 'border_mode'},
    'MaxPooling2D': {'padding': 'border_mode'},
    'UpSampling1D': {'size': 'length'},
    'ZeroPadding1D': {},
    'DepthwiseConv2D': {'padding': 'border_mode', 'strides': 'subsample'},
    'SeparableConv2D': {'filters': 'nb_filter', 'padding': 'border_mode', 'strides': 'subsample', 'use_bias': 'bias'},
}
ALIASES = {
    'Conv1D': 'Convolution1D',
    'Conv2D': 'Convolution2D',
    'Conv3D': 'Convolution3D',
    'MaxPooling1D': 'MaxPool1D',
    'MaxPooling2D': 'MaxPool2D',
    'MaxPooling3D': 'MaxPool3D',
    'AveragePooling1D': 'AvgPool1D',
    'AveragePooling2D': 'AvgPool2D',
    'AveragePooling3D': 'AvgPool3D',
    'SeparableConv2D': 'SeparableConvolution2D',
    'Conv2DTranspose': 'Deconvolution2D',
    'Conv3DTranspose': 'Deconv3D',
    'GlobalMaxPooling1D': 'GlobalMaxPool1D',
    'GlobalAveragePooling2D': 'GlobalAvgPool2D',
}
