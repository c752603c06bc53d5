"""What does each layer make of an image, when the network predicts and while it trains?

K.function([input, K.learning_phase()], [output]) computes any layer's output. In phase 0 (prediction) Dropout lets all
pass and BatchNormalization takes its moving statistics; in phase 1 (training) Dropout drops, and BatchNormalization
takes the statistics of the batch that it is given.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, GlobalAveragePooling2D, Input
from keras.layers import MaxPooling2D, concatenate
from keras.models import Model, Sequential

SIZE, CLASSES = 12, 5


def build_sequential():
    model = Sequential()
    model.add(Conv2D(6, (3, 3), activation='relu', input_shape=(SIZE, SIZE, 3)))
    model.add(BatchNormalization())
    model.add(MaxPooling2D((2, 2)))
    model.add(Conv2D(8, (3, 3), activation='relu'))
    model.add(Flatten())
    model.add(Dense(16, activation='tanh'))
    model.add(BatchNormalization())
    model.add(Dropout(0.5))
    model.add(Dense(CLASSES, activation='softmax'))
    return model


def build_nested():
    """An image and two measures to a class; the image goes through a model of its own."""
    image = Input(shape=(SIZE, SIZE, 3))
    x = Conv2D(6, 3, activation='elu', name='conv')(image)
    x = BatchNormalization(name='norm')(x)
    body = Model(image, GlobalAveragePooling2D()(x), name='body')

    picture = Input(shape=(SIZE, SIZE, 3))
    measures = Input(shape=(2,))
    x = concatenate([body(picture), measures])
    x = Dense(7, activation='tanh', name='hidden')(x)
    return Model([picture, measures], Dense(CLASSES, activation='softmax', name='class')(x)), body


def output_of_layer(model, index):
    """f([images, phase]) gives [the output of that layer]."""
    return K.function([model.layers[0].input, K.learning_phase()], [model.layers[index].output])


def outputs_of_all(model):
    """f([images, phase]) gives the outputs of all layers."""
    inp = model.input
    outputs = [layer.output for layer in model.layers]
    return K.function([inp] + [K.learning_phase()], outputs)


def halves(model, index):
    """Two functions: up to that layer, and from there to the end."""
    first = K.function([model.layers[0].input, K.learning_phase()], [model.layers[index].output])
    second = K.function([model.layers[index + 1].input, K.learning_phase()], [model.layers[-1].output])
    return first, second


def main():
    np.random.seed(1)
    images = np.random.random((16, SIZE, SIZE, 3))
    model = build_sequential()

    get_3rd_layer_output = output_of_layer(model, 3)
    testing = get_3rd_layer_output([images, 0])[0]
    training = get_3rd_layer_output([images, 1])[0]
    print('layer 3 gives %s, mean in test mode %.4f, in train mode %.4f' % (
        testing.shape, testing.mean(), training.mean()))

    functor = outputs_of_all(model)
    for layer, value in zip(model.layers, functor([images, 1.])):
        print('%-24s %-18s mean %7.4f  std %.4f' % (layer.__class__.__name__, value.shape, value.mean(), value.std()))

    first, second = halves(model, 3)
    halfway = first([images, 0])[0]
    assert np.allclose(second([halfway, 0])[0], model.predict(images), atol=1e-5)
    print('both halves together give what the model predicts')


if __name__ == '__main__':
    main()
