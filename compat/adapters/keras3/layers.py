"""What Keras 3's layers call differently than Keras 2's, or lack."""
from typing import Dict, NamedTuple, Tuple

from compat import adapters
from compat.symbolic import graph, phase
from compat.base_layer.nest import flatten
from compat.builtin_layers.recurrence import _standardize_args


class Change(NamedTuple):
    """How the arguments of a layer of Keras 2 become the host's."""

    renamed: Dict[str, str] = {}
    dropped: Tuple[str, ...] = ()       # arguments that choose between ways to the same numbers
    refused: Dict[str, str] = {}        # arguments that the host cannot honour, and why


NO_CHANGE = Change()
CHANGES = {
    'LeakyReLU': Change(renamed={'alpha': 'negative_slope'}),
}


def _embedding(arguments):
    """``input_length`` says the shape of the input, too."""
    length = arguments.get('input_length')
    if 'input_shape' not in arguments and 'batch_input_shape' not in arguments:
        lengths = tuple(length) if isinstance(length, (list, tuple)) else (length,)
        arguments['input_shape'] = lengths


# Keys of configs that the host names otherwise, by layer; and those of every layer.
CONFIG_NAMES = {'LeakyReLU': {'alpha': 'negative_slope'}}
CONFIG_KEYS = ('name', 'trainable', 'dtype')
# What constructors of the host take among their other arguments.
CONFIG_MORE = dict.fromkeys(('GRU', 'GRUCell', 'LSTM', 'LSTMCell'), ('implementation',))
ADAPTED = {'Embedding': _embedding}


class _StatesAreVariables:
    """A recurrent layer whose states are among what a compiled step may change.

    Keras 3 does not track them, and jax, whose steps take and return all that changes, loses them after each batch.
    They are no weights.
    """

    @property
    def variables(self):
        states = [state for state in flatten(getattr(self, 'states', None) if self.stateful else None)
                  if state is not None]
        for state in states:
            if state.trainable:
                # A step of jax would store what the optimizer computes of it, and not what the layer does.
                state.trainable = False
        variables = super().variables
        return variables + [state for state in states if not any(state is variable for variable in variables)]


class _StatesAreCopied:
    """A recurrent layer of the host that begins with copies of its states.

    torch changes variables in place, those too that it needs as they were for the gradients.
    """

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """What the host's layer computes from the states that it begins with."""
        if self.stateful:
            initial_state = _copied(initial_state)
        return super().inner_loop(sequences, initial_state, mask, training)


def _copied(state):
    return [_copied(part) for part in state] if isinstance(state, (list, tuple)) else 1. * state


RECURRENT = (_StatesAreVariables, _StatesAreCopied)


class _ReturnsStates:
    """A layer of both directions whose layer may return a list of its output and its states, as in Keras 2.

    Keras 3 adds up tuples of shapes only, and fails at the masks of the states.
    """

    def __call__(self, inputs, initial_state=None, **kwargs):
        """Call on a sequence, with the states to begin with beside it or after it in a list."""
        sequence, initial_state, _ = _standardize_args(inputs, initial_state, None, None)
        if initial_state:
            kwargs['initial_state'] = initial_state
            if kwargs.get('mask') is None and not hasattr(sequence, '_keras_history'):
                # Keras 3 passes a layer the mask of a tensor only where it is called on no other.
                kwargs['mask'] = adapters.area('layer').mask_of(sequence)
        outputs = super().__call__(sequence, **kwargs)
        return list(outputs) if isinstance(outputs, tuple) else outputs

    @property
    def layer(self):
        """The layer that is wrapped; newer hosts know the one that goes forward only."""
        return self.__dict__.get('_wrapped') or self.forward_layer

    @layer.setter
    def layer(self, layer):
        self.__dict__['_wrapped'] = layer

    def build(self, sequences_shape, initial_state_shape=None):
        """Make the weights of both directions, named after them."""
        for layer in (self.forward_layer, self.backward_layer):
            if not layer.built:
                with layer._naming():
                    layer.build(sequences_shape)
        self.built = True

    def _outputs(self, output, states):
        """The tuple of the outputs and the states of both directions, or the one that is given."""
        outputs = (output,) * (2 if self.merge_mode is None else 1)
        given = outputs + 2 * states if self.return_state else outputs
        return given[0] if len(given) == 1 else given

    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        """The shape of the outputs, and those of the states of both directions where they are given."""
        shapes = self.forward_layer.compute_output_shape(sequences_shape)
        output, states = (tuple(shapes[0]), tuple(shapes[1:])) if self.return_state else (tuple(shapes), ())
        return self._outputs(output[:-1] + (2 * output[-1],) if self.merge_mode == 'concat' else output, states)

    def compute_mask(self, inputs, mask=None):
        """The mask of the inputs for sequences; states have none."""
        if isinstance(mask, (list, tuple)):
            mask = mask[0]
        sizes = getattr(getattr(self.forward_layer, 'cell', None), 'state_size', ())
        states = (None,) * (len(sizes) if isinstance(sizes, (list, tuple)) else 1)
        return self._outputs(mask if self.return_sequences else None, states)


BOTH_DIRECTIONS = (_ReturnsStates,)


class _TakesKeras2Arguments:
    """A layer whose constructor in Keras 3 takes nothing that every layer takes: the shape of the input, trainable."""

    def __init__(self, *args, **kwargs):
        settings = self._take_arguments(kwargs, ())
        trainable = kwargs.pop('trainable', True)
        super().__init__(*args, **kwargs)
        self._use_settings(settings)
        self.trainable = trainable


CLOSED = (_TakesKeras2Arguments,)


def _settable(name):
    """A mixin of layers in which the host computes a weight from a private one: here it can be set, as in Keras 2."""
    private = '_' + name

    def weight(self):
        value = self.__dict__.get(private)
        if value is None or getattr(self, 'lora_enabled', False) or getattr(self, 'quantization_mode', None):
            return self._weight_of_host()
        return graph.values_now(value) if phase.is_executing() else value

    class Settable:
        bias = None     # Keras 3 asks for it where a subclass that has none made none

        def _weight_of_host(self):
            return getattr(super(), name)

        def save_own_variables(self, store):
            """Write the weights, all of those that a subclass made."""
            if self._is_builtin:
                super().save_own_variables(store)
            else:
                adapters.area('layer').HostLayer.save_own_variables(self, store)

        def load_own_variables(self, store):
            """Read the weights, all of those that a subclass made."""
            if self._is_builtin:
                super().load_own_variables(store)
            else:
                adapters.area('layer').HostLayer.load_own_variables(self, store)

    setattr(Settable, name, property(weight, lambda self, value: setattr(self, private, value)))
    return (Settable,)


class _SameLength:
    """An embedding that knows the ``input_length``, which Keras 3 does not take."""

    def __init__(self, *args, **kwargs):
        length = kwargs.pop('input_length', None)
        super().__init__(*args, **kwargs)
        self.input_length = length


KERNEL = _settable('kernel')
EMBEDDINGS = (_SameLength,) + _settable('embeddings')
PENALTY_OF_ACTIVITY = 'activity_regularizer'     # the attribute that the host's own __call__ reads
