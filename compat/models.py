"""Keras 2's `keras.models`: its names live in compat.engine, this file has clone_model."""
from compat import backend as K
from compat import differences, process
from compat.base_layer.nodes import first_node_scope
from compat.engine.input_layer import Input, InputLayer
from compat.engine.sequential import Sequential
from compat.engine.training import Model
from compat.errors import UnsupportedError
from compat.symbolic.context import context
from compat.utils.generic_utils import to_list

_host = process.opened().keras


def clone_model(model, input_tensors=None):
    """Returns a model with the same layers and new weights.

    Args:
        model: a functional model or a Sequential.
        input_tensors: the tensors that the new model starts from. None makes new inputs.

    Raises:
        ValueError: the model is a subclassed one.

    Source: Keras 2.2.4 `keras.models.clone_model`.
    """
    clone = _clone_sequential_model if isinstance(model, Sequential) else _clone_functional_model
    return clone(model, input_tensors)


def _clone_functional_model(model, input_tensors=None):
    """Returns a functional model with the same layers and new weights. Raises ValueError for other models."""
    if isinstance(model, Sequential) or not getattr(model, 'inputs', None):
        raise ValueError(f'_clone_functional_model clones functional models, and got {model!r}: call clone_model.')
    with first_node_scope(), context.scope(leaves_out_training=True):
        further = []
        if input_tensors is not None and not isinstance(model.input, dict):
            tensors = _as_inputs(to_list(input_tensors), model.input_names)
            tensors, further = tensors[:len(model.inputs)], tensors[len(model.inputs):]
            input_tensors = tensors if isinstance(model.input, (list, tuple)) else tensors[0]
        cloned = _host.models.clone_model(model, input_tensors=input_tensors, clone_function=_clone_function())
    given = set(map(id, to_list(input_tensors) if input_tensors is not None else ()))
    if any(one is two and id(one) not in given for one, two in zip(to_list(cloned.inputs), to_list(model.inputs))):
        raise UnsupportedError(differences.reason('clones-on-inputs'))
    if isinstance(cloned, Model) and not further:
        return cloned
    return Model(to_list(cloned.inputs) + further, cloned.outputs, name=cloned.name)


def _as_inputs(tensors, names):
    """Returns the tensors that a clone begins with: an Input stands for each that no layer of Keras has made.

    Those beyond the inputs of the model that is cloned are inputs of the clone which nothing is computed from. Raises
    AssertionError for less tensors than inputs, and ValueError where one is given twice.
    """
    if len(tensors) < len(names):
        raise AssertionError(f'Could not compute the outputs of the clone: it has the inputs {list(names)}, and '
                             f'`input_tensors` are {len(tensors)}.')
    if len(set(map(id, tensors))) < len(tensors):
        raise ValueError(f'Each of the `input_tensors` of a clone is another one; they are {tensors}.')
    names = [f'input_wrapper_for_{name}' for name in names] + [None] * (len(tensors) - len(names))
    return [tensor if K.is_keras_tensor(tensor) else Input(tensor=tensor, name=name)
            for tensor, name in zip(tensors, names)]


def _clone_function():
    """Returns a function from a layer to its clone, which is the same for each call of a shared layer."""
    clones = {}

    def clone(layer):
        if id(layer) not in clones:
            clones[id(layer)] = type(layer).from_config(layer.get_config())
        return clones[id(layer)]
    return clone


def _clone_sequential_model(model, input_tensors=None):
    """Returns a Sequential with the same layers and new weights. Raises ValueError for other models."""
    if not isinstance(model, Sequential):
        raise ValueError(f'_clone_sequential_model clones a Sequential, and got {model!r}: call clone_model.')
    cloned = Sequential(name=model.name)
    if input_tensors is not None:
        tensors = to_list(input_tensors)
        if len(tensors) != 1:
            raise ValueError('A Sequential has one input; `input_tensors` are %d.' % len(tensors))
        tensor = _as_inputs(tensors, [getattr(tensors[0], 'name', None)])[0]
        if not isinstance(tensor._keras_history[0], InputLayer):
            raise ValueError(f'A Sequential begins with an Input, and {tensor} is what another layer computes: write '
                             'Model(tensor, clone(tensor)), or the functional model of the layers.')
        cloned.add(tensor)
    elif model.inputs:
        first = model.inputs[0]
        cloned.add(Input(batch_shape=K.int_shape(first), dtype=K.dtype(first), name=model.input_names[0]))
    for layer in model.layers:
        cloned.add(type(layer).from_config(layer.get_config()))
    return cloned
