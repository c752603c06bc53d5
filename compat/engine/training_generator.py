"""Training, evaluation and prediction on the batches of generators (Keras 2.2.4 `keras.engine.training_generator`)."""
import contextlib
import functools

from compat import process
from compat.base_layer.nest import as_list
from compat.errors import GeneratorEndedError
from compat.training import loops
from compat.training.batches import Batches, is_generator, samples_in, steps_of
from compat.training.callbacks.begin import begin_training
from compat.utils.generic_utils import Progbar


def _as_triple(batch, what='Output of generator'):
    """(x, y, sample_weight) of a batch. Raises ValueError for anything but a pair or a triple."""
    if not hasattr(batch, '__len__') or len(batch) not in (2, 3):
        raise ValueError(f'{what} should be a tuple `(x, y, sample_weight)` or `(x, y)`. Found: {batch}')
    return tuple(batch) + (None,) * (3 - len(batch))


def _inputs(batch):
    """The inputs of a batch, alone or in a tuple with targets and weights, which do not count."""
    return _as_triple(batch)[0] if isinstance(batch, tuple) else batch


def _stops_the_iteration(function):
    """Wraps a function that reads batches: it raises the GeneratorEndedError, which is a StopIteration, itself.

    Python raises a RuntimeError in its place where it leaves another generator.
    """
    @functools.wraps(function)
    def reading(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except RuntimeError as error:
            if isinstance(error.__cause__, GeneratorEndedError):
                raise error.__cause__ from None
            raise

    return reading


def _next(batches, done, steps):
    """The next batch. Raises GeneratorEndedError where the generator ends before the last of the steps."""
    try:
        return next(batches)
    except StopIteration:
        raise GeneratorEndedError('The generator ended after %d of %d steps. Keras 2 asks for generators that do not '
                                  'end, `while True:`, or for fewer steps.' % (done, steps)) from None


def _labelled(batches, steps):
    """(number of samples, (x, y, sample_weight)) of each of so many batches."""
    for step in range(steps):
        batch = _as_triple(_next(batches, step, steps))
        yield samples_in(batch[0]), batch


def _progress(steps, verbose):
    """A function that shows one more step, as a bar; None where none is to be shown."""
    if verbose != 1:
        return None
    bar = Progbar(steps)
    return lambda size: bar.add(1)


@_stops_the_iteration
def fit_generator(model, generator, steps_per_epoch=None, epochs=1, verbose=1, callbacks=None, validation_data=None,
                  validation_steps=None, class_weight=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                  shuffle=True, initial_epoch=0, validation_freq=1):
    """Train the model on the batches of a generator; returns the History.

    A batch is (x, y) or (x, y, sample_weight). Workers are threads here, with ``use_multiprocessing`` too. Raises
    ValueError for other batches, for a generator without ``steps_per_epoch``, and where it ends before.
    Keras 2.2.4 ``keras.engine.training_generator.fit_generator``.
    """
    steps = steps_of(generator, steps_per_epoch, 'steps_per_epoch')
    val_steps, validation = validation_steps, None
    if is_generator(validation_data):
        val_steps = steps_of(validation_data, validation_steps, 'validation_steps')
    elif validation_data:
        validation = _as_triple(validation_data, '`validation_data`')
    names = list(model.metrics_names)
    # No batch is asked for before the callbacks know: one of them may be the source of the data.
    listed = begin_training(
        model, callbacks, 'steps', getattr(model, 'stateful_metric_names', ()), epochs=epochs,
        steps=steps, verbose=verbose, do_validation=bool(validation_data),
        metrics=names + ['val_' + name for name in names])
    if validation is not None:
        for callback in listed.callbacks:
            callback.validation_data = model.trainer.validation_arrays(*validation)

    def train(batch):
        x, y, sample_weight = batch
        return model.train_on_batch(x, y, sample_weight=sample_weight, class_weight=class_weight)

    with contextlib.ExitStack() as stack:
        batches = stack.enter_context(Batches(generator, workers, max_queue_size, shuffle))
        if is_generator(validation_data):
            val_batches = stack.enter_context(Batches(validation_data, workers, max_queue_size))

        def validate(size):
            if validation is None:
                results = evaluate_generator(model, val_batches, val_steps, workers=0)
            else:
                x, y, sample_weight = validation
                results = model.evaluate(x, y, batch_size=size, sample_weight=sample_weight, verbose=0)
            return {'val_' + name: value for name, value in zip(model.metrics_names, as_list(results))}

        return loops.fit(model, lambda: _labelled(batches, steps), loops.EagerStep(train), listed,
                         lambda: model.metrics_names, epochs, initial_epoch, validate if validation_data else None,
                         validation_freq, steps=steps)


@_stops_the_iteration
def evaluate_generator(model, generator, steps=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                       verbose=0):
    """The loss over the batches of a generator, with the metrics in a list where there are any.

    Each is the mean over the samples; in the dialect of Keras 2.3 the loss is that of the last batch. Raises
    ValueError as fit_generator does. Keras 2.2.4 ``keras.engine.training_generator.evaluate_generator``.
    """
    def test(batch):
        x, y, sample_weight = batch
        return model.test_on_batch(x, y, sample_weight=sample_weight)

    steps = steps_of(generator, steps, 'steps')
    with Batches(generator, workers, max_queue_size) as batches:
        results, last = loops.evaluate(loops.EagerStep(test), _labelled(batches, steps), show=_progress(steps, verbose))
    if process.dialect().loss_of_last_batch:
        results[0] = float(last[0])
    return results[0] if len(results) == 1 else results


@_stops_the_iteration
def predict_generator(model, generator, steps=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                      verbose=0):
    """The outputs for the inputs of a generator, as one array, or one for each output.

    Targets and weights beside the inputs do not count. Raises ValueError as fit_generator does. Keras 2.2.4
    ``keras.engine.training_generator.predict_generator``.
    """
    steps = steps_of(generator, steps, 'steps')
    with Batches(generator, workers, max_queue_size) as batches:
        inputs = ((1, _inputs(_next(batches, step, steps))) for step in range(steps))
        return loops.predict(loops.EagerStep(model.predict_on_batch), inputs, loops.as_it_is_or_one_after_the_other,
                             _progress(steps, verbose))
