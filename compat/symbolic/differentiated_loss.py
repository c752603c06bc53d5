"""The loss of a step that a host has differentiated, which stands for the tensor that it does not hand out."""


class DifferentiatedLoss:
    """The loss of a step that the host has differentiated: ``get_gradients`` is called with it, and finds these."""

    def __init__(self, gradients, params):
        self._gradients = {id(parameter): gradient for parameter, gradient in zip(params, gradients)}

    def gradients(self, params):
        """The gradients with respect to each of ``params``; None where there is none."""
        return [self._gradients.get(id(parameter)) for parameter in params]
