"""Numbers of Python and numpy as tensors of the framework, with the dtypes that they had in Keras 2."""
import numpy as np

from compat import adapters
from compat.symbolic.dynamic_shape import Sizes

host = adapters.area('ops')

# What is no tensor, and cannot become one.
NO_TENSORS = (str, bytes, dict, set, type(None))
PLAIN = (np.ndarray, np.generic, bool, int, float, complex, list, tuple)


def is_plain(x):
    """Returns whether ``x`` is a number, an array or a nest of lists of them, without sizes and tensors."""
    if isinstance(x, (list, tuple)):
        return all(is_plain(element) for element in x)
    return isinstance(x, PLAIN) and not isinstance(x, Sizes)


def plain_array(x):
    """Returns numbers as a numpy array with the dtype that Keras 2 used: floatx and int32 for those of Python."""
    if isinstance(x, (np.ndarray, np.generic)):
        return np.asarray(x)
    array = np.asarray(x)
    if array.dtype.kind == 'f':
        return array.astype(host.floatx())
    if array.dtype.kind == 'i' and array.size and np.abs(array).max() < 2 ** 31:
        return array.astype('int32')
    return array


def shared_dtype(array, dtype_name):
    """Returns the dtype that an array of numpy takes next to a tensor of that dtype."""
    if dtype_name == 'bool':
        return array.dtype
    if array.dtype.kind == 'f' and not dtype_name.startswith(('float', 'bfloat')):
        return array.dtype
    return 'float32' if dtype_name == 'bfloat16' else dtype_name


def framework_tensor(x, like=None):
    """Returns the framework's tensor of plain numbers; next to the tensor ``like`` they take its dtype."""
    array = plain_array(x)
    # On the framework numpy tensors are arrays, and Python's numbers beside them are none.
    is_number = not isinstance(x, (np.ndarray, np.generic))
    if like is not None and (not isinstance(like, PLAIN) or is_number and host.is_tensor(like)):
        array = array.astype(shared_dtype(array, host.dtype_name(like)))
    return host.convert(array)
