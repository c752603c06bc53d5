"""keras.backend.numpy_backend: functions of K on arrays of numpy, with which Keras checked its frameworks.

All of it is Keras 2.3.1's ``keras.backend.numpy_backend``. Arrays in, arrays out, in the dtype that numpy computes in;
they are at once what they would be in a graph, so that ``eval`` and ``get_value`` give what they are given.
"""
# The functions are named as those of K, and so as some of Python's own.
from builtins import any as any_of
from builtins import slice as py_slice

import numpy as np

from compat.backend.configuration import floatx
from compat.extensions.reference_convolution import *  # noqa: F403
from compat.utils.generic_utils import transpose_shape
from compat.utils.np_utils import to_categorical

SMALLEST_PROBABILITY = 1e-7
_LEARNING_PHASE = True
_FLOATX = floatx()  # that of the import, as in Keras 2.3.1

square, abs, exp, log, round, sign, cos, sin = np.square, np.abs, np.exp, np.log, np.round, np.sign, np.cos, np.sin
expand_dims, squeeze = np.expand_dims, np.squeeze


def _named(function, name, doc):
    function.__name__ = function.__qualname__ = name
    function.__doc__ = doc
    return function


def _reduction(name, compute, doc):
    def reduced(x, axis=None, keepdims=False):
        return compute(x, axis=tuple(axis) if isinstance(axis, list) else axis, keepdims=keepdims)

    return _named(reduced, name, f'{doc} of ``x`` along the axis, along several, or of all where it is None.')


def _along(name, compute, default, doc):
    def along(x, axis=default):
        return compute(x, axis=axis)

    return _named(along, name, f'{doc} of ``x`` along the axis.')


def _of_two(name, compute, doc):
    def of_two(x, y):
        return compute(x, y)

    return _named(of_two, name, f'{doc}, element by element.')


def _filled(name, fill):
    def filled(shape, dtype=_FLOATX, name=None):
        return fill(shape, dtype=dtype)

    return _named(filled, name, f'An array of {name}, of that shape.')


def _filled_like(name, fill):
    def filled(x, dtype=_FLOATX, name=None):
        return fill(x, dtype=dtype)

    return _named(filled, name, 'An array of {}, of the shape of ``x``.'.format(name.partition('_')[0]))


def _log_of_sum_of_exponentials(x, axis, keepdims):
    largest = np.max(x, axis=axis, keepdims=True)
    largest = np.where(np.isfinite(largest), largest, np.zeros_like(largest))
    with np.errstate(divide='ignore'):
        summed = np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=keepdims))
    return summed + (largest if keepdims else largest.reshape(summed.shape))


max = _reduction('max', np.max, 'The largest element')
min = _reduction('min', np.min, 'The smallest element')
mean = _reduction('mean', np.mean, 'The mean')
var = _reduction('var', np.var, 'The variance')
std = _reduction('std', np.std, 'The standard deviation')
sum = _reduction('sum', np.sum, 'The sum')
prod = _reduction('prod', np.prod, 'The product')
any = _reduction('any', np.any, 'Whether there is a true element')
all = _reduction('all', np.all, 'Whether there is no false element')
logsumexp = _reduction('logsumexp', _log_of_sum_of_exponentials, 'The logarithm of the sum of the exponentials')

cumsum = _along('cumsum', np.cumsum, 0, 'The sums so far')
cumprod = _along('cumprod', np.cumprod, 0, 'The products so far')
argmax = _along('argmax', np.argmax, -1, 'The place of the largest element')
argmin = _along('argmin', np.argmin, -1, 'The place of the smallest element')

equal = _of_two('equal', np.equal, 'Whether they are equal')
not_equal = _of_two('not_equal', np.not_equal, 'Whether they are not equal')
greater = _of_two('greater', np.greater, 'Whether ``x`` is greater')
greater_equal = _of_two('greater_equal', np.greater_equal, 'Whether ``x`` is greater or equal')
less = _of_two('less', np.less, 'Whether ``x`` is less')
less_equal = _of_two('less_equal', np.less_equal, 'Whether ``x`` is less or equal')
maximum = _of_two('maximum', np.maximum, 'The larger one')
minimum = _of_two('minimum', np.minimum, 'The smaller one')

zeros, ones = _filled('zeros', np.zeros), _filled('ones', np.ones)
zeros_like, ones_like = _filled_like('zeros_like', np.zeros_like), _filled_like('ones_like', np.ones_like)


def eval(x):
    """``x``, which has its value."""
    return x


def get_value(x):
    """``x``, which has its value."""
    return x


def count_params(x):
    """The number of elements of ``x``."""
    return x.size


