"""keras.utils: helpers for functions, lists, custom objects, convolutions, arrays and summaries."""
import io
import re
import sys

import numpy as np
import pytest

from compat.layers import Conv2D, Dense, Flatten, Input, Layer, concatenate
from compat.models import Model, Sequential
from compat.utils import conv_utils, generic_utils, layer_utils, np_utils


def test_a_function_survives_dump_and_load_with_defaults_and_closure():
    offset = 3

    def shifted(x, scale=2):
        return x * scale + offset

    dumped = generic_utils.func_dump(shifted)
    assert isinstance(dumped[0], str) and dumped[1:] == ((2,), (3,))
    assert generic_utils.func_load(*dumped)(5) == shifted(5)
    assert generic_utils.func_load(list(dumped))(5, scale=4) == shifted(5, scale=4)
    assert generic_utils.func_load((dumped[0], [7], dumped[2]))(1) == shifted(1, 7)


def test_a_loaded_function_has_the_globals_that_are_passed():
    dumped = generic_utils.func_dump(lambda x: x + unknown_constant)  # noqa: F821
    assert generic_utils.func_load(dumped, globs={'unknown_constant': 4})(1) == 5


def test_has_arg_returns_which_keywords_a_callable_accepts():
    def function(a, b=1, *args, **kwargs):
        return a, b, args, kwargs

    assert generic_utils.has_arg(function, 'a') and generic_utils.has_arg(function, 'b')
    assert not generic_utils.has_arg(function, 'c') and not generic_utils.has_arg(function, 'args')
    assert generic_utils.has_arg(function, 'c', accept_all=True)
    assert not generic_utils.has_arg(lambda x: x, 'c', accept_all=True)


class Doubling(Layer):
    def call(self, inputs):
        return inputs * 2.


class DoublingInTraining(Doubling):
    def call(self, inputs, mask=None, training=None):
        return inputs * 2. if training else inputs


def test_has_arg_returns_which_keywords_the_author_of_a_layer_wrote():
    for kind, keywords in ((Doubling, ['inputs']), (DoublingInTraining, ['inputs', 'mask', 'training'])):
        for call in (kind().call, kind.call):
            known = [name for name in ('inputs', 'mask', 'training') if generic_utils.has_arg(call, name)]
            assert known == keywords
        assert not generic_utils.has_arg(kind().call, 'self')


def test_to_list_and_unpack_singleton_are_each_other_s_inverse_for_one_element():
    assert generic_utils.to_list(3) == [3]
    assert generic_utils.to_list((3, 4)) == [(3, 4)]
    assert generic_utils.to_list((3, 4), allow_tuple=True) == [3, 4]
    values = [1, 2]
    assert generic_utils.to_list(values) is values
    assert generic_utils.unpack_singleton([3]) == 3
    assert generic_utils.unpack_singleton((3, 4)) == (3, 4)


def test_is_all_none_looks_into_lists_and_tuples():
    assert generic_utils.is_all_none(None) and generic_utils.is_all_none([None, None])
    assert generic_utils.is_all_none((None,)) and not generic_utils.is_all_none([None, 0])


def test_object_list_uid_joins_the_ids_in_order():
    one, other = object(), object()
    assert generic_utils.object_list_uid([one, other]) == '%d, %d' % (id(one), id(other))
    assert generic_utils.object_list_uid(one) == str(id(one))


def test_slice_arrays_accepts_ranges_and_indices_of_one_or_several_arrays():
    x = np.arange(10)
    assert generic_utils.slice_arrays(None) == [None]
    one, none = generic_utils.slice_arrays([x, None], 2, 5)
    assert one.tolist() == [2, 3, 4] and none is None
    assert generic_utils.slice_arrays([x], [1, 7])[0].tolist() == [1, 7]
    assert generic_utils.slice_arrays(x, np.array([1, 7])).tolist() == [1, 7]
    assert generic_utils.slice_arrays(x, 3) == [None]


def test_transpose_shape_moves_the_channels():
    transpose = generic_utils.transpose_shape
    assert transpose((16, 128, 64, 3), 'channels_first', spatial_axes=(1, 2)) == (16, 3, 128, 64)
    assert transpose((128, 64, 3), 'channels_first', spatial_axes=(0, 1)) == (3, 128, 64)
    assert transpose((2, 5, 7, 3), 'channels_last', spatial_axes=(1, 2)) == (2, 5, 7, 3)
    with pytest.raises(ValueError, match='channels_first'):
        transpose((2, 3), 'first', (0,))


