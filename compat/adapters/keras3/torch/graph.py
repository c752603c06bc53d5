"""The graph world on Keras 3 with torch, which keeps the graph of what it computes for gradients."""
import math
import sys

import numpy as np
import torch
from torch.overrides import TorchFunctionMode

from compat import adapters
from compat.adapters.keras3 import graph as keras3
from compat.adapters.keras3.graph import Reads, keras
from compat.differences import reason
from compat.errors import UnsupportedError
from compat.symbolic.equivalents import RefusesTensorFlow


class ActsAsTensor(RefusesTensorFlow):
    """What torch's own functions take for a tensor: its value at that moment."""

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return function(*_values(args), **{name: _values(value) for name, value in (kwargs or {}).items()})


def _values(value):
    if type(value) in (list, tuple):
        return type(value)([_values(item) for item in value])
    return value.now() if isinstance(value, ActsAsTensor) else value


class Rebinding(TorchFunctionMode):
    """While it is entered, ``x *= y`` is another tensor, as with those of TensorFlow.

    torch changes the one that x is, under all its names, and with it what gradients are computed from.
    """

    def __torch_function__(self, function, types, args=(), kwargs=None):
        if function in _REBINDING:
            # The code of Keras and of torch means what it says.
            module = sys._getframe(1).f_globals.get('__name__', '')
            if module.split('.')[0] not in ('keras', 'torch'):
                function = _REBINDING[function]
        return function(*args, **(kwargs or {}))


# Keras finds shapes with 83 and 89 for each unknown size: on the meta device, and with numbers where that has failed.
_MADE_UP, _MOST_ELEMENTS = 89, 2 ** 25


class TooManyElementsError(ValueError):
    """Numbers for a tensor of made-up sizes would fill the memory."""


class NothingLarge(TorchFunctionMode):
    """While it is entered, Keras makes no large tensors of ones, which it finds shapes with."""

    def __torch_function__(self, function, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if function is torch.ones and str(kwargs.get('device')) != 'meta':
            if math.prod(kwargs.get('size', ())) > _MOST_ELEMENTS:
                raise TooManyElementsError('These sizes are made up, and too large for numbers.')
        return function(*args, **kwargs)


class GraphOp(keras3.GraphOp):
    """A call of K, whose shapes are found without numbers where there would be too many."""

    def inferred_specs(self, *symbols):
        """What Keras finds by running the call. Raises what the call raises."""
        largest = 0
        for symbol in symbols:  # in loops: a comprehension is one more function between K and torch
            count = 1
            for size in symbol.shape:
                count *= _MADE_UP if size is None else size
            largest = max(largest, count)
        if largest <= _MOST_ELEMENTS:
            return super(keras3.GraphOp, self).compute_output_spec(*symbols)  # as the method there does
        try:
            with NothingLarge():
                return super().inferred_specs(*symbols)
        except TooManyElementsError as error:
            refused = error
            while isinstance(refused, TooManyElementsError):
                refused = refused.__context__  # what the call has raised on the meta device
        raise refused


# torch calls those of arithmetic by the names of its methods, others by those of the operators.
_REBINDING = {getattr(torch.Tensor, f'{name}_'): getattr(torch.Tensor, name)
              for name in ('add', 'sub', 'mul', 'div', 'floor_divide', 'remainder', 'pow')}
_REBINDING.update((getattr(torch.Tensor, f'__i{name}__'), getattr(torch.Tensor, f'__{name}__'))
                  for name in ('and', 'or', 'xor'))


in_calls = Rebinding  # what is entered around each call of a layer that a program defines


def watched(value):
    """A value whose gradient torch can tell."""
    if not isinstance(value, torch.Tensor) or value.requires_grad or not value.is_floating_point():
        return value
    return value.detach().requires_grad_()


def gradient(evaluation, losses, watched):
    """The gradients of the sum of the losses with respect to the watched tensors."""
    return _gradients([evaluation.value(loss) for loss in losses], [evaluation.known(tensor) for tensor in watched],
                      torch.zeros_like, evaluation.differentiates_again)


def gradients_now(losses, wanted):
    """The gradients of tensors that torch has computed. Raises UnsupportedError where it has kept no graph of them."""
    return _gradients(losses, wanted, lambda tensor: None, True)


def _gradients(losses, wanted, unconnected, create_graph):
    """The gradients, with a graph of their own where they are differentiated again."""
    total = sum(loss.sum() for loss in losses)
    if not torch.is_grad_enabled():
        raise UnsupportedError(reason('gradients-in-layers'))
    if not total.requires_grad:
        return [unconnected(tensor) for tensor in wanted]
    gradients = torch.autograd.grad(total, wanted, create_graph=create_graph, allow_unused=True)
    return [unconnected(tensor) if gradient is None else gradient for gradient, tensor in zip(gradients, wanted)]


class Compiled:
    """A program that torch runs step by step."""

    def __init__(self, program, shapes):
        self._program = program
        self._host = adapters.area('ops')

    def __call__(self, feeds, training):
        program = self._program
        with torch.set_grad_enabled(bool(program.watched)):
            feeds = [keras.ops.convert_to_tensor(feed) for feed in feeds]
            variables = {id(variable): (variable, watched(variable.value.detach()))
                         for variable in program.watched_variables}
            with Reads(list(variables.values()), collect_losses=True) as reads:
                outputs, operands = program.compute(feeds, training, variables)
        with torch.no_grad():
            # A copy: torch does not write down the zeros of some gradients, and makes no array of them.
            outputs = [np.asarray(self._host.to_numpy(output.detach().clone())) for output in outputs]
            for variable, value in reads.advanced(program.updates_states):
                variable.assign(value)
            program.apply([operand if isinstance(operand, float) else operand.detach() for operand in operands])
        return outputs


compiled = Compiled