def int_shape(x):
    """The shape of ``x``."""
    return x.shape


def get_variable_shape(x):
    """The shape of ``x``."""
    return int_shape(x)


def ndim(x):
    """The number of axes of ``x``."""
    return x.ndim


def dtype(x):
    """The name of the dtype of ``x``."""
    return x.dtype.name


def print_tensor(x, message=''):
    """``x``, after it has been printed before the message."""
    print(x, message)
    return x


def variable(value, dtype=None, name=None, constraint=None):
    """The value as an array of its own. Raises TypeError for a constraint: no optimizer will hold it."""
    if constraint is not None:
        raise TypeError(f'A variable of the numpy backend has no constraint, which was {constraint!r}. Give it to a '
                        'variable of keras.backend.')
    return np.array(value, dtype)


def constant(value, dtype=None, shape=None, name=None):
    """The value in that shape, as float64 unless it is an array of floats: ``dtype`` does nothing in Keras 2.3.1."""
    return np.multiply(value, np.ones(shape) if shape else 1.)


def eye(size, dtype=None, name=None):
    """The identity matrix of ``size`` rows and columns, or of (rows, columns)."""
    rows, columns = size if isinstance(size, (list, tuple)) else (size, size)
    return np.eye(rows, columns, dtype=dtype)


def arange(start, stop=None, step=1, dtype='int32'):
    """The numbers from ``start``, or 0 where ``stop`` is None, up to ``stop``, or ``start``."""
    return np.arange(start, stop, step, dtype)


def random_uniform_variable(shape, low, high, dtype=None, name=None, seed=None):
    """Numbers between ``low`` and ``high``, drawn by numpy.random, whose own seed counts."""
    return low + (high - low) * np.random.random(shape).astype(dtype)


def random_normal_variable(shape, mean, scale, dtype=None, name=None, seed=None):
    """Normal numbers of that mean and standard deviation, drawn by numpy.random, whose own seed counts."""
    return mean + scale * np.random.randn(*shape).astype(dtype)


def learning_phase():
    """What set_learning_phase was given last; True from the start."""
    return _LEARNING_PHASE


def set_learning_phase(value):
    """Say whether what follows is training: 1 or True is."""
    global _LEARNING_PHASE
    _LEARNING_PHASE = value


def in_train_phase(x, alt, training=None):
    """``x`` in training, else ``alt``, called where they are functions; ``training`` None is the learning phase."""
    training = learning_phase() if training is None else training
    chosen = x if isinstance(training, int) and training == 1 else alt
    return chosen() if callable(chosen) else chosen


def in_test_phase(x, alt, training=None):
    """``alt`` in training, else ``x``, called where they are functions."""
    return in_train_phase(alt, x, training=training)


def dropout(x, level, noise_shape=None, seed=None):
    """``x`` with that share of zeros, drawn by numpy.random, and the rest scaled up; ``x`` where not in training."""
    if not learning_phase():
        return x
    kept = np.random.choice([0, 1], x.shape if noise_shape is None else noise_shape, p=[level, 1 - level])
    return x * kept / (1 - level)


def switch(condition, then_expression, else_expression):
    """Where ``condition`` is true the one, else the other; its axes are the first ones of theirs."""
    chosen = condition.astype(floatx())
    chosen = chosen.reshape(chosen.shape + (1,) * (then_expression.ndim - chosen.ndim))
    return then_expression * chosen + else_expression * (1 - chosen)


def relu(x, alpha=0., max_value=None, threshold=0.):
    """``x`` from ``threshold`` on and never above ``max_value``, and ``alpha * (x - threshold)`` below it."""
    above = x >= threshold
    return (np.clip(x * above, 0., np.inf if max_value is None else max_value)
            + alpha * (x - threshold) * np.logical_not(above))


def elu(x, alpha=1.):
    """``x`` where it is positive, else ``alpha * (exp(x) - 1)``."""
    return x * (x > 0) + alpha * np.expm1(np.minimum(x, 0))


def softplus(x):
    """``log(1 + exp(x))``."""
    return np.logaddexp(0., x).astype(np.exp(x).dtype)


def softsign(x):
    """``x / (1 + |x|)``."""
    return x / (1 + np.abs(x))


def sigmoid(x):
    """``1 / (1 + exp(-x))``."""
    return 1. / (1. + np.exp(-x))


def hard_sigmoid(x):
    """``0.2 * x + 0.5``, between 0 and 1."""
    return np.clip(0.2 * x + 0.5, 0, 1)


def tanh(x):
    """The hyperbolic tangent."""
    return np.tanh(x)


