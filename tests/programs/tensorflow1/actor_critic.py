"""An advantage actor-critic whose network is trained by session.run, as those of threads were in 2017."""
import json
import threading

import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.layers import Dense, Input
from keras.models import Model

STATES, ACTIONS, GAMMA = 4, 2, 0.99
LOSS_V, LOSS_ENTROPY = 0.5, 0.01


class Brain(object):
    lock_queue = threading.Lock()

    def __init__(self):
        self.queue = [[], [], []]
        self.session = tf.Session()
        K.set_session(self.session)
        K.manual_variable_initialization(True)
        self.model = self._build_model()
        self.graph = self._build_graph(self.model)
        self.session.run(tf.global_variables_initializer())
        rng = np.random.RandomState(3)
        self.model.set_weights([rng.uniform(-0.4, 0.4, w.shape) for w in self.model.get_weights()])
        self.default_graph = tf.get_default_graph()
        self.default_graph.finalize()

    def _build_model(self):
        l_input = Input(batch_shape=(None, STATES))
        l_dense = Dense(16, activation='relu')(l_input)
        out_actions = Dense(ACTIONS, activation='softmax')(l_dense)
        out_value = Dense(1, activation='linear')(l_dense)
        model = Model(inputs=[l_input], outputs=[out_actions, out_value])
        model._make_predict_function()  # before threads use it
        return model

    def _build_graph(self, model):
        s_t = tf.placeholder(tf.float32, shape=(None, STATES))
        a_t = tf.placeholder(tf.float32, shape=(None, ACTIONS))
        r_t = tf.placeholder(tf.float32, shape=(None, 1))
        p, v = model(s_t)
        log_prob = tf.log(tf.reduce_sum(p * a_t, axis=1, keep_dims=True) + 1e-10)
        advantage = r_t - v
        loss_policy = -log_prob * tf.stop_gradient(advantage)
        loss_value = LOSS_V * tf.square(advantage)
        entropy = LOSS_ENTROPY * tf.reduce_sum(p * tf.log(p + 1e-10), axis=1, keep_dims=True)
        loss_total = tf.reduce_mean(loss_policy + loss_value + entropy)
        optimizer = tf.train.RMSPropOptimizer(5e-3, decay=.99)
        return s_t, a_t, r_t, loss_total, optimizer.minimize(loss_total)

    def optimize(self):
        with self.lock_queue:
            s, a, r = [np.vstack(part) for part in self.queue]
            self.queue = [[], [], []]
        v = self.predict_v(s)
        s_t, a_t, r_t, loss, minimize = self.graph
        feed = {s_t: s, a_t: a, r_t: r + GAMMA * 0.1 * v}
        before = self.session.run(loss, feed_dict=feed)
        self.session.run(minimize, feed_dict=feed)
        return float(before)

    def predict_v(self, s):
        with self.default_graph.as_default():
            return self.model.predict(s)[1]

    def predict_p(self, s):
        with self.default_graph.as_default():
            return self.model.predict(s)[0]


class Agent(threading.Thread):
    def __init__(self, brain, seed):
        super(Agent, self).__init__()
        self.brain, self.rng = brain, np.random.RandomState(seed)

    def run(self):
        for _ in range(5):
            s = self.rng.rand(1, STATES)
            p = self.brain.predict_p(s)[0]
            a = np.eye(ACTIONS)[int(p[1] > self.rng.rand())]
            with self.brain.lock_queue:
                for part, value in zip(self.brain.queue, (s, a, [s.sum() * a[0]])):
                    part.append(value)


if __name__ == '__main__':
    brain = Brain()
    losses = []
    for step in range(4):
        for seed in (1, 2):  # one after another, for the same order each time
            agent = Agent(brain, 10 * step + seed)
            agent.start()
            agent.join()
        losses.append(brain.optimize())
    states = np.random.RandomState(5).rand(3, STATES)
    print(json.dumps({'losses': losses, 'policy': brain.predict_p(states).tolist(),
                      'values': brain.predict_v(states).tolist()}))
