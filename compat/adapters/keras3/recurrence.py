"""Keras 3's recurrent wrappers, called as in Keras 2."""
from compat import adapters
from compat.base_layer import shapes
from compat.builtin_layers.recurrence import _standardize_args
from compat.engine.base_layer import InputSpec


class CalledAsInKeras2:
    """A layer called on a sequence with the states to begin with, and the constants for each step, besides or after it
    in a list.
    """

    _num_constants = None
    constants_spec = None

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        """Call on a sequence, with states to begin with and constants for each step, each a tensor or several."""
        sequence, initial_state, constants = _standardize_args(inputs, initial_state, constants,
                                                                       self._num_constants)
        if constants:
            self.constants_spec = [InputSpec(shape=shapes.of(constant)) for constant in constants]
            self._num_constants = len(constants)
            kwargs['constants'] = constants
        if initial_state:
            kwargs['initial_state'] = initial_state
        if (initial_state or constants) and kwargs.get('mask') is None and not hasattr(sequence, '_keras_history'):
            # Keras 3 passes a layer the mask of a tensor only where it is called on no other.
            kwargs['mask'] = adapters.area('layer').mask_of(sequence)
        outputs = super().__call__(sequence, **kwargs)
        return list(outputs) if isinstance(outputs, tuple) else outputs
