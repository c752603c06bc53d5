"""Training, evaluation and prediction on the batches of generators (Keras 2.2.4 `keras.engine.training_generator`)."""
import contextlib

import numpy as np

from compat import process
from compat.callbacks import ProgbarLogger
from compat.training.batches import Batches, is_generator, samples_in, steps_of
from compat.base_layer.nest import as_list
from compat.engine.training_utils import should_run_validation
from compat.utils.generic_utils import Progbar

_keras = process.opened().keras


def _labelled(batch, what='Output of generator'):
    """(x, y, sample_weight) of what a generator gave. Raises ValueError for anything but a pair or a triple."""
    if not hasattr(batch, '__len__') or len(batch) not in (2, 3):
        raise ValueError(f'{what} should be a tuple `(x, y, sample_weight)` or `(x, y)`. Found: {batch}')
    return tuple(batch) + (None,) * (3 - len(batch))


def _inputs(batch):
    """The inputs of what a generator gave, alone or in a tuple with targets and weights, which do not count."""
    if not isinstance(batch, tuple):
        return batch
    return _labelled(batch)[0]


def _taken(batches, done, steps):
    try:
        return next(batches)
    except StopIteration:
        raise ValueError('The generator ended after %d of %d steps. Keras 2 asks for generators that do not end, '
                         '`while True:`, or for fewer steps.' % (done, steps)) from None


def _as_result(values):
    return values[0] if len(values) == 1 else values


class Means:
    """The means of numbers by name, over batches of different sizes; some are kept as they are."""

    def __init__(self):
        self._sums, self._kept, self._samples = {}, {}, 0

    def add(self, logs, samples, running=()):
        """Count the numbers of a batch; those that are running means already are kept as the last batch has them."""
        self._samples += samples
        for name, value in logs.items():
            if name in running:
                self._kept[name] = value
            self._sums[name] = self._sums.get(name, 0.) + float(value) * samples

    def keep(self, logs):
        """Tell these numbers too, as they are."""
        self._sums.update(logs)
        self._kept.update(logs)

    def result(self):
        """The means so far, in the order of the names."""
        return {name: self._kept.get(name, total / max(1, self._samples)) for name, total in self._sums.items()}


def fit_generator(model, generator, steps_per_epoch=None, epochs=1, verbose=1, callbacks=None, validation_data=None,
                  validation_steps=None, class_weight=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                  shuffle=True, initial_epoch=0, validation_freq=1):
    """Train the model on the batches that a generator gives; gives the History.

    A batch is (x, y) or (x, y, sample_weight). Workers are threads here, with ``use_multiprocessing`` too. Raises
    ValueError for other batches, for a generator without ``steps_per_epoch``, and where it ends before.
    Keras 2.2.4 ``keras.engine.training_generator.fit_generator``.
    """
    steps = steps_of(generator, steps_per_epoch, 'steps_per_epoch')
    val_steps = validation_steps
    if is_generator(validation_data):
        val_steps = steps_of(validation_data, validation_steps, 'validation_steps')
    elif validation_data:
        validation = _labelled(validation_data, '`validation_data`')
    model.stop_training = False
    names = list(model.metrics_names)
    shown = [ProgbarLogger('steps', stateful_metrics=getattr(model, 'stateful_metric_names', ()))] if verbose else []
    listed = _keras.callbacks.CallbackList(
        shown + list(callbacks or []), add_history=True, add_progbar=False, model=model, verbose=verbose, epochs=epochs,
        steps=steps, do_validation=bool(validation_data),
        metrics=names + (['val_' + name for name in names] if validation_data else []))
    if validation_data and not is_generator(validation_data):
        described = model._graph_trainer_for((), *validation)
        for callback in listed.callbacks:
            callback.validation_data = list(validation) if described is None else described.standardized(*validation)
    with contextlib.ExitStack() as stack:
        batches = stack.enter_context(Batches(generator, workers, max_queue_size, shuffle))
        if is_generator(validation_data):
            val_batches = stack.enter_context(Batches(validation_data, workers, max_queue_size))
        listed.on_train_begin()
        for epoch in range(initial_epoch, epochs):
            listed.on_epoch_begin(epoch)
            means = Means()
            for step in range(steps):
                x, y, sample_weight = _labelled(_taken(batches, step, steps))
                size = samples_in(x)
                listed.on_train_batch_begin(step, {'batch': step, 'size': size})
                results = as_list(model.train_on_batch(x, y, sample_weight=sample_weight, class_weight=class_weight))
                found = dict(zip(model.metrics_names, results))
                means.add(found, size)
                listed.on_train_batch_end(step, dict(found, batch=step, size=size))
                if model.stop_training:
                    break
            logs = means.result()
            if validation_data and should_run_validation(validation_freq, epoch) and step == steps - 1:
                if is_generator(validation_data):
                    results = evaluate_generator(model, val_batches, val_steps, workers=0)
                else:
                    x, y, sample_weight = validation
                    results = model.evaluate(x, y, batch_size=size, sample_weight=sample_weight, verbose=0)
                logs.update(('val_' + name, value) for name, value in zip(model.metrics_names, as_list(results)))
            listed.on_epoch_end(epoch, logs)
            if model.stop_training:
                break
        listed.on_train_end()
    return model.history


def evaluate_generator(model, generator, steps=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                       verbose=0):
    """The loss over the batches of a generator, with the metrics in a list where there are any.

    Each is the mean over the samples; in the dialect of Keras 2.3 the loss is that of the last batch. Raises
    ValueError as fit_generator does. Keras 2.2.4 ``keras.engine.training_generator.evaluate_generator``.
    """
    steps = steps_of(generator, steps, 'steps')
    means, bar = Means(), Progbar(steps) if verbose == 1 else None
    with Batches(generator, workers, max_queue_size) as batches:
        for step in range(steps):
            x, y, sample_weight = _labelled(_taken(batches, step, steps))
            results = as_list(model.test_on_batch(x, y, sample_weight=sample_weight))
            means.add(dict(enumerate(results)), samples_in(x))
            if bar is not None:
                bar.update(step + 1)
    found = list(means.result().values())
    if process.dialect().loss_of_last_batch:
        found[0] = float(results[0])
    return _as_result(found)


def predict_generator(model, generator, steps=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                      verbose=0):
    """The outputs for the inputs that a generator gives, as one array, or one for each output.

    Targets and weights beside the inputs do not count. Raises ValueError as fit_generator does. Keras 2.2.4
    ``keras.engine.training_generator.predict_generator``.
    """
    steps = steps_of(generator, steps, 'steps')
    rows, bar = [], Progbar(steps) if verbose == 1 else None
    with Batches(generator, workers, max_queue_size) as batches:
        for step in range(steps):
            rows.append(as_list(model.predict_on_batch(_inputs(_taken(batches, step, steps)))))
            if bar is not None:
                bar.update(step + 1)
    return _as_result([np.concatenate([row[place] for row in rows]) for place in range(len(rows[0]))])
