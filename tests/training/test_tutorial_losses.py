"""Losses, metrics and small models as tutorials of Keras 2 wrote them, beside numpy."""
from functools import partial

import numpy as np
import pytest

from compat import backend as K
from compat.layers import Activation, Dense, Input, Lambda
from compat.layers.merge import _Merge
from compat.models import Model, Sequential
from compat.optimizers import SGD, Adam, RMSprop
from updates_in_order import steps_in_order

DRAW = np.random.RandomState(3)
TRUE = (DRAW.uniform(size=(6, 4)) > 0.5).astype('float32')
GIVEN = DRAW.uniform(0.05, 0.95, size=(6, 4)).astype('float32')


def dice_coef(y_true, y_pred, smooth=1):
    y_true_f, y_pred_f = K.flatten(y_true), K.flatten(y_pred)
    intersection = K.sum(y_true_f * y_pred_f)
    return (2. * intersection + smooth) / (K.sum(y_true_f) + K.sum(y_pred_f) + smooth)


def dice_coef_loss(y_true, y_pred):
    return -dice_coef(y_true, y_pred)


def jaccard_distance(y_true, y_pred, smooth=100):
    intersection = K.sum(K.abs(y_true * y_pred), axis=-1)
    union = K.sum(K.abs(y_true) + K.abs(y_pred), axis=-1) - intersection
    return (1 - (intersection + smooth) / (union + smooth)) * smooth


def focal_loss(gamma=2., alpha=.25):
    def focal_loss_fixed(y_true, y_pred):
        pt_1 = K.switch(K.equal(y_true, 1), y_pred, K.ones_like(y_pred))
        pt_0 = K.switch(K.equal(y_true, 0), y_pred, K.zeros_like(y_pred))
        pt_1, pt_0 = K.clip(pt_1, K.epsilon(), 1.), K.clip(pt_0, 0., 1. - K.epsilon())
        return (-K.sum(alpha * K.pow(1. - pt_1, gamma) * K.log(pt_1))
                - K.sum((1 - alpha) * K.pow(pt_0, gamma) * K.log(1. - pt_0)))
    return focal_loss_fixed


def wasserstein_loss(y_true, y_pred):
    return K.mean(y_true * y_pred)


def triplet_loss(y_true, y_pred, alpha=0.2):
    anchor, positive, negative = y_pred[:, 0:1], y_pred[:, 1:2], y_pred[:, 2:3]
    near, far = K.sum(K.square(anchor - positive), axis=1), K.sum(K.square(anchor - negative), axis=1)
    return K.mean(K.maximum(near - far + alpha, 0.0))


def precision(y_true, y_pred):
    true_positives = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
    return true_positives / (K.sum(K.round(K.clip(y_pred, 0, 1))) + K.epsilon())


def recall(y_true, y_pred):
    true_positives = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
    return true_positives / (K.sum(K.round(K.clip(y_true, 0, 1))) + K.epsilon())


def fbeta_score(y_true, y_pred, beta=1):
    if K.eval(K.constant(beta)) < 0:
        raise ValueError('The lowest beta is 0.')
    p, r = precision(y_true, y_pred), recall(y_true, y_pred)
    return (1 + beta ** 2) * (p * r) / (beta ** 2 * p + r + K.epsilon())


def pearson_r(y_true, y_pred):
    xm, ym = y_true - K.mean(y_true, axis=0), y_pred - K.mean(y_pred, axis=0)
    r_num = K.sum(xm * ym, axis=0)
    r_den = K.sqrt(K.sum(K.square(xm), axis=0) * K.sum(K.square(ym), axis=0))
    return K.mean(r_num / r_den)


def identity_model(loss, metrics=None):
    """Its prediction is its input, times a weight of one."""
    model = Sequential([Dense(4, use_bias=False, kernel_initializer='identity', input_shape=(4,))])
    model.compile(SGD(0.1), loss, metrics=metrics)
    return model


def focal(true, given):
    positive, negative = given[true == 1], given[true == 0]
    return -(.25 * (1 - positive) ** 2 * np.log(positive)).sum() - (.75 * negative ** 2 * np.log(1 - negative)).sum()


def distances(given, place):
    return (given[:, 0] - given[:, place]) ** 2


LOSSES = {
    'dice': (dice_coef_loss, lambda true, given: -(2 * (true * given).sum() + 1) / (true.sum() + given.sum() + 1)),
    'jaccard': (jaccard_distance, lambda true, given: 100 * np.mean(
        1 - ((true * given).sum(1) + 100) / ((true + given - true * given).sum(1) + 100))),
    'focal': (focal_loss(), focal),
    'wasserstein': (wasserstein_loss, lambda true, given: (true * given).mean()),
    'triplet': (triplet_loss, lambda true, given: np.maximum(
        distances(given, 1) - distances(given, 2) + 0.2, 0).mean()),
}


