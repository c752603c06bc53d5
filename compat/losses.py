"""The losses of Keras 2 (Keras 2.2.4 `keras.losses`): of targets and predictions, one number per sample.

Targets are taken in the dtype of the predictions. The classes that Keras 2.3 brought are in
compat.training.loss_objects.
"""
import functools

from compat import backend as K
from compat import process
from compat.training.loss_objects import Loss, LossFunctionWrapper  # noqa: F401
from compat.training.loss_objects import loss_class as _loss_class
from compat.utils.generic_utils import serialize_keras_object
from compat.base_layer.named_objects import deserialize as _deserialize
from compat.base_layer.named_objects import named as _named
from compat.base_layer.named_objects import builtin as _builtin
from compat.base_layer.pickling import host_function

_host = process.opened().keras.losses
# Keras 2.3's hinge takes labels of 0 and 1 as -1 and 1.
_HINGE_TAKES_BINARY = process.dialect().hinge_takes_binary
# Keras 2.3 counts the classes for smooth labels along the second axis, which is that of the steps where there are some.
_CLASSES_AXIS = process.dialect().smoothing_classes_axis


def measure(kind):
    """A decorator for losses and metrics: they get tensors of one dtype, and are saved under the host's name."""
    def decorate(function):
        @functools.wraps(function)
        def cast(y_true, y_pred, *args, **kwargs):
            y_pred = y_pred if K.is_tensor(y_pred) else K.constant(y_pred)
            y_true = y_true if K.is_tensor(y_true) else K.constant(y_true, dtype=K.dtype(y_pred))
            if K.dtype(y_true) != K.dtype(y_pred):
                y_true = K.cast(y_true, K.dtype(y_pred))
            return function(y_true, y_pred, *args, **kwargs)
        cast.__module__ = 'compat.' + kind
        return _builtin(kind)(cast)
    return decorate


_loss = measure('losses')


@_loss
def mean_squared_error(y_true, y_pred):
    """The mean square of the difference along the last axis."""
    return K.mean(K.square(y_pred - y_true), axis=-1)


@_loss
def mean_absolute_error(y_true, y_pred):
    """The mean absolute difference along the last axis."""
    return K.mean(K.abs(y_pred - y_true), axis=-1)


@_loss
def mean_absolute_percentage_error(y_true, y_pred):
    """The mean absolute difference along the last axis, in percent of the target, which counts as epsilon at least."""
    return 100. * K.mean(K.abs((y_true - y_pred) / K.clip(K.abs(y_true), K.epsilon(), None)), axis=-1)


@_loss
def mean_squared_logarithmic_error(y_true, y_pred):
    """The mean square of the difference of ``log(1 + value)``, values being epsilon at least."""
    predicted, target = (K.log(K.clip(values, K.epsilon(), None) + 1.) for values in (y_pred, y_true))
    return K.mean(K.square(predicted - target), axis=-1)


def as_signs(y_true):
    """Labels of 0 and 1 as -1 and 1, others as they are."""
    one = K.cast(K.equal(y_true, 1), K.dtype(y_true))
    zero = K.cast(K.equal(y_true, 0), K.dtype(y_true))
    binary = K.min(one + zero)
    return binary * (2. * y_true - 1.) + (1. - binary) * y_true


def _signed(y_true):
    return as_signs(y_true) if _HINGE_TAKES_BINARY else y_true


@_loss
def squared_hinge(y_true, y_pred):
    """The mean square of ``max(1 - target * prediction, 0)``."""
    return K.mean(K.square(K.maximum(1. - _signed(y_true) * y_pred, 0.)), axis=-1)


@_loss
def hinge(y_true, y_pred):
    """The mean of ``max(1 - target * prediction, 0)``."""
    return K.mean(K.maximum(1. - _signed(y_true) * y_pred, 0.), axis=-1)


@_loss
def categorical_hinge(y_true, y_pred):
    """``max(0, 1 + largest wrong prediction - right prediction)`` of one-hot targets."""
    right = K.sum(y_true * y_pred, axis=-1)
    wrong = K.max((1. - y_true) * y_pred, axis=-1)
    return K.maximum(wrong - right + 1., 0.)


@_loss
def logcosh(y_true, y_pred):
    """The mean of the logarithm of the hyperbolic cosine of the difference."""
    error = y_pred - y_true
    return K.mean(error + K.softplus(-2. * error) - K.log(2.), axis=-1)


@_loss
def huber_loss(y_true, y_pred, delta=1.0):
    """Half the square of a difference up to ``delta``, linear beyond, for each value (Keras 2.3.1)."""
    error = K.abs(y_pred - y_true)
    quadratic = K.minimum(error, delta)
    return 0.5 * K.square(quadratic) + delta * (error - quadratic)


def _probabilities(y_pred):
    """Predictions cut so that their logarithms are finite."""
    return K.clip(y_pred, K.epsilon(), 1. - K.epsilon())


@_loss
def categorical_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0):
    """The cross-entropy of one-hot targets and probabilities (logits where ``from_logits``) along the last axis."""
    if label_smoothing:
        classes = K.cast(K.shape(y_true)[_CLASSES_AXIS], K.dtype(y_true))
        y_true = y_true * (1.0 - label_smoothing) + label_smoothing / classes
    if from_logits:
        return K.sum(y_true, axis=-1) * K.logsumexp(y_pred, axis=-1) - K.sum(y_true * y_pred, axis=-1)
    return -K.sum(y_true * K.log(_probabilities(y_pred / K.sum(y_pred, axis=-1, keepdims=True))), axis=-1)


