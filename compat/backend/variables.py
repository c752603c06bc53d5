"""Variables and constants, and the values that they hold."""
import numpy as np

from compat import process
from compat.symbolic import graph, operators, ops, phase
from compat.symbolic.kinds import kinds
from compat.symbolic.dynamic_shape import in_shape
from compat.backend.tensors import (PLAIN, as_dtype, as_sparse, as_tensor, constant_tensor, dtype as dtype_of, host,
                                    int_shape, value_of)

__all__ = ['variable', 'constant', 'zeros', 'ones', 'eye', 'zeros_like', 'ones_like', 'get_value', 'set_value',
           'batch_get_value', 'batch_set_value', 'get_variable_shape']


def variable(value, dtype=None, name=None, constraint=None):
    """A variable that starts with ``value``, numbers or a tensor, in floatx or ``dtype``.

    ``constraint`` is a function that an optimizer applies after each update. Of a sparse matrix of scipy it is a
    sparse tensor that never changes. Keras 2.2.4 ``keras.backend.variable``.
    """
    dtype = as_dtype(dtype)
    _refuse_nothing(value, 'variable')
    if hasattr(value, 'tocoo'):  # one of scipy is a constant in Keras 2, too
        return as_sparse(constant_tensor(value.toarray().astype(dtype)))
    if isinstance(value, PLAIN):
        value = np.asarray(value, dtype=dtype)
    else:
        value = as_tensor(value)
        if dtype_of(value) != dtype:
            value = ops.cast(value, dtype)
    return _made(value, dtype, name, constraint)


def _refuse_nothing(value, name):
    if value is None:
        raise ValueError(f'None values not supported: K.{name} takes numbers.')


def _made(value, dtype, name, constraint=None):
    return operators.as_recording(host.variable(value, dtype, name, constraint))


def constant(value, dtype=None, shape=None, name=None):
    """A tensor of the numbers ``value`` in floatx or ``dtype``, put into ``shape`` row by row; a single one fills it.

    In the dialect keras-2.2 the last number fills what several leave free. Raises ValueError for numbers that do not
    fit, TypeError in later dialects. Keras 2.2.4 ``keras.backend.constant``.
    """
    _refuse_nothing(value, 'constant')
    array = np.asarray(value, dtype=as_dtype(dtype))
    return constant_tensor(array if shape is None else in_shape_of(array, tuple(shape)))


def in_shape_of(array, shape):
    """The numbers of the array in that shape, as TensorFlow's constants put them there."""
    places = int(np.prod(shape))
    fills = process.dialect().last_number_fills
    if array.size == 1:
        return np.full(shape, array.ravel()[0])
    if fills and 0 < array.size < places:
        array = np.append(array, np.full(places - array.size, array.ravel()[-1]))
    if array.size != places:
        raise (ValueError if fills else TypeError)(
            'Constants of shape %s take %d numbers, or one for all, and got %d. Give as many as the shape has places.'
            % (shape, places, array.size))
    return array.reshape(shape)


def zeros(shape, dtype=None, name=None):
    """A variable of zeros in floatx or ``dtype``; a tensor where ``shape`` is not known, and inside a running layer.

    Keras 2.2.4 ``keras.backend.zeros``.
    """
    return _filled(host.zeros, shape, dtype, name)


def ones(shape, dtype=None, name=None):
    """A variable of ones in floatx or ``dtype``; a tensor where ``shape`` is not known, and inside a running layer.

    Keras 2.2.4 ``keras.backend.ones``.
    """
    return _filled(host.ones, shape, dtype, name)


def _filled(fill, shape, dtype, name):
    dtype = as_dtype(dtype)
    if not phase.is_executing() and kinds((shape,)):
        return graph.record_function(_filled, (fill, shape, dtype, name))
    shape = in_shape(shape)
    if isinstance(shape, tuple) and any(size is None for size in shape):
        raise TypeError(f'K.zeros and K.ones need all sizes, and were given {shape}. That of another tensor is '
                        'K.zeros_like.')
    tensor = fill(shape, dtype)
    static = int_shape(tensor)
    if phase.inside_a_layer() or static is None or not all(static):
        return tensor
    return _made(tensor, dtype, name)


def eye(size, dtype=None, name=None):
    """The identity matrix of ``size`` rows and columns, or of (rows, columns), as a variable in floatx or ``dtype``.

    Keras 2.2.4 ``keras.backend.eye``; the pair came with 2.3.
    """
    rows, columns = size if isinstance(size, (list, tuple)) else (size, size)
    dtype = as_dtype(dtype)
    matrix = host.eye(rows, columns, dtype)
    return matrix if phase.inside_a_layer() else _made(matrix, dtype, name)


def zeros_like(x, dtype=None, name=None):
    """Zeros in the shape of ``x``, in ``dtype``, else in its own dtype (in Keras 2.3 in floatx).

    Keras 2.2.4 and 2.3.1 ``keras.backend.zeros_like``.
    """
    return ops.zeros_like(as_tensor(x), _own_dtype() if dtype is None else as_dtype(dtype))


def ones_like(x, dtype=None, name=None):
    """Ones in the shape of ``x``, in ``dtype``, else in its own dtype (in Keras 2.3 in floatx).

    Keras 2.2.4 and 2.3.1 ``keras.backend.ones_like``.
    """
    return ops.ones_like(as_tensor(x), _own_dtype() if dtype is None else as_dtype(dtype))


def _own_dtype():
    return host.floatx() if process.dialect().like_functions_are_floatx else None


def get_value(x):
    """The value of a variable as numpy (Keras 2.2.4 ``keras.backend.get_value``)."""
    return value_of(x)


def batch_get_value(ops):
    """The values of a list of variables as numpy (Keras 2.2.4 ``keras.backend.batch_get_value``)."""
    return [value_of(x) for x in ops]


def set_value(x, value):
    """Give the variable ``x`` the numbers ``value``; raises ValueError for another shape.

    Keras 2.2.4 ``keras.backend.set_value``.
    """
    value = np.asarray(value, dtype=dtype_of(x))
    shape = int_shape(x)
    if shape is not None and value.shape != shape:
        raise ValueError('K.set_value: the variable {!r} has shape {}, and the value has shape {}.'.format(getattr(x,
            'name', x), shape, value.shape))
    host.assign(x, value)


def batch_set_value(tuples):
    """Give each variable of the (variable, value) pairs its value (Keras 2.2.4 ``keras.backend.batch_set_value``)."""
    for x, value in tuples:
        set_value(x, value)


def get_variable_shape(x):
    """The static shape of a variable (Keras 2.2.4 ``keras.backend.get_variable_shape``)."""
    return int_shape(x)