@pytest.mark.parametrize('name', sorted(LOSSES))
def test_a_loss_of_a_tutorial(name):
    loss, expected = LOSSES[name]
    model = identity_model(loss)
    before = model.test_on_batch(GIVEN, TRUE)
    np.testing.assert_allclose(before, expected(TRUE, GIVEN), rtol=1e-5)
    with steps_in_order():
        np.testing.assert_allclose(model.train_on_batch(GIVEN, TRUE), before, rtol=1e-5)
    # The step of SGD goes along the slope, which differences tell too.
    slope = (np.eye(4) - model.get_weights()[0]) / 0.1
    for place in ((0, 0), (1, 2), (2, 1)):
        moved = np.zeros((4, 4))
        moved[place] = 1e-5
        wide = GIVEN.astype('float64')
        difference = (expected(TRUE, wide.dot(np.eye(4) + moved)) - expected(TRUE, wide.dot(np.eye(4) - moved))) / 2e-5
        np.testing.assert_allclose(slope[place], difference, rtol=1e-3, atol=1e-4)


def test_metrics_of_tutorials():
    model = identity_model('mse', [precision, recall, fbeta_score, pearson_r, dice_coef])
    assert model.metrics_names[1:] == ['precision', 'recall', 'fbeta_score', 'pearson_r', 'dice_coef']
    hits, told = np.round(TRUE * GIVEN).sum(), np.round(GIVEN).sum()
    p, r = hits / told, hits / TRUE.sum()
    centred = TRUE - TRUE.mean(0), GIVEN - GIVEN.mean(0)
    pearson = (centred[0] * centred[1]).sum(0) / np.sqrt((centred[0] ** 2).sum(0) * (centred[1] ** 2).sum(0))
    expected = [p, r, 2 * p * r / (p + r), pearson.mean(), -LOSSES['dice'][1](TRUE, GIVEN)]
    np.testing.assert_allclose(model.test_on_batch(GIVEN, TRUE)[1:], expected, rtol=1e-4)
    np.testing.assert_allclose(model.evaluate(GIVEN, TRUE, verbose=0)[1:], expected, rtol=1e-4)


def test_a_siamese_network_learns_by_a_contrastive_loss():
    def euclidean_distance(vects):
        x, y = vects
        return K.sqrt(K.maximum(K.sum(K.square(x - y), axis=1, keepdims=True), K.epsilon()))

    def eucl_dist_output_shape(shapes):
        shape1, shape2 = shapes
        return (shape1[0], 1)

    def contrastive_loss(y_true, y_pred):
        margin = 1
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.maximum(margin - y_pred, 0)))

    def accuracy(y_true, y_pred):
        return K.mean(K.equal(y_true, K.cast(y_pred < 0.5, y_true.dtype)))

    base = Sequential([Dense(2, use_bias=False, kernel_initializer='ones', input_shape=(4,))])
    input_a, input_b = Input(shape=(4,)), Input(shape=(4,))
    distance = Lambda(euclidean_distance, output_shape=eucl_dist_output_shape)([base(input_a), base(input_b)])
    model = Model([input_a, input_b], distance)
    model.compile(loss=contrastive_loss, optimizer=RMSprop(), metrics=[accuracy])
    other, same = GIVEN[::-1] / 2, TRUE[:, :1]
    far = np.sqrt(2) * abs((GIVEN - other).sum(1, keepdims=True))
    expected = np.mean(same * far ** 2 + (1 - same) * np.maximum(1 - far, 0) ** 2)
    loss, hits = model.test_on_batch([GIVEN, other], same)
    np.testing.assert_allclose([loss, hits], [expected, np.mean(same == (far < 0.5))], rtol=1e-4)
    model.fit([GIVEN, other], same, batch_size=6, epochs=3, verbose=0)
    assert model.test_on_batch([GIVEN, other], same)[0] < loss


