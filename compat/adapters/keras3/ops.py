"""K on Keras 3: what keras.ops has under every framework. The frameworks' own modules change what they need to."""
import builtins
import contextlib
import functools

import numpy as np

from compat import hosts
from compat.adapters.keras3 import names as keras3_names
from compat.symbolic import dynamic_shape as sizes, phase
from compat.adapters.keras3.nodes import Variable, add, node  # noqa: F401, add is part of what K stands on

keras = hosts.opened().keras
ops = keras.ops


def over_sizes(numpy_function):
    """Compute with numpy where the function is given Sizes, which must stay out of the framework."""
    def decorate(function):
        @functools.wraps(function)
        def chosen(x, *arguments):
            if sizes.are_sizes(x):
                return sizes.of(numpy_function(x, *arguments))
            return function(x, *arguments)
        return chosen
    return decorate


# Configuration

epsilon = keras.backend.epsilon
set_epsilon = keras.backend.set_epsilon
floatx = keras.backend.floatx
set_floatx = keras.backend.set_floatx
image_data_format = keras.backend.image_data_format
set_image_data_format = keras.backend.set_image_data_format
framework_name = keras.backend.backend
clear_session = keras.backend.clear_session


@contextlib.contextmanager
def name_scope(name):
    with keras.name_scope(name), keras3_names.scope(name):
        yield


def current_device():
    """There are no tf.device scopes but on tensorflow."""
    return None


# Tensors

def convert(array):
    return ops.convert_to_tensor(array)


def tensor_of(x):
    """The tensor that a variable holds: not every function of every framework takes a variable itself."""
    return x.value if isinstance(x, Variable) else x


def is_symbol(x):
    return isinstance(x, keras.KerasTensor)


def is_variable(x):
    return isinstance(x, Variable)


def is_tensor(x):
    return isinstance(x, (keras.KerasTensor, Variable)) or ops.is_tensor(x)


HAS_SPARSE = True


def is_sparse(x):
    return getattr(x, 'sparse', False) is True


def to_dense(x):
    """Of a symbol by a node: ops.convert_to_tensor of Keras 3.0 takes none."""
    return node(lambda tensor: ops.convert_to_tensor(tensor, sparse=False), [x])


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
    found = _names_of_dtypes.get(x.dtype)
    if found is None:
        found = _names_of_dtypes[x.dtype] = keras.backend.standardize_dtype(x.dtype)
    return found


_names_of_dtypes = {}


def to_numpy(x):
    return np.asarray(ops.convert_to_numpy(tensor_of(x)))


def cast(x, dtype):
    if isinstance(x, sizes.Sizes):
        return x if dtype.startswith(('int', 'uint')) else ops.cast(ops.convert_to_tensor(x.tolist()), dtype)
    if is_sparse(x) and is_symbol(x):
        # Keras 3 (3.15 at least) takes what it casts for dense.
        return node(lambda tensor: ops.cast(tensor, dtype), [x])
    return ops.cast(x, dtype)


identity = ops.copy


class StopGradient(keras.Operation):
    """ops.stop_gradient for the symbols of Keras 3.0, where it takes tensors only."""

    def call(self, x):
        return ops.stop_gradient(x)

    def compute_output_spec(self, x):
        return keras.KerasTensor(x.shape, dtype=x.dtype)


def stop_gradient(x):
    try:
        return ops.stop_gradient(x)
    except ValueError:
        if not is_symbol(x):
            raise
        return StopGradient()(x)


def print_tensor(x, message, summarize):
    return node(lambda tensor: print_now(tensor, message, summarize), [x])


def print_now(x, message, summarize):
    print(message, summarized(to_numpy(x), summarize))
    return identity(x)


def summarized(array, summarize):
    """The text of the array with so many elements at each end of an axis; all of them for -1, as TensorFlow has it."""
    array = np.asarray(array)
    return np.array2string(array, threshold=array.size if summarize == -1 else 0, edgeitems=summarize)


# Variables

def variable(value, dtype, name, constraint):
    *scopes, own_name = name.split('/') if name else [None]
    with contextlib.ExitStack() as entered:  # a name of Keras 3 has no slash
        for scope in scopes:
            entered.enter_context(keras.name_scope(scope))
        made = keras.Variable(value, dtype=dtype, name=own_name, trainable='float' in dtype)
    if constraint is not None:
        made.constraint = constraint
    return keras3_names.give(made, name or 'Variable')


def state_variable(initial, shape, dtype):
    """A variable of 'zeros' or 'ones' that can be made while a layer runs: Keras fills it when the trace ends."""
    return keras.Variable(initial, shape=shape, dtype=dtype, trainable=False)


def assign(variable, value):
    variable.assign(value)


def zeros(shape, dtype):
    return ops.zeros(shape, dtype=dtype)


def ones(shape, dtype):
    return ops.ones(shape, dtype=dtype)


zeros_like = ops.zeros_like
ones_like = ops.ones_like


def eye(rows, columns, dtype):
    return ops.eye(rows, columns, dtype=dtype)


# Shapes

def reshape(x, shape):
    return ops.reshape(x, shape)


def transpose(x, pattern):
    return ops.transpose(x, pattern)


@over_sizes(np.expand_dims)
def expand_dims(x, axis):
    return ops.expand_dims(x, axis)


def squeeze(x, axis):
    return ops.squeeze(x, axis)


@over_sizes(np.concatenate)
def concatenate(tensors, axis):
    return ops.concatenate(tensors, axis)


@over_sizes(np.stack)
def stack(tensors, axis):
    return ops.stack(tensors, axis)


