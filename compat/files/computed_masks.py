"""Configs of models without the masks that layers compute, for Keras 3.

Keras 3 writes the mask of an Embedding as an operation of its own, `NotEqual`, and cannot read that from its .h5 files.
Keras 2 wrote the layers only: the masks are computed again by the loaded layers. So are symbols from outside that a
call uses found again, which are left out, too.
"""
from compat.symbolic import outer_symbols
from compat.base_layer.nodes import input_tensors, masks
from compat.base_layer.nest import as_list


def _is_carried_mask(node):
    """Whether the mask that the node's layer was called with is that of its inputs."""
    argument = node.arguments.kwargs.get('mask')
    carried = masks(input_tensors(node))
    return argument is not None and all(any(mask is other for other in carried) for mask in as_list(argument))


def _names_used(config):
    """Returns the names of the operations whose outputs are named anywhere in a config."""
    if isinstance(config, dict):
        history = config.get('keras_history')
        return {history[0]} if history else _names_used(list(config.values()))
    if isinstance(config, (list, tuple)):
        return set().union(*[_names_used(item) for item in config])
    return set()


def without(config, model, is_layer):
    """Returns the config of a functional model without these masks, and without operations that only they need.

    ``is_layer(operation)`` is whether an operation of the model is a layer; the config has all layers.
    """
    of_model = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}
    operations = {operation.name: operation for operation in model.operations}
    outputs = {tensor._keras_history[0].name for tensor in model.outputs}
    removed = False
    for layer in config['layers']:
        calls = [node for node in operations[layer['name']]._inbound_nodes
                 if id(node) in of_model and input_tensors(node)]
        for node, call in zip(calls, layer['inbound_nodes']):
            removed = call['kwargs'].pop(outer_symbols.ARGUMENT, None) is not None or removed
            if _is_carried_mask(node):
                removed = call['kwargs'].pop('mask', None) is not None or removed
    while removed:
        used = outputs | _names_used([layer['inbound_nodes'] for layer in config['layers']])
        needed = [layer for layer in config['layers'] if layer['name'] in used or is_layer(operations[layer['name']])]
        removed = len(needed) < len(config['layers'])
        config['layers'] = needed
    return config
