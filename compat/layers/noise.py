"""Keras 2's `keras.layers.noise`: layers of noise."""
from compat import process
from compat.builtin_layers.seeds import SeededByNumpy
from compat.builtin_layers.builtin import builtin


class UnknownBatchMixin:
    """A mixin for layers of Keras 3 with the shape of the noise for an unknown batch size, where 3.0 fails."""

    def _get_concrete_noise_shape(self, inputs, noise_shape):
        sizes = process.opened().keras.ops.shape(inputs)
        declared = noise_shape or (None,) * len(sizes)
        return [size if known is None else known for size, known in zip(sizes, declared)]


AlphaDropout = builtin('AlphaDropout', UnknownBatchMixin, SeededByNumpy)
GaussianDropout = builtin('GaussianDropout', SeededByNumpy)
GaussianNoise = builtin('GaussianNoise', SeededByNumpy)
