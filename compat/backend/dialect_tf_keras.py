"""The functions of K that the dialect tf.keras has beyond Keras 2, and those that take other arguments there."""
from __future__ import annotations

from typing import Any, Callable, Iterable, List, Optional, Sequence, Tuple

from compat.backend import configuration, control_flow, functions, losses, variables
from compat.backend import experimental  # noqa: F401
from compat.backend.losses import binary_focal_crossentropy, categorical_focal_crossentropy  # noqa: F401
from compat.symbolic.phase import learning_phase_scope  # noqa: F401
from compat.backend.random import random_bernoulli  # noqa: F401
from compat.backend.tensors import as_tensor, dtype as dtype_of, ndim, shape as shape_of
from compat.symbolic import ops
from compat.symbolic.types import DType, Integer, Shape, Tensor, Variable
from compat.differences import reason
from compat.errors import UnsupportedError

__all__ = ['batch_get_value', 'binary_focal_crossentropy', 'categorical_focal_crossentropy', 'ctc_decode',
           'experimental', 'function', 'learning_phase_scope', 'placeholder', 'print_tensor', 'random_bernoulli', 'rnn',
           'set_epsilon', 'set_floatx', 'sparse_categorical_crossentropy']


def batch_get_value(tensors: Iterable[Variable]) -> List[Any]:
    """Returns the values of variables as numpy.

    Args:
        tensors: The variables.

    Returns:
        A list with a numpy array for each of them.

    Source: tf.keras 2.15 ``tf.keras.backend.batch_get_value``.
    """
    return variables.batch_get_value(tensors)


def set_epsilon(value: float) -> None:
    """Sets ``epsilon()``.

    Args:
        value: The number.

    Source: tf.keras 2.15 ``tf.keras.backend.set_epsilon``.
    """
    configuration.set_epsilon(value)


def set_floatx(value: str) -> None:
    """Sets ``floatx()``.

    Args:
        value: 'float16', 'float32' or 'float64'.

    Raises:
        ValueError: ``value`` is another one.

    Source: tf.keras 2.15 ``tf.keras.backend.set_floatx``.
    """
    configuration.set_floatx(value)


def placeholder(shape: Shape = None, ndim: Optional[int] = None, dtype: DType = None, sparse: bool = False,
                name: Optional[str] = None, ragged: bool = False) -> Tensor:
    """Returns a tensor that ``K.function`` feeds, as in Keras 2.

    Args:
        shape: The shape, with None for sizes that are free.
        ndim: The number of axes, all of free sizes, where there is no ``shape``.
        dtype: The dtype; None for floatx.
        sparse: Whether it stands for a sparse tensor.
        name: The name, or None.
        ragged: False.

    Returns:
        A symbol of the host.

    Raises:
        UnsupportedError: ``ragged`` is true.
        ValueError: There is neither ``shape`` nor ``ndim``.
        TypeError: ``dtype`` is no dtype, or ``shape`` a string.

    Source: tf.keras 2.15 ``tf.keras.backend.placeholder``.
    """
    if ragged:
        raise UnsupportedError(reason('ragged-tensors'))
    return functions.placeholder(shape, ndim, dtype, sparse, name)


def function(inputs: Any, outputs: Any, updates: Optional[Sequence[Any]] = None, name: Optional[str] = None,
             **kwargs: Any) -> functions.Function:
    """Returns a function from numpy arrays to numpy arrays, as in Keras 2, with a name.

    Args:
        inputs: Placeholders, Inputs or other symbolic tensors: one or a nest of them.
        outputs: Tensors: one or a nest of them.
        updates: What is performed at each call.
        name: The name.
        **kwargs: As of ``function`` in Keras 2.

    Returns:
        A ``Function``.

    Source: tf.keras 2.15 ``tf.keras.backend.function``.
    """
    return functions.function(inputs, outputs, updates, name=name, **kwargs)


def print_tensor(x: Tensor, message: str = '', summarize: int = 3) -> Tensor:
    """Returns a tensor that prints a message and its value each time that it is computed.

    Args:
        x: A tensor of any shape.
        message: The message.
        summarize: How many elements of each end of an axis are printed, -1 for all.

    Returns:
        A tensor with the content of ``x``.

    Source: tf.keras 2.15 ``tf.keras.backend.print_tensor``.
    """
    return ops.print_tensor(as_tensor(x), message, summarize)


