"""Training that is described by tensors: losses that are symbols, target tensors, weights of steps, own optimizers."""
import os

import numpy as np
import pytest

import compat
from compat import backend as K
from compat import optimizers
from compat.callbacks import BaseLogger, Callback, EarlyStopping, LearningRateScheduler, ModelCheckpoint
from compat.layers import LSTM, Dense, Dropout, Input, Layer
from compat.models import Model, Sequential, load_model
from compat.optimizers import SGD, Adam, Optimizer
from training_runs import Momentum, filled, numbers

X, Y = numbers(20, 3), numbers(20, 2)


class Descent(Optimizer):
    """Gradient descent."""

    def __init__(self, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.rate = K.variable(rate)

    def get_updates(self, loss, params):
        self.updates = [K.update_sub(p, self.rate * g) for p, g in zip(params, self.get_gradients(loss, params))]
        return self.updates

    def get_config(self):
        return dict(super().get_config(), rate=float(K.get_value(self.rate)))


def network(**told):
    model = filled(Sequential([Dense(2, input_shape=(3,))]))
    model.compile(**dict({'optimizer': Descent(), 'loss': 'mse'}, **told))
    return model


def autoencoder():
    """A model whose only loss is a symbol."""
    x = Input((3,))
    output = Dense(3)(x)
    model = filled(Model(x, output))
    model.add_loss(K.mean(K.square(output - x)) + 0.1 * K.sum(K.square(model.layers[1].kernel)))
    model.compile('sgd')
    return model


class Notes(Callback):
    """Keeps what it is told."""

    def on_train_begin(self, logs=None):
        self.batches, self.epochs = [], []

    def on_batch_end(self, batch, logs=None):
        self.batches.append((batch, dict(logs)))

    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(list(logs))


def test_a_loss_that_is_a_symbol_is_what_it_computes():
    model = autoencoder()
    error = np.mean((model.predict(X) - X) ** 2) + 0.1 * np.sum(model.get_weights()[0] ** 2)
    np.testing.assert_allclose(model.evaluate(X, batch_size=20, verbose=0), error, rtol=1e-5)
    assert model.metrics_names == ['loss'] and len(model.losses) == 1


def test_a_model_of_symbolic_losses_takes_no_targets():
    model = autoencoder()
    with pytest.raises(ValueError):
        model.train_on_batch(X, Y)
    history = model.fit(X, epochs=3, verbose=0, validation_data=(X, None))
    assert history.history['loss'][2] < history.history['loss'][0]
    assert list(history.history) == ['val_loss', 'loss']


def test_callbacks_are_passed_the_size_and_the_loss_of_each_batch():
    model, notes = network(metrics=['mae']), Notes()
    accuracy = model.metrics_names[1]
    model.fit(X, Y, batch_size=8, epochs=2, verbose=0, callbacks=[notes], validation_split=0.25)
    assert [(batch, logs['batch'], logs['size']) for batch, logs in notes.batches] == [(0, 0, 8), (1, 1, 7)] * 2
    assert list(notes.batches[0][1]) == ['batch', 'size', 'loss', accuracy]
    assert notes.epochs == [['val_loss', 'val_' + accuracy, 'loss', accuracy]] * 2
    assert notes.params['samples'] == 15 and notes.params['epochs'] == 2 and notes.params['do_validation']
    assert set(notes.params['metrics']) == set(notes.epochs[0])


def test_the_loss_of_an_epoch_is_the_mean_of_its_samples():
    model, notes = network(optimizer=Descent(rate=0.)), Notes()
    history = model.fit(X, Y, batch_size=8, verbose=0, callbacks=[notes], shuffle=False)
    mean = np.average([logs['loss'] for _, logs in notes.batches], weights=[8, 8, 4])
    np.testing.assert_allclose(history.history['loss'], [mean], rtol=1e-5)
    np.testing.assert_allclose(mean, np.mean((model.predict(X) - Y) ** 2), rtol=1e-5)


@pytest.mark.parametrize('shuffle', [True, 'batch', False])
def test_batches_are_shuffled_by_numpy_s_generator(shuffle):
    told = []
    for _ in range(2):
        np.random.seed(5)
        told.append(network().fit(X, Y, batch_size=3, epochs=2, shuffle=shuffle, verbose=0).history['loss'])
    assert told[0] == told[1]
    np.random.seed(5)
    order, losses_told, model = np.arange(20), [], network()
    for _ in range(2):
        if shuffle == 'batch':
            whole = order[:18].reshape(6, 3)
            np.random.shuffle(whole)
            order = np.append(whole.ravel(), order[18:])
        elif shuffle:
            np.random.shuffle(order)
        batches = [order[start:start + 3] for start in range(0, 20, 3)]
        losses_told.append(np.average([model.train_on_batch(X[rows], Y[rows]) for rows in batches],
                                      weights=[len(rows) for rows in batches]))
    np.testing.assert_allclose(told[0], losses_told, rtol=1e-5)


def test_training_is_stopped_and_saved_by_callbacks(tmp_path):
    model = network(optimizer=Descent(rate=0.))
    saved = str(tmp_path / 'of_{epoch:02d}.h5')
    history = model.fit(X, Y, epochs=9, verbose=0, validation_data=(X, Y), callbacks=[
        EarlyStopping(monitor='val_loss', patience=2), ModelCheckpoint(saved, save_weights_only=True)])
    assert len(history.epoch) == 3
    other = network()
    other.load_weights(saved.format(epoch=3))
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])


