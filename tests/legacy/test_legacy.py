"""keras.legacy.interfaces: Keras 1 calls arrive as Keras 2 calls, and say how to write them."""
import warnings

import numpy as np
import pytest

from compat.legacy import interfaces

DATA_FORMAT = {'dim_ordering': 'th'}, {'data_format': 'channels_first'}
KERNEL = ({'init': 'a', 'W_regularizer': 'b', 'b_regularizer': 'c', 'W_constraint': 'd', 'b_constraint': 'e',
           'bias': 1},
          {'kernel_initializer': 'a', 'kernel_regularizer': 'b', 'bias_regularizer': 'c', 'kernel_constraint': 'd',
           'bias_constraint': 'e', 'use_bias': 1})
CONVOLUTION = ({'nb_filter': 3, 'subsample': 2, 'border_mode': 'same', 'dim_ordering': 'tf'},
               {'filters': 3, 'strides': 2, 'padding': 'same', 'data_format': 'channels_last'})
RECURRENT = ({'init': 'a', 'inner_init': 'b', 'inner_activation': 'c', 'W_regularizer': 'd', 'b_regularizer': 'e',
              'U_regularizer': 'f', 'dropout_W': 0.1, 'dropout_U': 0.2},
             {'kernel_initializer': 'a', 'recurrent_initializer': 'b', 'recurrent_activation': 'c',
              'kernel_regularizer': 'd', 'bias_regularizer': 'e', 'recurrent_regularizer': 'f', 'dropout': 0.1,
              'recurrent_dropout': 0.2})


def both(*pairs):
    old, new = {}, {}
    for one, other in pairs:
        old.update(one)
        new.update(other)
    return old, new


CONVERSIONS = {
    'dense': both(({'output_dim': 4}, {'units': 4}), KERNEL),
    'dropout': ({'p': 0.5}, {'rate': 0.5}),
    'embedding': ({'init': 'a', 'W_regularizer': 'b', 'W_constraint': 'c'},
                  {'embeddings_initializer': 'a', 'embeddings_regularizer': 'b', 'embeddings_constraint': 'c'}),
    'pooling1d': ({'pool_length': 2, 'stride': 3, 'border_mode': 'same'},
                  {'pool_size': 2, 'strides': 3, 'padding': 'same'}),
    'prelu': ({'init': 'a'}, {'alpha_initializer': 'a'}),
    'gaussiannoise': ({'sigma': 0.1}, {'stddev': 0.1}),
    'recurrent': both(({'output_dim': 4, 'consume_less': 'gpu'}, {'units': 4, 'implementation': 2}), RECURRENT),
    'gaussiandropout': ({'p': 0.5}, {'rate': 0.5}),
    'pooling2d': both(({'border_mode': 'same'}, {'padding': 'same'}), DATA_FORMAT),
    'pooling3d': both(({'border_mode': 'same'}, {'padding': 'same'}), DATA_FORMAT),
    'global_pooling': DATA_FORMAT,
    'upsampling1d': ({'length': 2}, {'size': 2}),
    'upsampling2d': DATA_FORMAT,
    'upsampling3d': ({'dim_ordering': 'default'}, {'data_format': None}),
    'conv1d': both(({'nb_filter': 3, 'filter_length': 2, 'subsample_length': 1, 'border_mode': 'same', 'input_dim': 5,
                     'input_length': 9}, {'filters': 3, 'kernel_size': 2, 'strides': 1, 'padding': 'same',
                                          'input_shape': (9, 5)}), KERNEL),
    'conv2d': both(({'nb_row': 2, 'nb_col': 3}, {'kernel_size': (2, 3)}), CONVOLUTION, KERNEL),
    'separable_conv2d': both(({'init': 'a', 'nb_row': 2, 'nb_col': 3, 'b_regularizer': 'c', 'b_constraint': 'd',
                               'bias': False},
                              {'depthwise_initializer': 'a', 'pointwise_initializer': 'a', 'kernel_size': (2, 3),
                               'bias_regularizer': 'c', 'bias_constraint': 'd', 'use_bias': False}), CONVOLUTION),
    'deconv2d': both(({'output_shape': (1, 2, 3, 4), 'nb_row': 2, 'nb_col': 3}, {'kernel_size': (2, 3)}), CONVOLUTION,
                     KERNEL),
    'conv3d': both(({'kernel_dim1': 1, 'kernel_dim2': 2, 'kernel_dim3': 3}, {'kernel_size': (1, 2, 3)}), CONVOLUTION,
                   KERNEL),
    'convlstm2d': both(({'forget_bias_init': 'one', 'bias': False, 'nb_row': 2, 'nb_col': 3},
                        {'unit_forget_bias': True, 'use_bias': False, 'kernel_size': (2, 3)}), CONVOLUTION, RECURRENT),
    'batchnorm': ({'beta_init': 'a', 'gamma_init': 'b', 'mode': 0},
                  {'beta_initializer': 'a', 'gamma_initializer': 'b'}),
    'zeropadding2d': DATA_FORMAT,
    'zeropadding3d': DATA_FORMAT,
    'cropping2d': DATA_FORMAT,
    'cropping3d': DATA_FORMAT,
    'spatialdropout1d': ({'p': 0.5}, {'rate': 0.5}),
    'spatialdropoutNd': both(({'p': 0.5}, {'rate': 0.5}), DATA_FORMAT),
    'model_constructor': ({'input': 'a', 'output': 'b'}, {'inputs': 'a', 'outputs': 'b'}),
    'input': ({'input_dtype': 'int32'}, {'dtype': 'int32'}),
    'generator_methods': ({'generator': [], 'val_samples': 3, 'nb_epoch': 2, 'nb_val_samples': 4, 'nb_worker': 1,
                           'pickle_safe': True, 'max_q_size': 9, 'samples_per_epoch': 20},
                          {'generator': [], 'steps': 3, 'epochs': 2, 'validation_steps': 4, 'workers': 1,
                           'use_multiprocessing': True, 'max_queue_size': 9, 'steps_per_epoch': 20}),
}


