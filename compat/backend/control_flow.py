"""Control flow: selection between two expressions, folds over slices, and the loop of recurrent layers.

Folds and loops call a function of the program for each slice. Outside of running layers it is passed symbols, as in
Keras 2, and may use others (compat.symbolic.loops). Where it works on tensors of the framework only, it is passed
those.
"""
from __future__ import annotations

from typing import Any, Callable, List, Optional, Sequence, Tuple, Union

import numpy as np

from compat import process
from compat.backend import shapes, tensors
from compat.symbolic import graph, loops as graph_loops, ops, phase
from compat.symbolic.context import context
from compat.symbolic.kinds import COMPUTED, SYMBOLS, kinds
from compat.symbolic.nest import flatten_lists, pack_lists, same_structure
from compat.symbolic.types import Tensor
from compat.backend.tensors import PLAIN, as_dtype, as_tensor, as_tensors, dtype as dtype_of, host, int_shape, ndim

__all__ = ['switch', 'in_train_phase', 'in_test_phase', 'map_fn', 'foldl', 'foldr', 'rnn']


def switch(condition: Tensor, then_expression: Union[Tensor, Callable[[], Tensor]],
           else_expression: Union[Tensor, Callable[[], Tensor]]) -> Tensor:
    """Selects between two tensors, as a whole or element by element.

    Args:
        condition: A scalar, which selects one of them as a whole, or a tensor that selects element by element. It may
            have fewer axes than they have; these are their first ones. It is cast to bool.
        then_expression: A tensor, or a function without arguments that returns one: what is selected where
            ``condition`` is true.
        else_expression: A tensor of the same shape and dtype, or a function that returns one.

    Returns:
        A tensor of the shape and dtype of ``then_expression``.

    Raises:
        ValueError: ``condition`` has more axes than the expressions, or shapes do not fit.
        TypeError: The dtypes of the expressions differ.

    Source: Keras 2.2.4 ``keras.backend.switch``.
    """
    condition = ops.cast(as_tensor(condition), 'bool')
    rank = ndim(condition)
    if not rank and not graph.in_graph_mode():
        with context.scope(assigned_after=None):
            return host.cond(condition, _as_function(then_expression), _as_function(else_expression))
    if not rank:  # a graph has both
        return ops.cond(condition, as_tensor(_value(then_expression)), as_tensor(_value(else_expression)))
    then, other = as_tensors(_value(then_expression), _value(else_expression))
    then_rank = ndim(then)
    if rank > then_rank:
        raise ValueError('Rank of `condition` should be less than or equal to rank of `then_expression` and '
                         '`else_expression`. ndim(condition)=%d, ndim(then_expression)=%d; shapes %s and %s.'
                         % (rank, then_rank, int_shape(condition), int_shape(then)))
    shapes = int_shape(then), int_shape(other)
    if None not in shapes and len(shapes[0]) == len(shapes[1]) and any(
            None not in sizes and 1 not in sizes and sizes[0] != sizes[1] for sizes in zip(*shapes)):
        raise ValueError('K.switch selects between tensors of the same shape, and was passed the shapes {} and '
                         '{}.'.format(*shapes))
    if None not in shapes and any(None not in sizes and 1 not in sizes and sizes[0] != sizes[1]
                                  for sizes in zip(int_shape(condition), shapes[0])):
        raise ValueError('K.switch selects by a condition of the first axes, and was passed one of shape '
                         f'{int_shape(condition)} for tensors of shape {shapes[0]}.')
    for _ in range(then_rank - rank):
        condition = ops.expand_dims(condition, -1)
    return ops.where(condition, then, other)


def _as_function(expression):
    return lambda: as_tensor(_value(expression))


def _value(expression):
    return expression() if callable(expression) and not host.is_tensor(expression) else expression


def in_train_phase(x: Union[Tensor, Callable[[], Tensor]], alt: Union[Tensor, Callable[[], Tensor]],
                   training: Any = None) -> Tensor:
    """Selects ``x`` in the training phase and ``alt`` in the test phase.

    Args:
        x: A tensor, or a function without arguments that returns one.
        alt: The same, for the test phase.
        training: The phase: a bool, 0 or 1, a scalar tensor, or None for ``learning_phase()``.

    Returns:
        ``x`` or ``alt``, the result where it is a function. For a phase that is a tensor it is a tensor that selects
        when it is computed.

    Source: Keras 2.2.4 ``keras.backend.in_train_phase``.
    """
    if training is None:
        training = graph.current_learning_phase()
    if isinstance(training, graph.LearningPhase):
        selected = ops.in_phase(training, as_tensor(_value(x)), as_tensor(_value(alt)))
        selected._uses_learning_phase = True
        return selected
    if isinstance(training, PLAIN) and not isinstance(training, np.ndarray):
        return _value(x if training else alt)
    return switch(training, x, alt)


