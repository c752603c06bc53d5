"""In which calls of models a layer takes part."""


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

    def __reduce__(self):
        return ModelCalls, ()
