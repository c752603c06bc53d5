"""Keras 2's `keras.layers.wrappers`: layers that wrap a layer."""
from compat import backend as K
from compat import adapters, process
from compat.base_layer import nodes
from compat.builtin_layers.builtin import builtin
from compat.files.known_objects import known_objects_scope


class _MakesKnownLayers:
    """Hosts make the layers of both directions from a config: while they do, the layers of Keras are compat's."""

    def __init__(self, *args, **kwargs):
        with known_objects_scope():
            super().__init__(*args, **kwargs)
        if process.dialect().first_uid:
            # Hosts give zeros for masked steps of sequences, Keras 2 what came before them.
            for layer in (self.forward_layer, self.backward_layer):
                if getattr(layer, 'zero_output_for_mask', None):
                    layer.zero_output_for_mask = False


class _UpdatesOfLayer:
    """Has the updates of the layer that is wrapped, which is run on all steps at once where any batch may come."""

    def _updates_at(self, node):
        inputs = nodes.input_tensors(node)[0]
        sizes = K.int_shape(inputs)
        found = super()._updates_at(node)
        if sizes[0] is not None or None in sizes[2:]:
            return found
        return found + self.layer._updates_on(K.reshape(inputs, (-1,) + sizes[2:]))


class _ReportsItsLayer:
    """A wrapper whose weights and whose penalty of activity are those of its layer, whatever it makes of its own.

    Keras 2.2.4 ``keras.layers.wrappers.Wrapper``.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        setattr(self, adapters.area('layers').PENALTY_OF_ACTIVITY, getattr(self.layer, 'activity_regularizer', None))

    @property
    def trainable_weights(self):
        """Those of the layer."""
        return self.layer.trainable_weights

    @property
    def non_trainable_weights(self):
        """Those of the layer."""
        return self.layer.non_trainable_weights

    @property
    def weights(self):
        """Those of the layer."""
        return self.trainable_weights + self.non_trainable_weights

    def get_config(self):
        """The arguments that make the wrapper again, its layer among them."""
        config = super().get_config()
        config.pop('activity_regularizer', None)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """The wrapper, with a layer that is not built: the wrapper's ``build`` does that."""
        config = dict(config, layer={name: value for name, value in config['layer'].items() if name != 'build_config'})
        return super().from_config(config, custom_objects)


Bidirectional = builtin('Bidirectional', _MakesKnownLayers, *adapters.area('layers').BOTH_DIRECTIONS)
TimeDistributed = builtin('TimeDistributed', *(
    (_UpdatesOfLayer,) + adapters.area('layers').STEPS_AT_ONCE if process.dialect().first_uid else ()))
Wrapper = builtin('Wrapper', *((_ReportsItsLayer,) if process.dialect().first_uid else ()))

Wrapper.register(Bidirectional)
