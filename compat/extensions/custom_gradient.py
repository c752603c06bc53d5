"""Functions that say their own gradient, for layers that know a faster one: no part of Keras 2's K."""
from compat import adapters

ops = adapters.area('ops')


def is_supported():
    """Whether this host takes gradients of one's own. On torch nothing that was measured needs them."""
    return adapters.current().custom_gradients


def with_gradients(forward, backward):
    """A function that computes ``forward(*tensors)`` with the gradients that ``backward(tensors, upstream)`` returns.

    ``upstream`` is the gradient of the one tensor that ``forward`` returns; ``backward`` returns a sequence with one
    gradient for each of ``tensors``, by K functions, so that it can be differentiated again.
    """
    return ops.with_gradients(forward, backward)
