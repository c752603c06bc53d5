"""Forms of calls of K that the golden calls do not reach: unknown sizes, what is printed, what differs."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Input, Lambda
from compat.models import Model

DRAW = np.random.RandomState(11)


def constant(*shape):
    return K.constant(DRAW.uniform(-1., 1., shape))


def predicted(function, x, shape, output_shape):
    inputs = Input(shape)
    return Model(inputs, Lambda(function, output_shape=output_shape)(inputs)).predict(x)


def test_a_tensor_prints_its_message_and_value_when_it_is_computed(capfd):
    K.eval(K.print_tensor(K.constant([2.5, 3.5]), 'the numbers:'))
    printed = ''.join(capfd.readouterr())
    assert 'the numbers:' in printed and '2.5' in printed and '3.5' in printed


def test_of_long_axes_only_the_ends_are_printed(capfd):
    K.eval(K.print_tensor(K.constant(np.arange(10.) + 100.), 'the numbers:'))
    printed = ''.join(capfd.readouterr())
    assert '102' in printed and '...' in printed and '104' not in printed


@pytest.mark.difference('batch-of-transposed-convolutions')
def test_the_batch_of_a_transposed_convolution_may_be_none():
    for transpose, axes in ((K.conv2d_transpose, 2), (K.conv3d_transpose, 3)):
        x, kernel = constant(*(2,) + (3,) * axes + (2,)), constant(*(2,) * axes + (4, 2))
        told, untold = ((batch,) + (4,) * axes + (4,) for batch in (2, None))
        np.testing.assert_array_equal(K.eval(transpose(x, kernel, told)), K.eval(transpose(x, kernel, untold)))


@pytest.mark.difference('strides-of-dilated-channels')
def test_channels_may_be_convolved_with_strides_and_a_dilation():
    dilated = K.depthwise_conv2d(constant(1, 6, 7, 3), constant(3, 2, 3, 2), strides=(2, 2), dilation_rate=(2, 2))
    assert K.eval(dilated).shape[0] == 1


def test_steps_may_be_as_many_as_there_are():
    def sums(x):
        return K.rnn(lambda x, states: (x + states[0], [x + states[0]]), x, [K.zeros_like(x[:, 0])])[1]

    inputs = Input((None, 3))
    model = Model(inputs, Lambda(sums, output_shape=(None, 3))(inputs))
    for steps in (4, 6):
        x = DRAW.uniform(-1., 1., (2, steps, 3))
        np.testing.assert_allclose(model.predict(x), np.cumsum(x, axis=1), rtol=1e-5, atol=1e-6)


def test_step_functions_are_given_their_constants_untouched():
    seen = []

    def step(x, states):
        seen.append(states[1:])
        return x * states[1][0], [states[0]]

    last = K.rnn(step, constant(2, 3, 4), [K.zeros((2, 4))], constants=[[2., 'two']])[0]
    assert K.int_shape(last) == (2, 4) and list(seen[-1]) == [[2., 'two']]


@pytest.mark.parametrize('function', [
    lambda x: K.resize_images(x, 2, 2, 'channels_last'),
    lambda x: K.resize_images(x, 2, 2, 'channels_last', interpolation='bilinear'),
    lambda x: K.conv2d_transpose(x, K.ones((2, 2, 2, 2)), (K.shape(x)[0], K.shape(x)[1] * 2, K.shape(x)[2] * 2, 2),
                                 strides=(2, 2)),
], ids=['nearest', 'bilinear', 'conv2d_transpose'])
def test_images_may_be_of_any_size(function):
    x = DRAW.uniform(-1., 1., (2, 3, 4, 2))
    told = predicted(function, x, (3, 4, 2), (6, 8, 2))
    untold = predicted(function, x, (None, None, 2), (None, None, 2))
    assert told.shape == (2, 6, 8, 2)
    np.testing.assert_allclose(untold, told, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize('function, expected', [
    (lambda x: x * K.cast(K.expand_dims(K.arange(K.shape(x)[1])), 'float32'), lambda x: x * np.arange(4)[:, None]),
    (lambda x: x * K.sum(K.arange(K.cast(K.shape(x)[1], 'int32') - 1, dtype='float32')), lambda x: x * 3.),
    (lambda x: x * K.reshape(K.arange(0, K.shape(x)[0], dtype='float32'), (-1, 1, 1)),
     lambda x: x * np.arange(2)[:, None, None]),
    (lambda x: K.slice(x, [0, 1, 0], [K.shape(x)[0], K.shape(x)[1] - 1, 2]), lambda x: x[:, 1:, :2]),
], ids=['steps', 'fewer', 'batch', 'slice'])
def test_sizes_that_are_not_known_before_count(function, expected):
    x = DRAW.uniform(-1., 1., (2, 4, 3))
    wanted = expected(x)
    np.testing.assert_allclose(predicted(function, x, (None, 3), (None, wanted.shape[-1])), wanted, rtol=1e-5)


@pytest.mark.parametrize('noise', [
    lambda x: K.rnn(lambda step, states: (step * 0. + K.random_uniform(K.shape(step)), []), x, [])[1],
    lambda x: K.map_fn(lambda sample: sample * 0. + K.random_uniform(K.shape(sample)), x),
], ids=['rnn', 'map_fn'])
def test_each_step_draws_anew(noise):
    x = np.zeros((2, 4, 3))
    for drawn in (predicted(noise, x, (4, 3), (4, 3)), K.eval(noise(K.constant(x)))):
        assert drawn.shape == x.shape and np.unique(drawn).size > 20
