"""Keras 2's `keras.layers.wrappers`: layers that wrap a layer."""
import contextlib

from compat import adapters, differences, process
from compat import backend as K
from compat.base_layer import recorded_updates, shapes
from compat.base_layer.copies import renamed, shallow_copy
from compat.base_layer.nodes import input_tensors
from compat.base_layer.tracking import disable_tracking
from compat.builtin_layers.recurrence import Recurrence, _standardize_args, called_with_states, joined_by_call
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import InputSpec, Layer
from compat.files import layer_configs
from compat.symbolic import graph, phase
from compat.symbolic.context import context
from compat.utils.generic_utils import has_arg

_layer_adapter = adapters.area('layer')


@builtin_layer
class Wrapper(Layer):
    _tracks_layers = True

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        if layer is None or isinstance(layer, (str, int, float)):
            raise AttributeError(f'{self.name} wraps a layer, which has trainable weights, and got {layer!r}.')
        self._wrap(layer)
        # As in Keras 2, a frozen layer is trained in a wrapper that is not frozen.
        self.trainable = kwargs.get('trainable', True)
        setattr(self, adapters.area('layers').PENALTY_OF_ACTIVITY, getattr(layer, 'activity_regularizer', None))

    def _wrap(self, layer):
        self.layer = layer

    def build(self, input_shape=None):
        """Marks the wrapper as built; a subclass builds the layer."""
        self.built = True

    @property
    def trainable(self):
        """Whether the inner layer is trained."""
        layer = getattr(self, 'layer', None)
        return Layer.trainable.fget(self) if layer is None else layer.trainable

    @trainable.setter
    def trainable(self, value):
        Layer.trainable.fset(self, value)
        if hasattr(self, 'layer') and not isinstance(self.layer, type):  # a class is refused when it is called
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

    def get_weights(self):
        """The values of the weights of the inner layer: those alone, also where a subclass adds some."""
        return [array for layer in self._inner_layers() for array in layer.get_weights()]

    def set_weights(self, weights):
        """Sets the weights of the inner layer. Raises ValueError for more or fewer, and for one of another shape."""
        layers = self._inner_layers()
        count = len(weights) // len(layers)
        for place, layer in enumerate(layers):
            layer.set_weights(weights[place * count:(place + 1) * count if layer is not layers[-1] else None])

    @property
    def losses(self):
        """The losses of the inner layer, and what it has added here. The penalties of its outputs are the wrapper's."""
        unconditional = [loss for loss, inputs in self._added_losses if inputs is None]
        return list(getattr(self.layer, 'losses', [])) + unconditional + [loss for loss, _ in self._lost_losses]

    def _inner_layers(self):
        """Returns the layers whose calls the call runs."""
        return [self.layer]

    def _store_addition(self, kind, items, inputs, adder):
        super()._store_addition(kind, items, inputs, adder)
        if kind == 'updates' and any(layer is adder for layer in self._inner_layers()):
            adder._added_updates.extend((item, inputs) for item in items)

    def get_config(self):
        """Returns the arguments of the constructor, the inner layer as a config."""
        return dict(super().get_config(), layer=layer_configs.serialize(self.layer))

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns a wrapper of a config, with a new layer that is not built: the wrapper's ``build`` builds it."""
        config = dict(config)
        inner = config.pop('layer')
        if isinstance(inner, dict):
            inner = layer_configs.not_built(inner)
        return cls(layer_configs.deserialize(inner, custom_objects), **config)


