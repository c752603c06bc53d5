"""K.gradients: with respect to what, of what, where there is none, and gradients of gradients."""
import numpy as np
import pytest

from compat import backend as K
from compat import process
from compat.engine.base_layer import Layer
from compat.layers import BatchNormalization, Conv2D, Dense, Embedding, Flatten, Input, Lambda, LSTM
from compat.models import Model
from compat.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, Nadam, RMSprop
from updates_in_order import updates_in_order

ROWS = np.array([[1., -2., 3.], [0.5, 2., -1.]], 'float32')


def value(tensors, inputs=(), feeds=()):
    return K.function(list(inputs), tensors)(list(feeds))


def slopes(function, at, step=1e-2):
    """The derivatives of a function of an array, by differences."""
    at = np.asarray(at, 'float64')
    found = np.zeros(at.shape)
    for index in np.ndindex(*at.shape):
        ahead, behind = at.copy(), at.copy()
        ahead[index] += step
        behind[index] -= step
        found[index] = (function(ahead) - function(behind)) / (2 * step)
    return found


def test_gradients_come_in_a_list():
    x = K.placeholder((2, 3))
    single = K.gradients(K.sum(K.square(x)), x)
    assert isinstance(single, list) and len(single) == 1
    assert K.int_shape(single[0]) == (2, 3) and K.dtype(single[0]) == K.floatx()
    np.testing.assert_allclose(value(single, [x], [ROWS])[0], 2 * ROWS)


def test_a_loss_with_axes_is_summed_and_losses_of_a_list_too():
    x = K.placeholder((2, 3))
    for loss in (K.square(x), [K.square(x)], [K.sum(K.square(x[0])), K.square(x[1])]):
        np.testing.assert_allclose(value(K.gradients(loss, [x]), [x], [ROWS])[0], 2 * ROWS)


def test_gradients_of_what_a_loss_does_not_depend_on_are_none():
    x, y, weight = K.placeholder((2,)), K.placeholder((2,)), K.variable([1., 2.])
    found = K.gradients(K.sum(x * 2.), [x, y, weight])
    assert found[0] is not None and found[1:] == [None, None]
    stopped = K.stop_gradient(x)
    assert K.gradients(K.sum(stopped), [x]) == [None]
    assert K.gradients(K.sum(stopped), [stopped])[0] is not None
    np.testing.assert_allclose(value(K.gradients(K.sum(x * stopped), [x]), [x], [np.array([3., 4.])])[0], [3., 4.])


@pytest.mark.parametrize('function', [K.round, K.argmax, lambda x: K.cast(K.cast(x, 'int32'), 'float32'),
                                      lambda x: K.cast(x > 0, 'float32'), K.ones_like, K.zeros_like])
def test_functions_without_a_derivative(function):
    x = K.placeholder((4,))
    result = function(x)
    if K.dtype(result).startswith('int'):
        result = K.cast(result, 'float32')
    assert K.gradients(K.sum(result), [x]) == [None]


def test_signs_have_the_derivative_zero():
    x = K.placeholder((2, 3))
    np.testing.assert_array_equal(value(K.gradients(K.sum(K.sign(x)), x), [x], [ROWS])[0], np.zeros((2, 3)))


def network():
    x = Input((3,))
    hidden = Dense(4, activation='tanh', name='hidden')(x)
    return Model(x, Dense(2, activation='sigmoid', name='last')(hidden))


def test_gradients_by_inputs_by_what_is_between_and_by_weights():
    model = network()
    hidden = model.get_layer('hidden').output
    loss = K.sum(model.output[:, 1])
    wanted = [model.input, hidden] + model.trainable_weights
    found = value(K.gradients(loss, wanted), [model.input], [ROWS])
    weights = model.get_weights()

    def by_numpy(rows, kernel, bias, last, last_bias):
        return (1. / (1. + np.exp(-np.tanh(rows.dot(kernel) + bias).dot(last) - last_bias)))[:, 1].sum()

    everything = [ROWS] + weights
    for place, got in zip([0, 1, 2, 3, 4], found[:1] + found[2:]):
        def of_one(array, place=place):
            return by_numpy(*[array if number == place else other for number, other in enumerate(everything)])
        np.testing.assert_allclose(got, slopes(of_one, everything[place]), rtol=1e-2, atol=1e-4)
    # By the middle: the last layer's kernel times the slope of the sigmoid.
    predicted = model.predict(ROWS)[:, 1:]
    np.testing.assert_allclose(found[1], predicted * (1 - predicted) * weights[2][:, 1], rtol=1e-4)


def test_a_name_may_be_given_to_the_same_tensor_twice():
    x = K.placeholder((2,))
    first, second = K.gradients(K.sum(x * x * x), [x, x])
    for got in value([first, second], [x], [np.array([1., 2.])]):
        np.testing.assert_allclose(got, [3., 12.])


