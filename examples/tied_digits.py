"""A tied layer beside a plain one with as many parameters: handwritten digits that are read the right way and mirrored.

Both networks have one convolution, with a 5x5 kernel, and as many parameters. The tied kernel is its own mirror image
(15 weights a channel instead of 25), which pays for more filters. Each is trained a few times, or as often as the
argument says; the table gives the accuracy.
"""
from __future__ import print_function

import sys

import numpy as np
from keras.layers import Conv2D, Dense, GlobalMaxPooling2D, Input
from keras.models import Model
from keras.optimizers import Adam
from sklearn.datasets import load_digits

from customlayers import TiedConv2D, show, symmetric

PATTERN = symmetric((5, 5), 'horizontal')
LEARNED, EPOCHS = 1000, 12
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 3


def network(layer):
    image = Input(shape=(8, 8, 1))
    x = GlobalMaxPooling2D()(layer(image))
    return Model(image, Dense(10, activation='softmax')(x))


def accuracy(model, weights, images, labels):
    model.set_weights(weights)
    model.compile(Adam(lr=0.01), 'sparse_categorical_crossentropy')
    model.fit(images[:LEARNED], labels[:LEARNED], batch_size=50, epochs=EPOCHS, shuffle=False, verbose=0)
    return np.mean(model.predict(images[LEARNED:]).argmax(axis=-1) == labels[LEARNED:])


def first_weights(model, seed):
    """Glorot uniform kernels, zero biases, the same on every machine."""
    draw = np.random.RandomState(seed)
    weights = []
    for weight in model.get_weights():
        fans = (weight.shape[-2] + weight.shape[-1]) * np.prod(weight.shape[:-2]) if weight.ndim > 1 else 1
        limit = np.sqrt(6. / fans) if weight.ndim > 1 else 0.
        weights.append(draw.uniform(-limit, limit, weight.shape))
    return weights


digits = load_digits()
images, labels = digits.images[..., None] / 16., digits.target
mirrored = np.arange(len(images)) % 2 == 1
images[mirrored] = images[mirrored][:, :, ::-1]

show(PATTERN)
print()
layers = {'plain': Conv2D(26, (5, 5), padding='same', activation='relu'),
          'tied': TiedConv2D(36, PATTERN, padding='same', activation='relu')}
print('first layer   parameters   multiplications per place   accuracy (%d runs)' % RUNS)
for name, layer in layers.items():
    model = network(layer)
    accuracies = [accuracy(model, first_weights(model, seed), images, labels) for seed in range(RUNS)]
    print('%-11s   %10d   %26d   %.3f (%.3f to %.3f)' % (
        name, model.count_params(), len(PATTERN.replace('/', '')) * layer.filters,
        np.mean(accuracies), min(accuracies), max(accuracies)))
