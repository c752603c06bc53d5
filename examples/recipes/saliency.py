"""On which pixels does the score of a class depend?

The gradient of the score with respect to the image tells (Simonyan et al. 2013, arXiv:1312.6034): the map is its
largest absolute value over the colours.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import Activation, Conv2D, Dense, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.optimizers import RMSprop

SIZE, CLASSES = 12, 3


def build_model():
    model = Sequential()
    model.add(Conv2D(8, (3, 3), padding='same', activation='relu', input_shape=(SIZE, SIZE, 3)))
    model.add(MaxPooling2D(pool_size=(2, 2)))
    model.add(Conv2D(8, (3, 3), activation='tanh'))
    model.add(Flatten())
    model.add(Dense(CLASSES))
    model.add(Activation('softmax'))
    return model


def gradient_function(model, index):
    """f([images]) gives [score of each image, gradient of the scores with respect to the images]."""
    score = model.output[:, index]
    grads = K.gradients(score, model.input)[0]
    return K.function([model.input], [score, grads])


def normalized_gradient_function(model, index):
    """The same for the score before the softmax, the gradient divided by its L2 norm."""
    loss = K.mean(model.layers[-2].output[:, index])
    grads = K.gradients(loss, model.input)[0]
    grads /= (K.sqrt(K.mean(K.square(grads))) + 1e-5)
    return K.function([model.input, K.learning_phase()], [loss, grads])


def saliency_map(grads):
    return np.abs(grads).max(axis=-1)


def patches(number):
    """Coloured noise; a patch, always at the same place, has a little more of one colour, which is the class."""
    labels = np.random.randint(CLASSES, size=number)
    images = np.random.random((number, SIZE, SIZE, 3))
    images[np.arange(number), 2:6, 5:9, labels] += 0.7
    return images, labels


def main():
    np.random.seed(2)
    images, labels = patches(300)
    model = build_model()
    model.compile(loss='sparse_categorical_crossentropy', optimizer=RMSprop(lr=0.003), metrics=['accuracy'])
    model.fit(images, labels, batch_size=20, epochs=6, verbose=0)
    print('accuracy: %.2f' % model.evaluate(images, labels, verbose=0)[1])

    heat = np.zeros((SIZE, SIZE))
    for index in range(CLASSES):
        score, grads = gradient_function(model, index)([images[labels == index]])
        heat += saliency_map(grads).mean(axis=0)
    for row in heat / heat.max():
        print(''.join('.:+*#'[int(4.99 * value)] for value in row))
    inside = heat[2:6, 5:9].sum() / heat.sum()
    print('%.0f%% of the saliency is in the patch, which is %.0f%% of the image' % (100 * inside, 1600. / SIZE ** 2))


if __name__ == '__main__':
    main()
