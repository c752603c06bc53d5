"""The names that programs took from keras.backend.tensorflow_backend and its siblings, public and private."""
import importlib

import numpy as np
import pytest

import compat
from compat import backend as K
from compat import process
from compat.backend import tensorflow_backend as backend

IMAGES = np.arange(120.).reshape(2, 3, 4, 5)
DTYPE = 'float32'


def test_the_public_names_are_those_of_k():
    assert backend.dot is K.dot
    assert K.common.image_dim_ordering() == 'tf'
    assert K.tensorflow_backend is backend


def test_gpus_are_counted_by_their_names():
    names = backend._get_available_gpus()
    assert isinstance(names, list) and all('gpu' in name.lower() for name in names)
    assert len(set(names)) == len(names)


def test_a_program_may_put_its_own_function_in_the_place_of_a_helper():
    before = backend._get_available_gpus
    backend._get_available_gpus = lambda: ['/device:GPU:7']
    try:
        assert K.tensorflow_backend._get_available_gpus() == ['/device:GPU:7']
    finally:
        backend._get_available_gpus = before


def test_no_device_is_explicit_outside_of_a_scope():
    assert backend._get_current_tf_device() is None
    assert not backend._is_current_explicit_device('CPU')
    assert not backend._is_current_explicit_device('GPU')
    assert backend._has_nchw_support() == bool(backend._get_available_gpus())


def test_a_device_type_is_cpu_or_gpu():
    with pytest.raises(ValueError, match='CPU|cpu'):
        backend._is_current_explicit_device('ASIC')


@pytest.mark.difference('tensorflow-functions')
def test_the_device_of_a_scope_is_explicit():
    if process.opened().version.release[:2] == (2, 2):
        return  # Keras 2.2 asks TensorFlow 1.15 in a way that it does not answer any more.
    with backend.tf.device('/cpu:0'):
        assert backend._is_current_explicit_device('CPU') and not backend._is_current_explicit_device('GPU')
        assert not backend._has_nchw_support()


def test_numbers_become_tensors_of_the_dtype_that_is_asked_for():
    for numbers in ([1, 2], [1., 2.], np.array([1., 2.]), K.constant([1., 2.])):
        tensor = backend._to_tensor(numbers, DTYPE)
        assert K.is_tensor(tensor) and K.dtype(tensor) == DTYPE
        assert K.eval(tensor).tolist() == [1., 2.]
    assert K.eval(backend._to_tensor(K.variable([1., 2.]), DTYPE)).tolist() == [1., 2.]
    assert K.dtype(backend._to_tensor(3, 'int32')) == 'int32'


def test_a_tensor_of_another_dtype_is_refused():
    for tensor in (K.constant([1.]), K.variable([1.])):
        with pytest.raises(ValueError):
            backend._to_tensor(tensor, 'int32')
    with pytest.raises(TypeError):
        backend._to_tensor(3.5, 'int32')


def test_padding_is_written_as_tensorflow_has_it():
    assert [backend._preprocess_padding(padding) for padding in ('same', 'valid')] == ['SAME', 'VALID']
    for padding in ('causal', 'SAME', None):
        with pytest.raises(ValueError, match='Invalid padding'):
            backend._preprocess_padding(padding)


@pytest.mark.parametrize('function, rank, name', [
    (backend._preprocess_conv1d_input, 3, 'NWC'), (backend._preprocess_conv2d_input, 4, 'NHWC'),
    (backend._preprocess_conv3d_input, 5, 'NDHWC')])
def test_channels_are_put_where_the_device_convolves_them(function, rank, name):
    shape = (2, 3, 4, 5, 6)[:rank]
    numbers = np.arange(float(np.prod(shape))).reshape(shape)
    placed, told = function(K.constant(numbers), 'channels_last')
    assert told == name
    np.testing.assert_array_equal(K.eval(placed), numbers)
    placed, told = function(K.constant(numbers), 'channels_first')
    if backend._has_nchw_support():
        assert told == 'NC' + name[1:-1] and K.int_shape(placed) == shape
    else:
        assert told == name
        np.testing.assert_array_equal(K.eval(placed), np.moveaxis(numbers, 1, -1))


