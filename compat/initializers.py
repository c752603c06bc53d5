"""The initializers of Keras 2 (Keras 2.2.4 `keras.initializers`).

Each is called as ``initializer(shape, dtype=None)``. Random values are drawn by the host's generator: from ``seed``, or
else from a seed that numpy's global generator gives, so that ``numpy.random.seed`` makes a model repeatable.
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
# What a seed grows by at each call, so that the next values are others.
_SEED_STEP = {'keras-2.2': 0, 'keras-2.3': 1, 'tf.keras': 0}[process.dialect().name]


class Initializer(_host.Initializer, metaclass=HostNamedType):
    """Base of all initializers: ``__call__(shape, dtype=None)`` gives the first value of a weight."""

    def __call__(self, shape, dtype=None):
        raise NotImplementedError(f'{type(self).__name__} has no __call__(shape, dtype=None).')

    def get_config(self):
        return {}

    @classmethod
    def from_config(cls, config):
        """An initializer of that config; the ``dtype`` that tf.keras wrote into it is left out."""
        return cls(**{name: value for name, value in config.items() if name != 'dtype'})


class _Random(Initializer):
    """What initializers with a seed share."""

    def _take_seed(self):
        if self.seed is None:
            return int(np.random.randint(10e6))
        seed = self.seed
        self.seed += _SEED_STEP
        # Keras 3 takes no seed of numpy's kinds, and jax none below 0 or above 32 bits.
        return int(seed) & 0x7fffffff

    def _normal(self, shape, dtype, mean, stddev):
        return _host.RandomNormal(mean, stddev, seed=self._take_seed())(tuple(shape), dtype=dtype)

    def _truncated_normal(self, shape, dtype, mean, stddev):
        return _ops.initial_truncated(tuple(shape), mean, stddev, dtype or floatx(), self._take_seed())

    def _uniform(self, shape, dtype, low, high):
        return _host.RandomUniform(low, high, seed=self._take_seed())(tuple(shape), dtype=dtype)


def _as_weight(values, dtype):
    """The numpy values, as Keras 2 gave them, or as the host's tensor where a dtype is asked for."""
    return values if dtype is None else _host.Constant(values)(values.shape, dtype=dtype)


@_builtin('initializers')
class Zeros(Initializer, _host.Zeros):
    """All zeros."""

    def __call__(self, shape, dtype=None):
        return _host.Zeros.__call__(self, tuple(shape), dtype=dtype)


@_builtin('initializers')
class Ones(Initializer, _host.Ones):
    """All ones."""

    def __call__(self, shape, dtype=None):
        return _host.Ones.__call__(self, tuple(shape), dtype=dtype)


@_builtin('initializers')
class Constant(Initializer, _host.Constant):
    """All ``value``: a number, or numbers that are put into the weight's shape row by row, as K.constant does.

    Raises ValueError for numbers that do not fit, TypeError from Keras 2.3 on.
    """

    def __init__(self, value=0):
        self.value = value

    def __call__(self, shape, dtype=None):
        value = in_shape_of(np.asarray(self.value), tuple(shape)) if np.ndim(self.value) else self.value
        return _host.Constant(value)(tuple(shape), dtype=dtype)

    def get_config(self):
        return {'value': self.value}


@_builtin('initializers')
class RandomNormal(_Random, _host.RandomNormal):
    """Values of a normal distribution."""

    def __init__(self, mean=0., stddev=0.05, seed=None):
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return self._normal(shape, dtype, self.mean, self.stddev)

    def get_config(self):
        return {'mean': self.mean, 'stddev': self.stddev, 'seed': self.seed}


@_builtin('initializers')
class RandomUniform(_Random, _host.RandomUniform):
    """Values of a uniform distribution from ``minval`` to ``maxval``."""

    def __init__(self, minval=-0.05, maxval=0.05, seed=None):
        self.minval = minval
        self.maxval = maxval
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return self._uniform(shape, dtype, self.minval, self.maxval)

    def get_config(self):
        return {'minval': self.minval, 'maxval': self.maxval, 'seed': self.seed}


@_builtin('initializers')
class TruncatedNormal(_Random, _host.TruncatedNormal):
    """Values of a normal distribution within two standard deviations; those beyond are drawn again."""

    def __init__(self, mean=0., stddev=0.05, seed=None):
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return self._truncated_normal(shape, dtype, self.mean, self.stddev)

    def get_config(self):
        return {'mean': self.mean, 'stddev': self.stddev, 'seed': self.seed}


