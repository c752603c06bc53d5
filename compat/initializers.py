"""The initializers of Keras 2 (Keras 2.2.4 `keras.initializers`).

Each is called as ``initializer(shape, dtype=None)`` and returns the first value of a weight. Random values are drawn by
the host's generator: from ``seed``, or from a seed of numpy's global generator, so that ``numpy.random.seed`` makes a
model repeatable.
"""
import numpy as np

from compat import adapters, process
from compat.backend.configuration import floatx
from compat.backend.variables import in_shape_of
from compat.utils.generic_utils import serialize_keras_object
from compat.base_layer.named_objects import deserialize as _deserialize
from compat.base_layer.named_objects import get as _get
from compat.base_layer.named_objects import named as _named
from compat.base_layer.named_objects import builtin as _builtin
from compat.base_layer.pickling import HostNamedType

_ops = adapters.area('ops')
_host = process.opened().keras.initializers
# scipy.stats.truncnorm.std(a=-2, b=2): what cutting a normal distribution at two deviations leaves of its deviation.
_TRUNCATED_STDDEV = .87962566103423978
# The increment of a seed at each call, by which the next values differ.
_SEED_STEP = process.dialect().seed_step


class Initializer(metaclass=HostNamedType):
    """The base of all initializers. A subclass defines ``__call__(shape, dtype=None)`` and ``get_config()``.

    Source: Keras 2.2.4 `keras.initializers.Initializer`.
    """

    def __call__(self, shape, dtype=None):
        raise NotImplementedError(f'{type(self).__name__} has no __call__(shape, dtype=None).')

    def get_config(self):
        return {}

    @classmethod
    def from_config(cls, config):
        """Returns an initializer of a config; the ``dtype`` that tf.keras writes into it is ignored."""
        return cls(**{name: value for name, value in config.items() if name != 'dtype'})


class _Random(Initializer):
    """The base of initializers with a seed."""

    def _next_seed(self):
        if self.seed is None:
            return int(np.random.randint(10e6))
        seed = self.seed
        self.seed += _SEED_STEP
        # Keras 3 refuses integers of numpy, and jax those below 0 or above 32 bits.
        return int(seed) & 0x7fffffff

    def _normal(self, shape, dtype, mean, stddev):
        return _host.RandomNormal(mean, stddev, seed=self._next_seed())(tuple(shape), dtype=dtype)

    def _truncated_normal(self, shape, dtype, mean, stddev):
        return _ops.initial_truncated(tuple(shape), mean, stddev, dtype or floatx(), self._next_seed())

    def _uniform(self, shape, dtype, low, high):
        return _host.RandomUniform(low, high, seed=self._next_seed())(tuple(shape), dtype=dtype)


def _as_weight(values, dtype):
    """Returns the numpy values as they are without a dtype, as Keras 2, else as a tensor of the host."""
    return values if dtype is None else _host.Constant(values)(values.shape, dtype=dtype)


@_builtin('initializers')
class Zeros(Initializer):
    """All zeros.

    Source: Keras 2.2.4 `keras.initializers.Zeros`.
    """

    def __call__(self, shape, dtype=None):
        return _host.Zeros()(tuple(shape), dtype=dtype)


@_builtin('initializers')
class Ones(Initializer):
    """All ones.

    Source: Keras 2.2.4 `keras.initializers.Ones`.
    """

    def __call__(self, shape, dtype=None):
        return _host.Ones()(tuple(shape), dtype=dtype)


@_builtin('initializers')
class Constant(Initializer):
    """A constant.

    Args:
        value: a number, or an array or list that fills the shape of the weight row by row, as K.constant does.

    Raises:
        ValueError: the values do not fit the shape; in Keras 2.3 it is a TypeError.

    Source: Keras 2.2.4 `keras.initializers.Constant`.
    """

    def __init__(self, value=0):
        self.value = value

    def __call__(self, shape, dtype=None):
        value = in_shape_of(np.asarray(self.value), tuple(shape)) if np.ndim(self.value) else self.value
        return _host.Constant(value)(tuple(shape), dtype=dtype)

    def get_config(self):
        return {'value': self.value}


@_builtin('initializers')
class RandomNormal(_Random):
    """Values of a normal distribution.

    Args:
        mean: float, the mean.
        stddev: float, the standard deviation.
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Source: Keras 2.2.4 `keras.initializers.RandomNormal`.
    """

    def __init__(self, mean=0., stddev=0.05, seed=None):
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return self._normal(shape, dtype, self.mean, self.stddev)

    def get_config(self):
        return {'mean': self.mean, 'stddev': self.stddev, 'seed': self.seed}


