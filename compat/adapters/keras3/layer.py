"""The Layer of the process where the host is Keras 3."""
import contextlib
import inspect
import sys

from compat import adapters, process
from compat.symbolic import graph, operators, outer_symbols, phase
from compat.symbolic.context import context
from compat.symbolic.kinds import RECORDED, kinds
from compat.adapters.keras3.calls import Node, RunsAgain, TracedCall
from compat.adapters.keras3.graph import Reads
from compat.adapters.keras3.tensors import as_keras2_tensor, name_apart, resized, with_shapes
from compat.adapters.keras3.weights import Keras2WeightsMixin
from compat.base_layer import nodes, shapes
from compat.base_layer.layer_mixin import ExecutedStepsMixin, Keras2LayerMixin, runs_again_apart
from compat.base_layer.network_mixin import Keras2NetworkMixin
from compat.base_layer.nest import as_list, symbolic_tensors
from compat.base_layer.pickling import LayerType, register_home

keras = process.opened().keras
_in_calls = adapters.area('graph').in_calls

HostLayer = keras.layers.Layer
HostModel = keras.models.Model
HostSequential = keras.models.Sequential
HostInputLayer = keras.layers.InputLayer
HostVariable = type(HostLayer(name='any').add_weight(shape=(), initializer='zeros'))
InputSpec = keras.layers.InputSpec
HOST_ARGUMENTS = ('activity_regularizer', 'autocast')


class SlashedName(str):
    """The name of a layer in which Keras 3 sees no slash, as in conv1/bn of DenseNet: it would refuse the name."""

    def __contains__(self, part):
        return part != '/' and super().__contains__(part)


def host_name(name):
    """Returns the name of a layer as the host's constructors accept it."""
    return SlashedName(name) if isinstance(name, str) and '/' in name else name


def inferred_shape(layer, input_shape):
    """The shape(s) of what the layer's call computes of inputs of the shape(s)."""
    if isinstance(input_shape, list):
        inputs = [keras.KerasTensor(shape) for shape in input_shape]
    else:
        inputs = keras.KerasTensor(input_shape)
    return shapes.of(outer_symbols.find(lambda outer: TracedCall(layer.call, outer, (inputs,), {}).spec())[0])


def annotate(layer, outer):
    """Give the node of the layer's last call, and its tensors, what Keras 2's had, and ``outer``, its other symbols."""
    nodes.annotate(layer, Node)
    node = layer._inbound_nodes[-1]
    if outer:
        node.use(outer)
    of_call = {'_input_spec': layer.input_spec} if runs_again_apart(layer) else {}
    fixes_phase = context.explicit_training[0] is layer
    if of_call or fixes_phase:
        node.arguments.__class__ = RunsAgain
        node.arguments.of_call, node.arguments.fixes_phase = of_call, fixes_phase
    as_keras2_tensor(node.output_tensors)
    for mask in symbolic_tensors(nodes.masks(node.output_tensors), keras.KerasTensor):
        name_apart(mask._keras_history)


def start_input_layer(layer, init, shape, dtype, sparse, input_tensor, name, **kwargs):
    """Run the host's constructor of an input layer."""
    if input_tensor is not None:
        kwargs['input_tensor'] = input_tensor
    sparse = sparse and adapters.current().sparse_tensors
    init(batch_shape=shape, dtype=dtype, sparse=sparse or None, name=host_name(name), **kwargs)


def name_builtin_layer(cls):
    """Let saved models name the host's class, so that the host loads them where compat is not installed."""
    register_home(cls, cls.__module__, cls.__name__)
    cls.__module__ = 'keras.layers'


class _ReportsMask(HostLayer):
    """A layer that stores the mask of what it was called on."""

    mask = None

    def call(self, inputs, mask=None):
        """The inputs."""
        object.__setattr__(self, 'mask', mask)
        return inputs


def mask_of(value):
    """The mask of a tensor of the framework; those of jax have none, and Keras 3 stores them in a list of its own."""
    teller = _ReportsMask(name='mask')
    teller.supports_masking = True
    teller(value)
    return teller.mask


def _masks_of_inputs(value):
    if isinstance(value, (list, tuple)):
        return [_masks_of_inputs(item) for item in value]
    return nodes.masks([value])[0] if hasattr(value, '__dict__') else mask_of(value)  # arrays of jax have none


