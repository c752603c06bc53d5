"""The losses and updates of functional models, as tensors and updates for K.function: what layers and programs add."""
from compat import backend as K
from compat.base_layer import recorded_updates
from compat.base_layer.nest import as_list
from compat.base_layer.nodes import ModelNode, input_tensors
from compat.symbolic.added_losses import added_losses
from compat.symbolic.context import context
from compat.symbolic.evaluation import operands, origin
from compat.training.host_trainer import HostTrainer


class RecordedLossesMixin:
    """Losses that are symbols, and updates for K.function, of a model and of its layers."""

    def add_loss(self, losses, inputs=None):
        """Add losses, tensors that are computed from the model's inputs and weights, to what training minimises.

        ``compile`` includes them. Raises ValueError for what is no tensor of the graph, or of another model.
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

    @property
    def _per_input_losses(self):
        return super()._per_input_losses  # refuses

    @_per_input_losses.setter
    def _per_input_losses(self, losses):
        """Drops the losses that were added to the model itself, where it is set to {}; those of its layers stay."""
        if losses:
            raise AttributeError(f'_per_input_losses of {self.name} can be set to {{}} only, so that the model loses '
                                 'what add_loss has added: call add_loss(losses, inputs) to add some.')
        self._added_losses[:] = []
        self.__dict__['_symbolic_losses_of_keras2'] = []

    def _inputs_by_id(self):
        return {id(tensor) for tensor in as_list(getattr(self, 'inputs', None) or [])}

    @property
    def losses(self):
        """The losses of the layers, and those that were added as symbols."""
        if self._counts_as_keras2():
            return self._losses_of_layers()
        losses = list(super().losses)
        trainer = self._trainer_state.trainer
        if trainer is None or isinstance(trainer, HostTrainer) or trainer.host is not None:
            return losses
        known = set(map(id, losses))
        return losses + [loss for loss in self._symbolic_losses() if id(loss) not in known]

    def _counts_as_keras2(self):
        """Whether losses and updates are counted by the calls of the layers within the model."""
        return bool(getattr(self, 'inputs', None)) and recorded_updates.may_record() and context.host_task is None

    def _losses_of_layers(self):
        between = recorded_updates.nodes_between(self.inputs, self.outputs)
        losses = [loss for layer in self.layers for loss in self._added_by(layer, 'losses', between)]
        losses += [loss for layer in self._flatten_layers()
                   for loss, inputs in layer.__dict__.get('_losses_of_keras2', ()) if inputs is None]
        unique = {id(loss): loss for loss in losses + self._symbolic_losses()}
        return list(self._get_regularization_losses()) + list(unique.values())

    def _added_by(self, layer, kind, between=None):
        """Returns the losses or updates that a layer has added in its calls within the model, on their inputs."""
        select = layer.get_losses_for if kind == 'losses' else layer.get_updates_for
        return [item for inputs in self._calls_of(layer, between) for item in select(inputs)]

    def _added_within(self, layer, kind, called_on):
        """Returns what a layer adds where the model is called on these tensors."""
        known = self.__dict__.setdefault('_additions_of_calls', {})
        key = (id(layer), kind) + tuple(map(id, called_on))
        if key not in known:
            known[key] = []  # what the layer adds elsewhere is asked for meanwhile, and never is on these inputs
            items = [item for item in self._added_by(layer, kind) if not isinstance(item, (int, float))]
            make = recorded_updates.tensors_of_model if kind == 'losses' else recorded_updates.of_model
            known[key] = make(self, called_on, items)
        return known[key]

    def _all_losses(self):
        if not self._counts_as_keras2():
            return self._added_losses
        return self._added_losses + [
            (loss, inputs) for inputs in map(input_tensors, self._counted_nodes()) for layer in self.layers
            for loss in self._added_within(layer, 'losses', inputs)]

    def _counted_nodes(self):
        calls = {}
        for node in self._inbound_nodes:
            if not isinstance(node, ModelNode):
                calls.setdefault(tuple(map(id, input_tensors(node))), node)
        return list(calls.values())

    def get_losses_for(self, inputs):
        """Returns the losses that depend on these inputs; for None those that its calls found to depend on none."""
        if inputs is not None or not self._counts_as_keras2():
            return super().get_losses_for(inputs)
        return self._remembered(self._added_losses, None) + [
            loss for _ in self._counted_nodes() for layer in self.layers
            for _ in self._calls_of(layer) for loss in layer.get_losses_for(None)]

    def _symbolic_losses(self):
        """The losses that were added as symbols to the model and to its layers, as far as its inputs lead to them.

        Of those with inputs Keras 2 counts only the ones of a layer that the model calls on these inputs.
        """
        losses = [loss for layer in self._flatten_layers()
                  for loss, inputs in layer.__dict__.get('_symbolic_losses_of_keras2', ())
                  if inputs is None or layer is not self and self._calls_on(layer, inputs)]
        return [loss for loss in losses if _placeholders_of(loss) <= self._inputs_by_id()]

    def _calls_on(self, layer, inputs):
        wanted = [id(tensor) for tensor in inputs]
        return any([id(tensor) for tensor in called_on] == wanted for called_on in self._calls_of(layer))

    def _recorded_losses(self):
        """All losses that the layers and the program have added, as tensors, weight penalties first."""
        adds = any(layer.__dict__.get('_losses_of_keras2') or getattr(layer, 'activity_regularizer', None)
                   for layer in self._flatten_layers())
        inner = [added_losses(self.outputs)] if adds else []
        return list(self._get_regularization_losses()) + inner + self._symbolic_losses()

    @property
    def updates(self):
        """The updates of the layers, as K.function performs them; none of them when the model is frozen."""
        if not getattr(self, 'inputs', None) or not recorded_updates.may_record():
            return super().updates
        if not self._counts_updates():
            return []
        return [update for layer in self.layers for update in self._updates_of(layer)]

    def _updates_of(self, layer):
        return [update for inputs in self._calls_of(layer) + [None] for update in layer.get_updates_for(inputs)]

    def _calls_of(self, layer, between=None):
        between = recorded_updates.nodes_between(self.inputs, self.outputs) if between is None else between
        calls = [input_tensors(node) for node in layer._inbound_nodes if id(node) in between]
        if isinstance(layer, RecordedLossesMixin):  # a model computes once for the same inputs
            return list({tuple(map(id, inputs)): inputs for inputs in calls}.values())
        return calls

    def _updates_of_program(self, called_on=()):
        """The updates that the program has added to the layers outside of calls, which a step of training performs."""
        if not self._is_updated():
            return []
        with_some = [layer for layer in self.layers if '_updates_outside' in layer.__dict__
                     or isinstance(layer, RecordedLossesMixin)]
        return [update for layer in with_some for update in layer._updates_of_program(self._calls_of(layer))]

    @property
    def state_updates(self):
        """The updates of the stateful layers."""
        return [update for layer in self.layers if getattr(layer, 'stateful', False)
                for update in self._updates_of(layer)]

    def _updates_at(self, node):
        return [] if isinstance(node, ModelNode) else self._updates_on(input_tensors(node))

    def _updates_on(self, inputs):
        if not getattr(self, 'inputs', None):
            return []
        with context.scope(updated_layers=self.__dict__.get('_updated_at_call')):
            return recorded_updates.of_model(self, as_list(inputs), self.updates)


def _placeholders_of(tensor):
    """The ids of the placeholders that a tensor is computed from."""
    pending, seen, placeholders = [tensor], set(), set()
    while pending:
        one = pending.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if K.is_placeholder(one) and origin(one)[0] is None:
            placeholders.add(id(one))
        pending.extend(operands(one))
    return placeholders