@_builtin('initializers')
class RandomUniform(_Random):
    """Values of a uniform distribution.

    Args:
        minval: float, the lower bound.
        maxval: float, the upper bound.
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Source: Keras 2.2.4 `keras.initializers.RandomUniform`.
    """

    def __init__(self, minval=-0.05, maxval=0.05, seed=None):
        self.minval = minval
        self.maxval = maxval
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return self._uniform(shape, dtype, self.minval, self.maxval)

    def get_config(self):
        return {'minval': self.minval, 'maxval': self.maxval, 'seed': self.seed}


@_builtin('initializers')
class TruncatedNormal(_Random):
    """Values of a normal distribution within two standard deviations; those beyond are drawn again.

    Args:
        mean: float, the mean.
        stddev: float, the standard deviation before the truncation.
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Source: Keras 2.2.4 `keras.initializers.TruncatedNormal`.
    """

    def __init__(self, mean=0., stddev=0.05, seed=None):
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return self._truncated_normal(shape, dtype, self.mean, self.stddev)

    def get_config(self):
        return {'mean': self.mean, 'stddev': self.stddev, 'seed': self.seed}


@_builtin('initializers')
class VarianceScaling(_Random):
    """Values of variance ``scale / n``, where ``n`` depends on the shape of the weight.

    Args:
        scale: positive float.
        mode: what ``n`` is: 'fan_in' (the number of inputs of a unit), 'fan_out' (that of its outputs) or 'fan_avg'
            (their mean).
        distribution: 'normal' (truncated at two standard deviations) or 'uniform'.
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Raises:
        ValueError: scale is not positive, or mode or distribution is unknown.

    Source: Keras 2.2.4 `keras.initializers.VarianceScaling`.
    """

    def __init__(self, scale=1.0, mode='fan_in', distribution='normal', seed=None):
        if scale <= 0.:
            raise ValueError('`scale` must be a positive float. Got:', scale)
        mode, distribution = mode.lower(), distribution.lower()
        if mode not in ('fan_in', 'fan_out', 'fan_avg'):
            raise ValueError('Invalid `mode` argument: expected on of {"fan_in", "fan_out", "fan_avg"} but got', mode)
        if distribution == 'truncated_normal':
            distribution = 'normal'
        if distribution not in ('normal', 'uniform'):
            raise ValueError('Invalid `distribution` argument: expected one of {"normal", "uniform"} but got',
                             distribution)
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.seed = seed

    def __call__(self, shape, dtype=None):
        fan_in, fan_out = _compute_fans(shape)
        units = {'fan_in': fan_in, 'fan_out': fan_out, 'fan_avg': (fan_in + fan_out) / 2.}[self.mode]
        variance = self.scale / max(1., units)
        if self.distribution == 'normal':
            return self._truncated_normal(shape, dtype, 0., float(np.sqrt(variance)) / _TRUNCATED_STDDEV)
        limit = float(np.sqrt(3. * variance))
        return self._uniform(shape, dtype, -limit, limit)

    def get_config(self):
        return {'scale': self.scale, 'mode': self.mode, 'distribution': self.distribution, 'seed': self.seed}


@_builtin('initializers')
class Orthogonal(Initializer):
    """``gain`` times a random orthogonal matrix (Saxe et al., http://arxiv.org/abs/1312.6120), from numpy's generator.

    The axes of a weight before the last one count as one axis.

    Args:
        gain: float, the factor.
        seed: integer that makes the values repeatable; Keras 2.2 seeds the global generator of numpy by it.

    Raises:
        IndexError: the shape has less than two axes.

    Source: Keras 2.2.4 `keras.initializers.Orthogonal`.
    """

    def __init__(self, gain=1., seed=None):
        self.gain = gain
        self.seed = seed

    def __call__(self, shape, dtype=None):
        if len(shape) < 2:
            raise IndexError(f'Orthogonal makes matrices, and the shape {tuple(shape)} has less than two axes. Use '
                             'another initializer for this weight.')
        flat_shape = (int(np.prod(shape[:-1])), shape[-1])
        normal = self._generator().normal(0.0, 1.0, flat_shape)
        left, _, right = np.linalg.svd(normal, full_matrices=False)
        basis = left if left.shape == flat_shape else right
        return _as_weight(self.gain * basis.reshape(shape), dtype)

    def _generator(self):
        if self.seed is None:
            return np.random
        if not _SEED_STEP:
            # Keras 2.2 seeds the global generator, on which later values depend.
            np.random.seed(self.seed)
            return np.random
        generator = np.random.RandomState(self.seed)
        self.seed += _SEED_STEP
        return generator

    def get_config(self):
        return {'gain': self.gain, 'seed': self.seed}


