"""Connectionist temporal classification by TensorFlow 2, for every host that computes with it."""
import tensorflow as tf

__all__ = ['ctc_cost', 'ctc_decode', 'sparse_rows']


def sparse_rows(labels, lengths):
    places = tf.where(tf.sequence_mask(lengths, tf.shape(labels)[1]))
    return tf.SparseTensor(places, tf.gather_nd(labels, places), tf.shape(labels, tf.int64))


def ctc_cost(labels, logarithms, steps, lengths):
    return tf.nn.ctc_loss(labels, tf.transpose(logarithms, (1, 0, 2)), lengths, steps,
                          blank_index=logarithms.shape[-1] - 1)


def ctc_decode(logarithms, steps, beams):
    """``beams`` is None for the greedy way, or (beam_width, top_paths, merge_repeated)."""
    logarithms = tf.transpose(logarithms, (1, 0, 2))
    if beams is None:
        paths, scores = tf.nn.ctc_greedy_decoder(logarithms, steps, merge_repeated=True)
    else:
        width, top, merged = beams
        paths, scores = tf.compat.v1.nn.ctc_beam_search_decoder(logarithms, steps, width, top, merge_repeated=merged)
    return [tf.sparse.to_dense(path, default_value=-1) for path in paths], scores
