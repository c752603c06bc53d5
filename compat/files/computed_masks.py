"""Configs of models without the masks that layers find by themselves, for Keras 3.

Keras 3 writes the mask of an Embedding as an operation of its own, `NotEqual`, and cannot read that from its .h5 files.
Keras 2 wrote the layers only: whoever loads them computes the masks anew.
"""
from compat.base_layer.nodes import input_tensors, masks
from compat.base_layer.nest import as_list


def _found_by_the_layer(node):
    """Whether the mask that the node's layer was called with is the one that its inputs carry."""
    given = node.arguments.kwargs.get('mask')
    carried = masks(input_tensors(node))
    return given is not None and all(any(mask is other for other in carried) for mask in as_list(given))


def _names_used(config):
    """The names of the operations whose outputs are named anywhere in a config."""
    if isinstance(config, dict):
        history = config.get('keras_history')
        return {history[0]} if history else _names_used(list(config.values()))
    if isinstance(config, (list, tuple)):
        return set().union(*[_names_used(item) for item in config])
    return set()


def without(config, model, is_layer):
    """The config of a functional model without such masks, and without the operations that nothing else needs.

    ``is_layer`` says of an operation of the model whether it is a layer; layers all stay.
    """
    of_model = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}
    operations = {operation.name: operation for operation in model.operations}
    outputs = {tensor._keras_history[0].name for tensor in model.outputs}
    dropped = False
    for described in config['layers']:
        calls = [node for node in operations[described['name']]._inbound_nodes
                 if id(node) in of_model and input_tensors(node)]
        for node, call in zip(calls, described['inbound_nodes']):
            if _found_by_the_layer(node):
                dropped = call['kwargs'].pop('mask', None) is not None or dropped
    while dropped:
        used = outputs | _names_used([described['inbound_nodes'] for described in config['layers']])
        kept = [described for described in config['layers']
                if described['name'] in used or is_layer(operations[described['name']])]
        dropped = len(kept) < len(config['layers'])
        config['layers'] = kept
    return config
