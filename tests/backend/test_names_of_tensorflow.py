"""K has the modules of TensorFlow that Keras 2's backend imported, with the names that they had in TensorFlow 1."""
import numpy as np
import pytest

from compat import backend as K
from compat import process
from compat.errors import UnsupportedError
from compat.layers import Input, Lambda
from compat.models import Model

X = np.array([[1., -2.], [3., 4.]], 'float32')


def loop(x):
    return K.control_flow_ops.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * 2.),
                                         [K.tf.constant(0), x])[1]


def array(x):
    rows = K.tensor_array_ops.TensorArray(dtype='float32', size=2, tensor_array_name='rows')
    rows = rows.unstack(K.tf.stack([x, x * 3.]))
    return rows.read(0) + rows.read(1)


CALLS = {
    'K.control_flow_ops.while_loop': (loop, X * 8),
    'K.control_flow_ops.cond': (lambda x: K.control_flow_ops.cond(K.tf.reduce_sum(x) > 0., lambda: x * 2., lambda: x),
                                X * 2),
    'K.functional_ops.scan': (lambda x: K.functional_ops.scan(lambda before, row: before + row, x), X.cumsum(0)),
    'K.tensor_array_ops.TensorArray': (array, X * 4),
    'K.tf': (lambda x: K.tf.log(K.tf.reduce_max(x, keep_dims=True) * K.tf.ones_like(x)), np.full((2, 2), np.log(4.))),
    'K.tf.nn': (lambda x: K.tf.nn.softmax(x, dim=0) * K.tf.to_float(2), 2 * np.exp(X) / np.exp(X).sum(0)),
}


@pytest.mark.difference('tensorflow-functions')
@pytest.mark.parametrize('name', sorted(CALLS))
def test_a_name_of_tensorflow_computes_in_a_layer(name):
    function, expected = CALLS[name]
    x = Input((2,))
    model = Model(x, Lambda(function, output_shape=(2,))(x))
    np.testing.assert_allclose(model.predict(X), expected, rtol=1e-5)


@pytest.mark.difference('tensorflow-functions')
def test_the_modules_for_ctc_and_devices_have_their_functions():
    assert callable(K.ctc.ctc_loss) and callable(K.ctc.ctc_greedy_decoder) and callable(K.ctc.ctc_beam_search_decoder)
    assert callable(K.moving_averages.assign_moving_average)


def test_the_functions_of_python_that_k_hides():
    assert (K.py_all, K.py_sum, K.py_slice) == (all, sum, slice)


@pytest.mark.parametrize('name, instead', [
    ('control_flow_ops', 'K.rnn, K.switch'), ('ctc', 'K.ctc_decode'), ('functional_ops', 'K.map_fn'),
    ('tensor_array_ops', 'K.rnn'), ('moving_averages', 'K.moving_average_update'), ('tf', 'K')])
def test_without_tensorflow_the_error_names_the_function_of_k(name, instead):
    if process.opened().framework == 'tensorflow':
        assert getattr(K, name)
    else:
        with pytest.raises(UnsupportedError, match=instead):
            getattr(K, name)
