"""A convolution whose kernel and bias are no weights: two small networks predict them from the image.

A Lambda applies them. K.conv2d takes one kernel for the whole batch, so there are two ways to use what was predicted:
feed one image at a time, each with the kernel of its own, or share the mean kernel among the images of a batch.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import AveragePooling2D, Dense, Flatten, Input, Lambda
from keras.models import Model
from keras.optimizers import Adam

SIZE, CHANNELS, FILTERS, WIDTH = 12, 2, 3, 3
KERNEL = (WIDTH, WIDTH, CHANNELS, FILTERS)


def convolve(tensors):
    images, kernels, biases = tensors
    kernel = K.reshape(K.mean(kernels, axis=0), KERNEL)
    bias = K.mean(biases, axis=0)
    return K.bias_add(K.conv2d(images, kernel, padding='same'), bias)


def convolved_shape(shapes):
    image, kernel, bias = shapes
    return image[:-1] + (bias[-1],)


def build_model():
    image = Input(shape=(SIZE, SIZE, CHANNELS), name='image')
    look = AveragePooling2D(pool_size=3)(image)
    look = Flatten()(look)
    look = Dense(16, activation='tanh', name='look')(look)
    kernel = Dense(int(np.prod(KERNEL)), name='kernel')(look)
    bias = Dense(FILTERS, name='bias')(look)
    answer = Lambda(convolve, output_shape=convolved_shape, name='convolve')([image, kernel, bias])
    return Model(inputs=image, outputs=answer), Model(inputs=image, outputs=[kernel, bias])


def convolve_by_hand(image, kernel, bias):
    margin = WIDTH // 2
    padded = np.pad(image, [(margin, margin), (margin, margin), (0, 0)], mode='constant')
    result = np.zeros(image.shape[:2] + (FILTERS,))
    for row in range(SIZE):
        for column in range(SIZE):
            patch = padded[row:row + WIDTH, column:column + WIDTH]
            result[row, column] = np.tensordot(patch, kernel, 3) + bias
    return result


np.random.seed(7)
model, predictor = build_model()
model.summary()
assert model.output_shape == (None, SIZE, SIZE, FILTERS), model.output_shape

# Bright images want to be sharpened and dark ones to be left alone: no fixed kernel can do both.
brightness = np.where(np.arange(64) % 2, 1., 0.2)
images = np.random.rand(64, SIZE, SIZE, CHANNELS) * brightness[:, None, None, None]
sharper = 3 * images - np.roll(images, 1, axis=1) - np.roll(images, -1, axis=1)
wanted = np.where(brightness[:, None, None, None] > 0.5, sharper, images)
wanted = np.concatenate([wanted, wanted.mean(axis=-1, keepdims=True)], axis=-1)

# One image at a time: each is convolved with the kernel that was predicted from it.
alone = model.predict(images[:4], batch_size=1)
kernels, biases = predictor.predict(images[:4])
for image, kernel, bias, computed in zip(images, kernels, biases, alone):
    assert np.allclose(computed, convolve_by_hand(image, kernel.reshape(KERNEL), bias), atol=1e-4)

# The whole batch at once: the images share the mean of their kernels.
together = model.predict(images[:4], batch_size=4)
shared = kernels.mean(axis=0).reshape(KERNEL)
for image, computed in zip(images, together):
    assert np.allclose(computed, convolve_by_hand(image, shared, biases.mean(axis=0)), atol=1e-4)
assert not np.allclose(alone, together, atol=1e-4)

# Both ways are differentiable down to the weights of the predicting layers.
model.compile(optimizer=Adam(lr=0.003), loss='mse')
look_before = model.get_layer('look').get_weights()[0]
before = model.evaluate(images, wanted, batch_size=1, verbose=0)
model.fit(images, wanted, batch_size=1, epochs=6, verbose=0)
after = model.evaluate(images, wanted, batch_size=1, verbose=0)
print('one image at a time: loss %.4f -> %.4f' % (before, after))
assert after < 0.5 * before, (before, after)
assert not np.allclose(look_before, model.get_layer('look').get_weights()[0])

before = model.evaluate(images, wanted, batch_size=8, verbose=0)
history = model.fit(images, wanted, batch_size=8, epochs=4, verbose=0)
print('a kernel for each batch: loss %.4f -> %.4f' % (before, history.history['loss'][-1]))
assert history.history['loss'][-1] < before
print('parameters of the predicting layers:', model.count_params())
