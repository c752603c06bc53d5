# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend, utils
from compat.preprocessing import image, sequence, text

__all__ = ['backend', 'image', 'keras_preprocessing', 'sequence', 'text', 'utils']

keras_preprocessing: Any