def softmax(x, axis=-1):
    """The exponentials of ``x`` divided by their sum along the axis."""
    powers = np.exp(x - max(x, axis, keepdims=True))
    return powers / sum(powers, axis, keepdims=True)


def l2_normalize(x, axis=-1):
    """``x`` divided by its length along the axis; nan where that is 0."""
    return x / np.sqrt(sum(np.square(x), axis, keepdims=True))


def sqrt(x):
    """The square root, and 0 of negative numbers."""
    with np.errstate(invalid='ignore'):
        root = np.sqrt(x)
    return np.where(np.isnan(root), np.zeros_like(root), root)


def pow(x, a=1.):
    """``x`` to the power of ``a``."""
    return np.power(x, a)


def clip(x, min_value, max_value):
    """``x`` between these bounds."""
    return np.clip(x, min_value, max_value)


def binary_crossentropy(target, output, from_logits=False):
    """The crossentropy of each probability of ``output``, or of each logit."""
    probability = (sigmoid(output) if from_logits
                   else np.clip(output, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY))
    return -(target * np.log(probability) + (1 - target) * np.log(1 - probability))


def categorical_crossentropy(target, output, from_logits=False):
    """The crossentropy along the last axis of probabilities, which are scaled to a sum of 1, or of logits."""
    probability = softmax(output) if from_logits else output / output.sum(axis=-1, keepdims=True)
    return -np.sum(target * np.log(np.clip(probability, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY)), axis=-1)


def in_top_k(predictions, targets, k):
    """Whether the target of each row is among the places of its ``k`` largest predictions."""
    return any(np.argsort(-predictions)[:, :k] == targets.reshape(-1, 1), axis=-1)


def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=0.001):
    """``x`` less the mean, over the root of the variance and ``epsilon``, times ``gamma`` plus ``beta``.

    They broadcast as numpy does it: the axis is not looked at.
    """
    return (x - mean) / sqrt(var + epsilon) * gamma + beta


def bias_add(x, y, data_format):
    """``x`` plus the bias ``y`` of each channel, or of each place and channel."""
    spread = (1,) * (x.ndim - y.ndim - 1)
    if data_format == 'channels_first':
        return x + y.reshape(y.shape[::-1] + spread)
    return x + y.reshape(spread + y.shape)


def dot(x, y):
    """The product of ``x`` and ``y`` as numpy.dot has it."""
    return np.dot(x, y)


def batch_dot(x, y, axes=None):
    """The product of each sample of ``x`` with that of ``y``, summed over one axis of each; it has 2 axes or more.

    ``axes`` None is the last one of ``x`` and the last but one of ``y``, or its last one of 2. Raises ValueError for
    less than 2 axes, for several to sum over or the one of samples, and for sizes which do not fit.
    """
    if x.ndim < 2 or y.ndim < 2:
        raise ValueError('batch_dot takes arrays with 2 axes or more, and was given %d and %d.' % (x.ndim, y.ndim))
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
        raise ValueError('batch_dot takes as many samples of x as of y, and was given %d and %d.'
                         % (x.shape[0], y.shape[0]))
    if x.shape[first] != y.shape[second]:
        raise ValueError('batch_dot sums over axes of one size: axis %d of %s and axis %d of %s are not.'
                         % (first, x.shape, second, y.shape))
    product = np.array([np.tensordot(left, right, (first - 1, second - 1)) for left, right in zip(x, y)])
    return product.reshape(-1, 1) if product.ndim == 1 else product


def transpose(x):
    """``x`` with its axes in reverse."""
    return np.transpose(x)


def permute_dimensions(x, pattern):
    """``x`` with its axes in that order."""
    return np.transpose(x, pattern)


def reshape(x, shape):
    """``x`` in that shape."""
    return np.reshape(x, shape)


def flatten(x):
    """``x`` with one axis."""
    return np.reshape(x, (-1,))


def batch_flatten(x):
    """``x`` with two axes, of which the first stays."""
    return np.reshape(x, (x.shape[0], -1))


def reverse(x, axes):
    """``x`` turned round along that axis, or along several."""
    return np.flip(x, tuple(axes) if isinstance(axes, list) else axes)


def concatenate(tensors, axis=-1):
    """The arrays one after the other along the axis."""
    return np.concatenate(tensors, axis)


def stack(x, axis=0):
    """The arrays along a new axis."""
    return np.stack(x, axis=axis)


def repeat_elements(x, rep, axis):
    """``x`` with each element ``rep`` times in a row along the axis."""
    return np.repeat(x, rep, axis=axis)


def repeat(x, n):
    """``x`` of n times along a new axis 1."""
    return np.repeat(np.expand_dims(x, 1), n, axis=1)


