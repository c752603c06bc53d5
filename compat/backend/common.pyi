# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.backend import (cast_to_floatx, eager, epsilon, floatx, image_data_format, image_dim_ordering,
    normalize_data_format, set_epsilon, set_floatx, set_image_data_format, set_image_dim_ordering, symbolic)

__all__ = ['cast_to_floatx', 'eager', 'epsilon', 'floatx', 'image_data_format', 'image_dim_ordering',
           'normalize_data_format', 'np', 'set_epsilon', 'set_floatx', 'set_image_data_format',
           'set_image_dim_ordering', 'symbolic']

np: Any
