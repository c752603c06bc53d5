"""Keras 2's `keras.layers.wrappers`: layers that wrap a layer."""
from compat import backend as K
from compat import adapters, process
from compat.base_layer import nodes
from compat.builtin_layers.builtin import builtin
from compat.files.known_objects import known_objects_scope


class _KnownLayersMixin:
    """A mixin for Bidirectional: hosts make its layers from a config, in a scope in which they are compat's."""

    def __init__(self, *args, **kwargs):
        with known_objects_scope():
            super().__init__(*args, **kwargs)
        if process.dialect().keras2_recurrent_layers:
            # Hosts return zeros for masked steps of sequences, Keras 2 the output of the step before.
            for layer in (self.forward_layer, self.backward_layer):
                if getattr(layer, 'zero_output_for_mask', None):
                    layer.zero_output_for_mask = False


class _InnerUpdatesMixin:
    """A mixin for TimeDistributed: the updates of the inner layer, which runs on all steps as one batch."""

    def _updates_at(self, node):
        inputs = nodes.input_tensors(node)[0]
        sizes = K.int_shape(inputs)
        updates = super()._updates_at(node)
        if sizes[0] is not None or None in sizes[2:]:
            return updates
        return updates + self.layer._updates_on(K.reshape(inputs, (-1,) + sizes[2:]))


class _InnerWeightsMixin:
    """A mixin for wrappers whose weights and activity regularizer are those of the inner layer only.

    Keras 2.2.4 ``keras.layers.wrappers.Wrapper``.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        setattr(self, adapters.area('layers').PENALTY_OF_ACTIVITY, getattr(self.layer, 'activity_regularizer', None))

    @property
    def trainable_weights(self):
        """The weights of the inner layer."""
        return self.layer.trainable_weights

    @property
    def non_trainable_weights(self):
        """The weights of the inner layer."""
        return self.layer.non_trainable_weights

    @property
    def weights(self):
        """The weights of the inner layer."""
        return self.trainable_weights + self.non_trainable_weights

    def get_config(self):
        """Returns the arguments of the constructor, the inner layer as a config."""
        config = super().get_config()
        config.pop('activity_regularizer', None)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns a wrapper with a layer that is not built: the wrapper's ``build`` builds it."""
        config = dict(config, layer={name: value for name, value in config['layer'].items() if name != 'build_config'})
        return super().from_config(config, custom_objects)


Bidirectional = builtin('Bidirectional', _KnownLayersMixin, *adapters.area('layers').BOTH_DIRECTIONS)
TimeDistributed = builtin('TimeDistributed', *(
    (_InnerUpdatesMixin,) + adapters.area('layers').STEPS_AT_ONCE
    if process.dialect().time_distributed_runs_steps_together else ()))
Wrapper = builtin('Wrapper', *((_InnerWeightsMixin,) if process.dialect().wrapper_is_its_layer else ()))

Wrapper.register(Bidirectional)
