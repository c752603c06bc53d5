"""Keras 2's `keras.callbacks`: those that hosts have no more, or have in other words. The others are the host's."""
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