class Clock:
    """What stands for the module time in a test."""

    now = 1000.

    def time(self):
        return self.now


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setitem(generic_utils.Progbar.update.__globals__, 'time', Clock())
    return generic_utils.Progbar.update.__globals__['time']


def printed(clock, monkeypatch, updates, stream=io.StringIO, target=10, **arguments):
    """What a Progbar prints on the stream for updates of (seconds that passed, steps done, values)."""
    monkeypatch.setattr(sys, 'stdout', stream())
    bar = generic_utils.Progbar(target, **arguments)
    for seconds, current, values in updates:
        clock.now += seconds
        bar.update(current, values)
    return sys.stdout.getvalue()


UPDATES = [(.25, 1, [('loss', .5), ('acc', .25)]), (.01, 2, [('loss', .25), ('acc', .5)]), (99.74, 4, [('loss', -.25)]),
           (5000, 5, [('loss', .0001)]), (11, 10, None)]


def test_a_bar_off_a_terminal_has_a_line_for_each_update_that_is_due(clock, monkeypatch):
    assert printed(clock, monkeypatch, UPDATES, stateful_metrics=['acc']).split('\n') == [
        '',
        ' 1/10 [==>...........................] - ETA: 2s - loss: 0.5000 - acc: 0.2500',
        ' 4/10 [===========>..................] - ETA: 2:30 - loss: 0.0625 - acc: 0.5000',
        ' 5/10 [==============>...............] - ETA: 1:25:00 - loss: 0.0500 - acc: 0.5000',
        '10/10 [==============================] - 5111s 511s/step - loss: 0.0500 - acc: 0.5000',
        '']


def test_a_bar_on_a_terminal_stays_on_its_line(clock, monkeypatch):
    first, last = '1/3 [==>.......] - ETA: 55:33:20 - a: 1.0000', '3/3 [==========] - 100001s 33334s/step - a: 1.0000'
    shown = printed(clock, monkeypatch, [(100000, 1, [('a', 1)]), (1, 3, None)], Terminal, target=3, width=10)
    assert shown == '\r' + first + '\b' * len(first) + '\r' + last + '\n'
    shown = printed(clock, monkeypatch, [(0, 1, [('a', 1)]), (.0003, 3, [('a', 1)])], Terminal, target=3, width=0)
    first, last = '1/3 [] - ETA: 0s - a: 1.0000', '3/3 [] - 0s 100us/step - a: 1.0000'
    assert shown == '\r' + first + '\b' * len(first) + '\r' + last + '\n'


def test_a_shorter_line_covers_the_longer_one_before(clock, monkeypatch):
    shown = printed(clock, monkeypatch, [(5000, 1, None), (0.2, 2, None), (0.2, 2, None)], Terminal, target=3, width=3)
    lines = re.split('\b*\r', shown)
    assert lines == ['', '1/3 [>..] - ETA: 2:46:40', '2/3 [=>.] - ETA: 41:40  ', '2/3 [=>.] - ETA: 41:40']


def test_a_bar_without_a_target_counts(clock, monkeypatch):
    shown = printed(clock, monkeypatch, [(.1, 1, None), (.01, 12, [('acc', 1.)])], target=None)
    assert shown == '\n      1/Unknown - 0s 100ms/step\n     12/Unknown - 0s 9ms/step - acc: 1.0000'


def test_a_quiet_bar_has_one_line_at_the_end_and_a_silent_one_none(clock, monkeypatch):
    assert printed(clock, monkeypatch, UPDATES, verbose=2) == ' - 5111s - loss: 0.0500 - acc: 0.3750\n'
    assert printed(clock, monkeypatch, UPDATES, verbose=0) == ''


def test_small_and_negative_numbers_are_shown_with_exponents(clock, monkeypatch):
    updates = [(1, 2, [('small', 1e-3), ('large', -2.), ('mean', np.array([1., 2.]))])]
    shown = printed(clock, monkeypatch, updates, target=2)
    assert shown.endswith('- small: 1.0000e-03 - large: -2.0000 - mean: 1.5000\n')
    shown = printed(clock, monkeypatch, updates, target=2, verbose=2)
    assert shown.endswith('- small: 1.0000e-03 - large: -2.0000e+00 - mean: 1.5000\n')


