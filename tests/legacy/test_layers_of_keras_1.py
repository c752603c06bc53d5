"""Layers spelled as in Keras 1 are those of Keras 2's: each name that the interfaces convert, on its layers."""
import pytest

from compat import layers

TH, FIRST = {'dim_ordering': 'th'}, {'data_format': 'channels_first'}
KERNEL = ({'init': 'ones', 'W_regularizer': 'l1', 'b_regularizer': 'l2', 'W_constraint': 'non_neg',
           'b_constraint': 'unit_norm', 'bias': True},
          {'kernel_initializer': 'ones', 'kernel_regularizer': 'l1', 'bias_regularizer': 'l2',
           'kernel_constraint': 'non_neg', 'bias_constraint': 'unit_norm', 'use_bias': True})
IMAGE = ({'nb_filter': 2, 'subsample': (2, 2), 'border_mode': 'same', 'dim_ordering': 'tf'},
         {'filters': 2, 'strides': (2, 2), 'padding': 'same', 'data_format': 'channels_last'})
SIZE = {'nb_row': 3, 'nb_col': 2}, {'kernel_size': (3, 2)}
RECURRENT = ({'init': 'ones', 'inner_init': 'zeros', 'W_regularizer': 'l1', 'U_regularizer': 'l2',
              'b_regularizer': 'l2', 'dropout_W': 0.2, 'dropout_U': 0.3},
             {'kernel_initializer': 'ones', 'recurrent_initializer': 'zeros', 'kernel_regularizer': 'l1',
              'recurrent_regularizer': 'l2', 'bias_regularizer': 'l2', 'dropout': 0.2, 'recurrent_dropout': 0.3})
GATED = {'inner_activation': 'sigmoid', 'consume_less': 'gpu'}, {'recurrent_activation': 'sigmoid', 'implementation': 2}


def both(*pairs):
    """(Keras 1, Keras 2) arguments of several pairs."""
    return tuple({name: value for pair in pairs for name, value in pair[side].items()} for side in (0, 1))


