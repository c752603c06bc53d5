"""``convolution_op(inputs, kernel)`` for convolution layers of hosts that came before it (Keras 2.7)."""
from compat import backend as K


class ConvolutionOp:
    """A mixin for convolution layers: the method that computes the convolution, and a ``call`` that uses it."""

    def convolution_op(self, inputs, kernel):
        """Returns the convolution of the inputs with the kernel, by the layer's strides, padding and dilation.

        A subclass overrides it, or calls it from its own ``call``; bias and activation are not part of it.
        """
        convolution = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}[self.rank]
        scalar = self.rank == 1
        return convolution(inputs, kernel, strides=self.strides[0] if scalar else self.strides, padding=self.padding,
                           data_format=self.data_format,
                           dilation_rate=self.dilation_rate[0] if scalar else self.dilation_rate)

    def call(self, inputs):
        """Returns activation(convolution + bias)."""
        return self._add_bias_and_activate(self.convolution_op(inputs, self.kernel))

    def _add_bias_and_activate(self, outputs):
        """Returns activation(outputs + bias)."""
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias, data_format=self.data_format)
        return outputs if self.activation is None else self.activation(outputs)


class ChannelsFirstByK:
    """A mixin for convolutions with "channels_first", which K computes: TensorFlow has none on many CPUs.

    K transposes the input, as Keras 2 did. Groups of channels, which Keras 2 does not have, are the host's.
    """

    def convolution_op(self, inputs, kernel):
        """Returns the convolution of the inputs with the kernel."""
        if self.data_format == 'channels_first' and getattr(self, 'groups', 1) == 1:
            return ConvolutionOp.convolution_op(self, inputs, kernel)
        return super().convolution_op(inputs, kernel)

    def call(self, inputs):
        """Returns activation(convolution + bias)."""
        if self.data_format == 'channels_first' and getattr(self, 'groups', 1) == 1:
            return self._add_bias_and_activate(self.convolution_op(inputs, self.kernel))
        return super().call(inputs)

    _add_bias_and_activate = ConvolutionOp._add_bias_and_activate


class TransposedChannels:
    """A mixin for layers with "channels_first" which the host computes with "channels_last", on transposed inputs.

    TensorFlow cannot compute "channels_first", or its gradients, on many CPUs.
    """

    def call(self, inputs):
        """Returns the output of the host's layer."""
        if self.data_format != 'channels_first':
            return super().call(inputs)
        spatial = list(range(2, K.ndim(inputs)))
        attributes = vars(self)
        attributes['data_format'] = 'channels_last'
        try:
            outputs = super().call(K.permute_dimensions(inputs, [0] + spatial + [1]))
        finally:
            attributes['data_format'] = 'channels_first'
        return K.permute_dimensions(outputs, [0, len(spatial) + 1] + [axis - 1 for axis in spatial])