def test_gradients_of_gradients():
    x, weight = K.placeholder((2, 3)), K.variable([[1.], [2.], [-1.]])
    score = K.sum(K.tanh(K.dot(x, weight)))
    by_x = K.gradients(score, x)[0]
    penalty = K.mean(K.square(K.sqrt(K.sum(K.square(by_x), axis=1)) - 1.))
    by_weight = K.gradients(penalty, weight)[0]

    def by_numpy(kernel):
        gradient = (1. - np.tanh(ROWS.dot(kernel)) ** 2) * kernel.T
        return np.mean((np.sqrt((gradient ** 2).sum(axis=1)) - 1.) ** 2)

    np.testing.assert_allclose(value([by_weight], [x], [ROWS])[0], slopes(by_numpy, K.get_value(weight), 1e-3),
                               rtol=1e-2, atol=1e-4)


def test_the_third_derivative():
    x = K.variable([1., 2.])
    derivative = K.sum(K.pow(x, 4) + K.exp(x))
    for _ in range(3):
        derivative = K.gradients(derivative, x)[0]
    np.testing.assert_allclose(K.eval(derivative), 24. * np.array([1., 2.]) + np.exp([1., 2.]), rtol=1e-5)


def test_gradients_of_variables_see_their_values():
    weight = K.variable(3.)
    gradient = K.gradients(K.square(weight), weight)[0]
    assert K.eval(gradient) == 6.
    K.set_value(weight, 5.)
    assert K.eval(gradient) == 10.


def test_gradients_through_layers_of_many_kinds():
    image = Input((6, 6, 2))
    flat = Flatten()(BatchNormalization()(Conv2D(3, 3, activation='relu')(image)))
    model = Model(image, Dense(1)(Lambda(lambda t: K.l2_normalize(t, axis=-1))(flat)))
    gradients = K.gradients(K.sum(model.output), [image] + model.trainable_weights)
    assert all(gradient is not None for gradient in gradients)
    found = value(gradients, [image], [np.random.RandomState(0).rand(2, 6, 6, 2)])
    assert [part.shape for part in found[1:]] == [weight.shape for weight in model.get_weights()[:4]] + [(48, 1), (1,)]
    assert np.abs(found[0]).max() > 0
    words = Input((5,), dtype='int32')
    embedded = Embedding(7, 3)
    text = Model(words, LSTM(2)(embedded(words)))
    gradients = [K.reshape(gradient, K.int_shape(weight)) for gradient, weight in
                 zip(K.gradients(K.sum(text.output), text.trainable_weights), text.trainable_weights)]
    rows = value(gradients, [words], [np.array([[1, 2, 2, 6, 0]])])
    assert [part.shape for part in rows] == [weight.shape for weight in text.get_weights()]
    assert np.abs(rows[0][[3, 4, 5]]).max() == 0. and np.abs(rows[0][[1, 2, 6]]).min() > 0.
    assert K.gradients(K.sum(text.output), words) == [None]


def test_numbers_have_no_gradient():
    x = K.placeholder((2,))
    assert K.gradients(K.sum(x), [3., np.ones(2)]) == [None, None]
    assert K.gradients(3., [x]) == [None]
    with pytest.raises((TypeError, AttributeError, ValueError)):
        K.gradients(K.sum(x), [object()])


@pytest.mark.difference('gradients-in-layers')
def test_a_layer_may_give_gradients():
    x = Input((3,))
    model = Model(x, Lambda(lambda t: K.gradients(K.sum(K.square(t)), t)[0])(x))
    np.testing.assert_allclose(model.predict(ROWS), 2 * ROWS)


@pytest.mark.difference('gradients-in-layers')
def test_a_layer_may_give_gradients_of_what_it_computes_of_one_input_with_respect_to_another():
    x = Input((3,))
    pair = [Lambda(K.square)(x), x]
    model = Model(x, Lambda(lambda pair: K.gradients(3 * K.sum(pair[0]), pair[1])[0], output_shape=(3,))(pair))
    np.testing.assert_allclose(model.predict(ROWS), 6 * ROWS)


OPTIMIZERS = {
    'SGD': lambda: SGD(lr=0.1), 'momentum': lambda: SGD(lr=0.1, momentum=0.9, nesterov=True, decay=0.1),
    'RMSprop': lambda: RMSprop(lr=0.05), 'Adagrad': lambda: Adagrad(lr=0.1), 'Adadelta': lambda: Adadelta(),
    'Adam': lambda: Adam(lr=0.1), 'amsgrad': lambda: Adam(lr=0.1, amsgrad=True, decay=0.05),
    'Adamax': lambda: Adamax(lr=0.1), 'Nadam': lambda: Nadam(lr=0.1), 'clipped': lambda: SGD(lr=0.1, clipnorm=0.5),
    'cut': lambda: SGD(lr=0.1, clipvalue=0.01),
}


