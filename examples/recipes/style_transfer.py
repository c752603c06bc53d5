"""How does one image look in the style of another?

Neural style transfer (Gatys et al. 2015, arXiv:1508.06576): the base image, the style image and the combination go
through one network as one batch, and scipy's L-BFGS changes the combination until it has the features of the base image
and the Gram matrices of the style image.
"""
from __future__ import print_function

import numpy as np
import scipy.ndimage
from keras import backend as K
from keras.layers import AveragePooling2D, Conv2D, Input
from keras.models import Model
from scipy.optimize import fmin_l_bfgs_b

ROWS, COLS = 16, 20
CONTENT_WEIGHT, STYLE_WEIGHT, TOTAL_VARIATION_WEIGHT = 0.025, 1., 0.01


def build_model(input_tensor):
    """The network on the images of a tensor, as those of keras.applications take it."""
    if not K.is_keras_tensor(input_tensor):
        img_input = Input(tensor=input_tensor, shape=(ROWS, COLS, 3))
    else:
        img_input = input_tensor
    x = Conv2D(8, (3, 3), activation='relu', padding='same', name='block1_conv1')(img_input)
    x = AveragePooling2D((2, 2), name='block1_pool')(x)
    x = Conv2D(10, (3, 3), activation='relu', padding='same', name='block2_conv1')(x)
    x = Conv2D(10, (3, 3), activation='tanh', padding='same', name='block2_conv2')(x)
    return Model(img_input, x)


def gram_matrix(x):
    """The correlations of the features of an image (rows, cols, features)."""
    features = K.batch_flatten(K.permute_dimensions(x, (2, 0, 1)))
    gram = K.dot(features, K.transpose(features))
    return gram


def style_loss(style, combination):
    S = gram_matrix(style)
    C = gram_matrix(combination)
    channels = 3
    size = ROWS * COLS
    return K.sum(K.square(S - C)) / (4. * (channels ** 2) * (size ** 2))


def content_loss(base, combination):
    return K.sum(K.square(combination - base))


def total_variation_loss(x):
    assert K.ndim(x) == 4
    a = K.square(x[:, :ROWS - 1, :COLS - 1, :] - x[:, 1:, :COLS - 1, :])
    b = K.square(x[:, :ROWS - 1, :COLS - 1, :] - x[:, :ROWS - 1, 1:, :])
    return K.sum(K.pow(a + b, 1.25))


def build(base, style):
    """The model, and f([image]) that gives [loss, gradient]. The images are (1, rows, cols, 3)."""
    base_image = K.variable(base)
    style_reference_image = K.variable(style)
    combination_image = K.placeholder((1, ROWS, COLS, 3))
    input_tensor = K.concatenate([base_image, style_reference_image, combination_image], axis=0)
    model = build_model(input_tensor)
    outputs_dict = dict([(layer.name, layer.output) for layer in model.layers])

    loss = K.variable(0.0)
    layer_features = outputs_dict['block2_conv2']
    base_image_features = layer_features[0, :, :, :]
    combination_features = layer_features[2, :, :, :]
    loss = loss + CONTENT_WEIGHT * content_loss(base_image_features, combination_features)
    feature_layers = ['block1_conv1', 'block2_conv1']
    for layer_name in feature_layers:
        layer_features = outputs_dict[layer_name]
        sl = style_loss(layer_features[1, :, :, :], layer_features[2, :, :, :])
        loss = loss + (STYLE_WEIGHT / len(feature_layers)) * sl
    loss = loss + TOTAL_VARIATION_WEIGHT * total_variation_loss(combination_image)

    grads = K.gradients(loss, combination_image)
    outputs = [loss]
    if isinstance(grads, (list, tuple)):
        outputs += grads
    else:
        outputs.append(grads)
    return model, K.function([combination_image], outputs)


class Evaluator(object):
    """Loss and gradient by two methods, as scipy asks for them, from one computation."""

    def __init__(self, f_outputs):
        self.f_outputs = f_outputs
        self.loss_value = None
        self.grad_values = None

    def loss(self, x):
        assert self.loss_value is None
        outs = self.f_outputs([x.reshape((1, ROWS, COLS, 3))])
        self.loss_value = outs[0]
        self.grad_values = np.array(outs[1:]).flatten().astype('float64')
        return self.loss_value

    def grads(self, x):
        assert self.loss_value is not None
        grad_values = np.copy(self.grad_values)
        self.loss_value = None
        self.grad_values = None
        return grad_values


def transfer(f_outputs, image, iterations, maxfun=20):
    """The image after some runs of L-BFGS, and the loss after each."""
    evaluator = Evaluator(f_outputs)
    x, losses = image.flatten(), []
    for _ in range(iterations):
        x, min_val, info = fmin_l_bfgs_b(evaluator.loss, x, fprime=evaluator.grads, maxfun=maxfun)
        losses.append(min_val)
    return x.reshape((ROWS, COLS, 3)), losses


def main():
    np.random.seed(6)
    base = scipy.ndimage.gaussian_filter(np.random.random((1, ROWS, COLS, 3)), (0, 3, 3, 0)) * 8 - 4
    style = np.sin(np.arange(ROWS)[:, None] + np.arange(COLS))[None, :, :, None] * [1., 0.5, -1.]
    model, f_outputs = build(base, style)
    before = f_outputs([base])[0]
    image, losses = transfer(f_outputs, base, iterations=3)
    print('loss %.3f -> %s, image %s' % (before, ' -> '.join('%.3f' % loss for loss in losses), image.shape))
    assert losses[-1] < before


if __name__ == '__main__':
    main()
