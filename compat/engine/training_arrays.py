"""Training, evaluation and prediction on arrays by functions of a batch (Keras 2.2.4 `training_arrays`)."""
import numpy as np

from compat import callbacks as callbacks_module
from compat import process
from compat.base_layer.nest import as_list
from compat.engine.training_generator import Means
from compat.engine.training_utils import batch_shuffle, check_num_samples, make_batches, should_run_validation
from compat.utils.generic_utils import Progbar, slice_arrays

_CallbackList = process.opened().keras.callbacks.CallbackList


def _batch(ins, rows):
    """The rows of the arrays; a learning phase at the end, a number, is of all batches."""
    if ins and isinstance(ins[-1], float):
        return _batch(ins[:-1], rows) + [ins[-1]]
    try:
        arrays = slice_arrays(ins, rows)
    except TypeError as error:
        raise TypeError('These data cannot be taken in any order; data of HDF5 files are trained with '
                        f'shuffle="batch". ({error})') from error
    return [array.toarray() if hasattr(array, 'toarray') else array for array in arrays]


def _batches(ins, samples, batch_size, order=None):
    """(number of samples, arrays) of each batch."""
    for start, end in make_batches(samples, batch_size):
        rows = order[start:end] if order is not None else np.arange(start, end)
        yield len(rows), _batch(ins, rows)


def fit_loop(model, f, ins, out_labels=None, batch_size=None, epochs=100, verbose=1, callbacks=None, val_f=None,
             val_ins=None, shuffle=True, callback_metrics=None, initial_epoch=0, steps_per_epoch=None,
             validation_steps=None, validation_freq=1):
    """Run ``f``, which gives the numbers ``out_labels`` of a list of arrays, over all batches; gives the History.

    ``shuffle`` is by numpy's global generator, of samples or, with 'batch', of whole batches. Raises ValueError where
    steps and numbers of samples do not go together. Keras 2.2.4 ``keras.engine.training_arrays.fit_loop``.
    """
    labels = out_labels or []
    validates = bool(val_f and val_ins) or bool(validation_steps)
    if validation_steps and steps_per_epoch is None:
        raise ValueError('`validation_steps` are for training by `steps_per_epoch`, which is not given.')
    if validates and steps_per_epoch and not validation_steps:
        raise ValueError('Training by `steps_per_epoch` validates by `validation_steps`, which are not given.')
    samples = check_num_samples(ins, batch_size=batch_size, steps=steps_per_epoch, steps_name='steps_per_epoch')
    if verbose and validates and samples is not None and hasattr(val_ins[0], 'shape'):
        print('Train on %d samples, validate on %d samples' % (samples, val_ins[0].shape[0]))
    shown = [callbacks_module.ProgbarLogger('samples' if steps_per_epoch is None else 'steps',
                                            stateful_metrics=_running(model))] if verbose else []
    listed = _CallbackList(
        shown + list(callbacks or []), add_history=True, add_progbar=False, model=model, batch_size=batch_size,
        epochs=epochs, steps=steps_per_epoch, samples=samples, verbose=verbose, do_validation=validates,
        metrics=callback_metrics or [])
    model.stop_training = False
    for callback in listed.callbacks:
        callback.validation_data = val_ins
    listed.on_train_begin()
    # Where nobody looks between batches, the framework need not be waited for.
    observed = not hasattr(f, 'begin') or any(map(_observes_batches, listed.callbacks))
    order = None if samples is None else np.arange(samples)
    for epoch in range(initial_epoch, epochs):
        _reset(model)
        listed.on_epoch_begin(epoch)
        means = Means()
        if samples is None:
            batches = ((1, ins) for _ in range(steps_per_epoch))
        else:
            if shuffle == 'batch':
                order = batch_shuffle(order, batch_size)
            elif shuffle:
                np.random.shuffle(order)
            batches = _batches(ins, samples, batch_size, order)
        if observed or model.stop_training:
            _train_observed(model, f, batches, labels, means, listed)
        else:
            for size, values in [(size, f.begin(arrays)) for size, arrays in batches]:
                means.add(dict(zip(labels, f.numbers(values))), size, _running(model))
        if not model.stop_training:
            if validates and should_run_validation(validation_freq, epoch):
                found = test_loop(model, val_f, val_ins, batch_size=batch_size, steps=validation_steps)
                means.keep({'val_' + label: value for label, value in zip(labels, as_list(found))})
        listed.on_epoch_end(epoch, means.result())
        if model.stop_training:
            break
    listed.on_train_end()
    return model.history


def _train_observed(model, f, batches, labels, means, callbacks):
    """Run the batches, and tell the callbacks of each, until one of them stops the training."""
    for number, (size, arrays) in enumerate(batches):
        logs = {'batch': number, 'size': size}
        callbacks.on_train_batch_begin(number, logs)
        found = dict(zip(labels, as_list(f(arrays))))
        means.add(found, size, _running(model))
        callbacks.on_train_batch_end(number, dict(logs, **found))
        if model.stop_training:
            break


# What a callback overrides to be told of batches.
_OF_BATCHES = ('on_batch_begin', 'on_batch_end', 'on_train_batch_begin', 'on_train_batch_end')


def _observes_batches(callback):
    # Hosts mark what their base class does, which is nothing.
    return any(not getattr(getattr(callback, name, None), '_is_default', False) for name in _OF_BATCHES)


def _running(model):
    """The names of what goes on from batch to batch until it is reset."""
    return getattr(model, 'stateful_metric_names', ())


def _reset(model):
    for metric in getattr(model, 'stateful_metric_functions', ()):
        metric.reset_states()


def test_loop(model, f, ins, batch_size=None, verbose=0, steps=None):
    """The means of the numbers that ``f`` gives over all batches: one as it is, several as a list.

    Raises ValueError where steps and numbers of samples do not go together. Keras 2.2.4
    ``keras.engine.training_arrays.test_loop``.
    """
    samples = check_num_samples(ins, batch_size=batch_size, steps=steps)
    _reset(model)
    bar = Progbar(target=samples if steps is None else steps) if verbose == 1 else None
    batches = ((1, ins) for _ in range(steps)) if steps is not None else _batches(ins, samples, batch_size)
    means, seen = Means(), 0
    running = [number for number, name in enumerate(getattr(model, 'metrics_names', ())) if name in _running(model)]
    for size, arrays in batches:
        means.add(dict(enumerate(as_list(f(arrays)))), size, running)
        seen += size
        if bar is not None:
            bar.update(seen)
    results = list(means.result().values())
    return results[0] if len(results) == 1 else results


def predict_loop(model, f, ins, batch_size=32, verbose=0, steps=None):
    """What ``f`` gives for all batches, one after the other: an array, or a list of them where it gives several.

    Raises ValueError where steps and numbers of samples do not go together. Keras 2.2.4
    ``keras.engine.training_arrays.predict_loop``.
    """
    samples = check_num_samples(ins, batch_size=batch_size, steps=steps)
    bar = Progbar(target=samples if steps is None else steps) if verbose == 1 else None
    batches = ((1, ins) for _ in range(steps)) if steps is not None else _batches(ins, samples, batch_size)
    # Where no bar shows how far it is, the framework need not be waited for.
    run = f if bar is not None or not hasattr(f, 'begin') else f.begin
    rows, seen = [], 0
    for size, arrays in batches:
        rows.append(as_list(run(arrays)))
        seen += size
        if bar is not None:
            bar.update(seen)
    outputs = [np.concatenate([np.asarray(part) for part in parts]) for parts in zip(*rows)]
    return outputs[0] if len(outputs) == 1 else outputs
