"""What models of symbols need to be trained as Keras 2 described it, where the host's own training cannot."""
from compat import backend as K
from compat import adapters
from compat.symbolic.evaluation import operands, origin
from compat.symbolic.graph import added_losses
from compat.base_layer import recorded_updates as recorded_updates
from compat.engine import training_arrays
from compat.training import graph_trainer as graph_trainer
from compat.training.batches import is_generator
from compat.training.graph_prediction import GraphPredictionMixin
from compat.base_layer.nodes import input_tensors
from compat.base_layer.nest import as_list
from compat.errors import NotBuiltError
from compat.utils.generic_utils import slice_arrays

_models = adapters.area('model')


class Described(GraphPredictionMixin):
    """The manners of a model of symbols whose training is described; see ``compat.training.graph_trainer``."""

    @property
    def _described(self):
        """How the model is trained, where that is described; else None."""
        return self.__dict__.get('_graph_trainer')

    def _graph_trainer_for(self, others, *data):
        """How training is described for a call with these ``data``, or None where the host trains.

        The host trains where the call has ``others``, arguments that Keras 2 had not.
        """
        if self._described is not None:
            return self._described
        if self.__dict__.get('_may_use_graph') and not others and all(map(graph_trainer.are_arrays, data)):
            self._build_from(data[0])
            return self._optional_trainer()
        return None

    def _optional_trainer(self):
        """The description of a training that the host could do, too; None where there is none."""
        found = self.__dict__.get('_optional_graph_trainer')
        if found is None and getattr(self, 'inputs', None):
            found = self._describe(self.optimizer, weights=self.__dict__['_weights_at_compile'],
                                   **self.__dict__['_compile_arguments'])
            self.__dict__['_optional_graph_trainer'] = found
            self._logged_names = tuple(found.metrics_names)
        return found

    def _describe(self, optimizer, **told):
        """The description of the training. Raises NotBuiltError for a model that is not of symbols."""
        if not getattr(self, 'inputs', None):
            raise NotBuiltError(
                'compile was told what needs a model of symbols, Model(inputs, outputs): target_tensors, '
                'sample_weight_mode, symbolic losses or an optimizer of your own with get_updates. Model {} is '
                'none{}.'.format(self.name, ' before it knows its input shape' if hasattr(self, 'add') else ''))
        return graph_trainer.GraphTrainer(self, optimizer, **told)

    def _use_graph_trainer(self, described):
        """Train so from now on."""
        # Not as an attribute: the host would track what is in it.
        self.__dict__['_graph_trainer'] = described
        self.optimizer = described.optimizer
        self._logged_names = tuple(described.metrics_names)
        told = getattr(self, '_compile_config', None)
        if told is not None:
            told.config['optimizer'] = described.optimizer

    # --- losses

    def add_loss(self, losses, inputs=None):
        """Add losses, tensors that are computed from the model's inputs and weights, to what training minimises.

        ``compile`` takes them in. Raises ValueError for what is no tensor of the graph, or of another model.
        """
        if losses is None:
            return
        if not self._store_symbolic_losses(as_list(losses), inputs):
            super().add_loss(losses, inputs)
            return
        for loss in as_list(losses):
            if not _placeholders_of(loss) <= self._inputs_by_id():
                raise ValueError(f'The loss {loss!r} that was added to model {self.name} is computed from tensors that '
                                 'are none of its inputs.')

    def _inputs_by_id(self):
        return {id(tensor) for tensor in as_list(getattr(self, 'inputs', None) or [])}

    @property
    def losses(self):
        """The losses of the layers, and those that were added as symbols."""
        found = list(super().losses)
        if self._described is None:
            return found
        known = set(map(id, found))
        return found + [loss for loss in self._symbolic_losses() if id(loss) not in known]

    def _symbolic_losses(self):
        """The losses that were added as symbols to the model and to its layers, as far as its inputs lead to them."""
        found = [loss for layer in self._flatten_layers()
                 for loss in layer.__dict__.get('_symbolic_losses_of_keras2', ())]
        return [loss for loss in found if _placeholders_of(loss) <= self._inputs_by_id()]

    def _recorded_losses(self):
        """All losses that the layers and the program have added, as tensors, weight penalties first."""
        adds = any(layer.__dict__.get('_losses_of_keras2') or getattr(layer, 'activity_regularizer', None)
                   for layer in self._flatten_layers())
        inner = [added_losses(self.outputs)] if adds else []
        return list(self._get_regularization_losses()) + inner + self._symbolic_losses()

    # --- updates

    @property
    def updates(self):
        """The updates of the layers, as K.function performs them; none of them when the model is frozen."""
        if not getattr(self, 'inputs', None) or not recorded_updates.may_record():
            return super().updates
        if not self.trainable and not self.stateful:
            return []
        return [update for layer in self.layers for update in self._updates_of(layer)]

    def _updates_of(self, layer):
        between = recorded_updates.nodes_between(self.inputs, self.outputs)
        called_on = [input_tensors(node) for node in layer._inbound_nodes if id(node) in between]
        return [update for inputs in called_on + [None] for update in layer.get_updates_for(inputs)]

    @property
    def state_updates(self):
        """The updates of the stateful layers."""
        return [update for layer in self.layers if getattr(layer, 'stateful', False)
                for update in self._updates_of(layer)]

    def _updates_at(self, node):
        return self._updates_on(input_tensors(node))

    def _updates_on(self, inputs):
        return recorded_updates.of_model(self, as_list(inputs)) if getattr(self, 'inputs', None) else []

    # --- what programs read

    def _asked(self, name):
        """What the description of the training has by that name; where the host trains, it is made for that alone."""
        described = self._described
        if described is None:
            if self.__dict__.get('_compile_arguments') is None:
                raise AttributeError(f'Model {self.name} has no {name} before it is compiled: call '
                                     'model.compile(optimizer, loss).')
            described = self._optional_trainer() or self._describe(self.optimizer,
                **self.__dict__['_compile_arguments'])
        return getattr(described, name)

    @property
    def total_loss(self):
        """The loss that training minimises, as a tensor."""
        return self._asked('total_loss')

    @property
    def targets(self):
        """The targets of the outputs, as tensors."""
        return self._asked('targets')

    @property
    def sample_weights(self):
        """The weights of the samples of each output, as tensors."""
        return self._asked('sample_weights')

    @property
    def metrics_tensors(self):
        """The metrics, as tensors."""
        return self._asked('metrics_tensors')

    def _make_train_function(self):
        """Let the optimizer make its weights, so that programs may set them. The host makes its functions by itself.

        Raises RuntimeError where the model is not compiled.
        """
        if self.__dict__.get('_compile_arguments') is None:
            raise RuntimeError('You must compile your model before using it: call model.compile(optimizer, loss) on '
                               f'{self.name}.')
        described = self._described or self.__dict__.get('_may_use_graph') and self._optional_trainer()
        if described:
            described.function('train')
        else:
            _models.build_optimizer(self)

    def _make_test_function(self):
        """Nothing: the host makes its function by itself."""

    def _make_predict_function(self):
        """Make the function of prediction, as before threads use it. The host makes its own by itself."""
        self._prediction((), [])

    @property
    def stateful_metric_names(self):
        """The names of the metrics that go on from batch to batch until they are reset."""
        described = self._described or self.__dict__.get('_optional_graph_trainer')
        return list(described.running) if described is not None else []

    @property
    def stateful_metric_functions(self):
        """What is reset before an epoch, and before an evaluation."""
        described = self._described or self.__dict__.get('_optional_graph_trainer')
        return [described] if described is not None else []

    # --- loops

    def _fit_graph(self, described, x, y, batch_size, epochs, verbose, callbacks, validation_split,
                       validation_data, shuffle, class_weight, sample_weight, initial_epoch, steps_per_epoch,
                       validation_steps, validation_freq=1, max_queue_size=10, workers=1, use_multiprocessing=False):
        if is_generator(x):
            return self.fit_generator(x, steps_per_epoch, epochs, verbose, callbacks, validation_data, validation_steps,
                                      class_weight, max_queue_size, workers, use_multiprocessing, shuffle,
                                      initial_epoch, validation_freq)
        described.check_trainable()
        names = list(self.metrics_names)
        batch_size = 32 if batch_size is None and steps_per_epoch is None else batch_size
        arrays = self._standardized(described, batch_size, x, y, sample_weight, class_weight)
        validation = None
        if validation_data is not None:
            if len(validation_data) not in (2, 3):
                raise ValueError('`validation_data` should be a tuple `(x_val, y_val, val_sample_weights)` or `(x_val, '
                                 'y_val)`, and has %d items.' % len(validation_data))
            validation = self._standardized(described, None, *validation_data)
        elif validation_split and 0. < validation_split < 1.:
            split = int(len(arrays[0]) * (1. - validation_split))
            arrays, validation = slice_arrays(arrays, 0, split), slice_arrays(arrays, split, None)
        validates = validation is not None or bool(validation_steps)
        return training_arrays.fit_loop(
            self, described.function('train'), arrays + [1.], names, batch_size, epochs, verbose, callbacks,
            described.function('test') if validates else None, validation + [0.] if validation is not None else None,
            shuffle, names + (['val_' + name for name in names] if validates else []), initial_epoch, steps_per_epoch,
            validation_steps, validation_freq)

    def _evaluate_graph(self, described, x, y, batch_size, verbose, sample_weight, steps):
        batch_size = 32 if batch_size is None and steps is None else batch_size
        arrays = self._standardized(described, batch_size, x, y, sample_weight)
        return training_arrays.test_loop(self, described.function('test'), arrays + [0.], batch_size, verbose, steps)

    def _standardized(self, described, batch_size, *data):
        arrays = described.standardized(*data)
        if batch_size and self.stateful and len(arrays[0]) % batch_size:
            raise ValueError('A stateful model keeps a state for each sample of a batch, so the number of samples is a '
                             'multiple of the batch size: %s got %d samples, in batches of %d.'
                             % (self.name, len(arrays[0]), batch_size))
        return arrays

    @staticmethod
    def _run_graph(described, kind, x, y, sample_weight=None, class_weight=None, reset_metrics=True):
        if kind == 'train':
            described.check_trainable()
        results = described.run(kind, described.standardized(x, y, sample_weight, class_weight), reset_metrics)
        return results[0] if len(results) == 1 else results


def _placeholders_of(tensor):
    """The ids of the placeholders that a tensor is computed from."""
    pending, seen, found = [tensor], set(), set()
    while pending:
        one = pending.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if K.is_placeholder(one) and origin(one)[0] is None:
            found.add(id(one))
        pending.extend(operands(one))
    return found