def decorated(name):
    class Recorder:
        @getattr(interfaces, 'legacy_%s_support' % name)
        def method(self, *args, **kwargs):
            return args, kwargs
    return Recorder().method


def call(support, *args, **kwargs):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        result = decorated(support)(*args, **kwargs)
    return result, [str(warning.message) for warning in caught], [warning.filename for warning in caught]


@pytest.mark.parametrize('name', sorted(CONVERSIONS))
def test_keras_1_arguments_arrive_under_their_keras_2_names_with_a_warning(name):
    old, new = CONVERSIONS[name]
    (args, kwargs), messages, files = call(name, **old)
    assert (args, kwargs) == ((), new)
    shown = 'method' if name == 'generator_methods' else 'Recorder'
    assert any(message.startswith('Update your `%s` call to the Keras 2 API: `%s(' % (shown, shown))
               for message in messages)
    assert set(files) == {__file__}


@pytest.mark.parametrize('name', sorted(set(CONVERSIONS) - {'generator_methods'}))
def test_keras_2_arguments_pass_without_a_warning(name):
    new = CONVERSIONS[name][1]
    assert call(name, **new) == (((), new), [], [])


def test_every_decorator_of_keras_2_exists_and_has_the_function():
    for name in list(CONVERSIONS) + ['lambda', 'add_weight', 'get_updates']:
        def function(self):
            return self
        decorate = getattr(interfaces, 'legacy_%s_support' % name)
        assert decorate(function)._original_function is function


def test_the_warning_shows_the_call_to_write_with_long_values_cut():
    messages = call('dense', 12345678901234, init='he_normal', W_regularizer=np.zeros(3))[1]
    assert messages == ['Update your `Recorder` call to the Keras 2 API: `Recorder(1234567890..., '
                        'kernel_initializer="he_normal", kernel_regularizer=array)`']


def test_too_many_positional_arguments_are_refused_by_name():
    with pytest.raises(TypeError, match='`Recorder` can accept only 1 positional arguments'):
        decorated('dense')(3, 'tanh')
    with pytest.raises(TypeError, match='does not accept positional arguments'):
        decorated('batchnorm')(1)
    with pytest.raises(TypeError, match='at most 3 positional'):
        decorated('conv2d')(1, 2, 3, 4)
    with pytest.raises(TypeError, match='at most 4 positional'):
        decorated('conv3d')(1, 2, 3, 4, 5)


def test_an_argument_passed_under_both_names_is_refused():
    with pytest.raises(TypeError, match='received both the legacy keyword argument `output_dim`'):
        decorated('dense')(output_dim=3, units=3)


