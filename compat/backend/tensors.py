"""What a tensor is, and what K's functions take for one: framework tensors, variables, symbols, numpy and Python."""
from __future__ import annotations

import operator
from typing import Any, Optional

import numpy as np

from compat import adapters
from compat.differences import reason
from compat.errors import NoTensorError, UnsupportedError
from compat.symbolic import graph, operators, ops, outer_symbols, phase
from compat.symbolic.changes import Change
from compat.symbolic.context import context
from compat.symbolic.conversion import NO_TENSORS, PLAIN, framework_tensor, is_plain
from compat.symbolic.dynamic_shape import Sizes, are_sizes, of as sizes_of
from compat.symbolic.kinds import COMPUTED, KIND_OF_CLASS, SYMBOLS, kinds
from compat.symbolic.types import DType, Tensor

host = adapters.area('ops')

DTYPES = frozenset('bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 '
                   'complex128 string'.split())
OTHER_NAMES = {'half': 'float16', 'float': 'float32', 'double': 'float64', float: 'float32', bool: 'bool'}
# The numbers that TensorFlow has for dtypes.
OTHER_NAMES.update({1: 'float32', 2: 'float64', 3: 'int32', 4: 'uint8', 5: 'int16', 6: 'int8', 7: 'string',
                    8: 'complex64', 9: 'int64', 10: 'bool', 14: 'bfloat16', 17: 'uint16', 18: 'complex128',
                    19: 'float16', 22: 'uint32', 23: 'uint64'})


def as_tensor(x, like=None):
    """Returns ``x`` as the framework computes with it; tensors and symbols stay what they are.

    Python numbers and lists of them become floatx or int32, as in Keras 2; numpy arrays stay in their dtype. Next to
    the tensor ``like`` all of them take its dtype.
    """
    kind = KIND_OF_CLASS.get(type(x))
    if kind == COMPUTED:
        return x
    if kind == SYMBOLS:
        return x if context.outer_values is None else outer_symbols.value_in_call(x)
    if type(x) is graph.Expression:
        return x.now() if phase.is_executing() else x
    if isinstance(x, PLAIN):
        return _plain_tensor(x, like)
    if isinstance(x, NO_TENSORS):
        raise (NoTensorError if x is None else TypeError)(
            f'K computes with tensors, arrays of numpy, numbers and lists of them, and was passed {x!r}.')
    if isinstance(x, Change):
        raise UnsupportedError(f'{x!r} is passed to a function of K: {reason("updates-in-expressions")}')
    if phase.is_executing() or graph.EAGER:
        return host.tensor_of(x)
    if type(x) not in operators.RECORDING_CLASSES and host.is_variable(x):
        return ops.identity(x)  # a variable of the host's own, whose operators compute
    return x


def _plain_tensor(x, like):
    if isinstance(x, Sizes):
        return x
    if isinstance(x, (list, tuple)) and not is_plain(x):
        if are_sizes(x):
            return sizes_of(x)
        elements = [as_tensor(element) for element in x]
        _refuse_other_shapes(elements)
        return ops.stack(elements, 0)
    tensor = framework_tensor(x, like)
    if graph.in_graph_mode() and not kinds(like) & (COMPUTED | SYMBOLS):
        return graph.constants(tensor)
    return tensor


def _refuse_other_shapes(tensors):
    """Raises ValueError for tensors in a list that are packed to none, since they have not all the same shape."""
    first, *others = [int_shape(tensor) for tensor in tensors]
    for shape in others:
        if None not in (first, shape) and (len(first) != len(shape) or any(
                None not in sizes and sizes[0] != sizes[1] for sizes in zip(first, shape))):
            raise ValueError('The tensors of a list are packed to one where they have one shape, and here are tensors '
                             f'of the shapes {first} and {shape}.')


def constant_tensor(array):
    """Returns an array of numpy as a tensor that never changes, in its own dtype."""
    tensor = host.convert(array)
    return graph.constants(tensor) if graph.in_graph_mode() else tensor