def test_a_loss_of_proximal_policy_optimization_closes_over_inputs():
    def proximal_policy_optimization_loss(advantage, old_prediction):
        def loss(y_true, y_pred):
            prob, old_prob = K.sum(y_true * y_pred, axis=-1), K.sum(y_true * old_prediction, axis=-1)
            r = prob / (old_prob + 1e-10)
            return -K.mean(K.minimum(r * advantage, K.clip(r, min_value=0.8, max_value=1.2) * advantage)
                           + 5e-3 * -(prob * K.log(prob + 1e-10)))
        return loss

    state, advantage, old_prediction = Input(shape=(4,)), Input(shape=(1,)), Input(shape=(3,))
    out = Dense(3, activation='softmax', name='output')(Dense(5, activation='tanh')(state))
    model = Model(inputs=[state, advantage, old_prediction], outputs=[out])
    model.compile(optimizer=Adam(lr=1e-2), loss=[proximal_policy_optimization_loss(
        advantage=advantage, old_prediction=old_prediction)])
    gains, old, actions = DRAW.normal(size=(6, 1)), np.full((6, 3), 1 / 3.), np.eye(3)[[0, 1, 2, 0, 1, 2]]
    given = [GIVEN, gains, old]
    prob = (actions * model.predict(given)).sum(1)
    ratio = prob * 3
    expected = -np.mean(np.minimum(ratio * gains, np.clip(ratio, 0.8, 1.2) * gains) - 5e-3 * prob * np.log(prob))
    history = model.fit(given, [actions], batch_size=6, shuffle=True, epochs=4, verbose=False)
    np.testing.assert_allclose(history.history['loss'][0], expected, rtol=1e-4)
    assert history.history['loss'][-1] < expected


def test_a_reader_of_lines_is_trained_by_ctc_in_a_layer():
    def ctc_lambda_func(args):
        y_pred, labels, input_length, label_length = args
        y_pred = y_pred[:, 2:, :]
        return K.ctc_batch_cost(labels, y_pred, input_length, label_length)

    input_data = Input(name='the_input', shape=(8, 3), dtype='float32')
    y_pred = Activation('softmax', name='softmax')(Dense(5, name='dense2')(input_data))
    labels = Input(name='the_labels', shape=[3], dtype='float32')
    input_length, label_length = (Input(name=name, shape=[1], dtype='int64') for name in ('input_length',
                                                                                          'label_length'))
    loss_out = Lambda(ctc_lambda_func, output_shape=(1,), name='ctc')([y_pred, labels, input_length, label_length])
    model = Model(inputs=[input_data, labels, input_length, label_length], outputs=loss_out)
    model.compile(loss={'ctc': lambda y_true, y_pred: y_pred}, optimizer=SGD(lr=0.02, decay=1e-6, momentum=0.9,
                                                                             nesterov=True, clipnorm=5))
    lines = {'the_input': DRAW.normal(size=(2, 8, 3)), 'the_labels': np.array([[0, 1, 1], [3, 2, 0]]),
             'input_length': np.full((2, 1), 6), 'label_length': np.array([[3], [2]])}
    cost = model.predict(lines)
    assert cost.shape == (2, 1) and (cost > 0).all()
    losses = [model.train_on_batch(lines, {'ctc': np.zeros([2])}) for _ in range(5)]
    np.testing.assert_allclose(losses[0], cost.mean(), rtol=1e-4)
    assert losses[-1] < losses[0]


def test_the_penalty_of_a_critic_is_a_loss_with_gradients_of_its_samples():
    class RandomWeightedAverage(_Merge):
        def _merge_function(self, inputs):
            weights = K.random_uniform((6, 1))
            return (weights * inputs[0]) + ((1 - weights) * inputs[1])

    def gradient_penalty_loss(y_true, y_pred, averaged_samples, gradient_penalty_weight):
        gradients = K.gradients(y_pred, averaged_samples)[0]
        norm = K.sqrt(K.sum(K.square(gradients), axis=np.arange(1, len(gradients.shape))))
        return K.mean(gradient_penalty_weight * K.square(1 - norm))

    critic = Sequential([Dense(1, use_bias=False, kernel_initializer='ones', input_shape=(4,))])
    real, fake = Input(shape=(4,)), Input(shape=(4,))
    averaged = RandomWeightedAverage()([real, fake])
    partial_gp_loss = partial(gradient_penalty_loss, averaged_samples=averaged, gradient_penalty_weight=10)
    partial_gp_loss.__name__ = 'gradient_penalty'
    model = Model(inputs=[real, fake], outputs=[critic(real), critic(fake), critic(averaged)])
    model.compile(optimizer=SGD(0.01), loss=[wasserstein_loss, wasserstein_loss, partial_gp_loss])
    ones = np.ones((6, 1), 'float32')
    with steps_in_order():
        losses = model.train_on_batch([GIVEN, TRUE], [ones, -ones, 0 * ones])
    # The gradient of the critic at each sample is its kernel, four ones.
    expected = [GIVEN.sum(1).mean(), -TRUE.sum(1).mean(), 10.]
    np.testing.assert_allclose(losses, [sum(expected)] + expected, rtol=1e-4)
    # Of the penalty, 10 (1 - norm)**2, the slope of each weight is 20 (norm - 1) weight / norm.
    slope = GIVEN.mean(0) - TRUE.mean(0) + 10.
    np.testing.assert_allclose(critic.get_weights()[0][:, 0], 1 - 0.01 * slope, rtol=1e-4)
