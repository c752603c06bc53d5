"""The inputs of a model that get arrays: in Keras 2 an Input that stands for another tensor gets none."""
from compat.base_layer.nest import as_list
from compat.symbolic.evaluation import origin
from compat.symbolic.fed_inputs import Fed


def inputs_with_arrays(model):
    """Returns (name, tensor) of each input of the model that arrays are passed for, in order."""
    return [(name, tensor) for name, tensor in zip(model.input_names, as_list(model.inputs))
            if not isinstance(origin(tensor)[0], Fed)]


def input_names(model):
    """Returns the names of these inputs."""
    return [name for name, _ in inputs_with_arrays(model)]


def input_tensors(model):
    """Returns the tensors of these inputs."""
    return [tensor for _, tensor in inputs_with_arrays(model)]