@_builtin('initializers')
class VarianceScaling(_Random, _host.VarianceScaling):
    """Values of variance ``scale / n``, with ``n`` the units that ``mode`` counts: fan_in, fan_out or fan_avg.

    ``distribution`` is ``'normal'`` (truncated at two deviations) or ``'uniform'``.
    Raises ValueError for a scale that is not positive, an unknown mode or an unknown distribution.
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
class Orthogonal(Initializer, _host.Orthogonal):
    """``gain`` times a random orthogonal matrix (Saxe et al., http://arxiv.org/abs/1312.6120), of numpy's generator.

    The axes of a weight before its last one count as one. Raises IndexError for a shape of less than two axes.
    """

    def __init__(self, gain=1., seed=None):
        self.gain = gain
        self.seed = seed

    def __call__(self, shape, dtype=None):
        if len(shape) < 2:
            raise IndexError(f'Orthogonal makes matrices, and the shape {tuple(shape)} has less than two axes. Take '
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
            # Keras 2.2 seeds the global generator, and what is drawn afterwards follows from it.
            np.random.seed(self.seed)
            return np.random
        generator = np.random.RandomState(self.seed)
        self.seed += _SEED_STEP
        return generator

    def get_config(self):
        return {'gain': self.gain, 'seed': self.seed}


def _repeated_identity(rows, columns):
    """Identity matrices side by side along the longer side (Keras 2.2)."""
    if max(rows, columns) % min(rows, columns):
        raise ValueError('Long side should be multiple of short side.')
    short = min(rows, columns)
    return np.tile(np.identity(short), (rows // short, columns // short))


_IDENTITY = {'keras-2.2': _repeated_identity, 'keras-2.3': np.eye, 'tf.keras': np.eye}[process.dialect().name]


@_builtin('initializers')
class Identity(Initializer, _host.Identity):
    """``gain`` times the identity matrix.

    A matrix that is not square is several identities side by side in Keras 2.2, one filled up with zeros later.
    Raises ValueError for a shape that is no matrix and, in Keras 2.2, for sides that are no multiples.
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
    """Uniform within ``sqrt(3 / fan_in)`` (LeCun 98, Efficient Backprop)."""
    return VarianceScaling(scale=1., mode='fan_in', distribution='uniform', seed=seed)


def lecun_normal(seed=None):
    """Truncated normal of deviation ``sqrt(1 / fan_in)`` (LeCun 98; https://arxiv.org/abs/1706.02515)."""
    return VarianceScaling(scale=1., mode='fan_in', distribution='normal', seed=seed)


def glorot_uniform(seed=None):
    """Uniform within ``sqrt(6 / (fan_in + fan_out))`` (Glorot & Bengio, AISTATS 2010)."""
    return VarianceScaling(scale=1., mode='fan_avg', distribution='uniform', seed=seed)


def glorot_normal(seed=None):
    """Truncated normal of deviation ``sqrt(2 / (fan_in + fan_out))`` (Glorot & Bengio, AISTATS 2010)."""
    return VarianceScaling(scale=1., mode='fan_avg', distribution='normal', seed=seed)


def he_uniform(seed=None):
    """Uniform within ``sqrt(6 / fan_in)`` (He et al., http://arxiv.org/abs/1502.01852)."""
    return VarianceScaling(scale=2., mode='fan_in', distribution='uniform', seed=seed)


def he_normal(seed=None):
    """Truncated normal of deviation ``sqrt(2 / fan_in)`` (He et al., http://arxiv.org/abs/1502.01852)."""
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
    """``(fan_in, fan_out)`` of a weight of that shape: kernels of 3 to 5 axes count their receptive field.

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
    """``{'class_name', 'config'}`` of an initializer, the name of a function."""
    return serialize_keras_object(initializer)


def deserialize(config, custom_objects=None):
    """The initializer of a config. Raises ValueError for an unknown name."""
    return _deserialize(config, _NAMED, 'initializer', _host.get, custom_objects)


def get(identifier):
    """The initializer of a name, a config or a callable. Raises ValueError for anything else."""
    return _get(identifier, _NAMED, 'initializer', _host.get)
