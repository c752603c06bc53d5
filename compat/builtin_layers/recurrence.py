"""The base of all recurrent layers: initial states and constants in calls, stored states, masks."""
import inspect

import numpy as np

from compat import adapters, process
from compat import backend as K
from compat.base_layer import recorded_updates, shapes
from compat.base_layer.tracking import disable_tracking
from compat.base_layer.weights import initializer_of
from compat.engine.base_layer import InputSpec, Layer
from compat.symbolic import phase
from compat.utils.generic_utils import to_list

_NOT_UNROLLED = process.dialect().steps_not_unrolled
NO_BATCH_SIZE = (
    'If a RNN is stateful, it needs to know its batch size: it stores a state for each sample. Layer %s has inputs of '
    'shape %s. Pass batch_input_shape to the first layer of a Sequential, or batch_shape to its Input.')


class Recurrence(Layer):
    """A layer that goes through the steps of a sequence, as Keras 2's `keras.layers.RNN` does.

    It is called on a tensor (batch, steps, ...), with ``initial_state`` and ``constants``, or on a list of all of them.
    Subclasses define ``_state_sizes`` and ``_run``.
    """

    unroll = False

    def __init__(self, return_sequences=False, return_state=False, go_backwards=False, stateful=False, **kwargs):
        super().__init__(**kwargs)
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.supports_masking = True
        self.input_spec = [InputSpec(ndim=3)]
        self.state_spec = None
        self._store_states(None)
        self.constants_spec = None
        self._num_constants = None

    # --- states

    def _state_sizes(self):
        """Returns the size of each state, as a list."""
        raise NotImplementedError

    def _state_axis(self):
        """Returns the axis of a state that has its size."""
        return 1

    @property
    def states(self):
        """The variables of the states of a stateful layer, None for each where it has none yet."""
        return [None for _ in self._state_sizes()] if self._states is None else self._states

    def __setattr__(self, name, value):
        if name == 'states':
            self._store_states(value)
        else:
            super().__setattr__(name, value)

    @disable_tracking
    def _store_states(self, states):
        # Hosts would take variables among the attributes for weights.
        self._states = states

    def _state_shapes(self):
        """Returns the shapes of the states of a stateful layer. Raises ValueError where the batch size is not known."""
        shape = self.input_spec[0].shape
        if not shape or not shape[0]:
            raise ValueError(NO_BATCH_SIZE % (self.name, shape))
        return [(shape[0], size) for size in self._state_sizes()]

    def reset_states(self, states=None):
        """Sets the states of a stateful layer to zeros, or to arrays.

        Args:
            states: an array, or a list of one for each state. None stands for zeros.

        Raises:
            AttributeError: the layer is not stateful.
            ValueError: the batch size is not known, or the number of arrays or a shape differs.
        """
        if not self.stateful:
            raise AttributeError(f'Layer must be stateful. Layer {self.name} has stateful=False and no states to set.')
        state_shapes = self._state_shapes()
        if self.states[0] is None:
            self.states = [K.zeros(shape) for shape in state_shapes]
            if states is None:
                return
        values = [np.zeros(shape) for shape in state_shapes] if states is None else to_list(states, allow_tuple=True)
        if len(values) != len(self.states):
            raise ValueError(f'Layer {self.name} expects {len(self.states)} states, but it received {len(values)} '
                             f'state values. Input received: {values}')
        for index, (value, shape) in enumerate(zip(values, state_shapes)):
            if np.shape(value) != shape:
                raise ValueError(f'State {index} is incompatible with layer {self.name}: expected shape={shape}, found '
                                 f'shape={np.shape(value)}')
        K.batch_set_value(list(zip(self.states, values)))

    reset_state = reset_states      # Keras 3's name, which its models call

    def get_initial_state(self, inputs):
        """Returns the states before the first step: zeros (batch, size) for a sequence (batch, steps, features)."""
        zero = K.zeros_like(inputs[:, 0, :1])
        return [K.tile(zero, [1, size]) for size in self._state_sizes()]

    def _build_states(self, input_shape):
        """Checks the initial states, and makes the variables of a stateful layer. The shape is a tuple."""
        self.input_spec[0] = InputSpec(shape=(input_shape[0] if self.stateful else None, None)
                                       + tuple(input_shape[2:]))
        if self.state_spec is None:
            self.state_spec = [
                InputSpec(shape=tuple(size if index == self._state_axis() else None
                                      for index in range(len(input_shape) - 1))) for size in self._state_sizes()]
        self._check_state_spec()
        if self.stateful:
            self.reset_states()

    def _check_state_spec(self):
        """Raises ValueError for initial states that are not of the sizes of the states."""
        sizes, axis = self._state_sizes(), self._state_axis()
        known = [spec.shape[axis] for spec in self.state_spec]
        if len(known) != len(sizes) or any(None not in pair and pair[0] != pair[1] for pair in zip(known, sizes)):
            raise ValueError('An `initial_state` was passed that is not compatible with `cell.state_size`. Received '
                             f'`state_spec`={[tuple(spec.shape) for spec in self.state_spec]}; however '
                             f'`cell.state_size` is {sizes}')

    # --- calls

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        """Calls the layer on a sequence, with initial states and constants for each step, each a tensor or several."""
        inputs, kwargs = called_with_states(self, inputs, initial_state, constants, kwargs)
        self._refuse_unrolling(shapes.of(inputs))
        return super().__call__(inputs, **kwargs)

    __call__.runs_in_models = True  # it finds the mask of the sequence, which models do not pass beside states

    def _set_state_spec(self, initial_state):
        self.state_spec = [InputSpec(shape=shapes.of(state)) for state in initial_state]
        if self.built:
            self._check_state_spec()

    def _set_constants(self, constants):
        self.constants_spec = [InputSpec(shape=shapes.of(constant)) for constant in constants]
        self._num_constants = len(constants)

    def _refuse_unrolling(self, shape):
        """Raises ValueError for sequences of such a shape that cannot be unrolled."""
        if self.unroll and len(shape or ()) > 1 and shape[1] in _NOT_UNROLLED:
            raise ValueError('Cannot unroll a RNN if the time dimension is undefined{}. Layer {} has inputs of shape '
                             '{}: pass the number of steps in input_shape, in the shape of its Input, or as the '
                             'input_length of an Embedding before it, or leave unroll=True out.'.format(
                                 ' or equal to 1' if 1 in _NOT_UNROLLED else '', self.name, shape))

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        """Returns the last output, or those of all steps, and with ``return_state`` the states."""
        inputs, initial_state, constants = _standardize_args(inputs, initial_state, constants, self._num_constants)
        from_zeros = initial_state is None and not self.stateful and (
            type(self).get_initial_state is Recurrence.get_initial_state)
        if initial_state is None and self.stateful:
            # Not the variables: torch changes them in place, and needs their values before for the gradients.
            initial_state = [1. * state for state in self.states]
        elif initial_state is None:
            initial_state = self.get_initial_state(inputs)
        if len(initial_state) != len(self.states):
            raise ValueError(f'Layer has {len(self.states)} states but was passed {len(initial_state)} initial states. '
                             f'Its name is {self.name}.')
        if isinstance(mask, list):
            mask = mask[0]
        self._refuse_unrolling(K.int_shape(inputs))
        last_output, outputs, states = self._run(inputs, list(initial_state), mask, training, constants, from_zeros)
        if self.stateful:
            self._store(states, inputs)
        output = outputs if self.return_sequences else last_output
        return [output] + list(states) if self.return_state else output

    def _run(self, inputs, initial_state, mask, training, constants, from_zeros):
        """Returns (last output, outputs, last states) of all steps; ``from_zeros`` says that the states are zeros."""
        raise NotImplementedError

    def _store(self, states, inputs):
        updates = list(zip(self.states, states))
        if phase.is_executing() and phase.outermost_layer() in (None, self):
            for update in updates:
                recorded_updates.perform_later(update)
        else:
            self.add_update(updates, inputs)

    def _updates_at(self, node):
        return recorded_updates.of_states(self, node)

    def _updated_by(self, node):
        return super()._updated_by(node)[:1]  # Keras 2 noted them for the sequence alone

    def _joined_by_call(self, called_on, arguments):
        return joined_by_call(called_on, arguments)

    def _stored_states(self):
        return [state for state in self._states or [] if state is not None]

    def compute_mask(self, inputs, mask=None):
        """Returns the mask of the inputs where the layer returns sequences; states have none."""
        if isinstance(mask, list):
            mask = mask[0]
        output_mask = mask if self.return_sequences else None
        return [output_mask] + [None for _ in self.states] if self.return_state else output_mask

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        for name in ('return_sequences', 'return_state', 'go_backwards', 'stateful'):
            config[name] = getattr(self, name)
        return config