class Keras2ModelMixin(Keras2NetworkMixin, ExecutedStepsMixin):
    """What every model needs before the host's own class."""

    def __getattr__(self, name):
        # Set by compile; until then None, as in Keras 2, but for the host that would write its weights to a file.
        return None if name == 'optimizer' and not context.writes_file else super().__getattr__(name)

    def compute_loss(self, *args, **kwargs):
        """The loss that a step of training or evaluation minimises."""
        with context.scope(host_task='adding_up'):
            return super().compute_loss(*args, **kwargs)

    def _with_own(self, trained, weights):
        """The model's own variables, and then the weights of layers, each once."""
        own = [variable for variable in self._trainable_variables if variable.trainable] if trained else [
            variable for variable in self._trainable_variables if not variable.trainable
        ] + self._non_trainable_variables
        return list({id(weight): weight for weight in own + weights}.values())

    @property
    def trainable_weights(self):
        """The weights that training changes: those of the layers, none where the model is frozen."""
        if process.dialect().models_freeze_layers:
            return super().trainable_weights
        return self._trained_by_layers() if self.trainable else []

    def _trained_by_layers(self):
        return self._with_own(True, [weight for layer in self.layers for weight in layer.trainable_weights])

    @property
    def non_trainable_weights(self):
        """The weights that training leaves alone; of a frozen model those first that its layers would train."""
        if process.dialect().models_freeze_layers:
            return super().non_trainable_weights
        trained = self._trained_by_layers()
        others = self._with_own(False, [weight for layer in self.layers for weight in layer.non_trainable_weights])
        ids = set(map(id, trained))
        return ([] if self.trainable else trained) + [weight for weight in others if id(weight) not in ids]

    @property
    def weights(self):
        """All weights, those that training changes first; ``get_weights`` has them layer by layer."""
        if process.dialect().models_freeze_layers:
            return super().weights
        return self.trainable_weights + self.non_trainable_weights

    @property
    def trainable_variables(self):
        """The weights that training changes."""
        return super().trainable_variables if process.dialect().models_freeze_layers else self.trainable_weights

    @property
    def non_trainable_variables(self):
        """All other variables of the model and its layers."""
        if process.dialect().models_freeze_layers:
            return super().non_trainable_variables
        variables, trained = self.variables, set(map(id, self.trainable_weights))
        return [variable for variable in variables if id(variable) not in trained]

    # The host looks there for the arguments that it may pass.
    compute_loss.__signature__ = inspect.signature(HostModel.compute_loss)


