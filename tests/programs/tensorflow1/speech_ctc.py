"""Speech recognition with connectionist temporal classification by tf.nn, and by keras.backend."""
import json

import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.layers import Bidirectional, Dense, GRU, Input, Lambda, TimeDistributed
from keras.models import Model
from keras.optimizers import SGD

STEPS, FEATURES, LABELS, CATEGORIES = 12, 5, 4, 6  # the last category is blank


def ctc_lambda_func(args):
    y_pred, labels, input_length, label_length = args
    y_pred = y_pred[:, 2:, :]
    return K.ctc_batch_cost(labels, y_pred, input_length - 2, label_length)


def ctc_of_tensorflow(args):
    y_pred, labels, input_length, label_length = args
    sparse = K.ctc_label_dense_to_sparse(tf.to_int32(labels), tf.to_int32(tf.squeeze(label_length, 1)))
    logits = tf.log(tf.transpose(y_pred, perm=[1, 0, 2]) + 1e-7)
    cost = tf.nn.ctc_loss(inputs=logits, labels=tf.to_int32(sparse),
                          sequence_length=tf.to_int32(tf.squeeze(input_length, 1)))
    return tf.expand_dims(cost, 1)


def build(cost):
    x = Input(name='the_input', shape=(STEPS, FEATURES))
    h = Bidirectional(GRU(6, return_sequences=True, name='gru'), merge_mode='sum')(x)
    y_pred = TimeDistributed(Dense(CATEGORIES, activation='softmax'), name='softmax')(h)
    labels = Input(name='the_labels', shape=[LABELS], dtype='float32')
    input_length = Input(name='input_length', shape=[1], dtype='int64')
    label_length = Input(name='label_length', shape=[1], dtype='int64')
    loss_out = Lambda(cost, output_shape=(1,), name='ctc')([y_pred, labels, input_length, label_length])
    model = Model(inputs=[x, labels, input_length, label_length], outputs=loss_out)
    rng = np.random.RandomState(0)
    model.set_weights([rng.uniform(-0.6, 0.6, w.shape) for w in model.get_weights()])
    model.compile(loss={'ctc': lambda y_true, y_pred: y_pred}, optimizer=SGD(lr=0.01, clipnorm=5))
    return model, K.function([x, K.learning_phase()], [y_pred]), y_pred


if __name__ == '__main__':
    rng = np.random.RandomState(1)
    batch = {'the_input': rng.rand(5, STEPS, FEATURES) * 2, 'the_labels': rng.randint(0, CATEGORIES - 1, (5, LABELS)),
             'input_length': np.array([[12], [10], [12], [11], [9]]),
             'label_length': np.array([[4], [3], [2], [4], [1]])}
    results = {}
    for name, cost in [('backend', ctc_lambda_func), ('tensorflow', ctc_of_tensorflow)]:
        model, test_func, y_pred = build(cost)
        history = model.fit(batch, np.zeros(5), batch_size=5, epochs=4, verbose=0)
        results[name] = [float(v) for v in history.history['loss']]
        results[name + ' costs'] = model.predict(batch, batch_size=5).ravel().tolist()
    out = test_func([batch['the_input'], 0])[0]
    decoded, scores = K.ctc_decode(K.constant(out), K.constant(batch['input_length'][:, 0], dtype='int32'),
                                   greedy=False, beam_width=20, top_paths=2)
    results['beams'] = [K.get_value(path).tolist() for path in decoded]
    results['scores'] = K.get_value(scores).tolist()
    # The decoder of TensorFlow on the tensors of the model, in a session.
    greedy, log_probability = tf.nn.ctc_greedy_decoder(tf.log(tf.transpose(y_pred, perm=[1, 0, 2]) + 1e-7),
                                                       tf.constant(batch['input_length'][:, 0], dtype=tf.int32))
    dense = tf.sparse_to_dense(greedy[0].indices, greedy[0].dense_shape, greedy[0].values, default_value=-1)
    dense, log_probability = K.get_session().run([dense, log_probability], feed_dict={
        model.inputs[0]: batch['the_input'], K.learning_phase(): 0})
    results['greedy'], results['log_probability'] = dense.tolist(), log_probability.tolist()
    print(json.dumps(results))
