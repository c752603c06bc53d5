"""Losses and metrics of targets of all shapes, shared by the golden script and the tests: what they give."""
import numpy as np

import compat
from compat import backend as K
from compat import losses, metrics

SHAPES = ((4,), (4, 1), (4, 3), (2, 3, 4), (2, 3, 1), (2, 2, 2, 3))
NUMBERS = ('mean_squared_error', 'mean_absolute_error', 'mean_absolute_percentage_error',
           'mean_squared_logarithmic_error', 'logcosh', 'hinge', 'squared_hinge', 'cosine_proximity')
SHARES = ('binary_crossentropy', 'categorical_crossentropy', 'kullback_leibler_divergence', 'poisson',
          'categorical_hinge', 'binary_accuracy', 'categorical_accuracy')
SPARSE = ('sparse_categorical_crossentropy', 'sparse_categorical_accuracy')
# Shapes of numbers of classes and of the shares that are predicted for them.
SPARSE_SHAPES = (((4,), (4, 3)), ((4, 1), (4, 3)), ((2, 3), (2, 3, 4)), ((2, 3, 1), (2, 3, 4)),
                 ((2, 2, 2, 1), (2, 2, 2, 3)))
# Targets of another rank than the predictions are broadcast.
BROADCAST = (((4,), (4, 1)), ((4, 1), (4, 3)), ((4, 3), (2, 4, 3)))

# Arguments of the loss objects, and the targets that they get.
OBJECTS = {
    'MeanSquaredError': ({}, 'numbers'), 'MeanAbsoluteError': ({}, 'numbers'), 'LogCosh': ({}, 'numbers'),
    'MeanAbsolutePercentageError': ({}, 'numbers'), 'MeanSquaredLogarithmicError': ({}, 'numbers'),
    'Huber': ({}, 'numbers'), 'Huber/delta': ({'delta': 0.3}, 'numbers'), 'Hinge': ({}, 'signs'),
    'SquaredHinge': ({}, 'signs'), 'CategoricalHinge': ({}, 'classes'), 'Poisson': ({}, 'shares'),
    'KLDivergence': ({}, 'shares'), 'BinaryCrossentropy': ({}, 'binary'),
    'BinaryCrossentropy/smooth': ({'label_smoothing': 0.2}, 'binary'),
    'BinaryCrossentropy/logits': ({'from_logits': True}, 'binary'), 'CategoricalCrossentropy': ({}, 'classes'),
    'CategoricalCrossentropy/smooth': ({'label_smoothing': 0.2}, 'classes'),
    'CategoricalCrossentropy/logits': ({'from_logits': True}, 'classes'),
    'SparseCategoricalCrossentropy': ({}, 'sparse'),
    'SparseCategoricalCrossentropy/logits': ({'from_logits': True}, 'sparse'),
}
REDUCTIONS = ('none', 'sum', 'sum_over_batch_size')


def _pair(kind, shape, true_shape=None):
    """Targets and predictions of that kind; the same for the same shapes."""
    random = np.random.RandomState(sum(shape) + len(shape))
    numbers = random.uniform(-1, 1, true_shape or shape)
    shares = random.uniform(0.05, 1, shape)
    shares /= shares.sum(-1, keepdims=True) * 1.1
    if kind == 'shares':
        other = random.uniform(0.05, 1, true_shape or shape)
        return other / other.sum(-1, keepdims=True), shares
    if kind == 'sparse':
        return random.randint(0, shape[-1], true_shape or shape[:-1] + (1,)).astype('float64'), shares
    if kind == 'classes':
        return np.eye(shape[-1])[random.randint(0, shape[-1], shape[:-1])], shares
    if kind == 'binary':
        return (numbers > 0).astype('float64'), shares
    return (np.sign(numbers) if kind == 'signs' else numbers), random.uniform(-1, 1, shape)


def _called(name, kind, shape, true_shape=None):
    module = metrics if name.endswith('accuracy') else losses
    return module.get(name)(*map(K.constant, _pair(kind, shape, true_shape)))


def functions():
    """Name of the function and shapes: the numbers, with their shape."""
    rows = []
    for shape in SHAPES:
        rows += [(name, 'signs' if name.endswith('hinge') else 'numbers', shape, None) for name in NUMBERS]
        # Which of the values is a class can only be told along an axis of classes.
        rows += [(name, 'shares', shape, None) for name in SHARES if len(shape) > 1 or not name.startswith('cat')]
    rows += [(name, 'numbers', shape, true_shape) for true_shape, shape in BROADCAST for name in NUMBERS[:4]]
    found = {'%s %s %s' % (name, true_shape or shape, shape): _called(name, kind, shape, true_shape)
             for name, kind, shape, true_shape in rows}
    found = _computed(found)
    for true_shape, shape in SPARSE_SHAPES:
        found.update(_of_placeholders(true_shape, shape))
    return found


def _computed(tensors):
    """The numbers of each of them by name, computed at once."""
    return dict(zip(tensors, map(np.asarray, K.function([], list(tensors.values()))([]))))


def _of_placeholders(true_shape, shape):
    """What losses of numbers of classes give, where no size of the targets is known, as in training."""
    arrays = _pair('sparse', shape, true_shape)
    tensors = [K.placeholder(ndim=len(true_shape)), K.placeholder(shape=(None,) + shape[1:])]
    # Keras 2.2 cannot count the accuracy of steps.
    names = SPARSE if len(shape) == 2 or compat.__version__ != '2.2.4' else SPARSE[:1]
    values = K.function(tensors, [metrics.get(name)(*tensors) for name in names])(list(arrays))
    return {'%s %s %s' % (name, true_shape, shape): value for name, value in zip(names, values)}


def _weights(shape):
    """Weights for losses of that shape: one for each sample, the same in a column, and one for each step."""
    each = np.random.RandomState(5).randint(0, 4, shape).astype('float64') / 2
    of_samples = each.reshape((shape[0], -1))[:, 0]
    given = {'none': (), 'samples': (of_samples,),
             'column': (of_samples.reshape((-1, 1) + (1,) * (len(shape) - 2)),)}
    return dict(given, steps=(each,)) if len(shape) > 1 else given


def objects():
    """Name of the loss object and shape, weights and reduction: the numbers, with their shape."""
    found = {}
    for shape in ((4, 3), (2, 3, 4)):
        for case, (arguments, kind) in OBJECTS.items():
            y_true, y_pred = _pair(kind, shape)
            name = case.partition('/')[0]
            all_ways = name == 'MeanSquaredError'
            for weights_are, weights in _weights(shape[:-1]).items():
                if weights_are in ('none', 'samples') or all_ways:
                    for reduction in REDUCTIONS if all_ways else REDUCTIONS[2:]:
                        loss = getattr(losses, name)(reduction=reduction, **arguments)
                        found['%s %s %s %s' % (case, shape, weights_are, reduction)] = loss(
                            *map(K.constant, (y_true, y_pred) + weights))
    return _computed(found)
