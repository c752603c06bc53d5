"""Callbacks learn of the beginning of a training before any of its data are asked for."""
import time

import numpy as np
import pytest

from compat import callbacks, layers, models, utils


class Log(callbacks.Callback):
    """A callback that notes what happens, among it what the sources of data report."""

    def __init__(self):
        super().__init__()
        self.events = []

    def on_train_begin(self, logs=None):
        time.sleep(.2)  # for a thread that has begun too early
        self.events.append('begin')
        self.had = getattr(self, 'validation_data', None)

    def on_train_end(self, logs=None):
        self.events.append('end')


def batch(size=4):
    return np.ones((size, 3)), np.ones((size, 1))


class Batches(utils.Sequence):
    def __init__(self, log, name):
        self.log, self.name = log, name

    def __len__(self):
        return 2

    def __getitem__(self, index):
        self.log.events.append(self.name)
        return batch()


def generator(log, name):
    while True:
        log.events.append(name)
        yield batch()


def compiled():
    model = models.Sequential([layers.Dense(1, input_dim=3)])
    model.compile('sgd', 'mse')
    return model


@pytest.mark.parametrize('workers', [0, 1, 2])
@pytest.mark.parametrize('validates', [None, generator, Batches])
@pytest.mark.parametrize('source', [generator, Batches])
def test_no_batch_is_asked_for_before(source, validates, workers):
    log = Log()
    compiled().fit_generator(source(log, 'batch'), 2, verbose=0, callbacks=[log], workers=workers,
                             validation_data=validates and validates(log, 'validation'), validation_steps=2)
    assert log.events[0] == 'begin' and log.events.count('begin') == 1
    assert 'batch' in log.events and ('validation' in log.events) == (validates is not None)


def test_validation_data_are_those_of_this_training_once_it_has_begun():
    log, model = Log(), compiled()
    model.fit_generator(generator(log, 'batch'), 2, verbose=0, callbacks=[log], validation_data=batch(3))
    assert log.had is None and len(log.validation_data[0]) == 3
    model.fit(*batch(), verbose=0, callbacks=[log], validation_data=batch(5))
    assert len(log.had[0]) == 3 and len(log.validation_data[0]) == 5


def test_a_callback_may_be_the_source_of_the_data():
    class Source(Log):
        def on_train_begin(self, logs=None):
            super().on_train_begin(logs)
            self.data = [batch()] * 3

        def batches(self):
            yield from self.data

    source, model = Source(), compiled()
    model.fit_generator(source.batches(), 2, verbose=0, callbacks=[source])
    assert source.events == ['begin', 'end']


class Stops(callbacks.Callback):
    """A callback that asks to stop as training begins."""

    def on_train_begin(self, logs=None):
        self.model.stop_training = True


@pytest.mark.parametrize('train', [
    lambda model, **arguments: model.fit(*batch(), **arguments),
    lambda model, **arguments: model.fit_generator(generator(Log(), 'batch'), 2, **arguments)])
def test_to_stop_as_training_begins_does_not_count(train):
    model = compiled()
    history = train(model, epochs=2, verbose=0, callbacks=[Stops()])
    assert history.epoch == [0, 1] and not model.stop_training


@pytest.mark.parametrize('by_generator', [False, True])
def test_callbacks_have_the_model_that_the_program_names_for_them(by_generator):
    model, other = compiled(), compiled()
    model.callback_model = other

    class Stops(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            assert self.model is other
            self.model.stop_training = True

    if by_generator:
        history = model.fit_generator(iter(lambda: batch(), None), 1, 3, verbose=0, callbacks=[Stops()])
    else:
        history = model.fit(*batch(), epochs=3, verbose=0, callbacks=[Stops()])
    assert history.epoch == [0] and len(model.layers) == 1 and len(model.get_weights()) == 2
    model.callback_model = None
    assert model.fit(*batch(), epochs=3, verbose=0).epoch == [0, 1, 2]


@pytest.mark.parametrize('size, options, names', [
    (0, {}, []), (0, {'validation_data': batch()}, []), (4, {'validation_split': .99}, []),
    (1, {'validation_split': .5}, []), (4, {'validation_split': .25}, ['loss', 'val_loss']),
    (4, {'validation_split': 1.}, ['loss']), (4, {'validation_data': batch(0)}, ['loss'])])
def test_an_epoch_without_samples_has_no_numbers_and_no_validation(size, options, names):
    history = compiled().fit(*batch(size), verbose=0, **options)
    assert sorted(history.history) == names and history.epoch == [0]
