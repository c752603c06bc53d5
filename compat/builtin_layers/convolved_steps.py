"""The convolutions of a step of ConvLSTM2D by K, which convolves with "channels_first" on every device."""
import functools

from compat import backend as K


class ConvolvesByK:
    """A cell with ``strides``, ``data_format`` and ``dilation_rate`` that convolves by K."""

    def input_conv(self, x, w, b=None, padding='valid'):
        """Returns the convolution of the inputs of a step with the kernel ``w``, plus the bias ``b``."""
        convolved = K.conv2d(x, w, strides=self.strides, padding=padding, data_format=self.data_format,
                             dilation_rate=self.dilation_rate)
        return convolved if b is None else K.bias_add(convolved, b, data_format=self.data_format)

    def recurrent_conv(self, x, w):
        """Returns the convolution of the output of the step before with the kernel ``w``, of the same size."""
        return K.conv2d(x, w, strides=(1, 1), padding='same', data_format=self.data_format)


class CellConvolvesByK:
    """A mixin for the host's ConvLSTM2D: TensorFlow has no gradients of "channels_first" on many CPUs."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.cell.data_format == 'channels_first':
            for name in ('input_conv', 'recurrent_conv'):
                setattr(self.cell, name, functools.partial(getattr(ConvolvesByK, name), self.cell))
