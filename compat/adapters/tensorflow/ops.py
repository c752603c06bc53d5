"""Loops of TensorFlow 2, for every host that computes with it."""
import tensorflow as tf


def scan(step, sequences, states):
    if tf.executing_eagerly():
        return scan_eagerly(step, sequences, states)
    return loop(step, first_outputs(step, sequences, states), sequences, states)


def first_outputs(step, sequences, states):
    """The outputs of the first step, for their shapes and dtypes."""
    return step([tf.gather(each, 0) for each in sequences], states)[0]


def loop(step, firsts, sequences, states):
    """``scan`` as a loop of a graph."""
    known = sequences[0].shape[0]
    length = tf.shape(sequences[0])[0] if known is None else known
    arrays = [tf.TensorArray(first.dtype, length, element_shape=first.shape) for first in firsts]

    def body(number, states, arrays):
        outputs, new_states = step([tf.gather(each, number) for each in sequences], list(states))
        for new, old in zip(new_states, states):
            new.set_shape(old.shape)
        return number + 1, new_states, [array.write(number, output) for array, output in zip(arrays, outputs)]

    _, states, arrays = tf.while_loop(lambda number, *_: number < length, body, (tf.constant(0), list(states), arrays),
                                      maximum_iterations=known)
    outputs = [array.stack() for array in arrays]
    for output, first in zip(outputs, firsts):
        output.set_shape([known] + first.shape.as_list())
    return states, outputs


def scan_eagerly(step, sequences, states):
    """``scan`` step by step."""
    rows = []
    for number in range(sequences[0].shape[0]):
        outputs, states = step([each[number] for each in sequences], states)
        rows.append(outputs)
    if rows:
        return states, [tf.stack(column) for column in zip(*rows)]
    outputs = step([tf.zeros(each.shape[1:], each.dtype) for each in sequences], states)[0]
    return states, [tf.zeros([0] + output.shape.as_list(), output.dtype) for output in outputs]
