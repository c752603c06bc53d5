"""The pass of a cell over all steps of a sequence by the framework: LSTM, GRU and the simple recurrent cell.

The inputs of all steps are multiplied by the kernel in one product before. A step is what is left: it computes with the
operators of the framework's tensors from the products of its inputs (batch, gates * units) and the states, and returns
the new states, the first of which is the output. The adapter's ``recurrent_pass`` goes through the steps.
"""
from compat import activations, adapters

_ops = adapters.area('ops')
# The functions that the frameworks compute by themselves.
_NAMES = {getattr(activations, name): name for name in ('tanh', 'sigmoid', 'hard_sigmoid', 'relu', 'linear')}


def _of_framework(activation):
    """Returns an activation as a function of the framework's tensors."""
    return _ops.FRAMEWORK_ACTIVATIONS.get(_NAMES.get(activation), activation)


def simple_step(recurrent_kernel, activation):
    """Returns the step of the simple recurrent cell.

    Args:
        recurrent_kernel: (units, units).
        activation: the activation of the output.
    """
    activate = _of_framework(activation)

    def step(products, states):
        return [activate(products + states[0] @ recurrent_kernel)]

    return step


def lstm_step(recurrent_kernel, activation, recurrent_activation):
    """Returns the step of an LSTM, whose products have the gates input, forget, carry and output.

    Args:
        recurrent_kernel: (units, 4 * units), with the gates in that order.
        activation: the activation of the carry and the output.
        recurrent_activation: the activation of the gates.
    """
    activate, gate = _of_framework(activation), _of_framework(recurrent_activation)

    def step(products, states):
        output, carry = states
        inward, forget, new, outward = _ops.split_evenly(products + output @ recurrent_kernel, 4)
        carry = gate(forget) * carry + gate(inward) * activate(new)
        return [gate(outward) * activate(carry), carry]

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
    activate, gate = _of_framework(activation), _of_framework(recurrent_activation)
    of_gates, of_new = recurrent_kernel[:, :2 * units], recurrent_kernel[:, 2 * units:]

    def reset_before(products, states):
        output = states[0]
        update, reset, new = _ops.split_evenly(products, 3)
        inner_update, inner_reset = _ops.split_evenly(output @ of_gates, 2)
        update, reset = gate(update + inner_update), gate(reset + inner_reset)
        new = activate(new + (reset * output) @ of_new)
        return [new + update * (output - new)]

    def reset_afterwards(products, states):
        output = states[0]
        inner = output @ recurrent_kernel
        if recurrent_bias is not None:
            inner = inner + recurrent_bias
        update, reset, new = _ops.split_evenly(products, 3)
        inner_update, inner_reset, inner_new = _ops.split_evenly(inner, 3)
        update, reset = gate(update + inner_update), gate(reset + inner_reset)
        new = activate(new + reset * inner_new)
        return [new + update * (output - new)]

    return reset_afterwards if reset_after else reset_before
