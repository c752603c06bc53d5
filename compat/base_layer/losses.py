"""The updates and losses that a Keras 2 layer adds, and which of its inputs they depend on."""
import contextlib

from compat import backend as K
from compat import process
from compat.symbolic import graph, outer_symbols, phase
from compat.symbolic.context import context
from compat.symbolic.kinds import SYMBOLS, kinds
from compat.symbolic.references import referenced_values
from compat.base_layer import recorded_updates
from compat.base_layer.nodes import input_tensors
from compat.base_layer.nest import as_list


def _perform(updates):
    for update in updates:
        update.apply()


def _with_layers_within(layer):
    """Returns the layer, and those of a model, which the model's call calls."""
    return [layer] + [inner for part in getattr(layer, 'layers', None) or () for inner in _with_layers_within(part)]


class LossesMixin:
    """The updates and losses that a Keras 2 layer adds."""

    @property
    def _added_updates(self):
        return self.__dict__.setdefault('_updates_of_keras2', [])

    @property
    def _added_losses(self):
        return self.__dict__.setdefault('_losses_of_keras2', [])

    @property
    def _lost_losses(self):
        return self.__dict__.setdefault('_lost_losses_of_keras2', [])

    @property
    def losses(self):
        """The penalties of the weights, and the losses that the calls of the layer have added."""
        if not recorded_updates.may_record() or context.host_task is not None:
            return super().losses
        added = self._all_losses()
        return list(self._get_regularization_losses()) + [loss for loss, _ in added] if added else super().losses

    def _all_losses(self):
        """Returns the losses that were added, with their inputs: those of calls of models that call the layer too."""
        return self._added_losses + self._additions_within_models('losses')

    def _additions_within_models(self, kind):
        """Returns what the layer adds where models that have it are called, with what stands for its inputs there."""
        return [(item, [call]) for model, call in self.__dict__.get('_calls_within_models', ())
                for item in model._added_within(self, kind, call)]

    @property
    def updates(self):
        """The updates that were added; none where the layer is frozen and not stateful."""
        if not self._is_updated():
            return []
        return [update for update, _ in self._all_updates()]

    def _is_updated(self):
        """Whether training performs the updates."""
        return (self.trainable or self.stateful) and '_drops_updates' not in self.__dict__

    @property
    def _per_input_updates(self):
        raise AttributeError(f'{self.name} has no _per_input_updates to read: call get_updates_for(inputs), and '
                             'add_update(updates, inputs) to add some. To drop them set it to {}.')

    @_per_input_updates.setter
    def _per_input_updates(self, updates):
        if updates:
            raise AttributeError(f'_per_input_updates of {self.name} can be set to {{}} only, so that the layer is not '
                                 'updated any more: call add_update(updates, inputs) to add some.')
        self.__dict__['_drops_updates'] = True

    @property
    def _per_input_losses(self):
        raise AttributeError(f'{self.name} has no _per_input_losses: call get_losses_for(inputs), and '
                             'add_loss(losses, inputs) to add some.')

    @_per_input_losses.setter
    def _per_input_losses(self, losses):
        raise AttributeError(f'_per_input_losses of {self.name} cannot be set: call add_loss(losses, inputs) to add '
                             'some; a layer without penalties is made without regularizers.')

    def _updates_of_program(self, called_on):
        """Returns the updates that the program has added outside of calls, as far as they are of calls on these inputs.

        A call performs by itself what it adds; these a step of training has to perform.
        """
        if not self._is_updated():
            return []
        wanted = {tuple(map(id, inputs)) for inputs in called_on}
        return [update for update, inputs in self.__dict__.get('_updates_outside', ())
                if inputs is None or tuple(map(id, inputs)) in wanted]

    def _adds(self):
        """Whether calls of the layer on symbols add losses or updates."""
        return bool(self._added_losses or getattr(self, 'activity_regularizer', None) or self.updates)

    def _note_updated_layers(self):
        """Stores nothing: only models have layers whose updates count."""

    def _calling_scope(self):
        """Returns the context of a call on values; models override it."""
        return contextlib.nullcontext()

    def _performs_updates(self):
        """Whether the running step of training performs the updates of this layer."""
        return not context.updates_are_frozen and self._counts_updates()

    def _updates_in_predictions(self):
        """Whether predictions perform the updates: where the layer that a model runs is stateful."""
        return (phase.outermost_layer() or self).stateful

    def _all_updates(self):
        """Returns the updates that were added, and those of the host's own layer at each call, with their inputs."""
        if not recorded_updates.may_record():
            return self._added_updates
        updates, known = list(self._added_updates), self.__dict__.setdefault('_updates_of_nodes', {})
        for node in self._counted_nodes():
            if id(node) not in known:
                known[id(node)] = self._updates_at(node)
            updates.extend((update, self._updated_by(node)) for update in known[id(node)])
        return updates + self._additions_within_models('updates')

    def _counted_nodes(self):
        """Returns the nodes of the calls that add something: a model overrides it."""
        return self._inbound_nodes

    def _updated_by(self, node):
        """Returns the inputs that the updates of the host's own layer at a call depend on, a list."""
        return input_tensors(node)

    def _joined_by_call(self, called_on, arguments):
        """Returns the symbols that were the inputs of a call in Keras 2, on which the losses of its inputs depend."""
        return called_on

    def _stored_states(self):
        """Returns the variables that a stateful layer stores its states in, which are no weights."""
        return []

    def _updates_at(self, node):
        """Returns the updates of the host's own layer at a call, as recorded updates."""
        return recorded_updates.of_states(self, node) if type(self)._builtin_layer is not None else []

    def _updates_on(self, inputs):
        """Returns the updates of the host's own layer for these inputs, as recorded updates."""
        return []

    def add_update(self, updates, inputs=None):
        """Adds updates that every training step performs: those of K.update, or pairs (variable, value).

        ``inputs`` are the inputs of the layer that the updates depend on; None stands for none.
        """
        if updates is None or isinstance(updates, list) and not updates:
            return
        updates = [updates] if isinstance(updates, tuple) else as_list(updates)
        if '_noted_updates' in self.__dict__:
            self.__dict__['_noted_updates'].extend(updates)
            return
        if not phase.is_executing() and not process.dialect().eager:
            # A metric that is a layer adds its updates where it is called on symbols, outside of layers.
            added = [(update, None if inputs is None else as_list(inputs)) for update in updates]
            self._added_updates.extend(added)
            self.__dict__.setdefault('_updates_outside', []).extend(added)
            return
        self._remember('updates', updates, inputs)
        in_training = phase.learning_phase() == 1 or context.trains_in_test_phase
        if self._updates_in_predictions() or (in_training and self._performs_updates()):
            after_call = self.__dict__.get('_performed_after_call')
            for update in updates:
                recorded_updates.perform_later(update, after_call)

    @contextlib.contextmanager
    def _updates_after_call(self):
        """While it lasts, a call runs: it reads the values from before the updates that it adds, as in Keras 2."""
        if '_performed_after_call' in self.__dict__:  # the call of a base class, which is not the end of the call
            yield
            return
        updates = self.__dict__['_performed_after_call'] = []
        try:
            yield
            _perform(updates)
        finally:
            del self.__dict__['_performed_after_call']

    def get_updates_for(self, inputs):
        """Returns the updates that depend on these inputs; for None the unconditional ones."""
        if not self._counts_updates():
            return []
        return self._remembered(self._all_updates(), inputs)

    def _counts_updates(self):
        """Whether the updates count: for those of the call of a model, when it was called."""
        known = context.updated_layers
        return self._is_updated() if known is None else known.get(id(self), self._is_updated())

    def get_losses_for(self, inputs):
        """Returns the losses that depend on these inputs; for None the unconditional ones, weight penalties first."""
        losses = self._remembered(self._all_losses(), inputs)
        return list(self._get_regularization_losses()) + losses if inputs is None else losses

    def _remember(self, kind, items, inputs):
        """Stores what is added while the layer is called on symbols; a traced or eager run adds nothing new."""
        added = self.__dict__.get('_added')
        if added is not None:
            added.append((kind, items, not (inputs is None or isinstance(inputs, list) and inputs == []), self))

    def _recorded_additions(self, outputs, added):
        """Returns what was added in a call on symbols, with recorded updates, which K.function performs."""
        updates = [item for kind, items, _, _ in added if kind == 'updates' for item in items]
        if not updates or process.dialect().eager:
            return added
        recorded = iter(recorded_updates.added_in_call(self, outputs, updates))
        return [(kind, [next(recorded) for _ in items] if kind == 'updates' else items, conditional, adder)
                for kind, items, conditional, adder in added]

    def _store_addition(self, kind, items, inputs, adder):
        """Stores what was added in a call on symbols; ``adder`` is the layer, or one that runs within the call."""
        stores = {'updates': self._added_updates, 'losses': self._added_losses, 'lost_losses': self._lost_losses}
        stores[kind].extend((item, inputs) for item in items)

    def _loses(self, inputs):
        """Whether a loss that depends on these inputs is lost: a wrapper runs the layer on other tensors than its own.
        """
        kind = 'unconditional' if inputs is None or isinstance(inputs, list) and inputs == [] else 'conditional'
        return kind in self.__dict__.get('_lost_kinds', ())

    @contextlib.contextmanager
    def _adding_for(self, *layers, conditional_losses=True):
        """While it lasts, what the layers add counts as added by this one, whose call runs theirs.

        Without ``conditional_losses`` losses that depend on inputs are lost, and penalties of outputs are such losses.
        """
        shared = {name: self.__dict__[name] for name in ('_added', '_noted_updates', '_running')
                  if name in self.__dict__}
        if not conditional_losses:
            shared['_lost_kinds'] = ('conditional',)
        with self._sharing(layers, shared):
            yield

    def _adding_nothing_for(self, layer):
        """While it lasts, what the layer adds counts for nothing: it is run once more."""
        return self._sharing([layer], {'_added': [], '_noted_updates': [], '_running': True,
                                       '_lost_kinds': ('conditional', 'unconditional')})

    @staticmethod
    @contextlib.contextmanager
    def _sharing(layers, shared):
        """While it lasts, the layers and those within them have these private attributes."""
        layers = [inner for layer in layers for inner in _with_layers_within(layer)]
        before = [(layer, {name: layer.__dict__[name] for name in shared if name in layer.__dict__})
                  for layer in layers]
        for layer in layers:
            layer.__dict__.update(shared)
        try:
            yield
        finally:
            for layer, stored in before:
                for name in shared:
                    layer.__dict__.pop(name, None)
                layer.__dict__.update(stored)

    @staticmethod
    def _remembered(store, inputs):
        wanted = None if inputs is None else [id(tensor) for tensor in as_list(inputs)]
        return [item for item, depends_on in store if (
            depends_on is None if wanted is None else
            depends_on is not None and [id(tensor) for tensor in depends_on] == wanted)]

    def _symbolic_penalties(self, outputs):
        """Returns the penalties of the activity regularizer for symbolic outputs, as symbols."""
        regularizer = self.activity_regularizer

        def penalty(output, **outer):
            with context.scope(outer_values=outer):
                value = regularizer(output)
            return K.constant(value) if isinstance(value, (int, float)) else value
        with phase.graph_scope():
            return [graph.record_function(penalty, (output,), self._outer_of_regularizer() or {})
                    for output in as_list(outputs)]

    def _outer_of_regularizer(self):
        """Returns {key: symbol} of the symbols that the activity regularizer refers to, or None."""
        regularizer = self.activity_regularizer
        if regularizer is None or type(regularizer).__module__.startswith('compat'):
            return None
        return {outer_symbols.key_of(value): value for value in referenced_values(regularizer)
                if kinds(value) == SYMBOLS}

    def _store_symbolic_losses(self, losses, inputs):
        """Stores losses that are symbols, whose sum training minimises, and returns whether it did.

        Inside of ``call`` it stores none. Raises ValueError for numbers outside of it.
        """
        if phase.is_executing() or process.dialect().eager:
            return False
        if not all(graph.is_symbolic(loss) for loss in losses):
            raise ValueError(f'add_loss of {self.name} was called outside of its call with what is no tensor of the '
                             f'model: {losses!r}.')
        added = [(loss, None if inputs is None else as_list(inputs)) for loss in losses]
        self.__dict__.setdefault('_symbolic_losses_of_keras2', []).extend(added)
        self._added_losses.extend(added)
        return True
