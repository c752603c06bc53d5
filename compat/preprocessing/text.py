"""Preprocessing of texts (Keras 2.2.4 `keras.preprocessing.text`); what is not here is the host's."""
from compat import process
from compat.data_preparation import texts
from compat.imports import host_exports


def _function(name):
    """Returns a function of compat, or the host's in dialects that have the host's."""
    if process.dialect().keras2_preprocessing:
        return getattr(texts, name)
    return host_exports.find(process.opened(), 'preprocessing.text', name)


Tokenizer = _function('Tokenizer')
hashing_trick = _function('hashing_trick')
one_hot = _function('one_hot')
text_to_word_sequence = _function('text_to_word_sequence')