sparse_concatenate = concatenate


def tile(x, repeats):
    return ops.tile(x, repeats)


def repeat_elements(x, repeats, axis):
    return ops.repeat(x, repeats, axis=axis)


def pad(x, pattern):
    return ops.pad(x, pattern)


@over_sizes(lambda reference, indices: np.take(reference, indices, axis=0))
def gather(reference, indices):
    return ops.take(reference, indices, axis=0)


def one_hot(indices, number):
    """Zeros for an index that is out of range, where torch would refuse it."""
    return ops.cast(ops.equal(ops.expand_dims(indices, -1), convert(np.arange(number, dtype='int32'))), 'float32')


def slice(x, begin, extent):
    begin, extent = (each if isinstance(each, list) else to_numpy(each).tolist() for each in (begin, extent))
    return x[tuple(builtins.slice(first, None if count == -1 else first + count)
                   for first, count in zip(begin, extent))]


def item(x, index):
    return x[index]


def arange(start, stop, step, dtype):
    start, stop, step = (each.tolist() if isinstance(each, sizes.Sizes) else each for each in (start, stop, step))
    return ops.arange(start, stop, step, dtype)


def reverse(x, axes):
    for axis in axes:  # one by one: ops.flip of Keras 3.0 takes no list
        x = ops.flip(x, axis)
    return x


# Elementwise

abs = ops.abs
square = ops.square
sqrt = ops.sqrt
exp = ops.exp
log = ops.log
round = ops.round
sign = ops.sign
sin = ops.sin
cos = ops.cos
power = ops.power
clip = ops.clip
equal = ops.equal
not_equal = ops.not_equal
greater = ops.greater
greater_equal = ops.greater_equal
less = ops.less
less_equal = ops.less_equal
maximum = ops.maximum
minimum = ops.minimum
where = ops.where
cond = ops.cond
multiply = ops.multiply


# Reductions

def _reducing(numpy_function):
    return lambda x, axis, keepdims: numpy_function(x, axis=axis, keepdims=keepdims)


@over_sizes(_reducing(np.sum))
def sum(x, axis, keepdims):
    return ops.sum(x, axis, keepdims)


@over_sizes(_reducing(np.prod))
def prod(x, axis, keepdims):
    return ops.prod(x, axis, keepdims)


@over_sizes(_reducing(np.max))
def max(x, axis, keepdims):
    return ops.max(x, axis, keepdims)


@over_sizes(_reducing(np.min))
def min(x, axis, keepdims):
    return ops.min(x, axis, keepdims)


def mean(x, axis, keepdims):
    return ops.mean(x, axis, keepdims)


def any(x, axis, keepdims):
    return ops.any(x, axis, keepdims)


def all(x, axis, keepdims):
    return ops.all(x, axis, keepdims)


def argmax(x, axis):
    return ops.argmax(x, axis)


def argmin(x, axis):
    return ops.argmin(x, axis)


def logsumexp(x, axis, keepdims):
    # Keras 3.0 takes a tuple for what it describes.
    return ops.logsumexp(x, (axis,) if isinstance(axis, int) else axis, keepdims)


def cumsum(x, axis):
    return ops.cumsum(x, axis)


def cumprod(x, axis):
    return ops.cumprod(x, axis)


# Linear algebra and convolution

matmul = ops.matmul
einsum = ops.einsum


def sparse_dot(x, y):
    return ops.matmul(x, y)


def dot(x, y):
    """By tensordot: what ops.dot gives for several axes has another order on torch."""
    return ops.tensordot(x, y, [[len(x.shape) - 1], [len(y.shape) - 2]])


def convolution(x, kernel, strides, padding, data_format, dilation):
    return ops.conv(x, kernel, strides, padding, data_format, dilation)


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation):
    return ops.depthwise_conv(x, kernel, strides, padding, data_format, dilation)


def listed(shape):
    return to_numpy(shape).tolist()


def pool(x, size, strides, padding, data_format, mode):
    pooling = ops.max_pool if mode == 'max' else ops.average_pool
    return pooling(x, size, strides, padding, data_format)


# Activations

relu = ops.relu
elu = ops.elu
softplus = ops.softplus
softsign = ops.softsign
sigmoid = ops.sigmoid
tanh = ops.tanh


def softmax(x, axis):
    return ops.softmax(x, axis)


# Random numbers

class _Seeded(keras.random.SeedGenerator):
    """Draws with a seed of its own at the pace of another generator, so that each call draws anew."""

    def __init__(self, seed, pace):
        self._own_seed, self._pace = seed, pace

    def next(self, ordered=True):
        drawn = self._pace.next(ordered)
        return ops.stack([ops.cast(self._own_seed, drawn.dtype), drawn[1]])


def seed_for(seed):
    """What keras.random takes as seed: the running layer's generator, the seed, or one that numpy draws."""
    generator = phase.seeds()
    if generator is not None:
        return generator if seed is None else _Seeded(seed, generator)
    return int(np.random.randint(10e6)) if seed is None else seed


def random_normal(shape, mean, stddev, dtype, seed):
    return keras.random.normal(shape, mean, stddev, dtype, seed_for(seed))


def random_truncated(shape, mean, stddev, dtype, seed):
    return keras.random.truncated_normal(shape, mean, stddev, dtype, seed_for(seed))


def random_uniform(shape, low, high, dtype, seed):
    return keras.random.uniform(shape, low, high, dtype, seed_for(seed))


def random_integers(shape, low, high, dtype, seed):
    return keras.random.randint(shape, low, high, dtype, seed_for(seed))
