"""What Keras 2's networks had within them: programs that convert or inspect models walk it."""
import inspect
import warnings

from compat import backend as K
from compat.base_layer.nest import as_list


def _histories(tensors):
    return [tuple(tensor._keras_history)[:3] for tensor in as_list(tensors)]


def own_nodes(layer):
    """Returns how many nodes the layer had in Keras 2 before those of its calls: a model has that of its own inputs."""
    return len(layer._nodes_of_keras2()) - len(layer._inbound_nodes) if hasattr(layer, '_nodes_of_keras2') else 0


def _coordinates(tensors):
    return [(layer, own_nodes(layer) + node, tensor) for layer, node, tensor in _histories(tensors)]


def _layers(model):
    inputs = [layer for layer, _, _ in _histories(model.inputs)]
    return [layer for layer in inputs if not any(layer is other for other in model.layers)] + list(model.layers)


def _layers_by_depth(model):
    depths = {}
    for depth, nodes in model._nodes_by_depth.items():
        for node in nodes:
            layer = node.output_tensors[0]._keras_history[0]
            depths[id(layer)] = max(depth, depths.get(id(layer), 0))
    return {depth: [layer for layer in _layers(model) if depths.get(id(layer)) == depth]
            for depth in sorted(set(depths.values()))}


def _network_nodes(model):
    inside = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}
    return {'%s_ib-%d' % (layer.name, own_nodes(layer) + index) for layer in _layers(model)
            for index, node in enumerate(layer._inbound_nodes) if id(node) in inside}


# What functional models have, where their host has it not, by name.
OF_GRAPHS = {
    '_input_layers': lambda model: [layer for layer, _, _ in _histories(model.inputs)],
    '_output_layers': lambda model: [layer for layer, _, _ in _histories(model.outputs)],
    '_input_coordinates': lambda model: _coordinates(model.inputs),
    '_output_coordinates': lambda model: _coordinates(model.outputs),
    '_nodes_by_depth': lambda model: model._functional._nodes_by_depth,  # of a Sequential
    '_layers_by_depth': _layers_by_depth,
    '_network_nodes': _network_nodes,
    '_container_nodes': lambda model: model._network_nodes,  # its name until Keras 2.1
    '_compute_previous_mask': lambda model: True,
}


def _takes(argument):
    """Returns the function of a model that says whether its ``call`` has the argument, as Keras 2 wrote that."""
    def takes(model):
        if getattr(model, 'inputs', None) or hasattr(model, 'add'):
            return argument == 'inputs'
        return argument in inspect.signature(inspect.unwrap(type(model).call)).parameters
    return takes


def _build_input_shape(model):
    declared = not model.layers or hasattr(model.layers[0], 'batch_input_shape')
    return None if declared or not getattr(model, 'inputs', None) else K.int_shape(as_list(model.inputs)[0])


# What any model has: which arguments its ``call`` takes.
OF_MODELS = {
    '_uses_inputs_arg': _takes('inputs'),
    '_expects_training_arg': _takes('training'),
}
# What a Sequential has beside.
OF_SEQUENTIALS = {
    '_build_input_shape': _build_input_shape,
}
# What they have not, and what a program reads instead.
ABSENT = {
    '_output_mask_cache': 'call model.compute_mask(inputs, mask)',
    '_output_tensor_cache': 'call the model on the inputs',
    '_output_shape_cache': 'call model.compute_output_shape(input_shape)',
    'run_internal_graph': 'call the model on the inputs',
    '_base_init': 'make a Model(inputs, outputs)',
    '_init_graph_network': 'make a Model(inputs, outputs)',
    '_init_subclassed_network': 'call the constructor of Model without inputs',
    '_set_inputs': 'call the model on its inputs',
    '_updated_config': 'call model.get_config()',
    '_add_inbound_node': 'call the model on the tensors',
}


class HasInsidesMixin:
    """Answers for the private attributes of Keras 2's `Network`.

    They are no properties: the saving of Keras 3 walks all that ``dir`` names, and would write the layers in them.
    """

    def __getattr__(self, name):
        if name == '_is_graph_network':
            return bool(getattr(self, 'inputs', None))
        if name == 'model' and hasattr(self, 'add'):
            warnings.warn(f'{self.name}.model is what Sequential had in Keras 1: the Sequential itself is the model.',
                          stacklevel=2)
            return self
        if name in OF_MODELS:
            return OF_MODELS[name](self)
        if name == '_layers' and '_self_tracked_trackables' in self.__dict__:  # of tf.keras; Keras 3 has some
            return _layers(self) if getattr(self, 'inputs', None) else list(self.layers)
        if name in OF_SEQUENTIALS and hasattr(self, 'add'):
            return OF_SEQUENTIALS[name](self)
        if name in OF_GRAPHS and getattr(self, 'inputs', None):
            return OF_GRAPHS[name](self)
        if name in ABSENT:
            raise AttributeError(f'{type(self).__name__} {self.name} has no {name}: {ABSENT[name]} instead.')
        inherited = getattr(super(), '__getattr__', None)
        member = getattr(type(self), name, None)
        if inherited is None and isinstance(member, property):
            return member.fget(self)  # it says in words of its own why there is none
        if inherited is None:
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')
        return inherited(name)
