"""What models need where the host is Keras 3."""
import collections
import contextlib
import inspect
import sys

import h5py

from compat import adapters, differences, process
from compat.files import computed_masks
from compat.engine.input_layer import InputLayer
from compat.adapters.keras3.layer import HostModel, host_name
from compat.base_layer import nodes
from compat.base_layer.nest import unpack_singleton
from compat.base_layer.pickling import register_home
from compat.files.weights import WritesWeights  # noqa: F401, of the protocol
from compat.symbolic.context import context

keras = process.opened().keras
_nodes = adapters.area('graph')
_input = keras.Input((1,))
_Functional = type(keras.models.Model(_input, _input))
_make_node_key = sys.modules[_Functional.__module__].make_node_key


class NamesInputs:
    """A model that names its inputs, as Keras 2's do."""

    @property
    def input_names(self):
        """The names of the input layers, in order."""
        return [tensor._keras_history[0].name for tensor in getattr(self, 'inputs', None) or ()]


def _warn_of_slashes(model):
    """Warn where a file is written that plain Keras refuses for the names of layers."""
    names = [layer.name for layer in model.layers if '/' in layer.name]
    if names and context.writes_file:
        differences.warn('slashes-in-files', f'Model {model.name} is written with {len(names)} layers that have a '
                                             f'slash in their names, the first {names[0]!r}')


def _count_own_node(model, step):
    """Let the tensors that calls of the model returned say that it has one node more, or less, than before."""
    for node in model._inbound_nodes:
        for tensor in [] if isinstance(node, nodes.ModelNode) else node.output_tensors:
            history = tensor._keras_history
            tensor._keras_history = history._replace(node_index=history.node_index + step)


@contextlib.contextmanager
def _without_own_nodes(model):
    """While it lasts, the models in this one have no nodes but their calls: the host writes the numbers of these."""
    within = [operation for operation in getattr(model, 'operations', ()) if nodes.has_own_node(operation)]
    own = [operation._inbound_nodes[0] for operation in within]
    for operation in within:
        del operation._inbound_nodes[0]
        _count_own_node(operation, -1)
    keys = model._nodes
    model._nodes = {_make_node_key(node.operation, node.operation._inbound_nodes.index(node))
                    for at_depth in model._nodes_by_depth.values() for node in at_depth}
    try:
        yield
    finally:
        model._nodes = keys
        for operation, node in zip(within, own):
            operation._inbound_nodes[:0] = [node]
            _count_own_node(operation, 1)


@contextlib.contextmanager
def loading_scope():
    """While the host makes models from configs, in which only calls are counted, they have no nodes but these."""
    if context.models_without_nodes is not None:
        yield
        return
    with context.scope(models_without_nodes=[]):
        try:
            yield
        finally:
            models = list({id(model): model for model in context.models_without_nodes}.values())
    for model in models:
        _count_own_node(model, 1)
        nodes.begin_with_own_node(model)


# Keras 3 counts calls from 0, but for a functional model whose outputs are those of the outer model.
READS_KERAS2_CONFIGS = True
FIRST_CALLS = {'': 0, 'Sequential': 0, 'Functional': 1}


class HostFunctional(nodes.ReportsOwnNodeMixin, NamesInputs, _Functional):
    """The host's functional model."""

    def __init__(self, inputs, outputs, *args, **kwargs):
        kwargs['name'] = host_name(kwargs.get('name'))
        # Calling a model of a list of one output gives a tensor; and Keras 3.0 makes lists of all when it loads.
        outputs = unpack_singleton(outputs) if isinstance(outputs, (list, tuple)) else outputs
        with nodes.first_node_scope():
            super().__init__(inputs, outputs, *args, **kwargs)
        # In place of the tracker's list: what programs pop from it is no layer of the model any more.
        object.__setattr__(self, '_layers', list(nodes.own_layers(self, super().layers)))
        self.__dict__['_lists_layers'] = True
        if isinstance(self, nodes.ReportsNodesMixin):
            nodes.begin_with_own_node(self)

    @property
    def layers(self):
        """The layers in the order of the graph, in the list of the model itself: programs pop the last ones."""
        return self._layers if '_lists_layers' in self.__dict__ else super().layers

    def get_config(self):
        """What makes the model again, as the host writes it, less the masks that layers find by themselves."""
        _warn_of_slashes(self)
        with _without_own_nodes(self):
            config = super().get_config()
        if 'input_layers' not in config:
            return config
        own = set(map(id, self.layers))
        return computed_masks.without(config, self, lambda operation: id(operation) in own)


