"""Parameters, summaries, kernels and inputs of layers and models (Keras 2.2.4 `keras.utils.layer_utils`).

The functions accept layers of the host, too, and nested models.
"""
import numpy as np

from compat import backend as K
from compat import process
from compat.base_layer import shapes as _shapes
from compat.base_layer.insides import own_nodes
from compat.base_layer.nodes import input_tensors
from compat.files.known_objects import class_name
from compat.utils.conv_utils import convert_kernel

_SHOWS_MODEL_NAME = process.dialect().summary_names_model
# Columns of a summary: (line length, relative ends, titles).
_CHAIN = (65, (.45, .85, 1.), ('Layer (type)', 'Output Shape', 'Param #'))
_GRAPH = (98, (.33, .55, .67, 1.), ('Layer (type)', 'Output Shape', 'Param #', 'Connected to'))
_REVERSED = ('Conv1D', 'Conv2D', 'Conv3D', 'Conv2DTranspose')


def count_params(weights):
    """Returns the number of scalars in the weights; a repeated weight counts once."""
    return sum(int(np.prod(tuple(weight.shape))) for weight in {id(weight): weight for weight in weights}.values())


def inputs_of(node):
    """Returns the symbolic inputs of a node; an empty list for the node of an input."""
    if node.is_input:
        return []
    tensors = node.keras_inputs if hasattr(node, 'keras_inputs') else input_tensors(node)
    return list(tensors) if isinstance(tensors, (list, tuple)) else [tensors]


def _connections(node):
    """Returns ``layer[node index][tensor index]`` of each input of a node, as Keras 2 counts the nodes."""
    connections = []
    for tensor in inputs_of(node):
        layer, node_index, tensor_index = tensor._keras_history
        connections.append('%s[%d][%d]' % (layer.name, own_nodes(layer) + node_index, tensor_index))
    return connections


def nodes_in(model):
    """Returns the lists of nodes of a functional model, depth by depth; an empty list for other models."""
    if type(model).__name__ == 'Sequential':
        return []
    return list((getattr(model, '_nodes_by_depth', None) or {}).values())


def _is_chain(model, nodes_by_depth):
    """Whether each layer follows one layer and none is called twice."""
    for nodes in nodes_by_depth:
        if len(nodes) > 1 or len(inputs_of(nodes[0])) > 1:
            return False
    inside = {id(node) for nodes in nodes_by_depth for node in nodes}
    return all(sum(id(node) in inside for node in layer._inbound_nodes) < 2 for layer in model.layers
               ) if nodes_by_depth else True


def reported_shape(layer, which='output'):
    """Returns the ``input`` or ``output`` shape of the layer, ``multiple`` where there is not one of them."""
    try:
        return getattr(layer, which + '_shape')
    except (AttributeError, RuntimeError):
        shapes = [_shapes.of(node.output_tensors if which == 'output' else inputs_of(node) or node.output_tensors)
                  for node in layer._inbound_nodes]
        shapes = [shape[0] if isinstance(shape, list) and len(shape) == 1 else shape for shape in shapes]
        return shapes[0] if shapes and all(shape == shapes[0] for shape in shapes) else 'multiple'


def _row(fields, ends):
    """Returns the fields in their columns, each cut at its end."""
    line = ''
    for field, end in zip(fields, ends):
        line = (line[:-1] + ' ' if line else '') + str(field)
        line = line[:end].ljust(end)
    return line


def _trained(model):
    """Returns the weights that count as trainable: of a compiled model, those that were so when it was compiled."""
    if not process.dialect().summary_counts_compiled or getattr(model, '_collected_trainable_weights', None) is None:
        return model.trainable_weights
    model._check_trainable_weights_consistency()
    return model._collected_trainable_weights


def print_summary(model, line_length=None, positions=None, print_fn=None):
    """Prints the layers of a model with output shape, parameters and, unless it is a chain, connections.

    Args:
        model: the model.
        line_length: the number of characters of a line.
        positions: the ends of the columns, relative (at most 1) or absolute; IndexError where there are too few.
        print_fn: function that is called with each line. None is print.

    Source: Keras 2.2.4 `keras.utils.print_summary`.
    """
    print_fn = print if print_fn is None else print_fn
    nodes_by_depth = nodes_in(model)
    chain = _is_chain(model, nodes_by_depth)
    length, ends, titles = _CHAIN if chain else _GRAPH
    length = line_length or length
    ends = list(positions or ends)
    if ends[-1] <= 1:
        ends = [int(length * end) for end in ends]
    if len(ends) < len(titles):
        raise IndexError(f'positions has the ends of {len(titles)} columns ({", ".join(titles)}), not {positions}.')
    inside = {id(node) for nodes in nodes_by_depth for node in nodes}

    if _SHOWS_MODEL_NAME:
        print_fn(f'Model: "{model.name}"')
    print_fn('_' * length)
    print_fn(_row(titles, ends))
    print_fn('=' * length)
    for index, layer in enumerate(model.layers):
        fields = [f'{layer.name} ({class_name(layer)})', reported_shape(layer), layer.count_params()]
        if chain:
            print_fn(_row(fields, ends))
        else:
            connections = [text for node in layer._inbound_nodes if id(node) in inside
                           for text in _connections(node)] or ['']
            print_fn(_row(fields + connections[:1], ends))
            for connection in connections[1:]:
                print_fn(_row(['', '', '', connection], ends))
        print_fn(('=' if index == len(model.layers) - 1 else '_') * length)
    trainable, fixed = count_params(_trained(model)), count_params(model.non_trainable_weights)
    print_fn(f'Total params: {trainable + fixed:,}')
    print_fn(f'Trainable params: {trainable:,}')
    print_fn(f'Non-trainable params: {fixed:,}')
    print_fn('_' * length)


def convert_all_kernels_in_model(model):
    """Reverses the spatial axes of all convolution kernels of the model: from Theano to TensorFlow and the reverse."""
    kernels = [layer.kernel for layer in model.layers if type(layer).__name__ in _REVERSED]
    K.batch_set_value([(kernel, convert_kernel(K.get_value(kernel))) for kernel in kernels])


def convert_dense_weights_data_format(dense, previous_feature_map_shape, target_data_format='channels_first'):
    """Reorders the inputs of a Dense layer behind a Flatten for feature maps in the other data format.

    ``previous_feature_map_shape`` is the shape of one map before the Flatten, in ``target_data_format``.
    """
    assert target_data_format in ('channels_last', 'channels_first')
    kernel, bias = dense.get_weights()
    shape = tuple(previous_feature_map_shape)
    if target_data_format == 'channels_first':
        old, order = shape[1:] + shape[:1], (2, 0, 1, 3)
    else:
        old, order = shape[-1:] + shape[:-1], (1, 2, 0, 3)
    maps = kernel.reshape(old + (-1,)).transpose(order)
    dense.set_weights([maps.reshape(kernel.shape), bias])


def get_source_inputs(tensor, layer=None, node_index=None):
    """Returns the list of input tensors that a tensor is computed from; a value that is no symbol as it is.

    ``layer`` and ``node_index`` are where the tensor comes from, where that is known.
    """
    if not hasattr(tensor, '_keras_history'):
        return tensor
    if layer is None or node_index:
        layer, node_index, _ = tensor._keras_history
    if not layer._inbound_nodes:
        return [tensor]
    node = layer._inbound_nodes[node_index]
    if node.is_input:
        outputs = node.output_tensors
        return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    sources = []
    for source in inputs_of(node):
        for tensor in get_source_inputs(source):
            if not any(tensor is other for other in sources):
                sources.append(tensor)
    return sources