def ctc_decode(y_pred: Tensor, input_length: Tensor, greedy: bool = True, beam_width: int = 100,
               top_paths: int = 1) -> Tuple[List[Tensor], Tensor]:
    """Decodes the probabilities of categories as in Keras 2.2, to labels as long as there are steps.

    Args:
        y_pred: Floats (samples, time, categories): probabilities; the last category is the blank.
        input_length: Integers (samples,): how many steps of each sample count.
        greedy: Whether the greatest category of each step is used; else a search with beams.
        beam_width: The number of beams.
        top_paths: How many of the best label sequences the search returns.

    Returns:
        (labels, scores): a list of int64 tensors (samples, time), filled up with -1, and a tensor (samples, paths).

    Raises:
        ValueError: ``y_pred`` has not 3 axes; more paths than beams, or more steps than there are.
        UnsupportedError: The framework cannot decode in compiled code.
        TypeError: ``y_pred`` has integers or bool.

    Source: tf.keras 2.15 ``tf.keras.backend.ctc_decode``.
    """
    paths, scores = losses.ctc_decode(y_pred, input_length, greedy, beam_width, top_paths)
    probabilities = as_tensor(y_pred)
    steps = shape_of(probabilities)[1]
    filling = ops.cast(ops.zeros_like(probabilities[:, :, 0], None), dtype_of(paths[0])) - 1
    return [ops.concatenate([path, filling], 1)[:, :steps] for path in paths], scores


def sparse_categorical_crossentropy(target: Tensor, output: Tensor, from_logits: bool = False, axis: Integer = -1,
                                    ignore_class: Optional[int] = None) -> Tensor:
    """Computes the cross entropy of integer classes and a distribution, as in Keras 2; 0 for a class to be ignored.

    Args:
        target: Integer classes, as many as ``output`` has distributions.
        output: Floats (..., classes): probabilities, or with ``from_logits`` what a softmax makes probabilities of.
        from_logits: Whether ``output`` goes through a softmax.
        axis: The axis of the classes.
        ignore_class: The class, or None.

    Returns:
        A tensor in the shape of ``output`` without ``axis``.

    Raises:
        ValueError: ``axis`` is unknown, or there are not as many labels as distributions.
        TypeError: ``output`` has integers or bool.

    Source: tf.keras 2.15 ``tf.keras.backend.sparse_categorical_crossentropy``.
    """
    target, output = as_tensor(target), as_tensor(output)
    rank = ndim(output)
    if ignore_class is not None:
        labels = ops.cast(target, 'int32')
        target = ops.where(ops.equal(labels, as_tensor(ignore_class)), ops.zeros_like(labels, None), labels)
    entropy = losses.sparse_categorical_crossentropy(target, output, from_logits,
                                                           axis % rank if -rank <= axis < rank else axis)
    if ignore_class is None:
        return entropy
    classes = ops.reshape(labels, shape_of(entropy))
    return ops.where(ops.equal(classes, as_tensor(ignore_class)), ops.zeros_like(entropy, None), entropy)


def rnn(step_function: Callable[..., Any], inputs: Tensor, initial_states: Sequence[Tensor],
        go_backwards: bool = False, mask: Optional[Tensor] = None, constants: Optional[Sequence[Tensor]] = None,
        unroll: bool = False, input_length: Any = None, time_major: bool = False, zero_output_for_mask: bool = False,
        return_all_outputs: bool = True) -> Tuple[Tensor, Tensor, List[Tensor]]:
    """Runs a function over the steps of sequences, as in Keras 2.

    Args:
        step_function, inputs, initial_states, go_backwards, mask, constants, unroll, input_length: As in Keras 2.
        time_major: Whether inputs, mask and outputs are (time, batch, ...).
        zero_output_for_mask: Whether the outputs of masked steps are 0.
        return_all_outputs: Whether the outputs are those of all steps; else that of the last one, as one step.

    Returns:
        (last output (batch, ...), outputs (batch, time, ...), last states).

    Raises:
        ValueError: As in Keras 2.

    Source: tf.keras 2.15 ``tf.keras.backend.rnn``.
    """
    inputs = as_tensor(inputs)
    if mask is not None:
        mask = ops.cast(as_tensor(mask), 'bool')
    if time_major:
        inputs, mask = control_flow.time_first(inputs), None if mask is None else control_flow.time_first(mask)
    last, outputs, states = control_flow.rnn(step_function, inputs, initial_states, go_backwards, mask, constants,
                                             unroll, input_length)
    if mask is not None and zero_output_for_mask:
        while ndim(mask) > 2:
            mask = ops.squeeze(mask, ndim(mask) - 1)
        reversed_mask = ops.reverse(mask, [1]) if go_backwards else mask
        last = control_flow.where_mask(reversed_mask[:, -1], last, ops.zeros_like(last, None))
        # tf.keras does not reverse the mask where it unrolls the steps.
        outputs = control_flow.where_mask(mask if unroll else reversed_mask, outputs, ops.zeros_like(outputs, None))
    if not return_all_outputs:
        outputs = ops.expand_dims(last, 1)
    return last, control_flow.time_first(outputs) if time_major else outputs, states
