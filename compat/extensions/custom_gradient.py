"""Functions that say their own gradient, for layers that know a faster one: no part of Keras 2's K."""
from compat import adapters, hosts

# Real Keras 2 has no such module, and torch gets none: nothing that was measured there needs it.
host = None if hosts.opened().family == 'keras2' else adapters.area('ops')


def is_supported():
    """Whether this host takes gradients of one's own."""
    return hasattr(host, 'with_gradients')


def with_gradients(forward, backward):
    """A function that computes ``forward(*tensors)`` and has the gradients that ``backward(tensors, upstream)`` gives.

    ``upstream`` is the gradient of the one tensor that ``forward`` gives; ``backward`` gives a sequence with one
    gradient for each of ``tensors``, by K functions, so that it can be differentiated again.
    """
    return host.with_gradients(forward, backward)
