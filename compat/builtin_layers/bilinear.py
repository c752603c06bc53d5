"""Bilinear upsampling as in Keras 2: the corners of the pixels are aligned, not their centres."""
from compat import backend as K
from compat import process


def upsample(x, factor, axis):
    """Returns ``x`` with ``factor`` times as many entries along the axis, interpolated linearly.

    The last entry is repeated at the end. Source: `tf.image.resize_bilinear` of TensorFlow 1, which Keras 2.2.4 calls.
    """
    if factor == 1:
        return x
    rows = [slice(None)] * axis
    following = K.concatenate([x[tuple(rows + [slice(1, None)])], x[tuple(rows + [slice(-1, None)])]], axis=axis)
    between = [x * (1. - step / float(factor)) + following * (step / float(factor)) for step in range(factor)]
    sizes = [size if size is not None else K.shape(x)[index] for index, size in enumerate(K.int_shape(x))]
    sizes[axis] = sizes[axis] * factor
    return K.reshape(K.stack(between, axis=axis + 1), sizes)


class BilinearUpSampling:
    """A mixin for UpSampling2D with the bilinear interpolation of Keras 2, where the host has another."""

    def __init__(self, *args, **kwargs):
        interpolation = kwargs.get('interpolation', 'nearest')
        if interpolation not in ('nearest', 'bilinear') and process.dialect().upsampling_has_two_interpolations:
            raise ValueError('The interpolation of UpSampling2D should be one of "nearest" or "bilinear", and it is '
                             f'{interpolation!r}.')
        super().__init__(*args, **kwargs)
        if not self._is_builtin and process.dialect().upsampling_subclass_takes_any_rank:
            self.input_spec = None  # real Keras 2 has none: subclasses are called on several inputs

    def call(self, inputs):
        """Returns the inputs, larger by the layer's size."""
        if self.interpolation != 'bilinear' or process.dialect().bilinear_half_pixel:
            return super().call(inputs)
        first = 2 if self.data_format == 'channels_first' else 1
        return upsample(upsample(inputs, self.size[0], first), self.size[1], first + 1)
