"""K.function and what it is fed, placeholders; K.gradients, as symbols and expressions."""
from __future__ import annotations

from typing import Any, List, Optional, Sequence

import numpy as np

from compat import adapters, process
from compat.symbolic import graph, phase
from compat.symbolic.context import context
from compat.symbolic.differentiated_loss import DifferentiatedLoss
from compat.symbolic.evaluation import origin
from compat.symbolic.nest import flatten
from compat.symbolic.types import DType, Shape, Tensor
from compat.backend.tensors import (PLAIN, as_dtype, as_sparse, declared_sparse, dtype as dtype_of, int_shape,
                                    is_tensor, value_of)
from compat.backend.updates import Update, as_update, is_update

host = adapters.area('ops')
nodes = adapters.area('graph')

__all__ = ['placeholder', 'is_placeholder', 'learning_phase', 'function', 'Function', 'gradients']

# What sessions of TensorFlow 1 took.
OF_SESSIONS = ('fetches', 'options', 'run_metadata', 'feed_dict')


def placeholder(shape: Shape = None, ndim: Optional[int] = None, dtype: DType = None, sparse: bool = False,
                name: Optional[str] = None) -> Tensor:
    """Returns a tensor that ``K.function`` feeds.

    Args:
        shape: The shape, with None for sizes that are free.
        ndim: The number of axes, all of free sizes, where there is no ``shape``.
        dtype: The dtype; None for floatx.
        sparse: Whether it stands for a sparse tensor.
        name: The name, or None.

    Returns:
        A symbol of the host.

    Raises:
        ValueError: There is neither ``shape`` nor ``ndim``: the hosts of today have no tensors of unknown rank.
        TypeError: ``dtype`` is no dtype, or ``shape`` a string.

    Source: Keras 2.2.4 ``keras.backend.placeholder``, where an empty ``shape`` counts as None if there is ``ndim``; 2.3
    does not. tf.keras 2.15 has ``ragged`` as well.
    """
    if shape is None and ndim is None:
        raise ValueError('K.placeholder needs a shape or ndim here: there are no tensors of unknown rank. Pass '
                         'K.placeholder(ndim=...).')
    if shape is None or ndim and not shape and process.dialect().empty_shape_is_none:
        shape = (None,) * ndim
    if isinstance(shape, str):
        raise TypeError(f'The shape of K.placeholder has integers and None, and was {shape!r}.')
    shape = tuple(shape)
    tensor = nodes.placeholder(shape, as_dtype(dtype), bool(sparse), name)
    if sparse:
        as_sparse(tensor)
    tensor._is_placeholder = True
    tensor._keras_shape = shape
    tensor._uses_learning_phase = False
    return tensor


def is_placeholder(x: Any) -> bool:
    """Returns whether a value is a placeholder or an Input.

    Args:
        x: Any value.

    Source: Keras 2.2.4 ``keras.backend.is_placeholder``.
    """
    return bool(host.is_symbol(x) and nodes.origin(x)[0] is None)


def learning_phase() -> Tensor:
    """Returns the learning phase: 0 for test, 1 for training.

    Returns:
        In a running layer the phase of its call. Outside the number that ``K.set_learning_phase`` fixed, else a scalar
        tensor of bool that ``K.function`` feeds, and that is 0 where nobody feeds it.

    Source: Keras 2.2.4 ``keras.backend.learning_phase``.
    """
    return graph.current_learning_phase()


