"""Keras 2's `keras.layers.wrappers`: layers that wrap a layer."""
from compat import adapters, process
from compat import backend as K
from compat.builtin_layers.builtin import builtin
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import InputSpec, Layer
from compat.files import layer_configs
from compat.files.known_objects import known_objects_scope
from compat.utils.generic_utils import has_arg


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


@builtin_layer
class Wrapper(Layer):
    _tracks_layers = True

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer
        # As in Keras 2, a frozen layer is trained in a wrapper that is not frozen.
        self.trainable = kwargs.get('trainable', True)
        setattr(self, adapters.area('layers').PENALTY_OF_ACTIVITY, getattr(layer, 'activity_regularizer', None))

    def build(self, input_shape=None):
        """Marks the wrapper as built; a subclass builds the layer."""
        self.built = True

    @property
    def trainable(self):
        """Whether the inner layer is trained."""
        layer = self.__dict__.get('layer')
        return Layer.trainable.fget(self) if layer is None else layer.trainable

    @trainable.setter
    def trainable(self, value):
        Layer.trainable.fset(self, value)
        if 'layer' in self.__dict__:
            self.layer.trainable = value

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
        return dict(super().get_config(), layer=layer_configs.serialize(self.layer))

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns a wrapper of a config, with a new layer that is not built: the wrapper's ``build`` builds it."""
        config = dict(config)
        inner = config.pop('layer')
        if isinstance(inner, dict):
            inner = {name: value for name, value in inner.items() if name != 'build_config'}
        return cls(layer_configs.deserialize(inner, custom_objects), **config)


@builtin_layer
class TimeDistributed(Wrapper):
    def __init__(self, layer, **kwargs):
        super().__init__(layer, **kwargs)
        self.supports_masking = True

    def build(self, input_shape):
        """Builds the layer for the inputs of a step. Raises AssertionError for inputs without steps."""
        if len(input_shape) < 3:
            raise AssertionError(f'{self.name} is called on inputs (batch, steps, ...), and got the shape '
                                 f'{tuple(input_shape)}, which has no axis after the steps.')
        self.input_spec = InputSpec(shape=tuple(input_shape))
        self._of_any_batch = input_shape[0] is None
        if not self.layer.built:
            self.layer.build((input_shape[0],) + tuple(input_shape[2:]))
            self.layer.built = True
        super().build()

    def compute_output_shape(self, input_shape):
        """Returns the batch, the steps, and the sizes of the layer's output."""
        shape = self.layer.compute_output_shape((input_shape[0],) + tuple(input_shape[2:]))
        return (shape[0], input_shape[1]) + tuple(shape[1:])

    def call(self, inputs, training=None, mask=None):
        """Returns what the layer computes of each step: of all at once for batches of any size, else one by one."""
        arguments = {'training': training} if has_arg(self.layer.call, 'training') else {}
        with self._adding_for(self.layer):
            if not self._of_any_batch:
                return K.rnn(lambda step, _: (self.layer.call(step, **arguments), []), inputs, initial_states=[],
                             input_length=K.int_shape(inputs)[1], unroll=False)[1]
            if mask is not None and has_arg(self.layer.call, 'mask'):
                arguments['mask'] = _steps_as_batch(mask)
            outputs = self.layer.call(_steps_as_batch(inputs), **arguments)
        return _steps_of_batch(outputs, inputs)

    def compute_mask(self, inputs, mask=None):
        """Returns the mask of the layer for each step; without one the steps in which the mask lets anything in."""
        if not self._of_any_batch:
            return mask
        of_layer = self.layer.compute_mask(_steps_as_batch(inputs), None if mask is None else _steps_as_batch(mask))
        if of_layer is not None:
            return _steps_of_batch(of_layer, inputs)
        for _ in range(2, 0 if mask is None else K.ndim(mask)):
            mask = K.any(mask, axis=-1)
        return mask


def _sizes(tensor, first):
    """Returns the sizes of the axes from that one on: integers, and tensors where they are not known."""
    sizes = K.int_shape(tensor)
    return tuple(K.shape(tensor)[axis] if sizes[axis] is None else sizes[axis] for axis in range(first, len(sizes)))


def _steps_as_batch(tensor):
    """Returns a tensor (batch, steps, ...) as (batch * steps, ...)."""
    return K.reshape(tensor, (-1,) + _sizes(tensor, 2))


def _steps_of_batch(tensor, inputs):
    """Returns a tensor (batch * steps, ...) as (batch, steps, ...), with the steps of the inputs."""
    return K.reshape(tensor, (-1,) + _sizes(inputs, 1)[:1] + _sizes(tensor, 1))


Bidirectional = builtin('Bidirectional', _KnownLayersMixin, *adapters.area('layers').BOTH_DIRECTIONS)
Wrapper.register(Bidirectional)
