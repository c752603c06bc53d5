"""Keras 3's recurrent layers, called, built and reset as in Keras 2."""
from compat import adapters
from compat.base_layer import shapes
from compat.engine.base_layer import InputSpec
from compat.base_layer.nest import as_list, flatten
from compat.builtin_layers import states as rnn_states
from compat.builtin_layers.stacked_cells import FlatStates
from compat.files.known_objects import known_objects_scope
from compat.utils.generic_utils import has_arg


def packed(states, like):
    """The flat list of states, in lists as ``like`` has them."""
    states = iter(states)

    def pack(like):
        return [pack(part) if isinstance(part, (list, tuple)) else next(states) for part in like]

    return pack(like)


class StatesOfKeras2:
    """A recurrent layer whose ``states`` are None, one for each, where it stores none, and may be set by reset_states.
    """

    @property
    def states(self):
        """The variables that a stateful layer stores its states in, else None for each."""
        states = self.__dict__.get('_stored_states')
        return [None for _ in flatten(self.state_size)] if states is None and not self.stateful else states

    @states.setter
    def states(self, states):
        # Not as an attribute: hosts would take the variables for weights.
        self.__dict__['_stored_states'] = states

    def reset_states(self, states=None):
        """Set the states of a stateful layer to zeros, or to the arrays ``states``.

        Raises AttributeError where the layer is not stateful, and ValueError for arrays that are not as many or of
        other shapes, and where the layer does not know its batch size yet.
        """
        rnn_states.refuse_stateless(self)
        if self.states is None:
            raise ValueError(rnn_states.NO_BATCH_SIZE % (self.name, None))
        rnn_states.set_states(self, flatten(self.states), states)


class CalledAsInKeras2:
    """A layer called on a sequence with the states to begin with, and the constants for each step, besides or after it
    in a list.
    """

    _num_constants = None
    constants_spec = None

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        """Call on a sequence, with states to begin with and constants for each step, each a tensor or several."""
        sequence, initial_state, constants = rnn_states.split_inputs(self, inputs, initial_state, constants)
        if constants:
            self.constants_spec = [InputSpec(shape=shapes.of(constant)) for constant in constants]
            self._num_constants = len(constants)
            kwargs['constants'] = constants
        if initial_state:
            kwargs['initial_state'] = self._checked_states(initial_state)
        if (initial_state or constants) and kwargs.get('mask') is None and not hasattr(sequence, '_keras_history'):
            # Keras 3 passes a layer the mask of a tensor only where it is called on no other.
            kwargs['mask'] = adapters.area('layer').mask_of(sequence)
        outputs = super().__call__(sequence, **kwargs)
        return list(outputs) if isinstance(outputs, tuple) else outputs

    def _checked_states(self, initial_state):
        return initial_state


class RecurrentOfKeras2(StatesOfKeras2, CalledAsInKeras2):
    """A recurrent layer of Keras 3 with what Keras 2's ``RNN`` has: states and constants in calls, and specifications.
    """

    state_spec = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.input_spec = [InputSpec(ndim=3)]

    def _checked_states(self, initial_state):
        sizes, states = flatten(self.state_size), flatten(initial_state)
        state_shapes = [shapes.of(state) for state in states]
        if len(states) != len(sizes) or any(shape and shape[-1] not in (None, size)
                                            for shape, size in zip(state_shapes, sizes)):
            rnn_states.refuse_state_sizes(state_shapes, sizes)
        return packed(states, self.state_size)

    def build(self, sequences_shape, **others):
        """Build the cell for the inputs of a step, and the constants beside them where there are some.

        Raises ValueError where the batch size of a stateful layer or the steps of an unrolled one are not known, and
        for constants that the cell does not take.
        """
        shape = shapes.plain(sequences_shape)
        shape = shape[0] if isinstance(shape, list) else shape
        if self.stateful and shape[0] is None:
            raise ValueError(rnn_states.NO_BATCH_SIZE % (self.name, shape))
        if self.unroll and shape[1] is None:
            raise ValueError(f'Cannot unroll a RNN if the time dimension is undefined. Layer {self.name} has inputs of '
                             f'shape {shape}: give the steps by input_shape or Input, or leave unroll=True out.')
        if self._num_constants:
            if not has_arg(self.cell.call, 'constants'):
                raise ValueError(f'RNN cell does not support constants: the call of {self.cell!r} has no such '
                                 f'argument, and layer {self.name} was given some.')
            if not self.cell.built:
                self.cell.build([shape[:1] + shape[2:]] + [spec.shape for spec in self.constants_spec])
                self.cell.built = True
        super().build(shape)
        self.input_spec = [InputSpec(shape=(shape[0] if self.stateful else None, None) + shape[2:])]
        self.state_spec = [InputSpec(shape=(None, size)) for size in flatten(self.state_size)]

    def compute_output_shape(self, sequences_shape, **others):
        """The shape of the output, and with ``return_state`` those of the states."""
        shape = shapes.plain(sequences_shape)
        return super().compute_output_shape(shape[0] if isinstance(shape, list) else shape)

    def get_initial_state(self, inputs=None, batch_size=None):
        """The states before the first step, zeros, for a sequence or, as Keras 3 asks, a batch size."""
        if inputs is not None and len(getattr(inputs, 'shape', ())) > 1:
            return rnn_states.zeros_like_steps(inputs, flatten(self.state_size))
        return super().get_initial_state(inputs if batch_size is None else batch_size)

    def call(self, sequences, mask=None, training=None, initial_state=None, constants=None):
        """The last output, or those of all steps, and the states if asked."""
        if isinstance(sequences, (list, tuple)):
            sequences, initial_state, constants = rnn_states.split_inputs(self, sequences, initial_state, constants)
        self.__dict__['_called_with'] = (initial_state, constants)
        try:
            return super().call(sequences, initial_state=initial_state, mask=mask,
                                                       training=training or False)
        finally:
            del self.__dict__['_called_with']

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """What the layer computes from the states that it begins with, as K.rnn does it where the host's would not."""
        given, constants = self.__dict__.get('_called_with', (None, None))
        if isinstance(self.cell, FlatStates) and self.cell.drops():
            # The first call draws what the cells drop at all steps.
            states = as_list(initial_state) + as_list(constants or [])
            rnn_states.step_of(self, training, constants)(sequences[:, 0], states)
        # The loops for GPUs drop the same for all gates.
        by_gates = training and getattr(self.cell, 'dropout', 0) and getattr(self.cell, 'implementation', 2) == 1
        if not constants and not by_gates and not rnn_states.masks_differently(self, mask, given):
            return super().inner_loop(sequences, initial_state, mask, training)
        return rnn_states.run_steps(self, sequences, initial_state, mask, training, constants)

    def _maybe_config_dropout_masks(self, cell, *inputs):
        if not isinstance(cell, FlatStates):
            super()._maybe_config_dropout_masks(cell, *inputs)

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        if self._num_constants is not None:
            config['num_constants'] = self._num_constants
        return config

    @classmethod
    def from_config(cls, config, *args, **kwargs):
        """The layer of that config."""
        config = dict(config)
        constants = config.pop('num_constants', None)
        with known_objects_scope():
            layer = super().from_config(config, *args, **kwargs)
        layer._num_constants = constants
        return layer


class MaskedImages:
    """A convolutional recurrent layer that goes through masked steps by K.rnn: that of Keras 3 on jax fails."""

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """What the layer computes from the states that it begins with."""
        if mask is None:
            return super().inner_loop(sequences, initial_state, mask, training)
        return rnn_states.run_steps(self, sequences, initial_state, mask, training)
