# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.utils.data_utils import get_file

__all__ = ['get_file', 'gzip', 'load_data', 'np', 'os']

def load_data() -> Any: ...
gzip: Any
np: Any
os: Any