def test_the_rate_of_an_own_optimizer_is_scheduled():
    class Scheduled(Descent):
        lr = learning_rate = property(lambda self: self.rate, lambda self, value: K.set_value(self.rate, value))

    model = network(optimizer=Scheduled())
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[LearningRateScheduler(lambda epoch: 0.25 / (epoch + 1))])
    assert K.get_value(model.optimizer.lr) == pytest.approx(0.125)


def test_steps_may_be_passed_instead_of_batches():
    with pytest.raises(ValueError):
        network().fit(X, Y, batch_size=4, steps_per_epoch=2, verbose=0)
    with pytest.raises(ValueError):
        network().fit(X, Y, steps_per_epoch=2, validation_data=(X, Y), verbose=0)
    with pytest.raises(ValueError):
        network().fit(X, Y, validation_steps=2, validation_data=(X, Y), verbose=0)


def test_the_progress_is_printed(capsys):
    network().fit(X, Y, batch_size=5, epochs=2, verbose=2, validation_data=(X[:4], Y[:4]))
    printed = capsys.readouterr().out
    assert 'Train on 20 samples, validate on 4 samples' in printed
    assert 'Epoch 1/2' in printed and 'Epoch 2/2' in printed and printed.count(' - val_loss: ') == 2


@pytest.mark.parametrize('told', [
    {'loss': {'other': 'mse'}}, {'loss': ['mse', 'mse']}, {'loss_weights': {'other': 1.}}, {'loss_weights': [1., 2.]},
    {'sample_weight_mode': {'other': 'temporal'}}, {'sample_weight_mode': ['temporal'] * 2},
    {'target_tensors': {'other': 0}}, {'target_tensors': [0, 0]}, {'loss': None}], ids=str)
def test_what_does_not_fit_the_outputs_is_refused(told):
    with pytest.raises(ValueError):
        network(**told)


@pytest.mark.parametrize('told', [{'loss_weights': 3.}, {'metrics': 'mae'}, {'target_tensors': 0.5}], ids=str)
def test_what_is_no_list_and_no_dict_is_refused(told):
    with pytest.raises(TypeError):
        network(**told)


@pytest.mark.parametrize('x, y, more', [
    (X[:, :2], Y, {}), (X[:, :, None], Y, {}), (X, Y[:, :1], {}), (X, Y[:5], {}), ([X, X], Y, {}), (X, [Y, Y], {}),
    (X, Y, {'sample_weight': np.ones((20, 2))}), (X, Y, {'sample_weight': np.ones(7)}),
    (X, Y, {'class_weight': {5: 1.}})], ids=lambda value: str(np.shape(value)) if not isinstance(value, dict) else None)
