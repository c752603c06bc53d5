"""Convolutions whose kernels are standardised, trained on the digits that scikit-learn comes with.

The kernel of every filter is used with mean 0 and variance 1, whatever the optimizer makes of it. There are two ways
to write such a layer on Keras's own: override convolution_op, or call it from call.
"""
from __future__ import print_function

import numpy as np
from sklearn.datasets import load_digits

import keras
from keras import backend as K
from keras.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.utils import to_categorical


def standardized(kernel):
    mean = K.mean(kernel, axis=[0, 1, 2], keepdims=True)
    variance = K.var(kernel, axis=[0, 1, 2], keepdims=True)
    return (kernel - mean) / K.sqrt(variance + 1e-10)


class OverridingConv2D(Conv2D):
    """Bias and activation are left to Conv2D."""

    def convolution_op(self, inputs, kernel):
        return super(OverridingConv2D, self).convolution_op(inputs, standardized(kernel))


class CallingConv2D(Conv2D):
    """Does the whole of call itself."""

    def call(self, inputs):
        outputs = self.convolution_op(inputs, standardized(self.kernel))
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias)
        return self.activation(outputs)


def compare():
    """Both ways give what a plain convolution gives with the standardised kernel."""
    options = dict(filters=4, kernel_size=(3, 2), strides=(2, 1), padding='same', activation='tanh',
                   bias_initializer='normal')
    models = [keras.Sequential([keras.layers.Input(shape=(9, 8, 3)), layer(**options)])
              for layer in (Conv2D, OverridingConv2D, CallingConv2D)]
    kernel, bias = models[1].get_weights()
    models[2].set_weights([kernel, bias])
    mean, deviation = kernel.mean(axis=(0, 1, 2)), kernel.std(axis=(0, 1, 2))
    models[0].set_weights([(kernel - mean) / deviation, bias])
    images = np.random.rand(5, 9, 8, 3)
    plain, overriding, calling = [model.predict(images) for model in models]
    assert plain.shape == (5, 5, 8, 4), plain.shape
    assert np.allclose(plain, overriding, atol=1e-4)
    assert np.allclose(plain, calling, atol=1e-4)


def load_data(num_test=397):
    digits = load_digits()
    order = np.random.RandomState(1).permutation(len(digits.images))
    images = digits.images[order][..., np.newaxis].astype('float32') / 16
    labels = to_categorical(digits.target[order], 10)
    return (images[num_test:], labels[num_test:]), (images[:num_test], labels[:num_test])


np.random.seed(1)
compare()
(x_train, y_train), (x_test, y_test) = load_data()
print('train:', x_train.shape, 'test:', x_test.shape)

model = keras.Sequential([
    keras.layers.Input(shape=(8, 8, 1)),
    CallingConv2D(16, (3, 3), padding='same', use_bias=False),
    BatchNormalization(),
    keras.layers.Activation('relu'),
    OverridingConv2D(32, kernel_size=(3, 3)),
    BatchNormalization(),
    keras.layers.Activation('relu'),
    MaxPooling2D(pool_size=(2, 2)),
    Flatten(),
    Dropout(0.25),
    Dense(10, activation='softmax'),
])
model.summary()
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(x_train, y_train, batch_size=32, epochs=8, validation_data=(x_test, y_test), verbose=2)
# the last epochs with a smaller rate, so that the result does not depend on where the training happens to stop
K.set_value(model.optimizer.lr, 0.0001)
model.fit(x_train, y_train, batch_size=32, epochs=4, validation_data=(x_test, y_test), verbose=2)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print('test accuracy: %.4f' % accuracy)
assert accuracy >= 0.97, accuracy
