"""The primitives of K: each records a node of the graph, or computes by the adapter's function of the same name.

A function of K normalises and refuses its arguments first, and calls a primitive with what is left: tensors, and plain
attributes. ``compat/adapters/protocol.py`` says what each primitive computes, and of what.
"""
from compat.symbolic.composites import cond, einsum, in_phase  # noqa: F401, primitives like those below
from compat.symbolic.dispatch import dispatch, dispatch_shape
from compat.symbolic.graph import RandomCall


def dynamic_shape(x):
    """Returns the sizes of ``x`` when it is computed, as an int32 tensor or as Sizes."""
    return dispatch_shape(x)


def ctc_cost(labels, logits, steps, lengths):
    """Computes -log of the probability of the labels, by sample; the last category is the blank."""
    return dispatch('ctc_cost', (labels, logits, steps, lengths))


def ctc_decode(logits, steps, beams):
    """Computes (labels, scores): ``beams`` is None for greedy decoding, or (beam_width, top_paths, merge_repeated)."""
    return dispatch('ctc_decode', (logits, steps), (beams,))


def sparse_rows(labels, lengths):
    """Computes the first elements of each row as a sparse tensor."""
    return dispatch('sparse_rows', (labels, lengths))


# Random numbers

def random_normal(shape, mean, stddev, dtype, seed):
    """Draws numbers of a normal distribution."""
    return dispatch('random_normal', (shape, mean, stddev), (dtype, seed), RandomCall)


def random_truncated(shape, mean, stddev, dtype, seed):
    """Draws numbers of a normal distribution, none further from the mean than two deviations."""
    return dispatch('random_truncated', (shape, mean, stddev), (dtype, seed), RandomCall)


def random_uniform(shape, low, high, dtype, seed):
    """Draws numbers from ``low`` up to but not ``high``, each as likely."""
    return dispatch('random_uniform', (shape, low, high), (dtype, seed), RandomCall)


def random_integers(shape, low, high, dtype, seed):
    """Draws integers from ``low`` up to but not ``high``, each as likely."""
    return dispatch('random_integers', (shape, low, high), (dtype, seed), RandomCall)


# Tensors

def cast(x, dtype):
    """Casts ``x`` to the dtype of that name."""
    return dispatch('cast', (x,), (dtype,))


def identity(x):
    """Returns a tensor with the content of ``x``."""
    return dispatch('identity', (x,))


def stop_gradient(x):
    """Returns ``x``, through which no gradient passes."""
    return dispatch('stop_gradient', (x,))


def to_dense(x):
    """Converts a sparse tensor to a dense one."""
    return dispatch('to_dense', (x,))


def print_tensor(x, message, summarize):
    """Returns ``x``, which prints the message and its value each time that it is computed."""
    return dispatch('print_tensor', (x,), (message, summarize))


def zeros_like(x, dtype):
    """Returns zeros in the shape of ``x``; in its own dtype for None."""
    return dispatch('zeros_like', (x,), (dtype,))


def ones_like(x, dtype):
    """Returns ones in the shape of ``x``; in its own dtype for None."""
    return dispatch('ones_like', (x,), (dtype,))


# Shapes

def reshape(x, shape):
    """Reshapes ``x`` to a shape of numbers, sizes and tensors of them."""
    return dispatch('reshape', (x, shape))


def transpose(x, pattern):
    """Puts the axes of ``x`` in the order of the pattern; reverses them for None."""
    return dispatch('transpose', (x,), (pattern,))


def expand_dims(x, axis):
    """Adds an axis of size 1."""
    return dispatch('expand_dims', (x,), (axis,))


def squeeze(x, axis):
    """Removes an axis of size 1."""
    return dispatch('squeeze', (x,), (axis,))


def concatenate(tensors, axis):
    """Joins tensors along an axis."""
    return dispatch('concatenate', (tensors,), (axis,))


def sparse_concatenate(tensors, axis):
    """Joins sparse tensors along an axis."""
    return dispatch('sparse_concatenate', (tensors,), (axis,))


def stack(tensors, axis):
    """Joins tensors along a new axis."""
    return dispatch('stack', (tensors,), (axis,))


def tile(x, repeats):
    """Repeats ``x`` along each axis."""
    return dispatch('tile', (x, repeats))


def repeat_elements(x, repeats, axis):
    """Repeats each slice of ``x`` along an axis, next to itself."""
    return dispatch('repeat_elements', (x,), (repeats, axis))


def pad(x, pattern):
    """Pads ``x`` with zeros: a pair of numbers for each axis."""
    return dispatch('pad', (x, pattern))


def gather(reference, indices):
    """Returns the slices of ``reference`` along its first axis at the indices."""
    return dispatch('gather', (reference, indices))


def one_hot(indices, number):
    """Returns vectors of ``number`` elements with 1 at the indices; zeros for an index that is out of range."""
    return dispatch('one_hot', (indices, number))


def slice(x, begin, extent):
    """Returns the block of ``x`` from ``begin`` on; -1 as an extent is all that follow."""
    return dispatch('slice', (x, begin, extent))


def arange(start, stop, step, dtype):
    """Returns the numbers from ``start`` up to but not ``stop``."""
    return dispatch('arange', (start, stop, step), (dtype,))


def reverse(x, axes):
    """Reverses ``x`` along the axes, a list."""
    return dispatch('reverse', (x,), (axes,))


# Elementwise

def abs(x):
    """Computes the absolute value."""
    return dispatch('abs', (x,))


def square(x):
    """Computes x * x."""
    return dispatch('square', (x,))


def sqrt(x):
    """Computes the square root."""
    return dispatch('sqrt', (x,))


def exp(x):
    """Computes e to the power of ``x``."""
    return dispatch('exp', (x,))


