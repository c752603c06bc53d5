# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K
from compat.callbacks import Callback, TensorBoard
from compat.engine.training_utils import standardize_input_data

__all__ = ['Callback', 'K', 'TensorBoard', 'np', 'os', 'standardize_input_data', 'warnings']

np: Any
os: Any
warnings: Any
