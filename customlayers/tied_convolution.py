"""Convolutions whose kernel's cells are tied: cells with one letter of a pattern share one weight.

The question that they answer: https://stackoverflow.com/questions/54093950
"""
from compat import backend as K
from compat.extensions.sample_convolution import padded
from customlayers import drawing, patterns, tied_forms
from customlayers.convolution import Convolution, keras1_names, whole_numbers


class TiedConvolution(Convolution):
    """A convolution over ``rank`` axes with tied cells: ``TiedConv2D(filters, pattern)`` and the options of Conv2D.

    ``pattern`` is a notation of ``customlayers.patterns``. The weight ``kernel`` has one entry per letter,
    (letters, channels, filters), in the order of the letters; initializer, regularizer and constraint see these.
    ``expanded_kernel()`` gives the full kernel. Input: (batch, places..., channels), in channels_first
    (batch, channels, places...). Raises ValueError for a pattern that is empty, ragged or of another rank, and for what
    Conv2D refuses.
    """

    @keras1_names(positional=('filters', 'pattern'))
    def __init__(self, filters, pattern, strides=1, padding='valid', data_format=None, dilation_rate=1, activation=None,
                 use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 **kwargs):
        cells = patterns.parse(pattern, self.rank)
        super().__init__(
            filters, cells.shape, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)
        self.cells = cells

    @property
    def pattern(self):
        """The pattern as a text, lettered from A on in the order of the weights."""
        return patterns.text(self.cells)

    @property
    def _stored_places(self):
        """The first axes of ``kernel``: what comes before (channels, filters)."""
        return (patterns.count(self.cells),)

    def build(self, input_shape):
        channels = self.channels_of(input_shape)
        self.kernel = self.add_kernel(self._stored_places + (channels, self.filters))
        self.bias = self.add_bias()
        self.expect_channels(channels)
        self.form = 'expanded'
        if self.data_format == 'channels_last' and self._pads(input_shape) is not None:
            self.form = tied_forms.chosen(self.cells, channels, self.filters, self.strides, self.dilation_rate,
                                          self.positions_of(input_shape))
        super().build(input_shape)

    def expanded_kernel(self):
        """The full kernel (places..., channels, filters) as a tensor: each cell shows its weight, or zero."""
        return tied_forms.expanded(self._flat_weights(), self.cells)

    def _flat_weights(self):
        """The weights as (letters, channels, filters)."""
        return K.reshape(self.kernel, (-1,) + K.int_shape(self.kernel)[-2:])

    def call(self, inputs):
        """The inputs convolved, with bias and activation, in the way that ``form`` says: 'expanded' is with the full
        kernel, 'tiled' and those that repeated kernels have are the cheaper ways of ``customlayers.tied_forms``.
        """
        if self.form == 'expanded':
            return self.finished(self.convolve(inputs, self.expanded_kernel()), self.bias)
        roomy = padded(inputs, self._pads(K.int_shape(inputs)))
        if self.form == 'tiled':
            outputs = tied_forms.tiled_convolution(roomy, self._flat_weights(), self.cells, self.strides,
                                                   self.dilation_rate)
        else:
            outputs = tied_forms.REPEATED_FORMS[self.form](roomy, self._flat_weights(), self.cells, self.dilation_rate)
        return self.finished(outputs, self.bias)

    def _pads(self, shape):
        """How many zeros padding puts before and after each axis of an input of that shape; None if it does not say."""
        pads = []
        for length, size, stride, rate in zip(self.positions_of(shape), self.kernel_size, self.strides,
                                              self.dilation_rate):
            more = (size - 1) * rate
            if self.padding == 'same' and stride > 1:
                if length is None:
                    return None
                more = max((-(-length // stride) - 1) * stride + more + 1 - length, 0)
            before = {'valid': 0, 'same': more // 2, 'causal': more}[self.padding]
            pads.append((before, 0 if self.padding == 'valid' else more - before))
        return tuple(pads)

    def plot(self, channel=0, filters=None, axes=None):
        """Draw the tying and the kernels learned for one input channel: see ``customlayers.drawing.plot``."""
        return drawing.plot(self.cells, K.get_value(self.kernel), channel, filters, axes)

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        del config['kernel_size']
        config['pattern'] = self.pattern
        return config


class TiedConv1D(TiedConvolution):
    """1D convolution with tied cells: ``TiedConv1D(filters, 'ABBA')``, or integers, ``[0, 1, 1, 0]``.

    padding may be 'causal' too. The rest is said at ``TiedConvolution``.
    """

    rank = 1


class TiedConv2D(TiedConvolution):
    """2D convolution with tied cells: ``TiedConv2D(filters, 'AAB/AAB/CCD')``, a list of rows, or integers.

    The rest is said at ``TiedConvolution``.
    """

    rank = 2


class TiedConv3D(TiedConvolution):
    """3D convolution with tied cells: ``TiedConv3D(filters, 'AB/BA//BA/AB')``, a list of planes, or integers.

    The rest is said at ``TiedConvolution``.
    """

    rank = 3


class CustomConv2D(TiedConv2D):
    """The first answer's layer: a 5x5 kernel, which a 3x3 one makes by doubling its first and last row and column.

    Its weight ``kernel`` is (3, 3, channels, filters), as there. The options of TiedConv2D are taken by name; without
    any the numbers are those of the answer, which has no bias.
    """

    small_size = (3, 3)

    @keras1_names(positional=('filters',))
    def __init__(self, filters, use_bias=False, **kwargs):
        super().__init__(filters, patterns.repeated(self.small_size, (2, 1, 2)), use_bias=use_bias,
                                           **kwargs)

    @property
    def _stored_places(self):
        return self.small_size

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        del config['pattern']
        return config


class Conv2DTiledKernel(TiedConv2D):
    """The second answer's layer: a kernel of ``kernel_size`` that is laid out ``multiplies`` times along each axis.

    Its weight ``kernel`` is (rows, columns, channels, filters) of the small kernel, as there. The options of TiedConv2D
    are taken by name; without any the numbers are those of the answer, which has no bias. ``layer.kernel_size`` is the
    size of the full kernel. Raises ValueError for sizes or multiples that are no two positive integers.
    """

    @keras1_names(positional=('filters', 'kernel_size', 'multiplies'))
    def __init__(self, filters, kernel_size, multiplies, use_bias=False, **kwargs):
        small_size = whole_numbers(kernel_size, self.rank, 'kernel_size')
        multiplies = whole_numbers(multiplies, self.rank, 'multiplies')
        super().__init__(filters, patterns.tiled(small_size, multiplies), use_bias=use_bias,
                                                **kwargs)
        self.small_size = small_size
        self.multiplies = multiplies

    @property
    def _stored_places(self):
        return self.small_size

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        del config['pattern']
        config.update({'kernel_size': self.small_size, 'multiplies': self.multiplies})
        return config