def as_tensors(x, y):
    """Returns ``x`` and ``y`` as the framework computes with them; a plain one takes the dtype of the other.

    Raises TypeError for tensors of different dtypes, which Keras 2 did not mix.
    """
    x, y = as_tensor(x, like=y), as_tensor(y, like=x)
    dtypes = host.dtype_name(x), host.dtype_name(y)
    if dtypes[0] != dtypes[1]:
        raise TypeError('A tensor of %s and one of %s do not mix. Cast one of them: K.cast(x, %r).'
                        % (dtypes + dtypes[1:]))
    return x, y


def as_numeric_tensor(x, name):
    """Returns ``x`` as a tensor of numbers. Raises TypeError for bool, which Keras 2 refused for ``name``."""
    x = as_tensor(x)
    if host.dtype_name(x) == 'bool':
        raise TypeError(f'K.{name} takes numbers, and was passed bool. Cast it first: K.cast(x, {host.floatx()!r}).')
    return x


def as_integer_tensor(x, name):
    """Returns ``x`` as a tensor of integers. Raises TypeError for others, which Keras 2 refused for ``name``."""
    x = as_tensor(x)
    if not host.dtype_name(x).startswith(('int', 'uint')):
        raise TypeError(f'K.{name} takes integers, and was passed {host.dtype_name(x)}. Cast it first: K.cast(x, '
                        '"int32").')
    return x


def as_integer(value, what):
    """Returns the value as an int. Raises TypeError, naming ``what`` it is for, for what is no integer."""
    try:
        return operator.index(value)
    except TypeError as error:
        raise TypeError(f'{what} is an integer, and was {value!r}.') from error


def as_dtype(dtype):
    """Returns the name of a dtype.

    It may be a name, a number of TensorFlow, a type of numpy, or one of the framework's; None is floatx.

    Raises TypeError for what TensorFlow knows no dtype by: 'int', and int, are none.
    """
    if dtype is None:
        return host.floatx()
    name = OTHER_NAMES.get(dtype, dtype) if isinstance(dtype, (str, type, int, np.integer)) else dtype
    if not isinstance(name, str):
        name = _name_of_dtype(name)
    if name not in DTYPES:
        raise TypeError('{!r} is no dtype. Those of K are {}.'.format(dtype, ', '.join(sorted(DTYPES))))
    return name


def _name_of_dtype(dtype):
    """Returns the name of a dtype that is a type or an object."""
    if isinstance(dtype, np.dtype) or isinstance(dtype, type) and dtype.__module__ != 'builtins':
        return np.dtype(dtype).name
    return getattr(dtype, 'name', None) or str(dtype).rpartition('.')[2]


def axis_within(axis, rank):
    """Returns the axis counted from the first one, of ``rank`` axes.

    Raises ValueError when there is no such axis, TypeError for what is no integer.
    """
    axis = as_integer(axis, 'An axis')
    if rank is None:
        return axis
    if not -rank <= axis < rank:
        raise ValueError('Axis %d is out of range for a tensor with %d axes.' % (axis, rank))
    return axis % rank if rank else 0


def as_float_tensor(x, name):
    """Returns ``x`` as a tensor of floats. Raises TypeError for integers, which Keras 2 refused for ``name``."""
    x = as_tensor(x)
    dtype_name = host.dtype_name(x)
    if dtype_name.startswith(('int', 'uint', 'bool')):
        raise TypeError(f'K.{name} takes floats, and was passed {dtype_name}. Cast it first: K.cast(x, '
                        f'{host.floatx()!r}).')
    return x


