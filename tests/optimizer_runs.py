"""Trainings with each optimizer, shared by the golden script and the test: weights after 1, 2 and 20 steps."""
import numpy as np

from compat import backend as K
from compat import constraints, optimizers
from compat.layers import Dense
from compat.models import Sequential
from training_runs import filled, numbers
from updates_in_order import steps_in_order

X, Y = numbers(6, 5, low=-2., high=2.), numbers(6, 3, low=-2., high=2.)
TOLD = (1, 2, 20)
HALVED = 10   # the step after which the rate is halved by K.set_value

# The name as it is means the string, which stands for the defaults.
CASES = {
    'SGD': {}, 'sgd/momentum': {'lr': 0.1, 'momentum': 0.9}, 'sgd/nesterov': {'lr': 0.1, 'momentum': 0.9,
                                                                              'nesterov': True},
    'sgd/clipnorm': {'lr': 0.1, 'clipnorm': 0.5, 'momentum': 0.5},
    'sgd/clips': {'lr': 0.1, 'clipnorm': 0.5, 'clipvalue': 0.1},
    'RMSprop': {}, 'rmsprop/all': {'lr': 0.01, 'rho': 0.8, 'epsilon': 0.1, 'decay': 0.1},
    'adagrad': {}, 'adagrad/all': {'lr': 0.1, 'epsilon': 0.1, 'decay': 0.1, 'clipnorm': 0.5},
    'Adadelta': {}, 'adadelta/all': {'lr': 0.5, 'rho': 0.8, 'epsilon': 0.01, 'decay': 0.1},
    'adam': {}, 'adam/all': {'lr': 0.05, 'beta_1': 0.8, 'beta_2': 0.9, 'epsilon': 0.01, 'decay': 0.1, 'clipvalue': 0.3},
    'adam/amsgrad': {'lr': 0.05, 'beta_2': 0.5, 'amsgrad': True},
    'adamax': {}, 'adamax/all': {'lr': 0.05, 'beta_1': 0.8, 'beta_2': 0.9, 'decay': 0.1, 'clipnorm': 1.},
    'nadam': {}, 'nadam/all': {'lr': 0.05, 'beta_1': 0.8, 'schedule_decay': 0.5, 'epsilon': 0.001},
}
CLASSES = {name.lower(): name for name in ('SGD', 'RMSprop', 'Adagrad', 'Adadelta', 'Adam', 'Adamax', 'Nadam')}


def made(case):
    """The optimizer of a case: a name, or an object with arguments."""
    kind = case.partition('/')[0]
    return getattr(optimizers, CLASSES[kind.lower()])(**CASES[case]) if CASES[case] else kind


def run(case):
    """(the weights after so many steps in one row each, the start first; the config; the losses)."""
    model = filled(Sequential([Dense(3, activation='tanh', kernel_constraint=constraints.max_norm(1.2),
                                     input_shape=(5,))]))
    model.compile(made(case), 'mse')
    found, losses = [flat(model)], []
    with steps_in_order():
        for step in range(1, TOLD[-1] + 1):
            losses.append(float(model.train_on_batch(X, Y)))
            if step in TOLD:
                found.append(flat(model))
            if step == HALVED:
                K.set_value(model.optimizer.lr, 0.5 * float(K.get_value(model.optimizer.lr)))
    assert int(K.get_value(model.optimizer.iterations)) == TOLD[-1]
    return np.array(found), config(model.optimizer), losses


def flat(model):
    return np.concatenate([weight.ravel() for weight in model.get_weights()])


def config(optimizer):
    """The config, with plain numbers, rounded as float32 is."""
    return {name: float('%.5g' % value) if isinstance(value, (float, np.floating)) else value
            for name, value in optimizer.get_config().items()}