def in_test_phase(x: Union[Tensor, Callable[[], Tensor]], alt: Union[Tensor, Callable[[], Tensor]],
                  training: Any = None) -> Tensor:
    """Selects ``x`` in the test phase and ``alt`` in the training phase.

    Args:
        x: A tensor, or a function without arguments that returns one.
        alt: The same, for the training phase.
        training: The phase: a bool, 0 or 1, a scalar tensor, or None for ``learning_phase()``.

    Returns:
        ``x`` or ``alt``, as ``in_train_phase`` does.

    Source: Keras 2.2.4 ``keras.backend.in_test_phase``.
    """
    return in_train_phase(alt, x, training=training)


# Loops

def _in_mode(function, *arguments):
    """Calls ``function``, which runs one of the program, in graph mode or where K computes.

    In graph mode the function of the program is passed symbols. Where it uses functions of the framework, which take
    none, the whole loop is one node, and the function of the program is passed the framework's tensors.
    """
    if not graph.in_graph_mode():
        return function(*graph.values_now(arguments))
    passed = kinds(arguments)
    if passed & COMPUTED and not passed & SYMBOLS:
        with phase.execution_scope:
            return function(*graph.values_now(arguments))
    try:
        return function(*arguments)
    except Exception as refused:  # noqa: BLE001, what a framework's own functions raise for symbols is of any class
        try:
            return graph.record_function(function, arguments)
        except Exception:  # noqa: BLE001, the first error speaks of what the program returned
            raise refused from None


def _tensor(x):
    """Returns ``x`` as a tensor of the graph world, or as one of the framework where K computes eagerly."""
    return graph_loops.as_symbolic(x) if graph.in_graph_mode() else as_tensor(x)


def _scan(step, sequences, states):
    if graph.in_graph_mode():
        return graph_loops.scan(step, sequences, states)
    with context.scope(assigned_after=None):
        return host.scan(step, sequences, states)


def as_node(function, arguments):
    """Returns ``function(*arguments)``, a list of tensors: one node of the graph where arguments are symbols."""
    symbols = [leaf for leaf in flatten_lists(arguments) if host.is_tensor(leaf) and host.is_symbol(leaf)]
    if not symbols:
        return function(*arguments)
    positions = {id(symbol): position for position, symbol in enumerate(symbols)}

    def run(*tensors):
        leaves = [tensors[positions[id(leaf)]] if id(leaf) in positions else leaf for leaf in flatten_lists(arguments)]
        return function(*pack_lists(arguments, iter(leaves)))
    return host.node(run, symbols)


def _run(function, arguments):
    """Returns ``function(*arguments)``, a list of tensors, of which each loop is a part of the graph."""
    return function(*arguments) if graph.in_graph_mode() else as_node(function, arguments)


# Map and folds

def _slices(elems, name):
    """Returns the tensors of the nest. Raises ValueError unless they have equally many slices."""
    tensors = [_tensor(leaf) for leaf in flatten_lists(elems)]
    shapes = [int_shape(tensor) for tensor in tensors]
    if () in shapes:
        raise ValueError(f'K.{name} goes through tensors along their first axis, and was passed one without axes.')
    if len({shape[0] for shape in shapes if shape is not None and shape[0] is not None}) > 1:
        raise ValueError('K.{} goes through tensors together, and was passed the shapes {}, which have not equally '
                         'many slices.'.format(name, ', '.join(map(str, shapes))))
    return tensors


def map_fn(fn: Callable[..., Any], elems: Any, name: Optional[str] = None, dtype: Any = None) -> Any:
    """Computes a function of each slice along the first axis.

    Args:
        fn: A function from slices, in the structure of ``elems``, to tensors.
        elems: A tensor (slices, ...), or a nest of lists of them.
        name: Ignored.
        dtype: The dtypes of what ``fn`` returns, in its structure; None where they are those of ``elems``.

    Returns:
        A tensor (slices, ...), or a nest of them in the structure of ``dtype``, or of ``elems``.

    Raises:
        ValueError: ``fn`` returns another structure; ``elems`` have different numbers of slices, or no axes.
        TypeError: ``fn`` returns another dtype.

    Source: Keras 2.2.4 ``keras.backend.map_fn``.
    """
    return _in_mode(_map_fn, fn, elems, dtype)


