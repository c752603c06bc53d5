"""What models need where the host is tf.keras 2 or tf_keras."""
import contextlib
import inspect

import tensorflow as tf

from compat import process
from compat.adapters.tf_keras.layer import keras
from compat.base_layer import nodes
from compat.base_layer.pickling import register_home

_input = keras.Input((1,))
_model = keras.models.Model(_input, _input)
_Functional = type(_model)
# Where a functional model has the list of its layers; TensorFlow 2.4 has the shorter name.
_LAYERS = '_self_tracked_trackables' if hasattr(_model, '_self_tracked_trackables') else '_layers'
FUNCTIONAL_SIGNATURE = inspect.signature(_Functional.__init__)


class HostFunctional(nodes.ReportsOwnNodeMixin, _Functional):
    """The host's functional model."""

    def _init_graph_network(self, *args, **kwargs):
        super()._init_graph_network(*args, **kwargs)
        layers = getattr(self, _LAYERS)
        own = nodes.own_layers(self, layers)
        if own is not layers:
            setattr(self, _LAYERS, own)
        nodes.begin_with_own_node(self)

    def get_config(self):
        """What makes the model again: with inputs that only calls use from outside, which are none of the layers."""
        layers = getattr(self, _LAYERS)
        own = set(map(id, layers))
        setattr(self, _LAYERS, [layer for layer in self._input_layers if id(layer) not in own] + layers)
        try:
            return super().get_config()
        finally:
            setattr(self, _LAYERS, layers)

    def _set_output_names(self):
        """An output has the name of its layer, which another output of that layer may have, too."""
        super()._set_output_names()
        if process.dialect().keras2_constructors:
            self.output_names = [layer.name for layer in self._output_layers]

    @property
    def layers(self):
        """The layers in the order of the graph, in the list of the model itself: programs pop the last ones."""
        layers = getattr(self, _LAYERS)
        return layers if all(isinstance(layer, keras.layers.Layer) for layer in layers) else super().layers


class WritesWeights:
    """Nothing: the host itself writes weights in the layout of Keras 2."""


class HostSequential(nodes.ReportsOwnNodeMixin, keras.models.Sequential):
    """The host's Sequential, in which a layer may be twice."""

    def add(self, layer):
        """Append a layer. Raises TypeError where one that is not the first has several outputs."""
        is_first = not self.outputs
        try:
            super().add(layer)
        except ValueError as error:
            if is_first or 'should have a single output tensor' not in str(error):
                raise
            raise TypeError(f'Each layer of a Sequential has one output, and {layer.name} has several: write '
                            'Model(inputs, outputs).') from None

    def _init_graph_network(self, *args, **kwargs):
        added = list(getattr(self, _LAYERS, ()))
        super()._init_graph_network(*args, **kwargs)
        if len(set(map(id, added))) < len(added):  # the host has each once, and would call it once for another shape
            setattr(self, _LAYERS, added)
        nodes.begin_with_own_node(self)

    @property
    def layers(self):
        """The layers in the order of their calls, without the input; the host would list each once."""
        layers = super().layers
        listed = set(map(id, layers))
        calls = [layer for layer in getattr(self, _LAYERS, ()) if id(layer) in listed]
        return calls if len(calls) > len(layers) else layers


# The host counts as Keras 2 did.
READS_KERAS2_CONFIGS = True
FIRST_CALLS = {'': 1, 'Sequential': 1, 'Functional': 1}


def loading_scope():
    """A scope in which the host makes models from configs: nothing, it counts the nodes by itself."""
    return contextlib.nullcontext()


def name_as_host(*classes):
    """Let saved models name the host's class, so that the host loads them where compat is not installed."""
    for cls in classes:
        register_home(cls, cls.__module__, cls.__name__)
        cls.__module__ = _Functional.__module__ if cls.__name__ == 'Functional' else 'keras'


class TrainableFlags:
    """Nothing: the host itself trains what was trainable when the model was compiled."""

    def __init__(self, model):
        pass


@contextlib.contextmanager
def trainable_as_compiled(flags):
    """While this lasts, everything is as it is."""
    yield


def build_optimizer(model):
    """Let the optimizer of a compiled model make its weights; newer hosts have a method for it."""
    make = getattr(model.optimizer, '_create_all_weights', None) or model.optimizer.build
    make(model.trainable_variables)


def bring_up_to_date(model):
    """Nothing: the variables have the values of the moment."""


def restore_optimizer(model, path):
    """Nothing: the host does it when it loads."""


def is_distributed():
    """Whether the host is to share the work among devices."""
    return tf.distribute.has_strategy()


def batch_of(model, x):
    """A batch of inputs as the host takes it: sparse matrices of scipy, too."""
    return x
