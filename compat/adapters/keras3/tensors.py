"""Tensors and variables of Keras 3: settings, kinds, conversion, names; its symbols as those of Keras 2 were."""
import contextlib
import functools
import operator

import numpy as np

from compat import adapters, process
from compat.symbolic import dynamic_shape as sizes, outer_symbols
from compat.symbolic.conversion import shared_dtype
from compat.symbolic.context import context
from compat.symbolic.equivalents import recorded_tensor_error
from compat.symbolic.identity import compare_by_identity
from compat.symbolic.tensor_members import DTypeName, StaticShape

keras = process.opened().keras
ops = keras.ops

# The framework's class, of which keras.Variable is a subclass: layers make their weights of it before Keras 3.2.
Variable = keras.Variable.__mro__[1]


# Settings

epsilon = keras.backend.epsilon
set_epsilon = keras.backend.set_epsilon
floatx = keras.backend.floatx
set_floatx = keras.backend.set_floatx
image_data_format = keras.backend.image_data_format
set_image_data_format = keras.backend.set_image_data_format
framework_name = keras.backend.backend
clear_session = keras.backend.clear_session


def current_device():
    """There are no tf.device scopes but on tensorflow."""
    return None


# Tensors

def convert(array):
    return ops.convert_to_tensor(array)


def tensor_of(x):
    """The tensor that a variable holds: not every function of every framework takes a variable itself."""
    return x.value if isinstance(x, Variable) else x


def framework_variable(variable):
    return variable.value


def is_symbol(x):
    return isinstance(x, keras.KerasTensor)


def is_variable(x):
    return isinstance(x, Variable)


def is_tensor(x):
    return isinstance(x, (keras.KerasTensor, Variable)) or ops.is_tensor(x)


def is_sparse(x):
    return getattr(x, 'sparse', False) is True


def static_shape(x):
    try:
        return tuple(x.shape)
    except ValueError:  # a tensorflow tensor of unknown rank
        return None


def sizes_are_made_up(x):
    return False


def dynamic_shape(x):
    shape = ops.shape(x)
    return shape if None in shape else sizes.of(shape)


def dtype_name(x):
    if isinstance(x, sizes.Sizes):
        return 'int32'
    name = _DTYPE_NAMES.get(x.dtype)
    if name is None:
        name = _DTYPE_NAMES[x.dtype] = keras.backend.standardize_dtype(x.dtype)
    return name


_DTYPE_NAMES = {}


def to_numpy(x):
    return np.asarray(ops.convert_to_numpy(tensor_of(x)))


# Variables

def variable(value, dtype, name, constraint):
    *scopes, own_name = name.split('/') if name else [None]
    with contextlib.ExitStack() as entered:  # a name of Keras 3 has no slash
        for scope in scopes:
            entered.enter_context(keras.name_scope(scope))
        new = keras.Variable(value, dtype=dtype, name=own_name, trainable='float' in dtype)
    if constraint is not None:
        new.constraint = constraint
    return name_variable(new, name or 'Variable')


def state_variable(initial, shape, dtype):
    """A variable of 'zeros' or 'ones' that can be made while a layer runs: Keras fills it when the trace ends."""
    return _with_path_for_torch(keras.Variable(initial, shape=shape, dtype=dtype, trainable=False))


def assign(variable, value):
    variable.assign(value)


# Names of variables

def variable_scope(name):
    """While this lasts variables get the prefix ``name``; the second one of a name is name_1 in it."""
    return context.scope(variable_scopes=context.variable_scopes + (name,), variable_counts={})


@contextlib.contextmanager
def name_scope(name):
    with keras.name_scope(name), variable_scope(name):
        yield


def name_variable(variable, name=None):
    """Name the variable as Keras 2 did, dense_1/kernel:0, after the scopes and ``name`` (else its own); returns it."""
    name = name or variable.name
    if context.variable_scopes:
        count = context.variable_counts[name] = context.variable_counts.get(name, -1) + 1
        scopes = [scope[:-1] if scope.endswith('/') else scope for scope in context.variable_scopes]
        name = '/'.join(scopes) + '/' + (name if not count else '%s_%d' % (name, count))
    # ``name`` is a property that reads ``_name`` from Keras 3.7 on, which hides the other.
    vars(variable).update(_name=name + ':0', name=name + ':0')
    return _with_path_for_torch(variable)