@_loss
def sparse_categorical_crossentropy(y_true, y_pred, from_logits=False, axis=-1):
    """The cross-entropy of class numbers and probabilities (logits where ``from_logits``) along the axis."""
    return K.sparse_categorical_crossentropy(y_true, y_pred, from_logits, axis if axis == -1 else axis % K.ndim(y_pred))


@_loss
def binary_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0):
    """The mean cross-entropy of 0 or 1 and probabilities (logits where ``from_logits``) along the last axis."""
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    return K.mean(K.binary_crossentropy(y_true, y_pred, from_logits), axis=-1)


@_loss
def kullback_leibler_divergence(y_true, y_pred):
    """``sum(target * log(target / prediction))`` along the last axis, both from epsilon to 1."""
    y_true, y_pred = (K.clip(values, K.epsilon(), 1) for values in (y_true, y_pred))
    return K.sum(y_true * K.log(y_true / y_pred), axis=-1)


@_loss
def poisson(y_true, y_pred):
    """The mean of ``prediction - target * log(prediction + epsilon)`` along the last axis."""
    return K.mean(y_pred - y_true * K.log(y_pred + K.epsilon()), axis=-1)


@_loss
def cosine_proximity(y_true, y_pred, axis=-1):
    """The negative cosine of the angle between target and prediction along the axis."""
    return -K.sum(K.l2_normalize(y_true, axis=axis) * K.l2_normalize(y_pred, axis=axis), axis=axis)


mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
mape = MAPE = mean_absolute_percentage_error
msle = MSLE = mean_squared_logarithmic_error
kld = KLD = kullback_leibler_divergence
cosine = cosine_similarity = cosine_proximity

if process.dialect().keras2_objective_classes:  # the host's have the arguments that the dialect tf.keras has
    _SMOOTHED = {'from_logits': False, 'label_smoothing': 0}
    MeanSquaredError = _loss_class('MeanSquaredError', mean_squared_error, {}, __name__)
    MeanAbsoluteError = _loss_class('MeanAbsoluteError', mean_absolute_error, {}, __name__)
    MeanAbsolutePercentageError = _loss_class(
        'MeanAbsolutePercentageError', mean_absolute_percentage_error, {}, __name__)
    MeanSquaredLogarithmicError = _loss_class(
        'MeanSquaredLogarithmicError', mean_squared_logarithmic_error, {}, __name__)
    BinaryCrossentropy = _loss_class('BinaryCrossentropy', binary_crossentropy, _SMOOTHED, __name__)
    CategoricalCrossentropy = _loss_class('CategoricalCrossentropy', categorical_crossentropy, _SMOOTHED, __name__)
    SparseCategoricalCrossentropy = _loss_class(
        'SparseCategoricalCrossentropy', sparse_categorical_crossentropy, {'from_logits': False}, __name__)
    Hinge = _loss_class('Hinge', hinge, {}, __name__)
    SquaredHinge = _loss_class('SquaredHinge', squared_hinge, {}, __name__)
    CategoricalHinge = _loss_class('CategoricalHinge', categorical_hinge, {}, __name__)
    Poisson = _loss_class('Poisson', poisson, {}, __name__)
    LogCosh = _loss_class('LogCosh', logcosh, {}, __name__)
    KLDivergence = _loss_class('KLDivergence', kullback_leibler_divergence, {}, __name__)
    Huber = _loss_class('Huber', huber_loss, {'delta': 1.0}, __name__)


def is_categorical_crossentropy(loss):
    """Whether it is the loss ``categorical_crossentropy``: its name, the function or an object (Keras 2.3.1)."""
    name = getattr(loss, '__name__', None) or getattr(loss, 'name', None) or loss
    return isinstance(name, str) and name == 'categorical_crossentropy'


_NAMED = _named('losses', globals())
# What newer hosts call a loss of Keras 2.
_RENAMED = {'logcosh': 'log_cosh', 'kullback_leibler_divergence': 'kl_divergence',
            'cosine_proximity': 'cosine_similarity', 'huber_loss': 'huber'}


def serialize(loss):
    """The name of a loss function; ``{'class_name', 'config'}`` of a loss with a config."""
    return serialize_keras_object(loss)


def deserialize(name, custom_objects=None):
    """The loss of a name or config. Raises ValueError for an unknown one."""
    return _deserialize(name, _NAMED, 'loss function', _host.get, custom_objects)


def get(identifier):
    """The loss of a name, a config or a callable; None for None. Raises ValueError for anything else."""
    if identifier is None or callable(identifier):
        return identifier
    if isinstance(identifier, (str, dict)):
        return deserialize(identifier)
    raise ValueError('Could not interpret loss function identifier:', identifier)


def for_host(identifier):
    """The loss that a host trains with: Keras 2's function, which bears the name that the host knows it by in files."""
    loss = get(identifier)
    name = getattr(loss, '__name__', None)
    if name not in _RENAMED or _NAMED.get(name) is not loss or _knows(name):
        return loss

    def renamed(y_true, y_pred, *args, **kwargs):
        return loss(y_true, y_pred, *args, **kwargs)

    # Not wraps: Keras 3 names what is wrapped in its .h5 files.
    renamed.__name__, renamed.__module__, renamed.__doc__ = _RENAMED[name], host_function(loss).__module__, loss.__doc__
    return renamed


def _knows(name):
    """Whether the host itself has a loss of that name."""
    try:
        return callable(_host.get(name))
    except ValueError:
        return False


_maybe_convert_labels = as_signs  # its name in Keras 2.3.1
