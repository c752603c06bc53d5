"""The states of recurrent layers, and what they are called on, in the manner of Keras 2's `keras.layers.RNN`."""
import numpy as np

from compat import backend as K
from compat import process
from compat.base_layer import shapes
from compat.base_layer.nest import as_list
from compat.utils.generic_utils import has_arg

NO_BATCH_SIZE = (
    'If a RNN is stateful, it needs to know its batch size: it keeps a state for each sample. Layer %s has inputs of '
    'shape %s. Tell all sizes of the state by batch_input_shape of the first layer of a Sequential, or by batch_shape '
    'of its Input.')


def parted(layer, inputs, initial_state, constants):
    """(sequence, initial states, constants) of what a layer is called on; the last two are lists or None.

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
                         f'tensors and non-Keras tensors. Layer {layer.name} was given {added}.')
    return tensors[0], initial_state, constants


def refuse_other_sizes(found, sizes):
    """Raise ValueError where the shapes ``found`` of the states are not of the sizes that a cell has."""
    raise ValueError('An `initial_state` was passed that is not compatible with `cell.state_size`. Received '
                     f'`state_spec`={found}; however `cell.state_size` is {sizes}')


def refuse_stateless(layer):
    """Raise AttributeError where the layer keeps no states."""
    if not layer.stateful:
        raise AttributeError(f'Layer must be stateful. Layer {layer.name} was made without stateful=True and has no '
                             'states to set.')


def set_states(layer, variables, values=None):
    """Set the variables of a layer's states to the values, an array or several, or to zeros.

    Raises ValueError for values that are not as many or of other shapes.
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
    """States of zeros (batch, size) for each size, for a sequence (batch, time, ...)."""
    zero = K.zeros_like(inputs[:, 0, :1])
    return [K.tile(zero, [1, size]) for size in sizes]


def step_of(layer, training, constants=None):
    """The function of a step of the layer's cell, for K.rnn: of inputs, and of the states and the constants."""
    options = {'training': training} if has_arg(layer.cell.call, 'training') else {}

    def step(inputs, states):
        states = list(states)
        if not constants:
            return layer.cell.call(inputs, states, **options)
        count = len(states) - len(constants)
        return layer.cell.call(inputs, states[:count], constants=states[count:], **options)

    return step


def masked_otherwise(layer, mask, initial_state):
    """Whether a layer's masked steps give in Keras 2 what they do not by the loop of the host.

    In Keras 2.2 they give the first state. Where the layer has a name, and begins with zeros, that is the output of
    the step before, which hosts give; and those fail for unrolled ones, or turn the mask another way round.
    """
    if mask is None:
        return False
    layers = process.opened().keras.layers
    return bool(layer.unroll or layer.stateful or initial_state
                or not isinstance(layer, (layers.GRU, layers.LSTM, layers.SimpleRNN)))


def through_time(layer, sequences, initial_state, mask=None, training=None, constants=None):
    """(last output, outputs, states) of the layer's cell by K.rnn."""
    return K.rnn(step_of(layer, training, constants), sequences, as_list(initial_state),
                 go_backwards=layer.go_backwards, mask=mask, constants=as_list(constants or []), unroll=layer.unroll,
                 input_length=K.int_shape(sequences)[1])
