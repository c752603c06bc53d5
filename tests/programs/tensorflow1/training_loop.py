"""A training loop of one's own: optimizers of TensorFlow 1 on the tensors of a Keras model, in a session."""
import json

import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.layers import Dense, Dropout, Input
from keras.models import Model

OPTIMIZERS = {
    'descent': lambda: tf.train.GradientDescentOptimizer(0.1),
    'momentum': lambda: tf.train.MomentumOptimizer(0.1, 0.9),
    'nesterov': lambda: tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True),
    'adam': lambda: tf.train.AdamOptimizer(0.05),
    'rmsprop': lambda: tf.train.RMSPropOptimizer(0.05, decay=0.9, momentum=0.5, centered=True),
    'adagrad': lambda: tf.train.AdagradOptimizer(0.1),
    'adadelta': lambda: tf.train.AdadeltaOptimizer(1.0),
    'ftrl': lambda: tf.train.FtrlOptimizer(0.1),
}


def build():
    inputs = Input(shape=(6,), name='features')
    x = Dense(8, activation='tanh')(inputs)
    x = Dropout(0.)(x)
    outputs = Dense(3, activation='softmax')(x)
    model = Model(inputs, outputs)
    rng = np.random.RandomState(1)
    return model, [rng.uniform(-0.5, 0.5, w.shape) for w in model.get_weights()]


def batches(count, size=8):
    rng = np.random.RandomState(2)
    for _ in range(count):
        x = rng.rand(size, 6).astype('float32')
        yield x, np.eye(3, dtype='float32')[(x.sum(axis=1) * 2).astype(int) % 3]


def train(name):
    K.clear_session()
    sess = tf.Session(config=tf.ConfigProto(allow_soft_placement=True))
    K.set_session(sess)
    model, weights = build()
    labels = tf.placeholder(tf.float32, shape=(None, 3))
    loss = tf.reduce_mean(-tf.reduce_sum(labels * tf.log(model.output + 1e-8), reduction_indices=[1]))
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(model.output, 1), tf.argmax(labels, 1)), tf.float32))
    train_op = OPTIMIZERS[name]().minimize(loss, var_list=model.trainable_weights)
    sess.run(tf.global_variables_initializer())
    model.set_weights(weights)
    losses = []
    with sess.as_default():
        for x, y in batches(6):
            feed = {model.input: x, labels: y, K.learning_phase(): 1}
            losses.append(float(sess.run(loss, feed_dict=feed)))
            train_op.run(feed_dict=feed)
        final = accuracy.eval(feed_dict={model.input: x, labels: y, K.learning_phase(): 0})
    return losses + [float(final)] + np.concatenate([w.ravel() for w in model.get_weights()])[:12].tolist()


def train_with_clipped_gradients():
    K.clear_session()
    sess = K.get_session()
    model, weights = build()
    labels = tf.placeholder(tf.float32, shape=(None, 3))
    loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(labels=labels, logits=tf.log(model.output)))
    optimizer = tf.train.AdamOptimizer(learning_rate=0.05)
    gradients, variables = zip(*optimizer.compute_gradients(loss, model.trainable_weights))
    clipped, norm = tf.clip_by_global_norm(gradients, 0.2)
    train_op = optimizer.apply_gradients(zip(clipped, variables))
    sess.run(tf.global_variables_initializer())
    model.set_weights(weights)
    results = []
    for x, y in batches(4):
        feed = {model.input: x, labels: y, K.learning_phase(): 0}
        results += [float(value) for value in sess.run([loss, norm], feed)]
        sess.run(train_op, feed)
    return results


if __name__ == '__main__':
    numbers = {name: train(name) for name in sorted(OPTIMIZERS)}
    numbers['clipped'] = train_with_clipped_gradients()
    print(json.dumps(numbers))
