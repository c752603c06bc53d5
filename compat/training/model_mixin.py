"""The training methods of models: they call the trainer and the predictor that were selected, and nothing else."""
from compat import adapters, process
from compat.engine import training_generator
from compat.legacy import interfaces
from compat.optimizers import get as get_optimizer
from compat.optimizers import has_own_updates, of_file
from compat.training import compile_arguments, select
from compat.backend.functions import OF_SESSIONS
from compat.symbolic.context import context
from compat.training.graph_trainer import GraphTrainer
from compat.training.host_trainer import HostTrainer, compile_host
from compat.training.inputs import input_names
from compat.training.insides import HasTrainingInsidesMixin
from compat.training.prediction import predictor_for
from compat.training.state import CompileSpec, StateOfModel, TrainingState
from compat.training.training_graph import check_outputs


class TrainerOfModel:
    """The attribute of models that has their trainer, None before they are compiled.

    A program may set another attribute of that name.
    """

    def __get__(self, model, owner=None):
        if model is None:
            return self
        return None if model._trainer_state.spec is None else select.trainer_for(model)


def _refuse_nothing(doing, data, steps, argument):
    """Raises ValueError, as Keras 2, where neither data nor the number of steps over tensors are passed."""
    if steps is None and all(each is None for each in data) and not process.dialect().eager:
        raise ValueError(f'If {doing} from data tensors, you should specify the `{argument}` argument. No data were '
                         'passed: pass arrays.')


def _without_objects(metrics):
    """The metrics as a host takes them; None where one is a layer with states, which is no metric of the host's."""
    return None if any(hasattr(one, 'reset_states') and not hasattr(one, 'update_state')
                       for one in compile_arguments.leaves(metrics)) else metrics


