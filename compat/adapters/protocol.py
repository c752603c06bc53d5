"""What an adapter provides of its host: a typed Protocol for each area of compat.adapters.rows.

Every name that compat uses of an adapter stands here, with what it does. ``tests/adapters`` compares the modules of
every row with it, by their syntax: names, and the names and number of arguments. An adapter's function takes every
argument, normalised, and has no defaults. A name that needs a capability of the row is marked with ``needs``.
"""
import sys
from typing import Any, ContextManager, List, Mapping, Optional, Sequence, Tuple, Type

from compat.adapters.protocol_ops import Ops, Shape, Tensor, Tensors, Variable, needs

if sys.version_info >= (3, 8):
    from typing import Protocol
else:  # Python 3.7 runs compat, and no type checker
    Protocol = object


class Graph(Protocol):
    """The graph of the host's symbols, and functions that are compiled: graph.py."""

    ActsAsTensor: Type[Any]
    """The base of expressions: what the framework's own functions take for a tensor, ``self.now()``."""

    OPERATED: Tuple[type, ...]
    """Classes of symbols whose operators are recorded as calls of K, as the framework cannot trace them."""

    SUMS: Any
    """{method: function of a variable and another operand} of operators that are not to be the host's."""

    VARIABLES: Tuple[type, ...]
    """The classes of variables."""

    def as_keras2_tensor(self, value: Any) -> Any:
        """The result with its symbols as those of Keras 2 were: with slices, numpy numbers and get_shape."""

    def assigned(self, variable: Variable) -> Tensor:
        """The value that a layer has assigned in the running evaluation, or else the one that it has."""

    def blocks_gradient(self, call: Any) -> bool:
        """Whether Keras 2 on TensorFlow took no gradient through this call of the host's."""

    def give_members(self, tensor: Tensor, members: Any) -> None:
        """Let a tensor in a running call have the members of the symbol that it stands for, a ``StandingFor``."""

    @needs('gradients')
    def gradient(self, evaluation: Any, losses: Sequence[Any], watched: Sequence[Any]) -> List[Tensor]:
        """The gradients of the sum of the losses with respect to the watched tensors, while the graph is evaluated."""

    @needs('gradients')
    def gradients_now(self, losses: Sequence[Tensor], wanted: Sequence[Tensor]) -> List[Optional[Tensor]]:
        """The gradients of tensors that are computed already, None where there is none.

        Raises UnsupportedError where the framework has kept no graph of them.
        """

    def compiled(self, program: Any, shapes: Optional[Sequence[Shape]]) -> Any:
        """A program as a function ``run(feeds, training)`` that returns the outputs and performs the updates.

        ``shapes`` are those of what is fed, where they are not those of the program's inputs.
        """

    def control_dependencies(self, control_inputs: Sequence[Tensor]) -> ContextManager[Any]:
        """A context in which TensorFlow's operations wait for others; one without effect elsewhere."""

    def dispatch_functions(self, record: Any, is_recorded: Any) -> None:
        """Let the framework's functions call ``record(function, args, kwargs)`` where ``is_recorded((args, kwargs))``.

        Only where programs of Keras 2 call them: on TensorFlow.
        """

    def has_unknown_sizes(self, symbol: Tensor) -> bool:
        """Whether the sizes of a symbol are recorded by K, as the framework cannot trace unknown ones."""

    def is_framework_tensor(self, x: Any) -> bool:
        """Whether ``x`` is a tensor that the framework has computed, or computes while it traces."""

    def is_passing(self, value: Any) -> bool:
        """Whether a result of a function of the framework, no tensor, lasts only as long as the call is traced."""

    def mask_of(self, symbol: Tensor) -> Any:
        """The mask of a symbol, as a symbol, or None."""

    def origin(self, symbol: Tensor) -> Tuple[Any, Any]:
        """(call, number of the result) that a symbol comes from; (None, None) for an input."""

    def overriding_gradients(self, overrides: Mapping[str, str]) -> ContextManager[Any]:
        """A context in which TensorFlow's operations of these types get other, registered gradients."""

    def placeholder(self, shape: Shape, dtype: str, sparse: bool, name: Optional[str]) -> Tensor:
        """A symbol without history that a function feeds."""

    def seeds(self, seed: Optional[int]) -> Any:
        """A generator for a recorded call that draws random numbers; without a seed, from one that numpy draws."""

    def sparse_feed(self, value: Any, dtype: str) -> Any:
        """What is fed for a sparse symbol: from a scipy matrix, (indices, values, shape), or a dense array."""

    def symbols_of(self, call: Any, specs: Optional[Sequence[Tuple[Shape, str]]]) -> Any:
        """The results of a recorded call as symbols of the host; of these (shape, dtype) where they are given."""

    def variable_methods(self, variable_class: Type[Any]) -> Mapping[str, Any]:
        """The methods of variables that are recorded by which the framework's functions find that they are."""

    def variables_in(self, call: Any) -> List[Variable]:
        """The variables that a call of the host's reads besides its operands."""

    def watched(self, value: Tensor) -> Tensor:
        """A value with respect to which the framework can take gradients."""


