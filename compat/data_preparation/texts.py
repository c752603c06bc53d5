"""Words of texts as numbers: what hosts have under other names or in another order of arguments."""
from compat import process
from compat.imports import host_exports

_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def _host_name(name):
    return host_exports.find(process.opened(), 'preprocessing.text', name)


def text_to_word_sequence(text, filters=_FILTERS, lower=True, split=' '):
    """Returns the list of the words of a text (keras-preprocessing 1.1.2 `text_to_word_sequence`).

    Args:
        text: the text.
        filters: characters that separate words, as ``split`` does.
        lower: whether the words are in lower case.
        split: what separates words.
    """
    return _host_name('text_to_word_sequence')(text, filters, lower, split)


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
    return _host_name('hashing_trick')(text, n, hash_function, filters, lower, split)


class Tokenizer(_host_name('Tokenizer')):
    """Numbers for the words of texts (Keras 2.2.4 `keras.preprocessing.text.Tokenizer`).

    Args:
        num_words: only words with smaller numbers count, the most frequent ones; None for all.
        filters, lower, split: see text_to_word_sequence.
        char_level: whether each character is a word.
        oov_token: what stands for unknown words, or None to leave them out.
        document_count: number of texts that were counted before.
        **kwargs: ``nb_words``, Keras 1's name of ``num_words``.
    """

    def __init__(self, num_words=None, filters=_FILTERS, lower=True, split=' ', char_level=False, oov_token=None,
                 document_count=0, **kwargs):
        # Hosts have analyzer before document_count.
        super().__init__(num_words, filters=filters, lower=lower, split=split, char_level=char_level,
                         oov_token=oov_token, document_count=document_count, **kwargs)
