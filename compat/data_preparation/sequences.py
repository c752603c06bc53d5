"""Sequences of numbers: what hosts have, where they fail on newer versions of Python or of Keras."""
import random

from compat import process
from compat.imports import host_exports

# The seeds that skipgrams draws from where none is given: keras-preprocessing 1.1.2's range.
_GREATEST_SEED = 10000000


def _host_name(name):
    return host_exports.find(process.opened(), 'preprocessing.sequence', name)


def skipgrams(sequence, vocabulary_size, window_size=4, negative_samples=1., shuffle=True, categorical=False,
              sampling_table=None, seed=None):
    """Returns pairs of words and whether the second is near the first (keras-preprocessing 1.1.2 `skipgrams`).

    Args:
        sequence: list of the numbers of words; 0 is no word.
        vocabulary_size: one more than the greatest number that is drawn.
        window_size: how many words before and after a word are near.
        negative_samples: how many pairs of words drawn at random come to each pair of near words.
        shuffle: whether the pairs are in random order.
        categorical: whether labels are [0, 1] and [1, 0] instead of 1 and 0.
        sampling_table: probability of each word to be a first word; None for 1.
        seed: of the order; None for one that Python's ``random`` draws.

    Returns:
        (pairs, labels), two lists.
    """
    drawn = shuffle and seed is None  # hosts draw up to 10e6, a float, which Python 3.12 refuses
    couples, labels = _host_name('skipgrams')(sequence, vocabulary_size, window_size, negative_samples,
                                              shuffle and not drawn, categorical, sampling_table, seed)
    if drawn:
        seed = random.randint(0, _GREATEST_SEED)
        for one in (couples, labels):
            random.seed(seed)
            random.shuffle(one)
    return couples, labels


class _Configurable:
    """The end of get_config: Keras 3's TimeseriesGenerator asks its base, which has none."""

    def get_config(self):
        return {}


class TimeseriesGenerator(_host_name('TimeseriesGenerator'), _Configurable):
    """Batches of windows of a time series (Keras 2.2.4 `keras.preprocessing.sequence.TimeseriesGenerator`).

    Args:
        data: list or array of the steps.
        targets: list or array of as many targets.
        length: steps of a window.
        sampling_rate: distance of the steps in a window.
        stride: distance of windows.
        start_index, end_index: the first and the last step that are used.
        shuffle: whether windows are drawn at random.
        reverse: whether the last step of a window comes first.
        batch_size: windows in a batch.
    """

    def __init__(self, data, targets, length, sampling_rate=1, stride=1, start_index=0, end_index=None, shuffle=False,
                 reverse=False, batch_size=128):
        super().__init__(data, targets, length, sampling_rate=sampling_rate, stride=stride, start_index=start_index,
                         end_index=end_index, shuffle=shuffle, reverse=reverse, batch_size=batch_size)
