"""Where in the image does a network see the class that it predicts?

Grad-CAM (Selvaraju et al. 2016, arXiv:1610.02391): the maps of the last convolution, each weighted with the mean of the
gradient of the score of the class with respect to it.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import Conv2D, Dense, GlobalAveragePooling2D, Input, MaxPooling2D
from keras.models import Model
from keras.optimizers import Adam

SIZE = 16
LAST = 'block2_conv'


def build_model():
    image = Input(shape=(SIZE, SIZE, 3))
    x = Conv2D(8, (3, 3), activation='relu', padding='same', name='block1_conv')(image)
    x = MaxPooling2D((2, 2), strides=(2, 2), name='block1_pool')(x)
    x = Conv2D(12, (3, 3), activation='relu', padding='same', name=LAST)(x)
    x = GlobalAveragePooling2D(name='pool')(x)
    return Model(image, Dense(3, activation='softmax', name='predictions')(x))


def cam_function(model, index, name=LAST):
    """f([image]) gives [mean gradient of each map, the maps]."""
    class_output = model.output[:, index]
    last_conv_layer = model.get_layer(name)
    grads = K.gradients(class_output, last_conv_layer.output)[0]
    pooled_grads = K.mean(grads, axis=(0, 1, 2))
    return K.function([model.input], [pooled_grads, last_conv_layer.output[0]])


def heatmap(model, image, index=None):
    """Where the class, by default the predicted one, is seen in the image: (rows, cols) between 0 and 1."""
    preds = model.predict(image)
    if index is None:
        index = np.argmax(preds[0])
    pooled_grads_value, conv_layer_output_value = cam_function(model, index)([image])
    for i in range(conv_layer_output_value.shape[-1]):
        conv_layer_output_value[:, :, i] *= pooled_grads_value[i]
    heat = np.mean(conv_layer_output_value, axis=-1)
    heat = np.maximum(heat, 0)
    return heat / np.max(heat)


def squares(number):
    """Dark images with a bright square of one of three colours, which is the class; and the corners of the squares."""
    labels = np.random.randint(3, size=number)
    corners = np.random.randint(0, SIZE - 5, size=(number, 2))
    images = 0.3 * np.random.random((number, SIZE, SIZE, 3))
    for image, label, (row, column) in zip(images, labels, corners):
        image[row:row + 5, column:column + 5, label] += 1.
    return images, labels, corners


def main():
    np.random.seed(3)
    images, labels, corners = squares(128)
    model = build_model()
    model.compile(loss='categorical_crossentropy', optimizer=Adam(lr=0.01), metrics=['accuracy'])
    model.fit(images, np.eye(3)[labels], batch_size=16, epochs=6, verbose=0)
    print('accuracy: %.2f' % model.evaluate(images, np.eye(3)[labels], verbose=0)[1])

    for which in range(3):
        heat = heatmap(model, images[which:which + 1])
        row, column = np.unravel_index(np.argmax(heat), heat.shape)
        print('square at %s, hottest at %s' % (corners[which] + 2, [2 * row, 2 * column]))


if __name__ == '__main__':
    main()
