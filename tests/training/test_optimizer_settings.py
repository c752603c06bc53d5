"""The settings of optimizers as in Keras 2: variables, of which each step reads the value."""
import numpy as np
import pytest

from compat import backend as K
from compat import callbacks, losses, optimizers
from compat.layers import Dense, Input
from compat.models import Model, Sequential, load_model
from training_runs import numbers
from updates_in_order import steps_in_order, updates_in_order

VARIABLES = {'SGD': {'momentum', 'decay'}, 'RMSprop': {'rho', 'decay'}, 'Adagrad': {'decay'}, 'Adadelta': {'decay'},
             'Adam': {'beta_1', 'beta_2', 'decay'}, 'Adamax': {'beta_1', 'beta_2', 'decay'},
             'Nadam': {'beta_1', 'beta_2', 'm_schedule'}}
NUMBERS = {'SGD': {'nesterov': False, 'initial_decay': 0.}, 'RMSprop': {'epsilon': 1e-7}, 'Adagrad': {'epsilon': 1e-7},
           'Adadelta': {'epsilon': 1e-7, 'rho': 0.95}, 'Adam': {'epsilon': 1e-7, 'amsgrad': False},
           'Adamax': {'epsilon': 1e-7}, 'Nadam': {'epsilon': 1e-7, 'schedule_decay': 0.004}}
# What each is made with, and the settings that are changed: decay counts where it was not 0 when it was made.
MADE = {'SGD': {'lr': 0.1, 'momentum': 0.9, 'decay': 0.1}, 'RMSprop': {'lr': 0.01, 'decay': 0.1},
        'Adagrad': {'lr': 0.1, 'decay': 0.1}, 'Adadelta': {'lr': 0.5, 'decay': 0.1},
        'Adam': {'lr': 0.05, 'decay': 0.1}, 'Adamax': {'lr': 0.05, 'decay': 0.1}, 'Nadam': {'lr': 0.05}}
X, Y = numbers(6, 5, low=-2., high=2.), numbers(6, 3, low=-2., high=2.)


@pytest.fixture(autouse=True)
def fresh_graph():
    """A graph that holds the models of all tests so far makes real Keras 2 slow."""
    K.clear_session()


def is_variable(value):
    return hasattr(value, 'assign')


@pytest.mark.parametrize('kind', sorted(VARIABLES))
def test_the_settings_that_were_variables_are_variables(kind):
    made = getattr(optimizers, kind)()
    names = set().union(*VARIABLES.values()) | {'lr', 'iterations'}
    assert {name for name in names if is_variable(getattr(made, name, None))} == VARIABLES[kind] | {'lr', 'iterations'}
    for name, number in NUMBERS[kind].items():
        assert getattr(made, name) == number and isinstance(getattr(made, name), (float, bool)), name
    assert {name for name in names if hasattr(made, name)} == VARIABLES[kind] | {'lr', 'iterations'} | (
        {'rho'} if kind == 'Adadelta' else set())


@pytest.mark.parametrize('kind', sorted(VARIABLES))
def test_variables_of_settings_are_named_after_them(kind):
    made = getattr(optimizers, kind)()
    for name in VARIABLES[kind]:
        assert getattr(made, name).name == f'{kind}/{name}:0'


def dense_model(optimizer):
    model = Sequential([Dense(3, activation='tanh', input_shape=(5,))])
    model.set_weights([numbers(5, 3), numbers(3)])
    model.compile(optimizer, 'mse')
    return model


def changed(name):
    """The value that a setting is changed to."""
    return {'lr': 0.3, 'iterations': 7, 'm_schedule': 0.25}.get(name, 0.6)


def set_all(optimizer, change):
    """Set settings of an optimizer to these values."""
    for name, value in change.items():
        K.set_value(getattr(optimizer, name), value)


def after(optimizer, change, steps):
    """The weights after some steps, the change, and further steps."""
    model = dense_model(optimizer)
    with steps_in_order():
        for _ in range(steps[0]):
            model.train_on_batch(X, Y)
        set_all(optimizer, change)
        for _ in range(steps[1]):
            model.train_on_batch(X, Y)
    return np.concatenate([weight.ravel() for weight in model.get_weights()])