class Function:
    """A function from numpy arrays to numpy arrays that computes tensors and performs updates; see ``function``.

    The framework compiles it once, and once more for each new shape where it must.

    Args:
        inputs, outputs, updates: As of ``function``.
        name: The name, or None.
        **session_kwargs: ``feed_dict``, ``fetches``, ``options`` and ``run_metadata``, as of ``function``.

    Raises:
        TypeError: An argument is no list or tuple, or has something else than tensors in it.
        ValueError: An argument is unknown.

    Source: Keras 2.2.4 ``keras.backend.Function``.
    """

    updates_states = trains = False

    def __init__(self, inputs: Any, outputs: Any, updates: Optional[Sequence[Any]] = None, name: Optional[str] = None,
                 **session_kwargs: Any) -> None:
        self.name = name
        unknown = sorted(set(session_kwargs) - set(OF_SESSIONS))
        if unknown:
            raise ValueError('K.function does not know the argument {}.'.format(', '.join(unknown)))
        self.feed_dict = dict(session_kwargs.get('feed_dict') or {})
        self.fetches = list(session_kwargs.get('fetches') or [])
        self.run_options, self.run_metadata = session_kwargs.get('options'), session_kwargs.get('run_metadata')
        updates = [] if updates is None else updates
        self._refuse_others('updates', updates)
        nested = process.dialect().nested_functions
        if not nested:
            self._refuse_others('inputs', inputs)
            self._refuse_others('outputs', outputs)
            nesting = [output for output in outputs if isinstance(output, (list, tuple, dict))]
            if nesting:
                raise TypeError(f'The outputs of K.function are a list of tensors, and {nesting[0]!r} is among them.')
        self.inputs, self.outputs = flatten(inputs), outputs
        self.updates = [as_update(update) for update in updates if self._is_update(update)]
        # What is fetched beside the outputs is computed as they are, and not returned.
        fetched = flatten(outputs) + self.fetches
        # An update among the outputs is performed, once, and gives what its variable holds then.
        self.updates += [output for output in fetched if isinstance(output, Update) and output not in self.updates]
        self._fetches_updates = any(isinstance(output, Update) for output in fetched)
        computed = [output.variable if isinstance(output, Update) else output for output in fetched]
        for tensor in computed:
            if not is_tensor(tensor):
                raise TypeError(f'The outputs and fetches of K.function are tensors, and {tensor!r} is among them.')
        for tensor in self.inputs:
            if not graph.is_symbolic(tensor):
                raise TypeError(f'The inputs of K.function are placeholders and symbols, and {tensor!r} is among them.')
        self._fed = [tensor for tensor in self.inputs if not isinstance(tensor, graph.LearningPhase)]
        self._program = graph.Program(self._fed + list(self.feed_dict), computed, self.updates, self.updates_states,
            self.trains)
        self._run = nodes.compiled(self._program, None)
        self._others, self._partly_fed = {}, {}

    @staticmethod
    def _refuse_others(what, value):
        if not isinstance(value, (list, tuple)):
            raise TypeError(f'`{what}` of K.function should be a list or tuple, and is {type(value).__name__}.')

    @staticmethod
    def _is_update(update):
        if update is None or update == []:
            return False
        if not is_update(update):
            raise TypeError('An update of K.function is what K.update returns, or a pair of a variable and its new '
                            f'value, and not {update!r}.')
        return True

    def __call__(self, inputs: Any) -> Any:
        """Computes the outputs for a list of values, one for each input, as numpy arrays."""
        values = self._start(inputs)
        if self._fetches_updates:
            values = [value_of(output.variable) if isinstance(output, Update) else value
                      for output, value in zip(flatten(self.outputs), values)]
        return _packed(self.outputs, iter([_as_array(value) for value in values]))

    def _start(self, inputs):
        """Starts the computation for these inputs; returns arrays, some of which may still be computed."""
        if not isinstance(inputs, (list, tuple)):
            if not process.dialect().nested_functions:
                raise TypeError(f'`inputs` should be a list or tuple, and is {type(inputs).__name__}.')
            inputs = flatten(inputs)
        passed = tuple(position for position, value in enumerate(inputs) if value is not None)
        if passed[:len(self.inputs)] != tuple(range(len(self.inputs))):
            return self._with_inputs(passed)._start([inputs[position] for position in passed])
        feeds, training = [], phase.fixed() or 0
        for tensor, value in zip(self.inputs, inputs):
            if isinstance(tensor, graph.LearningPhase):
                training = int(bool(np.asarray(value).item()))
            else:
                feeds.append(self._feed(tensor, value))
        feeds.extend(self._feed(tensor, value) for tensor, value in self.feed_dict.items())
        return self._computed(feeds, training)

    def _with_inputs(self, positions):
        """Returns the function of the inputs at these positions; the others are computed, or have their own value."""
        if positions not in self._partly_fed:
            self._partly_fed[positions] = type(self)([self.inputs[position] for position in positions], self.outputs,
                                                     self.updates, feed_dict=self.feed_dict, fetches=self.fetches)
        return self._partly_fed[positions]

    def _computed(self, feeds, training):
        """Computes the outputs. Raises ValueError where that fails for sizes that the placeholders do not have."""
        other = [(tensor, feed) for tensor, feed in zip(self._program.inputs, feeds) if not _fits(tensor, feed)]
        if not other:
            return self._run(feeds, training)
        try:
            return self._for_shapes(tuple(feed.shape for feed in feeds))(feeds, training)
        except Exception as error:
            raise ValueError(f'K.function cannot compute with a value of shape {other[0][1].shape} for '
                             f'{other[0][0]!r}, which has shape {int_shape(other[0][0])}: {error}') from error

    def _for_shapes(self, shapes):
        if shapes not in self._others:
            self._others[shapes] = nodes.compiled(self._program, shapes)
        return self._others[shapes]

    @staticmethod
    def _feed(tensor, value):
        """Returns the value as it is fed for the tensor. Raises ValueError for what is no value."""
        if value is None:
            raise ValueError(f'Nothing was passed for the input {tensor!r} of K.function.')
        if host.is_sparse(tensor):
            return nodes.sparse_feed(value, dtype_of(tensor))
        if declared_sparse(tensor) and hasattr(value, 'tocoo'):
            value = value.toarray()
        if host.is_tensor(value):
            value = host.to_numpy(host.tensor_of(value))
        try:
            return np.asarray(value, dtype=dtype_of(tensor))
        except (TypeError, ValueError) as error:
            raise ValueError(f'K.function cannot feed {tensor!r} with {type(value).__name__}: {error}') from error