def test_images_are_transposed_where_that_is_asked_for():
    placed, told = backend._preprocess_conv2d_input(K.constant(IMAGES), 'channels_first', force_transpose=True)
    assert told == 'NHWC'
    np.testing.assert_array_equal(K.eval(placed), np.moveaxis(IMAGES, 1, -1))


SCALE = np.arange(1., 6.)


@pytest.mark.parametrize('function', [backend._regular_normalize_batch_in_training,
                                      backend._broadcast_normalize_batch_in_training,
                                      backend._fused_normalize_batch_in_training])
def test_batches_are_normalised_with_their_own_statistics(function):
    normalized, mean, variance = function(K.constant(IMAGES), K.constant(SCALE), K.constant(-SCALE), [0, 1, 2])
    count = 24. if function is backend._fused_normalize_batch_in_training else 0.
    expected = IMAGES.mean((0, 1, 2)), IMAGES.var((0, 1, 2))
    np.testing.assert_allclose(K.eval(mean), expected[0], rtol=1e-5)
    np.testing.assert_allclose(K.eval(variance), expected[1] * (count / (count - 1.) if count else 1.), rtol=1e-5)
    np.testing.assert_allclose(K.eval(normalized),
                               (IMAGES - expected[0]) / np.sqrt(expected[1] + 1e-3) * SCALE - SCALE, rtol=1e-4,
                               atol=1e-5)


def test_the_regular_way_broadcasts_against_the_last_axes_and_the_other_one_against_those_that_are_left():
    x, scale = K.constant(IMAGES), K.constant([1., 2., 3.])
    with pytest.raises(ValueError):
        K.eval(backend._regular_normalize_batch_in_training(x, scale, scale, [0, 2, 3])[0])
    normalized = backend._broadcast_normalize_batch_in_training(x, scale, scale, [0, 2, 3])[0]
    mean, variance = IMAGES.mean((0, 2, 3), keepdims=True), IMAGES.var((0, 2, 3), keepdims=True)
    factor = np.array([1., 2., 3.]).reshape(1, 3, 1, 1)
    np.testing.assert_allclose(K.eval(normalized), (IMAGES - mean) / np.sqrt(variance + 1e-3) * factor + factor,
                               rtol=1e-4, atol=1e-5)


def test_the_bookkeeping_of_graphs_is_there_to_be_cleared():
    names = {'2.2.4': ('_SESSION', '_GRAPH_LEARNING_PHASES', '_GRAPH_UID_DICTS', '_MANUAL_VAR_INIT'),
             '2.3.1': ('_LEARNING_PHASE_CACHE', '_SYMBOLIC_SCOPE')}
    for name in ('_LOCAL_DEVICES',) + names[compat.__version__]:
        assert hasattr(backend, name)


def test_a_private_name_that_there_never_was_is_no_attribute():
    with pytest.raises(AttributeError, match='_no_such_helper'):
        backend._no_such_helper


@pytest.mark.difference('tensorflow-functions')
def test_tensorflow_is_a_name_of_k():
    import tensorflow
    from compat.backend.tensorflow_backend import tf
    assert tf.float32 is tensorflow.float32
    assert callable(tf.log) and callable(tf.Session)  # under the names of TensorFlow 1, whichever is installed
    if compat.__version__ == '2.2.4':  # Keras 2.3 does not leak it into K.
        assert K.tf is tf


def test_tensorflow_is_no_name_where_another_engine_computes():
    assert hasattr(backend, 'tf') == (K.backend() == 'tensorflow')
    if K.backend() != 'tensorflow':
        with pytest.raises(AttributeError, match='keras.backend.tf .* KERAS_BACKEND=tensorflow'):
            K.tf


@pytest.mark.parametrize('framework', ['theano', 'cntk'])
def test_the_engines_that_are_gone_say_so(framework):
    with pytest.raises(ImportError, match='compat does not drive'):
        importlib.import_module('compat.backend.%s_backend' % framework)
    with pytest.raises(ImportError):
        exec('from compat.backend import %s_backend' % framework)
