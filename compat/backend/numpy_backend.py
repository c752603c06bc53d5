"""keras.backend.numpy_backend: functions of K on arrays of numpy, with which Keras checked its frameworks.

Source: Keras 2.3.1 ``keras.backend.numpy_backend``. The functions take and return arrays, in the dtype that numpy
computes in. There is no graph: ``eval`` and ``get_value`` return their argument.
"""
# The functions are named as those of K, and so as some of Python's own.
from builtins import any as any_of
from builtins import slice as py_slice

import numpy as np

from compat.backend.configuration import floatx
from compat.extensions.reference_convolution import (
    conv, conv1d, conv2d, conv2d_transpose, conv3d, conv3d_transpose, conv_transpose, depthwise_conv, depthwise_conv2d,
    normalize_conv, pool, pool2d, pool3d, separable_conv, separable_conv1d, separable_conv2d)
from compat.extensions.reference_recurrence import ctc_decode, rnn
from compat.extensions.reference_reductions import (
    all, any, argmax, argmin, cumprod, cumsum, equal, greater, greater_equal, less, less_equal, logsumexp, max, maximum,
    mean, min, minimum, not_equal, prod, std, sum, var)
from compat.utils.generic_utils import transpose_shape
from compat.utils.np_utils import to_categorical

SMALLEST_PROBABILITY = 1e-7
_LEARNING_PHASE = True
_FLOATX = floatx()  # that of the import, as in Keras 2.3.1

square, abs, exp, log, round, sign, cos, sin = np.square, np.abs, np.exp, np.log, np.round, np.sign, np.cos, np.sin
expand_dims, squeeze = np.expand_dims, np.squeeze


def zeros(shape, dtype=_FLOATX, name=None):
    """Returns an array of zeros."""
    return np.zeros(shape, dtype=dtype)


def ones(shape, dtype=_FLOATX, name=None):
    """Returns an array of ones."""
    return np.ones(shape, dtype=dtype)


def zeros_like(x, dtype=_FLOATX, name=None):
    """Returns an array of zeros in the shape of ``x``."""
    return np.zeros_like(x, dtype=dtype)


def ones_like(x, dtype=_FLOATX, name=None):
    """Returns an array of ones in the shape of ``x``."""
    return np.ones_like(x, dtype=dtype)


def eval(x):
    """Returns ``x``, which has its value."""
    return x


def get_value(x):
    """Returns ``x``, which has its value."""
    return x


def count_params(x):
    """Returns the number of elements of ``x``."""
    return x.size


def int_shape(x):
    """Returns the shape of ``x``."""
    return x.shape


def get_variable_shape(x):
    """Returns the shape of ``x``."""
    return int_shape(x)


def ndim(x):
    """Returns the number of axes of ``x``."""
    return x.ndim


def dtype(x):
    """Returns the name of the dtype of ``x``."""
    return x.dtype.name


def print_tensor(x, message=''):
    """Prints ``x`` and then the message, and returns ``x``."""
    print(x, message)
    return x


def variable(value, dtype=None, name=None, constraint=None):
    """Returns a copy of the value as an array. Raises TypeError for a constraint: no optimizer will apply it."""
    if constraint is not None:
        raise TypeError(f'A variable of the numpy backend has no constraint, which was {constraint!r}. Pass it to a '
                        'variable of keras.backend.')
    return np.array(value, dtype)


def constant(value, dtype=None, shape=None, name=None):
    """Returns the value in a shape, as float64 unless it is an array of floats; ``dtype`` is ignored, as in 2.3.1."""
    return np.multiply(value, np.ones(shape) if shape else 1.)


def eye(size, dtype=None, name=None):
    """Returns the identity matrix of ``size`` rows and columns, or of (rows, columns)."""
    rows, columns = size if isinstance(size, (list, tuple)) else (size, size)
    return np.eye(rows, columns, dtype=dtype)


def arange(start, stop=None, step=1, dtype='int32'):
    """Returns the numbers from ``start`` up to but not ``stop``; from 0 up to ``start`` where ``stop`` is None."""
    return np.arange(start, stop, step, dtype)


def random_uniform_variable(shape, low, high, dtype=None, name=None, seed=None):
    """Draws numbers between ``low`` and ``high`` from numpy.random, whose own seed counts."""
    return low + (high - low) * np.random.random(shape).astype(dtype)


def random_normal_variable(shape, mean, scale, dtype=None, name=None, seed=None):
    """Draws normal numbers of that mean and standard deviation from numpy.random, whose own seed counts."""
    return mean + scale * np.random.randn(*shape).astype(dtype)


def learning_phase():
    """Returns what was passed to set_learning_phase last; True at first."""
    return _LEARNING_PHASE


def set_learning_phase(value):
    """Sets whether what follows is training: 1 or True is."""
    global _LEARNING_PHASE
    _LEARNING_PHASE = value