def tile(x, n):
    """``x`` so many times along each axis."""
    return np.tile(x, n)


def slice(x, start, size):
    """The part of ``x`` that starts at, and is as large as, what is given for each axis."""
    return x[tuple(py_slice(first, first + count) for first, count in zip(start, size))]


def gather(reference, indices):
    """The rows of ``reference`` with these numbers."""
    return reference[indices]


def one_hot(indices, num_classes):
    """One-hot rows of the class numbers, as to_categorical gives them."""
    return to_categorical(indices, num_classes)


def temporal_padding(x, padding=(1, 1)):
    """``x`` (batch, steps, channels) with so many steps of zeros before and after."""
    return np.pad(x, [(0, 0), padding, (0, 0)], mode='constant')


def spatial_2d_padding(x, padding=((1, 1), (1, 1)), data_format=None):
    """Images with so many rows and columns of zeros around; raises ValueError without a data format."""
    return _padded(x, padding, data_format)


def spatial_3d_padding(x, padding=((1, 1), (1, 1), (1, 1)), data_format=None):
    """Volumes with so many planes, rows and columns of zeros around; raises ValueError without a data format."""
    return _padded(x, padding, data_format)


def _padded(x, padding, data_format):
    widths = ((0, 0),) + tuple(padding) + ((0, 0),)
    return np.pad(x, transpose_shape(widths, data_format, tuple(range(1, x.ndim - 1))), mode='constant')


def resize_images(x, height_factor, width_factor, data_format):
    """Images with their rows and columns repeated; as they are where the data format is neither one."""
    return _resized(x, (height_factor, width_factor), data_format)


def resize_volumes(x, depth_factor, height_factor, width_factor, data_format):
    """Volumes with their planes, rows and columns repeated; as they are where the data format is neither one."""
    return _resized(x, (depth_factor, height_factor, width_factor), data_format)


def _resized(x, factors, data_format):
    if data_format in ('channels_first', 'channels_last'):
        for axis, factor in enumerate(factors, 2 if data_format == 'channels_first' else 1):
            x = repeat_elements(x, factor, axis)
    return x


def rnn(step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None, unroll=False,
        input_length=None):
    """(last output, outputs, last states) of ``step_function(x, states + constants)``, which gives (output, states),
    over axis 1 of the inputs.

    Where the mask (samples, steps) is false the output, zeros at first, and the states of the step before stay.
    Raises ValueError for a mask of another shape.
    """
    constants = [] if constants is None else constants
    output = np.zeros(np.shape(step_function(inputs[:, 0], initial_states + constants)[0]))
    if mask is not None and mask.shape != inputs.shape[:2]:
        raise ValueError(f'mask should have `shape=(samples, time)`, got {mask.shape} for inputs of shape '
                         f'{inputs.shape}.')
    assert input_length in (None, inputs.shape[1])
    outputs, states = [], initial_states
    for step in range(inputs.shape[1])[::-1 if go_backwards else 1]:
        before = [output] + list(states)
        output, states = step_function(inputs[:, step], states + constants)
        if mask is not None:
            kept = [_where(mask[:, step].astype(bool), now, last)
                    for now, last in zip([output] + list(states), before)]
            output, states = kept[0], kept[1:]
        outputs.append(output)
    return outputs[-1], np.stack(outputs, axis=1), states


def _where(mask, now, last):
    """``now`` where the mask of the samples is true, else ``last``."""
    return np.where(mask.reshape(mask.shape + (1,) * (now.ndim - 1)), now, last)


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1, merge_repeated=False):
    """(classes, negative logarithms of their probabilities) of the best class at each step.

    Repeated classes are merged and the last class, the blank, is left out; rows end in -1. Only the greedy way is
    there, and another one raises NotImplementedError, as in Keras 2.3.1.
    """
    if not greedy:
        raise NotImplementedError('ctc_decode of the numpy backend is greedy. Search with keras.backend.ctc_decode.')
    decoded = np.full_like(y_pred[..., 0], -1)
    negative_logs, lengths = np.zeros((len(y_pred), 1)), []
    for sample, (probabilities, length) in enumerate(zip(y_pred, input_length)):
        best = np.argmax(probabilities[:length], axis=-1)
        negative_logs[sample] = -np.sum(np.log(np.max(probabilities[:length], axis=-1)))
        new = np.insert(best[1:] != best[:-1], 0, True)
        classes = best[new & (best < y_pred.shape[-1] - 1)]
        decoded[sample, :len(classes)] = classes
        lengths.append(len(classes))
    return decoded[:, :np.max(lengths)], negative_logs
