"""Training as Keras 2 trained: functions of K run the steps of a functional model, and loops of Keras 2 the batches."""
from compat import backend as K
from compat.backend.functions import OF_SESSIONS
from compat import differences
from compat.engine import training_arrays
from compat.symbolic.context import context
from compat.training.batches import is_generator
from compat.training.host_trainer import HostTrainer
from compat.training.loops import EagerStep
from compat.training.trainer import Trainer, single_or_list
from compat.training.training_graph import TrainingGraph
from compat.utils.generic_utils import custom_object_scope, get_custom_objects, slice_arrays

# What fit takes in Keras 2 and beside the arguments of its signature here.
_OF_GENERATORS = ('max_queue_size', 'workers', 'use_multiprocessing')


def are_arrays(data):
    """Whether the data are arrays, or lists and dicts of them, and none of the framework's tensors."""
    if isinstance(data, (list, dict)):
        return all(are_arrays(item) for item in (data.values() if isinstance(data, dict) else data))
    return data is None or not isinstance(data, tuple) and not K.is_tensor(data) and (
        hasattr(data, 'shape') or isinstance(data, (int, float)))


class OwnStep(EagerStep):
    """A step by a function of the program: it gets the learning phase where the model depends on it, as in Keras 2."""

    def __init__(self, model, function):
        takes_phase = model._uses_dynamic_learning_phase()
        super().__init__(lambda arrays: function(arrays if takes_phase else arrays[:-1]))


def step_of(model, function):
    """The step for the loop over batches of a function that a model has."""
    return function if hasattr(function, 'in_flight') else OwnStep(model, function)


