"""K's settings, names and kinds of tensors."""
import numpy as np
import pytest

from compat import backend as K


@pytest.fixture
def settings():
    """Leaves the settings of K as they were."""
    before = K.floatx(), K.epsilon(), K.image_data_format()
    yield
    K.set_floatx(before[0])
    K.set_epsilon(before[1])
    K.set_image_data_format(before[2])


def test_the_settings_begin_with_those_of_keras_2():
    assert (K.floatx(), K.epsilon(), K.image_data_format()) == ('float32', 1e-7, 'channels_last')


def test_floatx_is_the_dtype_of_what_is_made_without_one(settings):
    K.set_floatx('float16')
    assert K.floatx() == 'float16'
    assert K.dtype(K.variable([1., 2.])) == 'float16'
    assert K.dtype(K.zeros((2,))) == 'float16'
    assert K.cast_to_floatx([1, 2]).dtype == np.float16


def test_a_floatx_that_is_no_float_is_refused(settings):
    with pytest.raises(ValueError, match='int32'):
        K.set_floatx('int32')
    assert K.floatx() == 'float32'


def test_epsilon_is_what_it_was_set_to(settings):
    K.set_epsilon(1e-3)
    assert K.epsilon() == 1e-3
    probability = K.eval(K.categorical_crossentropy(K.constant([[1., 0.]]), K.constant([[0., 1.]])))
    np.testing.assert_allclose(probability, -np.log([1e-3]), rtol=1e-5)


def test_the_image_data_format_is_the_default_of_images(settings):
    K.set_image_data_format('channels_first')
    assert K.normalize_data_format(None) == 'channels_first'
    padded = K.spatial_2d_padding(K.ones((1, 2, 3, 4)))
    assert K.int_shape(padded) == (1, 2, 5, 6)


def test_an_unknown_data_format_is_refused(settings):
    with pytest.raises(ValueError):
        K.set_image_data_format('channels_middle')
    with pytest.raises(ValueError, match='channels_middle'):
        K.normalize_data_format('channels_middle')
    assert K.normalize_data_format('CHANNELS_FIRST') == 'channels_first'


def test_the_image_dim_ordering_of_keras_1_is_the_image_data_format(settings):
    from compat.backend.common import image_data_format, image_dim_ordering, set_image_dim_ordering
    assert image_dim_ordering() == 'tf'
    set_image_dim_ordering('th')
    assert (image_dim_ordering(), image_data_format()) == ('th', 'channels_first')
    with pytest.raises(ValueError):
        set_image_dim_ordering('cntk')
    set_image_dim_ordering('tf')


def test_names_are_numbered_from_1_for_each_prefix():
    first, other = K.get_uid('conv'), K.get_uid('dense of the test')
    assert K.get_uid('conv') == first + 1
    assert other == 1


def test_reset_uids_starts_the_numbers_again():
    K.get_uid('layer')
    K.reset_uids()
    assert K.get_uid('layer') == 1


def test_the_backend_is_named_by_its_engine():
    assert K.backend() in ('tensorflow', 'jax', 'torch', 'numpy')


def test_variables_and_constants_are_tensors_and_numpy_is_none():
    assert K.is_tensor(K.variable([1.]))
    assert K.is_tensor(K.constant([1.]))
    assert not K.is_tensor(np.zeros(2))
    assert not K.is_tensor(2.)


def test_a_symbol_is_a_keras_tensor_and_a_variable_is_none():
    from compat.layers import Input
    assert K.is_keras_tensor(Input((2,)))
    assert not K.is_keras_tensor(K.variable([1.]))


def test_what_is_no_tensor_cannot_be_asked_whether_it_is_a_keras_tensor():
    with pytest.raises(ValueError, match='numpy'):
        K.is_keras_tensor(np.zeros(2))


def test_static_shapes_have_none_for_the_batch():
    from compat.layers import Input
    assert K.int_shape(Input((3, 4))) == (None, 3, 4)
    assert K.int_shape(Input(batch_shape=(5, None))) == (5, None)
    assert K.ndim(Input((3, 4))) == 3


def test_a_variable_reports_its_shape_dtype_and_number_of_elements():
    kernel = K.variable(np.zeros((2, 3, 4)))
    assert K.int_shape(kernel) == (2, 3, 4)
    assert K.ndim(kernel) == 3
    assert K.dtype(kernel) == 'float32'
    assert K.count_params(kernel) == 24