@pytest.mark.parametrize('name', OPTIMIZERS)
def test_the_updates_of_an_optimizer_are_the_steps_of_training(name):
    targets = np.array([[1., 0.], [0., 1.]])
    by_updates, by_training = network(), network()
    by_training.set_weights(by_updates.get_weights())
    wanted = K.placeholder((None, 2))
    loss = K.mean(K.square(by_updates.output - wanted))
    with updates_in_order():
        updates = OPTIMIZERS[name]().get_updates(loss=loss, params=by_updates.trainable_weights)
        train = K.function([by_updates.input, wanted], [loss], updates=updates)
        by_training.compile(OPTIMIZERS[name](), 'mse')
        for _ in range(4):
            train([ROWS, targets])
            by_training.train_on_batch(ROWS, targets)
    for got, expected in zip(by_updates.get_weights(), by_training.get_weights()):
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-6)


def test_the_arguments_of_get_updates():
    weight = K.variable([1., 2.])
    loss = K.sum(K.square(weight))
    for arguments in ((loss, [weight]), ([weight], [], loss)):
        K.function([], [loss], updates=SGD(lr=0.25).get_updates(*arguments))([])
    np.testing.assert_allclose(K.get_value(weight), [0.25, 0.5])
    with pytest.raises(ValueError):  # a weight that the loss does not depend on
        SGD().get_updates(loss, [K.variable(1.)])


def test_gradients_of_variables_and_of_what_is_computed_from_them_at_once():
    x, weight = Input((3,)), K.variable([1., 2., 3.])
    doubled, layer = weight * 2., Dense(2, use_bias=False, kernel_initializer='ones')
    hidden = layer(x)
    loss = K.sum(K.square(hidden)) + K.sum(K.square(doubled))
    rows = np.arange(6.).reshape(2, 3)
    found = K.function([x], K.gradients(loss, [hidden, doubled, weight, layer.kernel]))([rows])
    of_hidden = np.tile(2 * rows.sum(axis=1, keepdims=True), 2)
    for got, wanted in zip(found, [of_hidden, [4., 8., 12.], [8., 16., 24.], rows.T.dot(of_hidden)]):
        np.testing.assert_allclose(got, wanted, rtol=1e-5)


class Slopes(Layer):
    """The slopes of its first input with respect to the others."""

    def call(self, inputs):
        return K.concatenate(K.gradients(inputs[0], inputs[1:]), axis=-1)

    def compute_output_shape(self, input_shape):
        return input_shape[1][:-1] + (sum(shape[-1] for shape in input_shape[1:]),)


def slope(y, x):
    return Lambda(lambda pair: K.gradients(pair[0], pair[1])[0], output_shape=lambda shapes: shapes[1])([y, x])


def test_a_layer_takes_the_gradients_of_its_inputs_which_go_through_the_layers_before():
    x, z = Input((1,)), Input((1,))
    y = Lambda(lambda pair: pair[0] ** 3 * pair[1], output_shape=(1,))([x, z])
    first = slope(y, x)
    model = Model([x, z], [first, slope(first, x), slope(slope(first, x), z), Slopes()([y, x, z])])
    values = np.array([[2.], [3.]]), np.array([[1.], [2.]])
    results = model.predict(list(values))
    u, v = values
    for result, expected in zip(results, [3 * u ** 2 * v, 6 * u * v, 6 * u, np.hstack([3 * u ** 2 * v, u ** 3])]):
        np.testing.assert_allclose(result, expected, rtol=1e-5)


def test_a_penalty_of_slopes_that_a_layer_computes_is_trained():
    x = Input((2,))
    dense = Dense(1, kernel_initializer='ones', use_bias=False)
    y = Lambda(K.square)(dense(x))
    model = Model(x, slope(y, x))
    model.compile(SGD(0.01), 'mse')
    data = np.array([[1., 2.], [0.5, -1.]])
    w = np.ones(2)

    def loss(w):
        return np.mean((2 * data.dot(w).reshape(-1, 1) * w) ** 2)

    assert model.train_on_batch(data, np.zeros((2, 2))) == pytest.approx(loss(w), rel=1e-5)
    np.testing.assert_allclose(dense.get_weights()[0].ravel(), w - 0.01 * slopes(loss, w, 1e-4), rtol=1e-4)