def test_add_counts_the_steps_on(clock, monkeypatch):
    monkeypatch.setattr(sys, 'stdout', io.StringIO())
    bar = generic_utils.Progbar(4, interval=60)
    for steps in (1, 2, 1):
        bar.add(steps, [('loss', steps)])
    lines = sys.stdout.getvalue().split('\n')
    assert [line[:3] for line in lines] == ['', '1/4', '4/4', ''] and lines[2].endswith(' - loss: 1.5000')


class Scaler:
    def __init__(self, factor=1):
        self.factor = factor

    def get_config(self):
        return {'factor': self.factor}


def test_an_object_is_serialized_by_its_class_and_config_and_a_function_by_its_name():
    assert generic_utils.serialize_keras_object(None) is None
    assert generic_utils.serialize_keras_object(Scaler(3)) == {'class_name': 'Scaler', 'config': {'factor': 3}}
    assert generic_utils.serialize_keras_object(test_is_all_none_looks_into_lists_and_tuples).startswith('test_is_all')
    with pytest.raises(ValueError, match='Cannot serialize'):
        generic_utils.serialize_keras_object(3)


def test_an_object_is_made_from_its_class_name_and_config():
    config = {'class_name': 'Scaler', 'config': {'factor': 5}}
    value = generic_utils.deserialize_keras_object(config, module_objects={'Scaler': Scaler})
    assert isinstance(value, Scaler) and value.factor == 5
    value = generic_utils.deserialize_keras_object(config, custom_objects={'Scaler': Scaler})
    assert value.factor == 5
    assert generic_utils.deserialize_keras_object('Scaler', module_objects={'Scaler': Scaler}) is Scaler
    with pytest.raises(ValueError, match='Unknown thing: Scaler'):
        generic_utils.deserialize_keras_object(config, printable_module_name='thing')
    with pytest.raises(ValueError, match='Unknown thing:Scaler'):
        generic_utils.deserialize_keras_object('Scaler', module_objects={}, printable_module_name='thing')
    with pytest.raises(ValueError, match='Improper config format'):
        generic_utils.deserialize_keras_object({'class_name': 'Scaler'})


def test_from_config_gets_the_custom_objects_when_it_accepts_them():
    class Holder:
        @classmethod
        def from_config(cls, config, custom_objects=None):
            return config, custom_objects

    config, objects = generic_utils.deserialize_keras_object(
        {'class_name': 'Holder', 'config': {'a': 1}}, custom_objects={'Holder': Holder, 'Other': 3})
    assert config == {'a': 1} and objects['Other'] == 3


def test_a_custom_object_scope_ends_with_the_table_as_it_was():
    table = generic_utils.get_custom_objects()
    before = dict(table)
    with generic_utils.custom_object_scope({'Scaler': Scaler}, {'Another': 3}):
        assert table['Scaler'] is Scaler and table['Another'] == 3
        table['Third'] = 4
        assert isinstance(generic_utils.deserialize_keras_object({'class_name': 'Scaler', 'config': {}}), Scaler)
    assert dict(table) == before


def test_conv_output_length_is_that_of_numpy_s_convolutions():
    x, kernel = np.ones(11), np.ones(3)
    for padding in ('same', 'valid', 'full'):
        for stride in (1, 2, 3):
            expected = len(np.convolve(x, kernel, padding)[::stride])
            assert conv_utils.conv_output_length(11, 3, padding, stride) == expected
    assert conv_utils.conv_output_length(11, 3, 'valid', 1, dilation=2) == len(np.convolve(x, np.ones(5), 'valid'))
    assert conv_utils.conv_output_length(11, 3, 'causal', 2) == 6
    assert conv_utils.conv_output_length(None, 3, 'same', 1) is None


def test_deconv_length_undoes_conv_output_length():
    for padding in ('same', 'valid', 'full'):
        for stride in (1, 2):
            for size in (2, 3):
                length = conv_utils.deconv_length(4, stride, size, padding, None)
                assert conv_utils.conv_output_length(length, size, padding, stride) == 4
    assert conv_utils.deconv_length(4, 2, 3, 'valid', 1) == (4 - 1) * 2 + 3 + 1
    assert conv_utils.deconv_length(4, 2, 3, 'same', 1) == (4 - 1) * 2 + 3 - 2 + 1
    assert conv_utils.deconv_length(4, 1, 3, 'valid', None, dilation=2) == 4 + 5 - 1
    assert conv_utils.deconv_length(None, 2, 3, 'valid', None) is None