def is_tensor(x: Any) -> bool:
    """Returns whether a value is a tensor, a variable or a symbol.

    Args:
        x: Any value.

    Source: Keras 2.2.4 ``keras.backend.is_tensor``.
    """
    if isinstance(x, (Sizes, graph.Expression)) or host.is_variable(x) or graph.nodes.is_framework_tensor(x):
        return True
    if isinstance(x, Change):  # of a group of updates there is no value
        return x.variable is not None
    # Where K computes, arrays are the tensors of the framework numpy.
    return host.is_symbol(x) or not graph.in_graph_mode() and host.is_tensor(x)


def is_keras_tensor(x: Tensor) -> bool:
    """Returns whether a tensor is what a layer returned for symbols; an Input has a layer, too.

    Args:
        x: A tensor, a variable or a symbol.

    Returns:
        False for placeholders and what K computes from symbols.

    Raises:
        ValueError: ``x`` is no tensor at all.

    Source: Keras 2.2.4 ``keras.backend.is_keras_tensor``.
    """
    if not is_tensor(x):
        raise ValueError(f'Unexpectedly found an instance of type `{type(x)}`. Expected a symbolic tensor instance.')
    return host.is_symbol(x) and hasattr(x._keras_history[0], '_nodes_of_keras2')


def is_variable(x: Any) -> bool:
    """Returns whether a value is a variable.

    Args:
        x: Any value.

    Source: Keras 2.3.1 ``keras.backend.is_variable``.
    """
    return host.is_variable(x)


def is_sparse(tensor: Tensor) -> bool:
    """Returns whether a tensor is sparse, or stands for a sparse one where the framework has none.

    Args:
        tensor: A tensor, a variable or a symbol.

    Source: Keras 2.2.4 ``keras.backend.is_sparse``.
    """
    return declared_sparse(tensor) or is_sparse_tensor(tensor)


def is_sparse_tensor(x):
    """Returns whether the framework has a sparse tensor for ``x``."""
    return host.is_sparse(graph.sample(x))


def declared_sparse(tensor):
    """Returns whether a dense tensor stands for a sparse one.

    Variables do, and every tensor where the framework has no sparse ones.
    """
    return getattr(tensor, '_declared_sparse', False)


def as_sparse(tensor):
    """Marks a dense tensor as one that stands for a sparse one, and returns it."""
    if not is_sparse(tensor):
        tensor._declared_sparse = True
    return tensor


def shape(x: Tensor) -> Tensor:
    """Returns the sizes of a tensor when it is computed.

    Args:
        x: A tensor of any shape.

    Returns:
        An int32 tensor (ndim,); on jax and torch, which know them as plain numbers, a numpy array.

    Source: Keras 2.2.4 ``keras.backend.shape``.
    """
    return ops.dynamic_shape(as_tensor(x))


def int_shape(x: Tensor) -> Any:
    """Returns the static shape of a tensor.

    Args:
        x: A tensor, a variable, a symbol or a numpy array.

    Returns:
        A tuple of integers with None for unknown sizes, or None where even the number of axes is unknown.

    Source: Keras 2.2.4 ``keras.backend.int_shape``.
    """
    if isinstance(x, (np.ndarray, np.generic)):
        return tuple(x.shape)
    return host.static_shape(x)


def ndim(x: Tensor) -> Any:
    """Returns the number of axes of a tensor, or None where it is unknown.

    Args:
        x: A tensor, a variable, a symbol or a numpy array.

    Source: Keras 2.2.4 ``keras.backend.ndim``.
    """
    static = int_shape(x)
    return None if static is None else len(static)


def size(x: Tensor, name: Optional[str] = None) -> Tensor:
    """Returns the number of elements of a tensor when it is computed.

    Args:
        x: A tensor of any shape.
        name: Ignored.

    Returns:
        A scalar of int32.

    Source: Keras 2.3.1 ``keras.backend.size``.
    """
    return ops.prod(shape(x), None, False)


def dtype(x: Tensor) -> str:
    """Returns the name of the dtype of a tensor, as 'float32'.

    Args:
        x: A tensor, a variable, a symbol or a numpy array.

    Source: Keras 2.2.4 ``keras.backend.dtype``.
    """
    return host.dtype_name(x)


