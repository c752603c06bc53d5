# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.utils.data_utils import get_file

__all__ = ['get_file', 'get_word_index', 'json', 'load_data', 'np', 'warnings']

def get_word_index(path: Any = 'imdb_word_index.json') -> Any: ...
def load_data(path: Any = 'imdb.npz', num_words: Any = None, skip_top: Any = 0, maxlen: Any = None, seed: Any = 113,
        start_char: Any = 1, oov_char: Any = 2, index_from: Any = 3, **kwargs: Any) -> Any: ...
json: Any
np: Any
warnings: Any
