# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K
from compat.engine.input_layer import Input
from compat.engine.training import Model
from compat.utils.generic_utils import has_arg

__all__ = ['BytesIO', 'Input', 'K', 'MagicMock', 'Mock', 'Model', 'assert_allclose', 'get_test_data', 'has_arg',
           'layer_test', 'np', 'os', 'patch', 'tf_file_io', 'tf_file_io_proxy']

def get_test_data(num_train: Any = 1000, num_test: Any = 500, input_shape: Any = (10,), output_shape: Any = (2,),
        classification: Any = True, num_classes: Any = 2) -> Any: ...
def layer_test(layer_cls: Any, kwargs: Any = {}, input_shape: Any = None, input_dtype: Any = None,
        input_data: Any = None, expected_output: Any = None, expected_output_dtype: Any = None,
        fixed_batch_size: Any = False) -> Any: ...

class tf_file_io_proxy: ...
BytesIO: Any
MagicMock: Any
Mock: Any
assert_allclose: Any
np: Any
os: Any
patch: Any
tf_file_io: Any
