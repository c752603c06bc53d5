"""What Keras 2's data sets of texts and numbers have in common: the order of the samples, and the numbers of words."""
import json
import warnings

import numpy as np

from compat import process
from compat.preprocessing import sequence

ORIGIN = 'https://storage.googleapis.com/tensorflow/tf-keras-datasets/'


def read_word_index(path):
    """Returns the dict {word: its number} of a file."""
    with open(path) as stream:
        return json.load(stream)


def generator_of(seed):
    """Returns what shuffles the samples; NumPy's own generator in dialects whose load_data seeds that."""
    if not process.dialect().datasets_seed_numpy:
        return np.random.RandomState(seed)
    np.random.seed(seed)
    return np.random


def shuffled(generator, samples, labels):
    """Returns samples and labels in an order that the generator draws."""
    order = np.arange(len(samples))
    generator.shuffle(order)
    return samples[order], labels[order]


def number_of_words(num_words, kwargs):
    """Returns num_words, or what Keras 1's name of it is; refuses other keyword arguments, as Keras 2 does."""
    if 'nb_words' in kwargs:
        warnings.warn('nb_words was renamed: write num_words.', stacklevel=3)
        num_words = kwargs.pop('nb_words')
    if kwargs:
        raise TypeError(f'Unrecognized keyword arguments of load_data: {", ".join(kwargs)}.')
    return num_words


def select_words(rows, labels, num_words, skip_top, maxlen, start_char, oov_char, index_from):
    """Returns rows of numbers of words with their start, without long rows, and with the words that count alone.

    Args:
        rows, labels: the samples.
        num_words, skip_top, maxlen, start_char, oov_char, index_from: see ``keras.datasets.imdb.load_data``.
    """
    shift = index_from or 0
    if start_char is not None:
        rows = [[start_char] + [word + index_from for word in row] for row in rows]
    elif shift:
        rows = [[word + shift for word in row] for row in rows]
    if maxlen:
        rows, labels = sequence._remove_long_seq(maxlen, rows, labels)
        if not rows:
            raise ValueError(f'No sequence is shorter than maxlen={maxlen}; pass a greater maxlen.')
    if not num_words:
        num_words = max(max(row) for row in rows)
    if oov_char is None:
        return [[word for word in row if skip_top <= word < num_words] for row in rows], labels
    return [[word if skip_top <= word < num_words else oov_char for word in row] for row in rows], labels


def split_at(rows, labels, index):
    """Returns ((rows, labels) before an index, those from it), as arrays."""
    return ((_array_of(rows[:index]), np.array(labels[:index])), (_array_of(rows[index:]), np.array(labels[index:])))


def _array_of(rows):
    """Returns the array of rows: of lists where their lengths differ, which newer versions of NumPy do not guess."""
    if len({len(row) for row in rows}) < 2:
        return np.array(rows)
    array = np.empty(len(rows), dtype=object)
    array[:] = rows
    return array