def test_conv_input_length_returns_the_smallest_input_of_an_output():
    for padding, pad in (('valid', 0), ('same', 1), ('full', 2)):
        assert conv_utils.conv_input_length(4, 3, padding, 2) == (4 - 1) * 2 - 2 * pad + 3
    assert conv_utils.conv_input_length(None, 3, 'valid', 1) is None


def test_normalize_tuple_repeats_integers_and_names_the_argument_in_its_errors():
    assert conv_utils.normalize_tuple(2, 3, 'strides') == (2, 2, 2)
    assert conv_utils.normalize_tuple([2, 3], 2, 'strides') == (2, 3)
    for bad in ((1, 2, 3), None, ('a', 1)):
        with pytest.raises(ValueError, match='The `strides` argument must be a tuple of 2 integers'):
            conv_utils.normalize_tuple(bad, 2, 'strides')


def test_normalize_padding_knows_three_paddings():
    assert [conv_utils.normalize_padding(name) for name in ('Same', 'VALID', 'causal')] == ['same', 'valid', 'causal']
    with pytest.raises(ValueError, match='padding'):
        conv_utils.normalize_padding('half')


@pytest.mark.filterwarnings('ignore:Using a non-tuple sequence:FutureWarning')
def test_convert_kernel_reverses_the_spatial_axes():
    kernel = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5)
    assert np.array_equal(conv_utils.convert_kernel(kernel), kernel[::-1, ::-1])
    with pytest.raises(ValueError, match='Invalid kernel shape'):
        conv_utils.convert_kernel(np.zeros((2, 2)))


def test_to_categorical_makes_one_hot_rows():
    labels = np.array([[0], [2], [1]])
    assert np.array_equal(np_utils.to_categorical(labels), np.eye(3)[[0, 2, 1]])
    assert np_utils.to_categorical([[0, 1], [1, 0]], 4, dtype='int32').shape == (2, 2, 4)
    assert np_utils.to_categorical([1], dtype='int32').dtype == np.int32
    with pytest.raises(IndexError):
        np_utils.to_categorical([5], 3)


def test_normalize_divides_by_the_norm_and_leaves_zeros():
    x = np.random.RandomState(0).rand(3, 4)
    assert np.allclose(np_utils.normalize(x), x / np.sqrt((x ** 2).sum(-1, keepdims=True)))
    assert np.allclose(np_utils.normalize(x, axis=0, order=1), x / np.abs(x).sum(0, keepdims=True))
    assert np.array_equal(np_utils.normalize(np.zeros((2, 2))), np.zeros((2, 2)))


def summary_of(model, **arguments):
    """The lines of a summary, without the name of the model that Keras 2.3 puts before."""
    lines = []
    layer_utils.print_summary(model, print_fn=lines.append, **arguments)
    return lines[1:] if lines[0].startswith('Model: ') else lines


def test_the_summary_of_a_chain_has_three_columns():
    model = Sequential([Dense(1024, input_shape=(32,), name='wide'), Dense(2000, name='wider'),
                        Dense(7, name='a_name_that_is_longer_than_its_column')])
    model.layers[1].trainable = False
    line, double = '_' * 65, '=' * 65
    assert summary_of(model) == [
        line,
        'Layer (type)                 Output Shape              Param #   ',
        double,
        'wide (Dense)                 (None, 1024)              33792     ',
        line,
        'wider (Dense)                (None, 2000)              2050000   ',
        line,
        'a_name_that_is_longer_than_i (None, 7)                 14007     ',
        double,
        'Total params: 2,097,799',
        'Trainable params: 47,799',
        'Non-trainable params: 2,050,000',
        line]


