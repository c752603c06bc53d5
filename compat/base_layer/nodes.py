"""The nodes of Keras 2: the calls of a layer on symbols, and what a layer reports of them."""
from compat import process
from compat.base_layer import shapes
from compat.base_layer.insides import own_nodes
from compat.base_layer.nest import as_list, flatten, unpack_singleton
from compat.symbolic import outer_symbols
from compat.symbolic.context import context


def first_node_scope():
    """A scope in which ``layer.input`` and ``layer.output`` of shared layers are those of the first call.

    Hosts read them while they make a model.
    """
    return context.scope(reports_first_node=True)


def input_tensors(node):
    """Returns the input tensors of a node of the host, as a list, without what hosts pass beside them.

    These are masks, and symbols from outside that the call uses.
    """
    passed, options = as_list(node.input_tensors), getattr(node, '_options', {})
    beside = set(map(id, flatten(options.get('mask'))))
    outer = outer_tensors(node)
    if outer:
        outer = set(map(id, outer))
        passed = [tensor for tensor in passed if id(tensor) not in outer]
    return [tensor for tensor in passed if id(tensor) not in beside] or passed


def outer_tensors(node):
    """Returns the symbols from outside that the call of a node uses beside its inputs."""
    return list(getattr(node, '_options', {}).get(outer_symbols.ARGUMENT, {}).values())


def own_layers(model, layers):
    """Returns those of the layers of a functional model that are Keras 2's: not those that only calls use from outside.
    """
    of_model = [node for at_depth in model._nodes_by_depth.values() for node in at_depth]
    if not any(map(outer_tensors, of_model)):
        return layers
    reached, pending, seen = set(), as_list(model.outputs), set()
    while pending:
        tensor = pending.pop()
        if id(tensor) not in seen:
            seen.add(id(tensor))
            layer, node_index = tensor._keras_history[:2]
            reached.add(id(layer))
            node = layer._inbound_nodes[node_index]
            pending += [] if node.is_input else input_tensors(node)
    return [layer for layer in layers if id(layer) in reached]


def output_tensors(node):
    """Returns the output tensors of a node of the host, as a list."""
    return as_list(node.output_tensors)


def reported_inputs(node):
    """Returns the tensors that Keras 2 reports as the inputs of a node: for an input layer, its own tensor."""
    return input_tensors(node) or output_tensors(node)


def explicit_training(layer, node):
    """Returns the argument ``training`` that a program has passed to a call of the layer, or None."""
    called, training = context.explicit_training
    if called is layer:  # Keras 3 stores a default of its own in the node
        return training
    return getattr(node, 'call_kwargs', {}).get('training')


def masks(tensors):
    """Returns the masks of the tensors, None for none; tf.keras has tensors of no type for some."""
    stored = [getattr(tensor, '_keras_mask', None) for tensor in tensors]
    return [None if type(getattr(mask, 'type_spec', None)).__name__ == 'NoneTensorSpec' else mask for mask in stored]


def annotate(layer, node_class):
    """Sets the attributes of Keras 2 on the node of the layer's last call and on its output tensors."""
    node = layer._inbound_nodes[-1]
    node.__class__ = node_class
    reads_learning_phase = layer.__dict__.pop('_phase_counts', False)
    uses_learning_phase = reads_learning_phase or getattr(
        layer, 'uses_learning_phase', False) or any(
        getattr(tensor, '_uses_learning_phase', False) for tensor in node.input_tensors)
    for tensor in node.output_tensors:
        tensor._keras_shape = shapes.of(tensor)
        tensor._uses_learning_phase = uses_learning_phase
        tensor._reads_learning_phase = reads_learning_phase


