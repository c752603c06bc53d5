"""Primitives of K that are computed by functions of the framework's tensors, as one node each."""
from compat.symbolic.conversion import host
from compat.symbolic.dispatch import composite


def cond(condition, x, y):
    """Selects ``x`` where a condition without axes holds, else ``y``, as a whole."""
    return composite('cond', _cond, [condition, x, y])


def _cond(condition, x, y):
    return host.cond(condition, lambda: x, lambda: y)


def in_phase(training, x, y):
    """Selects ``x`` in the training phase that the learning phase, a tensor, has in the evaluation, else ``y``."""
    return composite('in_phase', _in_phase, [training, x, y])


def _in_phase(training, x, y):
    if isinstance(training, (bool, int)):
        return x if training else y
    return host.cond(host.cast(training, 'bool'), lambda: x, lambda: y)


def einsum(subscripts, x, y):
    """Computes the sum of products of the subscripts."""
    return composite('einsum', _Einsum(subscripts), [x, y])


class _Einsum:
    """The adapter's einsum with its subscripts."""

    def __init__(self, subscripts):
        self.subscripts = subscripts

    def __call__(self, x, y):
        return host.einsum(self.subscripts, x, y)

    def __eq__(self, other):
        return isinstance(other, _Einsum) and other.subscripts == self.subscripts

    def __hash__(self):
        return hash(self.subscripts)


def zeroth_power(x):
    """Computes 1 for each element of ``x``, whose gradient is 0, where that of ``ones_like`` is none."""
    return composite('power', _ones, [x])


def _ones(x):
    return host.ones_like(x, None)
