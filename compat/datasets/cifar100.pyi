# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K
from compat.datasets.cifar import load_batch
from compat.utils.data_utils import get_file

__all__ = ['K', 'get_file', 'load_batch', 'load_data', 'np', 'os']

def load_data(label_mode: Any = 'fine') -> Any: ...
np: Any
os: Any
