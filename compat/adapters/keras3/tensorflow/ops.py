"""Arrays of TensorFlow on Keras 3."""
import sys

import tensorflow as tf

from compat import process
from compat.adapters.keras3 import graph, ops as keras3
from compat.adapters.keras3.tensors import is_symbol
from compat.adapters.keras3.tensorflow.tensors import tensor_of
from compat.adapters.tensorflow import ops as tensorflow

ops = process.opened().keras.ops


def slice(x, begin, extent):
    """By TensorFlow where it can be: it takes tensors of sizes."""
    return keras3.slice(x, begin, extent) if is_symbol(x) else tf.slice(x, begin, extent)


def gather(reference, indices):
    """By TensorFlow where it can be: Keras 3 counts indices that are below zero from the end."""
    return keras3.node(tf.gather, [reference, indices])


def tile(x, repeats):
    """By TensorFlow where the repeats are a tensor, which Keras 3 iterates over."""
    return tf.tile(tensor_of(x), repeats) if tf.is_tensor(repeats) else keras3.tile(x, repeats)


def one_hot(indices, number):
    """By TensorFlow where the number is a tensor."""
    return tf.one_hot(tensor_of(indices), number) if tf.is_tensor(number) else keras3.one_hot(indices, number)


def arange(start, stop, step, dtype):
    return tf.range(start, stop, step)


def print_tensor(x, message, summarize):
    return keras3.node(lambda tensor: _print_when_computed(tensor, message, summarize), [x])


def _print_when_computed(x, message, summarize):
    with tf.control_dependencies([tf.print(message, x, output_stream=sys.stdout, summarize=summarize)]):
        return tf.identity(x)


def _is_taken_for_a_bias(x, y):
    """Whether Keras 3 on TensorFlow (3.5 to 3.15 at least) adds ``y`` along an axis of ``x`` that is not its own.

    Its ops.add takes what has one axis that is longer than 1 for a bias, of the last axis of that size, or the second.
    """
    sizes, others = tuple(getattr(x, 'shape', ())), tuple(getattr(y, 'shape', ()))
    long = [axis - len(others) for axis, size in enumerate(others) if size is None or size > 1]
    if len(long) != 1 or len(sizes) < 2 or others[long[0]] is None:
        return False
    axis = -1 if sizes[-1] == others[long[0]] else 1 - len(sizes) if sizes[1] == others[long[0]] else None
    return axis is not None and (axis != long[0] or len(others) > len(sizes))


def add(x, y):
    return ops.subtract(x, ops.negative(y)) if _is_taken_for_a_bias(x, y) else ops.add(x, y)


def scan(step, sequences, states):
    if tf.executing_eagerly():
        return tensorflow.scan_eagerly(step, sequences, states)
    firsts, variables = graph.assignments_of(tensorflow.first_outputs, step, sequences, states)
    states, outputs = tensorflow.loop(graph.with_variables(step, variables), firsts, sequences,
                                      list(states) + [tensor_of(variable) for variable in variables])
    return graph.assign_last(variables, states), outputs
