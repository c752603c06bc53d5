"""The masks of the outputs of a functional model on given inputs: its layers compute them, one after the other."""
from compat import backend as K
from compat.base_layer import recorded_updates
from compat.base_layer.nest import as_list, unpack_singleton
from compat.base_layer.nodes import input_tensors, output_tensors
from compat.symbolic import phase


def _placeholder_like(mask):
    return K.placeholder(shape=K.int_shape(mask), dtype=K.dtype(mask))


def _masks_within(model, of_inputs):
    """Returns the masks of the tensors of the model, by their id, for those of its inputs."""
    masks = {id(tensor): mask for tensor, mask in zip(as_list(model.inputs), of_inputs)}
    for depth in sorted(model._nodes_by_depth, reverse=True):
        for node in model._nodes_by_depth[depth]:
            inputs, outputs = input_tensors(node), output_tensors(node)
            layer = outputs[0]._keras_history[0]
            # Not asked are what stands at an input, and operations of the host, which compute masks of the calls.
            if not hasattr(layer, 'compute_mask') or all(id(tensor) in masks for tensor in outputs):
                continue
            found = layer.compute_mask(
                unpack_singleton(inputs), unpack_singleton([masks.get(id(tensor)) for tensor in inputs]))
            found = as_list(found) if len(outputs) > 1 and found is not None else [found] * len(outputs)
            masks.update(zip(map(id, outputs), found))
    return masks


def arise_in(model):
    """Whether an output of a functional model has a mask where none of its inputs has one."""
    with phase.graph_scope():
        within = _masks_within(model, [None for _ in as_list(model.inputs)])
    return any(within.get(id(tensor)) is not None for tensor in as_list(model.outputs))


def masks_of_outputs(model, inputs, masks):
    """Returns the masks of the outputs, a list, of a functional model on symbols, None for those without one.

    ``masks`` are those of the inputs, or None for all. Raises TypeError, as a call does, where a layer gets a mask that
    it does not support.
    """
    inputs = as_list(inputs)
    masks = [None] * len(inputs) if masks is None else as_list(masks)
    with phase.graph_scope():
        own = [None if mask is None else _placeholder_like(mask) for mask in masks]
        within = _masks_within(model, own)
        found = [within.get(id(tensor)) for tensor in as_list(model.outputs)]
        known = [mask for mask in found if mask is not None]
        results = iter(recorded_updates.tensors_on(
            as_list(model.inputs) + [mask for mask in own if mask is not None],
            inputs + [mask for mask in masks if mask is not None], known))
        return [None if mask is None else next(results) for mask in found]
