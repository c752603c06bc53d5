"""Keras 2's `keras.layers.noise`: layers of noise."""
import numpy as np

from compat import backend as K
from compat.builtin_layers.registration import builtin_layer
from compat.builtin_layers.seeds import seed_for
from compat.engine.base_layer import Layer
from compat.legacy import interfaces

# The constants of the activation selu (Klambauer et al. 2017), at whose lower end AlphaDropout sets values.
_ALPHA, _SCALE = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946


@builtin_layer
class GaussianNoise(Layer):
    @interfaces.legacy_gaussiannoise_support
    def __init__(self, stddev, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.stddev = stddev

    def call(self, inputs, training=None):
        """Returns the inputs, in training with normal noise added."""
        seed = seed_for(self)

        def noised():
            return inputs + K.random_normal(K.shape(inputs), mean=0., stddev=self.stddev, seed=seed)
        return K.in_train_phase(noised, inputs, training=training)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), stddev=self.stddev)


@builtin_layer
class GaussianDropout(Layer):
    @interfaces.legacy_gaussiandropout_support
    def __init__(self, rate, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.rate = rate

    def call(self, inputs, training=None):
        """Returns the inputs, in training multiplied by normal noise around 1."""
        if not 0 < self.rate < 1:
            return inputs
        seed = seed_for(self)

        def noised():
            stddev = float(np.sqrt(self.rate / (1. - self.rate)))
            return inputs * K.random_normal(K.shape(inputs), mean=1., stddev=stddev, seed=seed)
        return K.in_train_phase(noised, inputs, training=training)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), rate=self.rate)


@builtin_layer
class AlphaDropout(Layer):
    def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        self.noise_shape = noise_shape
        self.seed = seed
        self.supports_masking = True

    def build(self, input_shape):
        """Makes no weights. Raises ValueError for a noise_shape that is no shape."""
        if self.noise_shape and 0. < self.rate < 1. and not isinstance(self.noise_shape, (tuple, list)):
            raise ValueError(f'The noise_shape of {self.name} is a tuple of integers, and it is {self.noise_shape!r}.')
        super().build(input_shape)

    def _get_noise_shape(self, inputs):
        return self.noise_shape if self.noise_shape else K.shape(inputs)

    def call(self, inputs, training=None):
        """Returns the inputs, in training with a share of them set to the lower end of selu; mean and variance stay."""
        if not 0. < self.rate < 1.:
            return inputs
        seed, lowest = seed_for(self), -_ALPHA * _SCALE

        def dropped():
            unchanged = K.cast(K.random_uniform(self._get_noise_shape(inputs), seed=seed) >= self.rate, K.dtype(inputs))
            scale = ((1. - self.rate) * (1. + self.rate * lowest ** 2)) ** -0.5
            return scale * (inputs * unchanged + lowest * (1. - unchanged)) - scale * lowest * self.rate
        return K.in_train_phase(dropped, inputs, training=training)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape

    def get_config(self):
        """Returns the arguments of the constructor but noise_shape and seed, which Keras 2 left out."""
        return dict(super().get_config(), rate=self.rate)