def _repeated_identity(rows, columns):
    """Returns identity matrices side by side along the longer side (Keras 2.2)."""
    if max(rows, columns) % min(rows, columns):
        raise ValueError('Long side should be multiple of short side.')
    short = min(rows, columns)
    return np.tile(np.identity(short), (rows // short, columns // short))


_IDENTITY = _repeated_identity if process.dialect().identity_repeats else np.eye


@_builtin('initializers')
class Identity(Initializer):
    """``gain`` times the identity matrix.

    A matrix that is not square is several identities side by side in Keras 2.2, and one padded with zeros later.

    Args:
        gain: float, the factor.

    Raises:
        ValueError: the shape is no matrix, or in Keras 2.2 the longer side is no multiple of the shorter one.

    Source: Keras 2.2.4 `keras.initializers.Identity`.
    """

    def __init__(self, gain=1.):
        self.gain = gain

    def __call__(self, shape, dtype=None):
        if len(shape) != 2:
            raise ValueError('Identity matrix initializer can only be used for 2D matrices.')
        return _as_weight(self.gain * _IDENTITY(shape[0], shape[1]), dtype)

    def get_config(self):
        return {'gain': self.gain}


def lecun_uniform(seed=None):
    """Uniform within ``sqrt(3 / fan_in)`` (LeCun 98, Efficient Backprop).

    Args:
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Returns:
        A VarianceScaling.

    Source: Keras 2.2.4 `keras.initializers.lecun_uniform`.
    """
    return VarianceScaling(scale=1., mode='fan_in', distribution='uniform', seed=seed)


def lecun_normal(seed=None):
    """Truncated normal of deviation ``sqrt(1 / fan_in)`` (LeCun 98; https://arxiv.org/abs/1706.02515).

    Args:
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Returns:
        A VarianceScaling.

    Source: Keras 2.2.4 `keras.initializers.lecun_normal`.
    """
    return VarianceScaling(scale=1., mode='fan_in', distribution='normal', seed=seed)


def glorot_uniform(seed=None):
    """Uniform within ``sqrt(6 / (fan_in + fan_out))`` (Glorot & Bengio, AISTATS 2010).

    Args:
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Returns:
        A VarianceScaling.

    Source: Keras 2.2.4 `keras.initializers.glorot_uniform`.
    """
    return VarianceScaling(scale=1., mode='fan_avg', distribution='uniform', seed=seed)


def glorot_normal(seed=None):
    """Truncated normal of deviation ``sqrt(2 / (fan_in + fan_out))`` (Glorot & Bengio, AISTATS 2010).

    Args:
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Returns:
        A VarianceScaling.

    Source: Keras 2.2.4 `keras.initializers.glorot_normal`.
    """
    return VarianceScaling(scale=1., mode='fan_avg', distribution='normal', seed=seed)


def he_uniform(seed=None):
    """Uniform within ``sqrt(6 / fan_in)`` (He et al., http://arxiv.org/abs/1502.01852).

    Args:
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Returns:
        A VarianceScaling.

    Source: Keras 2.2.4 `keras.initializers.he_uniform`.
    """
    return VarianceScaling(scale=2., mode='fan_in', distribution='uniform', seed=seed)


def he_normal(seed=None):
    """Truncated normal of deviation ``sqrt(2 / fan_in)`` (He et al., http://arxiv.org/abs/1502.01852).

    Args:
        seed: integer that makes the values repeatable. None draws a seed from numpy.

    Returns:
        A VarianceScaling.

    Source: Keras 2.2.4 `keras.initializers.he_normal`.
    """
    return VarianceScaling(scale=2., mode='fan_in', distribution='normal', seed=seed)


zero = zeros = Zeros
one = ones = Ones
constant = Constant
uniform = random_uniform = RandomUniform
normal = random_normal = RandomNormal
truncated_normal = TruncatedNormal
identity = Identity
orthogonal = Orthogonal


def _compute_fans(shape, data_format='channels_last'):
    """Returns ``(fan_in, fan_out)`` of a weight of that shape; kernels of 3 to 5 axes count their receptive field.

    Raises ValueError for an unknown data format.
    """
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) not in (3, 4, 5):
        return np.sqrt(np.prod(shape)), np.sqrt(np.prod(shape))
    if data_format == 'channels_last':
        inputs, outputs, field = shape[-2], shape[-1], shape[:-2]
    elif data_format == 'channels_first':
        inputs, outputs, field = shape[1], shape[0], shape[2:]
    else:
        raise ValueError(f'Invalid data_format: {data_format}')
    return inputs * np.prod(field), outputs * np.prod(field)


_NAMED = _named('initializers', globals())


def serialize(initializer):
    """Returns ``{'class_name', 'config'}`` of an initializer, the name of a function."""
    return serialize_keras_object(initializer)


def deserialize(config, custom_objects=None):
    """Returns the initializer of a config. Raises ValueError for an unknown name."""
    return _deserialize(config, _NAMED, 'initializer', _host.get, custom_objects)


def get(identifier):
    """Returns the initializer of a name, a config or a callable. Raises ValueError for anything else."""
    return _get(identifier, _NAMED, 'initializer', _host.get)
