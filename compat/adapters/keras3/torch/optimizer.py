"""Steps of optimizers on torch: the rule of Keras 2 for all parameters together, as torch's own optimizers do it."""
import numbers

import torch

from compat import process
from compat.training import update_rules
from compat.adapters.keras3.optimizer import Keras2Optimizer as OptimizerOfKeras3

_ops = process.opened().keras.ops


class TensorList:
    """Tensors with the operators that a rule uses; each operation is one of torch for all of them.

    Args:
        tensors: the tensors, of one dtype.
    """

    def __init__(self, tensors):
        self.tensors = tensors

    def __add__(self, other):
        return TensorList(torch._foreach_add(self.tensors, _operand(other)))

    __radd__ = __add__

    def __mul__(self, other):
        return TensorList(torch._foreach_mul(self.tensors, _operand(other)))

    __rmul__ = __mul__

    def __sub__(self, other):
        return TensorList(torch._foreach_sub(self.tensors, _operand(other)))

    def __truediv__(self, other):
        return TensorList(torch._foreach_div(self.tensors, _operand(other)))


def _operand(other):
    if isinstance(other, TensorList):
        return other.tensors
    return float(other) if isinstance(other, numbers.Number) else other


class TensorListOps:
    """The functions of K that a rule calls, for lists of tensors."""

    @staticmethod
    def square(x):
        return x * x

    @staticmethod
    def sqrt(x):
        return TensorList(torch._foreach_sqrt(x.tensors))

    @staticmethod
    def abs(x):
        return TensorList(torch._foreach_abs(x.tensors))

    @staticmethod
    def maximum(x, y):
        return TensorList(torch._foreach_maximum(x.tensors, y.tensors))


class Keras2Optimizer(OptimizerOfKeras3):
    """The optimizer of Keras 3 that changes the parameters of each dtype together."""

    def _update_all(self, grads, trainable_variables, learning_rate):
        """Change all variables by the rule."""
        by_dtype = {}
        for gradient, variable in zip(grads, trainable_variables):
            by_dtype.setdefault(variable.dtype, []).append((gradient, variable))
        with torch.no_grad():
            for dtype, pairs in by_dtype.items():
                self._update_together(dtype, *zip(*pairs), learning_rate)

    def _update_together(self, dtype, grads, variables, learning_rate):
        indices = [self._get_variable_index(variable) for variable in variables]
        lists = [variables] + [[slots[index] for index in indices] for slots in self._slot_lists()]
        parameters, *slots = [TensorList([variable.value for variable in each]) for each in lists]
        gradients = TensorList([gradient.to(tensor.dtype) for gradient, tensor in zip(grads, parameters.tensors)])
        step = self._step(_ops.cast(learning_rate, dtype), dtype)._replace(ops=TensorListOps)
        for changed, value in update_rules.RULES[self._kind](
                self._of_step(dtype), step, parameters, gradients, *slots):
            torch._foreach_copy_(changed.tensors, value.tensors)