@pytest.mark.difference('zeros-for-none')
def test_the_gradient_of_what_is_constant_is_none():
    x = K.placeholder((2, 3))
    gradient, = K.gradients(K.sum(2. * x), [x])
    assert K.gradients(K.sum(gradient * 0.5), [x]) == [None]


def test_the_gradient_of_a_cross_entropy_of_logits_is_that_of_tensorflow():
    # The softmax less the targets, whatever their sum is; in Keras 2.2 none with respect to targets.
    logits, targets = np.array([[0.1, 0.5, -0.3]]), np.array([[2., 1., 0.5]])
    x = K.variable(logits)
    probabilities = np.exp(logits) / np.exp(logits).sum()
    loss = K.categorical_crossentropy(K.constant(targets), x, from_logits=True)
    np.testing.assert_allclose(K.eval(loss), -np.sum(targets * np.log(probabilities), -1), rtol=1e-5)
    np.testing.assert_allclose(K.eval(K.gradients(loss, [x])[0]), probabilities - targets, rtol=1e-5)
    if not process.dialect().constant_targets_of_logits:
        return
    of_itself = K.gradients(K.categorical_crossentropy(K.softmax(-x), x, from_logits=True), [x])[0]
    turned = np.exp(-logits) / np.exp(-logits).sum()
    np.testing.assert_allclose(K.eval(of_itself), probabilities - turned, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize('function, chooses', [(K.maximum, np.greater_equal), (K.minimum, np.less_equal)],
                         ids=['maximum', 'minimum'])
def test_gradients_go_to_the_first_of_equal_numbers(function, chooses):
    first, second = np.array([[1., 2., 0., -1.]]), np.array([[1., 1., 0., 0.]])
    inputs = [K.placeholder((None, 4)), K.placeholder((None, 4))]
    gradients = K.function(inputs, K.gradients(K.sum(function(*inputs)), inputs))([first, second])
    np.testing.assert_array_equal(gradients[0], chooses(first, second))
    np.testing.assert_array_equal(gradients[1], ~chooses(first, second))


def windows(axes, size, strides, padding):
    """The slices of a volume that its windows reach over, each along all axes."""
    count = [-(-length // strides) if padding == 'same' else (length - size) // strides + 1 for length in axes]
    before = [max((number - 1) * strides + size - length, 0) // 2 if padding == 'same' else 0
              for number, length in zip(count, axes)]
    return [tuple(slice(max(at * strides - pad, 0), at * strides - pad + size) for at, pad in zip(place, before))
            for place in np.ndindex(*count)]


@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
@pytest.mark.parametrize('padding', ['valid', 'same'])
@pytest.mark.parametrize('size, strides', [(2, 1), (2, 2), (3, 2)])
@pytest.mark.parametrize('rank', [2, 3])
def test_gradients_of_equal_elements_of_a_window(rank, size, strides, padding, data_format):
    # All equal elements of a volume have the whole gradient, and of an image the first one.
    axes = (4, 5, 3)[:rank]
    values = np.random.RandomState(0).randint(0, 3, axes).astype('float32')
    expected = np.zeros(axes)
    for window in windows(axes, size, strides, padding):
        greatest = values[window] == values[window].max()
        if rank == 2:
            greatest = (np.arange(greatest.size) == greatest.argmax()).reshape(greatest.shape)
        expected[window] += greatest
    shape = (1,) + axes + (1,) if data_format == 'channels_last' else (1, 1) + axes
    x = K.placeholder(shape)
    pool = {2: K.pool2d, 3: K.pool3d}[rank]
    pooled = pool(x, (size,) * rank, (strides,) * rank, padding, data_format)
    values_of_windows, gradient = K.function([x], [pooled] + K.gradients(K.sum(pooled), [x]))([values.reshape(shape)])
    np.testing.assert_array_equal(gradient.reshape(axes), expected)
    np.testing.assert_array_equal(values_of_windows.ravel(), [
        values[window].max() for window in windows(axes, size, strides, padding)])


@pytest.mark.parametrize('kernel', [(2, 2, 3, 1), (1, 1, 3, 1), (2, 2, 1, 3)])
def test_gradients_of_convolutions_of_one_sample(kernel):
    x = Input((3, 3, kernel[2]))
    layer = Conv2D(kernel[3], kernel[:2], use_bias=False)
    outputs = layer(x)
    rows = np.random.RandomState(0).rand(1, 3, 3, kernel[2]).astype('float32')
    gradient, = K.function([x], K.gradients(K.sum(outputs), [layer.kernel]))([rows])
    last = 4 - kernel[0]
    sums = [[rows[0, i:i + last, j:j + last].sum((0, 1)) for j in range(kernel[1])] for i in range(kernel[0])]
    np.testing.assert_allclose(gradient, np.broadcast_to(np.array(sums)[..., None], kernel), rtol=1e-5)
