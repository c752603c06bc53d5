"""Functions with custom gradients, for layers that have a faster one than the framework. K of Keras 2 has no such."""
from typing import Any, Callable

from compat import adapters

ops = adapters.area('ops')


def is_supported() -> bool:
    """Returns whether this host takes custom gradients. On torch nothing that was measured needs them."""
    return adapters.current().custom_gradients


def with_gradients(forward: Callable[..., Any], backward: Callable[..., Any]) -> Callable[..., Any]:
    """Returns a function that computes ``forward(*tensors)`` and has the gradients of ``backward``.

    Args:
        forward: A function of tensors that returns one tensor.
        backward: A function of (tensors, upstream), where ``upstream`` is the gradient of the tensor that ``forward``
            returns. It returns a sequence with one gradient for each of ``tensors``, computed by K, so that it can be
            differentiated again.
    """
    return ops.with_gradients(forward, backward)