def test_the_summary_of_a_graph_names_the_connections():
    a, b = Input((4,), name='a'), Input((4,), name='b')
    shared = Dense(3, name='shared')
    both = concatenate([shared(a), shared(b)], name='both')
    model = Model([a, b], Dense(2, name='out')(both))
    line, double = '_' * 98, '=' * 98
    title = 'Layer (type)                    Output Shape         Param #     Connected to                     '
    expected = [line, title, double]
    for fields in ([('a (InputLayer)', '(None, 4)', '0', '')], [('b (InputLayer)', '(None, 4)', '0', '')],
                   [('shared (Dense)', '(None, 3)', '15', 'a[0][0]'), ('', '', '', 'b[0][0]')],
                   [('both (Concatenate)', '(None, 6)', '0', 'shared[0][0]'), ('', '', '', 'shared[1][0]')],
                   [('out (Dense)', '(None, 2)', '14', 'both[0][0]')]):
        expected += ['%-32s%-21s%-12s%-33s' % row for row in fields] + [line]
    expected[-1] = double
    assert summary_of(model)[:len(expected)] == expected
    assert summary_of(model)[len(expected):] == ['Total params: 29', 'Trainable params: 29', 'Non-trainable params: 0',
                                                 line]


def test_the_summary_counts_the_calls_of_a_model_after_its_own_node():
    x, y = Input((4,), name='x'), Input((4,), name='y')
    inner = Model(x, Dense(2, name='dense')(x), name='inner')
    model = Model([x, y], concatenate([inner(x), inner(y)], name='both'))
    connected = [(line[:32].strip(), line[65:].strip()) for line in summary_of(model)[7:12] if set(line) != {'_'}]
    assert connected == [('inner (Model)', 'x[0][0]'), ('', 'y[0][0]'),
                         ('both (Concatenate)', 'inner[1][0]'), ('', 'inner[2][0]')]


def test_a_summary_accepts_its_length_its_columns_and_its_printer():
    model = Sequential([Dense(3, input_shape=(2,), name='one')])
    lines = summary_of(model, line_length=40, positions=[.5, .8, 1.])
    assert lines[0] == '_' * 40 and lines[3] == 'one (Dense)         (None, 3)   9       '
    assert summary_of(model, line_length=40, positions=[20, 32, 40])[3] == lines[3]
    shown = []
    model.summary(line_length=40, positions=[.5, .8, 1.], print_fn=shown.append)
    assert shown[-len(lines):] == lines
    with pytest.raises(IndexError):
        summary_of(model, positions=[.5, 1.])


def test_count_params_counts_a_weight_once():
    layer = Dense(3)
    layer.build((None, 4))
    assert layer_utils.count_params(layer.weights) == layer_utils.count_params(layer.weights * 2) == 15


def test_get_source_inputs_finds_the_inputs_of_a_symbol():
    a, b = Input((4,)), Input((4,))
    both = concatenate([Dense(3)(a), Dense(3)(b), Dense(2)(a)])
    actual = layer_utils.get_source_inputs(both)
    assert len(actual) == 2 and actual[0] is a and actual[1] is b
    assert layer_utils.get_source_inputs(a)[0] is a
    array = np.zeros(3)
    assert layer_utils.get_source_inputs(array) is array


@pytest.mark.filterwarnings('ignore:Using a non-tuple sequence:FutureWarning')
def test_all_kernels_of_a_model_are_flipped():
    model = Sequential([Conv2D(2, (2, 3), input_shape=(8, 8, 1)), Flatten(), Dense(2)])
    before = model.get_weights()
    layer_utils.convert_all_kernels_in_model(model)
    after = model.get_weights()
    assert np.array_equal(after[0], before[0][::-1, ::-1])
    assert all(np.array_equal(one, other) for one, other in zip(after[1:], before[1:]))


def test_dense_weights_follow_the_feature_maps_into_the_other_data_format():
    maps = np.random.RandomState(0).rand(2, 3, 4, 5)  # samples, rows, columns, channels
    layer = Dense(6)
    layer.build((None, 60))
    kernel, bias = layer.get_weights()
    layer_utils.convert_dense_weights_data_format(layer, (5, 3, 4), 'channels_first')
    turned = layer.get_weights()[0]
    assert np.allclose(maps.transpose(0, 3, 1, 2).reshape(2, 60).dot(turned), maps.reshape(2, 60).dot(kernel))
    layer_utils.convert_dense_weights_data_format(layer, (3, 4, 5), 'channels_last')
    assert np.array_equal(layer.get_weights()[0], kernel)
