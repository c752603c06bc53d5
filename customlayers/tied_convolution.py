"""Convolutions whose kernel's cells are tied: cells with one letter of a pattern share one weight.

Source: the question https://stackoverflow.com/questions/54093950, and its answers.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional, Sequence

from compat import backend as K
from compat.extensions.sample_convolution import padded
from customlayers import drawing, patterns, tied_strategies
from customlayers.convolution import Convolution, keras1_names, positive_integers

if TYPE_CHECKING:
    from typing import SupportsIndex

    from customlayers.convolution import Shape, Sizes
    from customlayers.patterns import Pattern


class TiedConvolution(Convolution):
    """A convolution over ``rank`` axes with tied cells: ``TiedConv2D(filters, pattern)`` and the options of Conv2D.

    The weight ``kernel`` has one entry per letter, (letters, channels, filters), in the order of the letters;
    initializer, regularizer and constraint see these. ``expanded_kernel()`` returns the full kernel.

    Args:
        filters: The number of output channels.
        pattern: Which cells share a weight, in a notation of ``customlayers.patterns``; its shape is the kernel's.
        strides, padding, data_format, dilation_rate, activation, use_bias: As of Conv2D in Keras 2.
        kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
            kernel_constraint, bias_constraint: As of Conv2D in Keras 2.
        **kwargs: The arguments of every layer.

    Input: (batch, spatial..., channels), or (batch, channels, spatial...) in channels_first.
    Output: (batch, new spatial..., filters), or (batch, filters, new spatial...) in channels_first.

    Raises:
        ValueError: For a pattern that is empty, ragged or of another rank, and for what Conv2D refuses.
    """

    @keras1_names(positional=('filters', 'pattern'))
    def __init__(self, filters: SupportsIndex, pattern: Pattern, strides: Sizes = 1, padding: str = 'valid',
                 data_format: Optional[str] = None, dilation_rate: Sizes = 1, activation: Any = None,
                 use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros',
                 kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 kernel_constraint: Any = None, bias_constraint: Any = None, **kwargs: Any) -> None:
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
    def pattern(self) -> Any:
        """The pattern as ``patterns.text`` returns it, lettered from A on in the order of the weights."""
        return patterns.text(self.cells)

    @property
    def _letters_shape(self):
        """The first axes of ``kernel``, those before (channels, filters)."""
        return (patterns.count(self.cells),)

    def build(self, input_shape: Shape) -> None:
        """Makes the weights, and selects the strategy from the input's shape."""
        channels = self.input_channels(input_shape)
        self.kernel = self.add_kernel(self._letters_shape + (channels, self.filters))
        self.bias = self.add_bias()
        self.require_channels(channels)
        self.strategy = 'expanded'
        if self.data_format == 'channels_last' and self._pads(input_shape) is not None:
            self.strategy = tied_strategies.select_strategy(
                self.cells, channels, self.filters, self.strides, self.dilation_rate, self.spatial_shape(input_shape))
        super().build(input_shape)

    def expanded_kernel(self) -> Any:
        """Returns the full kernel (spatial..., channels, filters) as a tensor: each cell has its weight, or zero."""
        return tied_strategies.expand(self._weights_by_letter(), self.cells)

    def _weights_by_letter(self):
        """Returns the weights as (letters, channels, filters)."""
        return K.reshape(self.kernel, (-1,) + K.int_shape(self.kernel)[-2:])

    def call(self, inputs: Any) -> Any:
        """Convolves the inputs by ``strategy``, adds the bias and applies the activation.

        'expanded' convolves with the full kernel; the other strategies are those of ``customlayers.tied_strategies``.
        """
        if self.strategy == 'expanded':
            return self.add_bias_and_activate(self.convolve(inputs, self.expanded_kernel()), self.bias)
        padded_inputs, weights = padded(inputs, self._pads(K.int_shape(inputs))), self._weights_by_letter()
        if self.strategy == 'tiled':
            outputs = tied_strategies.tiled_convolution(padded_inputs, weights, self.cells, self.strides,
                                                        self.dilation_rate)
        else:
            convolve = tied_strategies.REPEATED_STRATEGIES[self.strategy]
            outputs = convolve(padded_inputs, weights, self.cells, self.dilation_rate)
        return self.add_bias_and_activate(outputs, self.bias)

    def _pads(self, shape):
        """Returns the zeros before and after each spatial axis; None where they depend on an unknown length."""
        pads = []
        for length, size, stride, rate in zip(self.spatial_shape(shape), self.kernel_size, self.strides,
                                              self.dilation_rate):
            more = (size - 1) * rate
            if self.padding == 'same' and stride > 1:
                if length is None:
                    return None
                more = max((-(-length // stride) - 1) * stride + more + 1 - length, 0)
            before = {'valid': 0, 'same': more // 2, 'causal': more}[self.padding]
            pads.append((before, 0 if self.padding == 'valid' else more - before))
        return tuple(pads)

    def plot(self, channel: int = 0, filters: Optional[Sequence[int]] = None, axes: Any = None) -> Any:
        """Draws the tying and the kernels learned for one input channel: see ``customlayers.drawing.plot``."""
        return drawing.plot(self.cells, K.get_value(self.kernel), channel, filters, axes)

    def get_config(self) -> Dict[str, Any]:
        """Returns the arguments that make the layer again."""
        config = super().get_config()
        del config['kernel_size']
        config['pattern'] = self.pattern
        return config


class TiedConv1D(TiedConvolution):
    """1D convolution with tied cells: ``TiedConv1D(filters, 'ABBA')``, or integers, ``[0, 1, 1, 0]``.

    ``padding`` may be 'causal' too. The arguments are those of ``TiedConvolution``.
    """

    rank = 1


class TiedConv2D(TiedConvolution):
    """2D convolution with tied cells: ``TiedConv2D(filters, 'AAB/AAB/CCD')``, a list of rows, or integers.

    The arguments are those of ``TiedConvolution``.
    """

    rank = 2


class TiedConv3D(TiedConvolution):
    """3D convolution with tied cells: ``TiedConv3D(filters, 'AB/BA//BA/AB')``, a list of planes, or integers.

    The arguments are those of ``TiedConvolution``.
    """

    rank = 3


class CustomConv2D(TiedConv2D):
    """The first answer's layer: a 5x5 kernel, a 3x3 one whose first and last row and column are doubled.

    Its weight ``kernel`` is (3, 3, channels, filters), as there.

    Args:
        filters: The number of output channels.
        use_bias: Whether a bias is added; the answer has none.
        **kwargs: The options of TiedConv2D, by name.
    """

    small_size = (3, 3)

    @keras1_names(positional=('filters',))
    def __init__(self, filters: SupportsIndex, use_bias: bool = False, **kwargs: Any) -> None:
        super().__init__(filters, patterns.repeated(self.small_size, (2, 1, 2)), use_bias=use_bias, **kwargs)

    @property
    def _letters_shape(self):
        return self.small_size

    def get_config(self) -> Dict[str, Any]:
        """Returns the arguments that make the layer again."""
        config = super().get_config()
        del config['pattern']
        return config


class Conv2DTiledKernel(TiedConv2D):
    """The second answer's layer: a kernel of ``kernel_size`` that is laid out ``multiplies`` times along each axis.

    Its weight ``kernel`` is (rows, columns, channels, filters) of the small kernel, as there. ``layer.kernel_size`` is
    the size of the full kernel.

    Args:
        filters: The number of output channels.
        kernel_size: The rows and columns of the small kernel.
        multiplies: How many copies of it lie along each axis.
        use_bias: Whether a bias is added; the answer has none.
        **kwargs: The options of TiedConv2D, by name.

    Raises:
        ValueError: For sizes or multiples that are not two positive integers.
    """

    @keras1_names(positional=('filters', 'kernel_size', 'multiplies'))
    def __init__(self, filters: SupportsIndex, kernel_size: Sizes, multiplies: Sizes, use_bias: bool = False,
                 **kwargs: Any) -> None:
        small_size = positive_integers(kernel_size, self.rank, 'kernel_size')
        multiplies = positive_integers(multiplies, self.rank, 'multiplies')
        super().__init__(filters, patterns.tiled(small_size, multiplies), use_bias=use_bias, **kwargs)
        self.small_size = small_size
        self.multiplies = multiplies

    @property
    def _letters_shape(self):
        return self.small_size

    def get_config(self) -> Dict[str, Any]:
        """Returns the arguments that make the layer again."""
        config = super().get_config()
        del config['pattern']
        config.update({'kernel_size': self.small_size, 'multiplies': self.multiplies})
        return config
