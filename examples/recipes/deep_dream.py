"""What does an image become when all that a network sees in it is made stronger?

Deep dream: gradient ascent on the activations of several layers, on a small version of the image first, then on larger
ones, to which the detail is given back that was lost by shrinking.
"""
from __future__ import print_function

import numpy as np
import scipy.ndimage
from keras import backend as K
from keras.layers import AveragePooling2D, Conv2D, Input, MaxPooling2D, add
from keras.models import Model

SETTINGS = {'features': {'mixed1': 0.5, 'mixed2': 2., 'mixed3': 1.5}}


def build_model():
    """A network for images of any size."""
    image = Input(shape=(None, None, 3))
    x = Conv2D(8, 3, padding='same', activation='relu', name='stem')(image)
    x = Conv2D(8, 3, padding='same', activation='relu', name='wide')(x)
    x = add([x, Conv2D(8, 1, name='point')(image)], name='mixed1')
    x = MaxPooling2D(2)(x)
    x = Conv2D(12, 3, padding='same', activation='relu', name='mixed2')(x)
    x = AveragePooling2D(3, strides=1, padding='same')(x)
    x = Conv2D(10, 3, padding='same', activation='tanh', name='mixed3')(x)
    return Model(image, x)


def dream_function(model, coefficients):
    """f([image]) gives [loss, gradient]."""
    layer_dict = dict([(layer.name, layer) for layer in model.layers])
    dream = model.input
    loss = K.variable(0.)
    for layer_name in sorted(coefficients):
        coeff = coefficients[layer_name]
        x = layer_dict[layer_name].output
        # Without the border, where padding makes artefacts.
        scaling = K.prod(K.cast(K.shape(x), 'float32'))
        loss = loss + coeff * K.sum(K.square(x[:, 2: -2, 2: -2, :])) / scaling
    grads = K.gradients(loss, dream)[0]
    grads /= K.maximum(K.mean(K.abs(grads)), K.epsilon())
    return K.function([dream], [loss, grads])


def gradient_ascent(fetch_loss_and_grads, x, iterations, step, max_loss=None):
    losses = []
    for _ in range(iterations):
        outs = fetch_loss_and_grads([x])
        loss_value, grad_values = outs[0], outs[1]
        if max_loss is not None and loss_value > max_loss:
            break
        losses.append(loss_value)
        x = x + step * grad_values
    return x, losses


def resize_img(img, size):
    factors = (1, float(size[0]) / img.shape[1], float(size[1]) / img.shape[2], 1)
    return scipy.ndimage.zoom(img, factors, order=1)


def deep_dream(model, img, octaves=3, octave_scale=1.4, iterations=4, step=0.02, max_loss=None):
    """The image after the dream, and the losses of all steps."""
    fetch_loss_and_grads = dream_function(model, SETTINGS['features'])
    original_shape = img.shape[1:3]
    shapes = [tuple(int(dim / octave_scale ** i) for dim in original_shape) for i in range(octaves)][::-1]
    original_img = np.copy(img)
    shrunk_original_img = resize_img(img, shapes[0])
    history = []
    for shape in shapes:
        img = resize_img(img, shape)
        img, losses = gradient_ascent(fetch_loss_and_grads, img, iterations, step, max_loss)
        history += losses
        upscaled_shrunk_original_img = resize_img(shrunk_original_img, shape)
        same_size_original = resize_img(original_img, shape)
        img = img + (same_size_original - upscaled_shrunk_original_img)
        shrunk_original_img = resize_img(original_img, shape)
    return img, history


def main():
    K.set_learning_phase(0)
    np.random.seed(5)
    image = scipy.ndimage.gaussian_filter(np.random.random((1, 28, 36, 3)), (0, 3, 3, 0)) * 4 - 2
    dreamt, losses = deep_dream(build_model(), image, max_loss=10.)
    print('loss %.3f -> %.3f in %d steps, image %s' % (losses[0], losses[-1], len(losses), dreamt.shape[1:]))
    assert losses[-1] > losses[0]


if __name__ == '__main__':
    main()
