"""News by topic, as numbers of words (Keras 2.2.4 `keras.datasets.reuters`)."""
import numpy as np

from compat import process
from compat.data_preparation import datasets
from compat.imports import host_exports
from compat.utils.data_utils import get_file

_HASH = 'd6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916'
_HASH_OF_INDEX = '4d44cc38712099c9e383dc6e5f11a921'


def load_data(path='reuters.npz', num_words=None, skip_top=0, maxlen=None, test_split=.2, seed=113, start_char=1,
              oov_char=2, index_from=3, **kwargs):
    """Returns ((x_train, y_train), (x_test, y_test)): lists of numbers of words, and topics from 0 to 45.

    Args:
        test_split: share of the news that is for tests.
        path, num_words, skip_top, maxlen, seed, start_char, oov_char, index_from, **kwargs: see
            ``keras.datasets.imdb.load_data``.

    Source: Keras 2.2.4 `keras.datasets.reuters.load_data`.
    """
    num_words = datasets.number_of_words(num_words, kwargs)
    with np.load(get_file(path, datasets.ORIGIN + 'reuters.npz', file_hash=_HASH), allow_pickle=True) as file:
        rows, labels = file['x'], file['y']
    rows, labels = datasets.shuffled(datasets.generator_of(seed), rows, labels)
    rows, labels = datasets.select_words(rows, labels, num_words, skip_top, maxlen, start_char, oov_char, index_from)
    return datasets.split_at(rows, labels, int(len(rows) * (1 - test_split)))


def get_word_index(path='reuters_word_index.json'):
    """Returns the dict {word: its number} of the news (Keras 2.2.4 `keras.datasets.reuters.get_word_index`)."""
    return datasets.read_word_index(get_file(
        path, datasets.ORIGIN + 'reuters_word_index.json', file_hash=_HASH_OF_INDEX))


if not process.dialect().keras2_preprocessing:
    load_data = host_exports.find(process.opened(), 'datasets.reuters', 'load_data')
