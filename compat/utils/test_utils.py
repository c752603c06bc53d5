"""Helpers of tests of layers and models (Keras 2.2.4 `keras.utils.test_utils`)."""
import functools

import numpy as np
from numpy.testing import assert_allclose

from compat import backend as K
from compat import process
from compat.differences import reason
from compat.engine.input_layer import Input
from compat.engine.training import Model
from compat.errors import UnsupportedError
from compat.utils.generic_utils import has_arg

# Whether layer_test constructs the layer a second time, from its own weights.
_MADE_FROM_WEIGHTS = process.dialect().layer_test_remakes_layer
_SPREAD = 0.7


def get_test_data(num_train=1000, num_test=500, input_shape=(10,), output_shape=(2,), classification=True,
                  num_classes=2):
    """Returns random data that a small model can learn, as ``((x_train, y_train), (x_test, y_test))``.

    The inputs, float32 of shape ``(samples,) + input_shape``, are normally distributed around a value of each sample.
    In a classification it is the class, an integer, which is the target; else it is a value between 0 and 1, around
    which the targets of shape ``(samples,) + output_shape`` are distributed, too. All are drawn from numpy's global
    state in the order of Keras 2, so that the same seed makes the same arrays.

    Args:
        num_train: the number of samples for training.
        num_test: the number of samples for testing.
        input_shape: tuple, the shape of a sample.
        output_shape: tuple, the shape of a target without ``classification``.
        classification: whether the targets are classes.
        num_classes: the number of classes.

    Source: Keras 2.2.4 `keras.utils.test_utils.get_test_data`.
    """
    samples = num_train + num_test
    if classification:
        y = centres = np.random.randint(0, num_classes, size=(samples,))
        x = _around(centres, int(np.prod(input_shape)))
    else:
        centres = np.random.random((samples,))
        size = int(np.prod(input_shape))
        values = _around(centres, size + int(np.prod(output_shape)))
        x, y = values[:, :size], values[:, size:].reshape((samples,) + tuple(output_shape))
    x = x.reshape((samples,) + tuple(input_shape))
    return (x[:num_train], y[:num_train]), (x[num_train:], y[num_train:])


def _around(centres, size):
    """Returns a row of ``size`` normally distributed float32 values around each centre."""
    return np.random.normal(centres[:, np.newaxis], _SPREAD, (len(centres), size)).astype('float32')


def layer_test(layer_cls, kwargs={}, input_shape=None, input_dtype=None, input_data=None, expected_output=None,  # noqa: B006
               expected_output_dtype=None, fixed_batch_size=False):
    """Checks a layer of one input and one output, and returns the prediction of a model of it.

    Checked are: get_weights and set_weights, the constructor's ``weights`` where it has that argument,
    compute_output_shape, the dtype and the values of the output, the configs of layer and model, that a model of the
    config with the same weights predicts the same and, where ``call`` has ``training``, a step of training.

    Args:
        layer_cls: the class of the layer.
        kwargs: the arguments of its constructor.
        input_shape: tuple with the batch axis; None for a random size.
        input_dtype: dtype of the input.
        input_data: the input. None is random values between 0 and 10.
        expected_output: array, the expected prediction.
        expected_output_dtype: dtype of the output. None is that of the input.
        fixed_batch_size: whether the Input gets the batch size.

    Raises:
        AssertionError: a check fails.
        ValueError: the layer class is not known; use ``custom_object_scope``.

    Source: Keras 2.2.4 `keras.utils.test_utils.layer_test`.
    """
    if input_data is None:
        assert input_shape, 'layer_test(%s) needs input_shape or input_data' % layer_cls.__name__
        input_dtype = input_dtype or K.floatx()
        sizes = [np.random.randint(1, 4) if size is None else size for size in input_shape]
        input_data = (10 * np.random.random(sizes)).astype(input_dtype)
    else:
        input_shape = input_data.shape if input_shape is None else input_shape
        input_dtype = input_data.dtype if input_dtype is None else input_dtype
    input_dtype = np.dtype(input_dtype).name

    layer = layer_cls(**kwargs)
    weights = layer.get_weights()
    layer.set_weights(weights)
    if _MADE_FROM_WEIGHTS and weights and has_arg(layer_cls.__init__, 'weights'):
        layer = layer_cls(**dict(kwargs, weights=weights))
    shape = layer.compute_output_shape(tuple(input_shape))

    shape_argument = {'batch_shape': tuple(input_shape)} if fixed_batch_size else {'shape': tuple(input_shape)[1:]}
    x = Input(dtype=input_dtype, **shape_argument)
    y = layer(x)
    expected_dtype = np.dtype(expected_output_dtype or input_dtype).name
    assert K.dtype(y) == expected_dtype, 'the output of %s is %s, and %s was expected' % (
        layer.name, K.dtype(y), expected_dtype)
    output = _check_model(Model(x, y), input_data, shape, expected_output, trains=has_arg(layer.call, 'training'))

    type(layer).from_config(dict(layer.get_config(), batch_input_shape=tuple(input_shape)))
    return output


def _check_model(model, data, shape, expected, trains):
    """Returns the prediction of the model after checks of its shape and values, the model's config and training."""
    output = model.predict(data)
    pairs = list(zip(shape, output.shape))
    assert all(declared is None or declared == computed for declared, computed in pairs), (
        'compute_output_shape of %s says %s, and its output has the shape %s' % (
            model.layers[-1].name, tuple(shape), output.shape))
    if expected is not None:
        assert_allclose(output, expected, rtol=1e-3)
    again = type(model).from_config(model.get_config())
    if model.weights:
        again.set_weights(model.get_weights())
        assert_allclose(again.predict(data), output, rtol=1e-3)
    if trains:
        model.compile('rmsprop', 'mse')
        model.train_on_batch(data, output)
    return output


def keras_test(func):
    """Returns the test, after which the session is cleared (Keras 2.1.6 `keras.utils.test_utils.keras_test`)."""
    @functools.wraps(func)
    def test(*args, **kwargs):
        output = func(*args, **kwargs)
        K.clear_session()
        return output
    return test


class tf_file_io_proxy:
    """Stands for Google Cloud Storage in tests of saving; here UnsupportedError (Keras 2.3.1 `tf_file_io_proxy`)."""

    def __init__(self, file_io_module=None, bucket_name=None):
        raise UnsupportedError(reason('google-cloud-storage'))
