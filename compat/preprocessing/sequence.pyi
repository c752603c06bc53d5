# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict

from compat import utils
from compat.utils.data_utils import Sequence

__all__ = ['TimeseriesGenerator', 'make_sampling_table', 'pad_sequences', 'sequence', 'skipgrams', 'utils']

class TimeseriesGenerator(Sequence):
    batch_size: Any
    data: Any
    end_index: Any
    length: Any
    reverse: Any
    sampling_rate: Any
    shuffle: Any
    start_index: Any
    stride: Any
    targets: Any
    def __init__(self, data: Any, targets: Any, length: Any, sampling_rate: Any = 1, stride: Any = 1,
            start_index: Any = 0, end_index: Any = None, shuffle: Any = False, reverse: Any = False,
            batch_size: Any = 128) -> None: ...
    def get_config(self) -> Dict[str, Any]: ...
    def to_json(self, **kwargs: Any) -> str: ...

def make_sampling_table(size: Any, sampling_factor: Any = 1e-05) -> Any: ...
def pad_sequences(sequences: Any, maxlen: Any = None, dtype: Any = 'int32', padding: str = 'pre',
        truncating: Any = 'pre', value: Any = 0.0) -> Any: ...
def skipgrams(sequence: Any, vocabulary_size: Any, window_size: Any = 4, negative_samples: Any = 1.0,
        shuffle: Any = True, categorical: Any = False, sampling_table: Any = None, seed: Any = None) -> Any: ...
sequence: Any
