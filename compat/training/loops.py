"""The one loop over batches: of training, of evaluation and of prediction, on arrays and on generators.

A step is an object with ``begin(batch)``, which starts the computation of a batch, ``numbers(values)``, which waits
for what ``begin`` returned, and ``in_flight``, the number of batches that may be begun before the first is waited for.
"""
import collections

import numpy as np

from compat import process
from compat.base_layer.nest import as_list
from compat.engine import training_utils
from compat.training.callbacks.base import host
from compat.training.callbacks.begin import callback_model

# A framework computes while the next batch is made; what it has not computed yet takes memory.
STEPS_IN_FLIGHT = 8


class EagerStep:
    """A step that is a function of a batch: its result is there when it returns."""

    in_flight = 0

    def __init__(self, function):
        self.begin = function

    def __call__(self, batch):
        return self.begin(batch)

    @staticmethod
    def numbers(values):
        """The results, as a list."""
        return as_list(values)


def as_step(function):
    """The function as a step; one that is a step stays as it is."""
    return function if hasattr(function, 'begin') else EagerStep(function)


class Means:
    """The means of numbers by name, over batches of different sizes; running means are stored as they are."""

    def __init__(self):
        self._sums, self._last, self._samples = {}, {}, 0

    def add(self, logs, samples, running=()):
        """Count the numbers of a batch; of those that are running means already the last one is stored."""
        self._samples += samples
        for name, value in logs.items():
            if name in running:
                self._last[name] = value
            self._sums[name] = self._sums.get(name, 0.) + float(value) * samples

    def result(self):
        """The means so far, in the order of the names."""
        return {name: self._last.get(name, total / max(1, self._samples)) for name, total in self._sums.items()}


def completed(step, batches, in_flight):
    """(size, numbers) of each of the batches, (size, batch) pairs, in order.

    No more than ``in_flight`` steps are begun beyond the one whose numbers are waited for.
    """
    pending = collections.deque()
    for size, batch in batches:
        pending.append((size, step.begin(batch)))
        if len(pending) > in_flight:
            size, values = pending.popleft()
            yield size, step.numbers(values)
    for size, values in pending:
        yield size, step.numbers(values)


def fit(model, batches_of_epoch, step, callbacks, labels, epochs, initial_epoch=0, validate=None, validation_freq=1,
        running=(), steps=None):
    """Run the epochs of a training that has begun, and call the callbacks; returns the History.

    ``batches_of_epoch()`` iterates over (size, batch); ``labels()`` are the names of the numbers of a step, those in
    ``running`` means over batches already. ``validate(size)`` returns the logs of a validation, by the names that the
    history has; ``size`` is that of the last batch. It is not called where a callback stopped the training, or where
    there was no batch, but for generators: after the last of the ``steps`` of an epoch Keras 2 validates then, too.
    """
    # Where no callback looks between batches, the framework need not be waited for.
    observed, seen = any(map(_observes_batches, callbacks.callbacks)), callback_model(model)
    for epoch in range(initial_epoch, epochs):
        reset_metrics(model)
        callbacks.on_epoch_begin(epoch)
        waits = observed or seen.stop_training
        means, size, ended = Means(), None, False
        batches = _announced(batches_of_epoch(), callbacks) if waits else batches_of_epoch()
        for number, (size, numbers) in enumerate(completed(step, batches, 0 if waits else step.in_flight)):
            logs = dict(zip(labels(), numbers))
            means.add(logs, size, running)
            if waits:
                callbacks.on_train_batch_end(number, dict({'batch': number, 'size': size}, **logs))
                if seen.stop_training:
                    ended = number + 1 != steps
                    break
        validates = validate is not None and size is not None and not ended and (
            training_utils.should_run_validation(validation_freq, epoch))
        validated = validate(size) if validates else {}
        callbacks.on_epoch_end(epoch, _logs(means.result(), validated))
        if seen.stop_training:
            break
    callbacks.on_train_end()
    return model.history


def _logs(trained, validated):
    """What an epoch gave, in the order of the dialect: in Keras 2 the numbers of the validation come first."""
    first, second = (validated, trained) if process.dialect().keras2_callbacks else (trained, validated)
    return dict(first, **second)


def _announced(batches, callbacks):
    """The batches; the callbacks are called before each is used."""
    for number, (size, batch) in enumerate(batches):
        callbacks.on_train_batch_begin(number, {'batch': number, 'size': size})
        yield size, batch


# What a callback overrides to look at batches.
_METHODS_OF_BATCHES = ('on_batch_begin', 'on_batch_end', 'on_train_batch_begin', 'on_train_batch_end')


def _observes_batches(callback):
    # Newer hosts mark what their base class does, which is nothing.
    methods = [(name, getattr(callback, name, None)) for name in _METHODS_OF_BATCHES]
    return any(not getattr(method, '_is_default', False)
               and getattr(method, '__func__', method) is not getattr(host.Callback, name, None)
               for name, method in methods)


def reset_metrics(model):
    """Start the running means of a model anew."""
    for metric in getattr(model, 'stateful_metric_functions', ()):
        metric.reset_states()


def evaluate(step, batches, running=(), show=None):
    """(the means of the numbers over all batches, the numbers of the last one), two lists.

    ``running`` are the places of the numbers that are means over batches already; ``show(size)`` is called after each
    batch.
    """
    means, numbers = Means(), []
    for size, numbers in completed(step, batches, 0 if show else step.in_flight):
        means.add(dict(enumerate(numbers)), size, running)
        if show is not None:
            show(size)
    return list(means.result().values()), numbers


def predict(step, batches, joined, show=None):
    """The outputs for all batches: an array, or a list of them where there are several.

    ``joined(parts, sizes)`` returns the array of an output: ``parts`` are those of the batches, ``sizes`` how many
    samples each has.
    """
    rows, sizes = [], []
    for size, outputs in completed(step, batches, 0 if show else step.in_flight):
        rows.append([np.asarray(output) for output in outputs])
        sizes.append(size)
        if show is not None:
            show(size)
    outputs = [joined(parts, sizes) for parts in zip(*rows)]
    return outputs[0] if len(outputs) == 1 else outputs


def a_row_a_sample(parts, sizes):
    """An array with a row for each sample; what a batch has once is that of each of its samples.

    Raises ValueError for a batch of another number of rows. As in Keras 2, for arrays.
    """
    outputs, begin = np.zeros((sum(sizes),) + parts[0].shape[1:], parts[0].dtype), 0
    for part, size in zip(parts, sizes):
        try:
            outputs[begin:begin + size] = part
        except ValueError:
            raise ValueError(f'An output of the model has the shape {part.shape} for a batch of {size} samples: '
                             f'predict puts the rows of the samples together, and takes {size} rows, or one for all, '
                             f'of the shape {outputs.shape[1:]}. Pass the batch to predict_on_batch, which returns '
                             'what the model computes, or let the model return a row for each sample.') from None
        begin += size
    return outputs


def one_after_the_other(parts, sizes):
    """The rows of all batches, as many as each has. As in Keras 2, for steps."""
    return np.concatenate(parts)


def as_it_is_or_one_after_the_other(parts, sizes):
    """What one batch has, of any shape, or the rows of several. As in Keras 2, for generators."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