class Keras2NodeMixin:
    """The attributes of Keras 2's nodes. The host's node has the layer, the input and the output tensors."""

    def _joined_tensors(self):
        """Returns the input tensors; those of an input layer, which hosts have for themselves, are none."""
        return [] if self.is_input else input_tensors(self)

    @property
    def outbound_layer(self):
        """The layer that was called."""
        return self.output_tensors[0]._keras_history[0]

    @property
    def inbound_layers(self):
        """The layers that the input tensors come from."""
        return [tensor._keras_history[0] for tensor in self._joined_tensors()]

    @property
    def node_indices(self):
        """For each input tensor, the index of the call of its layer that returned it."""
        return [own_nodes(tensor._keras_history[0]) + tensor._keras_history[1] for tensor in self._joined_tensors()]

    @property
    def tensor_indices(self):
        """For each input tensor, its index among the outputs of that call."""
        return [tensor._keras_history[2] for tensor in self._joined_tensors()]

    @property
    def input_masks(self):
        """The masks of the input tensors."""
        return masks(reported_inputs(self))

    @property
    def output_masks(self):
        """The masks of the output tensors."""
        return masks(self.output_tensors)

    @property
    def input_shapes(self):
        """The shapes of the input tensors, as tuples."""
        return shapes.of(reported_inputs(self))

    @property
    def output_shapes(self):
        """The shapes of the output tensors, as tuples."""
        return shapes.of(self.output_tensors)

    def get_config(self):
        """Returns the node as a dict of names and indices."""
        return {'outbound_layer': self.outbound_layer.name,
                'inbound_layers': [layer.name for layer in self.inbound_layers],
                'node_indices': self.node_indices, 'tensor_indices': self.tensor_indices}


class ModelNode(Keras2NodeMixin):
    """The node that a model of Keras 2 has for its own inputs and outputs, among the nodes of the host."""

    is_input = True
    parent_nodes, call_kwargs = (), {}

    def __init__(self, model):
        self.operation = self.layer = model
        self.input_tensors, self.output_tensors = as_list(model.inputs), as_list(model.outputs)

    @property
    def outbound_layer(self):
        """The model."""
        return self.layer

    @property
    def input_shapes(self):
        """The shapes of the inputs, as tuples."""
        return shapes.of(self.input_tensors)


def has_own_node(layer):
    """Returns whether the first node of the layer is that of a model's own inputs and outputs."""
    return bool(layer._inbound_nodes) and isinstance(layer._inbound_nodes[0], ModelNode)


def begin_with_own_node(model):
    """Lets the model, whose inputs and outputs are known now, have the node of them before those of its calls."""
    if not process.dialect().models_begin_with_node:
        return
    if context.models_without_nodes is not None:
        context.models_without_nodes.append(model)
    elif has_own_node(model):
        model._inbound_nodes[0] = ModelNode(model)
    else:
        model._inbound_nodes[:0] = [ModelNode(model)]  # the list of Keras 3.0 has no insert that works


