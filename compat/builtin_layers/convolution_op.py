"""``convolution_op(inputs, kernel)`` for convolution layers of hosts that came before it (Keras 2.7)."""
from compat import backend as K


class ConvolutionOp:
    """Gives a convolution layer the method that computes the convolution, and a ``call`` that uses it."""

    def convolution_op(self, inputs, kernel):
        """The convolution of the inputs with the kernel, by the layer's strides, padding and dilation.

        A subclass overrides it, or calls it from its own ``call``; bias and activation are not part of it.
        """
        convolution = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}[self.rank]
        alone = self.rank == 1
        return convolution(inputs, kernel, strides=self.strides[0] if alone else self.strides, padding=self.padding,
                           data_format=self.data_format,
                           dilation_rate=self.dilation_rate[0] if alone else self.dilation_rate)

    def call(self, inputs):
        """The convolution, the bias and the activation."""
        return self._finished(self.convolution_op(inputs, self.kernel))

    def _finished(self, outputs):
        """The convolved with its bias, activated."""
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias, data_format=self.data_format)
        return outputs if self.activation is None else self.activation(outputs)


class ChannelsFirstByK:
    """Lets K convolve where the channels come first: TensorFlow on many CPUs cannot, as Keras 2 could by turning them.

    What the host adds beyond Keras 2, groups of channels, stays the host's.
    """

    def convolution_op(self, inputs, kernel):
        """The convolution of the inputs with the kernel."""
        if self.data_format == 'channels_first' and getattr(self, 'groups', 1) == 1:
            return ConvolutionOp.convolution_op(self, inputs, kernel)
        return super().convolution_op(inputs, kernel)

    def call(self, inputs):
        """The convolution, the bias and the activation."""
        if self.data_format == 'channels_first' and getattr(self, 'groups', 1) == 1:
            return self._finished(self.convolution_op(inputs, self.kernel))
        return super().call(inputs)

    _finished = ConvolutionOp._finished


class ChannelsLastWithin:
    """Lets the host compute with the channels last where they come first, and turns what it is given and gives.

    TensorFlow on many CPUs cannot compute the other way, or not the gradients.
    """

    def call(self, inputs):
        """What the host's layer computes."""
        if self.data_format != 'channels_first':
            return super().call(inputs)
        places = list(range(2, K.ndim(inputs)))
        attributes = vars(self)
        attributes['data_format'] = 'channels_last'
        try:
            outputs = super().call(K.permute_dimensions(inputs, [0] + places + [1]))
        finally:
            attributes['data_format'] = 'channels_first'
        return K.permute_dimensions(outputs, [0, len(places) + 1] + [place - 1 for place in places])
