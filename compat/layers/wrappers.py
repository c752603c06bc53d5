"""Keras 2's `keras.layers.wrappers`: layers that wrap a layer."""
from compat import dialects, hosts
from compat.layers.stock import stock


class _MakesKnownLayers(object):
    """Hosts make the layers of both directions from a config: while they do, the layers of Keras are compat's."""

    def __init__(self, *args, **kwargs):
        from compat.engine import saving
        with saving.telling(None):
            super(_MakesKnownLayers, self).__init__(*args, **kwargs)
        if dialects.current().first_uid:
            # Hosts give zeros for masked steps of sequences, Keras 2 what came before them.
            for layer in (self.forward_layer, self.backward_layer):
                if getattr(layer, 'zero_output_for_mask', None):
                    layer.zero_output_for_mask = False


Bidirectional = stock('Bidirectional', _MakesKnownLayers, *hosts.part('layers').BOTH_DIRECTIONS)
TimeDistributed = stock('TimeDistributed')
Wrapper = stock('Wrapper')

Wrapper.register(Bidirectional)
