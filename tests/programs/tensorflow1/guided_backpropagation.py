"""Guided backpropagation: saliency maps with a gradient of ReLU of one's own."""
import json

import numpy as np
import tensorflow as tf
from keras import activations
from keras import backend as K
from keras.layers import Activation, Conv2D, Dense, GlobalAveragePooling2D, Input, MaxPooling2D
from keras.models import Model
from tensorflow.python.framework import ops


def register_gradient():
    if 'GuidedBackProp' not in ops._gradient_registry._registry:
        @ops.RegisterGradient('GuidedBackProp')
        def _guided(op, grad):
            dtype = op.outputs[0].dtype
            return grad * tf.cast(grad > 0., dtype) * tf.cast(op.inputs[0] > 0., dtype)


def build(weights=None):
    image = Input(shape=(12, 12, 3))
    x = Conv2D(6, 3, padding='same', activation='relu', name='block1_conv')(image)
    x = MaxPooling2D()(x)
    x = Conv2D(8, 3, padding='same', name='block2_conv')(x)
    x = Activation('relu')(x)
    x = GlobalAveragePooling2D()(x)
    model = Model(image, Dense(4, activation='softmax', name='classes')(x))
    if weights is None:
        rng = np.random.RandomState(4)
        weights = [rng.uniform(-0.5, 0.5, w.shape) for w in model.get_weights()]
    model.set_weights(weights)
    return model


def modify(weights, name='GuidedBackProp'):
    with tf.get_default_graph().gradient_override_map({'Relu': name}):
        for layer in [layer for layer in build().layers[1:] if hasattr(layer, 'activation')]:
            if layer.activation == activations.relu:
                layer.activation = tf.nn.relu
        return build(weights)


def saliency(model, images, layer='block2_conv'):
    maximal = K.max(model.get_layer(layer).output, axis=3)
    grads = K.gradients(K.sum(maximal), model.input)[0]
    return K.function([model.input, K.learning_phase()], [grads])([images, 0])[0]


def of_class(model, images, index):
    one_hot = tf.one_hot([index], 4)
    loss = tf.reduce_sum(model.layers[-1].output * one_hot)
    return K.function([model.input], K.gradients(loss, model.input))([images])[0]


if __name__ == '__main__':
    images = np.random.RandomState(0).rand(2, 12, 12, 3)
    register_gradient()
    plain = build()
    guided = modify(plain.get_weights())
    results = {}
    for name, model in [('plain', plain), ('guided', guided)]:
        results[name] = saliency(model, images)[:, ::4, ::4].ravel().tolist()
        results[name + ' class'] = (100 * of_class(model, images, 2))[:, ::4, ::4].ravel().tolist()
        results[name + ' predicted'] = model.predict(images).ravel().tolist()
    assert not np.allclose(results['plain'], results['guided'])
    print(json.dumps(results))
