"""The variables of Keras 3, and functions of tensors as single nodes of its graphs where it has no operation."""
import numpy as np

from compat import hosts

__all__ = ['Variable', 'add', 'as_keras2_tensor', 'node']

keras = hosts.opened().keras

# The framework's class, of which keras.Variable is a subclass: Keras 3.0 makes the weights of layers of it.
Variable = keras.Variable.__mro__[1]


class Symbol(keras.KerasTensor):
    """A symbol whose index may be a slice, and have numbers of numpy and tensors, as those of Keras 2.

    An array of numpy on the left of an operator leaves it to the symbol.
    """

    __array_priority__ = 1000
    __array_ufunc__ = None

    def __getitem__(self, index):
        from compat.symbolic import graph
        parts = _plain(index if isinstance(index, tuple) else (index,))
        if graph.is_symbolic_index(parts):
            return graph.item(self, parts)
        return as_keras2_tensor(super().__getitem__(parts))

    def get_shape(self):
        """The shape, by the name that TensorFlow 1 had for it."""
        return self.shape


def _taken_for_a_bias(x, y):
    """Whether Keras 3 on TensorFlow (3.5 to 3.15 at least) adds ``y`` along an axis of ``x`` that is not its own.

    Its ops.add takes what has one axis that is longer than 1 for a bias, of the last axis of that size, or the second.
    """
    if hosts.opened().framework != 'tensorflow':
        return False
    sizes, others = tuple(getattr(x, 'shape', ())), tuple(getattr(y, 'shape', ()))
    long = [place - len(others) for place, size in enumerate(others) if size is None or size > 1]
    if len(long) != 1 or len(sizes) < 2 or others[long[0]] is None:
        return False
    axis = -1 if sizes[-1] == others[long[0]] else 1 - len(sizes) if sizes[1] == others[long[0]] else None
    return axis is not None and (axis != long[0] or len(others) > len(sizes))


def add(x, y):
    """The sum of two tensors, broadcast as everywhere else."""
    return keras.ops.subtract(x, keras.ops.negative(y)) if _taken_for_a_bias(x, y) else keras.ops.add(x, y)


# What the operators of variables compute, where it is not what the host's do.
SUMS = {'__add__': lambda variable, other: add(variable.value, other),
        '__radd__': lambda variable, other: add(other, variable.value)}


def _plain(index):
    if isinstance(index, tuple):
        return tuple(_plain(item) for item in index)
    if isinstance(index, slice):
        return slice(_plain(index.start), _plain(index.stop), _plain(index.step))
    return int(index) if isinstance(index, np.integer) else index


def _of_dtype(operand, dtype):
    """An array of numpy next to a tensor of that dtype: it takes it."""
    from compat.backend.tensors import shared_dtype
    if isinstance(operand, (np.ndarray, np.generic)):
        return np.asarray(operand).astype(shared_dtype(operand, dtype))
    return operand


def _annotating(operator, function=None):
    """The operator of symbols: the host's, or the function of two tensors that is told."""
    def method(self, *operands):
        if operands and isinstance(operands[0], keras.KerasTensor) and operands[0].dtype != self.dtype:
            raise TypeError(f'A tensor of {self.dtype} and one of {operands[0].dtype} do not mix. Cast one of them: '
                            f'K.cast(x, {self.dtype!r}).')
        if operands and isinstance(operands[0], str):
            raise TypeError(f'A tensor of {self.dtype} and {operands[0]!r} do not mix.')
        operands = [_of_dtype(each, self.dtype) for each in operands]
        return as_keras2_tensor(function(self, *operands) if function else getattr(super(Symbol, self), operator)(
            *operands))
    method.__name__ = operator
    return method


Symbol.__add__ = _annotating('__add__', add)
Symbol.__radd__ = _annotating('__radd__', lambda symbol, other: add(other, symbol))
for _name in ('sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'matmul'):
    for _operator in (f'__{_name}__', f'__r{_name}__'):
        if hasattr(keras.KerasTensor, _operator):
            setattr(Symbol, _operator, _annotating(_operator))
for _operator in ('__neg__', '__abs__'):
    setattr(Symbol, _operator, _annotating(_operator))


def as_keras2_tensor(value):
    """The symbols in a result as those of Keras 2 were."""
    if isinstance(value, (list, tuple)):
        for item in value:
            as_keras2_tensor(item)
    elif type(value) is keras.KerasTensor:
        value.__class__ = Symbol
        history = getattr(value, '_keras_history', None)
        if value.sparse and history is not None:
            # Keras 3 takes the product of a number and a dense symbol for sparse.
            operands = history.operation._inbound_nodes[history.node_index].arguments.keras_tensors
            sparse = not operands or any(operand.sparse for operand in operands)
            setattr(value, '_sparse' if hasattr(value, '_sparse') else 'sparse', sparse)  # the latter on Keras 3.0
    return value


class Node(keras.Operation):
    """A function of tensors, which gives a tensor or a list of them."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def call(self, *tensors):
        return self.function(*tensors)


def node(function, tensors):
    """What the function gives for the tensors: one node where there are symbols among them."""
    if any(isinstance(tensor, keras.KerasTensor) for tensor in tensors):
        return Node(function)(*tensors)
    return function(*tensors)