# Not that of the function which the host's decorator wraps: the host compares what it sees itself.
FUNCTIONAL_SIGNATURE = inspect.signature(_Functional.__init__, follow_wrapped=False)


def name_as_host(*classes):
    """Let saved models name the host's class, so that the host loads them where compat is not installed."""
    for cls in classes:
        register_home(cls, cls.__module__, cls.__name__)
        cls.__module__ = _Functional.__module__ if cls.__name__ == 'Functional' else 'keras'


class TrainableFlags:
    """Which layers were trainable: (layer, flag) of the model and all layers in it, a layer before those within it.

    Not a list: the host would write the lists that a model has, and the layers in them, to its files.
    """

    def __init__(self, model):
        self.pairs = [(layer, layer.trainable) for layer in model._flatten_layers()]


@contextlib.contextmanager
def trainable_as_compiled(flags):
    """While this lasts, layers are trainable as the flags say, of the moment of compile: Keras 3 looks when it trains.

    What a callback sets meanwhile stays. None, of a model that is not compiled, changes nothing.
    """
    compiled = flags.pairs if flags else []
    now = [(layer, layer.trainable) for layer, _ in compiled]
    if now == compiled:
        yield
        return
    _set_trainable(compiled)
    try:
        yield
    finally:
        _set_trainable([(layer, flag if layer.trainable == then else not then)
                        for (layer, flag), (_, then) in zip(now, compiled)])


def _set_trainable(flags):
    # A layer hands its flag down, so those within it come after it.
    for layer, flag in flags:
        if layer.trainable != flag:
            layer.trainable = flag


def is_distributed():
    """Whether the host is to share the work among devices."""
    distribution = getattr(keras, 'distribution', None)
    return distribution is not None and distribution.distribution() is not None


def bring_up_to_date(model):
    """Give the variables the values of the moment: jax has them elsewhere while the host trains."""
    if hasattr(model, 'jax_state_sync'):
        model.jax_state_sync()


def build_optimizer(model):
    """Let the optimizer of a compiled model make its weights."""
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)


def restore_optimizer(model, path):
    """Let the optimizer of a loaded model keep weights for its parameters, with the values that an .h5 file has.

    Keras 3 makes them for no parameter when it loads .h5, and such a model cannot be trained.
    """
    optimizer = getattr(model, 'optimizer', None)
    if not getattr(optimizer, 'built', False) or optimizer._trainable_variables or not model.trainable_variables:
        return
    model.optimizer = type(optimizer).from_config(optimizer.get_config())
    model.optimizer.build(model.trainable_variables)
    with h5py.File(path, 'r') as stream:
        group = stream.get('optimizer_weights')
        names = [] if group is None else group.attrs.get('weight_names', ())
        values = [group[name][()] for name in names]
    with context.scope(writes_file=True):  # the variables that the host's class has
        variables = model.optimizer.variables
    if [value.shape for value in values] == [tuple(variable.shape) for variable in variables]:
        for variable, value in zip(variables, values):
            variable.assign(value)