@builtin_layer
class TimeDistributed(Wrapper):
    def __init__(self, layer, **kwargs):
        super().__init__(layer, **kwargs)
        self.supports_masking = True

    def build(self, input_shape):
        """Builds the layer for the inputs of a step. Raises AssertionError for inputs without steps.

        Raises TypeError for a class in place of a layer.
        """
        if isinstance(self.layer, type):
            raise TypeError(f'{self.name} wraps a layer, and got the class {self.layer.__name__}: call it with its '
                            'arguments first.')
        if len(input_shape) < 3:
            raise AssertionError(f'{self.name} is called on inputs (batch, steps, ...), and got the shape '
                                 f'{tuple(input_shape)}, which has no axis after the steps.')
        self.input_spec = InputSpec(shape=tuple(input_shape))
        self._of_any_batch = input_shape[0] is None
        if not self.layer.built:
            self.layer.build((input_shape[0],) + tuple(input_shape[2:]))
            self.layer.built = True
        super().build()

    def _note_updated_layers(self):
        calls = [tuple(map(id, input_tensors(node))) for node in self._inbound_nodes]
        if recorded_updates.may_record() and not process.dialect().eager and calls.count(calls[-1]) > 1 and (
                self.updates):
            differences.warn('additions-on-one-input', f'{self.name} is called on one tensor twice')

    def compute_output_shape(self, input_shape):
        """Returns the batch, the steps, and the sizes of the layer's output."""
        with phase.unnoted_dependence():  # a host runs a model for it
            shape = self.layer.compute_output_shape((input_shape[0],) + tuple(input_shape[2:]))
        return (shape[0], input_shape[1]) + tuple(shape[1:])

    def call(self, inputs, training=None, mask=None):
        """Returns what the layer computes of each step: of all at once for batches of any size, else one by one."""
        arguments = {'training': training} if has_arg(self.layer.call, 'training') else {}
        with self._adding_for(self.layer, conditional_losses=False), self._noting_phase():
            if not self._of_any_batch:
                return self._step_by_step(inputs, arguments)
            if mask is not None and has_arg(self.layer.call, 'mask'):
                arguments['mask'] = _steps_as_batch(mask)
            outputs = self.layer.call(_steps_as_batch(inputs), **arguments)
            if self._wraps_model():
                self.__dict__['_masks_outputs'] = _layer_adapter.mask_of(outputs) is not None
        return _steps_of_batch(outputs, inputs)

    @contextlib.contextmanager
    def _noting_phase(self):
        """While it lasts, the layer is called: Keras 2 asked its output whether it depends on the learning phase.

        That of a model says so where the last layer does, and none is asked which is called step by step.
        """
        reads = []
        with context.scope(phase_reads=reads):
            yield
        if reads and self._of_any_batch and (not self._wraps_model() or _ends_in_phase(self.layer)):
            phase.note_dependence()
        elif reads:
            self.__dict__['_hides_phase'] = True

    def _step_by_step(self, inputs, arguments):
        """Returns what the layer computes of one step after the other.

        Keras 2 counts the penalty of it twice, and does not perform the updates of a layer within a loop.
        """
        with context.scope(updates_are_frozen=True):
            outputs = K.rnn(lambda step, _: (self.layer.call(step, **arguments), []), inputs, initial_states=[],
                            input_length=K.int_shape(inputs)[1], unroll=False)[1]
        if getattr(self.layer, 'activity_regularizer', None) is not None:
            self.add_loss(self.layer.activity_regularizer(outputs), inputs)
        return outputs

    def _store_addition(self, kind, items, inputs, adder):
        if kind != 'updates' or self._of_any_batch:
            super()._store_addition(kind, items, inputs, adder)

    def compute_mask(self, inputs, mask=None):
        """Returns the mask of the layer for each step; without one the steps in which the mask lets anything in."""
        if not self._of_any_batch:
            return mask
        # Sizes that are not known are recorded, where the mask is that of symbols.
        with phase.graph_scope() if graph.is_symbolic(inputs) else contextlib.nullcontext():
            return self._mask_of_steps(inputs, mask)

    def _mask_of_steps(self, inputs, mask):
        steps = _steps_as_batch(inputs), None if mask is None else _steps_as_batch(mask)
        of_layer = self._mask_of_model(*steps) if self._wraps_model() else self.layer.compute_mask(*steps)
        if of_layer is not None:
            return _steps_of_batch(of_layer, inputs)
        for _ in range(2, 0 if mask is None else K.ndim(mask)):
            mask = K.any(mask, axis=-1)
        return mask


    def _wraps_model(self):
        return hasattr(self.layer, 'layers')

    def _mask_of_model(self, inputs, mask):
        """Returns the mask of the output of the model, which runs for it once more; None where it has none."""
        if not self.__dict__.get('_masks_outputs'):
            return None

        def computed(inputs, mask):
            with self._adding_nothing_for(self.layer):
                return _layer_adapter.mask_of(self.layer.call(inputs, mask=mask))
        return graph.record_function(computed, (inputs, mask)) if graph.is_symbolic(inputs) else computed(inputs, mask)


