"""What compile is told: metrics for one and several outputs, the names that are logged, and Keras 1's epochs."""
import warnings

import numpy as np
import pytest

import compat
from compat import backend as K
from compat import metrics
from compat.layers import Dense, Input
from compat.models import Model, Sequential

ACC = 'acc' if compat.__version__ == '2.2.4' else 'accuracy'
DRAW = np.random.RandomState(0)
X = DRAW.uniform(-1, 1, (8, 4))
CLASSES = DRAW.randint(0, 3, 8)
ONE_HOT = np.eye(3)[CLASSES]
# Integers, as old programs have their labels.
YES = DRAW.randint(0, 2, (8, 1))


def mean_of_targets_and_outputs(target, output):
    """Not for integers: they would be cut off."""
    return K.mean(target * 0.5 + output)


def of_one_output(loss, given, **options):
    units = 1 if loss == 'binary_crossentropy' else 3
    model = Sequential([Dense(units, activation='sigmoid' if units == 1 else 'softmax', input_shape=(4,))])
    model.compile('sgd', loss, metrics=given, **options)
    return model


def of_two_outputs(given):
    inputs = Input((4,))
    model = Model(inputs, [Dense(3, name='kind', activation='softmax')(inputs), Dense(1, name='size')(inputs)])
    model.compile('sgd', {'kind': 'categorical_crossentropy', 'size': 'mse'}, metrics=given)
    return model


@pytest.mark.parametrize('loss, target, given, short, said', [
    ('categorical_crossentropy', ONE_HOT, None, [], []),
    ('categorical_crossentropy', ONE_HOT, ['accuracy'], ['acc'], ['accuracy']),
    ('categorical_crossentropy', ONE_HOT, ['mae', 'acc', metrics.categorical_accuracy, mean_of_targets_and_outputs],
     ['mean_absolute_error', 'acc', 'categorical_accuracy', 'mean_of_targets_and_outputs'],
     ['mae', 'acc', 'categorical_accuracy', 'mean_of_targets_and_outputs']),
    ('sparse_categorical_crossentropy', CLASSES, ['acc'], ['acc'], ['acc']),
    ('binary_crossentropy', YES, ['mean_squared_error', 'accuracy'], ['mean_squared_error', 'acc'],
     ['mean_squared_error', 'accuracy'])], ids=['none', 'accuracy', 'many', 'sparse', 'binary'])
def test_the_names_are_known_when_it_is_compiled_and_are_those_of_what_is_logged(loss, target, given, short, said):
    model = of_one_output(loss, given)
    wanted = ['loss'] + (short if compat.__version__ == '2.2.4' else said)
    assert model.metrics_names == wanted
    history = model.fit(X, target, epochs=1, verbose=0, validation_data=(X, target))
    assert sorted(history.history) == sorted(wanted + ['val_' + name for name in wanted])
    assert model.metrics_names == wanted
    results = model.evaluate(X, target, verbose=0)
    assert np.shape(results) == ((len(wanted),) if given else ())


def test_the_accuracy_of_a_printed_line_is_the_accuracy():
    model = of_one_output('categorical_crossentropy', ['accuracy'])
    scores = model.evaluate(X, ONE_HOT, verbose=0)
    right = np.mean(model.predict(X).argmax(-1) == CLASSES)
    assert '%s: %.2f%%' % (model.metrics_names[1], scores[1] * 100) == '%s: %.2f%%' % (ACC, right * 100)


@pytest.mark.parametrize('given, wanted', [
    (None, []), (['mse'], ['kind_mse', 'size_mse']), ({'kind': 'acc'}, ['kind_acc']),
    ({'size': ['mae', mean_of_targets_and_outputs], 'kind': 'mse'},
     ['kind_mse', 'size_mae', 'size_mean_of_targets_and_outputs'])], ids=['none', 'list', 'one', 'dict'])
