"""Preprocessing of sequences (Keras 2.2.4 `keras.preprocessing.sequence`); what is not here is the host's."""
from compat.data_preparation.sequences import TimeseriesGenerator, skipgrams  # noqa: F401, names of this path


def _remove_long_seq(maxlen, seq, label):
    """Returns the sequences that are shorter than maxlen, and their labels.

    Source: keras-preprocessing 1.1.2 `_remove_long_seq`.
    """
    short = [(one, its_label) for one, its_label in zip(seq, label) if len(one) < maxlen]
    return [one for one, _ in short], [its_label for _, its_label in short]
