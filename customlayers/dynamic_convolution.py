"""Convolutions whose kernel is an input, one for each sample."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Optional

import numpy as np

from compat import backend as K
from compat.engine.base_layer import InputSpec
from compat.extensions import sample_convolution
from compat.utils import conv_utils
from customlayers.convolution import Convolution, keras1_names

if TYPE_CHECKING:
    from typing import SupportsIndex

    from customlayers.convolution import Sizes

_KERNEL_OPTIONS = ('kernel_initializer', 'kernel_regularizer', 'kernel_constraint')
# What was measured: benchmarks/customlayers_dynamic.py.
# Writing and reading what is gathered costs about so much more than what is summed.
_GATHERING = 1.5
# TensorFlow is slow at the gradients of slices: patches by a convolution pay off while it multiplies no more than so
# many times what the kernels themselves do; where the framework has a convolution per sample (True), less often.
_PATCHES_BY_CONVOLUTION = {False: 4, True: 2}
# Arrays of up to so many numbers lie in memory that is reused: more is new at each call, which takes time.
_REUSED = 48 * 1024 * 32
# Up to so many numbers in the intermediate arrays, products are faster than the framework's convolution per sample.
_PRODUCTS = {'jax': _REUSED}


class DynamicConvolution(Convolution):
    """A convolution over ``rank`` axes with its kernel as input: ``layer([x, kernel])``, ``layer([x, kernel, bias])``.

    =============================================  ==========================================
    kernel                                         meaning
    =============================================  ==========================================
    (batch, size)                                  one kernel for each sample, flattened
    (batch, kernel_size..., channels, filters)     one kernel for each sample
    (size,), (kernel_size..., channels, filters)   one kernel for all samples
    =============================================  ==========================================

    ``size`` is the product of the kernel's sizes, channels and filters, in this order. A batch of one kernel serves
    all samples too. The bias is (batch, filters), (1, filters) or (filters,); without it, and with ``use_bias``, the
    layer has a bias weight of its own, as Conv2D.

    Args:
        filters, kernel_size, strides, padding, data_format, dilation_rate, activation: As of Conv2D in Keras 2, in
            Keras 1's names too.
        use_bias: Whether there is a bias weight where no bias is passed.
        bias_initializer, bias_regularizer, bias_constraint: Those of the bias weight. The initializer, regularizer and
            constraint of the kernel belong to the layer that computes it.
        activity_regularizer: The regularizer of the output.
        **kwargs: The arguments of every layer.

    Input: the list of x (batch, spatial..., channels), in channels_first (batch, channels, spatial...), the kernel,
        and the bias where there is one; all of the same float dtype.
    Output: (batch, new spatial..., filters), or (batch, filters, new spatial...) in channels_first.

    Raises:
        TypeError: For an option of the kernel.
        ValueError: For sizes that do not fit, naming those expected and passed, and for batch sizes that differ.
    """

    def __init__(self, filters: SupportsIndex, kernel_size: Sizes, strides: Sizes = 1, padding: str = 'valid',
                 data_format: Optional[str] = None, dilation_rate: Sizes = 1, activation: Any = None,
                 use_bias: bool = True, bias_initializer: Any = 'zeros', bias_regularizer: Any = None,
                 activity_regularizer: Any = None, bias_constraint: Any = None, **kwargs: Any) -> None:
        for name in _KERNEL_OPTIONS:
            if name in kwargs:
                raise TypeError(f'{type(self).__name__} has no kernel of its own, so it takes no {name}: pass it to '
                                'the layer that computes the kernel.')
        super().__init__(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias, bias_initializer=bias_initializer,
            bias_regularizer=bias_regularizer, activity_regularizer=activity_regularizer,
            bias_constraint=bias_constraint, **kwargs)
        self.bias = None

    def build(self, input_shape: Any) -> None:
        """Checks the shapes of the inputs, and makes the bias where none is passed."""
        shapes = self._shapes(input_shape)
        self.channels = self.input_channels(shapes[0])
        self._refuse_misfits(*shapes)
        if len(shapes) == 2:
            self.bias = self.add_bias()
        first = InputSpec(ndim=self.rank + 2, axes={self.channel_axis: self.channels})
        self.input_spec = [first] + [InputSpec() for _ in shapes[1:]]
        super().build(input_shape)

    def _shapes(self, input_shape):
        shapes = input_shape if isinstance(input_shape, (list, tuple)) else [input_shape]
        if len(shapes) not in (2, 3) or not all(isinstance(shape, (list, tuple)) for shape in shapes):
            raise ValueError(f'{type(self).__name__} {self.name!r} is called on [x, kernel] or [x, kernel, bias], and '
                             f'was given inputs of shape {input_shape}.')
        return [tuple(shape) for shape in shapes]

    @property
    def _kernel_shape(self):
        return self.kernel_size + (self.channels, self.filters)

    def _refuse_misfits(self, x, kernel, bias=None):
        """Refuses a kernel or a bias of another size, and batch sizes that differ, where they are known."""
        layer = f'{type(self).__name__} {self.name!r}'
        full = self._kernel_shape
        size = int(np.prod(full))
        if len(kernel) not in (1, 2, self.rank + 2, self.rank + 3):
            raise ValueError(f'{layer} takes a kernel of shape (batch, {size}), (batch,) + {full}, ({size},) or '
                             f'{full}, and was given one of shape {kernel}.')
        shape = kernel[1:] if len(kernel) in (2, self.rank + 3) else kernel
        expected = (size,) if len(shape) == 1 else full
        if not _agree(shape, expected):
            raise ValueError('{} expected a kernel of {} numbers ({}: kernel_size {}, {} channels of the input, {} '
                             'filters) in the shape {}, and was given the shape {}{}.'.format(
                                 layer, size, ' x '.join(map(str, full)), self.kernel_size, self.channels,
                                 self.filters, expected, shape,
                                 '' if None in shape else f', {np.prod(shape)} numbers'))
        if bias is not None and not (1 <= len(bias) <= 2 and bias[-1] in (None, self.filters)):
            raise ValueError(f'{layer} expected a bias of shape (batch, {self.filters}) or ({self.filters},), one '
                             f'number for each of its filters, and was given the shape {bias}.')
        batches = [('the kernel', kernel[0])] if len(kernel) in (2, self.rank + 3) else []
        batches += [('the bias', bias[0])] if bias is not None and len(bias) == 2 else []
        for name, batch in batches:
            if batch not in (None, 1) and x[0] not in (None, batch):
                raise ValueError(f'{layer}: the batch sizes of the input, {x[0]}, and of {name}, {batch}, differ '
                                 f'(shapes {[x, kernel] + [bias] * (bias is not None)}). There is one for each '
                                 'sample, or one for all.')

    def call(self, inputs: Any) -> Any:
        """Convolves each sample with its kernel, adds the bias and applies the activation."""
        x, kernel = inputs[0], inputs[1]
        shapes = [K.int_shape(tensor) for tensor in inputs]
        if shapes[0][0] != 1:  # a batch of one may stand for an unknown one while a framework infers shapes
            self._refuse_misfits(*shapes)
        of_samples = len(shapes[1]) in (2, self.rank + 3)
        if of_samples and shapes[1][0] != 1:
            outputs = self._convolve_each(x, K.reshape(kernel, (-1,) + self._kernel_shape))
        else:
            outputs = self.convolve(x, K.reshape(kernel, self._kernel_shape))
        if len(inputs) == 2:
            return self.add_bias_and_activate(outputs, self.bias)
        ones = (1,) * self.rank
        shape = ones + (self.filters,) if self.data_format == 'channels_last' else (self.filters,) + ones
        return self.activation(outputs + K.reshape(inputs[2], (-1,) + shape))

    # --- one kernel for each sample

    def _convolve_each(self, x, kernel):
        """Convolves each sample with its own kernel: by the framework, or by one batched matrix product."""
        axes = tuple(range(1, self.rank + 1))
        if self.data_format == 'channels_first':
            x = K.permute_dimensions(x, (0,) + tuple(axis + 1 for axis in axes) + (1,))
        batch, spatial = K.int_shape(x)[0], K.int_shape(x)[1:-1]
        pads = self._pads(spatial)
        by_framework = self._framework_is_cheaper(batch, spatial)
        if pads is None or self._convolved_patches_are_cheaper(batch, spatial, by_framework):
            outputs = self._multiply_patches(self._patches_by_convolution(x), kernel)
        else:
            padded = sample_convolution.padded(x, pads)
            if by_framework:
                outputs = sample_convolution.convolve(padded, kernel, self.dilation_rate)
            elif self._sums_are_cheaper(spatial):
                outputs = self._sum_products(padded, kernel)
            else:
                outputs = self._multiply_patches(self._gather_patches(padded, 0), kernel)
            if self.padding == 'valid' and None in spatial:
                outputs = outputs[(slice(None),) + tuple(
                    slice(None, -self._surplus(axis) or None if length is None else None)
                    for axis, length in enumerate(spatial))]
        if self.data_format == 'channels_first':
            outputs = K.permute_dimensions(outputs, (0, self.rank + 1) + axes)
        return outputs

    def _pads(self, spatial):
        """Returns (before, after) for each spatial axis, or None where they depend on a length that is not known.

        An axis of unknown length is padded for 'valid' too, and what that adds is cut off the outputs: jax cannot see
        that a length less the kernel's span is not below zero, and refuses to reshape such axes.
        """
        pads = []
        for axis, (length, size, stride) in enumerate(zip(spatial, self.kernel_size, self.strides)):
            span = (size - 1) * self.dilation_rate[axis] + 1
            if self.padding == 'valid':
                pads.append((0, self._surplus(axis) * stride if length is None else 0))
            elif self.padding == 'causal':
                pads.append((span - 1, 0))
            elif stride == 1:
                pads.append(((span - 1) // 2, span - 1 - (span - 1) // 2))
            elif length is None:
                return None
            else:
                new = conv_utils.conv_output_length(length, size, 'same', stride)
                total = max((new - 1) * stride + span - length, 0)
                pads.append((total // 2, total - total // 2))
        return pads

    def _surplus(self, axis):
        """Returns how many outputs along an axis of unknown length are computed and cut off with padding='valid'."""
        span = (self.kernel_size[axis] - 1) * self.dilation_rate[axis] + 1
        return -(-(span - 1) // self.strides[axis])

    def _framework_is_cheaper(self, batch, spatial):
        """Whether the framework's convolution per sample, where it has one, is faster than products of matrices."""
        if max(self.strides) > 1 or not sample_convolution.is_supported(self.rank):
            return False
        if None in spatial:
            return True
        gathered, summed = self._moved_numbers(spatial)
        numbers = summed / 2 if self._sums_are_cheaper(spatial) else gathered  # sums consist of two arrays
        return (batch or 32) * numbers > _PRODUCTS.get(K.backend(), 0)

    def _sums_are_cheaper(self, spatial):
        """Whether summing shifted products along the first axis moves fewer numbers than gathering all patches."""
        if self.kernel_size[0] == 1 or self.strides[0] > 1:
            return False
        gathered, summed = self._moved_numbers(spatial)
        return summed <= _GATHERING * gathered

    def _moved_numbers(self, spatial):
        """Returns how many numbers of a sample gathering all patches, and summing shifted products, write and read.

        Where a length is not known they are those of one position, without what the edges and the kernel add.
        """
        first, rest = self.kernel_size[0], int(np.prod(self.kernel_size[1:]))
        gathered, summed = first * rest * self.channels, rest * self.channels + first * self.filters
        if None in spatial:
            return gathered, summed
        area = int(np.prod(spatial))
        beyond_the_edges = area // spatial[0] * (first - 1) * self.dilation_rate[0]
        # The kernels are transposed so that each cell along the first axis has filters of its own.
        return gathered * area, summed * (area + beyond_the_edges) + gathered * self.filters

    def _gather_patches(self, x, first_axis):
        """Returns the patches of the padded ``x``: (batch, spatial..., numbers of a patch).

        They extend over the axes from ``first_axis`` on; those before are not changed.
        """
        pieces = [x]
        for axis in range(first_axis, self.rank):
            pieces = [self._slice(piece, axis, cell) for piece in pieces for cell in range(self.kernel_size[axis])]
        return pieces[0] if len(pieces) == 1 else K.concatenate(pieces, axis=-1)

    def _slice(self, x, axis, cell):
        """Returns what the kernel's cell of that index along an axis covers of the padded ``x``, of any length."""
        start = cell * self.dilation_rate[axis]
        left = (self.kernel_size[axis] - 1) * self.dilation_rate[axis] - start
        window = slice(start, -left or None, self.strides[axis] if self.strides[axis] > 1 else None)
        return x[(slice(None),) * (axis + 1) + (window,)]

    def _convolved_patches_are_cheaper(self, batch, spatial, by_framework):
        numbers = int(np.prod(self._kernel_shape[:-1]))
        if K.backend() != 'tensorflow' or numbers > _PATCHES_BY_CONVOLUTION[by_framework] * self.filters:
            return False
        return not by_framework or None in spatial or (batch or 32) * self._moved_numbers(spatial)[0] <= _REUSED

    def _patches_by_convolution(self, x):
        """Returns the patches by a convolution with ones and zeros: it pads any length when it runs."""
        numbers = int(np.prod(self._kernel_shape[:-1]))
        identity = K.constant(np.eye(numbers).reshape(self._kernel_shape[:-1] + (numbers,)), dtype=K.dtype(x))
        convolution: Callable[..., Any] = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}[self.rank]
        strides, dilation = [sizes[0] if self.rank == 1 else sizes for sizes in (self.strides, self.dilation_rate)]
        return convolution(x, identity, strides=strides, padding=self.padding, data_format='channels_last',
                           dilation_rate=dilation)

    def _multiply_patches(self, patches, kernel):
        """Multiplies every patch, as a row, by the kernel as a matrix."""
        return _multiply_rows(patches, K.reshape(kernel, (-1, int(np.prod(self._kernel_shape[:-1])), self.filters)))

    def _sum_products(self, x, kernel):
        """Multiplies patches over all axes but the first by each cell along that, and sums the products."""
        first, rows = self.kernel_size[0], int(np.prod(self._kernel_shape[1:-1]))
        matrix = K.permute_dimensions(K.reshape(kernel, (-1, first, rows, self.filters)), (0, 2, 1, 3))
        products = _multiply_rows(self._gather_patches(x, 1), K.reshape(matrix, (-1, rows, first * self.filters)))
        total = None
        for cell in range(first):
            of_cell = self._slice(products, 0, cell)[..., cell * self.filters:(cell + 1) * self.filters]
            total = of_cell if total is None else total + of_cell
        return total

    # --- what Keras asks

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns (batch, new spatial..., filters), or (batch, filters, new spatial...) in channels_first."""
        return super().compute_output_shape(self._shapes(input_shape)[0])

    def get_config(self) -> Dict[str, Any]:
        """Returns the arguments that make the layer again."""
        config = super().get_config()
        return {name: value for name, value in config.items() if name not in _KERNEL_OPTIONS}


def _agree(shape, other):
    return len(shape) == len(other) and all(None in sizes or sizes[0] == sizes[1] for sizes in zip(shape, other))


def _multiply_rows(x, matrix):
    """Multiplies the rows of each sample of ``x`` (batch, spatial..., numbers) by its matrix (batch, numbers, columns).
    """
    product = K.batch_dot(sample_convolution.as_rows(x), matrix)
    columns = K.int_shape(matrix)[-1]
    spatial = K.int_shape(x)[1:-1]
    if None not in spatial:
        return K.reshape(product, (-1,) + tuple(spatial) + (columns,))
    return K.reshape(product, [K.shape(x)[axis] for axis in range(len(spatial) + 1)] + [columns])


class DynamicConv1D(DynamicConvolution):
    """A convolution over steps whose kernel (steps, channels, filters) is an input.

    The arguments are those of DynamicConvolution.
    """

    rank = 1
    if not TYPE_CHECKING:  # checkers read the base's
        __init__ = keras1_names(1)(DynamicConvolution.__init__)


class DynamicConv2D(DynamicConvolution):
    """A convolution over images whose kernel (rows, columns, channels, filters) is an input.

    The arguments are those of DynamicConvolution.
    """

    rank = 2
    if not TYPE_CHECKING:  # checkers read the base's
        __init__ = keras1_names(2)(DynamicConvolution.__init__)


class DynamicConv3D(DynamicConvolution):
    """A convolution over volumes whose kernel (depth, rows, columns, channels, filters) is an input.

    The arguments are those of DynamicConvolution.
    """

    rank = 3
    if not TYPE_CHECKING:  # checkers read the base's
        __init__ = keras1_names(3)(DynamicConvolution.__init__)
