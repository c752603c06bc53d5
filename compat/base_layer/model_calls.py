"""In which calls of models a layer takes part."""
from compat.base_layer.nodes import input_tensors, output_tensors


class ModelCalls:
    """The models that have a layer, each with the symbols that it was called on.

    It is no container to the host: the writers and readers of Keras 3's files walk those that a layer has, and would go
    from the layer to its model and back. A copy of the layer is within no model.
    """

    def __init__(self):
        self._calls = {}

    def add(self, model, called_on):
        """Note that the model was called on these symbols."""
        self._calls.setdefault((id(model),) + tuple(map(id, called_on)), (model, called_on))

    def __iter__(self):
        return iter(self._calls.values())

    def models_called_on(self, symbols):
        """Returns the models that were called on these symbols, a list."""
        return [model for model, called_on in self if list(map(id, called_on)) == list(map(id, symbols))]

    def __reduce__(self):
        return ModelCalls, ()


def calls_on_inputs(model, called_on):
    """Returns (layer, symbols) of the layers that a model calls on nothing but its inputs, where these are the symbols.

    Those of models within it are among them; layers of the host itself, and what stands at an input, are not.
    """
    passed = dict(zip(map(id, model.inputs), called_on))
    calls = []
    for nodes in model._nodes_by_depth.values():
        for node in nodes:
            taken = [passed.get(id(tensor)) for tensor in input_tensors(node)]
            if not taken or any(tensor is None for tensor in taken):
                continue
            layer = output_tensors(node)[0]._keras_history[0]
            if getattr(layer, '_nodes_by_depth', None):
                calls += calls_on_inputs(layer, taken)
            elif hasattr(layer, '_adds'):
                calls.append((layer, taken))
    return calls


def repeated_calls(model, called_on):
    """Notes the calls of `calls_on_inputs`, and returns the layers that were called on the same symbols before.

    Those that this model has called on them are not among them.
    """
    repeated, calls = [], calls_on_inputs(model, called_on)
    for layer, taken in calls:
        of_models = layer.__dict__.get('_calls_on_inputs', ModelCalls()).models_called_on(taken)
        of_nodes = [list(map(id, input_tensors(node))) for node in layer._inbound_nodes]
        if (of_models or list(map(id, taken)) in of_nodes) and not any(other is model for other in of_models):
            repeated.append(layer)
    for layer, taken in calls:
        layer.__dict__.setdefault('_calls_on_inputs', ModelCalls()).add(model, taken)
    return repeated