def _with_path_for_torch(variable):
    # By these torch knows the parameters of a layer, and takes none with a dot.
    if '.' in variable.path:
        path = variable.path.replace('.', '_dot_')
        vars(variable).update(_path=path, path=path)
    return variable


def name_variables(variables):
    """Name those that have Keras 3's name still, as the weights of its own layers within one of compat."""
    for variable in variables:
        if ':' not in variable.name:
            name_variable(variable)


# Symbols

class Node(keras.Operation):
    """A function of tensors that returns a tensor or a list of them."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def call(self, *tensors):
        return self.function(*tensors)


def node(function, tensors):
    """What the function computes of the tensors: one node of the host's graph where there are symbols among them."""
    if any(isinstance(tensor, keras.KerasTensor) for tensor in tensors):
        return Node(function)(*tensors)
    return function(*tensors)


class Symbol(keras.KerasTensor):
    """A symbol whose index may be a slice, and have numbers of numpy and tensors, as those of Keras 2.

    An array of numpy on the left of an operator leaves it to the symbol.
    """

    __array_priority__ = 1000
    __array_ufunc__ = None

    def __tf_tensor__(self, dtype=None, name=None):
        value = outer_symbols.value_of(self) if outer_symbols.are_values() else self
        if value is self or not hasattr(value, '__tf_tensor__'):
            raise recorded_tensor_error(self)
        return value.__tf_tensor__(dtype, name)

    def __jax_array__(self):
        return outer_symbols.value_of(self) if outer_symbols.are_values() else super().__jax_array__()

    def __iter__(self):
        raise TypeError('A symbol cannot be iterated over. Use its slices x[i], or tf.unstack(x).')

    def __getitem__(self, index):
        from compat.symbolic import operators
        if outer_symbols.are_values():
            return outer_symbols.operate('__getitem__', (self, index))
        parts = _plain(index if isinstance(index, tuple) else (index,))
        if operators.is_symbolic_index(parts):
            return operators.record_item(self, parts)
        return as_keras2_tensor(super().__getitem__(parts))

    def get_shape(self):
        """The shape, by the name that TensorFlow 1 had for it."""
        return self.shape

    @property
    def indices(self):
        """The places of the values of a sparse tensor, (values, axes)."""
        return _part_of_sparse(self, 'indices')

    @property
    def values(self):
        """The values of a sparse tensor."""
        return _part_of_sparse(self, 'values')

    @property
    def dense_shape(self):
        """The sizes of a sparse tensor."""
        return _part_of_sparse(self, 'dense_shape')


def _part_of_sparse(symbol, name):
    """A member of TensorFlow's sparse tensors as a symbol. Raises AttributeError for a dense one."""
    from compat.symbolic import framework_functions
    if not symbol.sparse or process.opened().framework != 'tensorflow':
        raise AttributeError(f'{symbol!r} is a dense tensor, or one of a framework other than TensorFlow, and has no '
                             f'{name}.')
    return framework_functions.record(operator.attrgetter(name), (symbol,), {})


def _plain(index):
    if isinstance(index, tuple):
        return tuple(_plain(item) for item in index)
    if isinstance(index, slice):
        return slice(_plain(index.start), _plain(index.stop), _plain(index.step))
    return int(index) if isinstance(index, np.integer) else index


def _of_dtype(operand, dtype):
    """An operand next to a tensor of that dtype, which an array of numpy takes on."""
    if isinstance(operand, (np.ndarray, np.generic)):
        return np.asarray(operand).astype(shared_dtype(operand, dtype))
    if isinstance(operand, (list, tuple)):
        array = np.asarray(operand)
        if array.dtype.kind == 'f' and 'int' in dtype or array.dtype.kind not in 'biuf':
            raise TypeError(f'A tensor of {dtype} and {operand!r} do not mix.')
        return array.astype(dtype)
    return operand


def _annotating(name, function):
    """The operator of symbols that computes by the function of its operands."""
    def method(self, *operands):
        if outer_symbols.are_values():
            return outer_symbols.operate(name, (self, *operands))
        if operands and isinstance(operands[0], keras.KerasTensor) and operands[0].dtype != self.dtype:
            raise TypeError(f'A tensor of {self.dtype} and one of {operands[0].dtype} do not mix. Cast one of them: '
                            f'K.cast(x, {self.dtype!r}).')
        if operands and isinstance(operands[0], str):
            raise TypeError(f'A tensor of {self.dtype} and {operands[0]!r} do not mix.')
        operands = [_of_dtype(each, self.dtype) for each in operands]
        return as_keras2_tensor(function(self, *operands))
    method.__name__ = name
    return method


