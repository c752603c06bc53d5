"""Callbacks that are told of epochs by hand, shared by the golden script and the test: what they do and print."""
import contextlib
import io
import os
import sys
import tempfile
import types
import warnings

import numpy as np

from compat import backend as K
from compat import callbacks
from compat.optimizers import SGD


class Trained:
    """Stands for a model: a rate, weights that count the epochs, and whether the training is to stop."""

    def __init__(self):
        self.optimizer = SGD(lr=0.5)
        self.stop_training, self.weights = False, [np.zeros(1)]

    def get_weights(self):
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights):
        self.weights = weights


def told(callback, logs, seen=(), begins=False):
    """What epochs with these logs lead to: after each, the attributes, the rate and whether it stops; and the print."""
    model, after, printed = Trained(), [], io.StringIO()
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(printed):
        warnings.simplefilter('always')
        callback = callback() if isinstance(callback, types.FunctionType) else callback
        callback.set_params({'epochs': len(logs), 'metrics': [], 'verbose': 0})
        callback.set_model(model)
        callback.on_train_begin({})
        for epoch, log in enumerate(logs):
            if begins:
                callback.on_epoch_begin(epoch, {})
            model.weights = [np.full(1, epoch + 1.)]
            log = dict(log)
            callback.on_epoch_end(epoch, log)
            after.append([plain(getattr(callback, name)) for name in seen] +
                         [plain(K.get_value(model.optimizer.lr)), model.stop_training, plain(log.get('lr')),
                          plain(model.weights[0][0])])
            if model.stop_training:
                break
        callback.on_train_end({})
    kinds = [warning.category.__name__ for warning in caught if warning.category in (UserWarning, RuntimeWarning)]
    return {'after': after, 'printed': printed.getvalue(), 'warnings': kinds}


def plain(value):
    """A number that JSON has, None and text as they are."""
    return value if value is None or isinstance(value, str) else float('%.6g' % float(value))


def losses(*values, **more):
    return [dict(val_loss=value, **{name: given[place] for name, given in more.items()})
            for place, value in enumerate(values)]


def stopping(values, name='val_loss', **arguments):
    def run():
        return told(lambda: callbacks.EarlyStopping(monitor=name, **arguments),
                    [{'loss': 1.} if value is None else {name: value} for value in values],
                    ('wait', 'best', 'stopped_epoch'))
    return run


def reducing(values, name='val_loss', **arguments):
    def run():
        return told(lambda: callbacks.ReduceLROnPlateau(monitor=name, **arguments),
                    [{'loss': 1.} if value is None else {name: value} for value in values],
                    ('wait', 'best', 'cooldown_counter'))
    return run


def scheduled(schedule, **arguments):
    def run():
        return told(lambda: callbacks.LearningRateScheduler(schedule, **arguments), [{'loss': 1.}] * 3, begins=True)
    return run


def written(*runs, **arguments):
    """The file that CSVLogger leaves after these trainings."""
    def run():
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'log.csv')
            for logs in runs:
                callback, model = callbacks.CSVLogger(path, **arguments), Trained()
                callback.set_model(model)
                callback.on_train_begin()
                for epoch, log in enumerate(logs):
                    model.stop_training = log.pop('stop', False) if isinstance(log, dict) else False
                    callback.on_epoch_end(epoch, log)
                callback.on_train_end()
            with open(path, newline='') as stream:
                return stream.read()
    return run


def posted(fails=False, **arguments):
    """What RemoteMonitor posts."""
    def run():
        calls = []

        class Unreachable(Exception):
            pass

        def post(*args, **kwargs):
            calls.append([list(args), sorted(kwargs), kwargs.get('json'), kwargs.get('headers')])
            if fails:
                raise Unreachable()

        # The module whose name of the package counts: in compat that of the import path.
        home = callbacks.RemoteMonitor.__module__
        module = sys.modules[home] if home.startswith('keras.') else callbacks
        before = getattr(module, 'requests', None)
        module.requests = types.SimpleNamespace(post=post, exceptions=types.SimpleNamespace(
            RequestException=Unreachable))
        try:
            result = told(lambda: callbacks.RemoteMonitor(**arguments), [{'loss': np.float64(0.5), 'acc': np.ones(1)}])
        finally:
            module.requests = before
        return [calls, result['warnings']]
    return run


def without_number():
    """What TerminateOnNaN prints, and whether it stops."""
    found = []
    for loss in (0.5, None, np.nan, np.inf, -np.inf):
        callback, printed = callbacks.TerminateOnNaN(), io.StringIO()
        callback.set_model(Trained())
        with contextlib.redirect_stdout(printed):
            callback.on_batch_end(3, {} if loss is None else {'loss': loss})
        found.append([callback.model.stop_training, printed.getvalue()])
    return found


