"""Tensors and variables of tf.keras 2 and tf_keras: settings, kinds, conversion."""
import functools
import operator

import numpy as np
import tensorflow as tf

from compat import process
from compat.symbolic import outer_symbols
from compat.symbolic.identity import METHODS

keras = process.opened().keras

# Settings

epsilon = keras.backend.epsilon
set_epsilon = keras.backend.set_epsilon
floatx = keras.backend.floatx
set_floatx = keras.backend.set_floatx
image_data_format = keras.backend.image_data_format
set_image_data_format = keras.backend.set_image_data_format
clear_session = keras.backend.clear_session
name_scope = keras.backend.name_scope


def framework_name():
    return 'tensorflow'


# Tensors

KerasTensor = type(keras.Input((1,))).__mro__[-2]


def convert(array):
    return tf.convert_to_tensor(array)


def tensor_of(x):
    return x


# Python's operators on symbols, which return others.
_OPERATORS = [f'__{prefix}{name}__' for name in (
    'add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'matmul', 'and', 'or', 'xor') for prefix in ('', 'r')] + [
    f'__{name}__' for name in ('div', 'rdiv', 'lt', 'le', 'gt', 'ge', 'getitem', 'neg', 'abs', 'invert')]
_symbol_classes = {}


def _operator(name, inherited):
    def method(*operands):
        if outer_symbols.are_values():
            return outer_symbols.operate(name, operands)
        return as_keras2_tensor(inherited(*operands))
    method.__name__ = inherited.__name__
    return method


def _item(symbol, index):
    """The part of a symbol at an index. TensorFlow cannot slice sizes backwards to the first where it finds shapes."""
    size = symbol.shape[0] if symbol.shape.rank == 1 else None
    if (size is not None and getattr(symbol, '_inferred_value', None) is not None and isinstance(index, slice)
            and isinstance(index.step, int) and index.step < 0 and index.stop is None):
        return tf.stack([KerasTensor.__getitem__(symbol, place) for place in range(size)[index]])
    return KerasTensor.__getitem__(symbol, index)


def _symbol_class(kind):
    """A subclass of a class of the host's symbols whose objects compare by identity, as those of Keras 2."""
    methods = {name: _operator(name, _item if name == '__getitem__' else getattr(kind, name))
               for name in _OPERATORS if hasattr(kind, name)}
    if kind.__name__ == 'SparseKerasTensor':  # has these from TensorFlow 2.5 on
        methods.update((name, property(functools.partial(_part, name)))
                       for name in ('indices', 'values', 'dense_shape') if not hasattr(kind, name))
    return type(kind.__name__, (kind,), dict(METHODS, **methods, __module__=__name__))


def _part(name, symbol):
    """A member of a sparse tensor as a symbol."""
    from compat.symbolic import framework_functions
    return framework_functions.record(operator.attrgetter(name), (symbol,), {})


def as_keras2_tensor(value):
    """The symbols in a result as those of Keras 2 were; in the dialect tf.keras they are the host's."""
    if isinstance(value, (list, tuple)):
        for item in value:
            as_keras2_tensor(item)
    elif isinstance(value, KerasTensor) and not process.dialect().eager:
        kind = type(value)
        if kind.__module__ != __name__:
            if kind not in _symbol_classes:
                _symbol_classes[kind] = _symbol_class(kind)
            value.__class__ = _symbol_classes[kind]
    return value


def framework_variable(variable):
    return variable


def is_symbol(x):
    return isinstance(x, KerasTensor)


def is_variable(x):
    return isinstance(x, tf.Variable)


def is_tensor(x):
    return tf.is_tensor(x) or isinstance(x, KerasTensor)


def is_sparse(x):
    return isinstance(x, tf.SparseTensor) or getattr(x, 'type_spec', None).__class__ is tf.SparseTensorSpec


def static_shape(x):
    try:
        return tuple(x.shape.as_list())
    except ValueError:  # of unknown rank
        return None


dynamic_shape = tf.shape


def sizes_are_made_up(x):
    return False


def dtype_name(x):
    return x.dtype.name


def to_numpy(x):
    """The value of a tensor; while TensorFlow traces, that of a constant, for K.eval in a loss."""
    value = None if tf.executing_eagerly() else tf.get_static_value(x)
    return np.asarray(x.numpy() if value is None else value)


class Node(keras.layers.Layer):
    """A function of tensors that returns a list of them, as one layer of the graph of symbols."""

    def __init__(self, function, **kwargs):
        super().__init__(**kwargs)
        self._function = function

    def call(self, tensors):
        return self._function(*tensors)


def node(function, tensors):
    """As a layer, for functions of symbols that TensorFlow does not dispatch."""
    return Node(function)(list(tensors))


# Variables

def variable(value, dtype, name, constraint):
    return tf.Variable(value, dtype=dtype, name=name, constraint=constraint)


def state_variable(initial, shape, dtype):
    """A variable of 'zeros' or 'ones' that can be made while a layer runs: outside of what is traced."""
    with tf.init_scope():
        return tf.Variable(getattr(tf, initial)(shape, dtype), trainable=False)


def assign(variable, value):
    variable.assign(value)
