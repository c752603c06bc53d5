"""The graph world on tf.keras 2 and tf_keras: the history of its symbols, and what runs a part of it."""
import functools
import inspect

import tensorflow as tf

from compat import process
from compat.adapters.tensorflow import graph as tensorflow_graph
from compat.adapters.tf_keras.tensors import as_keras2_tensor
from compat.symbolic import evaluation as evaluations, layer_inputs
from compat.symbolic.context import context
from compat.symbolic.fed_inputs import Fed
from compat.symbolic.kinds import RecordedTensor

keras = process.opened().keras

VARIABLES = (type(tf.Variable(0.)),)
KerasTensor = type(keras.Input((1,))).__mro__[-2]

# Functions of TensorFlow that Keras 2 took no gradient through.
BLOCKING = ('stop_gradient', 'math.round', 'round', 'floor', 'math.floor', 'math.ceil', 'ones_like', 'zeros_like')


def _is_symbol(x):
    return isinstance(x, KerasTensor)


def is_framework_tensor(x):
    """Whether ``x`` is a tensor that the framework has computed, or computes while it traces."""
    return tf.is_tensor(x) and not isinstance(x, (tf.Variable, RecordedTensor)) and not _is_symbol(x)


def placeholder(shape, dtype, sparse, name):
    """A symbol without history that a function feeds."""
    if not shape:  # tf.keras takes that for an unknown one
        alone = type(keras.Input((1,)))(tf.TensorSpec((), dtype), name=name and name.replace('/', '_'))
        return as_keras2_tensor(keras.Input(tensor=alone))
    return as_keras2_tensor(keras.Input(
        batch_shape=shape, dtype=dtype, sparse=sparse, name=name and name.replace('/', '_')))


def without_autograph(function):
    """A function that is traced as it is written: AutoGraph would translate it, and all that it calls, at each trace.

    It has the mark of what AutoGraph made itself: tf.autograph's own do_not_convert changes what symbols do in it.
    """
    function.autograph_info__ = {}
    return function


# Symbols whose operators are recorded as calls of K: TensorFlow has operations for all of them.
OPERATED = ()
# Operators of variables that are not to be the host's.
SUMS = {}


def has_unknown_sizes(symbol):
    """False: TensorFlow has operations for sizes."""
    return False


class GraphOp(keras.layers.Layer):
    """A call of K as a layer in the graph of the host's symbols."""

    def __init__(self, call, specs):
        super().__init__(dtype='float32')
        self._autocast = False
        self.__dict__['graph_call'] = call
        self.__dict__['_specs'] = specs
        self.__dict__['_symbols'] = _symbols(call)

    def call(self, tensors, training=None, mask=None):
        if self._specs is not None:
            return [tf.compat.v1.placeholder(dtype, shape) for shape, dtype in self._specs]
        return evaluations.evaluate_call(self.graph_call, dict(zip(map(id, self._symbols), tensors)))


# As it is written: AutoGraph would translate it, and all that it calls.
GraphOp.call = tf.autograph.experimental.do_not_convert(GraphOp.call)


def _symbols(call):
    return [operand for operand in call.operands if _is_symbol(operand)]


def symbols_of(call, specs):
    """The results of a call as symbols, of these (shape, dtype) where they are given."""
    with context.scope(finds_shapes=True):
        return as_keras2_tensor(GraphOp(call, specs)(_symbols(call)))


