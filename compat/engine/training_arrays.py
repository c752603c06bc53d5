"""Training, evaluation and prediction on arrays by functions of a batch (Keras 2.2.4 `training_arrays`)."""
import numpy as np

from compat.base_layer.nest import as_list
from compat.engine.training_utils import batch_shuffle, check_num_samples, make_batches
from compat.training import loops
from compat.training.callbacks.begin import begin_training
from compat.utils.generic_utils import Progbar, slice_arrays


def _rows(ins, rows):
    """The rows of the arrays; a learning phase at the end, a number, is of all batches."""
    if ins and isinstance(ins[-1], float):
        return _rows(ins[:-1], rows) + [ins[-1]]
    try:
        arrays = slice_arrays(ins, rows)
    except TypeError as error:
        raise TypeError('These data cannot be read in any order; data of HDF5 files are trained with '
                        f'shuffle="batch". ({error})') from error
    return [array.toarray() if hasattr(array, 'toarray') else array for array in arrays]


def _batches(ins, samples, batch_size, steps, order=None):
    """(number of samples, arrays) of each batch; the same arrays for each of the steps where these are counted."""
    if samples is None or steps is not None:
        for _ in range(steps):
            yield 1, ins
        return
    for start, end in make_batches(samples, batch_size):
        rows = order[start:end] if order is not None else np.arange(start, end)
        yield len(rows), _rows(ins, rows)


def _running(model):
    """The names of the metrics that are means over batches until they are reset."""
    return getattr(model, 'stateful_metric_names', ())


def _of_callbacks(model, val_ins):
    """What callbacks have as ``validation_data``: the learning phase is among it where the model depends on it."""
    with_phase = val_ins and isinstance(val_ins[-1], float)
    return val_ins[:-1] if with_phase and not model._uses_dynamic_learning_phase() else val_ins or []


def fit_loop(model, f, ins, out_labels=None, batch_size=None, epochs=100, verbose=1, callbacks=None, val_f=None,
             val_ins=None, shuffle=True, callback_metrics=None, initial_epoch=0, steps_per_epoch=None,
             validation_steps=None, validation_freq=1):
    """Run ``f``, which returns the numbers ``out_labels`` of a list of arrays, over all batches; returns the History.

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
    listed = begin_training(
        model, callbacks, 'samples' if steps_per_epoch is None else 'steps', _running(model), batch_size=batch_size,
        epochs=epochs, steps=steps_per_epoch, samples=samples, verbose=verbose, do_validation=validates,
        metrics=callback_metrics or [])
    for callback in listed.callbacks:
        callback.validation_data = _of_callbacks(model, val_ins)
    order = None if samples is None else np.arange(samples)

    def batches_of_epoch():
        nonlocal order
        if order is not None and shuffle == 'batch':
            order = batch_shuffle(order, batch_size)
        elif order is not None and shuffle:
            np.random.shuffle(order)
        return _batches(ins, samples, batch_size, steps_per_epoch, order)

    def validate(size):
        results = test_loop(model, val_f, val_ins, batch_size=batch_size, steps=validation_steps)
        return {'val_' + label: value for label, value in zip(labels, as_list(results))}

    return loops.fit(model, batches_of_epoch, loops.as_step(f), listed, lambda: labels, epochs, initial_epoch,
                     validate if validates else None, validation_freq, _running(model))


def _progress(samples, steps, verbose):
    """A function that shows that so many samples are done, as a bar; None where none is to be shown."""
    if verbose != 1:
        return None
    bar, seen = Progbar(target=samples if steps is None else steps), 0

    def show(size):
        nonlocal seen
        seen += size
        bar.update(seen)

    return show


def test_loop(model, f, ins, batch_size=None, verbose=0, steps=None):
    """The means of the numbers that ``f`` returns over all batches: one as it is, several as a list.

    Raises ValueError where steps and numbers of samples do not go together. Keras 2.2.4
    ``keras.engine.training_arrays.test_loop``.
    """
    samples = check_num_samples(ins, batch_size=batch_size, steps=steps)
    loops.reset_metrics(model)
    running = [number for number, name in enumerate(getattr(model, 'metrics_names', ())) if name in _running(model)]
    results, _ = loops.evaluate(loops.as_step(f), _batches(ins, samples, batch_size, steps), running,
                                _progress(samples, steps, verbose))
    return results[0] if len(results) == 1 else results


def predict_loop(model, f, ins, batch_size=32, verbose=0, steps=None):
    """What ``f`` returns for all batches, one after the other: an array, or a list of them where it returns several.

    Raises ValueError where steps and numbers of samples do not go together, and for outputs that have neither a row for
    each sample nor one for all of a batch. Keras 2.2.4 ``keras.engine.training_arrays.predict_loop``.
    """
    samples = check_num_samples(ins, batch_size=batch_size, steps=steps)
    return loops.predict(loops.as_step(f), _batches(ins, samples, batch_size, steps),
                         loops.a_row_a_sample if steps is None else loops.one_after_the_other,
                         _progress(samples, steps, verbose))
