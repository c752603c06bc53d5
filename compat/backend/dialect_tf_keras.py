"""The functions of K that the dialect tf.keras has beyond Keras 2, and those that take other arguments there."""
from compat.backend import configuration, crossentropy, ctc as temporal_classification, functions, loops, variables
from compat.backend import experimental  # noqa: F401
from compat.backend.crossentropy import binary_focal_crossentropy, categorical_focal_crossentropy  # noqa: F401
from compat.symbolic.phase import learning_phase_scope  # noqa: F401
from compat.backend.random import random_bernoulli  # noqa: F401
from compat.backend.tensors import as_tensor, dtype as dtype_of, ndim, shape as shape_of
from compat.symbolic import ops
from compat.differences import reason
from compat.errors import UnsupportedError

__all__ = ['batch_get_value', 'binary_focal_crossentropy', 'categorical_focal_crossentropy', 'ctc_decode',
           'experimental', 'function', 'learning_phase_scope', 'placeholder', 'print_tensor', 'random_bernoulli', 'rnn',
           'set_epsilon', 'set_floatx', 'sparse_categorical_crossentropy']


def batch_get_value(tensors):
    """The values of variables as numpy arrays (tf.keras 2.15 ``tf.keras.backend.batch_get_value``)."""
    return variables.batch_get_value(tensors)


def set_epsilon(value):
    """Set ``epsilon()`` (tf.keras 2.15 ``tf.keras.backend.set_epsilon``)."""
    configuration.set_epsilon(value)


def set_floatx(value):
    """Set ``floatx()``; raises ValueError for an unknown one (tf.keras 2.15 ``tf.keras.backend.set_floatx``)."""
    configuration.set_floatx(value)


def placeholder(shape=None, ndim=None, dtype=None, sparse=False, name=None, ragged=False):
    """As in Keras 2. Raises UnsupportedError for ``ragged`` (tf.keras 2.15 ``tf.keras.backend.placeholder``)."""
    if ragged:
        raise UnsupportedError(reason('ragged-tensors'))
    return functions.placeholder(shape, ndim, dtype, sparse, name)


def function(inputs, outputs, updates=None, name=None, **kwargs):
    """As in Keras 2, with a name (tf.keras 2.15 ``tf.keras.backend.function``)."""
    return functions.function(inputs, outputs, updates, name=name, **kwargs)


def print_tensor(x, message='', summarize=3):
    """As in Keras 2, with ``summarize`` elements of each end of an axis, -1 for all.

    tf.keras 2.15 ``tf.keras.backend.print_tensor``.
    """
    return ops.print_tensor(as_tensor(x), message, summarize)


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1):
    """As in Keras 2.2, with labels as long as there are steps (tf.keras 2.15 ``tf.keras.backend.ctc_decode``)."""
    paths, scores = temporal_classification.ctc_decode(y_pred, input_length, greedy, beam_width, top_paths)
    probabilities = as_tensor(y_pred)
    steps = shape_of(probabilities)[1]
    filling = ops.cast(ops.zeros_like(probabilities[:, :, 0], None), dtype_of(paths[0])) - 1
    return [ops.concatenate([path, filling], 1)[:, :steps] for path in paths], scores


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1, ignore_class=None):
    """As in Keras 2, and 0 where ``target`` is ``ignore_class``.

    tf.keras 2.15 ``tf.keras.backend.sparse_categorical_crossentropy``.
    """
    target, output = as_tensor(target), as_tensor(output)
    rank = ndim(output)
    entropy = crossentropy.sparse_categorical_crossentropy(target, output, from_logits,
                                                           axis % rank if -rank <= axis < rank else axis)
    if ignore_class is None:
        return entropy
    classes = ops.reshape(ops.cast(target, 'int32'), shape_of(entropy))
    return ops.where(ops.equal(classes, as_tensor(ignore_class)), ops.zeros_like(entropy, None), entropy)


def rnn(step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None, unroll=False,
        input_length=None, time_major=False, zero_output_for_mask=False, return_all_outputs=True):
    """As in Keras 2, with ``time_major`` inputs, mask and outputs of (time, batch, ...).

    With ``zero_output_for_mask`` the outputs of masked steps are 0, and without ``return_all_outputs`` the outputs are
    the last one, as one step. tf.keras 2.15 ``tf.keras.backend.rnn``.
    """
    inputs = as_tensor(inputs)
    if mask is not None:
        mask = ops.cast(as_tensor(mask), 'bool')
    if time_major:
        inputs, mask = loops.time_first(inputs), None if mask is None else loops.time_first(mask)
    last, outputs, states = loops.rnn(step_function, inputs, initial_states, go_backwards, mask, constants, unroll,
                                      input_length)
    if mask is not None and zero_output_for_mask:
        while ndim(mask) > 2:
            mask = ops.squeeze(mask, ndim(mask) - 1)
        turned = ops.reverse(mask, [1]) if go_backwards else mask
        last = loops.where_shown(turned[:, -1], last, ops.zeros_like(last, None))
        # tf.keras does not turn the mask round where it writes the steps out.
        outputs = loops.where_shown(mask if unroll else turned, outputs, ops.zeros_like(outputs, None))
    if not return_all_outputs:
        outputs = ops.expand_dims(last, 1)
    return last, loops.time_first(outputs) if time_major else outputs, states