class GraphTrainer(Trainer):
    """Trains by the tensors of a TrainingGraph, which is made when it is first needed.

    ``host`` is the HostTrainer of calls that Keras 2 had not, with data that are no arrays or arguments of the host's
    own; None where the host cannot train the model.
    """

    def __init__(self, model, spec, reason):
        super().__init__(model, spec, reason)
        self._graph = self.host = None

    @property
    def graph(self):
        """The tensors of the training. Raises ValueError and TypeError for what does not fit the outputs."""
        if self._graph is None:
            arguments = self.spec._asdict()
            session = {name: value for name, value in arguments.pop('host_arguments').items() if name in OF_SESSIONS}
            state, optimizer = self.model._trainer_state, arguments.pop('optimizer')
            if state.spec is not None:
                optimizer = self.model.optimizer  # a program, or who loads a file, may have set another since
            # The graph may be made later than compile, whose scope of custom objects has ended then.
            with context.scope(reads_file=state.of_file), custom_object_scope(
                    state.custom_objects, dict(get_custom_objects())):
                self._graph = TrainingGraph(self.model, optimizer, weights=state.weights, **arguments, **session)
        return self._graph

    def allow_host(self):
        """Let the host train where it is asked for what Keras 2 had not."""
        self.host = HostTrainer(self.model, self.spec, 'by the host: Keras 2 had no such call')

    def set_weights(self, weights):
        if self._graph is not None:
            self._graph.weights = weights

    @property
    def metrics_names(self):
        return self.graph.metrics_names

    @property
    def stateful_metric_names(self):
        return [] if self._graph is None else self._graph.running

    @property
    def stateful_metric_functions(self):
        return [] if self._graph is None else [self._graph]

    def make_function(self, kind):
        if self.model._trainer_state.function_of(self.model, kind) is None:  # a program may have set its own
            setattr(self.model, kind + '_function', self.graph.function(kind))

    def _step(self, kind):
        """The step of the function that the model has: a program may set it, or how it is made."""
        getattr(self.model, f'_make_{kind}_function')()
        return step_of(self.model, getattr(self.model, kind + '_function'))

    def validation_arrays(self, *data):
        if not all(map(are_arrays, data)):
            return list(data)
        return self.graph.standardized(*data) + ([0.] if self.model._uses_dynamic_learning_phase() else [])

    def _host_for(self, others, *data):
        """The trainer for a call that Keras 2 had not; None where it had. Warns: the host's numbers are others."""
        if self.host is None or not others and all(map(are_arrays, data)):
            return None
        if not self.model._trainer_state.host_runs:
            what = f'the arguments {", ".join(sorted(others))}' if others else 'data that are no arrays'
            differences.warn('trained-by-hosts', f'Model {self.model.name} is trained by the host for {what}')
        return self.host

    # --- the methods of models

    def fit(self, x, y, batch_size, epochs, verbose, callbacks, validation_split, validation_data, shuffle,
            class_weight, sample_weight, initial_epoch, steps_per_epoch, validation_steps, validation_freq=1, **others):
        """Train for a number of epochs over the data; returns the History."""
        arguments = dict(
            batch_size=batch_size, epochs=epochs, verbose=verbose, callbacks=callbacks, shuffle=shuffle,
            validation_split=validation_split, validation_data=validation_data, class_weight=class_weight,
            sample_weight=sample_weight, initial_epoch=initial_epoch, steps_per_epoch=steps_per_epoch,
            validation_steps=validation_steps)
        of_generators = {name: others.pop(name) for name in _OF_GENERATORS if name in others}
        if validation_data is not None and not isinstance(validation_data, (list, tuple)):
            others['validation_data'] = arguments.pop('validation_data')
        host = self._host_for(others, x, y, sample_weight, *(validation_data or ()))
        if host is not None:
            if validation_freq != 1:
                arguments['validation_freq'] = validation_freq
            return host.fit(x, y, **arguments, **of_generators, **others)
        if others:
            raise TypeError(f'fit() got an unexpected keyword argument {sorted(others)[0]!r}')
        if is_generator(x):
            return self.model.fit_generator(
                x, steps_per_epoch, epochs, verbose, callbacks, validation_data, validation_steps, class_weight,
                shuffle=shuffle, initial_epoch=initial_epoch, validation_freq=validation_freq, **of_generators)
        return self._fit_arrays(x, y, **dict(arguments, validation_freq=validation_freq))

    def _fit_arrays(self, x, y, batch_size, validation_split, validation_data, class_weight, sample_weight,
                    steps_per_epoch, validation_steps, epochs, verbose, callbacks, shuffle, initial_epoch,
                    validation_freq):
        self.graph.check_trainable()
        names = self.metrics_names
        batch_size = 32 if batch_size is None and steps_per_epoch is None else batch_size
        arrays = self._standardized(batch_size, x, y, sample_weight, class_weight)
        validation = None
        if validation_data is not None:
            if len(validation_data) not in (2, 3):
                raise ValueError('`validation_data` should be a tuple `(x_val, y_val, val_sample_weights)` or `(x_val, '
                                 'y_val)`, and has %d items.' % len(validation_data))
            validation = self._standardized(None, *validation_data)
        elif validation_split and 0. < validation_split < 1.:
            split = int(arrays[0].shape[0] * (1. - validation_split))
            arrays, validation = slice_arrays(arrays, 0, split), slice_arrays(arrays, split, None)
        validates = validation is not None or bool(validation_steps)
        return training_arrays.fit_loop(
            self.model, self._step('train'), arrays + [1.], names, batch_size, epochs, verbose, callbacks,
            self._step('test') if validates else None, validation + [0.] if validation is not None else None,
            shuffle, names + (['val_' + name for name in names] if validates else []), initial_epoch, steps_per_epoch,
            validation_steps, validation_freq)

    def evaluate(self, x, y, batch_size, verbose, sample_weight, steps, **others):
        """The loss over the data, in batches, and the metrics."""
        host = self._host_for(others, x, y, sample_weight)
        if host is not None:
            return host.evaluate(x, y, batch_size=batch_size, verbose=verbose, sample_weight=sample_weight,
                                 steps=steps, **others)
        if others:
            raise TypeError(f'evaluate() got an unexpected keyword argument {sorted(others)[0]!r}')
        batch_size = 32 if batch_size is None and steps is None else batch_size
        arrays = self._standardized(batch_size, x, y, sample_weight)
        return training_arrays.test_loop(self.model, self._step('test'), arrays + [0.], batch_size, verbose, steps)

    def _standardized(self, batch_size, *data):
        arrays = self.graph.standardized(*data)
        check_batches_of_states(self.model, arrays, batch_size)
        return arrays

    def train_on_batch(self, x, y, sample_weight, class_weight, reset_metrics=True, **others):
        """One update of the weights; the loss, and the metrics."""
        host = self._host_for(others, x, y, sample_weight)
        if host is not None:
            return host.train_on_batch(x, y, sample_weight=sample_weight, class_weight=class_weight, **others)
        if others:
            raise TypeError(f'train_on_batch() got an unexpected keyword argument {sorted(others)[0]!r}')
        self.graph.check_trainable()
        return self._run('train', self.graph.standardized(x, y, sample_weight, class_weight), reset_metrics)

    def test_on_batch(self, x, y, sample_weight, reset_metrics=True, **others):
        """The loss on one batch, and the metrics."""
        host = self._host_for(others, x, y, sample_weight)
        if host is not None:
            return host.test_on_batch(x, y, sample_weight=sample_weight, **others)
        if others:
            raise TypeError(f'test_on_batch() got an unexpected keyword argument {sorted(others)[0]!r}')
        return self._run('test', self.graph.standardized(x, y, sample_weight), reset_metrics)

    def _run(self, kind, arrays, reset_metrics):
        step = self._step(kind)
        if reset_metrics:
            self.graph.reset_states()  # the numbers are those of the batch by itself
        return single_or_list(step.numbers(step.begin(arrays + [1. if kind == 'train' else 0.])))


def check_batches_of_states(model, arrays, batch_size):
    """Raises ValueError where samples are left over from the batches of a stateful model."""
    if batch_size and model.stateful and arrays and arrays[0].shape[0] % batch_size:
        raise ValueError('A stateful model has a state for each sample of a batch, so the number of samples is a '
                         'multiple of the batch size: %s got %d samples, in batches of %d.'
                         % (model.name, arrays[0].shape[0], batch_size))