class HostSequential(nodes.ReportsOwnNodeMixin, NamesInputs, keras.models.Sequential):
    """The host's Sequential, growing as Keras 2's: each layer is called once, when it is added."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **dict(kwargs, name=host_name(kwargs.get('name'))))
        self._chain = []

    @property
    def _functional(self):
        """The functional model of the layers, which the host has. It is made once, not anew for each added layer."""
        ends = self.__dict__.pop('_ends', None)
        if ends is not None:
            self._made_functional = adapters.area('model').HostFunctional(*ends, name=self.name)
        return getattr(self, '_made_functional', None)

    def __setattr__(self, name, value):
        if name == '_functional':  # by no setter of the property: on torch a module is not set by properties
            self.__dict__.pop('_ends', None)
            name = '_made_functional'
        super().__setattr__(name, value)

    def get_config(self):
        """What makes the model again, as the host writes it."""
        _warn_of_slashes(self)
        return super().get_config()

    @property
    def inputs(self):
        """The symbolic inputs, None of a model that does not know its input shape yet, as in Keras 2."""
        return getattr(self._functional, 'inputs', None)

    @property
    def outputs(self):
        """The symbolic outputs, None of a model that does not know its input shape yet, as in Keras 2."""
        return getattr(self._functional, 'outputs', None)

    def _refuse_unknown(self, name):
        if not self._functional:
            raise AttributeError(f'Sequential model {self.name} has no {name} before it knows its input shape: give '
                                 'its first layer an input_shape, or call build.')

    @property
    def output_names(self):
        """The name of the layer that gives the output, in a list."""
        return [tensor._keras_history[0].name for tensor in getattr(self, 'outputs', None) or ()]

    @property
    def input(self):
        """The symbolic input. Raises AttributeError for a model that does not know its input shape, or has two."""
        self._refuse_unknown('input')
        self._only_node('input', 'get_input_at')
        return unpack_singleton(self.inputs)

    @property
    def output(self):
        """The symbolic output. Raises AttributeError for a model that does not know its input shape, or has two."""
        self._refuse_unknown('output')
        self._only_node('output', 'get_output_at')
        return unpack_singleton(self.outputs)

    def add(self, layer, rebuild=True):
        before = len(self._layers)
        try:
            self._add(layer, rebuild)
        except Exception:
            # A layer that does not fit is not added: the program may go on with another one.
            del self._layers[before:]
            raise

    def _add(self, layer, rebuild):
        declared = getattr(layer, 'batch_input_shape', None)
        if not self._layers and declared is not None and not isinstance(layer, keras.layers.InputLayer):
            super().add(InputLayer(batch_input_shape=declared, dtype=layer.compute_dtype,
                                   name=layer.name + '_input'), rebuild=False)
        elif not self._layers and isinstance(layer, HostModel) and getattr(layer, 'inputs', None):
            super().add(InputLayer(batch_input_shape=tuple(layer.inputs[0].shape), dtype=layer.inputs[0].dtype,
                                   name=layer.name + '_input'), rebuild=False)
        super().add(layer, rebuild=rebuild)
        if rebuild and len(self._layers) == 1 and isinstance(layer, keras.layers.InputLayer):
            # In Keras 2 it is a model from here on, whose output is its input.
            tensor = layer._inbound_nodes[0].output_tensors[0]
            self.__dict__['_ends'] = tensor, tensor
            self.built = True
            nodes.begin_with_own_node(self)

    def build(self, input_shape=None):
        """Call the layers on an input of this shape; of no effect where the model knows its input, as in Keras 2."""
        if self._functional:
            return
        with nodes.first_node_scope():  # the host asks layers for their output, which one may be twice
            super().build(input_shape)
        if self._functional:
            calls, chain = collections.Counter(), []
            for layer in reversed(self._layers[1:]):
                calls[id(layer)] += 1
                chain.append((layer, layer._inbound_nodes[-calls[id(layer)]].output_tensors[0]))
            self._chain = chain[::-1]
            nodes.begin_with_own_node(self)

    def _maybe_rebuild(self):
        if not isinstance(self._layers[0], keras.layers.InputLayer) or len(self._layers) < 2:
            self._chain = []
            super()._maybe_rebuild()
            return
        tensor = self._layers[0]._inbound_nodes[0].output_tensors[0]
        inputs = tensor
        for position, layer in enumerate(self._layers[1:]):
            if position < len(self._chain) and self._chain[position][0] is layer:
                tensor = self._chain[position][1]
            else:
                tensor = layer(tensor)
                if isinstance(tensor, (list, tuple, dict)) and len(tensor) != 1:
                    # Keras 2 made the input of a first layer that says its shape, and looked at what it made.
                    brings_input = self._layers[0].name == layer.name + '_input'
                    raise (ValueError if brings_input else TypeError)(
                        f'Each layer of a Sequential has one output, and {layer.name} has {len(tensor)}: write '
                        'Model(inputs, outputs).')
                self._chain[position:] = [(layer, tensor)]
        del self._chain[len(self._layers) - 1:]
        self.__dict__['_ends'] = inputs, tensor
        self.built = True
        nodes.begin_with_own_node(self)


def batch_of(model, x):
    """A batch of inputs as the host takes it: for a sparse matrix of scipy, what the framework has for it."""
    if isinstance(x, (list, tuple)):
        return type(x)(batch_of(model, each) for each in x)
    if isinstance(x, dict):
        return {name: batch_of(model, each) for name, each in x.items()}
    return _nodes.sparse_feed(x, x.dtype) if hasattr(x, 'tocoo') else x
