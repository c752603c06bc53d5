"""Keras 2's `keras.layers.noise`: layers of noise."""
from compat import process
from compat.builtin_layers.seeds import SeededByNumpy
from compat.builtin_layers.builtin import builtin


class OfAnyBatch:
    """Gives Keras 3 the shape of the noise where the size of the batch is not known, which 3.0 cannot tell itself."""

    def _get_concrete_noise_shape(self, inputs, noise_shape):
        sizes = process.opened().keras.ops.shape(inputs)
        return [own if told is None else told for own, told in zip(sizes, noise_shape or (None,) * len(sizes))]


AlphaDropout = builtin('AlphaDropout', OfAnyBatch, SeededByNumpy)
GaussianDropout = builtin('GaussianDropout', SeededByNumpy)
GaussianNoise = builtin('GaussianNoise', SeededByNumpy)
