# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.callbacks import TensorBoard

__all__ = ['TensorBoard', 'tf', 'warnings']

tf: Any
warnings: Any