class Layer(Keras2WeightsMixin, Keras2LayerMixin, HostLayer, metaclass=LayerType):
    """The base of all layers: Keras 2's `keras.engine.base_layer.Layer`, a layer of Keras 3.

    Subclasses define ``build(input_shape)``, ``call(inputs)`` and ``compute_output_shape(input_shape)`` as in Keras 2:
    shapes are tuples with None, lists of tuples for several tensors.
    """

    def _running_scope(self):
        # A framework that compiles (jax) has to know every variable that the call reads, those of closures too.
        scope = contextlib.ExitStack()
        scope.enter_context(_in_calls())
        if '_reads' in self.__dict__:
            scope.enter_context(self.__dict__['_reads'])
        return scope

    def __init__(self, *args, **kwargs):
        settings = self._take_arguments(kwargs, HOST_ARGUMENTS)
        super().__init__(*args, **dict(kwargs, name=host_name(kwargs['name'])))
        self._use_settings(settings)

    @property
    def name(self):
        """The name; the host's Layer, which opens a scope of it, gets one in which it sees no slash."""
        if 'name' not in self.__dict__:
            raise AttributeError(f'{type(self).__name__} has no name before the constructor of Layer has run.')
        name = self.__dict__['name']
        if isinstance(name, str) and '/' in name and sys._getframe(1).f_globals['__name__'] == HostLayer.__module__:
            return SlashedName(name)
        return name

    @name.setter
    def name(self, name):
        self.__dict__['name'] = str(name) if isinstance(name, SlashedName) else name

    def __setattr__(self, name, value):
        if self._only_stores(name, value, HostLayer, HostVariable, keras.metrics.Metric):
            object.__setattr__(self, name, value)
        else:
            super().__setattr__(name, value)

    def __getattr__(self, name):
        # The layers of torch answer a property that raised AttributeError with a message of their own.
        member = getattr(type(self), name, None)
        if isinstance(member, property):
            return member.fget(self)
        inherited = getattr(super(), '__getattr__', None)
        if inherited is None:
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')
        return inherited(name)

    def __call__(self, *args, **kwargs):
        called_on = symbolic_tensors(args, keras.KerasTensor) or symbolic_tensors(kwargs.values(), keras.KerasTensor)
        explicit = kwargs.get('training') if called_on else None
        if '_training' in kwargs:  # a model runs the call again
            explicit = kwargs['training'] = kwargs.pop('_training')
        if explicit is None or isinstance(explicit, graph.LearningPhase):
            return self._call(called_on, args, kwargs)
        with context.scope(explicit_training=(self, explicit)):
            return self._call(called_on, args, kwargs)

    def _call(self, called_on, args, kwargs):
        if called_on and outer_symbols.are_values():
            called_on, args, kwargs = (), outer_symbols.values_of(args), outer_symbols.values_of(kwargs)
        outer = kwargs.pop(outer_symbols.ARGUMENT, None)
        if not called_on:
            if outer:
                with context.scope(outer_values=dict(context.outer_values or {}, **outer)):
                    return self._call(called_on, args, kwargs)
            if graph.in_graph_mode() and kinds(args) == RECORDED:
                return graph.record_function(self.__call__, args, kwargs)
            naming = contextlib.nullcontext() if self.built else self._naming()
            with phase.execution_scope, self._calling_scope(), naming:
                return self._call_on_values(graph.values_now(args), kwargs)

        def call(outer):
            with phase.execution_scope, self._naming(), context.scope(outer_of_call=(self, outer)):
                return self._call_on_symbols(
                    super(Layer, self).__call__, called_on, *graph.values_now(args), **dict(kwargs))

        outputs, outer = outer_symbols.find(call, outer or self._outer_of_regularizer())
        self._note_updated_layers()
        annotate(self, outer)
        if self.activity_regularizer is not None:
            joined = self._joined_by_call(called_on, kwargs)
            self._added_losses.extend((penalty, joined) for penalty in self._symbolic_penalties(outputs))
        return outputs

    @property
    def supports_masking(self):
        """Whether the layer says that it supports masks; for Keras 3, which asks no other, whether it computes one."""
        by_host = sys._getframe(1).f_globals['__name__'] == HostLayer.__module__
        return self._supports_masking or by_host and self._sets_masks_unsupported()

    @supports_masking.setter
    def supports_masking(self, value):
        self._supports_masking = value

    def _set_mask_metadata(self, inputs, outputs, previous_mask):
        mask = _masks_of_inputs(inputs) if self._sets_masks_unsupported() else previous_mask
        super()._set_mask_metadata(inputs, outputs, mask)

    def _call_on_values(self, args, kwargs):
        regularizer = self.activity_regularizer
        if regularizer is None or process.dialect().activity_penalty_per_sample:
            return self._with_own_errors(super().__call__, *args, **kwargs)
        # Keras 2 adds the penalty of the whole batch, where hosts divide it by the batch size.
        self.activity_regularizer = None
        try:
            outputs = self._with_own_errors(super().__call__, *args, **kwargs)
        finally:
            self.activity_regularizer = regularizer
        for output in [] if self._loses(outputs) else as_list(outputs):
            # One by one: Keras 3.0 adds a list once for each loss in it.
            super().add_loss(keras.ops.convert_to_tensor(regularizer(output)))  # without factors it is the number 0
        return outputs

    def _maybe_build(self, call_spec):
        if self.built:
            return
        super()._maybe_build(call_spec)
        for variable in self.weights:  # those of the host's own layers within this one too
            operators.as_recording(variable)
        if not self.trainable:
            # Keras 3 passes layer.trainable on to the weights only when it changes after they were made.
            self.trainable = False
        if self._initial_weights is not None and self.built:
            weights, self._initial_weights = self._initial_weights, None
            self.set_weights(weights)

    def _lock_state(self):
        """Nothing: Keras 2 lets a layer take on weights at any time."""

    def compute_output_spec(self, *args, **kwargs):
        """The symbolic outputs: what ``call`` computes, completed by what ``compute_output_shape`` knows."""
        kwargs.pop('_input_spec', None)
        if '_training' in kwargs:
            kwargs['training'] = kwargs.pop('_training')
        called, outer = context.outer_of_call
        outer = kwargs.pop(outer_symbols.ARGUMENT, outer if called is self else {})
        if self._is_builtin or isinstance(self, HostModel):
            return super().compute_output_spec(*args, **kwargs)
        declared = self._outputs_as_declared(args, kwargs)
        if declared is not None:
            return declared
        reads = self.__dict__['_reads'] = Reads()
        try:
            computed = self._computed_spec(args, kwargs, outer)
        finally:
            del self.__dict__['_reads']
        if type(self)._tracks_own_weights or self.__dict__.get('_stores_untracked'):
            self.__dict__['_read_variables'] = reads.variables
        inputs = args[0] if args else next(iter(kwargs.values()))
        return self._with_declared_shapes(computed, self._declared_shape(shapes.of(inputs)))

    def _outputs_as_declared(self, args, kwargs):
        """The symbolic outputs of a built-in layer that says what it computes; None where the call is to be traced."""
        if type(self)._registered is not type(self) or len(args) != 1 or not isinstance(args[0], keras.KerasTensor):
            return None
        options = {name: value for name, value in kwargs.items() if value is not None}
        if 'call' in self.__dict__ or args[0].sparse or not self._computes_as_declared(args[0], **options):
            return None
        declared = self._declared_shape(shapes.of(args[0]))
        each = declared if isinstance(declared, list) else [declared]
        if any(size is not None and size < 1 for shape in each for size in shape):
            return None
        self._add_as_declared(args[0])
        outputs = [keras.KerasTensor(shape, dtype=self.compute_dtype) for shape in each]
        return outputs if isinstance(declared, list) else outputs[0]

    def _computed_spec(self, args, kwargs, outer):
        """The symbolic outputs as the call computes them.

        A framework may trace with sizes of its own for what is unknown, and a call may take a batch of one only (a
        kernel that another layer computes of the sample): then it is traced with ones, which stay unknown.
        """
        try:
            return TracedCall(self.call, outer, args, kwargs).spec()
        except Exception:
            self._declared_shape(shapes.of(args[0] if args else next(iter(kwargs.values()))))  # may name the fault
            if all(None not in tensor.shape for tensor in symbolic_tensors([args, kwargs], keras.KerasTensor)):
                raise
            failure = self.__dict__.get('_failure')
            try:
                computed = TracedCall(
                    self.call, resized(outer, None, 1), resized(args, None, 1), resized(kwargs, None, 1)).spec()
            except Exception:  # noqa: BLE001, the first failure is the one to report
                self.__dict__['_failure'] = failure
                computed = None
            if computed is None:
                raise
        return resized(computed, 1, None)

    def _with_declared_shapes(self, computed, declared):
        return with_shapes(computed, shapes.of_outputs(self.name, declared, shapes.of(computed)))

    def build_from_config(self, config):
        """Make the weights as a saved layer had them."""
        with self._naming():
            super().build_from_config(config)

    # --- losses and updates

    @property
    def _updates(self):
        return [update for update, _ in self._added_updates]

    @_updates.setter
    def _updates(self, updates):
        self._added_updates[:] = [(update, None) for update in updates]

    def stateless_call(self, *args, **kwargs):
        """The outputs for given values of the variables, and the new values of those that training leaves alone."""
        self._clear_losses()
        with context.scope(host_task='calling'):
            return super().stateless_call(*args, **kwargs)

    def _clear_losses(self):
        # Keras 3 would forget those of the first call of a layer that a model calls twice.
        if context.host_task != 'calling':
            super()._clear_losses()

    def _get_own_losses(self):
        # Keras 3 knows the losses of the last call on values only, Keras 2 those of the calls on symbols.
        losses = super()._get_own_losses()
        if losses or context.host_task:
            return losses
        return [loss for loss, _ in self._added_losses]

    def _get_regularization_losses(self):
        # Keras 2 counts the penalties of frozen weights too. Some are plain numbers: l2(0.) computes 0.
        penalised = [weight for weight in self.weights if getattr(weight, 'regularizer', None) is not None]
        penalties = [weight.regularizer(weight) for weight in penalised]
        return [keras.ops.convert_to_tensor(penalty) if isinstance(penalty, (int, float)) else penalty
                for penalty in penalties]

    def add_loss(self, losses, inputs=None):
        """Add losses computed in ``call`` to what training minimises.

        ``inputs`` says which inputs of the layer they depend on; None says on none of them. Outside of ``call`` they
        are tensors of the graph, and Model.compile takes them in; anything else raises ValueError there.
        """
        if losses is None or isinstance(losses, list) and not losses:
            return
        losses = as_list(losses)
        if self._store_symbolic_losses(losses, inputs):
            return
        if self._loses(inputs):
            self._remember('lost_losses', losses, inputs)
            return
        self._remember('losses', losses, inputs)
        for loss in losses:  # as above
            super().add_loss(loss)
