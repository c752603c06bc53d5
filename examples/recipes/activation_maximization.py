"""What does a filter look for?

Gradient ascent on the image, which starts as grey noise, until the filter answers strongly. The gradient is divided by
its L2 norm, so that one size of step fits every filter.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import Conv2D, MaxPooling2D
from keras.models import Sequential

SIZE = 16


def build_model():
    model = Sequential()
    model.add(Conv2D(6, (3, 3), activation='relu', padding='same', name='conv1', input_shape=(SIZE, SIZE, 3)))
    model.add(MaxPooling2D((2, 2), name='pool1'))
    model.add(Conv2D(8, (3, 3), activation='elu', padding='same', name='conv2'))
    return model


def normalize(x):
    # The small number keeps a gradient of zeros from being divided by zero.
    return x / (K.sqrt(K.mean(K.square(x))) + 1e-5)


def iterate_function(model, layer_name, filter_index):
    """f([image]) gives [loss, gradient]."""
    layer_dict = dict([(layer.name, layer) for layer in model.layers])
    layer_output = layer_dict[layer_name].output
    loss = K.mean(layer_output[:, :, :, filter_index])
    grads = K.gradients(loss, model.input)[0]
    grads = normalize(grads)
    return K.function([model.input], [loss, grads])


def ascend(iterate, image, steps, step):
    """The image after some steps, and the loss before each."""
    losses = []
    for _ in range(steps):
        loss_value, grads_value = iterate([image])
        image += grads_value * step
        losses.append(loss_value)
    return image, losses


def deprocess_image(x):
    """The image as bytes: mean 0.5, standard deviation 0.1."""
    x = x - x.mean()
    x /= (x.std() + 1e-5)
    x = np.clip(0.1 * x + 0.5, 0, 1)
    return (255 * x).astype('uint8')


def main():
    np.random.seed(4)
    model = build_model()
    for filter_index in range(3):
        iterate = iterate_function(model, 'conv2', filter_index)
        image = np.random.random((1, SIZE, SIZE, 3)) * 0.2 + 0.4
        image, losses = ascend(iterate, image, steps=20, step=0.1)
        image = deprocess_image(image[0])
        print('filter %d: %.3f -> %.3f, image %s of %s' % (
            filter_index, losses[0], losses[-1], image.shape, image.dtype))
        assert losses[-1] > losses[0]


if __name__ == '__main__':
    main()
