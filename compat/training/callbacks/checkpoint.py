"""Keras 2's ModelCheckpoint."""
import os
import shutil
import warnings

import numpy as np

from compat.training.callbacks.base import Callback
from compat.training.compile_arguments import is_builtin, is_builtin_module


class ModelCheckpoint(Callback):
    """Saves the model after every ``period`` epochs (Keras 2.2.4 `ModelCheckpoint`).

    ``filepath`` may name the number of the epoch and the logs, ``'{epoch:02d}-{val_acc:.2f}.h5'``. With
    ``save_best_only`` it saves where ``monitor`` is the best so far: the greatest in the mode 'max', the least in
    'min', and in 'auto' what its name says. The file is whole at any moment: it is written beside, and renamed.
    """

    def __init__(self, filepath, monitor='val_loss', verbose=0, save_best_only=False, save_weights_only=False,
                 mode='auto', period=1):
        super().__init__()
        self.filepath, self.monitor, self.verbose = filepath, monitor, verbose
        self.save_best_only, self.save_weights_only = save_best_only, save_weights_only
        self.period = period
        self.epochs_since_last_save = 0
        if mode not in ('auto', 'min', 'max'):
            warnings.warn(f'ModelCheckpoint mode {mode} is unknown, fallback to auto mode.', RuntimeWarning,
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
            warnings.warn('Can save best model only with {} available, skipping. There are: {}.'.format(self.monitor,
                ', '.join(sorted(logs))), RuntimeWarning, stacklevel=2)
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
        method = 'save_weights' if self.save_weights_only else 'save'
        save = getattr(self.model, method)
        if _is_of_program(self.model, method):  # it gets the path that the program knows, as in Keras 2
            save(path, overwrite=True)
            return
        folder, name = os.path.split(path)
        beside = os.path.join(folder, '.writing-' + name)
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


def _is_of_program(model, method):
    """Whether a method is a program's own: of its class or object, or set by it on the model or on our class."""
    if method in getattr(model, '__dict__', ()):
        return True
    owner = next((cls for cls in type(model).__mro__ if method in vars(cls)), None)
    if owner is None or not is_builtin(owner):
        return True
    function = vars(owner)[method]
    module = getattr(function, '__globals__', {}).get('__name__')  # functools.wraps copies the name of the module
    return module is None or not is_builtin_module(module)