def _map_fn(fn, elems, dtype):
    tensors = _slices(elems, 'map_fn')
    expected = elems if dtype is None else dtype

    def mapped(*tensors):
        def step(slices, states):
            results = fn(pack_lists(elems, iter(slices)))
            if not same_structure(expected, results):
                raise ValueError('The function of K.map_fn returned {}, in another structure than {} is. Pass it '
                                 'as dtype.'.format(results, 'its elems' if dtype is None else 'its dtype'))
            return [_tensor(result) for result in flatten_lists(results)], states
        return _scan(step, list(tensors), [])[1]

    if dtype is None:
        dtypes = [dtype_of(tensor) for tensor in tensors]
    else:
        dtypes = [dtype_of(ops.cast(as_tensor(0), as_dtype(leaf))) for leaf in flatten_lists(dtype)]
    results = _run(mapped, tensors)
    if [dtype_of(result) for result in results] != dtypes:
        raise TypeError(f'The function of K.map_fn returned {[dtype_of(result) for result in results]}, and not '
                        f'{dtypes}. Pass it as dtype.')
    return pack_lists(expected, iter(results))


def foldl(fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Optional[str] = None) -> Any:
    """Reduces slices along the first axis by a function, from the first to the last.

    Args:
        fn: A function of (total, slice) that returns the new total.
        elems: A tensor (slices, ...), or a nest of lists of them.
        initializer: The first total, a tensor or a nest of them; None for the first slice.
        name: Ignored.

    Returns:
        The last total.

    Raises:
        ValueError: The shape of the total changes; ``elems`` have different numbers of slices, or no axes.

    Source: Keras 2.2.4 ``keras.backend.foldl``.
    """
    return _in_mode(_fold, fn, elems, initializer, 'foldl', False)


def foldr(fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Optional[str] = None) -> Any:
    """Reduces slices along the first axis by a function, from the last to the first.

    Args:
        fn: A function of (total, slice) that returns the new total.
        elems: A tensor (slices, ...), or a nest of lists of them.
        initializer: The first total, a tensor or a nest of them; None for the last slice.
        name: Ignored.

    Returns:
        The last total.

    Raises:
        ValueError: The shape of the total changes; ``elems`` have different numbers of slices, or no axes.

    Source: Keras 2.2.4 ``keras.backend.foldr``.
    """
    return _in_mode(_fold, fn, elems, initializer, 'foldr', True)


def _fold(fn, elems, initializer, name, backwards):
    structure = elems if initializer is None else initializer
    first = None if initializer is None else [_tensor(leaf) for leaf in flatten_lists(initializer)]

    def folded(tensors, first):
        if backwards:
            tensors = [shapes.reverse(tensor, [0]) for tensor in tensors]
        if first is None:
            first, tensors = [tensor[0] for tensor in tensors], [tensor[1:] for tensor in tensors]

        def step(slices, states):
            total = fn(pack_lists(structure, iter(states)), pack_lists(elems, iter(slices)))
            return [], _unchanged(states, [_tensor(leaf) for leaf in flatten_lists(total)], 'K.' + name)
        return _scan(step, tensors, first)[0]

    return pack_lists(structure, iter(_run(folded, [_slices(elems, name), first])))


def _unchanged(states, new_states, name):
    """Returns the new states. Raises ValueError where they are not as many, or of another shape."""
    shapes, new_shapes = ([int_shape(state) for state in each] for each in (states, new_states))
    if len(shapes) != len(new_shapes) or any(
            len(one) != len(other) or any(None not in sizes and sizes[0] != sizes[1] for sizes in zip(one, other))
            for one, other in zip(shapes, new_shapes)):
        raise ValueError(f'{name} goes on with what the function returned, which has shapes {shapes} before and '
                         f'{new_shapes} after a step.')
    return new_states


# The loop of recurrent layers

def rnn(step_function: Callable[..., Any], inputs: Tensor, initial_states: Sequence[Tensor],
        go_backwards: bool = False, mask: Optional[Tensor] = None, constants: Optional[Sequence[Tensor]] = None,
        unroll: bool = False, input_length: Any = None) -> Tuple[Tensor, Tensor, List[Tensor]]:
    """Runs a function over the steps of sequences: the loop of recurrent layers.

    Args:
        step_function: A function of (inputs of a step (batch, ...), states and then constants in a list) that returns
            (output (batch, ...), new states in a list).
        inputs: A tensor (batch, time, ...) of 3 axes or more.
        initial_states: The first states, tensors (batch, ...).
        go_backwards: Whether the last step is the first.
        mask: A tensor (batch, time), or one with more axes of size 1, cast to bool. Where it is false, the states
            stay, and the output is that of the step before, 0 at first.
        constants: Tensors that every step is passed after the states.
        unroll: Whether the steps are written out, instead of a loop.
        input_length: Ignored.

    Returns:
        (last output (batch, ...), outputs (batch, time, ...) in the order of the steps, last states).

    Raises:
        ValueError: ``inputs`` has less than 3 axes, or with ``unroll`` an unknown number of steps; there are no states
            with ``mask``, unless ``unroll``; the shape of a state changes.

    Source: Keras 2.2.4 and 2.3.1 ``keras.backend.rnn``. In 2.2 the output of a masked step is the first state, unless
    ``unroll``. tf.keras 2.15 has ``time_major``, ``zero_output_for_mask`` and ``return_all_outputs`` as well.
    """
    return _in_mode(_rnn, step_function, inputs, initial_states, go_backwards, mask, constants, unroll)