def listed():
    """The calls that the callbacks of a list get."""
    calls = []

    class Mine(callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            calls.append(['mine', self.params['epochs'], self.model is model, epoch, logs, self.validation_data])

        def on_batch_end(self, batch, logs=None):
            calls.append(['batch', batch, logs])

    def tell(name):
        # Keras 2.3 gives batches their logs by name.
        if 'train' in name:
            return lambda logs: calls.append([name, logs or {}])
        return lambda batch, logs: calls.append([name, batch, logs])

    names = ['on_train_begin', 'on_epoch_begin', 'on_batch_begin', 'on_batch_end', 'on_epoch_end', 'on_train_end']
    model, several = Trained(), callbacks.CallbackList([callbacks.LambdaCallback(
        **{name: tell(name) for name in names})])
    several.append(Mine())
    several.set_model(model)
    several.set_params({'epochs': 3})
    several.on_train_begin()
    several.on_epoch_begin(0)
    several.on_batch_begin(0, {'size': 2})
    several.on_batch_end(0, {'loss': 0.5})
    several.on_epoch_end(0, {'loss': 0.5})
    several.on_train_end()
    return calls + [len(several.callbacks), len(list(several)), several.queue_length]


def remembered():
    """What a History has after two trainings."""
    history = callbacks.History()
    history.set_model(Trained())
    for _ in range(2):
        history.on_train_begin()
        for epoch in range(2):
            history.on_epoch_end(epoch, {'loss': epoch, 'acc': 1})
    return [history.epoch, history.history['loss'][-2:], sorted(history.history)]


def refused():
    """The errors that arguments lead to."""
    found = []
    for use in (lambda: callbacks.ReduceLROnPlateau(factor=1.), lambda: callbacks.ProgbarLogger('epochs'),
                scheduled(lambda epoch: 'fast'), scheduled(lambda epoch: 1)):
        try:
            use()
        except (ValueError, TypeError) as error:
            found.append(type(error).__name__)
    return found


FALLING = (5., 4., 4., 4.5, 3., 3.5, 3.6, 3.7, 3.8, 3.9)
RISING = (0.1, 0.2, 0.2, 0.3, 0.25, 0.2, 0.1)
SCENARIOS = {
    'stopping': stopping(FALLING), 'stopping/patience': stopping(FALLING, patience=3, verbose=1),
    'stopping/delta': stopping((5., 4.9, 4.8, 4.4, 4.3), min_delta=0.2, patience=2, verbose=1),
    'stopping/negative delta': stopping((5., 5.1, 5.2, 6.), min_delta=-0.3),
    'stopping/accuracy': stopping(RISING, 'val_acc', patience=2, verbose=1),
    'stopping/max': stopping(RISING, 'score', mode='max', patience=2),
    'stopping/min': stopping(RISING, 'acc', mode='min'),
    'stopping/baseline': stopping((5., 4.5, 4.), baseline=4.2, patience=2, verbose=1),
    'stopping/baseline reached': stopping((5., 4., 3., 3.5, 3.5), baseline=4.2, patience=2),
    'stopping/restore': stopping(FALLING, patience=3, restore_best_weights=True, verbose=1),
    'stopping/restore never': stopping((3., 2.), patience=3, restore_best_weights=True),
    'stopping/unknown': stopping((None, None), verbose=1), 'stopping/mode': stopping(FALLING, mode='upwards'),
    'reducing': reducing(FALLING, patience=2, factor=0.5, verbose=1),
    'reducing/none': reducing(FALLING, patience=0), 'reducing/accuracy': reducing(RISING, 'acc', patience=1),
    'reducing/max': reducing(RISING, 'score', mode='max', patience=2, factor=0.3, verbose=1),
    'reducing/min': reducing(RISING, 'score', mode='min', patience=2, factor=0.3, cooldown=1, verbose=1),
    'reducing/cooldown': reducing((1.,) * 10, patience=2, cooldown=3, factor=0.5, verbose=1),
    'reducing/least': reducing((1.,) * 8, patience=1, factor=0.1, min_lr=0.02, verbose=1),
    'reducing/delta': reducing((5., 4.9, 4.8, 4.4), min_delta=0.2, patience=1, factor=0.5),
    'reducing/epsilon': reducing((5., 4.9, 4.8, 4.4), epsilon=0.2, patience=1, factor=0.5),
    'reducing/unknown': reducing((None, None)), 'reducing/mode': reducing(FALLING, mode='upwards', patience=1),
    'scheduled': scheduled(lambda epoch: 1. / (epoch + 1), verbose=1),
    'scheduled/by rate': scheduled(lambda epoch, lr: lr * 0.5, verbose=1),
    'scheduled/numpy': scheduled(lambda epoch: np.float32(0.25) * (epoch + 1)),
    'csv': written([{'loss': 0.5, 'acc': 1.}, {'loss': 0.25, 'acc': np.float32(0.5)}]),
    'csv/separator': written([{'loss': 0.5, 'acc': 1}], separator=';'),
    'csv/append': written([{'loss': 0.5, 'a': 2}], [{'loss': 0.25, 'a': 3}], append=True),
    'csv/overwrite': written([{'loss': 0.5}], [{'loss': 0.25}]),
    'csv/values': written([{'a': [1, 2], 'b': np.array([0.5, 1.]), 'c': 'text', 'd': np.array(3.)}]),
    'csv/stopped': written([{'loss': 0.5, 'val_loss': 2.}, {'loss': 0.25, 'stop': True}]),
    'remote': posted(), 'remote/json': posted(root='http://a', path='/b/', send_as_json=True, headers={'x': 'y'}),
    'remote/field': posted(field='mine'), 'remote/unreachable': posted(fails=True),
    'terminate': without_number, 'list': listed, 'history': remembered, 'refused': refused,
}