class Layer(Protocol):
    """The Layer of the process and the host's classes around it: layer.py, weights.py."""

    keras: Any
    """The host's module ``keras``."""

    HostLayer: Type[Any]
    """The host's Layer."""

    HostModel: Type[Any]
    """The host's Model."""

    HostInputLayer: Type[Any]
    """The host's InputLayer, a base of ours: by isinstance alone do the host's models know where they begin."""

    InputSpec: Type[Any]
    """The host's InputSpec."""

    Layer: Type[Any]
    """compat's Layer: Keras2LayerMixin on the host's."""

    Node: Type[Any]
    """compat's Node: Keras2NodeMixin on the host's."""

    Keras2ModelMixin: Type[Any]
    """What every model has before the host's own class."""

    def annotate(self, layer: Any, outer: Mapping[str, Any]) -> None:
        """Annotate the node of the layer's last call, and its tensors, with what Keras 2's had."""

    def inferred_shape(self, layer: Any, input_shape: Any) -> Any:
        """The shape(s) of what the layer's call computes of inputs of these shape(s), as plain tuples."""

    def mask_of(self, value: Tensor) -> Any:
        """The mask of a tensor of the framework, or None."""

    def name_builtin_layer(self, cls: Type[Any]) -> None:
        """Let files name the host's class, so that the host loads them where compat is not installed."""

    def start_input_layer(self, layer: Any, init: Any, shape: Shape, dtype: str, sparse: bool, input_tensor: Any,
                          name: str, **kwargs: Any) -> None:
        """Run the host's constructor of an input layer, ``init``, with further arguments as a program gave them."""


class Layers(Protocol):
    """What the host's own layers need to be Keras 2's: layers.py. Mixins are tuples of classes, put before the host's.
    """

    ADAPTED: Any
    """{layer: function that changes its arguments in place}."""

    CONFIG_KEYS: Tuple[str, ...]
    """The keys of the config that the host's layers have in common."""

    CONFIG_MORE: Any
    """{layer: keys of configs that the host's constructor takes without having such a parameter}."""

    CONFIG_NAMES: Any
    """{layer: {key of Keras 2: key of the host}} of configs."""

    CHANGES: Any
    """{layer: Change}: arguments that are renamed, left out or refused."""

    NO_CHANGE: Any
    """The Change of all other layers."""

    BOTH_DIRECTIONS: Tuple[type, ...]
    """Mixins of Bidirectional."""

    CLOSED: Tuple[type, ...]
    """Mixins of layers whose constructor takes nothing that every layer takes."""

    EMBEDDINGS: Tuple[type, ...]
    """Mixins of Embedding."""

    KERNEL: Tuple[type, ...]
    """Mixins of layers with a kernel."""

    PENALTY_OF_ACTIVITY: str
    """The attribute in which the host's layers store their activity regularizer."""

    RECURRENT: Tuple[type, ...]
    """Mixins of recurrent layers."""


