"""Variables and constants, and the values that they hold."""
from __future__ import annotations

from typing import Any, Callable, Iterable, List, Optional, Tuple

import numpy as np

from compat import process
from compat.symbolic import graph, operators, ops, phase
from compat.symbolic.kinds import kinds
from compat.symbolic.dynamic_shape import in_shape
from compat.symbolic.made_variables import made_once
from compat.symbolic.types import DType, Integers, Shape, Tensor, Variable
from compat.backend.tensors import (PLAIN, as_dtype, as_sparse, as_tensor, constant_tensor, dtype as dtype_of, host,
                                    int_shape, value_of)

__all__ = ['variable', 'constant', 'zeros', 'ones', 'eye', 'zeros_like', 'ones_like', 'get_value', 'set_value',
           'batch_get_value', 'batch_set_value', 'get_variable_shape']


@made_once
def variable(value: Tensor, dtype: DType = None, name: Optional[str] = None,
             constraint: Optional[Callable[[Tensor], Tensor]] = None) -> Variable:
    """Returns a variable.

    Args:
        value: What it starts with: numbers or a tensor. A sparse matrix of scipy makes a sparse tensor that never
            changes.
        dtype: The dtype; None for floatx.
        name: The name, or None.
        constraint: A function of its value that an optimizer applies after each update, or None.

    Returns:
        A variable of the host.

    Raises:
        ValueError: ``value`` is None.
        TypeError: ``dtype`` is no dtype.

    Source: Keras 2.2.4 ``keras.backend.variable``.
    """
    dtype = as_dtype(dtype)
    _refuse_none(value, 'variable')
    if hasattr(value, 'tocoo'):  # one of scipy is a constant in Keras 2, too
        return as_sparse(constant_tensor(value.toarray().astype(dtype)))
    if isinstance(value, PLAIN):
        value = np.asarray(value, dtype=dtype)
    else:
        value = as_tensor(value)
        if dtype_of(value) != dtype:
            value = ops.cast(value, dtype)
    return _new_variable(value, dtype, name, constraint)


def _refuse_none(value, name):
    if value is None:
        raise ValueError(f'None values not supported: K.{name} takes numbers.')


def _new_variable(value, dtype, name, constraint=None):
    return operators.as_recording(host.variable(graph.values_now(value), dtype, name, constraint))


def constant(value: Tensor, dtype: DType = None, shape: Shape = None, name: Optional[str] = None) -> Tensor:
    """Returns a tensor that never changes.

    Args:
        value: Numbers.
        dtype: The dtype; None for floatx.
        shape: The shape that the numbers are put into, row by row, or None for their own. A single number fills it.
        name: Ignored.

    Returns:
        A tensor of ``shape``.

    Raises:
        ValueError: ``value`` is None, or does not fit ``shape``.
        TypeError: ``dtype`` is no dtype, or since Keras 2.3 ``value`` does not fit ``shape``.

    Source: Keras 2.2.4 ``keras.backend.constant``, where the last number fills what several leave free; since 2.3 it
    does not.
    """
    _refuse_none(value, 'constant')
    array = np.asarray(value, dtype=as_dtype(dtype))
    return constant_tensor(array if shape is None else in_shape_of(array, tuple(shape)))


def in_shape_of(array, shape):
    """Returns the numbers of the array in that shape, as TensorFlow's constants put them there."""
    count = int(np.prod(shape))
    fills = process.dialect().last_number_fills
    if array.size == 1:
        return np.full(shape, array.ravel()[0])
    if fills and 0 < array.size < count:
        array = np.append(array, np.full(count - array.size, array.ravel()[-1]))
    if array.size != count:
        raise (ValueError if fills else TypeError)(
            'Constants of shape %s take %d numbers, or one for all, and got %d. Pass as many as the shape has elements.'
            % (shape, count, array.size))
    return array.reshape(shape)


@made_once
def zeros(shape: Shape, dtype: DType = None, name: Optional[str] = None) -> Any:
    """Returns a variable of zeros.

    Args:
        shape: The shape: integers, sizes from ``K.shape``, or a tensor of integers.
        dtype: The dtype; None for floatx.
        name: The name, or None.

    Returns:
        A variable; a tensor where a size is 0 or not known yet, and inside a running layer.

    Raises:
        TypeError: A size is None, or ``dtype`` is no dtype.

    Source: Keras 2.2.4 ``keras.backend.zeros``.
    """
    return _filled(host.zeros, shape, dtype, name)


@made_once
def ones(shape: Shape, dtype: DType = None, name: Optional[str] = None) -> Any:
    """Returns a variable of ones.

    Args:
        shape: The shape: integers, sizes from ``K.shape``, or a tensor of integers.
        dtype: The dtype; None for floatx.
        name: The name, or None.

    Returns:
        A variable; a tensor where a size is 0 or not known yet, and inside a running layer.

    Raises:
        TypeError: A size is None, or ``dtype`` is no dtype.

    Source: Keras 2.2.4 ``keras.backend.ones``.
    """
    return _filled(host.ones, shape, dtype, name)


