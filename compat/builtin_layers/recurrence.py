"""The base of the recurrent layers that compat writes on K: initial states, stored states, returned states."""
import numpy as np

from compat import backend as K
from compat import adapters
from compat.engine.base_layer import InputSpec, Layer
from compat.base_layer.nest import as_list
from compat.builtin_layers import states as rnn_states

_tracked = adapters.area('layers').STATES_TRACKED


class Recurrence(*(_tracked + (Layer,))):
    """A layer that goes through the steps of a sequence with K.rnn, as Keras 2's `keras.layers.RNN` does.

    It is called on a tensor (batch, time, ...), with ``initial_state`` and ``constants``, or on a list of all of them.
    Subclasses have a ``cell`` with a ``state_size``, an integer or several.
    """

    _states = None
    state_spec = None
    constants_spec = None
    _num_constants = None
    _takes_constants = False

    def __init__(self, return_sequences=False, return_state=False, go_backwards=False, stateful=False, **kwargs):
        super().__init__(**kwargs)
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.supports_masking = True
        self.input_spec = [InputSpec(ndim=3)]

    # --- states

    def _state_sizes(self):
        """Returns the size of each state, as a list."""
        return as_list(self.cell.state_size)

    def _state_shape(self, size):
        """Returns the shape of a state of that size of a stateful layer, with None for an unknown batch size."""
        return ((self.input_spec[0].shape or (None,))[0], size)

    @property
    def states(self):
        """The variables of the states of a stateful layer, else None for each state."""
        if self._states is None:
            return [None for _ in self._state_sizes()]
        return self._states

    @states.setter
    def states(self, states):
        self._store_states(states)

    def _store_states(self, states):
        # Not as an attribute: hosts would track the variables as weights.
        self.__dict__['_states'] = states

    def reset_states(self, states=None):
        """Sets the states of a stateful layer to zeros, or to the arrays ``states``.

        Raises AttributeError where the layer is not stateful, and ValueError where the number of arrays or a shape
        differs, and where the batch size is not known.
        """
        rnn_states.refuse_stateless(self)
        sizes = [self._state_shape(size) for size in self._state_sizes()]
        if any(None in size for size in sizes):
            raise ValueError(rnn_states.NO_BATCH_SIZE % (self.name, self.input_spec[0].shape))
        if self.states[0] is None:
            self._store_states([K.variable(np.zeros(size)) for size in sizes])
        rnn_states.set_states(self, self.states, states)

    reset_state = reset_states

    def get_initial_state(self, inputs):
        """Returns the states before the first step: zeros (batch, size)."""
        return rnn_states.zeros_like_steps(inputs, self._state_sizes())

    # --- calls

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        """Calls the layer on a sequence, with initial states and constants for each step, each a tensor or several."""
        if constants is not None and not self._takes_constants:
            raise TypeError(f"Layer {self.name} has no constants: its call got an unexpected keyword argument "
                            "'constants'.")
        sequence, initial_state, constants = rnn_states.split_inputs(self, inputs, initial_state, constants)
        added = (initial_state or []) + (constants or [])
        if not added:
            return super().__call__(sequence, **kwargs)
        if initial_state:
            self._set_state_spec(initial_state)
        if constants:
            self.constants_spec = [InputSpec(shape=K.int_shape(constant)) for constant in constants]
            self._num_constants = len(constants)
        own_spec = self.input_spec
        self.input_spec = as_list(own_spec) + [InputSpec(ndim=K.ndim(tensor)) for tensor in added]
        called_spec = self.input_spec
        try:
            return super().__call__([sequence] + added, **kwargs)
        finally:
            # A layer that is built by the call sets its own specification meanwhile, in the same list or in another.
            self.input_spec = called_spec[:1] if self.input_spec is called_spec else self.input_spec

    def _set_state_spec(self, initial_state):
        self.state_spec = [InputSpec(shape=K.int_shape(state)) for state in initial_state]

    def _split(self, inputs, initial_state, constants):
        """Returns (sequence, initial states, constants) of the arguments of ``call``."""
        if isinstance(inputs, (list, tuple)):
            inputs = list(inputs)
            if self._num_constants:
                inputs, constants = inputs[:-self._num_constants], inputs[-self._num_constants:]
            initial_state = inputs[1:] or initial_state
            inputs = inputs[0]
        if initial_state is None and self.stateful:
            # Not the variables: torch changes them in place, and needs their values before for the gradients.
            initial_state = [1. * state for state in self.states]
        elif initial_state is None:
            initial_state = self.get_initial_state(inputs)
        if len(initial_state) != len(self.states):
            raise ValueError('Layer has %d states but was passed %d initial states.'
                             % (len(self.states), len(initial_state)))
        return inputs, list(initial_state), constants

    def _run(self, step, inputs, initial_state, mask=None, constants=None, unroll=False):
        """Returns the outputs of ``step`` at each step of ``inputs``; a stateful layer stores the last states."""
        if isinstance(mask, (list, tuple)):
            mask = mask[0]
        last, outputs, states = K.rnn(step, inputs, initial_state, go_backwards=self.go_backwards, mask=mask,
                                      constants=constants, unroll=unroll, input_length=K.int_shape(inputs)[1])
        states = list(states)
        if self.stateful:
            self.add_update(list(zip(self.states, states)), inputs)
        output = outputs if self.return_sequences else last
        return [output] + states if self.return_state else output

    # --- shapes and masks

    def _build_states(self, input_shape):
        """Checks the initial states, and makes the variables of a stateful layer. The shape is a tuple."""
        self.input_spec[0] = InputSpec(shape=(input_shape[0] if self.stateful else None, None) + input_shape[2:])
        sizes = self._state_sizes()
        axis = self._state_channels()
        if self.state_spec is None:
            self.state_spec = [InputSpec(shape=tuple(size if index == axis else None
                                                     for index in range(len(input_shape) - 1))) for size in sizes]
        elif [spec.shape[axis] for spec in self.state_spec] != sizes:
            rnn_states.refuse_state_sizes([spec.shape for spec in self.state_spec], sizes)
        if self.stateful:
            self.reset_states()

    def _state_channels(self):
        """Returns the axis of a state that has its size."""
        return 1

    def compute_output_shape(self, input_shape):
        """Returns (batch, time, size) or (batch, size), and with ``return_state`` the shapes of the states."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        sizes = self._state_sizes()
        width = getattr(self.cell, 'output_size', None)
        output = input_shape[:2 if self.return_sequences else 1] + (sizes[0] if width is None else width,)
        return [output] + [(input_shape[0], size) for size in sizes] if self.return_state else output

    def compute_mask(self, inputs, mask=None):
        """Returns the mask of the inputs where the layer returns sequences; states have none."""
        if isinstance(mask, (list, tuple)):
            mask = mask[0]
        output_mask = mask if self.return_sequences else None
        return [output_mask] + [None for _ in self.states] if self.return_state else output_mask

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        for name in ('return_sequences', 'return_state', 'go_backwards', 'stateful'):
            config[name] = getattr(self, name)
        return config


def unit_forget_initializer(initializer, units, before, after):
    """Returns an initializer of biases: ones for a gate, between ``before`` and ``after`` gates by ``initializer``."""
    def initialize(shape, dtype=None):
        return K.concatenate([initializer((before * units,), dtype=dtype), K.ones((units,), dtype=dtype),
                              initializer((after * units,), dtype=dtype)], axis=0)

    return initialize
