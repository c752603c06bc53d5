"""A layer-wise adaptive optimizer (LAMB) of one's own, written with tf and keras.backend."""
import json

import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.layers import BatchNormalization, Dense
from keras.legacy import interfaces
from keras.models import Sequential
from keras.optimizers import Optimizer


class LAMB(Optimizer):
    def __init__(self, lr=0.01, beta_1=0.9, beta_2=0.999, epsilon=1e-6, weight_decay=0.01, decay=0., **kwargs):
        super(LAMB, self).__init__(**kwargs)
        with K.name_scope(self.__class__.__name__):
            self.iterations = K.variable(0, dtype='int64', name='iterations')
            self.lr = K.variable(lr, name='lr')
            self.beta_1 = K.variable(beta_1, name='beta_1')
            self.beta_2 = K.variable(beta_2, name='beta_2')
            self.decay = K.variable(decay, name='decay')
        self.epsilon = epsilon
        self.initial_decay = decay
        self.weight_decay = weight_decay

    @interfaces.legacy_get_updates_support
    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        lr = self.lr
        if self.initial_decay > 0:
            lr = lr * (1. / (1. + self.decay * tf.cast(self.iterations, tf.float32)))
        t = tf.cast(self.iterations, tf.float32) + 1.
        ms = [K.zeros(K.int_shape(p), dtype=K.dtype(p)) for p in params]
        vs = [K.zeros(K.int_shape(p), dtype=K.dtype(p)) for p in params]
        self.weights = [self.iterations] + ms + vs
        states, values = [], []
        for p, g, m, v in zip(params, grads, ms, vs):
            m_t = self.beta_1 * m + (1. - self.beta_1) * g
            v_t = self.beta_2 * v + (1. - self.beta_2) * tf.square(g)
            m_hat = m_t / (1. - tf.pow(self.beta_1, t))
            v_hat = v_t / (1. - tf.pow(self.beta_2, t))
            update = m_hat / (tf.sqrt(v_hat) + self.epsilon)
            if 'bias' not in p.name:
                update = update + self.weight_decay * p
            w_norm, u_norm = tf.norm(p, ord=2), tf.norm(update, ord=2)
            ratio = tf.where(tf.greater(w_norm, 0), tf.where(tf.greater(u_norm, 0), w_norm / u_norm, 1.), 1.)
            new_p = p - ratio * lr * update
            if getattr(p, 'constraint', None) is not None:
                new_p = p.constraint(new_p)
            states += [m, v, p]
            values += [m_t, v_t, new_p]
        # All are computed before the first is assigned.
        with tf.control_dependencies(values):
            self.updates = [tf.assign(state, value) for state, value in zip(states, values)]
            self.updates.append(tf.assign_add(self.iterations, 1))
        return self.updates

    def get_config(self):
        config = {'lr': float(K.get_value(self.lr)), 'beta_1': float(K.get_value(self.beta_1)),
                  'beta_2': float(K.get_value(self.beta_2)), 'decay': float(K.get_value(self.decay)),
                  'epsilon': self.epsilon, 'weight_decay': self.weight_decay}
        return dict(list(super(LAMB, self).get_config().items()) + list(config.items()))


if __name__ == '__main__':
    model = Sequential([BatchNormalization(input_shape=(5,)), Dense(8, activation='relu'),
                        Dense(1, kernel_constraint='non_neg')])
    rng = np.random.RandomState(0)
    model.set_weights([rng.uniform(0.1, 0.9, w.shape) for w in model.get_weights()])
    model.compile(LAMB(lr=0.05, decay=0.1, clipnorm=1.), loss='mse', metrics=['mae'])
    x = rng.rand(32, 5)
    y = x.sum(axis=1, keepdims=True)
    history = model.fit(x, y, batch_size=8, epochs=3, shuffle=False, verbose=0)
    config = model.optimizer.get_config()
    print(json.dumps({'loss': [float(v) for v in history.history['loss']],
                      'mae': [float(v) for v in history.history['mean_absolute_error']],
                      'predicted': model.predict(x[:4]).ravel().tolist(),
                      'steps': int(K.get_value(model.optimizer.iterations)),
                      'config': [config[name] for name in sorted(config)]}))
