"""Convolution kernels whose cells are tied: cells at the same distance from the centre share their weight.

A 5x5 kernel has six such distances, so it costs six weights a channel instead of twenty-five, and turning the image
turns the answer.
"""
from __future__ import print_function

import os
import shutil
import tempfile

import numpy as np
from keras import activations, backend as K, initializers, regularizers
from keras.engine.topology import Layer
from keras.layers import Dense, GlobalAveragePooling2D, Input
from keras.models import Model, model_from_json
from keras.utils.conv_utils import conv_output_length


def rings(size):
    """Which of the tied weights each cell of the kernel shows, as a matrix (cells, weights) of zeros and ones."""
    offsets = np.arange(size) - size // 2
    distances = offsets[:, None] ** 2 + offsets[None, :] ** 2
    return np.equal.outer(distances.ravel(), np.unique(distances)).astype('float32')


class RingConv2D(Layer):
    """2D convolution with a square kernel of odd size that looks the same from all four sides."""

    def __init__(self, filters, kernel_size=5, strides=(1, 1), padding='valid', activation=None, use_bias=True,
                 kernel_initializer='glorot_uniform', kernel_regularizer=None, **kwargs):
        super(RingConv2D, self).__init__(**kwargs)
        self.filters = filters
        self.kernel_size = kernel_size
        self.strides = tuple(strides)
        self.padding = padding
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)

    def build(self, input_shape):
        self.rings = rings(self.kernel_size)
        self.channels = input_shape[-1]
        self.ring_weights = self.add_weight(name='ring_weights',
                                            shape=(self.rings.shape[1], self.channels, self.filters),
                                            initializer=self.kernel_initializer,
                                            regularizer=self.kernel_regularizer)
        if self.use_bias:
            self.bias = self.add_weight(name='bias', shape=(self.filters,), initializer='zeros')
        super(RingConv2D, self).build(input_shape)

    def call(self, inputs):
        flat = K.reshape(self.ring_weights, (self.rings.shape[1], self.channels * self.filters))
        kernel = K.reshape(K.dot(K.constant(self.rings), flat),
                           (self.kernel_size, self.kernel_size, self.channels, self.filters))
        outputs = K.conv2d(inputs, kernel, strides=self.strides, padding=self.padding)
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias)
        return self.activation(outputs)

    def compute_output_shape(self, input_shape):
        space = [conv_output_length(length, self.kernel_size, self.padding, stride)
                 for length, stride in zip(input_shape[1:3], self.strides)]
        return (input_shape[0],) + tuple(space) + (self.filters,)

    def get_config(self):
        config = super(RingConv2D, self).get_config()
        config.update({'filters': self.filters,
                       'kernel_size': self.kernel_size,
                       'strides': self.strides,
                       'padding': self.padding,
                       'activation': activations.serialize(self.activation),
                       'use_bias': self.use_bias,
                       'kernel_initializer': initializers.serialize(self.kernel_initializer),
                       'kernel_regularizer': regularizers.serialize(self.kernel_regularizer)})
        return config


def build_model():
    image = Input(shape=(16, 16, 2))
    x = RingConv2D(4, padding='same', activation='relu', name='ring1')(image)
    x = RingConv2D(6, strides=(2, 2), kernel_size=3, kernel_regularizer=regularizers.l2(1e-3), name='ring2')(x)
    x = GlobalAveragePooling2D()(x)
    x = Dense(1, name='score')(x)
    return Model(image, x)


np.random.seed(3)
images = np.random.rand(32, 16, 16, 2)

# Shapes and numbers of weights.
model = build_model()
print([layer.output_shape for layer in model.layers])
assert [layer.output_shape for layer in model.layers[1:3]] == [(None, 16, 16, 4), (None, 7, 7, 6)]
assert model.get_layer('ring1').count_params() == 6 * 2 * 4 + 4
assert model.get_layer('ring2').count_params() == 3 * 4 * 6 + 6
assert len(model.losses) == 1
for size, padding, strides in [(5, 'valid', (1, 1)), (5, 'same', (3, 2)), (3, 'valid', (2, 1)), (1, 'same', (1, 1))]:
    probe = Input(shape=(16, 16, 2))
    layer = RingConv2D(3, size, strides=strides, padding=padding, use_bias=False)
    answer = Model(probe, layer(probe)).predict(images[:2])
    assert answer.shape[1:] == layer.output_shape[1:], (answer.shape, layer.output_shape)
    assert len(layer.get_weights()) == 1

# What the ties are for: a turned image gives the turned answer.
image = Input(shape=(16, 16, 2))
turning = Model(image, RingConv2D(4, padding='same')(image))
turned = turning.predict(np.rot90(images, axes=(1, 2)))
assert np.allclose(turned, np.rot90(turning.predict(images), axes=(1, 2)), atol=1e-4)

# The ties hold while it learns: every cell of a ring moves with the ring's weight.
target = images[:, 4:12, 4:12].mean(axis=(1, 2))[:, :1]
model.compile('adam', 'mse')
first = model.evaluate(images, target, verbose=0)
model.fit(images, target, epochs=15, verbose=0)
last = model.evaluate(images, target, verbose=0)
print('loss %.4f -> %.4f' % (first, last))
assert last < first
scores = model.predict(images)
assert np.allclose(scores[:1], model.predict(images[:1]), atol=1e-4)

# The config builds the layer again, and a file of weights fills it.
config = model.get_layer('ring2').get_config()
assert tuple(config['strides']) == (2, 2) and config['kernel_size'] == 3
assert RingConv2D.from_config(config).get_config() == config
folder = tempfile.mkdtemp()
try:
    path = os.path.join(folder, 'rings.h5')
    model.save_weights(path)
    again = model_from_json(model.to_json(), custom_objects={'RingConv2D': RingConv2D})
    assert not np.allclose(again.predict(images), scores, atol=1e-4)
    again.load_weights(path)
finally:
    shutil.rmtree(folder)
assert np.allclose(again.predict(images), scores, atol=1e-5)
print('saved and loaded:', [weight.shape for weight in again.get_weights()])
