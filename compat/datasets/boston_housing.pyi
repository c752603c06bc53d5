# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.utils.data_utils import get_file

__all__ = ['get_file', 'load_data', 'np']

def load_data(path: Any = 'boston_housing.npz', test_split: Any = 0.2, seed: Any = 113) -> Any: ...
np: Any