def log(x):
    """Computes the natural logarithm."""
    return dispatch('log', (x,))


def round(x):
    """Rounds to the nearest integer, half to even."""
    return dispatch('round', (x,))


def sign(x):
    """Computes the sign: -1, 0 or 1."""
    return dispatch('sign', (x,))


def sin(x):
    """Computes the sine."""
    return dispatch('sin', (x,))


def cos(x):
    """Computes the cosine."""
    return dispatch('cos', (x,))


def power(x, exponent):
    """Computes ``x`` to the power of the exponent."""
    return dispatch('power', (x, exponent))


def clip(x, low, high):
    """Computes ``x`` between two numbers or tensors."""
    return dispatch('clip', (x, low, high))


def equal(x, y):
    """Computes x == y."""
    return dispatch('equal', (x, y))


def not_equal(x, y):
    """Computes x != y."""
    return dispatch('not_equal', (x, y))


def greater(x, y):
    """Computes x > y."""
    return dispatch('greater', (x, y))


def greater_equal(x, y):
    """Computes x >= y."""
    return dispatch('greater_equal', (x, y))


def less(x, y):
    """Computes x < y."""
    return dispatch('less', (x, y))


def less_equal(x, y):
    """Computes x <= y."""
    return dispatch('less_equal', (x, y))


def maximum(x, y):
    """Computes the greater of two tensors."""
    return dispatch('maximum', (x, y))


def minimum(x, y):
    """Computes the smaller of two tensors."""
    return dispatch('minimum', (x, y))


def where(condition, x, y):
    """Selects ``x`` where the condition holds, else ``y``."""
    return dispatch('where', (condition, x, y))


def add(x, y):
    """Computes x + y."""
    return dispatch('add', (x, y))


def multiply(x, y):
    """Computes x * y."""
    return dispatch('multiply', (x, y))


# Reductions

def sum(x, axis, keepdims):
    """Computes the sum along an axis, a tuple of axes, or all for None."""
    return dispatch('sum', (x,), (axis, keepdims))


def prod(x, axis, keepdims):
    """Computes the product along an axis, a tuple of axes, or all for None."""
    return dispatch('prod', (x,), (axis, keepdims))


def mean(x, axis, keepdims):
    """Computes the mean along an axis, a tuple of axes, or all for None."""
    return dispatch('mean', (x,), (axis, keepdims))


def max(x, axis, keepdims):
    """Computes the greatest element along an axis, a tuple of axes, or all for None."""
    return dispatch('max', (x,), (axis, keepdims))


def min(x, axis, keepdims):
    """Computes the smallest element along an axis, a tuple of axes, or all for None."""
    return dispatch('min', (x,), (axis, keepdims))


def any(x, axis, keepdims):
    """Returns whether any element along an axis, a tuple of axes, or all for None is true."""
    return dispatch('any', (x,), (axis, keepdims))


def all(x, axis, keepdims):
    """Returns whether all elements along an axis, a tuple of axes, or all for None are true."""
    return dispatch('all', (x,), (axis, keepdims))


def argmax(x, axis):
    """Computes the index of the first greatest element along an axis."""
    return dispatch('argmax', (x,), (axis,))


def argmin(x, axis):
    """Computes the index of the first smallest element along an axis."""
    return dispatch('argmin', (x,), (axis,))


def logsumexp(x, axis, keepdims):
    """Computes log(sum(exp(x))) along an axis, a tuple of axes, or all for None."""
    return dispatch('logsumexp', (x,), (axis, keepdims))


def cumsum(x, axis):
    """Computes the running sum along an axis."""
    return dispatch('cumsum', (x,), (axis,))


def cumprod(x, axis):
    """Computes the running product along an axis."""
    return dispatch('cumprod', (x,), (axis,))


# Linear algebra and convolution

def matmul(x, y):
    """Computes the product of matrices."""
    return dispatch('matmul', (x, y))


def dot(x, y):
    """Computes the product of the last axis of ``x`` with the last but one of ``y``."""
    return dispatch('dot', (x, y))


def sparse_dot(x, y):
    """Computes the product of a sparse matrix with a dense one."""
    return dispatch('sparse_dot', (x, y))


def convolution(x, kernel, strides, padding, data_format, dilation):
    """Computes the convolution of a batch of images of one to three axes."""
    return dispatch('convolution', (x, kernel), (strides, padding, data_format, dilation))


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation):
    """Computes the convolution of each channel with kernels of its own."""
    return dispatch('depthwise_convolution', (x, kernel), (strides, padding, data_format, dilation))


def transposed_convolution(x, kernel, positions, strides, padding, data_format):
    """Computes the transposed convolution to that many spatial positions."""
    return dispatch('transposed_convolution', (x, kernel, positions), (strides, padding, data_format))


def pool(x, size, strides, padding, data_format, mode):
    """Computes the greatest element ('max') or the mean ('avg') of windows."""
    return dispatch('pool', (x,), (size, strides, padding, data_format, mode))


# Activations

def relu(x):
    """Computes ``x`` where it is positive, else 0."""
    return dispatch('relu', (x,))


def elu(x):
    """Computes ``x`` where it is positive, else exp(x) - 1."""
    return dispatch('elu', (x,))


def softplus(x):
    """Computes log(exp(x) + 1)."""
    return dispatch('softplus', (x,))


def softsign(x):
    """Computes x / (abs(x) + 1)."""
    return dispatch('softsign', (x,))


def sigmoid(x):
    """Computes 1 / (1 + exp(-x))."""
    return dispatch('sigmoid', (x,))


def tanh(x):
    """Computes the hyperbolic tangent."""
    return dispatch('tanh', (x,))


def softmax(x, axis):
    """Computes exp(x) over its sum along an axis."""
    return dispatch('softmax', (x,), (axis,))