POOLED = both(({'border_mode': 'same'}, {'padding': 'same'}), (TH, FIRST))
# The layer, or the names of Keras 1 and 2: (arguments of Keras 1, of Keras 2).
SPELLINGS = {
    'Dense': both(({'output_dim': 3}, {'units': 3}), KERNEL),
    'Dropout': ({'p': 0.5}, {'rate': 0.5}),
    'SpatialDropout1D': ({'p': 0.5}, {'rate': 0.5}),
    'SpatialDropout2D': both(({'p': 0.5}, {'rate': 0.5}), (TH, FIRST)),
    'SpatialDropout3D': both(({'p': 0.5}, {'rate': 0.5}), (TH, FIRST)),
    'GaussianNoise': ({'sigma': 0.5}, {'stddev': 0.5}),
    'GaussianDropout': ({'p': 0.5}, {'rate': 0.5}),
    'Embedding': ({'input_dim': 4, 'output_dim': 3, 'init': 'ones', 'W_regularizer': 'l1', 'W_constraint': 'non_neg',
                   'dropout': 0.2},
                  {'input_dim': 4, 'output_dim': 3, 'embeddings_initializer': 'ones', 'embeddings_regularizer': 'l1',
                   'embeddings_constraint': 'non_neg'}),
    'PReLU': ({'init': 'ones'}, {'alpha_initializer': 'ones'}),
    'BatchNormalization': ({'beta_init': 'ones', 'gamma_init': 'zeros', 'mode': 0},
                           {'beta_initializer': 'ones', 'gamma_initializer': 'zeros'}),
    'MaxPooling1D': ({'pool_length': 3, 'stride': 2, 'border_mode': 'same'},
                     {'pool_size': 3, 'strides': 2, 'padding': 'same'}),
    'AveragePooling1D': ({'pool_length': 3, 'stride': 2, 'border_mode': 'same'},
                         {'pool_size': 3, 'strides': 2, 'padding': 'same'}),
    'MaxPooling2D': POOLED, 'AveragePooling2D': POOLED, 'MaxPooling3D': POOLED, 'AveragePooling3D': POOLED,
    'GlobalMaxPooling2D': (TH, FIRST), 'GlobalAveragePooling2D': (TH, FIRST),
    'GlobalMaxPooling3D': (TH, FIRST), 'GlobalAveragePooling3D': (TH, FIRST),
    'UpSampling1D': ({'length': 3}, {'size': 3}),
    'UpSampling2D': (TH, FIRST), 'UpSampling3D': (TH, FIRST), 'ZeroPadding2D': (TH, FIRST),
    'ZeroPadding3D': (TH, FIRST), 'Cropping2D': (TH, FIRST), 'Cropping3D': (TH, FIRST),
    'Conv1D': both(({'nb_filter': 2, 'filter_length': 3, 'subsample_length': 2, 'border_mode': 'same', 'input_dim': 4,
                     'input_length': 9},
                    {'filters': 2, 'kernel_size': 3, 'strides': 2, 'padding': 'same', 'input_shape': (9, 4)}), KERNEL),
    'Conv2D': both(IMAGE, SIZE, KERNEL),
    'Conv2DTranspose': both(IMAGE, SIZE, KERNEL, ({'output_shape': (None, 4, 4, 2)}, {})),
    'SeparableConv2D': both(IMAGE, SIZE, ({'init': 'ones', 'b_regularizer': 'l2', 'b_constraint': 'non_neg',
                                           'bias': True},
                                          {'depthwise_initializer': 'ones', 'pointwise_initializer': 'ones',
                                           'bias_regularizer': 'l2', 'bias_constraint': 'non_neg', 'use_bias': True})),
    'Conv3D': both(({'nb_filter': 2, 'kernel_dim1': 3, 'kernel_dim2': 2, 'kernel_dim3': 1, 'subsample': (2, 1, 1),
                     'border_mode': 'same', 'dim_ordering': 'th'},
                    {'filters': 2, 'kernel_size': (3, 2, 1), 'strides': (2, 1, 1), 'padding': 'same',
                     'data_format': 'channels_first'}), KERNEL),
    'LocallyConnected1D': both(({'nb_filter': 2, 'filter_length': 3, 'subsample_length': 2},
                                {'filters': 2, 'kernel_size': 3, 'strides': 2}), KERNEL),
    'LocallyConnected2D': both(({'nb_filter': 2, 'subsample': (2, 2), 'dim_ordering': 'th'},
                                {'filters': 2, 'strides': (2, 2), 'data_format': 'channels_first'}), SIZE, KERNEL),
    'AtrousConvolution1D Conv1D': ({'nb_filter': 2, 'filter_length': 3, 'atrous_rate': 2, 'border_mode': 'same'},
                                   {'filters': 2, 'kernel_size': 3, 'dilation_rate': 2, 'padding': 'same'}),
    'AtrousConvolution2D Conv2D': both(IMAGE, SIZE, ({}, {'dilation_rate': 1})),
    'ConvLSTM2D': both(IMAGE, SIZE, RECURRENT, ({'inner_activation': 'sigmoid', 'forget_bias_init': 'one'},
                                                {'recurrent_activation': 'sigmoid', 'unit_forget_bias': True})),
    'SimpleRNN': both(({'output_dim': 3, 'consume_less': 'mem', 'input_dim': 4, 'input_length': 5},
                       {'units': 3, 'input_shape': (5, 4)}), RECURRENT),
    'GRU': both(({'output_dim': 3}, {'units': 3}), RECURRENT, GATED),
    'LSTM': both(({'output_dim': 3, 'forget_bias_init': 'one'}, {'units': 3, 'unit_forget_bias': True}), RECURRENT,
                 GATED),
}


@pytest.mark.parametrize('names', sorted(SPELLINGS))
def test_a_layer_of_keras_1s_spelling_has_the_config_of_keras_2s_and_warns(names):
    of_keras1, of_keras2 = SPELLINGS[names]
    with pytest.warns(UserWarning):
        layer = getattr(layers, names.split()[0])(name='layer', **of_keras1)
    expected = getattr(layers, names.split()[-1])
    assert isinstance(layer, expected)
    assert layer.get_config() == expected(name='layer', **of_keras2).get_config()


def test_depthwise_convolutions_have_the_rows_and_columns_of_keras_1_beside_a_size():
    with pytest.warns(UserWarning):
        layer = layers.DepthwiseConv2D(2, nb_row=3, nb_col=2)
    assert layer.kernel_size == (3, 2)
    with pytest.raises(TypeError):
        layers.DepthwiseConv2D(2, nb_col=2)
    with pytest.raises(TypeError):
        layers.DepthwiseConv2D(2, nb_filter=2)