class TrainableModelMixin(HasTrainingInsidesMixin):
    """compile, fit, evaluate, predict and what goes with them (Keras 2.2.4 `keras.engine.training.Model`)."""

    _trainer_state = StateOfModel()
    trainer = TrainerOfModel()

    # --- compile

    def compile(self, optimizer='rmsprop', loss=None, metrics=None, loss_weights=None, sample_weight_mode=None,
                weighted_metrics=None, target_tensors=None, **kwargs):
        """Say how to train: the optimizer, the losses and the metrics, by name or as objects.

        Losses of single outputs, their weights, metrics and ``sample_weight_mode`` ('temporal' for weights of steps)
        are lists or dicts by output; ``target_tensors`` are tensors to be used as the targets. Raises ValueError and
        TypeError for what does not fit the outputs.

        ``trainer`` is what trains the model then, and ``trainer.reason`` why it does.
        """
        if context.reads_file:
            metrics, weighted_metrics = map(compile_arguments.metrics_of_file, (metrics, weighted_metrics))
            optimizer = of_file(optimizer)
        spec = CompileSpec(get_optimizer(optimizer), loss, metrics, loss_weights, sample_weight_mode, weighted_metrics,
                           target_tensors, kwargs)
        if not process.dialect().eager and getattr(self, 'inputs', None):
            check_outputs(self, spec)
        state = self.__dict__['_trainer_state'] = TrainingState()
        state.forget_functions(self)
        state.weights = list(self.trainable_weights) if self.built else None
        if select.graph_only(self, spec) is None:
            compile_host(self, spec, spec.optimizer, metrics, weighted_metrics)
            self.loss = spec.loss or []
            state.spec = spec
            if not select.is_undecided(self):
                select.trainer_for(self)
            return
        cls, reason = select.select_trainer(self, spec)
        trainer = cls(self, spec, reason)
        names = trainer.graph.metrics_names  # refuses what does not fit the outputs
        # The host is passed what it can take: it writes that to files.
        compile_host(self, spec._replace(host_arguments={
            name: value for name, value in kwargs.items() if name not in OF_SESSIONS}),
            'sgd' if has_own_updates(spec.optimizer) else spec.optimizer, _without_objects(metrics),
            _without_objects(weighted_metrics))
        state.spec, state.metrics_names = spec, tuple(names)
        select.use(self, trainer)
        self.optimizer, self.loss = spec.optimizer, spec.loss or []
        host_config = getattr(self, '_compile_config', None)
        if host_config is not None:
            host_config.config['optimizer'] = spec.optimizer

    def _trainer_on(self, x):
        """The trainer for a call with these inputs: a Sequential that does not know its input shape learns it."""
        if self._trainer_state.spec is None:
            self._refuse_uncompiled()
            # The others say in their own words that the model is not compiled.
            return HostTrainer(self, None, 'by the host: the model is not compiled')
        if self._trainer_state.trainer is None:
            self._build_on(x)
            if select.is_undecided(self):
                return HostTrainer(self, self._trainer_state.spec, 'by the host: the input shape is not known')
        return select.trainer_for(self)

    def _refuse_uncompiled(self):
        """Raises RuntimeError for a model that is not compiled, where a host would raise something else."""
        if self._trainer_state.spec is None and not getattr(self, 'compiled', getattr(self, '_is_compiled', True)):
            raise RuntimeError(f'Model {self.name} is not compiled: call compile(optimizer, loss) before it is '
                               'trained or evaluated.')

    def _refuse_none(self, x):
        """Raises ValueError where no data are passed for inputs that need some."""
        if x is None and not process.dialect().eager and getattr(self, 'inputs', None):
            fed = input_names(self)
            if fed:
                raise ValueError(f'No data were passed for the inputs {fed} of {self.name}: pass arrays.')

    def _build_on(self, x):
        """Let a Sequential that does not know its input shape learn it from arrays."""
        if not self.built and hasattr(self, 'add') and hasattr(x, 'shape') and not isinstance(x, tuple):
            self.build((None,) + tuple(x.shape[1:]))

    # --- arrays

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose=1, callbacks=None, validation_split=0.,
            validation_data=None, shuffle=True, class_weight=None, sample_weight=None, initial_epoch=0,
            steps_per_epoch=None, validation_steps=None, **kwargs):
        """Train for a number of epochs over the data; returns the History of the losses and metrics of each epoch.

        Keras 1's ``nb_epoch`` is read as ``epochs``. The batch size is 32 by default. Raises TypeError for arguments
        that neither Keras 2 nor the host has.
        """
        adapters.require('training')
        _refuse_nothing('fitting', (x, y), steps_per_epoch, 'steps_per_epoch')
        epochs = compile_arguments.epochs_of(epochs, kwargs)
        return self._trainer_on(x).fit(
            x, y, batch_size=batch_size, epochs=epochs, verbose=verbose, callbacks=callbacks,
            validation_split=validation_split, validation_data=validation_data, shuffle=shuffle,
            class_weight=class_weight, sample_weight=sample_weight, initial_epoch=initial_epoch,
            steps_per_epoch=steps_per_epoch, validation_steps=validation_steps, **kwargs)

    def evaluate(self, x=None, y=None, batch_size=None, verbose=1, sample_weight=None, steps=None, **kwargs):
        """The loss over the data, in batches; with the metrics in a list where there are any, as ``metrics_names``."""
        _refuse_nothing('evaluating', (x, y), steps, 'steps')
        return self._trainer_on(x).evaluate(x, y, batch_size=batch_size, verbose=verbose, sample_weight=sample_weight,
                                            steps=steps, **kwargs)

    def predict(self, x, batch_size=None, verbose=0, steps=None, **kwargs):
        """The outputs for the inputs, in batches (of 32 by default), as arrays. Raises ValueError for no data."""
        _refuse_nothing('predicting', (x,), steps, 'steps')
        self._refuse_none(x)
        self._build_on(x)
        return predictor_for(self).predict(self, x, batch_size=batch_size, verbose=verbose, steps=steps, **kwargs)

    def train_on_batch(self, x, y=None, sample_weight=None, class_weight=None, **kwargs):
        """One update of the weights from one batch; its loss, with the metrics in a list where there are any."""
        adapters.require('training')
        return self._trainer_on(x).train_on_batch(x, y, sample_weight=sample_weight, class_weight=class_weight,
                                                  **kwargs)

    def test_on_batch(self, x, y=None, sample_weight=None, **kwargs):
        """The loss on one batch, with the metrics in a list where there are any."""
        return self._trainer_on(x).test_on_batch(x, y, sample_weight=sample_weight, **kwargs)

    def predict_on_batch(self, x, **kwargs):
        """The outputs for one batch."""
        self._refuse_none(x)
        self._build_on(x)
        return predictor_for(self).predict_on_batch(self, x, **kwargs)

    # --- generators

    @interfaces.legacy_generator_methods_support
    def fit_generator(self, generator, steps_per_epoch=None, epochs=1, verbose=1, callbacks=None, validation_data=None,
                      validation_steps=None, class_weight=None, max_queue_size=10, workers=1,
                      use_multiprocessing=False, shuffle=True, initial_epoch=0, validation_freq=1):
        """Train on the batches (x, y) or (x, y, sample_weight) of a generator; returns the History.

        See ``compat.engine.training_generator.fit_generator``.
        """
        adapters.require('training')
        self._refuse_uncompiled()
        return training_generator.fit_generator(
            self, generator, steps_per_epoch, epochs, verbose, callbacks, validation_data, validation_steps,
            class_weight, max_queue_size, workers, use_multiprocessing, shuffle, initial_epoch, validation_freq)

    @interfaces.legacy_generator_methods_support
    def evaluate_generator(self, generator, steps=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                           verbose=0):
        """The loss over the batches of a generator, with the metrics in a list where there are any."""
        self._refuse_uncompiled()
        return training_generator.evaluate_generator(self, generator, steps, max_queue_size, workers,
                                                     use_multiprocessing, verbose)

    @interfaces.legacy_generator_methods_support
    def predict_generator(self, generator, steps=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                          verbose=0):
        """The outputs for the inputs of a generator."""
        return training_generator.predict_generator(self, generator, steps, max_queue_size, workers,
                                                    use_multiprocessing, verbose)

    # --- what programs read

    @property
    def metrics(self):
        """What ``compile`` got as metrics, as it was passed; in the dialect keras-2.3 the metric objects made of it.

        Of a model that is not compiled, or that the host trains, it is the host's list.
        """
        state = self._trainer_state
        if process.dialect().eager or not isinstance(state.trainer, GraphTrainer) or state.in_host_scope:
            return super().metrics
        if not process.dialect().short_metric_names:
            return state.trainer.graph.metric_objects()
        return [] if state.spec.metrics is None else state.spec.metrics

    @property
    def metrics_names(self):
        """The names of what ``evaluate`` and ``train_on_batch`` return, in order: 'loss' and those of the metrics."""
        state = self._trainer_state
        if state.trainer is not None:
            return state.trainer.metrics_names
        return HostTrainer(self, state.spec, '').metrics_names

    @property
    def _collected_trainable_weights(self):
        """The weights that training changes: those that were trainable when the model was compiled. They can be set."""
        weights = self._trainer_state.weights
        if weights is None:
            raise AttributeError('{!r} object has no attribute {!r}: it has not been compiled, or not been built '
                                 'then.'.format(type(self).__name__, '_collected_trainable_weights'))
        return weights

    @_collected_trainable_weights.setter
    def _collected_trainable_weights(self, weights):
        state = self._trainer_state
        state.weights = list(weights)
        if state.trainer is not None:
            state.trainer.set_weights(list(weights))

    def _graph_of_training(self, name):
        """The TrainingGraph; where the host trains, one is made for what is asked of it."""
        state = self._trainer_state
        if state.spec is None:
            raise AttributeError(f'Model {self.name} has no {name} before it is compiled: call '
                                 'model.compile(optimizer, loss).')
        trainer = state.trainer
        if trainer is None and not select.is_undecided(self):
            trainer = select.trainer_for(self)
        return (trainer if isinstance(trainer, GraphTrainer) else GraphTrainer(self, state.spec, '')).graph

    @property
    def total_loss(self):
        """The loss that training minimises, as a tensor."""
        return self._graph_of_training('total_loss').total_loss

    @property
    def targets(self):
        """The targets of the outputs, as tensors."""
        return self._graph_of_training('targets').targets

    @property
    def sample_weights(self):
        """The weights of the samples of each output, as tensors."""
        return self._graph_of_training('sample_weights').sample_weights

    @property
    def metrics_tensors(self):
        """The metrics, as tensors."""
        return self._graph_of_training('metrics_tensors').metrics_tensors

    @property
    def stateful_metric_names(self):
        """The names of the metrics that go on from batch to batch until they are reset."""
        trainer = self._trainer_state.trainer
        return [] if trainer is None else trainer.stateful_metric_names

    @property
    def stateful_metric_functions(self):
        """What is reset before an epoch, and before an evaluation."""
        trainer = self._trainer_state.trainer
        return [] if trainer is None else trainer.stateful_metric_functions

    def _make_train_function(self):
        """Make the function of a step, and let the optimizer make its weights, so that programs may set them.

        A program may set ``train_function`` itself, or override this method: training calls what it finds then. Raises
        RuntimeError where the model is not compiled.
        """
        self._make_step_function('train')

    def _make_test_function(self):
        """Make the function of a step of evaluation, as ``_make_train_function``."""
        self._make_step_function('test')

    def _make_step_function(self, kind):
        if self._trainer_state.spec is None:
            raise RuntimeError('You must compile your model before using it: call model.compile(optimizer, loss) on '
                               f'{self.name}.')
        self._trainer_on(None).make_function(kind)

    def _make_predict_function(self):
        """Make the function of prediction, as before threads use it. The host makes its own by itself."""
        predictor_for(self).make_function(self)
