"""Keras 2's `keras.models`: its names live in compat.engine, this file has clone_model."""
from compat import backend as K
from compat import process
from compat.engine.input_layer import Input
from compat.engine.sequential import Sequential
from compat.engine.training import Model
from compat.utils.generic_utils import to_list

_host = process.opened().keras


def clone_model(model, input_tensors=None):
    """A model with the same layers and new weights, on new inputs or on ``input_tensors`` (Keras 2.2.4).

    Raises ValueError for a model that is no Model of symbols or Sequential.
    """
    if isinstance(model, Sequential):
        return _clone_sequential(model, input_tensors)
    if input_tensors is not None and not isinstance(model.input, dict):
        tensors = to_list(input_tensors)
        input_tensors = tensors if isinstance(model.input, (list, tuple)) else tensors[0]
    cloned = _host.models.clone_model(model, input_tensors=input_tensors, clone_function=_cloning())
    return cloned if isinstance(cloned, Model) else Model(cloned.inputs, cloned.outputs, name=cloned.name)


def _cloning():
    """A function from a layer to one like it, which is the same for each call of a shared layer."""
    made = {}

    def clone(layer):
        if id(layer) not in made:
            made[id(layer)] = type(layer).from_config(layer.get_config())
        return made[id(layer)]
    return clone


def _clone_sequential(model, input_tensors):
    cloned = Sequential(name=model.name)
    if input_tensors is not None:
        tensors = to_list(input_tensors)
        if len(tensors) != 1:
            raise ValueError('A Sequential has one input; `input_tensors` are %d.' % len(tensors))
        cloned.add(tensors[0] if K.is_keras_tensor(tensors[0]) else Input(tensor=tensors[0]))
    elif model.inputs:
        first = model.inputs[0]
        cloned.add(Input(batch_shape=K.int_shape(first), dtype=K.dtype(first), name=model.input_names[0]))
    for layer in model.layers:
        cloned.add(type(layer).from_config(layer.get_config()))
    return cloned
