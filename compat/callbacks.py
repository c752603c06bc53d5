"""Keras 2's `keras.callbacks`: those that hosts have no more, or have in other words. The others are the host's."""
import os
import shutil
import warnings

import numpy as np

from compat import hosts
from compat.utils.generic_utils import Progbar

_host = hosts.opened().keras.callbacks
Callback = _host.Callback


class BaseLogger(Callback):
    """Gives the epoch's logs the means of those of the batches, by their sizes (Keras 2.2.4 `BaseLogger`).

    Metrics named in ``stateful_metrics`` are told as the last batch has them.
    """

    def __init__(self, stateful_metrics=None):
        super(BaseLogger, self).__init__()
        self.stateful_metrics = set(stateful_metrics or ())

    def on_epoch_begin(self, epoch, logs=None):
        """Begin anew."""
        self.seen, self.totals = 0, {}

    def on_batch_end(self, batch, logs=None):
        """Count a batch."""
        logs = logs or {}
        size = logs.get('size', 0)
        self.seen += size
        for name, value in logs.items():
            if name in self.stateful_metrics:
                self.totals[name] = value
            else:
                self.totals[name] = self.totals.get(name, 0) + value * size

    def on_epoch_end(self, epoch, logs=None):
        """Tell the means of what the training logs."""
        if logs is None:
            return
        for name in self.params.get('metrics') or self.totals:
            if name in self.totals:
                of_last = name in self.stateful_metrics
                logs[name] = self.totals[name] if of_last else self.totals[name] / max(1, self.seen)


class ProgbarLogger(Callback):
    """Prints a bar that grows by batches, or by samples, with the numbers of the training (Keras 2.2.4).

    ``count_mode`` is 'samples' or 'steps'; anything else raises ValueError.
    """

    def __init__(self, count_mode='samples', stateful_metrics=None):
        super(ProgbarLogger, self).__init__()
        if count_mode not in ('samples', 'steps'):
            raise ValueError('`count_mode` of ProgbarLogger is "samples" or "steps", and not %r.' % (count_mode,))
        self.use_steps = count_mode == 'steps'
        self.stateful_metrics = set(stateful_metrics or ())

    def on_train_begin(self, logs=None):
        """Look how much is to be told, and for how many epochs."""
        self.verbose, self.epochs = self.params['verbose'], self.params['epochs']

    def on_epoch_begin(self, epoch, logs=None):
        """Begin a bar."""
        if self.verbose:
            print('Epoch %d/%d' % (epoch + 1, self.epochs))
        self.target = self.params['steps' if self.use_steps else 'samples']
        self.progbar = Progbar(target=self.target, verbose=self.verbose, stateful_metrics=self.stateful_metrics)
        self.seen, self.log_values = 0, []

    def on_batch_end(self, batch, logs=None):
        """Let the bar grow; its last step is told with the epoch."""
        logs = logs or {}
        self.seen += 1 if self.use_steps else logs.get('size', 0)
        self.log_values = self._told(logs)
        if self.verbose and (self.target is None or self.seen < self.target):
            self.progbar.update(self.seen, self.log_values)

    def on_epoch_end(self, epoch, logs=None):
        """End the bar, with the numbers of the validation."""
        if self.verbose:
            self.progbar.update(self.seen, self.log_values + self._told(logs or {}))

    def _told(self, logs):
        return [(name, logs[name]) for name in self.params['metrics'] if name in logs]


class ModelCheckpoint(Callback):
    """Saves the model after every ``period`` epochs (Keras 2.2.4 `ModelCheckpoint`).

    ``filepath`` may name the number of the epoch and the logs, ``'{epoch:02d}-{val_acc:.2f}.h5'``. With
    ``save_best_only`` it saves where ``monitor`` is the best so far: the greatest in the mode 'max', the least in
    'min', and in 'auto' what its name says. The file is whole at any moment: it is written beside, and renamed.
    """

    def __init__(self, filepath, monitor='val_loss', verbose=0, save_best_only=False, save_weights_only=False,
                 mode='auto', period=1):
        super(ModelCheckpoint, self).__init__()
        self.filepath, self.monitor, self.verbose = filepath, monitor, verbose
        self.save_best_only, self.save_weights_only = save_best_only, save_weights_only
        self.period = period
        self.epochs_since_last_save = 0
        if mode not in ('auto', 'min', 'max'):
            warnings.warn('ModelCheckpoint mode %s is unknown, fallback to auto mode.' % (mode,), RuntimeWarning,
                          stacklevel=2)
            mode = 'auto'
        grows = mode == 'max' or mode == 'auto' and ('acc' in monitor or monitor.startswith('fmeasure'))
        self.monitor_op, self.best = (np.greater, -np.inf) if grows else (np.less, np.inf)

    def on_epoch_end(self, epoch, logs=None):
        """Save the model where it is time, and where it is the best if only that is wanted."""
        logs = logs or {}
        self.epochs_since_last_save += 1
        if self.epochs_since_last_save < self.period:
            return
        self.epochs_since_last_save = 0
        path = os.fspath(self.filepath).format(epoch=epoch + 1, **logs)
        if not self.save_best_only:
            self._tell('Epoch %05d: saving model to %s' % (epoch + 1, path))
            self._save(path)
            return
        value = logs.get(self.monitor)
        if value is None:
            warnings.warn('Can save best model only with %s available, skipping. There are: %s.'
                          % (self.monitor, ', '.join(sorted(logs))), RuntimeWarning, stacklevel=2)
        elif self.monitor_op(value, self.best):
            self._tell('Epoch %05d: %s improved from %0.5f to %0.5f, saving model to %s'
                       % (epoch + 1, self.monitor, self.best, value, path))
            self.best = value
            self._save(path)
        else:
            self._tell('Epoch %05d: %s did not improve from %0.5f' % (epoch + 1, self.monitor, self.best))

    def _tell(self, text):
        if self.verbose > 0:
            print('\n' + text)

    def _save(self, path):
        folder, name = os.path.split(path)
        beside = os.path.join(folder, '.writing-' + name)
        save = self.model.save_weights if self.save_weights_only else self.model.save
        try:
            save(beside, overwrite=True)
            if os.path.isfile(beside):
                os.replace(beside, path)
            else:
                self._rename_parts(folder, os.path.basename(beside), name)
        finally:
            for left in (os.listdir(folder or '.') if os.path.isdir(folder or '.') else ()):
                if left.startswith('.writing-' + name) and os.path.isfile(os.path.join(folder, left)):
                    os.remove(os.path.join(folder, left))

    @staticmethod
    def _rename_parts(folder, beside, name):
        """Rename what the host wrote in several files or in a folder, where the name has no known ending."""
        for part in os.listdir(folder or '.'):
            if part.startswith(beside):
                path = os.path.join(folder, name + part[len(beside):])
                if os.path.isdir(path):  # of an epoch before; a folder takes no other's place
                    shutil.rmtree(path)
                os.replace(os.path.join(folder, part), path)
