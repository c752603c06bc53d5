"""Capsules with dynamic routing, whose predictions tf.scan computes over the samples."""
import json

import numpy as np
import tensorflow as tf
from keras import backend as K
from keras import initializers, layers, models, optimizers


class Length(layers.Layer):
    def call(self, inputs, **kwargs):
        return tf.sqrt(tf.reduce_sum(tf.square(inputs), -1) + K.epsilon())

    def compute_output_shape(self, input_shape):
        return input_shape[:-1]


class Mask(layers.Layer):
    def call(self, inputs, **kwargs):
        if type(inputs) is list:
            inputs, mask = inputs
        else:
            x = tf.sqrt(tf.reduce_sum(tf.square(inputs), -1))
            mask = K.one_hot(indices=K.argmax(x, 1), num_classes=x.get_shape().as_list()[1])
        return K.batch_flatten(inputs * K.expand_dims(mask, -1))

    def compute_output_shape(self, input_shape):
        shape = input_shape[0] if type(input_shape[0]) is tuple else input_shape
        return None, shape[1] * shape[2]


def squash(vectors, axis=-1):
    s_squared_norm = tf.reduce_sum(tf.square(vectors), axis, keep_dims=True)
    return s_squared_norm / (1 + s_squared_norm) / tf.sqrt(s_squared_norm + K.epsilon()) * vectors


class CapsuleLayer(layers.Layer):
    def __init__(self, num_capsule, dim_capsule, routings=3, **kwargs):
        super(CapsuleLayer, self).__init__(**kwargs)
        self.num_capsule, self.dim_capsule, self.routings = num_capsule, dim_capsule, routings
        self.kernel_initializer = initializers.get('glorot_uniform')

    def build(self, input_shape):
        assert len(input_shape) >= 3
        self.input_num_capsule, self.input_dim_capsule = input_shape[1], input_shape[2]
        self.W = self.add_weight(shape=[self.num_capsule, self.input_num_capsule, self.dim_capsule,
                                        self.input_dim_capsule],
                                 initializer=self.kernel_initializer, name='W')
        self.built = True

    def call(self, inputs, training=None):
        inputs_expand = K.expand_dims(inputs, 1)
        inputs_tiled = K.tile(inputs_expand, [1, self.num_capsule, 1, 1])
        inputs_hat = tf.scan(
            lambda ac, x: tf.squeeze(tf.matmul(self.W, tf.expand_dims(x, -1)), -1), inputs_tiled,
            initializer=K.zeros([self.num_capsule, self.input_num_capsule, self.dim_capsule]))
        b = tf.zeros(shape=[K.shape(inputs_hat)[0], self.num_capsule, self.input_num_capsule])
        for i in range(self.routings):
            c = tf.nn.softmax(b, dim=1)
            outputs = squash(tf.einsum('bji,bjid->bjd', c, inputs_hat))
            if i < self.routings - 1:
                b += tf.einsum('bjd,bjid->bji', outputs, inputs_hat)
        return outputs

    def compute_output_shape(self, input_shape):
        return None, self.num_capsule, self.dim_capsule


def margin_loss(y_true, y_pred):
    loss = y_true * K.square(K.maximum(0., 0.9 - y_pred)) + 0.5 * (1 - y_true) * K.square(K.maximum(0., y_pred - 0.1))
    return K.mean(K.sum(loss, 1))


def build(classes=3):
    x = layers.Input(shape=(10, 10, 1))
    conv = layers.Conv2D(8, 3, strides=2, padding='valid', activation='relu', name='conv1')(x)
    primary = layers.Conv2D(8, 3, name='primarycap_conv')(conv)
    primary = layers.Lambda(squash)(layers.Reshape([-1, 4])(primary))
    digit = CapsuleLayer(classes, 6, name='digitcaps')(primary)
    out = Length(name='capsnet')(digit)
    y = layers.Input(shape=(classes,))
    decoder = models.Sequential([layers.Dense(16, activation='relu', input_dim=6 * classes),
                                 layers.Dense(100, activation='sigmoid'), layers.Reshape((10, 10, 1))], name='decoder')
    training = models.Model([x, y], [out, decoder(Mask()([digit, y]))])
    return training, models.Model(x, [out, decoder(Mask()(digit))])


if __name__ == '__main__':
    training, evaluation = build()
    rng = np.random.RandomState(0)
    training.set_weights([rng.uniform(-0.5, 0.5, w.shape) for w in training.get_weights()])
    training.compile(optimizers.TFOptimizer(tf.train.AdamOptimizer(0.001)), loss=[margin_loss, 'mse'],
                     loss_weights=[1., 0.392], metrics={'capsnet': 'accuracy'})
    x, y = rng.rand(12, 10, 10, 1), np.eye(3)[rng.randint(0, 3, 12)]
    history = training.fit([x, y], [y, x], batch_size=4, epochs=2, shuffle=False, verbose=0)
    lengths, images = evaluation.predict(x[:3])
    print(json.dumps({'history': [[float(v) for v in history.history[name]] for name in sorted(history.history)],
                      'names': sorted(history.history), 'lengths': lengths.tolist(),
                      'images': images[:, ::3, ::3].ravel().tolist()}))
