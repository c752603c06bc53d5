"""Reviews of films, as numbers of words (Keras 2.2.4 `keras.datasets.imdb`)."""
import numpy as np

from compat import process
from compat.data_preparation import datasets
from compat.imports import host_exports
from compat.utils.data_utils import get_file

_HASH = '69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f'
_HASH_OF_INDEX = 'bfafd718b763782e994055a2d397834f'


def load_data(path='imdb.npz', num_words=None, skip_top=0, maxlen=None, seed=113, start_char=1, oov_char=2,
              index_from=3, **kwargs):
    """Returns ((x_train, y_train), (x_test, y_test)): lists of numbers of words, and whether reviews are positive.

    Args:
        path: file in the cache.
        num_words: words with this number or a greater one are left out; None for the greatest number.
        skip_top: words with smaller numbers are left out.
        maxlen: only reviews that are shorter count. As in Keras 2, the first 25,000 of those are for training.
        seed: of the order.
        start_char: what each review begins with, or None.
        oov_char: what stands for words that are left out; None for nothing.
        index_from: what the numbers of words are raised by.
        **kwargs: ``nb_words``, Keras 1's name of ``num_words``.

    Raises:
        ValueError: no review is shorter than ``maxlen``.

    Source: Keras 2.2.4 `keras.datasets.imdb.load_data`.
    """
    num_words = datasets.number_of_words(num_words, kwargs)
    with np.load(get_file(path, datasets.ORIGIN + 'imdb.npz', file_hash=_HASH), allow_pickle=True) as file:
        parts = [(file['x_' + part], file['y_' + part]) for part in ('train', 'test')]
    generator = datasets.generator_of(seed)
    parts = [datasets.shuffled(generator, *part) for part in parts]
    rows, labels = (np.concatenate(arrays) for arrays in zip(*parts))
    rows, labels = datasets.select_words(rows, labels, num_words, skip_top, maxlen, start_char, oov_char, index_from)
    return datasets.split_at(rows, labels, len(parts[0][0]))


def get_word_index(path='imdb_word_index.json'):
    """Returns the dict {word: its number} of the reviews (Keras 2.2.4 `keras.datasets.imdb.get_word_index`)."""
    return datasets.read_word_index(get_file(
        path, datasets.ORIGIN + 'imdb_word_index.json', file_hash=_HASH_OF_INDEX))


if not process.dialect().keras2_preprocessing:
    load_data = host_exports.find(process.opened(), 'datasets.imdb', 'load_data')
