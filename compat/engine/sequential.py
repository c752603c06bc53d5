"""Keras 2's `keras.engine.sequential`: Sequential."""
import warnings

from compat import adapters
from compat import backend as K
from compat.engine.training import ComputesMasksMixin, Model, _network_name, with_known_classes
from compat.errors import UnsupportedError
from compat.files import model_configs

_layer_adapter = adapters.area('layer')
_models = adapters.area('model')


def _with_input_shape(layer):
    """Returns the config of a layer with input_shape and batch_size: Keras 3 ignores batch_input_shape."""
    settings = layer['config']
    shape = settings.get('batch_input_shape') if isinstance(settings, dict) else None
    if shape is None or 'module' in layer or layer['class_name'] == 'InputLayer':
        return layer
    config = {name: value for name, value in settings.items() if name != 'batch_input_shape'}
    return dict(layer, config=dict(config, batch_size=shape[0], input_shape=tuple(shape[1:])))


def _without_build_shape(layer):
    return {name: value for name, value in layer.items() if name != 'build_config'}


def _with_changed_shape(config, shape):
    """Returns the config of a Sequential whose first layer was given another batch_input_shape.

    Hosts write the shape into the config of an input layer, and build the layers for the shapes that they had.
    """
    layers = [_without_build_shape(layer) for layer in config['layers']]
    shapes = {name: shape for name in ('batch_shape', 'batch_input_shape') if name in layers[0]['config']}
    layers[0] = dict(layers[0], config=dict(layers[0]['config'], **shapes))
    config = dict(config, layers=layers)
    if 'build_input_shape' in config:
        config['build_input_shape'] = shape
    return config


class Sequential(ComputesMasksMixin, _models.HostSequential, Model, builtin=True):
    """A chain of layers.

    The first layer has the input shape (``input_shape=``, ``batch_input_shape=``, ``input_dim=``), or is an Input; else
    the model is built by its first call.

    Args:
        layers: list of layers.
        name: name of the model. None numbers it.

    Source: Keras 2.2.4 `keras.models.Sequential`.
    """

    def __init__(self, layers=None, name=None, **kwargs):
        super().__init__(name=_network_name(type(self), name), **kwargs)
        for layer in layers or ():
            self.add(layer)

    def add(self, layer, **kwargs):
        """Appends a layer; the first one may be the tensor of an Input. Raises TypeError for anything else."""
        history = getattr(layer, '_keras_history', None)
        if history is not None and not self.layers and isinstance(history[0], _layer_adapter.HostInputLayer):
            layer = history[0]
        if not isinstance(layer, _layer_adapter.HostLayer):
            raise TypeError(f'The added layer must be an instance of class Layer. Found: {layer}')
        if getattr(layer, 'merges_layers', False) and not self.layers:
            raise UnsupportedError(f'A Sequential has one input here, and {layer.name} merges the outputs of several '
                                   'models. Write model = keras.models.Model([one.input, other.input], outputs), with '
                                   f'the layers that follow called on {layer.name}.output.')
        super().add(layer, **kwargs)

    def pop(self):
        """Removes the last layer. Raises TypeError where there is none (Keras 2.2.4 `pop`)."""
        if not self.layers:
            raise TypeError(f'Sequential model {self.name} has no layer that pop could remove: call add first.')
        return super().pop()

    def get_config(self):
        """Returns the name and the configs of the layers, with the batch_input_shape that the first one has now."""
        config, first = super().get_config(), self.layers[0] if self.layers else None
        if model_configs.are_keras2s():
            return model_configs.of_sequential(self, config)
        shape = getattr(first, 'batch_input_shape', None)
        known = bool(getattr(self, 'inputs', None))
        if shape is None or not known or tuple(shape) == K.int_shape(self.inputs[0]):
            return config
        return _with_changed_shape(config, tuple(shape))

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns the model, with new weights, of a config; before Keras 2.2.3 that was the list of the layers."""
        if isinstance(config, list):
            config = {'layers': config}
        config = dict(config, name=config.get('name'), layers=[_with_input_shape(layer) for layer in config['layers']])
        return with_known_classes(super().from_config, config, custom_objects)

    def predict_proba(self, x, batch_size=32, verbose=0):
        """Returns ``predict(x)``, and warns of outputs that are no probabilities (Keras 2.2.4 `predict_proba`)."""
        outputs = self.predict(x, batch_size=batch_size, verbose=verbose)
        if outputs.min() < 0. or outputs.max() > 1.:
            warnings.warn(f'Model {self.name} returns values outside of 0 to 1, which are no probabilities: its last '
                          'layer may lack an activation (softmax or sigmoid).', stacklevel=2)
        return outputs

    def predict_classes(self, x, batch_size=32, verbose=0):
        """Returns the class of each sample: the largest of several outputs; for one, whether it is above 0.5."""
        outputs = self.predict(x, batch_size=batch_size, verbose=verbose)
        return outputs.argmax(axis=-1) if outputs.shape[-1] > 1 else (outputs > 0.5).astype('int32')


_models.name_as_host(Sequential)
