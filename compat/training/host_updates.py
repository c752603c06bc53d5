"""A step of an optimizer of the host as updates of the graph: its own code changes the weights by their gradients."""
from compat import adapters
from compat import backend as K
from compat.backend.updates import Update
from compat.symbolic.context import context
from compat.training.update_rules import RecordsUpdatesMixin, gradients_of, has_own_gradients

_rules = adapters.area('optimizer')


class AppliedGradient(Update):
    """That a parameter changes by its gradient, together with all others of the step, when the last one is there."""

    def __init__(self, step, parameter, gradient):
        super().__init__(parameter, gradient)
        self._step = step

    def _assign(self, operand):
        self._step.take(operand, self.variable)


class Step:
    """A step of an optimizer; ``updates`` are for a function of K, which performs all of them."""

    def __init__(self, optimizer, loss, params):
        self._optimizer, self._taken = optimizer, []
        # The host clips; what a program's own get_gradients returns has been clipped, if at all.
        self._are_final = has_own_gradients(optimizer)
        gradients = (optimizer.get_gradients if self._are_final else gradients_of)(loss, params)
        self.updates = [AppliedGradient(self, *each) for each in zip(params, gradients)]

    def take(self, gradient, parameter):
        """Keep the gradient of one parameter; with that of the last one the optimizer changes them all."""
        self._taken.append((gradient, parameter))
        if len(self._taken) == len(self.updates):
            pairs, self._taken = self._taken, []
            with context.scope(gradients_are_final=self._are_final):
                _rules.apply(self._optimizer, pairs)


def updates(optimizer, loss, params):
    """The updates of one step, as the host's optimizer performs them.

    From the second call on they are those of ``get_updates``: each has weights of its own there, as in Keras 2, where
    one optimizer may train two models, and the host's has those of one list of parameters.
    """
    if not optimizer.__dict__.get('_is_applied') and _rules.tracks_weights_of(optimizer, params) or not isinstance(
            optimizer, RecordsUpdatesMixin):
        optimizer.__dict__['_is_applied'] = True
        if not params:  # the host has nothing to apply then, and Keras 2 counts the step
            return [K.update_add(optimizer.iterations, 1)]
        return Step(optimizer, loss, params).updates
    return list(optimizer.get_updates(loss=loss, params=params))