def _ends_in_phase(model):
    """Returns whether the last layer of a model depends on the learning phase by itself."""
    ends = [(tensor._keras_history[0], tensor) for tensor in getattr(model, 'outputs', None) or ()]
    return not ends or any(_ends_in_phase(layer) if hasattr(layer, 'layers') else tensor._reads_learning_phase
                           for layer, tensor in ends)


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


# What is computed of the outputs of both directions, by the merge mode.
_MERGED = {'sum': lambda forward, backward: forward + backward, 'mul': lambda forward, backward: forward * backward,
           'ave': lambda forward, backward: (forward + backward) / 2,
           'concat': lambda forward, backward: K.concatenate([forward, backward]),
           None: lambda forward, backward: [forward, backward]}


def _merge(mode):
    """Returns the function of a merge mode. Raises ValueError for one that Keras 2 did not have."""
    if mode not in _MERGED:
        raise ValueError(f'Invalid merge mode. The merge_mode of Bidirectional is one of {list(_MERGED)}, and got '
                         f'{mode!r}.')
    return _MERGED[mode]


def _in_other_direction(layer):
    """Returns a layer of the config of another one that goes through the steps in the other direction."""
    config = layer.get_config()
    if 'go_backwards' not in config:
        raise KeyError(f'go_backwards: Bidirectional wraps a recurrent layer, whose config has that key. {layer.name}, '
                       f'a {type(layer).__name__}, has the keys {list(config)}.')
    return type(layer).from_config(dict(config, go_backwards=not config['go_backwards']))


