"""The states and the call arguments of recurrent layers, as in Keras 2's `keras.layers.RNN`."""
import numpy as np

from compat import backend as K
from compat import process
from compat.base_layer import shapes
from compat.base_layer.nest import as_list
from compat.utils.generic_utils import has_arg

NO_BATCH_SIZE = (
    'If a RNN is stateful, it needs to know its batch size: it stores a state for each sample. Layer %s has inputs of '
    'shape %s. Pass batch_input_shape to the first layer of a Sequential, or batch_shape to its Input.')


def split_inputs(layer, inputs, initial_state, constants):
    """Returns (sequence, initial states, constants) of the arguments of a call; the last two are lists or None.

    Raises ValueError where some of the states and constants are symbols of layers and others are not.
    """
    tensors = as_list(inputs)
    count = layer._num_constants or 0
    if constants is not None:
        constants = as_list(constants)
    elif count and len(tensors) > count:
        constants = tensors[-count:]
        tensors = tensors[:-count]
    if initial_state is not None:
        initial_state = as_list(initial_state)
    elif len(tensors) > 1:
        initial_state = tensors[1:]
    added = (initial_state or []) + (constants or [])
    if len({hasattr(tensor, '_keras_history') for tensor in added}) > 1:
        raise ValueError('The initial state or constants of an RNN layer cannot be specified with a mix of Keras '
                         f'tensors and non-Keras tensors. Layer {layer.name} was passed {added}.')
    return tensors[0], initial_state, constants


def refuse_state_sizes(state_shapes, sizes):
    """Raises ValueError for states whose shapes are not of the sizes that a cell has."""
    raise ValueError('An `initial_state` was passed that is not compatible with `cell.state_size`. Received '
                     f'`state_spec`={state_shapes}; however `cell.state_size` is {sizes}')


def refuse_stateless(layer):
    """Raises AttributeError where the layer is not stateful."""
    if not layer.stateful:
        raise AttributeError(f'Layer must be stateful. Layer {layer.name} has stateful=False and no states to set.')


def set_states(layer, variables, values=None):
    """Sets the variables of a layer's states to the values, an array or several, or to zeros.

    Raises ValueError where the number of values or a shape differs.
    """
    sizes = [shapes.of(variable) for variable in variables]
    values = [np.zeros(size) for size in sizes] if values is None else as_list(values)
    if len(values) != len(variables):
        raise ValueError('Layer %s expects %d states, but it received %d state values. Input received: %s'
                         % (layer.name, len(variables), len(values), values))
    for index, (value, size) in enumerate(zip(values, sizes)):
        if np.shape(value) != size:
            raise ValueError('State %d is incompatible with layer %s: expected shape=%s, found shape=%s'
                             % (index, layer.name, size, np.shape(value)))
    K.batch_set_value(list(zip(variables, values)))


def zeros_like_steps(inputs, sizes):
    """Returns states of zeros (batch, size) for each size, for a sequence (batch, time, ...)."""
    zero = K.zeros_like(inputs[:, 0, :1])
    return [K.tile(zero, [1, size]) for size in sizes]


def step_of(layer, training, constants=None):
    """Returns the step function of the layer's cell for K.rnn: of the inputs, and of states and constants in a list."""
    options = {'training': training} if has_arg(layer.cell.call, 'training') else {}

    def step(inputs, states):
        states = list(states)
        if not constants:
            return layer.cell.call(inputs, states, **options)
        count = len(states) - len(constants)
        return layer.cell.call(inputs, states[:count], constants=states[count:], **options)

    return step


def masks_differently(layer, mask, initial_state):
    """Whether the outputs of a layer's masked steps in Keras 2 differ from those of the host's loop.

    Keras 2.2 returns the first state there. For the layers that have a cell of their own and start with zeros that is
    the output of the step before, which hosts return. Hosts fail for unrolled layers, or reverse the mask differently.
    """
    if mask is None:
        return False
    layers = process.opened().keras.layers
    return bool(layer.unroll or layer.stateful or initial_state
                or not isinstance(layer, (layers.GRU, layers.LSTM, layers.SimpleRNN)))


def run_steps(layer, sequences, initial_state, mask=None, training=None, constants=None):
    """Returns (last output, outputs, states) of the layer's cell by K.rnn."""
    return K.rnn(step_of(layer, training, constants), sequences, as_list(initial_state),
                 go_backwards=layer.go_backwards, mask=mask, constants=as_list(constants or []), unroll=layer.unroll,
                 input_length=K.int_shape(sequences)[1])
