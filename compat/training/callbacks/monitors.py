"""Keras 2's callbacks that look at the logs and stop the training, or change the rate."""
import warnings

import numpy as np

from compat import backend as K
from compat.training.callbacks.base import Callback


def _grows(monitor, mode, whose):
    """(whether more is better, the mode): 'max', 'min', or 'auto' by the name of what is looked at."""
    if mode not in ('auto', 'min', 'max'):
        warnings.warn(f'{whose} mode {mode} is unknown, fallback to auto mode.', RuntimeWarning, stacklevel=4)
        mode = 'auto'
    return mode == 'max' or mode == 'auto' and 'acc' in monitor, mode


def _monitored(callback, logs, what):
    """The value that the callback looks at; None, and a warning, where it is not logged."""
    value = logs.get(callback.monitor)
    if value is None:
        warnings.warn('{} conditioned on metric `{}` which is not available. Available metrics are: '
                      '{}'.format(what, callback.monitor, ','.join(logs)), RuntimeWarning, stacklevel=3)
    return value


class TerminateOnNaN(Callback):
    """Stops the training after a batch whose loss is not a number, or infinite (Keras 2.2.4)."""

    def on_batch_end(self, batch, logs=None):
        """Look at the loss."""
        loss = (logs or {}).get('loss')
        if loss is not None and not np.isfinite(loss):
            print('Batch %d: Invalid loss, terminating training' % batch)
            self.model.stop_training = True


class EarlyStopping(Callback):
    """Stops the training after ``patience`` epochs in which ``monitor`` is not better than the best, by ``min_delta``.

    ``baseline`` is what is to be improved at first. ``restore_best_weights`` gives the model its weights of the best
    epoch back where it stops the training. Keras 2.2.4 `keras.callbacks.EarlyStopping`.
    """

    def __init__(self, monitor='val_loss', min_delta=0, patience=0, verbose=0, mode='auto', baseline=None,
                 restore_best_weights=False):
        super().__init__()
        self.monitor, self.baseline, self.patience, self.verbose = monitor, baseline, patience, verbose
        self.restore_best_weights, self.best_weights = restore_best_weights, None
        self.wait = self.stopped_epoch = 0
        grows, _ = _grows(monitor, mode, 'EarlyStopping')
        self.monitor_op = np.greater if grows else np.less
        self.min_delta = min_delta if grows else -min_delta

    def on_train_begin(self, logs=None):
        """Begin anew."""
        self.wait = self.stopped_epoch = 0
        worst = np.inf if self.monitor_op == np.less else -np.inf
        self.best = worst if self.baseline is None else self.baseline

    def on_epoch_end(self, epoch, logs=None):
        """Look whether it is better."""
        current = self.get_monitor_value(logs)
        if current is None:
            return
        if self.monitor_op(current - self.min_delta, self.best):
            self.best, self.wait = current, 0
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            return
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True
            if self.restore_best_weights and self.best_weights is not None:
                if self.verbose > 0:
                    print('Restoring model weights from the end of the best epoch')
                self.model.set_weights(self.best_weights)

    def on_train_end(self, logs=None):
        """Tell when it stopped."""
        if self.stopped_epoch > 0 and self.verbose > 0:
            print('Epoch %05d: early stopping' % (self.stopped_epoch + 1))

    def get_monitor_value(self, logs):
        """The value in the logs; None, and a warning, where there is none."""
        return _monitored(self, logs or {}, 'Early stopping')


class LearningRateScheduler(Callback):
    """Sets the rate at the begin of each epoch to ``schedule(epoch, rate)``, or ``schedule(epoch)`` (Keras 2.2.4).

    Logs the rate as 'lr'. Raises ValueError where the schedule gives no float, and for an optimizer without ``lr``.
    """

    def __init__(self, schedule, verbose=0):
        super().__init__()
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch, logs=None):
        """Set the rate."""
        optimizer = self.model.optimizer
        if not hasattr(optimizer, 'lr'):
            raise ValueError(f'Optimizer must have a "lr" attribute. {type(optimizer).__name__} has none.')
        try:
            rate = self.schedule(epoch, float(K.get_value(optimizer.lr)))
        except TypeError:  # a schedule of the epoch alone
            rate = self.schedule(epoch)
        if not isinstance(rate, (float, np.float32, np.float64)):
            raise ValueError(f'The output of the "schedule" function should be float. It is {rate!r}.')
        K.set_value(optimizer.lr, rate)
        if self.verbose > 0:
            print('\nEpoch %05d: LearningRateScheduler setting learning rate to %s.' % (epoch + 1, rate))

    def on_epoch_end(self, epoch, logs=None):
        """Log the rate."""
        if logs is not None:
            logs['lr'] = K.get_value(self.model.optimizer.lr)


class ReduceLROnPlateau(Callback):
    """Multiplies the rate by ``factor`` after ``patience`` epochs in which ``monitor`` is not better by ``min_delta``.

    Then it waits for ``cooldown`` epochs. The rate does not fall below ``min_lr``. ``epsilon`` is the old name of
    ``min_delta``. Logs the rate as 'lr'. Raises ValueError for a factor of one or more. Keras 2.2.4.
    """

    def __init__(self, monitor='val_loss', factor=0.1, patience=10, verbose=0, mode='auto', min_delta=1e-4, cooldown=0,
                 min_lr=0, **kwargs):
        super().__init__()
        if factor >= 1.0:
            raise ValueError('ReduceLROnPlateau does not support a factor >= 1.0.')
        if 'epsilon' in kwargs:
            min_delta = kwargs.pop('epsilon')
            warnings.warn('`epsilon` argument is deprecated and will be removed, use `min_delta` instead.',
                          stacklevel=2)
        self.monitor, self.factor, self.min_lr, self.min_delta = monitor, factor, min_lr, min_delta
        self.patience, self.verbose, self.cooldown, self.mode = patience, verbose, cooldown, mode
        self._reset()

    def _reset(self):
        grows, self.mode = _grows(self.monitor, self.mode, 'Learning Rate Plateau Reducing')
        if grows:
            self.monitor_op, self.best = (lambda a, b: np.greater(a, b + self.min_delta)), -np.inf
        else:
            self.monitor_op, self.best = (lambda a, b: np.less(a, b - self.min_delta)), np.inf
        self.cooldown_counter = self.wait = 0

    def on_train_begin(self, logs=None):
        """Begin anew."""
        self._reset()

    def on_epoch_end(self, epoch, logs=None):
        """Log the rate, and look whether it is time to reduce it."""
        logs = {} if logs is None else logs
        logs['lr'] = K.get_value(self.model.optimizer.lr)
        current = _monitored(self, logs, 'Reduce LR on plateau')
        if current is None:
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self.monitor_op(current, self.best):
            self.best, self.wait = current, 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch):
        rate = float(K.get_value(self.model.optimizer.lr))
        if rate <= self.min_lr:
            return
        rate = max(rate * self.factor, self.min_lr)
        K.set_value(self.model.optimizer.lr, rate)
        if self.verbose > 0:
            print('\nEpoch %05d: ReduceLROnPlateau reducing learning rate to %s.' % (epoch + 1, rate))
        self.cooldown_counter, self.wait = self.cooldown, 0

    def in_cooldown(self):
        """Whether it still waits after it has reduced the rate."""
        return self.cooldown_counter > 0
