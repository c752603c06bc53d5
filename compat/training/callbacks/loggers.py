"""Keras 2's callbacks that report the training: on the terminal, in a file of values, to a server."""
import csv
import json
import os
import sys
import warnings
from collections.abc import Iterable

import numpy as np

from compat.training.callbacks.base import Callback
from compat.utils.generic_utils import Progbar

try:
    import requests
except ImportError:
    requests = None


class BaseLogger(Callback):
    """Adds the means of the batches to the logs of the epoch, by their sizes (Keras 2.2.4 `BaseLogger`).

    Metrics named in ``stateful_metrics`` are reported as the last batch has them.
    """

    def __init__(self, stateful_metrics=None):
        super().__init__()
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
        """Add the means to the logs of the epoch."""
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
        super().__init__()
        if count_mode not in ('samples', 'steps'):
            raise ValueError(f'`count_mode` of ProgbarLogger is "samples" or "steps", and not {count_mode!r}.')
        self.use_steps = count_mode == 'steps'
        self.stateful_metrics = set(stateful_metrics or ())

    def on_train_begin(self, logs=None):
        """Look how much is to be shown, and for how many epochs."""
        self.verbose, self.epochs = self.params['verbose'], self.params['epochs']

    def on_epoch_begin(self, epoch, logs=None):
        """Begin a bar."""
        if self.verbose:
            print('Epoch %d/%d' % (epoch + 1, self.epochs))
        self.target = self.params['steps' if self.use_steps else 'samples']
        self.progbar = Progbar(target=self.target, verbose=self.verbose, stateful_metrics=self.stateful_metrics)
        self.seen, self.log_values = 0, []

    def on_batch_end(self, batch, logs=None):
        """Let the bar grow; its last step is shown with the epoch."""
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


class CSVLogger(Callback):
    """Writes a row of values for each epoch: its number, then the logs in the order of their names (Keras 2.2.4).

    The names are those of the first epoch. ``append`` writes behind what is in the file, and no second head.
    """

    def __init__(self, filename, separator=',', append=False):
        super().__init__()
        self.sep, self.filename, self.append = separator, filename, append
        self.writer = self.keys = None
        self.append_header = True

    def on_train_begin(self, logs=None):
        """Open the file."""
        if self.append and os.path.exists(self.filename):
            with open(self.filename) as stream:
                self.append_header = not stream.readline()
        self.csv_file = open(self.filename, 'a' if self.append else 'w', newline='\n')

    def on_epoch_end(self, epoch, logs=None):
        """Write the row; where the training is stopped, NA for what is missing."""
        logs = logs or {}
        if self.keys is None:
            self.keys = sorted(logs)
        if self.model.stop_training:
            logs = {name: logs.get(name, 'NA') for name in self.keys}
        if not self.writer:
            self.writer = csv.DictWriter(self.csv_file, ['epoch'] + self.keys, delimiter=self.sep)
            if self.append_header:
                self.writer.writeheader()
        row = {name: _as_field(logs[name]) for name in self.keys}
        self.writer.writerow(dict(row, epoch=epoch))
        self.csv_file.flush()

    def on_train_end(self, logs=None):
        """Close the file."""
        self.csv_file.close()
        self.writer = None

    def __del__(self):
        if hasattr(self, 'csv_file'):
            self.csv_file.close()


def _as_field(value):
    if isinstance(value, str) or not isinstance(value, Iterable) or np.ndim(value) == 0:
        return value
    return '"[{}]"'.format(', '.join(map(str, value)))


class RemoteMonitor(Callback):
    """Posts the number and the logs of each epoch to a server, as JSON (Keras 2.2.4).

    They are in the form field ``field``, or with ``send_as_json`` the content. A server out of reach is reported by
    a warning. Raises ImportError where the package requests is not installed.
    """

    def __init__(self, root='http://localhost:9000', path='/publish/epoch/end/', field='data', headers=None,
                 send_as_json=False):
        super().__init__()
        self.root, self.path, self.field = root, path, field
        self.headers, self.send_as_json = headers, send_as_json

    def on_epoch_end(self, epoch, logs=None):
        """Post the numbers of the epoch."""
        requests = sys.modules['compat.callbacks'].requests  # a program may have put its own there
        if requests is None:
            raise ImportError('RemoteMonitor needs the package requests: `pip install requests`.')
        sent = {'epoch': epoch}
        for name, value in (logs or {}).items():
            sent[name] = value.item() if isinstance(value, (np.ndarray, np.generic)) else value
        try:
            if self.send_as_json:
                requests.post(self.root + self.path, json=sent, headers=self.headers)
            else:
                requests.post(self.root + self.path, {self.field: json.dumps(sent)}, headers=self.headers)
        except requests.exceptions.RequestException:
            warnings.warn(f'RemoteMonitor could not reach its server at {self.root}.', stacklevel=2)