Symbol.__add__ = _annotating('__add__', lambda symbol, other: adapters.area('ops').add(symbol, other))
Symbol.__radd__ = _annotating('__radd__', lambda symbol, other: adapters.area('ops').add(other, symbol))
for _name in ('sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'matmul'):
    for _operator in (f'__{_name}__', f'__r{_name}__'):
        if hasattr(keras.KerasTensor, _operator):
            setattr(Symbol, _operator, _annotating(_operator, getattr(keras.KerasTensor, _operator)))
for _operator in ('__neg__', '__abs__'):
    setattr(Symbol, _operator, _annotating(_operator, getattr(keras.KerasTensor, _operator)))


def _as_keras2(function):
    @functools.wraps(function)
    def method(*operands):
        if outer_symbols.are_values():
            return outer_symbols.operate(function.__name__, operands)
        return as_keras2_tensor(function(*operands))
    return method


for _operator in ('lt', 'le', 'gt', 'ge', 'and', 'rand', 'or', 'ror', 'xor', 'rxor', 'invert'):
    setattr(Symbol, f'__{_operator}__', _as_keras2(getattr(keras.KerasTensor, f'__{_operator}__')))
if not process.dialect().eager:
    compare_by_identity(Symbol)


def name_apart(history):
    """Gives the host's operations, up to a symbol, names that no layer has: hosts count both apart, from one name."""
    operation = history.operation
    if operation is None or isinstance(operation, keras.layers.Layer) or operation.name.endswith('_operation'):
        return
    operation.name += '_operation'
    for operand in operation._inbound_nodes[history.node_index].arguments.keras_tensors:
        name_apart(operand._keras_history)


def _give_members(symbol, attribute, kind):
    """Give the dtype or shape of a symbol the members that TensorFlow's have."""
    name = '_' + attribute if '_' + attribute in vars(symbol) else attribute  # a property from Keras 3.7 on
    vars(symbol)[name] = kind(vars(symbol)[name])


def as_keras2_tensor(value):
    """The symbols in a result as those of Keras 2 were."""
    if isinstance(value, (list, tuple)):
        for item in value:
            as_keras2_tensor(item)
    elif type(value) is keras.KerasTensor:
        value.__class__ = Symbol
        _give_members(value, 'dtype', DTypeName)
        _give_members(value, 'shape', StaticShape)
        history = getattr(value, '_keras_history', None)
        if history is not None and (context.control_inputs or context.gradient_overrides):
            history.operation._graph_scopes = context.control_inputs, context.gradient_overrides
        if value.sparse and history is not None and not hasattr(history.operation, 'graph_call'):
            # Keras 3 takes the product of a number and a dense symbol for sparse.
            operands = history.operation._inbound_nodes[history.node_index].arguments.keras_tensors
            sparse = not operands or any(operand.sparse for operand in operands)
            # ``sparse`` is a property that reads ``_sparse`` from Keras 3.5 on, which hides the other.
            vars(value).update(_sparse=sparse, sparse=sparse)
    return value


def with_shapes(value, shape):
    """The symbolic tensors, nested in lists, with these shapes, nested as they are."""
    if isinstance(value, (list, tuple)):
        return type(value)(map(with_shapes, value, shape))
    if not isinstance(value, keras.KerasTensor) or shape == tuple(value.shape):
        return value
    return keras.KerasTensor(shape, dtype=value.dtype, sparse=value.sparse)


def resized(value, size, replacement):
    """The symbolic tensors of a structure with every dimension of that size replaced by another."""
    if isinstance(value, (list, tuple)):
        return type(value)(resized(item, size, replacement) for item in value)
    if isinstance(value, dict):
        return {name: resized(item, size, replacement) for name, item in value.items()}
    if isinstance(value, keras.KerasTensor):
        shape = tuple(replacement if dimension == size else dimension for dimension in value.shape)
        return keras.KerasTensor(shape, dtype=value.dtype, sparse=value.sparse)
    return value
