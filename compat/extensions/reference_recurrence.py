"""The loop over steps and the decoding of steps of keras.backend.numpy_backend: numpy arrays in and out.

Source: Keras 2.3.1 ``keras.backend.numpy_backend``, which checked Keras's frameworks with it.
"""
import numpy as np


def rnn(step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None, unroll=False,
        input_length=None):
    """Runs ``step_function(x, states + constants)``, which returns (output, states), over axis 1 of the inputs.

    Returns (last output, outputs, last states). Where the mask (samples, steps) is false the output, zeros at first,
    and the states of the step before stay. Raises ValueError for a mask of another shape.
    """
    constants = [] if constants is None else constants
    output = np.zeros(np.shape(step_function(inputs[:, 0], initial_states + constants)[0]))
    if mask is not None and mask.shape != inputs.shape[:2]:
        raise ValueError(f'mask should have `shape=(samples, time)`, got {mask.shape} for inputs of shape '
                         f'{inputs.shape}.')
    assert input_length in (None, inputs.shape[1])
    outputs, states = [], initial_states
    for step in range(inputs.shape[1])[::-1 if go_backwards else 1]:
        before = [output] + list(states)
        output, states = step_function(inputs[:, step], states + constants)
        if mask is not None:
            masked = [_where(mask[:, step].astype(bool), now, last)
                      for now, last in zip([output] + list(states), before)]
            output, states = masked[0], masked[1:]
        outputs.append(output)
    return outputs[-1], np.stack(outputs, axis=1), states


def _where(mask, now, last):
    """Returns ``now`` where the mask of the samples is true, else ``last``."""
    return np.where(mask.reshape(mask.shape + (1,) * (now.ndim - 1)), now, last)


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1, merge_repeated=False):
    """Decodes the best class of each step; returns (classes, negative logarithms of their probabilities).

    Repeated classes are merged and the last class, the blank, is removed; rows end in -1. Raises NotImplementedError
    unless it is greedy, as Keras 2.3.1 does.
    """
    if not greedy:
        raise NotImplementedError('ctc_decode of the numpy backend is greedy. Search with keras.backend.ctc_decode.')
    decoded = np.full_like(y_pred[..., 0], -1)
    negative_logs, lengths = np.zeros((len(y_pred), 1)), []
    for sample, (probabilities, length) in enumerate(zip(y_pred, input_length)):
        best = np.argmax(probabilities[:length], axis=-1)
        negative_logs[sample] = -np.sum(np.log(np.max(probabilities[:length], axis=-1)))
        new = np.insert(best[1:] != best[:-1], 0, True)
        classes = best[new & (best < y_pred.shape[-1] - 1)]
        decoded[sample, :len(classes)] = classes
        lengths.append(len(classes))
    return decoded[:, :np.max(lengths)], negative_logs