def called_with_states(layer, inputs, initial_state, constants, kwargs):
    """Returns (sequence, keyword arguments) of a call of a recurrent layer, which gets to know states and constants.

    Args:
        layer: the layer, with ``_set_state_spec`` and ``_set_constants``.
        inputs: a sequence, or a list of it, the initial states and the constants.
        initial_state: a tensor, a list of tensors, or None.
        constants: likewise.
        kwargs: the other arguments of the call.

    Raises:
        ValueError: some of the states and constants are tensors of Keras, and some are not.
    """
    inputs, initial_state, constants = _standardize_args(inputs, initial_state, constants, layer._num_constants)
    added = (initial_state or []) + (constants or [])
    if len({hasattr(tensor, '_keras_history') for tensor in added}) > 1:
        raise ValueError('The initial state or constants of an RNN layer cannot be specified with a mix of Keras '
                         f'tensors and non-Keras tensors. Layer {layer.name} was passed {added}.')
    kwargs = dict(kwargs)
    if initial_state is not None:
        layer._set_state_spec(initial_state)
        kwargs['initial_state'] = initial_state
    if constants is not None:
        layer._set_constants(constants)
        kwargs['constants'] = constants
    if added and kwargs.get('mask') is None and not hasattr(inputs, '_keras_history'):
        # Keras 3 passes a layer the mask of a tensor only where it is called on no other.
        kwargs['mask'] = adapters.area('layer').mask_of(inputs)
    return inputs, kwargs


