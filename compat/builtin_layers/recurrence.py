"""What the recurrent layers that compat writes on K share: the states that they are given, keep and give back."""
import numpy as np

from compat import backend as K
from compat import adapters
from compat.engine.base_layer import InputSpec, Layer
from compat.base_layer.nest import as_list
from compat.builtin_layers import states as kept

_tracked = adapters.area('layers').STATES_TRACKED


class Recurrence(*(_tracked + (Layer,))):
    """A layer that goes through time with K.rnn, in the manner of Keras 2's `keras.layers.RNN`.

    What it is called on is a tensor (batch, time, ...), with ``initial_state`` and ``constants``, or a list of all of
    them. Subclasses have a ``cell`` with a ``state_size``, a number or several.
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
        """The size of each state, as a list."""
        return as_list(self.cell.state_size)

    def _state_shape(self, size):
        """The shape of a state of that size of a stateful layer, with None for what is not known."""
        return ((self.input_spec[0].shape or (None,))[0], size)

    @property
    def states(self):
        """The variables that a stateful layer keeps its states in, else None for each."""
        if self._states is None:
            return [None for _ in self._state_sizes()]
        return self._states

    @states.setter
    def states(self, states):
        self._keep(states)

    def _keep(self, states):
        # Not as an attribute: hosts would take the variables for weights.
        self.__dict__['_states'] = states

    def reset_states(self, states=None):
        """Set the states of a stateful layer to zeros, or to the arrays ``states``.

        Raises AttributeError where the layer is not stateful, and ValueError for arrays that are not as many or of
        other shapes, and where the batch size is not known.
        """
        kept.refuse_stateless(self)
        sizes = [self._state_shape(size) for size in self._state_sizes()]
        if any(None in size for size in sizes):
            raise ValueError(kept.NO_BATCH_SIZE % (self.name, self.input_spec[0].shape))
        if self.states[0] is None:
            self._keep([K.variable(np.zeros(size)) for size in sizes])
        kept.set_states(self, self.states, states)

    reset_state = reset_states

    def get_initial_state(self, inputs):
        """The states before the first step: zeros (batch, size)."""
        return kept.zeros_like_steps(inputs, self._state_sizes())

    # --- calls

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        """Call on a sequence, with states to begin with and constants for each step, each a tensor or several."""
        if constants is not None and not self._takes_constants:
            raise TypeError(f"Layer {self.name} has no constants: its call got an unexpected keyword argument "
                            "'constants'.")
        sequence, initial_state, constants = kept.parted(self, inputs, initial_state, constants)
        added = (initial_state or []) + (constants or [])
        if not added:
            return super().__call__(sequence, **kwargs)
        if initial_state:
            self._explicit_states(initial_state)
        if constants:
            self.constants_spec = [InputSpec(shape=K.int_shape(constant)) for constant in constants]
            self._num_constants = len(constants)
        own_spec = self.input_spec
        self.input_spec = as_list(own_spec) + [InputSpec(ndim=K.ndim(tensor)) for tensor in added]
        called_spec = self.input_spec
        try:
            return super().__call__([sequence] + added, **kwargs)
        finally:
            # A layer that is built by the call tells its own specification meanwhile, in the same list or in another.
            self.input_spec = called_spec[:1] if self.input_spec is called_spec else self.input_spec

    def _explicit_states(self, initial_state):
        self.state_spec = [InputSpec(shape=K.int_shape(state)) for state in initial_state]

    def _parts(self, inputs, initial_state, constants):
        """(sequence, initial states, constants) of what ``call`` was given."""
        if isinstance(inputs, (list, tuple)):
            inputs = list(inputs)
            if self._num_constants:
                inputs, constants = inputs[:-self._num_constants], inputs[-self._num_constants:]
            initial_state = inputs[1:] or initial_state
            inputs = inputs[0]
        if initial_state is None and self.stateful:
            # Not the variables: torch changes them in place, and needs what they were for the gradients.
            initial_state = [1. * state for state in self.states]
        elif initial_state is None:
            initial_state = self.get_initial_state(inputs)
        if len(initial_state) != len(self.states):
            raise ValueError('Layer has %d states but was passed %d initial states.'
                             % (len(self.states), len(initial_state)))
        return inputs, list(initial_state), constants

    def _through_time(self, step, inputs, initial_state, mask=None, constants=None, unroll=False):
        """What the layer gives for ``step`` at each step of ``inputs``; a stateful layer keeps the last states."""
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
        """Check the states that the layer was called with, and make those that it keeps. The shape is a tuple."""
        self.input_spec[0] = InputSpec(shape=(input_shape[0] if self.stateful else None, None) + input_shape[2:])
        sizes = self._state_sizes()
        axis = self._state_channels()
        if self.state_spec is None:
            self.state_spec = [InputSpec(shape=tuple(size if place == axis else None
                                                     for place in range(len(input_shape) - 1))) for size in sizes]
        elif [spec.shape[axis] for spec in self.state_spec] != sizes:
            kept.refuse_other_sizes([spec.shape for spec in self.state_spec], sizes)
        if self.stateful:
            self.reset_states()

    def _state_channels(self):
        """The axis of a state that its size tells."""
        return 1

    def compute_output_shape(self, input_shape):
        """(batch, time, size) or (batch, size), and with ``return_state`` those of the states."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        sizes = self._state_sizes()
        width = getattr(self.cell, 'output_size', None)
        output = input_shape[:2 if self.return_sequences else 1] + (sizes[0] if width is None else width,)
        return [output] + [(input_shape[0], size) for size in sizes] if self.return_state else output

    def compute_mask(self, inputs, mask=None):
        """The mask of the inputs where the layer returns sequences; states have none."""
        if isinstance(mask, (list, tuple)):
            mask = mask[0]
        shown = mask if self.return_sequences else None
        return [shown] + [None for _ in self.states] if self.return_state else shown

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        for name in ('return_sequences', 'return_state', 'go_backwards', 'stateful'):
            config[name] = getattr(self, name)
        return config


def forgetting(initializer, units, before, after):
    """An initializer of biases with ones for a gate, between ``before`` and ``after`` gates by ``initializer``."""
    def initialize(shape, dtype=None):
        return K.concatenate([initializer((before * units,), dtype=dtype), K.ones((units,), dtype=dtype),
                              initializer((after * units,), dtype=dtype)], axis=0)

    return initialize
