"""Losses, metrics, optimizers ... of the released Keras 2, executed on K, and those of compat: the same numbers."""
import inspect

import numpy as np
import pytest
import released
from training_runs import classes, numbers

import compat
from compat import backend as K

ORIGINAL = released.load()
ARRAYS = [numbers(4, 3), numbers(2, 4, 3, seed=1), 3 * numbers(6, seed=2)]


def functions(module, first):
    """The names of the functions of a released module whose first argument has that name."""
    return sorted(name for name, value in vars(getattr(ORIGINAL, module)).items()
                  if inspect.isfunction(value) and value.__module__ == f'{ORIGINAL.__name__}.{module}'
                  and next(iter(inspect.signature(value).parameters), None) == first and not name.startswith('_'))


def agree(own, original):
    own, original = [value if isinstance(value, np.ndarray) else K.eval(value) for value in (own, original)]
    np.testing.assert_allclose(own, original, 1e-5, 1e-6)


def targets(name):
    """Targets and predictions for a function of that name."""
    shares = numbers(4, 6, low=0.05)
    shares /= shares.sum(-1, keepdims=True)
    if 'sparse' in name:
        return np.array([[1.], [5.], [0.], [2.]]), shares
    if 'crossentropy' in name or 'categorical' in name:
        return classes(4, 6), shares
    return (numbers(4, 6, low=0.), shares) if 'kullback' in name else (np.sign(numbers(4, 6)), numbers(4, 6, seed=1))


@pytest.mark.parametrize('module,name', [(module, name) for module in ('losses', 'metrics')
                                         for name in functions(module, 'y_true')])
def test_losses_and_metrics(module, name):
    y_true, y_pred = map(K.constant, targets(name))
    agree(getattr(getattr(compat, module), name)(y_true, y_pred),
          getattr(getattr(ORIGINAL, module), name)(y_true, y_pred))


@pytest.mark.parametrize('name', functions('activations', 'x'))
def test_activations(name):
    for array in ARRAYS[:2]:
        x = K.constant(3 * array)
        agree(getattr(compat.activations, name)(x), getattr(ORIGINAL.activations, name)(x))


CONSTRAINTS = [('MaxNorm', {'max_value': 0.7}), ('MaxNorm', {'max_value': 1., 'axis': [0, 1]}), ('NonNeg', {}),
               ('UnitNorm', {}), ('UnitNorm', {'axis': 1}), ('MinMaxNorm', {'min_value': 0.4, 'max_value': 0.8}),
               ('MinMaxNorm', {'min_value': 0.9, 'rate': 0.5, 'axis': 1})]


@pytest.mark.parametrize('name,arguments', CONSTRAINTS)
def test_constraints(name, arguments):
    w = K.variable(ARRAYS[0])
    own, original = [getattr(keras.constraints, name)(**arguments) for keras in (compat, ORIGINAL)]
    agree(own(w), original(w))
    assert own.get_config() == original.get_config()


@pytest.mark.parametrize('arguments', [{}, {'l1': 0.1}, {'l2': 0.2}, {'l1': 0.1, 'l2': 0.2}])
def test_regularizers(arguments):
    own, original = [keras.regularizers.L1L2(**arguments) for keras in (compat, ORIGINAL)]
    for array in ARRAYS:
        agree(own(K.variable(array)) + K.constant(0.), original(K.variable(array)) + K.constant(0.))
    assert own.get_config() == original.get_config()


INITIALIZERS = [('Zeros', {}), ('Ones', {}), ('Constant', {'value': 3.}), ('Identity', {'gain': 2.}),
                ('Orthogonal', {'gain': 2., 'seed': 1})]
# What these draw of a seed is the framework's, and compat's own draw by another of its generators.
RANDOM = [('RandomNormal', {'mean': 1., 'stddev': 2., 'seed': 3}), ('RandomUniform', {'minval': -1., 'maxval': 2.}),
          ('TruncatedNormal', {'stddev': 0.3}),
          ('VarianceScaling', {'scale': 2., 'mode': 'fan_avg', 'distribution': 'uniform', 'seed': 6}),
          ('VarianceScaling', {'mode': 'fan_out', 'distribution': 'normal'}), ('lecun_uniform', {}),
          ('glorot_uniform', {'seed': 8}), ('he_uniform', {}), ('lecun_normal', {}), ('glorot_normal', {}),
          ('he_normal', {})]


@pytest.mark.parametrize('name,arguments', INITIALIZERS)
def test_initializers(name, arguments):
    own, original = [getattr(keras.initializers, name)(**arguments) for keras in (compat, ORIGINAL)]
    for shape in ((5, 5), (4, 2)) if name == 'Identity' else ((5, 4), (3, 2, 2, 4)):
        agree(own(shape), original(shape))
    assert own.get_config() == original.get_config()


@pytest.mark.parametrize('name,arguments', RANDOM)
def test_random_initializers_have_the_config_the_deviation_and_the_limits(name, arguments):
    own, original = [getattr(keras.initializers, name)(**arguments) for keras in (compat, ORIGINAL)]
    assert own.get_config() == original.get_config()
    values, expected = K.eval(own((200, 100))), K.eval(original((200, 100)))
    np.testing.assert_allclose([values.mean(), values.std()], [expected.mean(), expected.std()], 0.03, 0.02)


# Without clipnorm: on TensorFlow the released optimizers clip by functions of TensorFlow itself, and not by K.
OPTIMIZERS = [('SGD', {}), ('SGD', {'lr': 0.1, 'momentum': 0.9, 'decay': 0.1, 'nesterov': True}),
              ('RMSprop', {'lr': 0.01, 'decay': 0.1, 'clipvalue': 0.1}), ('Adagrad', {'lr': 0.1, 'decay': 0.1}),
              ('Adadelta', {'decay': 0.1}), ('Adam', {'lr': 0.05, 'decay': 0.1}), ('Adam', {'amsgrad': True}),
              ('Adamax', {'decay': 0.1}), ('Nadam', {'lr': 0.05})]


def steps(optimizer):
    """The loss and the parameters after each of three steps."""
    parameters = [K.variable(ARRAYS[0]), K.variable(ARRAYS[2])]
    loss = K.sum(K.square(K.dot(parameters[0], K.constant(np.eye(3))))) + K.sum(K.exp(parameters[1]))
    step = K.function([], [loss], optimizer.get_updates(loss=loss, params=parameters))
    for _ in range(3):
        yield step([])
        yield from map(K.get_value, parameters)


@pytest.mark.parametrize('name,arguments', OPTIMIZERS)
def test_updates_of_optimizers(name, arguments):
    own, original = [getattr(keras.optimizers, name)(**arguments) for keras in (compat, ORIGINAL)]
    pairs = list(zip(steps(own), steps(original)))
    assert len(pairs) == 9
    for value, expected in pairs:
        np.testing.assert_allclose(value, expected, 1e-5, 1e-5)
    assert set(own.get_config()) == set(original.get_config())