def test_several_outputs_log_the_total_then_their_losses_then_their_metrics(given, wanted):
    model = of_two_outputs(given)
    if compat.__version__ == '2.2.4':
        long = {'mse': 'mean_squared_error', 'mae': 'mean_absolute_error'}
        wanted = ['_'.join([name[:4], long.get(name[5:], name[5:])]) for name in wanted]
    wanted = ['loss', 'kind_loss', 'size_loss'] + wanted
    assert model.metrics_names == wanted
    results = model.evaluate(X, [ONE_HOT, YES], verbose=0)
    kind, size = model.predict(X)
    by_name = dict(zip(wanted, results))
    assert len(results) == len(wanted)
    np.testing.assert_allclose(by_name['size_loss'], np.mean((size - YES) ** 2), rtol=1e-4)
    np.testing.assert_allclose(by_name['kind_loss'], -np.mean(np.log(kind[np.arange(8), CLASSES])), rtol=1e-4)
    np.testing.assert_allclose(by_name['loss'], by_name['kind_loss'] + by_name['size_loss'], rtol=1e-4)
    for name, number in by_name.items():
        if 'mean_of_targets' in name:
            np.testing.assert_allclose(number, np.mean(YES * 0.5 + size), rtol=1e-4)
    on_batch = model.test_on_batch(X, [ONE_HOT, YES])
    np.testing.assert_allclose(on_batch, results, rtol=1e-4)
    assert len(model.train_on_batch(X, [ONE_HOT, YES])) == len(wanted)
    assert model.metrics_names == wanted


def test_a_loss_of_the_program_s_own_gets_the_targets_in_the_dtype_of_the_outputs():
    seen = []

    def loss(target, output):
        seen.append((K.dtype(target), K.dtype(output)))
        return K.mean(K.square(target * 0.5 - output), axis=-1)

    def metric(target, output):
        seen.append((K.dtype(target), K.dtype(output)))
        return K.mean(target * 0.5)

    model = Sequential([Dense(1, input_shape=(4,))])
    model.compile('sgd', loss, metrics=[metric])
    found = model.evaluate(X, YES, verbose=0)
    np.testing.assert_allclose(found, [np.mean((YES * 0.5 - model.predict(X)) ** 2), np.mean(YES * 0.5)], rtol=1e-4)
    assert set(seen) == {('float32', 'float32')} and len(seen) >= 2


def test_epochs_by_the_name_of_keras_1():
    model = of_one_output('categorical_crossentropy', None)
    with pytest.warns(UserWarning, match='`nb_epoch` argument in `fit` has been renamed `epochs`'):
        history = model.fit(X, ONE_HOT, nb_epoch=2, verbose=0)
    assert len(history.history['loss']) == 2


def test_an_argument_that_fit_does_not_have_is_refused():
    with pytest.raises(TypeError, match='nb_epochs'):
        of_one_output('categorical_crossentropy', None).fit(X, ONE_HOT, nb_epochs=2, verbose=0)


def test_the_arguments_of_fit_are_in_the_order_of_keras_2():
    model = of_one_output('categorical_crossentropy', None)
    with warnings.catch_warnings():
        warnings.simplefilter('error', UserWarning)
        history = model.fit(X, ONE_HOT, 4, 3, 0, None, 0.25, None, False, None, None, 1)
    assert history.epoch == [1, 2] and sorted(history.history) == ['loss', 'val_loss']


def test_the_weights_that_were_trainable_when_it_was_compiled_can_be_read_and_set():
    model = Sequential([Dense(2, input_shape=(3,))])
    assert not hasattr(model, '_collected_trainable_weights')
    model.compile('sgd', 'mse')
    assert [w is v for w, v in zip(model._collected_trainable_weights, model.trainable_weights)] == [True, True]
    model._collected_trainable_weights = model.trainable_weights[:1]
    before = model.get_weights()
    model.train_on_batch(np.ones((2, 3)), np.ones((2, 2)))
    assert [np.array_equal(one, two) for one, two in zip(before, model.get_weights())] == [False, True]
