"""Words of texts as numbers: the functions that hosts have under other names of arguments."""
from compat import process
from compat.imports import host_exports

_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def _host_function(name):
    return host_exports.find(process.opened(), 'preprocessing.text', name)


def text_to_word_sequence(text, filters=_FILTERS, lower=True, split=' '):
    """Returns the list of the words of a text (keras-preprocessing 1.1.2 `text_to_word_sequence`).

    Args:
        text: the text.
        filters: characters that separate words, as ``split`` does.
        lower: whether the words are in lower case.
        split: what separates words.
    """
    return _host_function('text_to_word_sequence')(text, filters, lower, split)


def one_hot(text, n, filters=_FILTERS, lower=True, split=' '):
    """Returns a number below n for each word of a text, by Python's hash (keras-preprocessing 1.1.2 `one_hot`).

    Two words may have the same number. Python's hash of strings is another in each process; see hashing_trick.
    """
    return hashing_trick(text, n, hash, filters, lower, split)


def hashing_trick(text, n, hash_function=None, filters=_FILTERS, lower=True, split=' '):
    """Returns a number from 1 to n - 1 for each word of a text (keras-preprocessing 1.1.2 `hashing_trick`).

    Args:
        text: the text.
        n: one more than the greatest number.
        hash_function: None for Python's hash, ``'md5'``, or a function of a word.
        filters, lower, split: see text_to_word_sequence.
    """
    return _host_function('hashing_trick')(text, n, hash_function, filters, lower, split)