class Metric(Protocol):
    """The base of metric objects: metric.py."""

    Metric: Type[Any]
    """compat's Metric: Keras2MetricMixin on the host's, which alone its models take for an object that counts."""

    def function_in_files(self, function: Any) -> Any:
        """A function within the config of a metric, as the host takes it for a file."""


class Model(Protocol):
    """The host's models: model.py."""

    HostFunctional: Type[Any]
    """The host's functional model."""

    HostSequential: Type[Any]
    """The host's Sequential."""

    READS_KERAS2_CONFIGS: bool
    """Whether the host reads all that Keras 2's configs of models have, texts with the names of functions among it."""

    FIRST_CALLS: Mapping[str, int]
    """The numbers that the host's configs have for the first call of a nested model, which Keras 2 counted as 1: by the
    class, of the model whose output is one of the outer model, and under '' that of any model within."""

    WritesWeights: Type[Any]
    """A mixin of models that writes and reads files of weights in the layout of Keras 2."""

    FUNCTIONAL_SIGNATURE: Any
    """The signature of the constructor of the host's functional model."""

    TrainableFlags: Type[Any]
    """Which layers of a model were trainable when it was compiled."""

    def batch_of(self, model: Any, x: Any) -> Any:
        """A batch of inputs as the host takes it; it may have sparse matrices of scipy."""

    def bring_up_to_date(self, model: Any) -> None:
        """Give the variables of a model that the host trains the values of the moment."""

    def build_optimizer(self, model: Any) -> None:
        """Let the optimizer of a compiled model make its weights."""

    def is_distributed(self) -> bool:
        """Whether the host is to share the work among devices."""

    def loading_scope(self) -> ContextManager[None]:
        """A scope in which the host makes models from configs, where it counts the nodes of models in its own way."""

    def name_as_host(self, *classes: Type[Any]) -> None:
        """Let files name the host's class, so that the host loads them where compat is not installed."""

    def restore_optimizer(self, model: Any, path: str) -> None:
        """Let the optimizer of a model that the host has loaded from .h5 track weights for its parameters."""

    def trainable_as_compiled(self, flags: Any) -> ContextManager[None]:
        """While this lasts, layers are trainable as these TrainableFlags of compile say; None changes nothing."""


class Optimizer(Protocol):
    """The host's optimizers with the update rules of Keras 2: optimizer.py."""

    host: Any
    """The host's module of optimizers."""

    MODULE: str
    """The module under which files name the host's optimizers."""

    DelegatesSteps: Type[Any]
    """An optimizer of the host whose steps are those of one of TensorFlow 1."""

    Keras2Optimizer: Type[Any]
    """The host's Optimizer as the base of Keras 2's: constructor, config, get_updates, steps by the rule of Keras 2."""

    def apply(self, optimizer: Any, pairs: Sequence[Tuple[Tensor, Variable]]) -> None:
        """Let an optimizer of the host change parameters by pairs (gradient, parameter)."""

    def set_weights_of_keras2(self, optimizer: Any, params: Sequence[Variable], weights: Sequence[Any]) -> None:
        """Give the optimizer the weights that Keras 2 stored. Raises ValueError for others."""

    def settings_of_builtin(self, optimizer: Any) -> Any:
        """The settings of an optimizer of Keras 2 that files have as this one of the host; None where it stays that."""

    def tracks_weights_of(self, optimizer: Any, params: Sequence[Variable]) -> bool:
        """Whether the optimizer tracks its weights for these parameters; it makes them where it has none yet."""


# The protocol of each area of compat.adapters.rows.AREAS.
PROTOCOLS = {'tensors': Tensors, 'ops': Ops, 'graph': Graph, 'layer': Layer, 'layers': Layers, 'metric': Metric,
             'model': Model, 'optimizer': Optimizer}