def test_data_that_do_not_fit_the_model_are_refused_and_nothing_is_trained(x, y, more):
    model = network()
    before = model.get_weights()
    with pytest.raises(ValueError):
        model.fit(x, y, verbose=0, **more)
    np.testing.assert_array_equal(model.get_weights()[0], before[0])


def test_steps_are_weighed_only_where_there_are_steps():
    model = filled(Sequential([Dense(2, input_shape=(3,))]))
    model.compile('sgd', 'mse', sample_weight_mode='temporal')
    with pytest.raises(ValueError):
        model.train_on_batch(X, Y, sample_weight=np.ones((20, 2)))


def test_the_tensors_of_the_training_are_for_functions_of_k():
    model = network()
    gradients = K.gradients(model.total_loss, model.trainable_weights)
    told = K.function([model.input] + model.targets + model.sample_weights, [model.total_loss] + gradients)(
        [X, Y, np.ones(20)])
    error = model.predict(X) - Y
    np.testing.assert_allclose(told[0], np.mean(error ** 2), rtol=1e-5)
    np.testing.assert_allclose(told[1], X.T.dot(error) / 20, rtol=1e-4, atol=1e-6)


def test_the_tensors_of_a_training_are_there_where_the_host_trains_too():
    model = network(optimizer='sgd', metrics=['mae'])
    gradients = model.optimizer.get_gradients(model.total_loss, model.trainable_weights)
    f = K.function([model.inputs[0], model.sample_weights[0], model.targets[0], K.learning_phase()], gradients)
    kernel, _ = f([X, np.ones(20), Y, 0])
    np.testing.assert_allclose(kernel, X.T.dot(model.predict(X) - Y) / 20, rtol=1e-4, atol=1e-6)
    before = model.evaluate(X, Y, verbose=0)
    model.fit(X, Y, epochs=3, verbose=0)
    assert model.evaluate(X, Y, verbose=0)[0] < before[0]


def test_an_optimizer_has_its_weights_before_it_trains():
    model = network(optimizer='adam')
    model._make_train_function()
    weights = model.optimizer.get_weights()
    assert len(weights) >= 5
    model.optimizer.set_weights(weights)
    model._make_predict_function()
    assert model.predict(X).shape == (20, 2)
    with pytest.raises(RuntimeError):
        Sequential([Dense(2, input_shape=(3,))])._make_train_function()


def test_a_target_tensor_that_is_computed_is_not_fed():
    x = Input((3,))
    model = filled(Model(x, Dense(3)(x)))
    model.compile(Descent(), 'mse', target_tensors=[2. * x])
    np.testing.assert_allclose(model.test_on_batch(X, None), np.mean((model.predict(X) - 2 * X) ** 2), rtol=1e-5)


def test_a_metric_may_be_a_layer_with_a_state(capsys):
    class Positives(Layer):
        """Counts predictions above zero in all batches of an epoch."""

        def __init__(self, **kwargs):
            super().__init__(name='positives', **kwargs)
            self.stateful = True
            self.count = K.variable(0, dtype='int32')

        def reset_states(self):
            K.set_value(self.count, 0)

        def __call__(self, y_true, y_pred):
            found = K.sum(K.cast(y_pred > 0, 'int32'))
            before = self.count * 1
            self.add_update(K.update_add(self.count, found), inputs=[y_true, y_pred])
            return before + found

    model = network(optimizer=Descent(rate=0.), metrics=[Positives()])
    positive = np.sum(model.predict(X) > 0)
    assert model.metrics_names == ['loss', 'positives']
    told = model.evaluate(X, Y, batch_size=6, verbose=0)[1]
    history = model.fit(X, Y, batch_size=6, epochs=2, verbose=0).history['positives']
    model.fit(X, Y, batch_size=6, verbose=2)
    if compat.__version__ == '2.2.4':  # Keras 2.3 makes means of all metrics, of counts that it races with
        assert told == positive and history == [positive] * 2
        assert ' - positives: %.4f' % positive in capsys.readouterr().out


