"""Keras 2's `keras.engine.sequential`: Sequential."""
from compat import hosts
from compat.engine.training import Model, _network_name

_engine = hosts.part('engine')
_models = hosts.part('engine', 'models')


class Sequential(_models.HostSequential, Model, stock=True):
    """A chain of layers (Keras 2.2.4 `keras.models.Sequential`).

    The first layer says the input shape (``input_shape=``, ``batch_input_shape=``, ``input_dim=``), or is an Input.
    """

    def __init__(self, layers=None, name=None, **kwargs):
        super(Sequential, self).__init__(name=_network_name(type(self), name), **kwargs)
        for layer in layers or ():
            self.add(layer)

    def add(self, layer, **kwargs):
        """Put a layer, or the tensor of an Input as the first, at the end. Raises TypeError for anything else."""
        history = getattr(layer, '_keras_history', None)
        if history is not None and not self.layers and isinstance(history[0], _engine.HostInputLayer):
            layer = history[0]
        if not isinstance(layer, _engine.HostLayer):
            raise TypeError('The added layer must be an instance of class Layer. Found: %s' % (layer,))
        super(Sequential, self).add(layer, **kwargs)


_models.name_as_host(Sequential)