@builtin_layer
class Bidirectional(Wrapper):
    # The constructor of Keras 2's Layer sets this, after that of Bidirectional has set it to that of the layer. So the
    # states of a stateful layer change while it trains, and a prediction begins with them and leaves them as they are.
    stateful = False

    def __init__(self, layer, merge_mode='concat', weights=None, **kwargs):
        _merge(merge_mode)
        backward, forward = _in_other_direction(layer), shallow_copy(layer)
        if weights:
            # Keras 2 never read these.
            half = len(weights) // 2
            forward.initial_weights, backward.initial_weights = weights[:half], weights[half:]
        super().__init__(layer, **kwargs)
        self.forward_layer = renamed(forward, 'forward_' + layer.name)
        self.backward_layer = renamed(backward, 'backward_' + layer.name)
        self._set_trainable(kwargs.get('trainable', True))
        self.merge_mode = merge_mode
        self.return_sequences = layer.return_sequences
        self.return_state = layer.return_state
        # The constructor of Keras 2's Layer sets this, too; the masks are those of compute_mask.
        self.supports_masking = False
        self.input_spec = layer.input_spec
        self._num_constants = None

    @disable_tracking
    def _wrap(self, layer):
        # Its weights are those of the layer that goes forward.
        super()._wrap(layer)

    def __dir__(self):
        # Hosts write the weights of the layers that are listed there to files, each once.
        return [name for name in super().__dir__() if name != 'layer']

    def _directions(self):
        return self.forward_layer, self.backward_layer

    _inner_layers = _directions

    def build(self, input_shape):
        """Builds both layers, each in the scope of its name."""
        for layer in self._directions():
            with K.name_scope(layer.name):
                layer.build(input_shape)
        self.input_spec = self.layer.input_spec
        self.built = True

    # --- calls

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        """Calls the layer on a sequence, with initial states and constants for each step, each a tensor or several.

        The states of the layer that goes forward come first. Raises ValueError for an odd number of them.
        """
        inputs, kwargs = called_with_states(self, inputs, initial_state, constants, kwargs)
        return super().__call__(inputs, **kwargs)

    __call__.runs_in_models = True  # as that of Recurrence

    def _joined_by_call(self, called_on, arguments):
        return joined_by_call(called_on, arguments)

    def _set_state_spec(self, initial_state):
        if len(initial_state) % 2:
            raise ValueError('When passing `initial_state` to a Bidirectional RNN, the state should be a list '
                             f'containing the states of the underlying RNNs. Layer {self.name} was passed '
                             f'{len(initial_state)}: {initial_state}')
        half = len(initial_state) // 2
        for layer, states in zip(self._directions(), (initial_state[:half], initial_state[half:])):
            if isinstance(layer, Recurrence):
                layer._set_state_spec(states)
            else:
                layer.state_spec = [InputSpec(shape=shapes.of(state)) for state in states]

    def _set_constants(self, constants):
        self._num_constants = len(constants)
        for layer in self._directions():
            layer.constants_spec = [InputSpec(shape=shapes.of(constant)) for constant in constants]
            layer._num_constants = len(constants)

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        """Returns what the merge mode makes of the outputs of both layers, and with ``return_state`` their states.

        Raises ValueError for initial states where the layer takes none.
        """
        inputs, initial_state, constants = _standardize_args(inputs, initial_state, constants, self._num_constants)
        merge, function = _merge(self.merge_mode), self.layer.call
        options = {name: value for name, value in (('training', training), ('mask', mask), ('constants', constants))
                   if has_arg(function, name)}
        states = [{}, {}]
        if initial_state is not None:
            if not has_arg(function, 'initial_state'):
                raise ValueError(f'Layer {self.name} was passed initial states, and the call of {self.layer.name}, a '
                                 f'{type(self.layer).__name__}, has no argument initial_state.')
            half = len(initial_state) // 2
            states = [{'initial_state': initial_state[:half]}, {'initial_state': initial_state[half:]}]
        with self._adding_for(*self._directions()):
            outputs = [layer.call(inputs, **options, **own) for layer, own in zip(self._directions(), states)]
        states = []
        if self.return_state:
            states = [state for output in outputs for state in output[1:]]
            outputs = [output[0] for output in outputs]
        if self.return_sequences:
            outputs[1] = K.reverse(outputs[1], 1)
        output = merge(*outputs)
        return self._with_states(output, states) if self.return_state else output

    def _with_states(self, output, states):
        """Returns a list of the output, or the two outputs, and what belongs to the states."""
        return (list(output) if self.merge_mode is None else [output]) + list(states)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the output, those of both without merge mode, and with ``return_state`` of the states.
        """
        output, states = self.forward_layer.compute_output_shape(input_shape), []
        if self.return_state:
            output, states = output[0], list(output[1:])
        if self.merge_mode == 'concat':
            output = tuple(output[:-1]) + (2 * output[-1],)
        elif self.merge_mode is None:
            output = [output, output]
        return self._with_states(output, 2 * states) if self.return_state else output

    def compute_mask(self, inputs, mask=None):
        """Returns the mask of the inputs for each output where the layer returns sequences; states have none."""
        if isinstance(mask, list):
            mask = mask[0]
        output_mask = mask if self.return_sequences else None
        if self.merge_mode is None:
            output_mask = [output_mask, output_mask]
        if not self.return_state:
            return output_mask
        return self._with_states(output_mask, [None for _ in 2 * list(self.forward_layer.states)])

    def reset_states(self):
        """Sets the states of both layers to zeros. Raises AttributeError where they are not stateful."""
        for layer in self._directions():
            layer.reset_states()

    # --- weights, losses and updates

    @property
    def trainable(self):
        """Whether both layers are trained, as it was set last."""
        return Layer.trainable.fget(self)

    @trainable.setter
    def trainable(self, value):
        Layer.trainable.fset(self, value)
        if hasattr(self, 'backward_layer'):
            self._set_trainable(value)

    def _set_trainable(self, value):
        for layer in self._directions():
            layer.trainable = value

    @property
    def trainable_weights(self):
        """The trainable weights of both layers, those of the one that goes forward first."""
        return [weight for layer in self._directions() for weight in layer.trainable_weights]

    @property
    def non_trainable_weights(self):
        """The other weights of both layers."""
        return [weight for layer in self._directions() for weight in layer.non_trainable_weights]

    def _weights_in_order(self):
        return [weight for layer in self._directions() for weight in layer._weights_in_order()]

    def _is_updated(self):
        return self.trainable or self.forward_layer.stateful

    @property
    def losses(self):
        """The losses of both layers."""
        return [loss for layer in self._directions() for loss in layer.losses]

    # --- configs

    def get_config(self):
        """Returns the arguments of the constructor, the layer as a config."""
        config = dict(super().get_config(), merge_mode=self.merge_mode)
        if self._num_constants is not None:
            config['num_constants'] = self._num_constants
        if layer_configs.is_for_host():
            layer_configs.add_backward_layer(config, self)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns the layer of a config, with new layers that are not built.

        Raises ValueError for the config of a host whose two layers are not the same but for the direction.
        """
        config = layer_configs.without_backward_layer(config)
        num_constants = config.pop('num_constants', None)
        layer = super().from_config(config, custom_objects)
        layer._num_constants = num_constants
        return layer
