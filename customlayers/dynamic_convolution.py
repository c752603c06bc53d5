"""Convolutions whose kernel is an input, one for each sample."""
import numpy as np

from compat import backend as K
from compat.extensions import sample_convolution
from compat.engine.base_layer import InputSpec
from compat.utils import conv_utils
from customlayers.convolution import Convolution, keras1_names

_NOT_OWN = ('kernel_initializer', 'kernel_regularizer', 'kernel_constraint')
# Writing and reading what is gathered costs about so much more than what is summed: benchmarks/customlayers_dynamic.py.
_GATHERING = 1.5
# TensorFlow is slow at the gradients of slices: a convolution that picks the patches pays off while it multiplies no
# more than so many times what the kernels themselves do; beside the framework's own way, where it has one, less often.
_PICKING = {False: 4, True: 2}
# Arrays of up to so many numbers lie in memory that is kept: more is new at each call, which takes time.
_KEPT = 48 * 1024 * 32
# Up to so many numbers in the arrays between, products are faster than the framework's own way.
_PRODUCTS = {'jax': _KEPT}


class DynamicConvolution(Convolution):
    """A convolution over ``rank`` axes with its kernel as input: ``layer([x, kernel])``, ``layer([x, kernel, bias])``.

    ========================================  ==========================================
    kernel                                    meaning
    ========================================  ==========================================
    (batch, size)                             one kernel for each sample, flat
    (batch, places..., channels, filters)     one kernel for each sample
    (size,), (places..., channels, filters)   one kernel for all samples
    ========================================  ==========================================

    ``size`` is the product of the kernel's places, channels and filters, in this order. A batch of one kernel serves
    all samples too. The bias is (batch, filters), (1, filters) or (filters,); without it, and with ``use_bias``, the
    layer has a bias weight of its own, as Conv2D. The other options are those of Conv2D in Keras 2, in Keras 1's names
    too, but for initializer, regularizer and constraint of the kernel, which belong to the layer that makes it.

    Raises ValueError for sizes that do not fit, naming those expected and given, and for batch sizes that differ.
    """

    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 activation=None, use_bias=True, bias_initializer='zeros', bias_regularizer=None,
                 activity_regularizer=None, bias_constraint=None, **kwargs):
        for name in _NOT_OWN:
            if name in kwargs:
                raise TypeError(f'{type(self).__name__} has no kernel of its own, so it takes no {name}: give it to '
                                'the layer that makes the kernel.')
        super().__init__(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias, bias_initializer=bias_initializer,
            bias_regularizer=bias_regularizer, activity_regularizer=activity_regularizer,
            bias_constraint=bias_constraint, **kwargs)
        self.bias = None

    def build(self, input_shape):
        shapes = self._shapes(input_shape)
        self.channels = self.channels_of(shapes[0])
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
        """Refuse a kernel or a bias of another size, and batch sizes that differ, where they are known."""
        where = f'{type(self).__name__} {self.name!r}'
        whole = self._kernel_shape
        size = int(np.prod(whole))
        if len(kernel) not in (1, 2, self.rank + 2, self.rank + 3):
            raise ValueError('%s takes a kernel of shape (batch, %d), (batch,) + %s, (%d,) or %s, and was given one of '
                             'shape %s.' % (where, size, whole, size, whole, kernel))
        given = kernel[1:] if len(kernel) in (2, self.rank + 3) else kernel
        expected = (size,) if len(given) == 1 else whole
        if not _agree(given, expected):
            raise ValueError('%s expected a kernel of %d numbers (%s: kernel_size %s, %d channels of the input, %d '
                             'filters) in the shape %s, and was given the shape %s%s.' % (
                                 where, size, ' x '.join(map(str, whole)), self.kernel_size, self.channels,
                                 self.filters, expected, given,
                                 '' if None in given else ', %d numbers' % np.prod(given)))
        if bias is not None and not (1 <= len(bias) <= 2 and bias[-1] in (None, self.filters)):
            raise ValueError('%s expected a bias of shape (batch, %d) or (%d,), one number for each of its filters, '
                             'and was given the shape %s.' % (where, self.filters, self.filters, bias))
        batches = [('the kernel', kernel[0])] if len(kernel) in (2, self.rank + 3) else []
        batches += [('the bias', bias[0])] if bias is not None and len(bias) == 2 else []
        for name, batch in batches:
            if batch not in (None, 1) and x[0] not in (None, batch):
                raise ValueError('%s: the batch sizes of the input, %d, and of %s, %d, differ (shapes %s). There is '
                                 'one for each sample, or one for all.'
                                 % (where, x[0], name, batch, [x, kernel] + [bias] * (bias is not None)))

    def call(self, inputs):
        x, kernel = inputs[0], inputs[1]
        known = [K.int_shape(tensor) for tensor in inputs]
        if known[0][0] != 1:  # a batch of one may stand for an unknown one while a framework looks for shapes
            self._refuse_misfits(*known)
        of_samples = len(known[1]) in (2, self.rank + 3)
        if of_samples and known[1][0] != 1:
            outputs = self._convolve_each(x, K.reshape(kernel, (-1,) + self._kernel_shape))
        else:
            outputs = self.convolve(x, K.reshape(kernel, self._kernel_shape))
        if len(inputs) == 2:
            return self.finished(outputs, self.bias)
        ones = (1,) * self.rank
        shape = ones + (self.filters,) if self.data_format == 'channels_last' else (self.filters,) + ones
        return self.activation(outputs + K.reshape(inputs[2], (-1,) + shape))

    # --- one kernel for each sample

    def _convolve_each(self, x, kernel):
        """Each sample convolved with its own kernel: by the framework's own way, or by one batched matrix product."""
        axes = tuple(range(1, self.rank + 1))
        if self.data_format == 'channels_first':
            x = K.permute_dimensions(x, (0,) + tuple(axis + 1 for axis in axes) + (1,))
        batch, places = K.int_shape(x)[0], K.int_shape(x)[1:-1]
        pads = self._pads(places)
        sample_by_sample = self._framework_is_cheaper(batch, places)
        if pads is None or self._picking_is_cheaper(batch, places, sample_by_sample):
            outputs = self._by_patches(self._picked(x), kernel)
        else:
            padded = sample_convolution.padded(x, pads)
            if sample_by_sample:
                outputs = sample_convolution.convolve(padded, kernel, self.dilation_rate)
            elif self._sums_are_cheaper(places):
                outputs = self._by_sums(padded, kernel)
            else:
                outputs = self._by_patches(self._gathered(padded, 0), kernel)
            if self.padding == 'valid' and None in places:
                outputs = outputs[(slice(None),) + tuple(
                    slice(None, -self._surplus(axis) or None if length is None else None)
                    for axis, length in enumerate(places))]
        if self.data_format == 'channels_first':
            outputs = K.permute_dimensions(outputs, (0, self.rank + 1) + axes)
        return outputs

    def _pads(self, places):
        """(before, after) for each axis, or None where they depend on a size that is not known.

        An axis of unknown size is padded for 'valid' too, and what that adds is cut off the outputs: jax cannot tell
        that a size less the kernel's span is not below zero, and refuses to reshape such places.
        """
        pads = []
        for axis, (length, size, stride) in enumerate(zip(places, self.kernel_size, self.strides)):
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
        """How many outputs along that axis, of unknown size, are computed and cut off with padding='valid'."""
        span = (self.kernel_size[axis] - 1) * self.dilation_rate[axis] + 1
        return -(-(span - 1) // self.strides[axis])

    def _framework_is_cheaper(self, batch, places):
        """Whether the framework's own way, where it has one, is faster than products of matrices."""
        if max(self.strides) > 1 or not sample_convolution.is_supported(self.rank):
            return False
        if None in places:
            return True
        gathered, summed = self._moved(places)
        numbers = summed / 2 if self._sums_are_cheaper(places) else gathered  # sums are made of two arrays
        return (batch or 32) * numbers > _PRODUCTS.get(K.backend(), 0)

    def _sums_are_cheaper(self, places):
        """Whether summing shifted products along the first axis moves fewer numbers than gathering all patches."""
        if self.kernel_size[0] == 1 or self.strides[0] > 1:
            return False
        gathered, summed = self._moved(places)
        return summed <= _GATHERING * gathered

    def _moved(self, places):
        """How many numbers of a sample gathering all patches, and summing shifted products, write and read again.

        With places of unknown sizes they are those of one place, without what the edges and the kernel add.
        """
        first, rest = self.kernel_size[0], int(np.prod(self.kernel_size[1:]))
        gathered, summed = first * rest * self.channels, rest * self.channels + first * self.filters
        if None in places:
            return gathered, summed
        area = int(np.prod(places))
        beyond_the_edges = area // places[0] * (first - 1) * self.dilation_rate[0]
        # The kernels are turned so that each cell along the first axis has filters of its own.
        return gathered * area, summed * (area + beyond_the_edges) + gathered * self.filters

    def _gathered(self, x, first_axis):
        """The patches of the padded ``x``: (batch, places..., numbers of a patch).

        They reach over the axes from ``first_axis`` on; the places of those before stay.
        """
        pieces = [x]
        for axis in range(first_axis, self.rank):
            pieces = [self._slice(piece, axis, place) for piece in pieces for place in range(self.kernel_size[axis])]
        return pieces[0] if len(pieces) == 1 else K.concatenate(pieces, axis=-1)

    def _slice(self, x, axis, place):
        """What the kernel's cell ``place`` along that axis sees of the padded ``x``, whatever its size is."""
        start = place * self.dilation_rate[axis]
        left = (self.kernel_size[axis] - 1) * self.dilation_rate[axis] - start
        window = slice(start, -left or None, self.strides[axis] if self.strides[axis] > 1 else None)
        return x[(slice(None),) * (axis + 1) + (window,)]

    def _picking_is_cheaper(self, batch, places, sample_by_sample):
        numbers = int(np.prod(self._kernel_shape[:-1]))
        if K.backend() != 'tensorflow' or numbers > _PICKING[sample_by_sample] * self.filters:
            return False
        return not sample_by_sample or None in places or (batch or 32) * self._moved(places)[0] <= _KEPT

    def _picked(self, x):
        """The patches, taken by a convolution with ones and zeros: it knows the padding of any size when it runs."""
        numbers = int(np.prod(self._kernel_shape[:-1]))
        picking = K.constant(np.eye(numbers).reshape(self._kernel_shape[:-1] + (numbers,)), dtype=K.dtype(x))
        convolution = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}[self.rank]
        strides, dilation = [one[0] if self.rank == 1 else one for one in (self.strides, self.dilation_rate)]
        return convolution(x, picking, strides=strides, padding=self.padding, data_format='channels_last',
                           dilation_rate=dilation)

    def _by_patches(self, patches, kernel):
        """Every patch as a row, times the kernel as a matrix."""
        return _rows_times(patches, K.reshape(kernel, (-1, int(np.prod(self._kernel_shape[:-1])), self.filters)))

    def _by_sums(self, x, kernel):
        """Patches over all axes but the first; what each cell of the kernel along that makes of them is summed."""
        first, rows = self.kernel_size[0], int(np.prod(self._kernel_shape[1:-1]))
        matrix = K.permute_dimensions(K.reshape(kernel, (-1, first, rows, self.filters)), (0, 2, 1, 3))
        products = _rows_times(self._gathered(x, 1), K.reshape(matrix, (-1, rows, first * self.filters)))
        total = None
        for place in range(first):
            of_place = self._slice(products, 0, place)[..., place * self.filters:(place + 1) * self.filters]
            total = of_place if total is None else total + of_place
        return total

    # --- what Keras asks

    def compute_output_shape(self, input_shape):
        """(batch, new places..., filters), or (batch, filters, new places...) in channels_first."""
        return super().compute_output_shape(self._shapes(input_shape)[0])

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        return {name: value for name, value in config.items() if name not in _NOT_OWN}


