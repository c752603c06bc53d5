"""Keras 2's `keras.layers.wrappers`: layers that wrap a layer."""
from compat import hosts
from compat.layers.stock import stock


class _MakesKnownLayers(object):
    """Hosts make the layers of both directions from a config: while they do, the layers of Keras are compat's."""

    def __init__(self, *args, **kwargs):
        from compat.engine import saving
        with saving.telling(None):
            super(_MakesKnownLayers, self).__init__(*args, **kwargs)


Bidirectional = stock('Bidirectional', _MakesKnownLayers, *hosts.part('layers').BOTH_DIRECTIONS)
TimeDistributed = stock('TimeDistributed')
Wrapper = stock('Wrapper')

Wrapper.register(Bidirectional)