def _as_array(value):
    """Returns an array of numpy, which a program may change."""
    return value if isinstance(value, (np.ndarray, np.generic)) else np.array(value)


def _fits(tensor, feed):
    shape = int_shape(tensor)
    return not isinstance(feed, np.ndarray) or len(shape) == feed.ndim and all(
        static is None or static == size for static, size in zip(shape, feed.shape))


def _packed(structure, values):
    if isinstance(structure, dict):
        return {key: _packed(structure[key], values) for key in sorted(structure)}
    if isinstance(structure, tuple) and process.dialect().nested_functions:
        return tuple(_packed(item, values) for item in structure)
    if isinstance(structure, (list, tuple)):
        return [_packed(item, values) for item in structure]
    return next(values)


class StepFunction(Function):
    """A function that runs a model as its training does: states that its layers store themselves change too."""

    updates_states = True
    trains = True

    def begin(self, inputs):
        """Calls the function, and returns the outputs in a list without waiting for them: numpy.array of each waits."""
        return self._start(inputs)


class EvaluationFunction(StepFunction):
    """A function that runs a model without training it: layers that run in the training phase update no averages."""

    trains = False


def function(inputs: Any, outputs: Any, updates: Optional[Sequence[Any]] = None, **kwargs: Any) -> Function:
    """Returns a function from numpy arrays to numpy arrays that computes tensors and performs updates.

    Args:
        inputs: A list of placeholders, Inputs, ``K.learning_phase()``, or any symbolic tensors whose computed values
            are to be replaced.
        outputs: A list of tensors: symbols, outputs of layers, expressions of variables, variables. An update among
            them is performed as those of ``updates`` are, and gives the new value.
        updates: What ``K.update`` returns, or pairs (variable, new value). They are performed at each call, in order,
            after the outputs and all new values were computed.
        **kwargs: ``name``, and what sessions of TensorFlow 1 took: ``feed_dict`` with values for more tensors,
            ``fetches``, tensors and updates that are computed and not returned, ``options`` and ``run_metadata``,
            which change nothing.

    Returns:
        A ``Function``: it takes a list of arrays for ``inputs`` and returns a list of arrays for ``outputs``. An input
        for which it is passed None, or nothing as the last ones may be, has the value that it has without.

    Raises:
        TypeError: An argument is no list or tuple, or has something else than tensors in it.
        ValueError: An argument is unknown. The function raises it where a placeholder has no value,
            and for a value that does not fit.

    Source: Keras 2.2.4 and 2.3.1 ``keras.backend.function``; 2.3 takes single tensors, and nested lists and dicts of
    outputs, too.
    """
    return Function(inputs, outputs, updates=updates, **kwargs)


# Gradients

# Functions of floats that Keras 2 on TensorFlow took no gradient through.
BLOCKING = ('round', 'stop_gradient', 'ones_like', 'zeros_like')


class Gradient(graph.Call):
    """The call that computes the gradients of the sum of some tensors with respect to others."""

    primitive = 'gradients'

    def __init__(self, losses, watched):
        super().__init__()
        self.losses, self.watched = losses, watched
        self.operands = losses + watched

    def results(self, evaluation):
        """The gradients in an evaluation that knows the operands."""
        return nodes.gradient(evaluation, self.losses, self.watched)


