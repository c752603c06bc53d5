"""A layer that multiplies its inputs, each with a factor of its own, which may be given, learnt, or given and learnt.

The layer sets its own weights while it is built, so that given factors are there from the start.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import *
from keras.models import *


class WeightedProduct(Layer):
    """(batch, features) to (batch, 1): the product of the features times their factors."""

    def __init__(self, factors=None, learn=True, **kwargs):
        if factors is None and not learn:
            raise ValueError('Factors that are not learnt must be given.')
        self.given = factors
        self.learn = learn
        super(WeightedProduct, self).__init__(**kwargs)

    def build(self, input_shape):
        batch, features = input_shape
        self.factors = self.add_weight(name='factors', shape=(features,), initializer='ones', trainable=self.learn)
        if self.given is not None:
            self.set_weights([np.asarray(self.given)])
        super(WeightedProduct, self).build(input_shape)

    def call(self, inputs):
        return K.prod(inputs * self.factors, axis=-1, keepdims=True)

    def compute_output_shape(self, input_shape):
        return input_shape[0], 1


def parameters(model):
    """Numbers of trainable and of fixed parameters."""
    return tuple(int(np.sum([K.count_params(weight) for weight in weights]))
                 for weights in (model.trainable_weights, model.non_trainable_weights))


def build_model(factors, learn):
    measures = Input(shape=(10,))
    hidden = Dense(6, activation='tanh', name='hidden')(measures)
    terms = Dense(3, activation='sigmoid', name='terms')(hidden)
    product = WeightedProduct(factors, learn, name='product')(terms)
    return Model(measures, product)


np.random.seed(11)
measures = np.random.rand(64, 10)
wanted = np.prod(measures[:, :3], axis=1, keepdims=True)
given = [2, 3, -1]  # integers, as a list: what a user types

# Given and kept.
fixed = build_model(given, learn=False)
fixed.summary()
assert parameters(fixed) == (10 * 6 + 6 + 6 * 3 + 3, 3), parameters(fixed)
assert fixed.count_params() == sum(parameters(fixed))
terms = Model(fixed.input, fixed.get_layer('terms').output).predict(measures)
assert np.allclose(fixed.predict(measures), (terms * given).prod(axis=1, keepdims=True), atol=1e-5)
fixed.compile('sgd', 'mse')
fixed.fit(measures, wanted, epochs=3, verbose=0)
assert fixed.get_layer('product').get_weights()[0].tolist() == given
print('fixed:', parameters(fixed), fixed.get_layer('product').get_weights()[0])

# Given, then learnt.
started = build_model(np.array(given), learn=True)
assert parameters(started) == (90, 0), parameters(started)
assert started.get_layer('product').get_weights()[0].tolist() == given
started.compile('sgd', 'mse')
loss = started.fit(measures, wanted, epochs=5, verbose=0).history['loss']
assert loss[-1] < loss[0], loss
assert started.get_layer('product').get_weights()[0].tolist() != given
print('started: loss %.4f -> %.4f' % (loss[0], loss[-1]), started.get_layer('product').get_weights()[0])

# Learnt from scratch, then frozen like any other layer.
free = build_model(None, learn=True)
assert parameters(free) == (90, 0), parameters(free)
assert free.get_layer('product').get_weights()[0].tolist() == [1, 1, 1]
free.get_layer('product').trainable = False
assert parameters(free) == (87, 3), parameters(free)

# A layer with neither is refused, and factors of another length do not fit.
try:
    WeightedProduct(None, learn=False)
except ValueError as error:
    print('refused:', error)
else:
    raise AssertionError('factors that are neither given nor learnt')
try:
    build_model([1, 2], learn=True)
except ValueError:
    print('refused: two factors for three terms')
else:
    raise AssertionError('two factors for three terms')

# The same product without a layer of one's own: a Lambda over several layers.
measure = Input(shape=(10,))
one, other = Dense(4, name='one')(measure), Dense(1, name='other')(measure)
crossed = Model(measure, Lambda(lambda terms: terms[0] * terms[1])([one, other]))
assert crossed.output_shape == (None, 4)
parts = Model(measure, [one, other]).predict(measures)
assert np.allclose(crossed.predict(measures), parts[0] * parts[1], atol=1e-5)
print('crossed:', crossed.predict(measures).shape)
