"""keras.utils: helpers for functions, lists, custom objects, convolutions, arrays and summaries."""
import numpy as np
import pytest

from compat.utils import conv_utils, generic_utils, np_utils


def test_a_function_survives_dump_and_load_with_defaults_and_closure():
    offset = 3

    def shifted(x, scale=2):
        return x * scale + offset

    dumped = generic_utils.func_dump(shifted)
    assert isinstance(dumped[0], str) and dumped[1:] == ((2,), (3,))
    assert generic_utils.func_load(*dumped)(5) == shifted(5)
    assert generic_utils.func_load(list(dumped))(5, scale=4) == shifted(5, scale=4)
    assert generic_utils.func_load((dumped[0], [7], dumped[2]))(1) == shifted(1, 7)


def test_a_loaded_function_sees_the_globals_that_are_given():
    dumped = generic_utils.func_dump(lambda x: x + unknown_constant)  # noqa: F821
    assert generic_utils.func_load(dumped, globs={'unknown_constant': 4})(1) == 5


def test_has_arg_tells_which_keywords_a_callable_takes():
    def function(a, b=1, *args, **kwargs):
        return a, b, args, kwargs

    assert generic_utils.has_arg(function, 'a') and generic_utils.has_arg(function, 'b')
    assert not generic_utils.has_arg(function, 'c') and not generic_utils.has_arg(function, 'args')
    assert generic_utils.has_arg(function, 'c', accept_all=True)
    assert not generic_utils.has_arg(lambda x: x, 'c', accept_all=True)


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


def test_slice_arrays_takes_ranges_and_indices_of_one_or_several_arrays():
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


class Scaler(object):
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
    made = generic_utils.deserialize_keras_object(config, module_objects={'Scaler': Scaler})
    assert isinstance(made, Scaler) and made.factor == 5
    made = generic_utils.deserialize_keras_object(config, custom_objects={'Scaler': Scaler})
    assert made.factor == 5
    assert generic_utils.deserialize_keras_object('Scaler', module_objects={'Scaler': Scaler}) is Scaler
    with pytest.raises(ValueError, match='Unknown thing: Scaler'):
        generic_utils.deserialize_keras_object(config, printable_module_name='thing')
    with pytest.raises(ValueError, match='Unknown thing:Scaler'):
        generic_utils.deserialize_keras_object('Scaler', module_objects={}, printable_module_name='thing')
    with pytest.raises(ValueError, match='Improper config format'):
        generic_utils.deserialize_keras_object({'class_name': 'Scaler'})


def test_from_config_gets_the_custom_objects_when_it_takes_them():
    class Holder(object):
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
            assert conv_utils.conv_output_length(11, 3, padding, stride) == len(np.convolve(x, kernel, padding)[::stride])
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


def test_conv_input_length_gives_the_smallest_input_of_an_output():
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