def settings_of(kind):
    """The settings that are changed, and those that can be passed."""
    return sorted(VARIABLES[kind] | {'lr', 'iterations'}), sorted(VARIABLES[kind] - {'m_schedule'} | {'lr'})


@pytest.mark.parametrize('kind', sorted(MADE))
def test_each_setting_that_is_set_counts_in_the_next_step(kind):
    optimizer = getattr(optimizers, kind)(**MADE[kind])
    model = dense_model(optimizer)
    names = settings_of(kind)[0]
    with steps_in_order():
        for _ in range(2):
            model.train_on_batch(X, Y)
        start = {name: K.get_value(getattr(optimizer, name)) for name in names}
        weights, state, found = model.get_weights(), optimizer.get_weights(), {}
        for name in [None] + names:
            model.set_weights(weights)
            optimizer.set_weights(state)
            for each, value in start.items():
                K.set_value(getattr(optimizer, each), value)
            if name is not None:
                K.set_value(getattr(optimizer, name), changed(name))
            model.train_on_batch(X, Y)
            found[name] = model.get_weights()[0]
    for name in names:
        assert np.abs(found[name] - found[None]).max() > 1e-5, name


@pytest.mark.parametrize('kind', sorted(MADE))
def test_settings_that_are_set_first_are_those_that_are_passed(kind):
    change = {name: changed(name) for name in settings_of(kind)[1]}
    passed = after(getattr(optimizers, kind)(**dict(MADE[kind], **change)), {}, (0, 3))
    set_first = after(getattr(optimizers, kind)(**MADE[kind]), change, (0, 3))
    np.testing.assert_allclose(set_first, passed, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize('kind', sorted(MADE))
def test_a_step_by_get_updates_reads_the_settings_too(kind):
    change = {name: changed(name) for name in settings_of(kind)[0]}
    expected = after(getattr(optimizers, kind)(**MADE[kind]), change, (2, 2))
    optimizer = getattr(optimizers, kind)(**MADE[kind])
    model = dense_model('sgd')
    target = K.placeholder((None, 3))
    loss = K.mean(losses.mean_squared_error(target, model.output))
    with updates_in_order():
        step = K.function([model.input, target], [loss], optimizer.get_updates(loss, model.trainable_weights))
        for number in range(4):
            if number == 2:
                set_all(optimizer, change)
            step([X, Y])
    found = np.concatenate([weight.ravel() for weight in model.get_weights()])
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('kind', sorted(MADE))
def test_configs_have_the_values_of_the_variables(kind):
    made = getattr(optimizers, kind)(**MADE[kind])
    for name in VARIABLES[kind] - {'m_schedule'}:
        K.set_value(getattr(made, name), 0.3)
    config = made.get_config()
    assert {config[name] for name in VARIABLES[kind] - {'m_schedule'}} == {float(np.float32(0.3))}
    assert all(type(config[name]) is float for name in VARIABLES[kind] - {'m_schedule'})
    again = type(made).from_config(config)
    assert again.get_config() == config


def test_sgd_that_was_made_without_momentum_gets_it_later():
    with_momentum = after(optimizers.SGD(lr=0.1, momentum=0.5), {}, (0, 3))
    set_later = after(optimizers.SGD(lr=0.1), {'momentum': 0.5}, (0, 3))
    np.testing.assert_allclose(set_later, with_momentum, rtol=1e-5)
    # The last step before is the velocity.
    model = dense_model(optimizers.SGD(lr=0.1))
    before = model.get_weights()
    model.train_on_batch(X, Y)
    first = model.get_weights()
    K.set_value(model.optimizer.momentum, 1.)
    K.set_value(model.optimizer.lr, 0.)
    model.train_on_batch(X, Y)
    for start, one, two in zip(before, first, model.get_weights()):
        np.testing.assert_allclose(two - one, one - start, rtol=1e-3, atol=1e-6)


class SetsMomentum(callbacks.Callback):
    """Sets the momentum before each batch."""

    def on_batch_begin(self, batch, logs=None):
        K.set_value(self.model.optimizer.momentum, 0.2 * batch)


def test_callbacks_set_what_the_next_batch_is_trained_with():
    by_hand, by_callback = dense_model(optimizers.SGD(lr=0.1, momentum=0.9)), dense_model(
        optimizers.SGD(lr=0.1, momentum=0.9))
    with steps_in_order():
        for batch in range(3):
            K.set_value(by_hand.optimizer.momentum, 0.2 * batch)
            by_hand.train_on_batch(X[2 * batch:2 * batch + 2], Y[2 * batch:2 * batch + 2])
        by_callback.fit(X, Y, batch_size=2, shuffle=False, verbose=0, callbacks=[SetsMomentum()])
    for one, two in zip(by_hand.get_weights(), by_callback.get_weights()):
        np.testing.assert_allclose(one, two, rtol=1e-5, atol=1e-6)


class OneLayer(Model):
    """A subclassed model, which hosts train."""

    def __init__(self):
        super().__init__()
        self.layer = Dense(3, kernel_initializer='ones')

    def call(self, inputs):
        return self.layer(inputs)


@pytest.mark.parametrize('kind', ['SGD', 'RMSprop', 'Adam', 'Adamax', 'Nadam'])
def test_subclassed_models_are_trained_with_what_is_set(kind):
    name = sorted(VARIABLES[kind] - {'decay', 'm_schedule'})[0]
    found = []
    for passed, later in (({}, 0.3), ({name: 0.3}, None)):
        model = OneLayer()
        model.compile(getattr(optimizers, kind)(lr=0.05, **passed), 'mse')
        if later is not None:
            K.set_value(getattr(model.optimizer, name), later)
        with steps_in_order():
            for _ in range(3):
                model.train_on_batch(X, Y)
        found.append(model.get_weights()[0])
        K.set_value(getattr(model.optimizer, name), 0.9)
        model.train_on_batch(X, Y)
        found.append(model.get_weights()[0])
    np.testing.assert_allclose(found[0], found[2], rtol=1e-5)
    np.testing.assert_allclose(found[1], found[3], rtol=1e-5)
    assert np.abs(found[1] - found[0]).max() > 1e-6


def test_settings_are_tensors_of_the_graph():
    optimizer = optimizers.SGD(lr=0.1, momentum=0.5)
    twice = optimizer.momentum * 2.
    read = K.function([], [twice, optimizer.momentum])
    K.set_value(optimizer.momentum, 0.25)
    assert [float(value) for value in read([])] == [0.5, 0.25] and K.eval(twice) == 0.5
    K.function([], [optimizer.lr], updates=[K.update(optimizer.momentum, 0.75)])([])
    assert K.get_value(optimizer.momentum) == 0.75

    def rate(y_true, y_pred):
        return optimizer.lr
    x = Input((5,))
    model = Model(x, Dense(3)(x))
    model.compile(optimizer, 'mse', metrics=[rate])
    assert np.isclose(model.train_on_batch(X, Y)[1], 0.1)
    K.set_value(optimizer.lr, 0.2)
    assert np.isclose(model.train_on_batch(X, Y)[1], 0.2)


@pytest.mark.parametrize('kind', [
    pytest.param(kind, marks=[pytest.mark.difference('adagrad-in-h5')] if kind == 'Adagrad' else [])
    for kind in sorted(MADE)])
def test_a_loaded_model_has_the_settings_that_were_set(kind, tmp_path):
    model = dense_model(getattr(optimizers, kind)(**MADE[kind]))
    model.train_on_batch(X, Y)
    for name in VARIABLES[kind] - {'m_schedule'}:
        K.set_value(getattr(model.optimizer, name), 0.5)
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = load_model(path)
    for name in sorted(VARIABLES[kind] - {'m_schedule'}):
        assert K.get_value(getattr(loaded.optimizer, name)) == 0.5, name
    loaded.train_on_batch(X, Y)