def joined_by_call(called_on, arguments):
    """Returns the symbols that join a call of a recurrent layer: the sequence, the initial states and the constants."""
    added = (arguments.get('initial_state') or []) + (arguments.get('constants') or [])
    return called_on + [tensor for tensor in added if hasattr(tensor, '_keras_history')]


def _standardize_args(inputs, initial_state, constants, num_constants):
    """Returns (sequence, initial states, constants) of the arguments of a call; the last two are lists or None."""
    if isinstance(inputs, (list, tuple)):
        inputs = list(inputs)
        if num_constants and constants is None:
            inputs, constants = inputs[:-num_constants], inputs[-num_constants:]
        if len(inputs) > 1 and initial_state is None:
            initial_state = inputs[1:]
        inputs = inputs[0]
    return inputs, _to_list_or_none(initial_state), _to_list_or_none(constants)


def _to_list_or_none(x):
    return x if x is None else to_list(x, allow_tuple=True)


def unit_forget_initializer(initializer, units, before, after):
    """Returns an initializer of biases: ones for a gate, between ``before`` and ``after`` gates by ``initializer``."""
    if inspect.isroutine(initializer):
        initializer = initializer_of(initializer)

    def initialize(shape, dtype=None):
        return K.concatenate([initializer((before * units,), dtype=dtype), K.ones((units,), dtype=dtype),
                              initializer((after * units,), dtype=dtype)], axis=0)

    return initialize