def test_an_own_optimizer_is_an_optimizer_as_the_built_in_ones_are():
    own = Descent(clipvalue=0.5)
    assert isinstance(own, Optimizer) and isinstance(SGD(), Optimizer) and issubclass(Adam, Optimizer)
    assert optimizers.get(own) is own
    again = Descent.from_config(own.get_config())
    assert again.clipvalue == 0.5 and K.get_value(again.rate) == pytest.approx(0.1)
    for wrong in ('rates', 'learning'):
        with pytest.raises(TypeError):
            Optimizer(**{wrong: 0.1})
    with pytest.raises(NotImplementedError):
        Optimizer().get_updates(None, [])


def test_the_weights_of_an_own_optimizer_are_got_and_set():
    model = network(optimizer=Momentum())
    model.train_on_batch(X, Y)
    iterations, of_kernel, of_bias = model.optimizer.get_weights()
    assert iterations == 1 and of_kernel.shape == (3, 2) and of_bias.shape == (2,)
    count = np.array(5)
    model.optimizer.set_weights([count, 2 * of_kernel, of_bias])
    np.testing.assert_array_equal(K.get_value(model.optimizer.weights[1]), 2 * of_kernel)
    for wrong in ([count, of_bias, of_kernel], [count, of_kernel]):
        with pytest.raises(ValueError):
            model.optimizer.set_weights(wrong)


def test_a_frozen_layer_is_trained_as_it_was_when_the_model_was_compiled():
    first = Dense(3, input_shape=(3,))
    model = filled(Sequential([first, Dense(2)]))
    first.trainable = False
    model.compile(Descent(), 'mse')
    before = model.get_weights()
    model.train_on_batch(X, Y)
    np.testing.assert_array_equal(first.get_weights()[0], before[0] if before[0].shape == (3, 3) else before[2])
    assert np.abs(model.layers[1].get_weights()[0]).sum() > 0


def test_compiling_again_trains_by_the_host_again():
    model = network()
    model.train_on_batch(X, Y)
    model.compile('sgd', 'mse')
    before = model.test_on_batch(X, Y)
    model.train_on_batch(X, Y)
    assert model.test_on_batch(X, Y) < before


def test_symbols_of_another_model_are_no_loss_of_this_one():
    x, other = Input((3,)), Input((3,))
    model = filled(Model(x, Dense(2)(x)))
    with pytest.raises(Exception):  # noqa: B017 - of TensorFlow 1, which was not fed
        model.add_loss(K.mean(other))
        model.compile('sgd', None)
        model.train_on_batch(X, None)


def test_base_logger_gives_the_means_of_batches():
    logger = BaseLogger(stateful_metrics=['count'])
    logger.params = {'metrics': ['loss', 'count']}
    logger.on_epoch_begin(0)
    logger.on_batch_end(0, {'size': 3, 'loss': 1., 'count': 4})
    logger.on_batch_end(1, {'size': 1, 'loss': 2., 'count': 9})
    logs = {}
    logger.on_epoch_end(0, logs)
    assert logs == {'loss': 1.25, 'count': 9}


def test_a_model_with_an_own_optimizer_is_saved(tmp_path):
    model = network()
    model.train_on_batch(X, Y)
    model.save(str(tmp_path / 'model.h5'))
    again = load_model(str(tmp_path / 'model.h5'), custom_objects={'Descent': Descent})
    np.testing.assert_allclose(again.predict(X), model.predict(X), rtol=1e-6)
    np.testing.assert_allclose(again.train_on_batch(X, Y), model.train_on_batch(X, Y), rtol=1e-5)


def test_the_rate_that_an_own_optimizer_set_is_its_rate():
    class Rated(Descent):
        def __init__(self, lr=0.1, **kwargs):
            super().__init__(**kwargs)
            self.learning_rate = K.variable(lr)

    assert K.get_value(Rated(0.2).learning_rate) == pytest.approx(0.2)


