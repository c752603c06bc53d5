"""Losses written with K and with the functions of a framework, shared by the golden script and the test."""
import importlib

import numpy as np

from compat import backend as K
from compat.layers import LSTM, Dense, Masking, TimeDistributed
from compat.models import Sequential
from compat.optimizers import SGD
from training_runs import filled, numbers
from updates_in_order import steps_in_order

CLASS_WEIGHTS = np.array([1., 2., 3.], 'float32')


def with_k():
    """The losses in the functions of K."""
    rate = K.variable(0.5)

    def per_sample(y_true, y_pred):
        return K.mean(K.square(y_true - y_pred) * K.constant(CLASS_WEIGHTS), axis=-1)

    def scalar(y_true, y_pred):
        return K.mean(K.abs(y_true - y_pred)) + rate * K.max(K.square(y_pred))

    def huber(y_true, y_pred):
        error = K.abs(y_true - y_pred)
        return K.switch(error < 0.5, 0.5 * K.square(error), 0.5 * error - 0.125)

    return {'per_sample': per_sample, 'scalar': scalar, 'huber': huber}


def with_tensorflow():
    """The losses in the functions of TensorFlow."""
    tf = importlib.import_module('tensorflow')

    def per_sample(y_true, y_pred):
        return tf.reduce_mean(tf.square(y_true - y_pred) * tf.constant(CLASS_WEIGHTS), axis=-1)

    def scalar(y_true, y_pred):
        return tf.reduce_mean(tf.abs(y_true - y_pred)) + 0.5 * tf.reduce_max(tf.square(y_pred))

    def huber(y_true, y_pred):
        error = tf.abs(y_true - y_pred)
        return tf.where(error < 0.5, 0.5 * tf.square(error), 0.5 * error - 0.125)

    return {'per_sample': per_sample, 'scalar': scalar, 'huber': huber}


def with_jax():
    """The losses in the functions of jax."""
    jnp = importlib.import_module('jax.numpy')

    def per_sample(y_true, y_pred):
        return jnp.mean(jnp.square(y_true - y_pred) * CLASS_WEIGHTS, axis=-1)

    def scalar(y_true, y_pred):
        return jnp.mean(jnp.abs(y_true - y_pred)) + 0.5 * jnp.max(jnp.square(y_pred))

    def huber(y_true, y_pred):
        error = jnp.abs(y_true - y_pred)
        return jnp.where(error < 0.5, 0.5 * jnp.square(error), 0.5 * error - 0.125)

    return {'per_sample': per_sample, 'scalar': scalar, 'huber': huber}


def with_torch():
    """The losses in the functions of torch."""
    torch = importlib.import_module('torch')

    def per_sample(y_true, y_pred):
        return torch.mean(torch.square(y_true - y_pred) * torch.tensor(CLASS_WEIGHTS), dim=-1)

    def scalar(y_true, y_pred):
        return torch.mean(torch.abs(y_true - y_pred)) + 0.5 * torch.max(torch.square(y_pred))

    def huber(y_true, y_pred):
        error = torch.abs(y_true - y_pred)
        return torch.where(error < 0.5, 0.5 * torch.square(error), 0.5 * error - 0.125)

    return {'per_sample': per_sample, 'scalar': scalar, 'huber': huber}


WRITTEN_WITH = {'K': with_k, 'tensorflow': with_tensorflow, 'jax': with_jax, 'torch': with_torch}


def dense():
    """A model of two layers."""
    return Sequential([Dense(5, activation='tanh', input_shape=(4,)), Dense(3)]), numbers(24, 4), numbers(24, 3)


def masked():
    """A recurrent model whose last steps are masked in half of the samples."""
    x = numbers(24, 5, 4)
    x[::2, 3:] = 0
    return Sequential([Masking(input_shape=(5, 4)), LSTM(4, return_sequences=True, recurrent_activation='sigmoid'),
                       TimeDistributed(Dense(3))]), x, numbers(24, 5, 3)


CASES = {'dense': (dense, {}), 'dense weighted': (dense, {'sample_weight': numbers(8, low=0.)}), 'masked': (masked, {})}
# Keras 2.2 multiplies a mask of steps with losses of steps only.
RUNS = [(name, case) for name in ('per_sample', 'scalar', 'huber') for case in ('dense', 'dense weighted')] + [
    ('per_sample', 'masked')]


def batch_losses(loss, case, metric=None):
    """What train_on_batch returns for three batches, loss and metric, and test_on_batch for the first one after it."""
    make, arguments = CASES[case]
    model, x, y = make()
    filled(model).compile(SGD(0.1), loss, metrics=[metric or loss])
    with steps_in_order():
        trained = [model.train_on_batch(x[start:start + 8], y[start:start + 8], **arguments) for start in (0, 8, 16)]
    return np.array(trained + [model.test_on_batch(x[:8], y[:8], **arguments)], 'float64')