def _agree(shape, other):
    return len(shape) == len(other) and all(None in sizes or sizes[0] == sizes[1] for sizes in zip(shape, other))


def _rows_times(x, matrix):
    """Each sample of ``x`` (batch, places..., numbers) as rows, times its matrix (batch, numbers, columns)."""
    product = K.batch_dot(sample_convolution.as_rows(x), matrix)
    columns = K.int_shape(matrix)[-1]
    places = K.int_shape(x)[1:-1]
    if None not in places:
        return K.reshape(product, (-1,) + tuple(places) + (columns,))
    return K.reshape(product, [K.shape(x)[axis] for axis in range(len(places) + 1)] + [columns])


class DynamicConv1D(DynamicConvolution):
    """A convolution over steps whose kernel (steps, channels, filters) is an input: see DynamicConvolution."""

    rank = 1
    __init__ = keras1_names(1)(DynamicConvolution.__init__)


class DynamicConv2D(DynamicConvolution):
    """A convolution over images whose kernel (rows, columns, channels, filters) is an input: see DynamicConvolution."""

    rank = 2
    __init__ = keras1_names(2)(DynamicConvolution.__init__)


class DynamicConv3D(DynamicConvolution):
    """A convolution over volumes whose kernel (depth, rows, columns, channels, filters) is an input.

    See DynamicConvolution.
    """

    rank = 3
    __init__ = keras1_names(3)(DynamicConvolution.__init__)
