"""The pass of a cell over all steps of a sequence by the framework: LSTM, GRU and the simple recurrent cell.

The inputs of all steps are multiplied by the kernel in one product before. A step is what is left: it computes with the
operators of the framework's tensors from the products of its inputs (batch, gates * units) and the states, and returns
the new states, the first of which is the output. The adapter's ``recurrent_pass`` goes through the steps.
"""
from compat import activations, adapters

_ops = adapters.area('ops')
# The functions of elements that the frameworks compute by themselves: of several gates together.
_NAMES = {getattr(activations, name): name for name in ('tanh', 'sigmoid', 'hard_sigmoid', 'relu', 'linear')}


class _Activation:
    """An activation, of the framework's tensors."""

    def __init__(self, function):
        name = _NAMES.get(function)
        self.function = function if name is None else _ops.FRAMEWORK_ACTIVATIONS[name]
        self._of_elements = name is not None

    def of_gates(self, sums, units):
        """Returns the activations of the gates that stand one after the other in the sums, as a list."""
        parts = range(0, sums.shape[-1], units)
        if not self._of_elements:
            return [self.function(sums[:, start:start + units]) for start in parts]
        activated = self.function(sums)
        return [activated[:, start:start + units] for start in parts]


def simple_step(recurrent_kernel, activation):
    """Returns the step of the simple recurrent cell.

    Args:
        recurrent_kernel: (units, units).
        activation: the activation of the output.
    """
    activate = _Activation(activation).function

    def step(products, states):
        return [activate(products + states[0] @ recurrent_kernel)]

    return step


def lstm_step(recurrent_kernel, activation, recurrent_activation):
    """Returns the step of an LSTM, whose products have the gates input, forget, output and carry.

    Args:
        recurrent_kernel: (units, 4 * units), with the gates in that order.
        activation: the activation of the carry and the output.
        recurrent_activation: the activation of the gates.
    """
    units = recurrent_kernel.shape[0]
    activate, gate = _Activation(activation).function, _Activation(recurrent_activation)

    def step(products, states):
        output, carry = states
        sums = products + output @ recurrent_kernel
        inward, forget, outward = gate.of_gates(sums[:, :3 * units], units)
        carry = forget * carry + inward * activate(sums[:, 3 * units:])
        return [outward * activate(carry), carry]

    return step


def gru_step(recurrent_kernel, recurrent_bias, activation, recurrent_activation, reset_after):
    """Returns the step of a GRU, whose products have the gates update and reset, and what is new.

    Args:
        recurrent_kernel: (units, 3 * units).
        recurrent_bias: (3 * units,), or None.
        activation: the activation of what is new.
        recurrent_activation: the activation of the gates.
        reset_after: whether the reset gate is applied after the product with the recurrent kernel.
    """
    units = recurrent_kernel.shape[0]
    activate, gate = _Activation(activation).function, _Activation(recurrent_activation)
    of_gates, of_new = recurrent_kernel[:, :2 * units], recurrent_kernel[:, 2 * units:]

    def reset_before(products, states):
        output = states[0]
        update, reset = gate.of_gates(products[:, :2 * units] + output @ of_gates, units)
        new = activate(products[:, 2 * units:] + (reset * output) @ of_new)
        return [new + update * (output - new)]

    def reset_afterwards(products, states):
        output = states[0]
        inner = output @ recurrent_kernel
        if recurrent_bias is not None:
            inner = inner + recurrent_bias
        update, reset = gate.of_gates(products[:, :2 * units] + inner[:, :2 * units], units)
        new = activate(products[:, 2 * units:] + reset * inner[:, 2 * units:])
        return [new + update * (output - new)]

    return reset_afterwards if reset_after else reset_before