def in_train_phase(x, alt, training=None):
    """Returns ``x`` in training, else ``alt``, called where they are functions; None is the learning phase."""
    training = learning_phase() if training is None else training
    selected = x if isinstance(training, int) and training == 1 else alt
    return selected() if callable(selected) else selected


def in_test_phase(x, alt, training=None):
    """Returns ``alt`` in training, else ``x``, called where they are functions."""
    return in_train_phase(alt, x, training=training)


def dropout(x, level, noise_shape=None, seed=None):
    """Sets a share of ``x`` to 0, drawn by numpy.random, and scales the rest; returns ``x`` where not in training."""
    if not learning_phase():
        return x
    mask = np.random.choice([0, 1], x.shape if noise_shape is None else noise_shape, p=[level, 1 - level])
    return x * mask / (1 - level)


def switch(condition, then_expression, else_expression):
    """Selects elements by a condition whose axes are the first ones of the expressions."""
    share = condition.astype(floatx())
    share = share.reshape(share.shape + (1,) * (then_expression.ndim - share.ndim))
    return then_expression * share + else_expression * (1 - share)


def relu(x, alpha=0., max_value=None, threshold=0.):
    """Returns ``x`` from ``threshold`` on, at most ``max_value``, and ``alpha * (x - threshold)`` below it."""
    above = x >= threshold
    return (np.clip(x * above, 0., np.inf if max_value is None else max_value)
            + alpha * (x - threshold) * np.logical_not(above))


def elu(x, alpha=1.):
    """Returns ``x`` where it is positive, else ``alpha * (exp(x) - 1)``."""
    return x * (x > 0) + alpha * np.expm1(np.minimum(x, 0))


def softplus(x):
    """Computes ``log(1 + exp(x))``."""
    return np.logaddexp(0., x).astype(np.exp(x).dtype)


def softsign(x):
    """Computes ``x / (1 + |x|)``."""
    return x / (1 + np.abs(x))


def sigmoid(x):
    """Computes ``1 / (1 + exp(-x))``."""
    return 1. / (1. + np.exp(-x))


def hard_sigmoid(x):
    """Computes ``0.2 * x + 0.5``, clipped to [0, 1]."""
    return np.clip(0.2 * x + 0.5, 0, 1)


def tanh(x):
    """Computes the hyperbolic tangent."""
    return np.tanh(x)


def softmax(x, axis=-1):
    """Computes the exponentials of ``x`` divided by their sum along the axis."""
    powers = np.exp(x - max(x, axis, keepdims=True))
    return powers / sum(powers, axis, keepdims=True)


def l2_normalize(x, axis=-1):
    """Divides ``x`` by its norm along the axis; nan where that is 0."""
    return x / np.sqrt(sum(np.square(x), axis, keepdims=True))


def sqrt(x):
    """Computes the square root, and 0 for negative numbers."""
    with np.errstate(invalid='ignore'):
        root = np.sqrt(x)
    return np.where(np.isnan(root), np.zeros_like(root), root)


def pow(x, a=1.):
    """Computes ``x`` to the power of ``a``."""
    return np.power(x, a)


def clip(x, min_value, max_value):
    """Computes ``x`` between two bounds."""
    return np.clip(x, min_value, max_value)


def binary_crossentropy(target, output, from_logits=False):
    """Computes the cross entropy of each probability of ``output``, or of each logit."""
    probability = (sigmoid(output) if from_logits
                   else np.clip(output, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY))
    return -(target * np.log(probability) + (1 - target) * np.log(1 - probability))


def categorical_crossentropy(target, output, from_logits=False):
    """Computes the cross entropy along the last axis of probabilities, which are scaled to sum to 1, or of logits."""
    probability = softmax(output) if from_logits else output / output.sum(axis=-1, keepdims=True)
    return -np.sum(target * np.log(np.clip(probability, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY)), axis=-1)


def in_top_k(predictions, targets, k):
    """Computes whether the target of each row is among the indices of its ``k`` largest predictions."""
    return any(np.argsort(-predictions)[:, :k] == targets.reshape(-1, 1), axis=-1)


def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=0.001):
    """Computes (x - mean) / sqrt(var + epsilon) * gamma + beta.

    They broadcast as numpy does it; ``axis`` is ignored.
    """
    return (x - mean) / sqrt(var + epsilon) * gamma + beta


def bias_add(x, y, data_format):
    """Adds the bias ``y`` of each channel, or of each spatial position and channel."""
    spread = (1,) * (x.ndim - y.ndim - 1)
    if data_format == 'channels_first':
        return x + y.reshape(y.shape[::-1] + spread)
    return x + y.reshape(spread + y.shape)


def dot(x, y):
    """Computes the product of ``x`` and ``y`` as numpy.dot does."""
    return np.dot(x, y)