def gradients(loss: Any, variables: Any) -> List[Optional[Tensor]]:
    """Computes the gradients of a loss with respect to tensors.

    Args:
        loss: A tensor of floats, or a list of them, whose sum is differentiated.
        variables: A tensor or a list of them: inputs, placeholders, what layers and K computed from them, variables,
            weights.

    Returns:
        A list with a tensor in the shape and dtype of each of ``variables``, and None for those that ``loss`` does not
        depend on: a plain number as a loss depends on none, and no integers depend on anything. The tensors are
        symbols or expressions, of which gradients can be computed again.

    Raises:
        TypeError: Something else than a tensor is among the arguments.
        UnsupportedError: The framework has no gradients.

    Source: Keras 2.2.4 ``keras.backend.gradients``.
    """
    losses = list(loss) if isinstance(loss, (list, tuple)) else [loss]
    sources = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    if len(losses) == 1 and isinstance(losses[0], DifferentiatedLoss):
        return losses[0].gradients(sources)
    for tensor in losses + sources:
        if not isinstance(tensor, PLAIN) and not is_tensor(tensor):
            raise TypeError(f'K.gradients takes tensors, and was passed {tensor!r}.')
    adapters.require('gradients')
    losses = [tensor for tensor in losses if not isinstance(tensor, PLAIN) and _is_floating(tensor)]
    if losses and any(nodes.is_framework_tensor(tensor) for tensor in losses + sources):
        return _gradients_in_a_call(losses, sources)
    reached = _reached(losses)
    watched = list({id(tensor): tensor for tensor in sources if id(tensor) in reached}.values())
    if not watched:
        return [None] * len(sources)
    call = Gradient(losses, watched)
    if any(host.is_symbol(tensor) for tensor in losses):
        results = nodes.symbols_of(call, [(int_shape(tensor), dtype_of(tensor)) for tensor in watched])
    else:
        results = graph.expressions(call, [_like(tensor) for tensor in watched])
    results = {id(tensor): gradient for tensor, gradient in zip(watched, results)}
    return [results.get(id(tensor)) for tensor in sources]


def _gradients_in_a_call(losses, sources):
    """Returns the gradients of tensors that the framework computes, within the call of a layer.

    Those of one input of the layer with respect to others go through the graph that the inputs are computed in.
    """
    inputs = context.layer_inputs
    symbols = None if inputs is None else inputs.symbols_of(losses + sources)
    if symbols is None:
        return _gradients_of_computed(inputs, losses, sources)
    symbols_of_losses, symbols_of_sources = symbols[:len(losses)], symbols[len(losses):]
    reached = _reached(symbols_of_losses)
    is_reached = [id(symbol) in reached for symbol in symbols_of_sources]
    if inputs.evaluation is None:
        inputs.note_gradients()
        return [host.zeros_like(source, None) if is_one else None for source, is_one in zip(sources, is_reached)]
    watched = {id(symbol): symbol for symbol, is_one in zip(symbols_of_sources, is_reached) if is_one}
    results = dict(zip(watched, nodes.gradient(inputs.evaluation, symbols_of_losses, list(watched.values()))))
    return [results.get(id(symbol)) for symbol in symbols_of_sources]


def _gradients_of_computed(inputs, losses, sources):
    """Returns the gradients of what a layer has computed itself.

    A host looks for the shapes of the results with tensors of its own, none of which is computed from another: zeros
    stand there for the gradients with respect to inputs that other inputs are computed from.
    """
    gradients = nodes.gradients_now(losses, sources)
    if inputs is None or inputs.evaluation is not None or all(gradient is not None for gradient in gradients):
        return gradients
    unknown = [gradient is None and inputs.others_reach(source, _reached)
               for gradient, source in zip(gradients, sources)]
    if any(unknown):
        inputs.note_gradients()
    return [host.zeros_like(source, None) if is_unknown else gradient
            for source, gradient, is_unknown in zip(sources, gradients, unknown)]


def _is_floating(tensor):
    return dtype_of(tensor).startswith(('float', 'bfloat'))


def _like(tensor):
    """Returns a tensor of the framework in the shape and dtype of an expression or variable."""
    return host.zeros(int_shape(tensor), dtype_of(tensor))


def _reached(losses):
    """Returns all that the losses depend on in a way that has a gradient, {id: tensor}."""
    pending, seen = list(losses), {}
    while pending:
        tensor = pending.pop()
        if id(tensor) in seen or not _is_floating(tensor):
            continue
        seen[id(tensor)] = tensor
        call = origin(tensor)[0]
        if call is None or getattr(call, 'primitive', None) in BLOCKING or nodes.blocks_gradient(call):
            continue
        pending.extend(call.operands)
        pending.extend(nodes.variables_in(call))
    return seen


def variables_reached(losses):
    """Returns the variables that the losses depend on in a way that has a gradient, by their names."""
    found = [tensor for tensor in _reached(losses).values() if host.is_variable(tensor)]
    return sorted(found, key=lambda variable: variable.name)
