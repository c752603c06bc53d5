"""The losses and updates of functional models, as tensors and updates for K.function: what layers and programs add."""
from compat import backend as K
from compat.base_layer import recorded_updates
from compat.base_layer.nest import as_list
from compat.base_layer.nodes import ModelNode, input_tensors
from compat.symbolic.added_losses import added_losses
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

    def _inputs_by_id(self):
        return {id(tensor) for tensor in as_list(getattr(self, 'inputs', None) or [])}

    @property
    def losses(self):
        """The losses of the layers, and those that were added as symbols."""
        losses = list(super().losses)
        trainer = self._trainer_state.trainer
        if trainer is None or isinstance(trainer, HostTrainer) or trainer.host is not None:
            return losses
        known = set(map(id, losses))
        return losses + [loss for loss in self._symbolic_losses() if id(loss) not in known]

    def _symbolic_losses(self):
        """The losses that were added as symbols to the model and to its layers, as far as its inputs lead to them."""
        losses = [loss for layer in self._flatten_layers()
                  for loss in layer.__dict__.get('_symbolic_losses_of_keras2', ())]
        return [loss for loss in losses if _placeholders_of(loss) <= self._inputs_by_id()]

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
        if not self.trainable and not self.stateful:
            return []
        return [update for layer in self.layers for update in self._updates_of(layer)]

    def _updates_of(self, layer):
        return [update for inputs in self._calls_of(layer) + [None] for update in layer.get_updates_for(inputs)]

    def _calls_of(self, layer):
        between = recorded_updates.nodes_between(self.inputs, self.outputs)
        return [input_tensors(node) for node in layer._inbound_nodes if id(node) in between]

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
        return recorded_updates.of_model(self, as_list(inputs)) if getattr(self, 'inputs', None) else []


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
