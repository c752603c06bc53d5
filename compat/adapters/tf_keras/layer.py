"""The Layer of the process where the host is tf.keras 2 or tf_keras."""
import collections

import tensorflow

from compat import process
from compat.symbolic import graph, operators, outer_symbols, phase
from compat.symbolic.context import context
from compat.symbolic.kinds import RECORDED, kinds
from compat.adapters.tf_keras.tensors import as_keras2_tensor
from compat.adapters.tf_keras.weights import Keras2WeightsMixin
from compat.backend.updates import is_update
from compat.base_layer import nodes, shapes
from compat.base_layer.layer_mixin import ExecutedStepsMixin, Keras2LayerMixin, runs_again_apart
from compat.base_layer.network_mixin import Keras2NetworkMixin
from compat.base_layer.nodes import Keras2NodeMixin
from compat.base_layer.nest import as_list, symbolic_tensors
from compat.base_layer.pickling import LayerType, register_home

keras = process.opened().keras

HostLayer = keras.layers.Layer
HostModel = keras.models.Model
HostSequential = keras.models.Sequential
HostInputLayer = keras.layers.InputLayer
InputSpec = keras.layers.InputSpec
HOST_ARGUMENTS = ('activity_regularizer', 'autocast', 'dynamic')

_input = keras.Input((1,))
HostTensor = type(_input)
HostNode = type(_input._keras_history.layer._inbound_nodes[0])
HostVariable = type(keras.backend.variable(0.))


class Node(Keras2NodeMixin, HostNode):
    """One call of a layer on symbols, with the attributes that Keras 2's nodes had."""

    @property
    def input_tensors(self):
        """The input tensors, as a list."""
        return list(self.keras_inputs) or as_list(HostNode.input_tensors.fget(self))

    @property
    def output_tensors(self):
        """The output tensors, as a list."""
        return as_list(HostNode.output_tensors.fget(self))

    @property
    def _options(self):
        return getattr(self, 'call_kwargs', None) or {}

    @property
    def arguments(self):
        """The arguments of the call beside the inputs, by name."""
        return dict(self._options)

    def serialize(self, make_node_key, node_conversion_map):
        """The config of the call; symbols from outside are found again when the layer is called."""
        passed = self.call_kwargs
        self.call_kwargs = {name: value for name, value in passed.items() if name != outer_symbols.ARGUMENT}
        try:
            return super().serialize(make_node_key, node_conversion_map)
        finally:
            self.call_kwargs = passed

    def map_arguments(self, tensor_dict):
        """The arguments of the call with the values of a run; it is without the ``__call__`` of the program."""
        args, kwargs = super().map_arguments(tensor_dict)
        return args, dict(kwargs, _input_spec=self.input_spec) if 'input_spec' in vars(self) else kwargs


def annotate(layer, outer):
    """Give the node of the layer's last call, and its tensors, what Keras 2's had; ``outer`` the host has in it."""
    nodes.annotate(layer, Node)
    as_keras2_tensor(layer._inbound_nodes[-1].output_tensors)
    if runs_again_apart(layer):
        layer._inbound_nodes[-1].input_spec = layer.input_spec


def inferred_shape(layer, input_shape):
    """The shape(s) of what the layer's call computes of inputs of the shape(s)."""
    signature = [keras.backend.placeholder(shape) for shape in input_shape] if isinstance(
        input_shape, list) else keras.backend.placeholder(input_shape)
    return shapes.of(layer.call(signature))


def start_input_layer(layer, init, shape, dtype, sparse, input_tensor, name, **kwargs):
    """Run the host's constructor of an input layer."""
    if input_tensor is not None:
        kwargs['input_tensor'] = input_tensor
    init(input_shape=shape[1:], batch_size=shape[0], dtype=dtype, sparse=sparse or None, name=name, **kwargs)


def name_builtin_layer(cls):
    """Let saved models name the host's class, so that the host loads them where compat is not installed."""
    register_home(cls, cls.__module__, cls.__name__)
    cls.__module__ = 'keras.layers'


def _name_apart(variables):
    """Number the variables of one name, as TensorFlow 1 does: kernel, kernel_1."""
    counts = collections.Counter()
    for variable in variables:
        name = variable.name
        if counts[name]:
            variable._handle_name = '{}_{}:0'.format(name.partition(':')[0], counts[name])
        counts[name] += 1


