"""What programs took from Keras 2's TensorFlow backend by its private names; its public names are those of K.

All of it is Keras 2.2.4's and 2.3.1's ``keras.backend.tensorflow_backend``.
"""

import numpy as np

from compat import backend as K
from compat.backend.convolution import known_padding
from compat.backend.tensors import PLAIN, host
from compat.symbolic.context import context
from compat.symbolic.conversion import plain_array

# Keras 2's own bookkeeping of graphs and sessions. Programs look at it and clear it; nothing here reads it.
_SESSION = None
_MANUAL_VAR_INIT = False
_LOCAL_DEVICES = None
_GRAPH_LEARNING_PHASES = {}
_GRAPH_UID_DICTS = {}
_LEARNING_PHASE_CACHE = {}
_SYMBOLIC_SCOPE = context

_FORMATS = {3: 'W', 4: 'HW', 5: 'DHW'}


def _get_available_gpus():
    """Returns the names of the GPUs that the framework sees, as '/device:GPU:0'; programs count them."""
    return ['/device:GPU:%d' % place for place in range(host.count_gpus())]


def _get_current_tf_device():
    """Returns the device of the innermost ``tf.device`` scope as TensorFlow has it, or None."""
    return host.current_device()


def _is_current_explicit_device(device_type):
    """Returns whether the innermost ``tf.device`` scope is of the type, 'CPU' or 'GPU'; else raises ValueError."""
    if device_type.upper() not in ('CPU', 'GPU'):
        raise ValueError(f'`device_type` should be either "CPU" or "GPU", and is {device_type!r}.')
    device = _get_current_tf_device()
    return device is not None and device.device_type == device_type.upper()


def _has_nchw_support():
    """Returns whether convolutions may have their channels first: on a GPU, unless a scope says CPU."""
    return not _is_current_explicit_device('CPU') and bool(_get_available_gpus())


def _is_tf_1():
    """Returns whether the framework is TensorFlow 1, which only Keras 2 itself computes with."""
    return False


def _has_compat_v1():
    """Returns whether there is ``tf.compat.v1``: wherever the framework is TensorFlow."""
    return host.framework_name() == 'tensorflow'


def is_symbolic(x):
    """Returns whether ``x`` is a tensor and no variable: every tensor of Keras 2.3.1 was symbolic."""
    return K.is_tensor(x) and not K.is_variable(x)


def v1_variable_initialization():
    """Does nothing, for old programs: the hosts of today always initialize variables as they are made."""


def _to_tensor(x, dtype):
    """Returns ``x``, plain numbers or a tensor of that dtype, as a tensor.

    Raises ValueError for a tensor of another dtype, TypeError for floats of Python where integers are required.
    """
    if isinstance(x, PLAIN):
        if (not isinstance(x, (np.ndarray, np.generic)) and plain_array(x).dtype.kind == 'f'
                and np.dtype(dtype).kind in 'iu'):
            raise TypeError(f'Expected {dtype}, and got {x}.')
        return K.constant(x, dtype=dtype)
    if K.dtype(x) != dtype:
        raise ValueError(f'A tensor of {dtype} was asked for, and one of {K.dtype(x)} passed. Cast it: K.cast(x, '
                         f'{dtype!r}).')
    return K.identity(x)


def _preprocess_padding(padding):
    """Returns 'same' or 'valid' as TensorFlow writes it; raises ValueError for another."""
    known_padding(padding)
    return padding.upper()


def _preprocess_conv1d_input(x, data_format):
    """Returns (x, format): ``x`` (3 axes) as TensorFlow convolves it here, and 'NWC' or 'NCW'."""
    return _channels_placed(x, data_format, force_transpose=False)


def _preprocess_conv2d_input(x, data_format, force_transpose=False):
    """Returns (x, format): ``x`` (4 axes) as TensorFlow convolves it here, and 'NHWC' or 'NCHW'."""
    return _channels_placed(x, data_format, force_transpose)


def _preprocess_conv3d_input(x, data_format):
    """Returns (x, format): ``x`` (5 axes) as TensorFlow convolves it here, and 'NDHWC' or 'NCDHW'."""
    return _channels_placed(x, data_format, force_transpose=False)


def _channels_placed(x, data_format, force_transpose):
    """Moves channels from the first axis to the last where they cannot be first, and where that is asked for."""
    rank = K.ndim(x)
    axes = _FORMATS[rank]
    if data_format != 'channels_first':
        return x, f'N{axes}C'
    if _has_nchw_support() and not force_transpose:
        return x, 'NC' + axes
    return K.permute_dimensions(x, (0,) + tuple(range(2, rank)) + (1,)), f'N{axes}C'


def _regular_normalize_batch_in_training(x, gamma, beta, reduction_axes, epsilon=1e-3):
    """Returns (normalized, mean, variance) of the batch, where gamma and beta broadcast as they are."""
    mean, variance = K.mean(x, reduction_axes), K.var(x, reduction_axes)
    return _normalized(x, mean, variance, gamma, beta, epsilon), mean, variance


def _broadcast_normalize_batch_in_training(x, gamma, beta, reduction_axes, epsilon=1e-3):
    """Returns (normalized, mean, variance) of the batch, where they belong to the axes that are not reduced."""
    mean, variance = K.mean(x, reduction_axes), K.var(x, reduction_axes)
    spread = [None if each is None else _with_axes(each, reduction_axes) for each in (mean, variance, gamma, beta)]
    return _normalized(x, *spread, epsilon=epsilon), mean, variance


def _fused_normalize_batch_in_training(x, gamma, beta, reduction_axes, epsilon=1e-3):
    """Returns (normalized, mean, variance) of a batch of images as TensorFlow's operation for images does."""
    return K.normalize_batch_in_training(x, gamma, beta, list(reduction_axes), epsilon)


def _normalized(x, mean, variance, gamma, beta, epsilon):
    """Normalises without an axis of channels, which would make it TensorFlow's operation for images."""
    return K.batch_normalization(x, mean, variance, beta, gamma, axis=None, epsilon=epsilon)


def _with_axes(x, axes):
    for axis in sorted(axes):
        x = K.expand_dims(x, axis)
    return x