def batch_dot(x, y, axes=None):
    """Computes the product of each sample of ``x`` with that of ``y``, summed over one axis of each.

    The result has 2 axes or more. ``axes`` None is the last one of ``x`` and the last but one of ``y``, or its last one
    of 2. Raises ValueError for less than 2 axes, for several to sum over or that of the samples, and for sizes that do
    not fit.
    """
    if x.ndim < 2 or y.ndim < 2:
        raise ValueError('batch_dot takes arrays with 2 axes or more, and was passed %d and %d.' % (x.ndim, y.ndim))
    if axes is None:
        axes = (-1, -1 if y.ndim == 2 else -2)
    elif isinstance(axes, int):
        axes = (axes, axes)
    if any_of(isinstance(axis, (list, tuple)) for axis in axes):
        raise ValueError('batch_dot sums over one axis of each array: axes is None, int or (int, int), and was '
                         f'{axes}.')
    first, second = (axis + array.ndim if axis < 0 else axis for axis, array in zip(axes, (x, y)))
    if 0 in (first, second):
        raise ValueError(f'batch_dot does not sum over axis 0, that of the samples: axes was {axes}.')
    if x.shape[0] != y.shape[0]:
        raise ValueError('batch_dot takes as many samples of x as of y, and was passed %d and %d.'
                         % (x.shape[0], y.shape[0]))
    if x.shape[first] != y.shape[second]:
        raise ValueError('batch_dot sums over axes of one size: axis %d of %s and axis %d of %s are not.'
                         % (first, x.shape, second, y.shape))
    product = np.array([np.tensordot(left, right, (first - 1, second - 1)) for left, right in zip(x, y)])
    return product.reshape(-1, 1) if product.ndim == 1 else product


def transpose(x):
    """Reverses the order of the axes of ``x``."""
    return np.transpose(x)


def permute_dimensions(x, pattern):
    """Changes the order of the axes of ``x``."""
    return np.transpose(x, pattern)


def reshape(x, shape):
    """Changes the shape of ``x``."""
    return np.reshape(x, shape)


def flatten(x):
    """Reshapes ``x`` to one axis."""
    return np.reshape(x, (-1,))


def batch_flatten(x):
    """Reshapes ``x`` to two axes, of which the first stays."""
    return np.reshape(x, (x.shape[0], -1))


def reverse(x, axes):
    """Reverses ``x`` along an axis, or along several."""
    return np.flip(x, tuple(axes) if isinstance(axes, list) else axes)


def concatenate(tensors, axis=-1):
    """Joins arrays along an axis."""
    return np.concatenate(tensors, axis)


def stack(x, axis=0):
    """Joins arrays along a new axis."""
    return np.stack(x, axis=axis)


def repeat_elements(x, rep, axis):
    """Repeats each element ``rep`` times along the axis, next to itself."""
    return np.repeat(x, rep, axis=axis)


def repeat(x, n):
    """Repeats ``x`` n times along a new axis 1."""
    return np.repeat(np.expand_dims(x, 1), n, axis=1)


def tile(x, n):
    """Repeats ``x`` along each axis."""
    return np.tile(x, n)


def slice(x, start, size):
    """Returns the block of ``x`` with that start and size along each axis."""
    return x[tuple(py_slice(first, first + count) for first, count in zip(start, size))]


def gather(reference, indices):
    """Returns the slices of ``reference`` along its first axis at the indices."""
    return reference[indices]


def one_hot(indices, num_classes):
    """Returns one-hot rows of the classes, as to_categorical does."""
    return to_categorical(indices, num_classes)


def temporal_padding(x, padding=(1, 1)):
    """Adds steps of zeros before and after ``x`` (batch, steps, channels)."""
    return np.pad(x, [(0, 0), padding, (0, 0)], mode='constant')


def spatial_2d_padding(x, padding=((1, 1), (1, 1)), data_format=None):
    """Adds rows and columns of zeros around images; raises ValueError without a data format."""
    return _padded(x, padding, data_format)


def spatial_3d_padding(x, padding=((1, 1), (1, 1), (1, 1)), data_format=None):
    """Adds planes, rows and columns of zeros around volumes; raises ValueError without a data format."""
    return _padded(x, padding, data_format)


def _padded(x, padding, data_format):
    widths = ((0, 0),) + tuple(padding) + ((0, 0),)
    return np.pad(x, transpose_shape(widths, data_format, tuple(range(1, x.ndim - 1))), mode='constant')


def resize_images(x, height_factor, width_factor, data_format):
    """Repeats the rows and columns of images; returns them as they are for an unknown data format."""
    return _resized(x, (height_factor, width_factor), data_format)


def resize_volumes(x, depth_factor, height_factor, width_factor, data_format):
    """Repeats the planes, rows and columns of volumes; returns them as they are for an unknown data format."""
    return _resized(x, (depth_factor, height_factor, width_factor), data_format)


def _resized(x, factors, data_format):
    if data_format in ('channels_first', 'channels_last'):
        for axis, factor in enumerate(factors, 2 if data_format == 'channels_first' else 1):
            x = repeat_elements(x, factor, axis)
    return x


def _remove_repeats(inds):
    return inds[np.insert(np.diff(inds).astype(bool), 0, True)]


def _remove_blanks(inds, num_classes):
    return inds[inds < num_classes - 1]