def mask_of(value):
    """The mask of a tensor of the framework."""
    return getattr(value, '_keras_mask', None)


class Keras2ModelMixin(Keras2NetworkMixin, ExecutedStepsMixin):
    """What every model needs before the host's own class."""

    @property
    def weights(self):
        """All weights, those that training changes first; ``get_weights`` has them layer by layer."""
        if not process.dialect().trainable_weights_first:
            return super().weights
        return self.trainable_weights + self.non_trainable_weights


class Layer(Keras2WeightsMixin, Keras2LayerMixin, HostLayer, metaclass=LayerType):
    """The base of all layers: Keras 2's `keras.engine.base_layer.Layer`, a layer of tf.keras.

    Subclasses define ``build(input_shape)``, ``call(inputs)`` and ``compute_output_shape(input_shape)`` as in Keras 2:
    shapes are tuples with None, lists of tuples for several tensors.
    """

    if '__new__' not in vars(HostLayer):
        def __new__(cls, *args, **kwargs):
            # All that these hosts do is to choose the classes of TensorFlow 1 or 2, and 2.4 sets the bases of all
            # classes of the layer again for that: the more classes there are, the longer each layer takes.
            if tensorflow.compat.v1.executing_eagerly_outside_functions():
                return object.__new__(cls)
            return super().__new__(cls, *args, **kwargs)

    @staticmethod
    def _finish_method(name, function):
        # Keras 2 runs a call as it is written; tf.keras lets AutoGraph translate it.
        if name != 'call' or process.dialect().calls_by_autograph:
            return function
        finished = tensorflow.autograph.experimental.do_not_convert(function)
        finished.__signature__ = function.__signature__
        return finished

    def __init__(self, *args, **kwargs):
        settings = self._take_arguments(kwargs, HOST_ARGUMENTS)
        super().__init__(*args, **kwargs)
        self._use_settings(settings)
        if hasattr(self, 'batch_input_shape'):
            self._batch_input_shape = self.batch_input_shape

    def __setattr__(self, name, value):
        if self._only_stores(name, value, HostLayer, HostVariable, keras.metrics.Metric):
            object.__setattr__(self, name, value)
        else:
            super().__setattr__(name, value)

    def __call__(self, *args, **kwargs):
        called_on = symbolic_tensors(args, HostTensor) or symbolic_tensors(kwargs.values(), HostTensor)
        if called_on and outer_symbols.are_values():
            called_on, args, kwargs = (), outer_symbols.values_of(args), outer_symbols.values_of(kwargs)
        outer = kwargs.pop(outer_symbols.ARGUMENT, None)
        if not called_on:
            if outer:
                with context.scope(outer_values=dict(context.outer_values or {}, **outer)):
                    return self(*args, **kwargs)
            if args and isinstance(args[0], (str, type(None))) and not process.dialect().eager:
                raise ValueError(f'Layer {self.name} was called with an input that is no tensor: {args[0]!r}. All '
                                 'inputs of a layer should be tensors.')
            if graph.in_graph_mode() and kinds(args) == RECORDED:
                return graph.record_function(self.__call__, args, kwargs)
            with phase.execution_scope, self._calling_scope():
                return self._with_own_errors(super().__call__, *graph.values_now(args), **kwargs)
        as_keras2_tensor(called_on)  # an input that the host has made for a Sequential
        if self.built and args and not isinstance(self, HostModel):
            # Hosts look at the shapes of symbols before they build a layer only.
            self.assert_input_compatibility(args[0])

        def call(outer):
            options = dict(kwargs, **{outer_symbols.ARGUMENT: outer}) if outer else dict(kwargs)
            with phase.execution_scope:
                return self._call_on_symbols(super(Layer, self).__call__, called_on, *graph.values_now(args), **options)

        outputs, outer = outer_symbols.find(call, outer or self._outer_of_regularizer())
        self._note_updated_layers()
        if not self._is_builtin and not isinstance(self, HostModel):
            inputs = args[0] if args else next(iter(kwargs.values()))
            self._complete_shapes(outputs, self._with_own_errors(self._declared_shape, shapes.of(inputs)))
        annotate(self, outer)
        if self.activity_regularizer is not None and not process.dialect().eager:
            penalties = self._symbolic_penalties(outputs)
            joined = self._joined_by_call(called_on, kwargs)
            self._added_losses.extend((penalty, joined) for penalty in penalties)
            self._losses.extend(penalties)
        return outputs

    @property
    def supports_masking(self):
        """Whether the layer says that it supports masks."""
        return self.__dict__.get('_says_it_supports_masking', self._supports_masking)

    @supports_masking.setter
    def supports_masking(self, value):
        self.__dict__['_says_it_supports_masking'] = value
        # What the host goes by: Keras 2 asked each layer for its mask.
        self._supports_masking = bool(value) or not getattr(self.compute_mask, '_is_default', False)

    def _complete_shapes(self, computed, declared):
        """Let the symbolic outputs know what ``compute_output_shape`` knows and ``call`` left open."""
        _set_shapes(computed, shapes.of_outputs(self.name, declared, shapes.of(computed)))

    def _handle_activity_regularization(self, inputs, outputs):
        # Keras 2 adds the penalty of the whole batch, where hosts divide it by the batch size. A call on symbols adds
        # that of its outputs, in place of a tensor of the graph in which the host infers their shapes.
        if process.dialect().activity_penalty_per_sample:
            super()._handle_activity_regularization(inputs, outputs)
        elif self._activity_regularizer is not None and '_called_on' not in self.__dict__ and not self._loses(outputs):
            super().add_loss([self._activity_regularizer(output) for output in as_list(outputs)])

    def _maybe_build(self, inputs):
        begins = not self.built
        super()._maybe_build(inputs)
        if begins:
            for variable in self.weights:  # those of the host's own layers within this one too
                operators.as_recording(variable)
            if not isinstance(self, HostModel):
                _name_apart(self.weights)

    def build_from_config(self, config):
        """Build the layer for the shapes of a file, which has lists for tuples."""
        super().build_from_config({name: shapes.plain(value) for name, value in config.items()})

    # --- losses and updates

    def _get_regularization_losses(self):
        # The host wraps each, to compute a number of what it returns; outside of a running layer that is recorded.
        return [penalty.args[0]() for layer in self._flatten_layers() for penalty in layer._callable_losses]

    def add_loss(self, losses, inputs=None, **kwargs):
        """Add losses computed in ``call`` to what training minimises.

        ``inputs`` says which inputs of the layer they depend on; None says on none of them. Outside of ``call`` they
        are tensors of the graph, and Model.compile takes them in; anything else raises ValueError there.
        """
        if losses is None or isinstance(losses, list) and not losses:
            return
        losses = as_list(losses)
        if not all(map(callable, losses)) and self._store_symbolic_losses(losses, inputs):
            return
        if self._is_builtin:
            super().add_loss(losses, **kwargs)
            return
        if self._loses(inputs):
            self._remember('lost_losses', losses, inputs)
            return
        self._remember('losses', [loss for loss in losses if not callable(loss)], inputs)
        if '_added' not in self.__dict__ or '_called_on' in self.__dict__:  # else a wrapper stores them
            super().add_loss(losses, **kwargs)

    def add_update(self, updates, inputs=None):
        """Perform the updates at every training step: what K.update returns, or pairs (variable, value)."""
        updates = [updates] if isinstance(updates, tuple) else as_list(updates)
        Keras2LayerMixin.add_update(self, [update for update in updates if is_update(update)], inputs)
        HostLayer.add_update(self, [update for update in updates if update is not None and not is_update(update)])

    @property
    def updates(self):
        """The updates that were added, none of them when the layer is frozen and not stateful."""
        if type(self)._builtin_layer is not None and process.dialect().eager:
            return HostLayer.updates.fget(self)
        return super().updates


def _set_shapes(symbols, shape):
    """Give symbols, nested in lists, these shapes, nested as they are."""
    if isinstance(symbols, (list, tuple)):
        for pair in zip(symbols, shape):
            _set_shapes(*pair)
    elif isinstance(symbols, HostTensor) and symbols.shape.is_compatible_with(shape):
        symbols.set_shape(shape)
    elif isinstance(symbols, HostTensor):
        symbols._type_spec = tensorflow.TensorSpec(shape, symbols.dtype)