def _rnn(step_function, inputs, initial_states, go_backwards, mask, constants, unroll):
    inputs = _tensor(inputs)
    states = [_tensor(state) for state in initial_states]
    constants = [] if constants is None else list(constants)
    if ndim(inputs) < 3:
        raise ValueError('Input should be at least 3D: K.rnn takes (batch, time, ...), and was passed shape '
                         f'{int_shape(inputs)}.')
    if unroll and not int_shape(inputs)[1]:
        raise ValueError('Unrolling requires a fixed number of timesteps, and the inputs of K.rnn have shape '
                         f'{int_shape(inputs)}.')
    if mask is not None:
        mask = tensors.cast(mask, 'bool')
        while ndim(mask) > 2:
            mask = shapes.squeeze(mask, ndim(mask) - 1)
        if not states and not unroll:
            raise ValueError('No initial states provided! Where K.rnn is passed a mask, what a masked step leaves as '
                             'it was are the states; the first of them is the output of the step before.')

    def run(inputs, mask, states, constants):
        sequences = [time_first(inputs)] + ([] if mask is None else [time_first(mask)])
        if go_backwards:
            sequences = [shapes.reverse(each, 0) for each in sequences]
        last, outputs, states = LOOPS[bool(unroll), mask is not None](
            lambda x, states: step_function(x, list(states) + constants), sequences, list(states))
        return [last, time_first(outputs)] + list(states)

    results = (run if unroll else lambda *arguments: _run(run, arguments))(inputs, mask, states, constants)
    return results[0], results[1], list(results[2:])


def time_first(x):
    """Returns (batch, time, ...) as (time, batch, ...), and back."""
    return ops.transpose(as_tensor(x), (1, 0) + tuple(range(2, ndim(x))))


def _loop(function, sequences, states):
    def step(slices, states):
        output, new_states = function(slices[0], states)
        return [_tensor(output)], _unchanged(states, [_tensor(state) for state in new_states], 'K.rnn')

    states, outputs = _scan(step, sequences, states)
    return outputs[0][-1], outputs[0], states


def _masked_loop(function, sequences, states):
    first_state_instead = process.dialect().masked_step_repeats_state

    def step(slices, states):
        output, new_states = function(slices[0], states[1:])
        before = states[1] if first_state_instead else states[0]
        _unchanged([before], [output], 'K.rnn with a mask, in the place of a masked output,')
        output = where_mask(slices[1], output, before)
        new_states = _unchanged(states[1:], list(new_states), 'K.rnn')
        return [output], [states[0] if first_state_instead else output] + [
            where_mask(slices[1], new, old) for new, old in zip(new_states, states[1:])]

    first = states[0] if first_state_instead else _zeros_like(function(sequences[0][0], states)[0])
    states, outputs = _scan(step, sequences, [first] + states)
    return outputs[0][-1], outputs[0], states[1:]


def _unrolled(function, sequences, states):
    outputs = []
    for step in range(int_shape(sequences[0])[0]):
        output, states = function(sequences[0][step], states)
        outputs.append(output)
    return outputs[-1], shapes.stack(outputs, 0), states


def _masked_unrolled(function, sequences, states):
    outputs = []
    for step in range(int_shape(sequences[0])[0]):
        output, new_states = function(sequences[0][step], states)
        mask = sequences[1][step]
        outputs.append(where_mask(mask, output, outputs[-1] if outputs else _zeros_like(output)))
        states = [where_mask(mask, new, old) for new, old in zip(new_states, states)]
    return outputs[-1], shapes.stack(outputs, 0), states


def _zeros_like(x):
    return ops.zeros_like(as_tensor(x), None)


def where_mask(mask, new, old):
    """Returns ``new`` in the samples, or samples and steps, where the mask is true, ``old`` in the others."""
    mask, new, old = as_tensor(mask), as_tensor(new), as_tensor(old)
    for _ in range(ndim(new) - ndim(mask)):
        mask = ops.expand_dims(mask, -1)
    return ops.where(mask, new, old)


# By whether the steps are unrolled, and whether there is a mask.
LOOPS = {(False, False): _loop, (False, True): _masked_loop, (True, False): _unrolled, (True, True): _masked_unrolled}