def test_convolution_sizes_may_be_positional():
    assert call('conv2d', 8, 2, 3)[0] == ((8, (2, 3)), {})
    assert call('conv2d', 8, 2, nb_col=3)[0] == ((8, (2, 3)), {})
    assert call('conv2d', 8, nb_row=2, nb_col=3)[0] == ((8, (2, 3)), {})
    assert call('conv2d', 8, 2) == (((8, 2), {}), [], [])
    assert call('conv3d', 8, 1, 2, 3)[0] == ((8, (1, 2, 3)), {})
    assert call('conv3d', 8, 1, 2, kernel_dim3=3)[0] == ((8, (1, 2, 3)), {})
    assert call('conv3d', 8, 1, kernel_dim2=2, kernel_dim3=3)[0] == ((8, (1, 2, 3)), {})
    assert call('deconv2d', 8, 2, 3, (1, 2, 3, 4))[0] == ((8, (2, 3)), {})


def test_integer_strides_in_the_position_of_a_kernel_size_are_refused():
    for name in ('conv2d', 'conv3d'):
        with pytest.raises(ValueError, match='Pass `strides` as a keyword argument instead'):
            decorated(name)(8, 3, 1, padding='same')


def test_recurrent_layers_convert_the_input_dimension_to_a_shape():
    (_, kwargs), messages, _ = call('recurrent', 4, input_dim=5, input_length=7)
    assert kwargs == {'input_shape': (7, 5)}
    assert any('`input_dim` and `input_length` arguments in recurrent layers are deprecated' in m for m in messages)


def test_another_forget_bias_than_one_is_ignored_with_a_warning():
    for name in ('recurrent', 'convlstm2d'):
        result, messages, files = call(name, 4, forget_bias_init='zero')
        assert result == ((4,), {})
        assert len(messages) == 1 and 'has been ignored' in messages[0]


def test_the_dropout_of_an_embedding_is_ignored_with_a_warning():
    result, messages, files = call('embedding', 4, 5, dropout=0.2)
    assert result == ((4, 5), {})
    assert 'SpatialDropout1D' in messages[0] and files == [__file__]


def test_batch_normalization_accepts_no_mode_but_zero():
    with pytest.raises(TypeError, match='`mode` argument of `BatchNormalization` no longer exists'):
        decorated('batchnorm')(mode=1)


def test_zero_padding_accepts_a_dictionary():
    padding = {'top_pad': 1, 'right_pad': 2}
    for result, messages, _ in (call('zeropadding2d', padding), call('zeropadding2d', padding=dict(padding))):
        assert list(result[0]) + list(result[1].values()) == [((1, 0), (0, 2))]
        assert 'dict types' in messages[0]


def test_samples_per_epoch_become_steps_of_the_generator_s_batches():
    class Generator:
        batch_size = 8

    assert call('generator_methods', Generator, samples_per_epoch=64)[0] == ((Generator,), {'steps_per_epoch': 8})
    messages = call('generator_methods', Generator, nb_val_samples=64)[1]
    assert any('semantics of the Keras 2 argument `steps_per_epoch`' in message for message in messages)


def test_add_weight_accepts_the_shape_first_or_the_name_first():
    assert call('add_weight', (2, 3), 'kernel', initializer='zeros') == (
        ((), {'shape': (2, 3), 'name': 'kernel', 'initializer': 'zeros'}), [], [])
    assert call('add_weight', [2, 3], name='kernel') == (((), {'shape': [2, 3], 'name': 'kernel'}), [], [])
    assert call('add_weight', 'kernel', (2, 3)) == ((('kernel', (2, 3)), {}), [], [])


def test_get_updates_accepts_the_order_of_keras_1():
    assert call('get_updates', ['p'], {}, 'loss') == (((), {'params': ['p'], 'loss': 'loss'}), [], [])
    assert call('get_updates', ['p'], {}, loss='loss')[0] == ((), {'params': ['p'], 'loss': 'loss'})
    assert call('get_updates', 'loss', ['p'])[0] == (('loss', ['p']), {})
    with pytest.raises(TypeError, match='more arguments than expected'):
        decorated('get_updates')(1, 2, 3, 4)


def test_an_own_interface_converts_names_and_values():
    support = interfaces.generate_legacy_method_interface(
        allowed_positional_args=['size'], conversions=[('mode', 'kind')],
        value_conversions={'mode': {'a': 'alpha'}, 'size': {1: 'one'}})

    @support
    def resize(self, *args, **kwargs):
        return args, kwargs

    with pytest.warns(UserWarning, match='Update your `resize` call to the Keras 2 API: `resize'):
        assert resize(None, 2, mode='a') == ((2,), {'kind': 'alpha'})
    assert resize(None, size=1) == ((), {'size': 'one'})
    with pytest.raises(TypeError, match='`new` argument'):
        interfaces.raise_duplicate_arg_error('old', 'new')