def count_params(x: Tensor) -> int:
    """Returns the number of elements of the static shape of a tensor, as an integer of numpy.

    Args:
        x: A tensor or a variable whose sizes are known.

    Source: Keras 2.2.4 ``keras.backend.count_params``.
    """
    return np.prod(int_shape(x))


def cast(x: Tensor, dtype: DType) -> Tensor:
    """Converts a tensor to another dtype.

    Args:
        x: A tensor of any dtype and shape.
        dtype: The dtype: a name, a number of TensorFlow, a type of numpy or one of the framework's.

    Returns:
        A tensor of the shape of ``x``.

    Raises:
        TypeError: ``dtype`` is None or no dtype.

    Source: Keras 2.2.4 ``keras.backend.cast``.
    """
    if dtype is None:
        raise TypeError('K.cast needs a dtype, and was passed None. That of most tensors is K.floatx().')
    return ops.cast(as_tensor(x), as_dtype(dtype))


def eval(x: Tensor) -> Any:
    """Returns the value of a tensor as numpy.

    Args:
        x: A tensor, a variable, an expression, or a symbol that depends on no placeholder; or an update, which is
            performed.

    Returns:
        A numpy array, or a numpy scalar where there is no axis.

    Raises:
        ValueError: ``x`` depends on a placeholder.

    Source: Keras 2.2.4 ``keras.backend.eval``.
    """
    return value_of(x)


def value_of(x):
    """Returns the value of a tensor, a variable or plain numbers as numpy; a numpy scalar where there is no axis."""
    if isinstance(x, Sizes):
        return np.array(x)[()]
    if x is None or isinstance(x, PLAIN):
        with phase.execution_scope:
            x = as_tensor(x)
    elif host.is_symbol(x) or isinstance(x, graph.Expression):
        x = graph.value_now(x)
    elif isinstance(x, Change):
        x = x.apply()
    return host.to_numpy(x)[()]


def identity(x: Tensor, name: Optional[str] = None) -> Tensor:
    """Returns a tensor with the content of another one.

    Args:
        x: A tensor or a variable.
        name: Ignored.

    Returns:
        A tensor of the shape and dtype of ``x``.

    Source: Keras 2.2.4 ``keras.backend.identity``.
    """
    return ops.identity(as_tensor(x))


def print_tensor(x: Tensor, message: str = '') -> Tensor:
    """Returns a tensor that prints a message and its value on stdout each time that it is computed.

    Args:
        x: A tensor of any shape.
        message: The message.

    Returns:
        A tensor with the content of ``x``. Of more than 6 elements of an axis it prints the first and the last 3.

    Source: Keras 2.3.1 ``keras.backend.print_tensor``; that of 2.2 prints on stderr. tf.keras 2.15 has ``summarize`` as
    well.
    """
    return ops.print_tensor(as_tensor(x), message, 3)


def stop_gradient(variables: Any) -> Any:
    """Returns tensors through which no gradient passes.

    Args:
        variables: A tensor, or a list of them.

    Returns:
        A tensor with the content of ``variables``, or a list of them for a list.

    Source: Keras 2.2.4 ``keras.backend.stop_gradient``, which returns an iterator for a list.
    """
    if isinstance(variables, (list, tuple)):
        return [ops.stop_gradient(as_tensor(variable)) for variable in variables]
    return ops.stop_gradient(as_tensor(variables))


def to_dense(tensor: Tensor) -> Tensor:
    """Converts a sparse tensor to a dense one.

    Args:
        tensor: A sparse tensor, or a dense one, which is returned as it is.

    Returns:
        A dense tensor of the same shape and dtype.

    Source: Keras 2.2.4 ``keras.backend.to_dense``.
    """
    if declared_sparse(tensor):
        return ops.identity(tensor)
    return ops.to_dense(tensor) if is_sparse_tensor(tensor) else tensor