def _filled(fill, shape, dtype, name):
    dtype = as_dtype(dtype)
    if not phase.is_executing() and kinds((shape,)):
        return graph.record_function(_filled, (fill, shape, dtype, name))
    shape = in_shape(shape)
    if isinstance(shape, tuple) and any(size is None for size in shape):
        raise TypeError(f'K.zeros and K.ones need all sizes, and were passed {shape}. That of another tensor is '
                        'K.zeros_like.')
    tensor = fill(shape, dtype)
    static = int_shape(tensor)
    if phase.inside_a_layer() or static is None or not all(static):
        return tensor
    return _new_variable(tensor, dtype, name)


@made_once
def eye(size: Integers, dtype: DType = None, name: Optional[str] = None) -> Any:
    """Returns an identity matrix.

    Args:
        size: The number of rows and columns, or (rows, columns).
        dtype: The dtype; None for floatx.
        name: The name, or None.

    Returns:
        A variable (rows, columns); a tensor inside a running layer.

    Raises:
        TypeError: ``dtype`` is no dtype.

    Source: Keras 2.2.4 ``keras.backend.eye``; it takes a pair since 2.3.
    """
    rows, columns = size if isinstance(size, (list, tuple)) else (size, size)
    dtype = as_dtype(dtype)
    matrix = host.eye(rows, columns, dtype)
    return matrix if phase.inside_a_layer() else _new_variable(matrix, dtype, name)


def zeros_like(x: Tensor, dtype: DType = None, name: Optional[str] = None) -> Tensor:
    """Returns zeros in the shape of a tensor.

    Args:
        x: A tensor of any shape.
        dtype: The dtype; None for that of ``x``.
        name: Ignored.

    Returns:
        A tensor of the shape of ``x``.

    Source: Keras 2.2.4 and 2.3.1 ``keras.backend.zeros_like``. In 2.3 ``dtype`` None is floatx.
    """
    return ops.zeros_like(as_tensor(x), _own_dtype() if dtype is None else as_dtype(dtype))


def ones_like(x: Tensor, dtype: DType = None, name: Optional[str] = None) -> Tensor:
    """Returns ones in the shape of a tensor.

    Args:
        x: A tensor of any shape.
        dtype: The dtype; None for that of ``x``.
        name: Ignored.

    Returns:
        A tensor of the shape of ``x``.

    Source: Keras 2.2.4 and 2.3.1 ``keras.backend.ones_like``. In 2.3 ``dtype`` None is floatx.
    """
    return ops.ones_like(as_tensor(x), _own_dtype() if dtype is None else as_dtype(dtype))


def _own_dtype():
    return host.floatx() if process.dialect().like_functions_are_floatx else None


def get_value(x: Variable) -> Any:
    """Returns the value of a variable as numpy.

    Args:
        x: A variable, or a tensor, as for ``eval``.

    Returns:
        A numpy array, or a numpy scalar where there is no axis.

    Source: Keras 2.2.4 ``keras.backend.get_value``.
    """
    return value_of(x)


def batch_get_value(ops: Iterable[Variable]) -> List[Any]:
    """Returns the values of variables as numpy.

    Args:
        ops: The variables; None for none.

    Returns:
        A list with a numpy array for each of them.

    Source: Keras 2.2.4 ``keras.backend.batch_get_value``; the argument is called ``tensors`` in tf.keras 2.15.
    """
    return [value_of(x) for x in ops or ()]


def set_value(x: Variable, value: Any) -> None:
    """Sets the value of a variable.

    Args:
        x: The variable.
        value: Numbers or a numpy array in its shape.

    Raises:
        ValueError: The value has another shape.

    Source: Keras 2.2.4 ``keras.backend.set_value``.
    """
    value = np.asarray(value, dtype=dtype_of(x))
    shape = int_shape(x)
    if shape is not None and value.shape != shape:
        raise ValueError('K.set_value: the variable {!r} has shape {}, and the value has shape {}.'.format(getattr(x,
            'name', x), shape, value.shape))
    host.assign(x, value)


def batch_set_value(tuples: Iterable[Tuple[Variable, Any]]) -> None:
    """Sets the values of variables.

    Args:
        tuples: Pairs (variable, value), as for ``set_value``; None for none.

    Raises:
        ValueError: A value has another shape.

    Source: Keras 2.2.4 ``keras.backend.batch_set_value``.
    """
    for x, value in tuples or ():
        set_value(x, value)


def get_variable_shape(x: Variable) -> Any:
    """Returns the static shape of a variable as a tuple.

    Args:
        x: The variable.

    Source: Keras 2.2.4 ``keras.backend.get_variable_shape``.
    """
    return int_shape(x)
