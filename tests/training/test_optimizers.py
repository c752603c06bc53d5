"""keras.optimizers: Keras 2's arguments, defaults, configs, and what steps do to weights."""
import numpy as np
import pytest

import compat
import pages
from compat import backend as K
from compat import optimizers
from compat.layers import Dense, Embedding
from compat.models import Sequential
from optimizer_runs import CASES, TOLD, run
from training_runs import filled, numbers
from updates_in_order import steps_in_order

GOLDEN = pages.golden('optimizers.json')[compat.__version__]


@pytest.fixture(autouse=True)
def fresh_graph():
    """A graph that holds the models of all tests so far makes real Keras 2 slow."""
    K.clear_session()


@pytest.mark.parametrize('case', sorted(CASES))
def test_an_optimizer_makes_of_the_weights_what_it_made_of_them_in_keras_2(case):
    expected = GOLDEN[case]
    weights, config, losses = run(case)
    moved = np.abs(np.diff(expected['weights'], axis=0)).max()
    for steps, found, wanted in zip((0,) + TOLD, weights, expected['weights']):
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-3 * moved, err_msg='after %d steps' % steps)
    np.testing.assert_allclose(losses, expected['losses'], rtol=1e-3)
    assert config == expected['config']


@pytest.mark.parametrize('name', ['SGD', 'RMSprop', 'Adagrad', 'Adadelta', 'Adam', 'Adamax', 'Nadam'])
def test_a_config_makes_the_same_optimizer(name):
    made = getattr(optimizers, name)(lr=0.5, clipnorm=1.)
    config = made.get_config()
    assert config['clipnorm'] == 1. and np.isclose(config.get('lr', config.get('learning_rate')), 0.5)
    assert type(made).from_config(config).get_config() == config
    serialized = optimizers.serialize(made)
    assert serialized == {'class_name': name, 'config': config}
    again = optimizers.deserialize({'class_name': name, 'config': dict(config)})
    assert type(again) is type(made) and again.get_config() == config
    assert optimizers.get(again) is again


@pytest.mark.parametrize('bounds', [{'clipnorm': 0.5}, {'clipvalue': 0.1}, {'clipnorm': 0.5, 'clipvalue': 0.1}],
                         ids='-'.join)
def test_bounds_that_are_set_before_the_training_are_those_that_are_passed(bounds):
    """An optimizer has those alone that it was given: programs ask by hasattr, as Keras 2 did."""
    plain, passed, told = optimizers.SGD(lr=0.1), optimizers.SGD(lr=0.1, **bounds), optimizers.SGD(lr=0.1)
    for name, bound in bounds.items():
        setattr(told, name, bound)
    assert told.get_config() == passed.get_config() != plain.get_config()
    for optimizer, given in ((plain, {}), (passed, bounds), (told, bounds)):
        names = [name for name in ('clipnorm', 'clipvalue') if hasattr(optimizer, name)]
        assert {name: getattr(optimizer, name) for name in names} == given
    weights = []
    for optimizer in (plain, passed, told):
        model = filled(Sequential([Dense(3, activation='tanh', input_shape=(5,))]))
        model.compile(optimizer, 'mse')
        model.train_on_batch(numbers(6, 5), numbers(6, 3))
        weights.append(np.concatenate([weight.ravel() for weight in model.get_weights()]))
    np.testing.assert_allclose(weights[2], weights[1], rtol=1e-5)
    assert np.abs(weights[2] - weights[0]).max() > 1e-3


def test_configs_name_the_settings_of_keras_2():
    names = {'SGD': {'momentum', 'decay', 'nesterov'}, 'RMSprop': {'rho', 'decay', 'epsilon'},
             'Adagrad': {'decay', 'epsilon'}, 'Adadelta': {'rho', 'decay', 'epsilon'},
             'Adam': {'beta_1', 'beta_2', 'decay', 'epsilon', 'amsgrad'},
             'Adamax': {'beta_1', 'beta_2', 'decay', 'epsilon'},
             'Nadam': {'beta_1', 'beta_2', 'epsilon', 'schedule_decay'}}
    for name, expected in names.items():
        assert set(getattr(optimizers, name)().get_config()) - {'lr', 'learning_rate'} == expected


def test_the_first_positional_arguments_are_the_rate_and_what_follows_it():
    config = optimizers.SGD(0.5, 0.25).get_config()
    assert np.isclose(config.get('lr', config.get('learning_rate')), 0.5) and config['momentum'] == 0.25
    config = optimizers.Adam(0.5, 0.25, 0.75).get_config()
    assert (config['beta_1'], config['beta_2']) == (0.25, 0.75)


def test_unknown_arguments_names_and_things_are_refused():
    with pytest.raises(TypeError, match='Unexpected keyword argument passed to optimizer: rate'):
        optimizers.SGD(rate=0.1)
    with pytest.raises(ValueError, match='Unknown optimizer: no_such'):
        optimizers.get('no_such')
    with pytest.raises(ValueError, match='Could not interpret optimizer identifier'):
        optimizers.get(3)


SHAPES = {
    'SGD': '() k b', 'RMSprop': 'k b', 'Adagrad': 'k b', 'Adadelta': 'k b k b', 'Adam': '() k b k b 1 1',
    'Adamax': '() k b k b', 'Nadam': '() k b k b'}


@pytest.mark.parametrize('name', [
    name if name in ('Adamax', 'SGD') else pytest.param(name, marks=pytest.mark.difference('weights-of-optimizers'))
    for name in sorted(SHAPES)])
def test_the_weights_are_those_of_keras_2_in_its_order(name):
    x, y, models = np.ones((4, 3)), np.ones((4, 2)), []
    for _ in range(2):
        model = Sequential([Dense(2, input_shape=(3,))])
        model.compile(getattr(optimizers, name)(), 'mse')
        with steps_in_order():
            model._make_train_function()
        models.append(model)
    told = [np.shape(weight) for weight in models[0].optimizer.get_weights()]
    by_letter = {'()': (), 'k': (3, 2), 'b': (2,), '1': (1,)}
    expected = [by_letter[letter] for letter in SHAPES[name].split()]
    if compat.__version__ != '2.2.4':  # the count of steps is everywhere, and the product of Nadam
        expected = [()] * (2 if name == 'Nadam' else 1) + [shape for shape in expected if shape != ()]
    assert told == expected
    for _ in range(3):
        models[0].train_on_batch(x, y)
    models[1].set_weights(models[0].get_weights())
    models[1].optimizer.set_weights(models[0].optimizer.get_weights())
    losses = [[model.train_on_batch(x, y) for _ in range(3)] for model in models]
    if name in ('SGD', 'Adam', 'Adamax'):  # others keep what is among no weights in Keras 2.2
        np.testing.assert_allclose(losses[0], losses[1], rtol=1e-5)
    with pytest.raises(ValueError):
        models[1].optimizer.set_weights(models[1].optimizer.get_weights()[2:])


@pytest.mark.difference('clipvalue-of-embeddings')
def test_the_gradients_of_an_index_that_a_batch_has_twice_are_clipped_alone():
    model = Sequential([Embedding(3, 1, input_length=2, embeddings_initializer='zeros')])
    model.compile(optimizers.SGD(lr=1., clipvalue=0.4), 'mse')
    model.train_on_batch(np.array([[1, 1]]), np.ones((1, 2, 1)))
    # Each of the two has the slope -1.
    np.testing.assert_allclose(model.get_weights()[0].ravel(), [0., 0.8, 0.], rtol=1e-5)