class ReportsNodesMixin:
    """The inputs and outputs of a layer's calls. The host stores their nodes in ``_inbound_nodes``."""

    def _nodes_of_keras2(self):
        """Returns the nodes that Keras 2 counts."""
        return self._inbound_nodes

    @staticmethod
    def _node_key(layer, node_index):
        """Returns the name of a call of a layer, as ``_network_nodes`` of a model has it."""
        return '%s_ib-%d' % (layer.name, node_index)

    @property
    def _add_inbound_node(self):
        raise AttributeError(f'{self.name} has no _add_inbound_node: call the layer on the tensors instead.')

    def _at_node(self, node_index, attribute, title):
        nodes = self._nodes_of_keras2()
        if not nodes:
            raise RuntimeError(f'The layer has never been called and thus has no defined {title}.')
        if not len(nodes) > node_index:
            raise ValueError('Asked to get %s at node %s, but the layer has only %d inbound nodes.'
                             % (title, node_index, len(nodes)))
        return unpack_singleton(as_list(attribute(nodes[node_index])))

    def get_input_at(self, node_index):
        """Returns the input tensor(s) of the call of that index. Raises RuntimeError or ValueError without one."""
        return self._at_node(node_index, reported_inputs, 'input')

    def get_output_at(self, node_index):
        """Returns the output tensor(s) of the call of that index. Raises RuntimeError or ValueError without one."""
        return self._at_node(node_index, output_tensors, 'output')

    def get_input_shape_at(self, node_index):
        """Returns the input shape(s), as tuples, of the call of that index."""
        return self._at_node(node_index, lambda node: shapes.of(reported_inputs(node)), 'input shape')

    def get_output_shape_at(self, node_index):
        """Returns the output shape(s), as tuples, of the call of that index."""
        return self._at_node(node_index, lambda node: shapes.of(output_tensors(node)), 'output shape')

    def get_input_mask_at(self, node_index):
        """Returns the mask(s) of the input of the call of that index; None where there is no mask."""
        return self._at_node(node_index, lambda node: masks(reported_inputs(node)), 'input mask')

    def get_output_mask_at(self, node_index):
        """Returns the mask(s) of the output of the call of that index; None where there is no mask."""
        return self._at_node(node_index, lambda node: masks(output_tensors(node)), 'output mask')

    def _only_node(self, what, method):
        if len(self._inbound_nodes) > 1 and not context.reports_first_node:
            raise AttributeError(f'Layer {self.name} has multiple inbound nodes, hence the notion of "layer {what}" is '
                                 f'ill-defined. Use `{method}(node_index)` instead.')
        if not self._inbound_nodes:
            raise AttributeError(f'Layer {self.name} is not connected, no {what} to return.')

    @property
    def input(self):
        """The input tensor(s), for a layer that was called once. Raises AttributeError otherwise."""
        self._only_node('input', 'get_input_at')
        return self.get_input_at(0)

    @property
    def output(self):
        """The output tensor(s), for a layer that was called once. Raises AttributeError otherwise."""
        self._only_node('output', 'get_output_at')
        return self.get_output_at(0)

    @property
    def input_mask(self):
        """The mask(s) of the input, for a layer that was called once. Raises AttributeError otherwise."""
        self._only_node('input mask', 'get_input_mask_at')
        return self.get_input_mask_at(0)

    @property
    def output_mask(self):
        """The mask(s) of the output, for a layer that was called once. Raises AttributeError otherwise."""
        self._only_node('output mask', 'get_output_mask_at')
        return self.get_output_mask_at(0)

    def _same_shape(self, what, shape_at):
        count = len(self._nodes_of_keras2())
        if not count:
            raise AttributeError(f'The layer has never been called and thus has no defined {what}.')
        by_node = [shape_at(index) for index in range(count)]
        if any(shape != by_node[0] for shape in by_node):
            raise AttributeError('The layer "{}" has multiple inbound nodes, with different {}s. Hence the notion of '
                                 '"{}" is ill-defined for the layer. Use `get_{}_at(node_index)` '
                                 'instead.'.format(self.name, what, what, what.replace(' ', '_')))
        return by_node[0]

    @property
    def input_shape(self):
        """The input shape(s), where all calls agree. Raises AttributeError otherwise."""
        return self._same_shape('input shape', self.get_input_shape_at)

    @property
    def output_shape(self):
        """The output shape(s), where all calls agree. Raises AttributeError otherwise."""
        return self._same_shape('output shape', self.get_output_shape_at)


class ReportsOwnNodeMixin:
    """A mixin for the host's models, whose properties are those of their own inputs, however often they are called."""

    @property
    def input(self):
        """The symbolic input(s). Raises AttributeError for a model that was called on others, too."""
        if has_own_node(self):
            self._only_node('input', 'get_input_at')
        return super().input

    @property
    def output(self):
        """The symbolic output(s). Raises AttributeError for a model that was called on other inputs, too."""
        if has_own_node(self):
            self._only_node('output', 'get_output_at')
        return super().output

    @property
    def input_shape(self):
        """The input shape(s), where all calls agree. Raises AttributeError otherwise."""
        if has_own_node(self):
            return self._same_shape('input shape', self.get_input_shape_at)
        return super().input_shape

    @property
    def output_shape(self):
        """The output shape(s), where all calls agree. Raises AttributeError otherwise."""
        if has_own_node(self):
            return self._same_shape('output shape', self.get_output_shape_at)
        return super().output_shape