def _filled(value, fill):
    if isinstance(value, tuple) and hasattr(value, '_fields'):
        return type(value)(*[_filled(item, fill) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)([_filled(item, fill) for item in value]) if isinstance(value, list) else tuple(
            _filled(item, fill) for item in value)
    if isinstance(value, dict):
        return {name: _filled(item, fill) for name, item in value.items()}
    return fill(value)


class NodeCall:
    """The call of a layer that a node of the host remembers."""

    primitive = None

    def __init__(self, node):
        self.node = node
        self.operation = node.layer
        self.key = id(node)
        operands = {}

        def note(leaf):
            if isinstance(leaf, RecordedTensor) or _is_symbol(leaf):
                operands[id(leaf)] = leaf
            return leaf

        _filled((node.call_args, node.call_kwargs), note)
        self.operands = list(operands.values())
        self._ids = set(operands)
        if layer_inputs.differentiates(self.operation):
            self.watched = self.operands

    def results(self, evaluation):
        """What the layer returns in an evaluation that knows the operands."""
        def filled(leaf):
            if id(leaf) in self._ids:
                return evaluation.known(leaf)
            return evaluation.presets.get(id(leaf), leaf) if isinstance(leaf, tf.Variable) else leaf

        args, kwargs = _filled((tuple(self.node.call_args), dict(self.node.call_kwargs)), filled)
        if takes_training(type(self.operation)) and kwargs.get('training') is None:
            kwargs['training'] = bool(evaluation.training)
        if 'input_spec' in vars(self.node):
            kwargs['_input_spec'] = self.node.input_spec
        results = layer_inputs.run(self.operation, args, kwargs, self.operands, evaluation)
        losses = [loss for layer in self.operation._flatten_layers() for loss in layer._eager_losses]
        if losses:
            evaluation.added_losses[self.key] = losses
            self.operation._clear_losses()
        return results


class Mask:
    """The mask of a symbol as a call in the graph: its layer returns it with the value. Masks have no history here."""

    primitive = None

    def __init__(self, symbol):
        self.key = id(self)
        self.operands = [symbol]

    def results(self, evaluation):
        """The mask, in an evaluation that knows the symbol."""
        return [evaluation.known(self.operands[0])._keras_mask]


def mask_of(symbol):
    """The mask of a symbol, as a symbol, or None."""
    mask = getattr(symbol, '_keras_mask', None)
    if type(getattr(mask, 'type_spec', None)).__name__ == 'NoneTensorSpec':  # of one of several outputs
        return None
    return None if mask is None else symbols_of(Mask(symbol), [(mask.shape, 'bool')])[0]


@functools.lru_cache(maxsize=None)
def takes_training(kind):
    """Whether layers of this class take the learning phase when they are called."""
    return 'training' in inspect.signature(kind.call).parameters


def origin(symbol):
    """The call that a symbol results from, and its number among the flat results; (None, None) for an input."""
    layer, node_index, place = symbol._keras_history
    call = layer.__dict__.get('graph_call')
    if call is not None:
        return call, place
    node = layer._inbound_nodes[node_index]
    if node.is_input:
        fed_by = layer.__dict__.get('_fed_by')
        return (None, None) if fed_by is None else (Fed(node, fed_by), 0)
    return NodeCall(node), place


def variables_in(call):
    """The variables that a call reads besides its operands."""
    operation = getattr(call, 'operation', None)
    if operation is None:
        return []
    held = [leaf for leaf in _leaves((call.node.call_args, call.node.call_kwargs)) if isinstance(leaf, tf.Variable)]
    return list(operation.variables) + held


def _leaves(value):
    leaves = []
    _filled(value, lambda leaf: leaves.append(leaf) or leaf)
    return leaves


def blocks_gradient(call):
    """Whether Keras 2 on TensorFlow took no gradient through this operation."""
    return getattr(getattr(call, 'operation', None), 'symbol', None) in BLOCKING


def assigned(variable):
    """The value that a layer has assigned, or else the one that the variable has."""
    return variable.read_value()


def watched(value):
    """A value that a gradient is taken with respect to."""
    return value

class Compiled(tensorflow_graph.Compiled):
    """A program as a function of TensorFlow."""

    def step(self, feeds, training):
        """The outputs; assigns what the program updates, and leaves what layers assign by themselves as it was."""
        program = self._program
        kept = [] if program.updates_states else [
            (variable, variable.read_value()) for variable in self._assigned_by_layers(training)]
        outputs, operands = program.compute(feeds, training)
        outputs = [tf.identity(output) for output in outputs]
        for variable, value in kept:
            variable.assign(value)
        program.apply(operands)
        return outputs

    def _assigned_by_layers(self, training):
        assigned = {}
        for call in self._program.calls:
            layer = getattr(call, 'operation', None)
            if layer is not None and (training or getattr(layer, 'stateful', False)):
                states = [variable for variable in layer.variables + _leaves(getattr(layer, 'states', None) or [])
                          if isinstance(variable, tf.Variable)
                          and not any(variable is weight for weight in layer.trainable_weights)]
                assigned.update((id(variable), variable) for variable in states if variable.dtype.is_floating)
        return list(assigned.values())


compiled = Compiled