def test_a_phase_that_is_fixed_is_that_of_the_training():
    try:
        K.set_learning_phase(0)
        model = filled(Sequential([Dense(2, input_shape=(3,)), Dropout(0.5)]))
        model.compile(Descent(rate=0.), 'mse')
        np.testing.assert_allclose(model.train_on_batch(X, Y), np.mean((model.predict(X) - Y) ** 2), rtol=1e-5)
    finally:
        K.clear_session()


def test_dropout_drops_while_it_trains_and_passes_all_otherwise():
    model = filled(Sequential([Dropout(0.5, input_shape=(3,)), Dense(2)]))
    model.compile(Descent(rate=0.), 'mse')
    error = np.mean((model.predict(X) - Y) ** 2)
    np.testing.assert_allclose(model.test_on_batch(X, Y), error, rtol=1e-5)
    assert len({float(model.train_on_batch(X, Y)) for _ in range(4)}) == 4


def test_states_go_on_from_batch_to_batch_until_they_are_reset():
    series, targets = numbers(8, 3, 2), numbers(8, 2)
    model = filled(Sequential([LSTM(2, stateful=True, batch_input_shape=(4, 3, 2))]))
    model.compile(Descent(rate=0.), 'mse')
    first = model.train_on_batch(series[:4], targets[:4])
    second = model.train_on_batch(series[:4], targets[:4])
    assert abs(first - second) > 1e-4
    model.reset_states()
    np.testing.assert_allclose(model.train_on_batch(series[:4], targets[:4]), first, rtol=1e-5)
    with pytest.raises(ValueError):
        model.fit(series[:6], targets[:6], batch_size=4, verbose=0)


def test_generators_train_it():
    model = network()
    history = model.fit_generator(iter([(X, Y)] * 6), steps_per_epoch=2, epochs=3, verbose=0)
    assert history.history['loss'][2] < history.history['loss'][0]


@pytest.mark.parametrize('moment', ['on_train_begin', 'on_epoch_begin', 'on_batch_begin', 'on_batch_end',
                                    'on_epoch_end'])
@pytest.mark.parametrize('error', [KeyboardInterrupt, ZeroDivisionError])
def test_a_training_that_is_interrupted_leaves_a_model_that_goes_on(moment, error, tmp_path):
    class Fails(Callback):
        pass

    def fail(self, number, logs=None):
        if moment == 'on_train_begin' or number == 1:
            raise error

    setattr(Fails, moment, (lambda self, logs=None: fail(self, 0)) if moment == 'on_train_begin' else fail)
    path, model = str(tmp_path / 'best.h5'), network(optimizer=SGD(0.1, momentum=0.9), loss='mse')
    told = dict(batch_size=5, epochs=3, verbose=0)
    with pytest.raises(error):
        model.fit(X, Y, callbacks=[ModelCheckpoint(path), Fails()], **told)
    assert os.path.exists(path) == moment.startswith('on_epoch') and not set(os.listdir(str(tmp_path))) - {'best.h5'}
    if os.path.exists(path):
        assert np.isfinite(load_model(path).predict(X)).all()
    steps = 0 if moment == 'on_train_begin' else {'on_epoch': 4, 'on_batch': 1}[moment[:8]]
    steps += {'on_batch_end': 1, 'on_epoch_end': 4}.get(moment, 0)
    assert K.get_value(model.optimizer.iterations) == steps
    assert np.isfinite(model.fit(X, Y, **told).history['loss']).all()
    assert K.get_value(model.optimizer.iterations) == steps + 12 and not model.stop_training


@pytest.mark.difference('float64')
def test_a_model_of_float64_trains():
    K.set_floatx('float64')
    try:
        model = Sequential([Dense(1, input_shape=(2,), kernel_initializer='zeros')])
        model.compile('sgd', 'mse')
        assert model.train_on_batch(np.ones((3, 2)), np.full((3, 1), 3.)) == pytest.approx(9., rel=1e-12)
        assert model.get_weights()[0].dtype == 'float64'
    finally:
        K.set_floatx('float32')
